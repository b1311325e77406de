"""Overlays of maps, made, read, changed and deleted as frontends do it."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col

from generation.layout.plan import MapLayout
from generation.vocabulary import GridType
from persistence.tables import ImageRow, MapRow
from resolvers.overlays import MOST_OVERLAYS
from schema import ids
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service
from tests.schema.test_library import counted_statements
from tests.stored_maps import keep_map, keep_token

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIELD = MapLayout(seed=0, columns=20, rows=10)

ELEMENTS = """
    elements { __typename id label color
      ... on PositionMarker { position { x y } creatureSize token { id name } }
      ... on RangeIndicator { origin { x y } range longRange }
      ... on EffectArea { origin { x y } shape size width direction squares { x y } }
      ... on MovementPath { points { x y } distance }
      ... on PartyMarker { position { x y } trail { x y } }
      ... on Territory { polygon { x y } faction }
      ... on TravelRoute { points { x y } mode days }
      ... on ResourceMarker { position { x y } resource quantity }
    }
"""
OVERLAY = f"""
    fragment Whole on Overlay {{
      id name kind visible gmOnly zIndex url svgUrl updatedAt map {{ id name }} {ELEMENTS}
    }}
"""
CREATE = f"""
    mutation($input: CreateOverlayInput!) {{ createOverlay(input: $input) {{ overlay {{ ...Whole }} }} }}
    {OVERLAY}
"""
UPDATE = f"""
    mutation($input: UpdateOverlayInput!) {{ updateOverlay(input: $input) {{ overlay {{ ...Whole }} }} }}
    {OVERLAY}
"""
DELETE = "mutation($id: ID!) { deleteOverlay(overlayId: $id) { deletedId } }"
READ = f"""
    query($id: ID!) {{
      overlay(id: $id) {{ ...Whole }}
      node(id: $id) {{ __typename ... on Overlay {{ name }} }}
    }}
    {OVERLAY}
"""
LIST = """
    query($id: ID!, $kind: OverlayKind) { map(id: $id) { overlays(kind: $kind) { id name } } }
"""

HERE, THERE = {"x": 2.5, "y": 3.5}, {"x": 5.5, "y": 3.5}
TRIANGLE = [{"x": 1, "y": 1}, {"x": 5, "y": 1}, {"x": 5, "y": 4}]
MARKER = {"positionMarker": {"position": HERE}}
TACTICAL: list[Json] = [
    {"positionMarker": {"position": HERE, "label": "Orc", "color": "#AA0000", "creatureSize": "LARGE"}},
    {"rangeIndicator": {"origin": HERE, "range": 20, "longRange": 60}},
    {"effectArea": {"shape": "CUBE", "origin": {"x": 2, "y": 2}, "size": 10, "direction": 180}},
    {"movementPath": {"points": [HERE, THERE]}},
]
CAMPAIGN: list[Json] = [
    {"partyMarker": {"position": HERE, "trail": [THERE]}},
    {"territory": {"polygon": TRIANGLE, "faction": "The Crown"}},
    {"travelRoute": {"points": [HERE, THERE], "mode": "riding"}},
    {"resourceMarker": {"position": THERE, "resource": "iron", "quantity": 12.5}},
]


async def stored(service: Service, owner: str, layout: MapLayout = FIELD, **overrides: Any) -> str:
    """A map's global id."""
    return ids.encode("Map", (await keep_map(service.parts, owner, layout, **overrides)).id)


async def create(client: GraphQLClient, map_id: str, *elements: Json, **input_: object) -> Json:
    """A new overlay, as the mutation answers with it."""
    asked = {"mapId": map_id, "name": "Ambush", "kind": "TACTICAL", "elements": list(elements)} | input_
    return dict((await client.ask(CREATE, input=asked))["createOverlay"]["overlay"])


async def change(client: GraphQLClient, overlay: Json, **input_: object) -> Json:
    """The changed overlay."""
    answer = await client.ask(UPDATE, input={"overlayId": overlay["id"]} | input_)
    return dict(answer["updateOverlay"]["overlay"])


async def read(client: GraphQLClient, overlay: Json) -> Json | None:
    """The overlay as it is now."""
    found: Json | None = (await client.ask(READ, id=overlay["id"]))["overlay"]
    return found


async def names(client: GraphQLClient, map_id: str, kind: str | None = None) -> list[str]:
    """The names of a map's overlays in order."""
    found = (await client.ask(LIST, id=map_id, kind=kind))["map"]["overlays"]
    return [overlay["name"] for overlay in found]


