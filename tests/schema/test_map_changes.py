"""Maps changed by updateMap, and what follows: features, exports, walks, sight, renders."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from generation.briefs import Grid, MapBrief
from generation.layout import make_layout
from generation.layout.codec import layout_to_json, plan_digest
from generation.layout.plan import (
    Door,
    Light,
    MapLayout,
    PointOfInterest,
    Room,
    Route,
    TerrainArea,
    Territory,
    Wall,
    WallMaterial,
    Window,
)
from generation.vocabulary import GridType, MapEnvironment, TerrainType
from schema import ids
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service
from tests.stored_maps import keep_map

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOOR = Door(start=(6, 4), end=(6, 5))
PLAN = MapLayout(
    seed=0,
    columns=12,
    rows=10,
    base=TerrainType.GRASS,
    walls=(Wall(points=((6, 0), (6, 4)), material=WallMaterial.WOOD), Wall(points=((6, 5), (6, 10)))),
    doors=(DOOR,),
    windows=(Window(start=(3, 0), end=(4, 0)),),
    lights=(Light(position=(3, 3), range=4),),
    rooms=(Room(number=1, name="Yard", polygon=((0, 0), (6, 0), (6, 10), (0, 10)), outdoors=True),),
    terrain=(TerrainArea(type=TerrainType.WATER, polygon=((8, 0), (9, 0), (9, 2))),),
    points_of_interest=(
        PointOfInterest(id="1", name="Altar", kind="altar", position=(2, 2), description="Old"),
        PointOfInterest(id="2", name="Trap", kind="trap", position=(4, 4), gm_only=True),
    ),
    territories=(Territory(id="1", name="Keep", color="#aa0000", polygon=((0, 0), (3, 0), (3, 3))),),
    routes=(Route(id="1", name="Road", kind="road", points=((0, 0), (3, 4))),),
)

MAP = """
    fragment Whole on Map {
      id name updatedAt createdAt
      image { name }
      grid { type columns rows size distance units color alpha }
      layout {
        seed base walls { points { x y } material } windows { start { x y } end { x y } }
        doors { start { x y } end { x y } state secret }
        lights { position { x y } range color intensity shadows }
        rooms { number name outdoors polygon { x y } } terrain { type polygon { x y } }
      }
      features {
        pointsOfInterest { id name kind position { x y } description gmOnly }
        territories { id name color polygon { x y } }
        routes { id name kind points { x y } length }
      }
      renders { id }
    }
"""
UPDATE = "mutation($input: UpdateMapInput!) { updateMap(input: $input) { map { ...Whole } } }" + MAP
READ = "query($id: ID!) { map(id: $id) { ...Whole } }" + MAP
FOUND = "query($search: String) { maps(filter: {search: $search}) { nodes { name } } }"

BY_THE_DOOR = {"x": 5.5, "y": 4.5}
BEHIND = {"x": 7.5, "y": 4.5}
OFF = {"x": 12.5, "y": 1}


async def stored(service: Service, owner: str, layout: MapLayout = PLAN, **overrides: Any) -> str:
    """A map's global id."""
    digest = plan_digest(layout_to_json(layout))
    row = await keep_map(service.parts, owner, layout, layout_digest=digest, **overrides)
    return ids.encode("Map", row.id)


async def read(client: GraphQLClient, map_id: str) -> Json:
    return dict((await client.ask(READ, id=map_id))["map"])


async def change(client: GraphQLClient, map_id: str, **input_: object) -> Json:
    """The changed map, as the mutation answers with it."""
    answer = await client.ask(UPDATE, input={"mapId": map_id} | input_)
    changed = dict(answer["updateMap"]["map"])
    assert await read(client, map_id) == changed
    return changed


def point(x: float, y: float) -> Json:
    return {"x": x, "y": y}


