"""Walking and seeing on stored maps, asked for as frontends do."""

from dataclasses import replace
from typing import Any

import pytest
from shapely import Polygon

from generation.layout.plan import Door, MapLayout, TerrainArea, Wall
from generation.vocabulary import DoorState, GridType, TerrainType
from persistence import images
from schema import ids
from tests.factories import make_image, make_map
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOOR = Door(start=(6, 4), end=(6, 5))
HALL = MapLayout(
    seed=0,
    columns=12,
    rows=10,
    walls=(Wall(points=((6, 0), (6, 4))), Wall(points=((6, 5), (6, 10)))),
    doors=(DOOR,),
    terrain=(TerrainArea(type=TerrainType.RUBBLE, cost=2.0, polygon=((8, 0), (9, 0), (9, 10), (8, 10))),),
)
"""Two rooms of 6 × 10 squares with a closed door between, and rubble across the right one."""

PATH = """query($id: ID!, $from: PointInput!, $to: PointInput!, $diagonals: DiagonalRule) {
  map(id: $id) { path(from: $from, to: $to, diagonals: $diagonals) { points { x y } distance } }
}"""
REACHABLE = """query($id: ID!, $from: PointInput!, $distance: Float!, $diagonals: DiagonalRule) {
  map(id: $id) { reachable(from: $from, distance: $distance, diagonals: $diagonals) { x y } }
}"""
VISIBILITY = """query($id: ID!, $from: PointInput!, $range: Float) {
  map(id: $id) { visibility(from: $from, range: $range) { x y } }
}"""

BY_THE_DOOR = {"x": 5.2, "y": 4.9}


async def keep(service: Service, owner: str, layout: MapLayout = HALL, **overrides: object) -> str:
    """A stored map's global id."""
    async with service.parts.database.transaction() as session:
        image = make_image(owner=owner, kind="map")
        await images.add(session, image)
        row = make_map(image, layout, **overrides)
        session.add(row)
    return ids.encode("Map", row.id)


def with_door(**changes: Any) -> MapLayout:
    return replace(HALL, doors=(replace(DOOR, **changes),))


async def ask(client: GraphQLClient, document: str, **variables: object) -> Any:
    """What the one field of the map answers."""
    [answer] = (await client.ask(document, **variables))["map"].values()
    return answer


def polygon(points: list[Json]) -> Polygon:
    return Polygon([(point["x"], point["y"]) for point in points])