def without_ids(elements: list[Json]) -> list[Json]:
    return [{name: value for name, value in element.items() if name != "id"} for element in elements]


async def test_tactical_overlay_reads_as_it_was_made(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    made = await create(client, map_id, *TACTICAL, gmOnly=True, zIndex=3, visible=False)
    assert await read(client, made) == made
    assert (made["name"], made["kind"], made["zIndex"]) == ("Ambush", "TACTICAL", 3)
    assert (made["gmOnly"], made["visible"], made["map"]["id"]) == (True, False, map_id)
    marker, indicator, area, path = without_ids(made["elements"])
    assert marker == {
        "__typename": "PositionMarker",
        "label": "Orc",
        "color": "#aa0000",
        "position": HERE,
        "creatureSize": "LARGE",
        "token": None,
    }
    assert (indicator["origin"], indicator["range"], indicator["longRange"]) == (HERE, 20, 60)
    assert (area["shape"], area["size"], area["width"], area["direction"]) == ("CUBE", 10, None, 180)
    assert path["points"] == [HERE, THERE]


async def test_campaign_overlay_reads_as_it_was_made(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *CAMPAIGN, kind="CAMPAIGN")
    assert await read(client, made) == made
    party, land, route, resource = without_ids(made["elements"])
    assert (party["position"], party["trail"]) == (HERE, [THERE])
    assert (land["polygon"], land["faction"]) == (TRIANGLE, "The Crown")
    assert (route["points"], route["mode"]) == ([HERE, THERE], "riding")
    assert (resource["position"], resource["resource"], resource["quantity"]) == (THERE, "iron", 12.5)
    colors = [element["color"] for element in made["elements"]]
    assert len(set(colors)) == 4  # each kind has one of its own where nothing is said


async def test_overlay_is_a_node(service: Service, client: GraphQLClient, user: str) -> None:
    made = await create(client, await stored(service, user))
    answer = await client.ask(READ, id=made["id"])
    assert answer["node"] == {"__typename": "Overlay", "name": "Ambush"}


async def test_measures_follow_the_maps_grid(service: Service, client: GraphQLClient, user: str) -> None:
    grid = {"columns": 20, "rows": 10, "size": 20, "distance": 6.0, "units": "mi"}
    map_id = await stored(service, user, grid=grid)
    ball = {"effectArea": {"shape": "SPHERE", "origin": {"x": 3, "y": 3}, "size": 6}}
    area, path = (await create(client, map_id, ball, TACTICAL[3]))["elements"]
    assert path["distance"] == 3 * 6
    assert area["squares"] == [{"x": x + 0.5, "y": y + 0.5} for y in (2, 3) for x in (2, 3)]
    [route] = (await create(client, map_id, CAMPAIGN[2], kind="CAMPAIGN"))["elements"]
    assert route["days"] == pytest.approx(18 / 48)


async def test_measures_are_those_of_the_grid_as_it_is_now(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    made = await create(client, map_id, TACTICAL[3])
    assert made["elements"][0]["distance"] == 15
    grid = "mutation($id: ID!) { updateMap(input: {mapId: $id, grid: {distance: 10}}) { map { id } } }"
    await client.ask(grid, id=map_id)
    now = await read(client, made)
    assert now is not None
    assert now["elements"][0]["distance"] == 30


async def test_no_squares_are_covered_where_there_are_none(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, MapLayout(seed=0, columns=9, rows=9, grid_type=GridType.GRIDLESS))
    [area] = (await create(client, map_id, TACTICAL[2]))["elements"]
    assert area["squares"] == []


async def test_ids_of_elements_stay_as_long_as_the_elements_do(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *TACTICAL, TACTICAL[0])
    earlier = [element["id"] for element in made["elements"]]
    assert len(set(earlier)) == 5
    moved = {"movementPath": {"points": [THERE, HERE]}}
    changed = await change(client, made, elements=[moved, TACTICAL[0], TACTICAL[2], TACTICAL[0]])
    now = [element["id"] for element in changed["elements"]]
    assert now[1:] == [earlier[0], earlier[2], earlier[4]]
    assert now[0] not in earlier
    assert await read(client, made) == changed


async def test_what_is_left_out_of_a_change_stays(service: Service, client: GraphQLClient, user: str) -> None:
    made = await create(client, await stored(service, user), *TACTICAL, gmOnly=True, zIndex=7)
    renamed = await change(client, made, name="Retreat", visible=None)
    assert renamed["updatedAt"] > made["updatedAt"]
    told = {"name": "Retreat", "updatedAt": renamed["updatedAt"], "url": renamed["url"]}
    assert renamed == made | told | {"svgUrl": renamed["svgUrl"]}
    shown = await change(client, made, visible=False, gmOnly=False, zIndex=-1, elements=[])
    assert (shown["visible"], shown["gmOnly"], shown["zIndex"]) == (False, False, -1)
    assert (shown["name"], shown["elements"]) == ("Retreat", [])


async def test_changes_at_the_same_time_lose_nothing(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), MARKER)
    changes: list[Json] = [{"name": "Retreat"}, {"zIndex": 4}, {"gmOnly": True}, {"elements": TACTICAL}]
    await asyncio.gather(*(change(client, made, **each) for each in changes))
    now = await read(client, made)
    assert now is not None
    assert (now["name"], now["zIndex"], now["gmOnly"], len(now["elements"])) == ("Retreat", 4, True, 4)


async def test_overlays_come_from_the_lowest_to_the_highest(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    for name, z_index in (("b", 5), ("a", -1), ("c", 5)):
        await create(client, map_id, name=name, zIndex=z_index)
    await create(client, map_id, name="d", kind="CAMPAIGN")
    assert await names(client, map_id) == ["a", "d", "b", "c"]
    assert await names(client, map_id, "TACTICAL") == ["a", "b", "c"]
    assert await names(client, map_id, "CAMPAIGN") == ["d"]


async def test_deleted_overlay_is_gone(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    made, kept = await create(client, map_id), await create(client, map_id, name="Kept")
    assert await client.ask(DELETE, id=made["id"]) == {"deleteOverlay": {"deletedId": made["id"]}}
    assert await client.ask(READ, id=made["id"]) == {"overlay": None, "node": None}
    assert await names(client, map_id) == ["Kept"]
    with pytest.raises(Refused) as refused:
        await client.ask(DELETE, id=made["id"])
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "overlayId")
    assert await read(client, kept) == kept


async def test_overlays_are_their_owners_alone(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    made = await create(client, map_id)
    async with service.client(f"{user}-stranger") as stranger:
        assert await stranger.ask(READ, id=made["id"]) == {"overlay": None, "node": None}
        attempts = [
            ("mapId", create(stranger, map_id)),
            ("overlayId", change(stranger, made, name="Mine")),
            ("overlayId", change(stranger, made, elements=[])),
            ("overlayId", stranger.ask(DELETE, id=made["id"])),
        ]
        for field, attempt in attempts:
            with pytest.raises(Refused) as refused:
                await attempt
            assert (refused.value.code, refused.value.field) == ("NOT_FOUND", field)
    assert await names(client, map_id) == ["Ambush"]
    assert await read(client, made) == made


@pytest.mark.parametrize("wrong", ["nonsense", ids.encode("Image", uuid4()), ids.encode("Overlay", uuid4())])
async def test_ids_of_nothing_are_not_found(client: GraphQLClient, wrong: str) -> None:
    assert (await client.ask(READ, id=wrong))["overlay"] is None
    attempts = [
        ("mapId", create(client, wrong)),
        ("overlayId", change(client, {"id": wrong}, name="x")),
        ("overlayId", client.ask(DELETE, id=wrong)),
    ]
    for field, attempt in attempts:
        with pytest.raises(Refused) as refused:
            await attempt
        assert (refused.value.code, refused.value.field) == ("NOT_FOUND", field)


async def test_marker_shows_its_token(service: Service, client: GraphQLClient, user: str) -> None:
    token = await keep_token(service.parts, user, name="Goblin")
    token_id = ids.encode("Token", token.id)
    marker = {"positionMarker": {"position": HERE, "tokenId": token_id}}
    made = await create(client, await stored(service, user), marker, MARKER)
    assert [element["token"] for element in made["elements"]] == [{"id": token_id, "name": "Goblin"}, None]
    async with service.parts.database.transaction() as session:
        binned = update(ImageRow).where(col(ImageRow.id) == token.image_id)
        await session.execute(binned.values(deleted_at=datetime.now(UTC)))
    assert await read(client, made) == made
    with pytest.raises(Refused) as refused:
        await change(client, made, elements=[MARKER, marker])
    assert refused.value.field == "elements[1].positionMarker.tokenId"


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's", "in the bin", "no token"])
async def test_token_that_cannot_be_used_is_refused_by_its_place_and_nothing_is_stored(
    service: Service, client: GraphQLClient, user: str, whose: str
) -> None:
    token_id = ids.encode("Token", uuid4())
    if whose == "somebody else's":
        token_id = ids.encode("Token", (await keep_token(service.parts, f"{user}-stranger")).id)
    if whose == "in the bin":
        binned = await keep_token(service.parts, user, deleted_at=datetime.now(UTC))
        token_id = ids.encode("Token", binned.id)
    if whose == "no token":
        token_id = ids.encode("Image", (await keep_token(service.parts, user)).image_id)
    map_id = await stored(service, user)
    made = await create(client, map_id, MARKER)
    wrong = [MARKER, {"positionMarker": {"position": HERE, "tokenId": token_id}}]
    for attempt in (create(client, map_id, *wrong), change(client, made, name="New", elements=wrong)):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.code == "NOT_FOUND"
        assert refused.value.field == "elements[1].positionMarker.tokenId"
    assert await names(client, map_id) == ["Ambush"]
    assert await read(client, made) == made


OFF = {"x": 20.1, "y": 1}
BOWTIE = [{"x": 1, "y": 1}, {"x": 5, "y": 5}, {"x": 5, "y": 1}, {"x": 1, "y": 5}]


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("positionMarker.position", {"positionMarker": {"position": OFF}}),
        ("positionMarker.position", {"positionMarker": {"position": {"x": 1e300, "y": 1}}}),
        ("positionMarker.label", {"positionMarker": {"position": HERE, "label": "x" * 201}}),
        ("rangeIndicator.range", {"rangeIndicator": {"origin": HERE, "range": 0}}),
        ("rangeIndicator.range", {"rangeIndicator": {"origin": HERE, "range": -5}}),
        ("rangeIndicator.range", {"rangeIndicator": {"origin": HERE, "range": 1e300}}),
        ("rangeIndicator.longRange", {"rangeIndicator": {"origin": HERE, "range": 20, "longRange": 10}}),
        ("rangeIndicator.origin", {"rangeIndicator": {"origin": {"x": 1, "y": -0.1}, "range": 10}}),
        ("effectArea.size", {"effectArea": {"shape": "SPHERE", "origin": HERE, "size": 0}}),
        ("effectArea.origin", {"effectArea": {"shape": "SPHERE", "origin": OFF, "size": 20}}),
        ("effectArea.direction", {"effectArea": {"shape": "CONE", "origin": HERE, "size": 15}}),
        ("movementPath.points", {"movementPath": {"points": [HERE]}}),
        ("movementPath.points[1]", {"movementPath": {"points": [HERE, OFF]}}),
        ("territory", {"territory": {"polygon": TRIANGLE}}),
    ],
)
async def test_unsound_tactical_element_is_refused_by_its_place(
    service: Service, client: GraphQLClient, user: str, field: str, element: Json
) -> None:
    map_id = await stored(service, user)
    await refuse(client, map_id, f"elements[1].{field}", [MARKER, element], "TACTICAL")


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("territory.polygon", {"territory": {"polygon": BOWTIE}}),
        ("territory.polygon", {"territory": {"polygon": TRIANGLE[:2]}}),
        ("territory.polygon", {"territory": {"polygon": [HERE, THERE, HERE]}}),
        ("territory.polygon[3]", {"territory": {"polygon": [*TRIANGLE, OFF]}}),
        ("partyMarker.trail[0]", {"partyMarker": {"position": HERE, "trail": [OFF]}}),
        ("travelRoute.mode", {"travelRoute": {"points": [HERE, THERE], "mode": "teleporting"}}),
        ("travelRoute.points", {"travelRoute": {"points": []}}),
        ("travelRoute.points", {"travelRoute": {"points": [HERE] * 10_000}}),
        ("resourceMarker.resource", {"resourceMarker": {"position": HERE, "resource": " "}}),
        ("resourceMarker.quantity", {"resourceMarker": {"position": HERE, "resource": "a", "quantity": -1}}),
        ("positionMarker", MARKER),
    ],
)
async def test_unsound_campaign_element_is_refused_by_its_place(
    service: Service, client: GraphQLClient, user: str, field: str, element: Json
) -> None:
    map_id = await stored(service, user)
    await refuse(client, map_id, f"elements[1].{field}", [CAMPAIGN[0], element], "CAMPAIGN")