PLACE = {"name": "Well", "kind": "well", "position": point(1, 1)}
LAND = {"name": "March", "color": "#00aa00", "polygon": [point(4, 4), point(8, 4), point(8, 8)]}
WAY = {"name": "Trail", "kind": "trail", "points": [point(0, 0), point(0, 5), point(5, 5)]}
NEW_DOOR = {"start": point(6, 8), "end": point(6, 9)}
LAMP = {"position": point(9, 9), "range": 6}


async def test_plan_is_served_with_all_that_it_says(
    service: Service, client: GraphQLClient, user: str
) -> None:
    layout = (await read(client, await stored(service, user)))["layout"]
    assert layout["base"] == "GRASS"
    assert [wall["material"] for wall in layout["walls"]] == ["WOOD", "STONE"]
    assert layout["windows"] == [{"start": point(3, 0), "end": point(4, 0)}]
    assert [(room["name"], room["outdoors"]) for room in layout["rooms"]] == [("Yard", True)]


async def test_features_are_those_that_the_map_was_laid_out_with(
    service: Service, client: GraphQLClient, user: str
) -> None:
    features = (await read(client, await stored(service, user)))["features"]
    assert [place["name"] for place in features["pointsOfInterest"]] == ["Altar", "Trap"]
    [keep], [road] = features["territories"], features["routes"]
    assert (keep["name"], keep["color"]) == ("Keep", "#aa0000")
    assert keep["polygon"] == [point(0, 0), point(3, 0), point(3, 3)]
    assert (road["kind"], road["points"], road["length"]) == ("road", [point(0, 0), point(3, 4)], 25)


async def test_no_two_maps_have_features_with_the_same_id(
    service: Service, client: GraphQLClient, user: str
) -> None:
    both = [(await read(client, await stored(service, user)))["features"] for _ in range(2)]
    named = [place["id"] for features in both for place in features["pointsOfInterest"]]
    assert len(set(named)) == 4