async def test_walk_leads_through_the_door_and_its_distance_is_in_feet(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_ = await keep(service, user)
    path = await ask(client, PATH, id=map_, **{"from": {"x": 3, "y": 4}, "to": {"x": 9.9, "y": 4.1}})
    assert path["points"] == [{"x": x + 0.5, "y": 4.5} for x in range(3, 10)]
    assert path["distance"] == 5 * (6 + 1)  # one of the six squares is rubble


async def test_distance_is_counted_in_the_units_of_the_grid(
    service: Service, client: GraphQLClient, user: str
) -> None:
    grid = {"columns": 12, "rows": 10, "distance": 0.1, "units": "km"}
    map_ = await keep(service, user, grid=grid)
    ends = {"from": {"x": 0, "y": 0}, "to": {"x": 3, "y": 0}}
    assert (await ask(client, PATH, id=map_, **ends))["distance"] == pytest.approx(0.3)
    near = await ask(client, REACHABLE, id=map_, distance=0.3, **{"from": {"x": 0, "y": 0}})
    assert len(near) == 16  # although 0.3 / 0.1 is a little less than 3 in binary fractions


async def test_every_second_diagonal_costs_twice_where_that_is_asked_for(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_ = await keep(service, user)
    ends: dict[str, object] = {"id": map_, "from": {"x": 0, "y": 0}, "to": {"x": 4, "y": 4}}
    for diagonals, feet in ((None, 20), ("EQUIDISTANT", 20), ("ALTERNATING", 30)):
        assert (await ask(client, PATH, diagonals=diagonals, **ends))["distance"] == feet
    corner: dict[str, object] = {"id": map_, "from": {"x": 0, "y": 0}, "distance": 10}
    assert len(await ask(client, REACHABLE, **corner)) == 9
    assert len(await ask(client, REACHABLE, diagonals="ALTERNATING", **corner)) == 8


async def test_locked_door_ends_the_walk(service: Service, client: GraphQLClient, user: str) -> None:
    map_ = await keep(service, user, with_door(state=DoorState.LOCKED))
    assert await ask(client, PATH, id=map_, **{"from": BY_THE_DOOR, "to": {"x": 7, "y": 4}}) is None
    reached = await ask(client, REACHABLE, id=map_, distance=1000, **{"from": BY_THE_DOOR})
    assert len(reached) == 60


async def test_closed_door_ends_what_is_seen_and_an_open_one_does_not(
    service: Service, client: GraphQLClient, user: str
) -> None:
    shut = polygon(await ask(client, VISIBILITY, id=await keep(service, user), **{"from": BY_THE_DOOR}))
    assert shut.equals(Polygon([(0, 0), (6, 0), (6, 10), (0, 10)]))
    open_ = await keep(service, user, with_door(state=DoorState.OPEN))
    seen = polygon(await ask(client, VISIBILITY, id=open_, **{"from": BY_THE_DOOR}))
    assert seen.contains(Polygon([(6, 4.2), (6, 4.8), (11, 4.8), (11, 4.2)]))
    near = polygon(await ask(client, VISIBILITY, id=open_, range=10.0, **{"from": BY_THE_DOOR}))
    assert near.bounds == pytest.approx((3.2, 2.9, 7.2, 6.9), abs=0.01)  # two squares


FINE = {"x": 1, "y": 1}


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("from", (PATH, {"from": {"x": -0.1, "y": 1}, "to": FINE})),
        ("from", (PATH, {"from": {"x": 1e300, "y": 1}, "to": FINE})),
        ("to", (PATH, {"from": FINE, "to": {"x": 1, "y": 10.1}})),
        ("from", (REACHABLE, {"from": {"x": 12.1, "y": 1}, "distance": 5})),
        ("distance", (REACHABLE, {"from": FINE, "distance": -5})),
        ("distance", (REACHABLE, {"from": FINE, "distance": 200_001})),
        ("from", (VISIBILITY, {"from": {"x": 1, "y": -1}})),
        ("range", (VISIBILITY, {"from": FINE, "range": -0.5})),
        ("range", (VISIBILITY, {"from": FINE, "range": 1e300})),
    ],
)
async def test_what_lies_off_the_map_or_beyond_any_is_refused_by_its_field(
    service: Service, client: GraphQLClient, user: str, field: str, asked: tuple[str, Json]
) -> None:
    document, variables = asked
    with pytest.raises(Refused) as refused:
        await client.ask(document, id=await keep(service, user), **variables)
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", field)


@pytest.mark.parametrize("number", ["NaN", "1e999", '"1"', "null"])
async def test_what_is_no_number_is_refused(
    service: Service, client: GraphQLClient, user: str, number: str
) -> None:
    map_ = await keep(service, user)
    document = f'{{ map(id: "{map_}") {{ visibility(from: {{ x: {number}, y: 1 }}) {{ x }} }} }}'
    with pytest.raises(Refused) as refused:
        await client.ask(document)
    assert refused.value.code == "VALIDATION_ERROR"


async def test_walks_on_hexagons_go_from_side_to_side(
    service: Service, client: GraphQLClient, user: str
) -> None:
    plan = MapLayout(seed=0, columns=12, rows=10, grid_type=GridType.HEX_ROWS)
    map_ = await keep(service, user, plan, grid={"type": "hex_rows", "columns": 12, "rows": 10})
    path = await ask(client, PATH, id=map_, **{"from": {"x": 0.5, "y": 0.5}, "to": {"x": 1.5, "y": 2.3}})
    assert path["distance"] == 10
    assert [point["x"] for point in path["points"]] == [0.5, 1.0, 1.5]