async def refuse(client: GraphQLClient, map_id: str, field: str, elements: list[Json], kind: str) -> None:
    """Neither a new overlay nor a changed one takes these elements, and nothing is stored."""
    made = await create(client, map_id, kind=kind)
    attempts = (
        create(client, map_id, *elements, kind=kind),
        change(client, made, name="Changed", elements=elements),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            await attempt
        assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", field)
    assert await names(client, map_id) == ["Ambush"]
    assert await read(client, made) == made


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "two\nlines"])
async def test_unsound_name_is_refused(service: Service, client: GraphQLClient, user: str, name: str) -> None:
    map_id = await stored(service, user)
    made = await create(client, map_id)
    for attempt in (create(client, map_id, name=name), change(client, made, name=name)):
        with pytest.raises(Refused) as refused:
            await attempt
        assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", "name")


async def test_overlay_of_ten_thousand_elements_is_refused(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    await refuse(client, map_id, "elements", [MARKER] * 10_000, "TACTICAL")


@pytest.mark.parametrize(
    "element",
    [
        {},
        MARKER | TACTICAL[1],
        {"positionMarker": None},
        {"positionMarker": {"position": {"x": "1", "y": 1}}},
        {"positionMarker": {"position": HERE, "color": "red"}},
        {"effectArea": {"shape": "DONUT", "origin": HERE, "size": 5}},
    ],
)
async def test_element_of_no_such_shape_is_refused(
    service: Service, client: GraphQLClient, user: str, element: Json
) -> None:
    map_id = await stored(service, user)
    with pytest.raises(Refused) as refused:
        await create(client, map_id, element)
    assert refused.value.code == "VALIDATION_ERROR"
    assert await names(client, map_id) == []


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
async def test_what_is_no_number_is_refused(
    service: Service, client: GraphQLClient, user: str, number: str
) -> None:
    map_id = await stored(service, user)
    marker = f"positionMarker: {{ position: {{ x: {number}, y: 1 }} }}"
    fields = f'mapId: "{map_id}", name: "x", kind: TACTICAL, elements: [{{ {marker} }}]'
    with pytest.raises(Refused) as refused:
        await client.ask(f"mutation {{ createOverlay(input: {{ {fields} }}) {{ overlay {{ id }} }} }}")
    assert refused.value.code == "VALIDATION_ERROR"
    assert await names(client, map_id) == []


async def test_map_has_no_more_overlays_than_it_may_even_if_they_come_together(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    for _ in range(MOST_OVERLAYS - 2):
        await create(client, map_id)
    await asyncio.gather(*(names(client, map_id) for _ in range(12)))  # opens connections for the race
    together = await asyncio.gather(*(create(client, map_id) for _ in range(12)), return_exceptions=True)
    refused = [each for each in together if isinstance(each, Refused)]
    assert [(each.code, each.field) for each in refused] == [("LIMIT_EXCEEDED", "mapId")] * 10
    assert len(await names(client, map_id)) == MOST_OVERLAYS


async def test_overlays_of_a_map_in_the_bin_can_be_read_and_changed(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    made = await create(client, map_id, *TACTICAL)
    async with service.parts.database.transaction() as session:
        map_ = await session.get(MapRow, ids.decode(map_id, "Map"))
        assert map_ is not None
        binned = update(ImageRow).where(col(ImageRow.id) == map_.image_id)
        await session.execute(binned.values(deleted_at=datetime.now(UTC)))
    assert await read(client, made) == made
    assert (await change(client, made, name="Retreat"))["name"] == "Retreat"
    assert (await client.http.get(made["url"])).status_code == 404  # of another name, and never drawn
    renamed = await read(client, made)
    assert renamed is not None
    assert (await client.http.get(renamed["url"])).status_code == 200


RICH = f"""
    {{ maps(first: 100) {{ totalCount nodes {{
        name overlays {{ ...Whole }}
    }} }} }}
    {OVERLAY}
"""


async def test_maps_with_overlays_cost_the_same_statements_however_many_there_are(
    service: Service, client: GraphQLClient, user: str
) -> None:
    tokens = [ids.encode("Token", (await keep_token(service.parts, user)).id) for _ in range(3)]
    markers = [{"positionMarker": {"position": HERE, "tokenId": token}} for token in tokens]
    costs, length = {}, 0
    for wanted in (1, 6):
        while length < wanted:
            map_id = await stored(service, user)
            for _ in range(length + 1):
                await create(client, map_id, *TACTICAL, *markers)
            length += 1
        with counted_statements(service) as statements:
            listed = (await client.ask(RICH))["maps"]["nodes"]
        assert sum(len(map_["overlays"]) for map_ in listed) == wanted * (wanted + 1) // 2
        assert all(overlay["elements"][-1]["token"] for map_ in listed for overlay in map_["overlays"])
        costs[wanted] = len(statements)
    assert costs[1] == costs[6]
    assert 4 < costs[6] < 12