async def test_name_changes_with_the_pictures_and_both_are_found_by_it(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    before = await read(client, map_id)
    after = await change(client, map_id, name="The Drowned Vault")
    assert after["updatedAt"] > before["updatedAt"]
    assert (after["name"], after["image"]["name"]) == ("The Drowned Vault",) * 2
    told = {"name": after["name"], "image": after["image"], "updatedAt": after["updatedAt"]}
    assert after == before | told
    assert (await client.ask(FOUND, search="drowned"))["maps"]["nodes"] == [{"name": after["name"]}]


async def test_of_the_grid_only_what_is_said_changes(
    service: Service, client: GraphQLClient, user: str
) -> None:
    odd = {"columns": 12, "rows": 10, "size": 20, "distance": 2.0, "units": "m", "alpha": 0.7}
    map_id = await stored(service, user, grid=odd)
    before = (await read(client, map_id))["grid"]
    assert (await change(client, map_id, grid={"color": "#FF0000"}))["grid"] == before | {"color": "#ff0000"}
    inline = (
        f'mutation {{ updateMap(input: {{ mapId: "{map_id}", grid: {{ alpha: 0 }} }}) {{ map {{ id }} }} }}'
    )
    await client.ask(inline)
    halfway = """mutation($id: ID!, $grid: GridInput, $units: String = "yd", $none: Float) {
      a: updateMap(input: {mapId: $id, grid: $grid}) { map { id } }
      b: updateMap(input: {mapId: $id, grid: {units: $units, distance: $none}}) { map { id } }
    }"""
    await client.ask(halfway, id=map_id, grid={"distance": 3, "units": None})
    assert (await read(client, map_id))["grid"] == before | {
        "color": "#ff0000",
        "alpha": 0,
        "distance": 3,
        "units": "yd",
    }


async def test_grid_as_it_is_can_be_sent_back_whole(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    before = await read(client, map_id)
    after = await change(client, map_id, grid=before["grid"] | {"distance": 10})
    assert after["grid"] == before["grid"] | {"distance": 10}
    assert after["features"]["routes"][0]["length"] == 50


async def test_squares_become_gridless_and_come_back(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    before = await read(client, map_id)
    assert (await change(client, map_id, grid={"type": "GRIDLESS"}))["grid"]["type"] == "GRIDLESS"
    back = await change(client, map_id, grid={"type": "SQUARE"})
    assert back | {"updatedAt": before["updatedAt"]} == before


HEXES = replace(PLAN, grid_type=GridType.HEX_ROWS)


@pytest.mark.parametrize(
    ("layout", "field", "grid"),
    [
        (PLAN, "grid.columns", {"columns": 13}),
        (PLAN, "grid.columns", {"columns": 30}),
        (PLAN, "grid.rows", {"rows": 20}),
        (PLAN, "grid.size", {"size": 70}),
        (PLAN, "grid.type", {"type": "HEX_ROWS"}),
        (HEXES, "grid.type", {"type": "HEX_COLUMNS"}),
        (HEXES, "grid.type", {"type": "SQUARE"}),
        (HEXES, "grid.type", {"type": "GRIDLESS"}),
        (PLAN, "grid.distance", {"distance": 0}),
        (PLAN, "grid.distance", {"distance": 1e300}),
        (PLAN, "grid.alpha", {"alpha": 1.01}),
        (PLAN, "grid.units", {"units": "x" * 201}),
    ],
)
async def test_grid_that_would_not_fit_is_refused_by_its_field(
    service: Service, client: GraphQLClient, user: str, *, layout: MapLayout, field: str, grid: Json
) -> None:
    map_id = await stored(service, user, layout)
    await refuse(client, map_id, field, grid=grid)


async def refuse(client: GraphQLClient, map_id: str, field: str, **input_: object) -> None:
    """The change is refused by its field, and nothing of it is stored."""
    before = await read(client, map_id)
    with pytest.raises(Refused) as refused:
        await change(client, map_id, **({"name": "New"} | input_))
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", field)
    assert await read(client, map_id) == before


async def test_features_are_replaced_and_those_that_stay_keep_their_ids(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    altar, trap = (await read(client, map_id))["features"]["pointsOfInterest"]
    kept = {name: value for name, value in trap.items() if name != "id"}
    after = await change(client, map_id, pointsOfInterest=[PLACE, kept], territories=[LAND], routes=[WAY])
    well, same = after["features"]["pointsOfInterest"]
    assert well == PLACE | {"id": well["id"], "description": None, "gmOnly": False}
    assert well["id"] not in (altar["id"], trap["id"])
    assert same == trap
    [land], [way] = after["features"]["territories"], after["features"]["routes"]
    assert land == LAND | {"id": land["id"]}
    assert way == WAY | {"id": way["id"], "length": 50}
    again = await change(client, map_id, pointsOfInterest=[], territories=[LAND])
    assert again["features"] == {"pointsOfInterest": [], "territories": [land], "routes": [way]}


async def test_maps_of_one_plan_stay_together_until_the_plan_is_changed(
    service: Service, client: GraphQLClient, user: str
) -> None:
    one, other = await stored(service, user), await stored(service, user)
    assert (await change(client, one, pointsOfInterest=[PLACE], name="New"))["renders"] == [{"id": other}]
    lit = await change(client, one, lights=[LAMP])
    assert lit["renders"] == []
    assert (await change(client, other, lights=[LAMP]))["renders"] == [{"id": one}]


async def test_lights_are_replaced_with_their_defaults_filled_in(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    layout = (await change(client, map_id, lights=[LAMP]))["layout"]
    assert layout["lights"] == [LAMP | {"color": "#ffd9a0", "intensity": 1, "shadows": True}]


async def test_door_in_a_wall_opens_the_way(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    ask = """query($id: ID!, $to: PointInput!) {
      map(id: $id) { path(from: {x: 5.5, y: 8.5}, to: $to) { distance } }
    }"""
    variables = {"id": map_id, "to": point(6.5, 8.5)}
    before = (await client.ask(ask, **variables))["map"]["path"]["distance"]
    doors = (await read(client, map_id))["layout"]["doors"]
    after = await change(client, map_id, doors=[*doors, NEW_DOOR])
    assert after["layout"]["doors"][1] == NEW_DOOR | {"state": "CLOSED", "secret": False}
    assert (await client.ask(ask, **variables))["map"]["path"] == {"distance": 5}
    assert before > 5
    assert (await change(client, map_id, doors=[]))["layout"]["doors"] == []
    assert (await client.ask(ask, **variables))["map"]["path"] is None


async def test_exports_follow_the_changes(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    document = """query($id: ID!, $format: MapExportFormat!) {
      map(id: $id) { export(format: $format) { url filename warnings } }
    }"""
    exported = {}
    for when in ("before", "after"):
        for format_ in ("UNIVERSAL_VTT", "GEOJSON"):
            export = (await client.ask(document, id=map_id, format=format_))["map"]["export"]
            assert export["warnings"] == []
            exported[when, format_] = (await client.http.get(export["url"])).json()
        changes = {"doors": [NEW_DOOR], "lights": [LAMP] * 2, "routes": [WAY], "pointsOfInterest": [PLACE]}
        await change(client, map_id, territories=[LAND], **changes)
    doors = {when: exported[when, "UNIVERSAL_VTT"]["portals"] for when in ("before", "after")}
    assert [door["position"] for door in doors["after"] if door["closed"]] == [point(6, 8.5)]
    assert doors["before"] != doors["after"]
    assert len(exported["after", "UNIVERSAL_VTT"]["lights"]) == 2
    named = {
        when: {each["properties"].get("name") for each in exported[when, "GEOJSON"]["features"]}
        for when in ("before", "after")
    }
    assert {"Altar", "Keep", "Road"} <= named["before"]
    assert {"Well", "March", "Trail"} <= named["after"]
    assert not {"Altar", "Keep", "Road"} & named["after"]


async def test_changes_at_the_same_time_lose_nothing(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    changes: list[Json] = [
        {"name": "New"},
        {"grid": {"distance": 10}},
        {"grid": {"color": "#123456"}},
        {"pointsOfInterest": [PLACE]},
        {"territories": []},
        {"routes": [WAY]},
        {"doors": [NEW_DOOR]},
        {"lights": [LAMP]},
    ]
    await asyncio.gather(*(client.ask(UPDATE, input={"mapId": map_id} | each) for each in changes))
    now = await read(client, map_id)
    assert (now["name"], now["grid"]["distance"], now["grid"]["color"]) == ("New", 10, "#123456")
    assert [place["name"] for place in now["features"]["pointsOfInterest"]] == ["Well"]
    assert now["features"]["territories"] == []
    assert [route["name"] for route in now["features"]["routes"]] == ["Trail"]
    assert [door["start"] for door in now["layout"]["doors"]] == [NEW_DOOR["start"]]
    assert [light["range"] for light in now["layout"]["lights"]] == [6]


async def test_maps_of_others_and_of_nobody_are_not_found(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    async with service.client(f"{user}-stranger") as stranger:
        for wrong in (map_id, "nonsense", ids.encode("Image", ids.decode(map_id, "Map"))):
            with pytest.raises(Refused) as refused:
                await stranger.ask(UPDATE, input={"mapId": wrong, "name": "Mine"})
            assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "mapId")
    assert (await read(client, map_id))["name"] == "Crypt"


BOWTIE = [point(1, 1), point(5, 5), point(5, 1), point(1, 5)]


@pytest.mark.parametrize(
    ("field", "input_"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 201}),
        ("pointsOfInterest", {"pointsOfInterest": [PLACE] * 10_000}),
        ("pointsOfInterest[1].position", {"pointsOfInterest": [PLACE, PLACE | {"position": OFF}]}),
        ("pointsOfInterest[1].name", {"pointsOfInterest": [PLACE, PLACE | {"name": ""}]}),
        ("pointsOfInterest[0].kind", {"pointsOfInterest": [PLACE | {"kind": "x" * 51}]}),
        ("pointsOfInterest[0].description", {"pointsOfInterest": [PLACE | {"description": "x" * 2001}]}),
        ("territories[0].polygon", {"territories": [LAND | {"polygon": BOWTIE}]}),
        ("territories[0].polygon", {"territories": [LAND | {"polygon": BOWTIE[:2]}]}),
        ("territories[1].polygon[3]", {"territories": [LAND, LAND | {"polygon": [*LAND["polygon"], OFF]}]}),
        ("territories[0].name", {"territories": [LAND | {"name": "two\nlines"}]}),
        ("routes[0].points", {"routes": [WAY | {"points": [point(1, 1)]}]}),
        ("routes[0].points", {"routes": [WAY | {"points": [point(1, 1)] * 5001}]}),
        ("routes", {"routes": [WAY | {"points": [point(1, 1)] * 4000}] * 13}),
        ("routes[0].points[1]", {"routes": [WAY | {"points": [point(1, 1), point(1, -1)]}]}),
        ("routes[0].kind", {"routes": [WAY | {"kind": ""}]}),
        ("doors[1].end", {"doors": [NEW_DOOR, NEW_DOOR | {"end": OFF}]}),
        ("doors[0]", {"doors": [NEW_DOOR | {"end": NEW_DOOR["start"]}]}),
        ("doors[0]", {"doors": [{"start": point(0, 0), "end": point(0.1, 0)}]}),
        ("lights[0].position", {"lights": [LAMP | {"position": point(-1, 1)}]}),
        ("lights[0].range", {"lights": [LAMP | {"range": -1}]}),
        ("lights[0].range", {"lights": [LAMP | {"range": 1e300}]}),
        ("lights[0].intensity", {"lights": [LAMP | {"intensity": 2}]}),
    ],
)
async def test_unsound_change_is_refused_by_its_place_and_nothing_is_stored(
    service: Service, client: GraphQLClient, user: str, field: str, input_: Json
) -> None:
    await refuse(client, await stored(service, user), field, **input_)


@pytest.mark.parametrize(
    "input_",
    [
        {"territories": [LAND | {"color": "green"}]},
        {"doors": [NEW_DOOR | {"state": "AJAR"}]},
        {"lights": [{"range": 5}]},
        {"pointsOfInterest": [PLACE | {"position": {"x": "NaN", "y": 1}}]},
    ],
)
async def test_change_of_no_such_shape_is_refused(
    service: Service, client: GraphQLClient, user: str, input_: Json
) -> None:
    map_id = await stored(service, user)
    before = await read(client, map_id)
    with pytest.raises(Refused) as refused:
        await change(client, map_id, **input_)
    assert refused.value.code == "VALIDATION_ERROR"
    assert await read(client, map_id) == before


@pytest.mark.parametrize(
    ("environment", "type_"),
    [
        (MapEnvironment.DUNGEON, GridType.SQUARE),
        (MapEnvironment.CAVE, GridType.HEX_COLUMNS),
        (MapEnvironment.TAVERN, GridType.SQUARE),
    ],
)
async def test_generated_map_can_be_sent_back_as_it_was_read(
    service: Service, client: GraphQLClient, user: str, environment: MapEnvironment, type_: GridType
) -> None:
    grid = Grid(columns=24, rows=18, type=type_)
    layout = make_layout(MapBrief(environment=environment, grid=grid, layout_seed=5))
    map_id = await stored(service, user, layout)
    other = await stored(service, user, layout)
    before = await read(client, map_id)
    features, plan = before["features"], before["layout"]

    def bare(things: list[Json]) -> list[Json]:
        return [{key: each[key] for key in each if key not in ("id", "length")} for each in things]

    after = await change(
        client,
        map_id,
        name=before["name"],
        grid=before["grid"],
        pointsOfInterest=bare(features["pointsOfInterest"]),
        territories=bare(features["territories"]),
        routes=bare(features["routes"]),
        doors=plan["doors"],
        lights=plan["lights"],
    )
    assert after | {"updatedAt": before["updatedAt"]} == before
    assert after["renders"] == [{"id": other}]
