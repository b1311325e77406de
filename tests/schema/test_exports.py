"""Maps as files for other programs, asked for and fetched as frontends do."""

import base64
import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
import shapely
from numpy.typing import NDArray
from PIL import Image
from shapely.geometry.base import BaseGeometry

from generation.layout.codec import layout_from_json
from generation.layout.discretion import hidden_ground
from generation.layout.plan import MapLayout
from generation.post_processing import open_image, read_provenance
from persistence.tables import MapRow
from schema import ids
from tests.graphql_client import GraphQLClient, Json
from tests.schema.conftest import Service
from tests.schema.test_operations import submit, worked_off

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIZE = 20
WITH_A_SECRET_DOOR = {
    "kind": "BATTLE",
    "name": "The Forgotten Crypt: Level 1",
    "environment": "DUNGEON",
    "layoutSeed": 3,
    "grid": {"columns": 30, "rows": 20, "size": SIZE},
}

EXPORT = """
    query($id: ID!, $format: MapExportFormat!, $audience: Audience) {
      map(id: $id) {
        image { sha256 url }
        layout { walls { points { x y } } doors { start { x y } end { x y } secret }
                 lights { position { x y } range } }
        features { pointsOfInterest { name gmOnly } }
        export(format: $format, audience: $audience) { url filename contentType sizeBytes warnings }
      }
    }
"""

RENDER = "query($id: ID!, $input: MapRenderInput) { map(id: $id) { render(input: $input) { url } } }"


@dataclass(frozen=True, kw_only=True)
class Crypt:
    """A dungeon with a secret door, and its owner."""

    client: GraphQLClient
    id: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crypt(service: Service) -> AsyncIterator[Crypt]:
    """Painted once: nothing here changes it."""
    async with service.client("keeper of the crypt") as client:
        job = await submit(client, "generateMap", **WITH_A_SECRET_DOOR)
        [done] = await worked_off(service, client, job["id"])
        yield Crypt(client=client, id=done["map"]["id"])


async def exported(crypt: Crypt, format_: str, **more: object) -> Json:
    """The map with its export."""
    return dict((await crypt.client.ask(EXPORT, id=crypt.id, format=format_, **more))["map"])


async def fetched(crypt: Crypt, map_: Json) -> Any:
    """What the exported file holds, after a look at how it is served."""
    export = map_["export"]
    answer = await crypt.client.http.get(export["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == export["contentType"]
    assert answer.headers["content-disposition"] == f'attachment; filename="{export["filename"]}"'
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) == export["sizeBytes"]
    return json.loads(answer.content)


def secret_doors(map_: Json) -> list[Json]:
    """The secret doors of a map's plan."""
    return [door for door in map_["layout"]["doors"] if door["secret"]]


Facts = tuple[int, int, int]
"""Straight pieces of wall, doors, lights."""


def in_plan(map_: Json) -> Facts:
    plan = map_["layout"]
    pieces = sum(len(wall["points"]) - 1 for wall in plan["walls"])
    return pieces, len(plan["doors"]), len(plan["lights"])


def in_universal_vtt(file: Json) -> Facts:
    return sum(len(line) - 1 for line in file["line_of_sight"]), len(file["portals"]), len(file["lights"])


def in_foundry_scene(file: Json) -> Facts:
    doors = sum(wall["door"] > 0 for wall in file["walls"])
    return len(file["walls"]) - doors, doors, len(file["lights"])


def in_geojson(file: Json) -> Facts:
    lines = {"wall": 0, "door": 0, "light": 0}
    for feature in file["features"]:
        kind, coordinates = feature["properties"]["kind"], feature["geometry"]["coordinates"]
        if kind in lines:
            lines[kind] += len(coordinates) - 1 if kind == "wall" else 1
    return lines["wall"], lines["door"], lines["light"]


def in_tiled(file: Json) -> Facts:
    layers = {layer["name"]: layer.get("objects", []) for layer in file["layers"]}
    pieces = sum(len(wall["polyline"]) - 1 for wall in layers["walls"])
    return pieces, len(layers["doors"]), len(layers["lights"])


COUNTED: dict[str, Callable[[Json], Facts]] = {
    "UNIVERSAL_VTT": in_universal_vtt,
    "FOUNDRY_SCENE": in_foundry_scene,
    "GEOJSON": in_geojson,
    "TILED": in_tiled,
}
FILES = [
    ("UNIVERSAL_VTT", "dd2vtt", "application/json"),
    ("FOUNDRY_SCENE", "json", "application/json"),
    ("GEOJSON", "geojson", "application/geo+json"),
    ("TILED", "tmj", "application/json"),
]


@pytest.mark.parametrize(("format_", "ending", "type_"), FILES)
async def test_map_is_a_file_with_all_that_is_on_it(
    crypt: Crypt, format_: str, ending: str, type_: str
) -> None:
    map_ = await exported(crypt, format_)
    assert map_["export"]["filename"] == f"the-forgotten-crypt-level-1.{ending}"
    assert map_["export"]["contentType"] == type_
    assert map_["export"]["warnings"] == []
    assert COUNTED[format_](await fetched(crypt, map_)) == in_plan(map_)
    assert min(in_plan(map_)) > 0


@pytest.mark.parametrize(("format_", "ending", "type_"), FILES)
async def test_players_get_walls_for_secret_doors(
    crypt: Crypt, format_: str, ending: str, type_: str
) -> None:
    map_ = await exported(crypt, format_, audience="PLAYERS")
    secret = len(secret_doors(map_))
    assert secret > 0
    assert map_["export"]["filename"] == f"the-forgotten-crypt-level-1-players.{ending}"
    assert map_["export"]["warnings"] == []
    _, doors, lights = in_plan(map_)
    _, shown, lit = COUNTED[format_](await fetched(crypt, map_))
    assert shown == doors - secret
    assert 0 < lit <= lights


OVERLAY = "mutation($input: CreateOverlayInput!) { createOverlay(input: $input) { overlay { id } } }"


async def test_who_is_marked_on_the_map_becomes_a_token(service: Service, client: GraphQLClient) -> None:
    grid = {"columns": 12, "rows": 10, "size": SIZE}
    [map_] = await worked_off(
        service, client, (await submit(client, "generateMap", **(WITH_A_SECRET_DOOR | {"grid": grid})))["id"]
    )
    source = {"portrait": {"description": "an ogre", "settings": {"width": 256, "height": 256}}}
    [cut] = await worked_off(service, client, (await submit(client, "generateToken", source=source))["id"])
    ogre = {
        "label": "Ogre",
        "position": {"x": 4, "y": 4},
        "creatureSize": "LARGE",
        "tokenId": cut["token"]["id"],
    }
    lurker = {"label": "Lurker", "position": {"x": 6.5, "y": 4.5}}
    for name, marker, gm_only in (("shown", ogre, False), ("hidden", lurker, True)):
        elements = [{"positionMarker": marker}]
        facts = {"mapId": map_["map"]["id"], "name": name, "kind": "TACTICAL", "gmOnly": gm_only}
        await client.ask(OVERLAY, input=facts | {"elements": elements})
    table = Crypt(client=client, id=map_["map"]["id"])
    named = {}
    for audience in ("GM", "PLAYERS"):
        export = await exported(table, "FOUNDRY_SCENE", audience=audience)
        assert export["export"]["warnings"] == []
        tokens = (await fetched(table, export))["tokens"]
        named[audience] = [token["name"] for token in tokens]
        assert (tokens[0]["x"], tokens[0]["width"]) == (3 * SIZE, 2)
        assert (await client.http.get(tokens[0]["texture"]["src"])).headers["content-type"] == "image/webp"
    assert named == {"GM": ["Ogre", "Lurker"], "PLAYERS": ["Ogre"]}


async def test_the_second_call_answers_with_the_same_file_and_makes_nothing(
    service: Service, crypt: Crypt
) -> None:
    first = await exported(crypt, "UNIVERSAL_VTT")
    made = {each.sha256 async for each in service.parts.storage.objects()}
    again = await exported(crypt, "UNIVERSAL_VTT", audience=None)
    assert again["export"] == first["export"]
    assert {each.sha256 async for each in service.parts.storage.objects()} == made


async def test_universal_vtt_has_the_stored_picture_inside(crypt: Crypt) -> None:
    map_ = await exported(crypt, "UNIVERSAL_VTT")
    file = await fetched(crypt, map_)
    picture = base64.b64decode(file["image"], validate=True)
    assert picture == (await crypt.client.http.get(map_["image"]["url"])).content
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (30 * SIZE, 20 * SIZE)
    assert file["resolution"]["pixels_per_grid"] == SIZE
    assert file["line_of_sight"] == [wall["points"] for wall in map_["layout"]["walls"]]


async def test_picture_in_a_players_file_does_not_tell_what_it_was_made_from(crypt: Crypt) -> None:
    pictures = {}
    for audience in ("GM", "PLAYERS"):
        file = await fetched(crypt, await exported(crypt, "UNIVERSAL_VTT", audience=audience))
        pictures[audience] = base64.b64decode(file["image"])
    assert read_provenance(pictures["GM"]) is not None
    assert read_provenance(pictures["PLAYERS"]) is None
    scene = await fetched(crypt, await exported(crypt, "FOUNDRY_SCENE", audience="PLAYERS"))
    assert (await crypt.client.http.get(scene["background"]["src"])).content == pictures["PLAYERS"]


async def test_players_do_not_see_what_lies_behind_a_secret_door(service: Service, crypt: Crypt) -> None:
    pictures = {}
    for audience in ("GM", "PLAYERS"):
        file = await fetched(crypt, await exported(crypt, "UNIVERSAL_VTT", audience=audience))
        pictures[audience] = np.asarray(open_image(base64.b64decode(file["image"])).convert("L"), np.float32)
    assert_hidden(await plan_of(service, crypt), pictures)


async def test_players_do_not_see_it_in_a_rendered_map_either(service: Service, crypt: Crypt) -> None:
    pictures = {}
    for audience in ("GM", "PLAYERS"):
        options = {"audience": audience, "grid": False, "features": False, "format": "PNG"}
        url = (await crypt.client.ask(RENDER, id=crypt.id, input=options))["map"]["render"]["url"]
        file = (await crypt.client.http.get(url)).content
        pictures[audience] = np.asarray(open_image(file).convert("L"), np.float32)
    assert_hidden(await plan_of(service, crypt), pictures)


async def plan_of(service: Service, crypt: Crypt) -> MapLayout:
    async with service.parts.database.reading() as session:
        row = await session.get_one(MapRow, ids.decode(crypt.id, "Map"))
    return layout_from_json(row.layout)


def assert_hidden(plan: MapLayout, pictures: dict[str, NDArray[np.float32]]) -> None:
    """Dark rock where there are hidden rooms, and everything else as it was."""
    hidden = inside(hidden_ground(plan).buffer(-0.3))
    known = ~inside(hidden_ground(plan).buffer(1.5))
    changed = np.abs(pictures["GM"] - pictures["PLAYERS"])
    assert pictures["PLAYERS"][hidden].mean() < 0.6 * pictures["GM"][hidden].mean()  # rock is dark
    assert np.median(changed[known]) < 3


def inside(area: BaseGeometry) -> NDArray[np.bool_]:
    """Which pixels of the picture lie in an area of the plan."""
    y, x = (np.indices((20 * SIZE, 30 * SIZE)) + 0.5) / SIZE
    return np.asarray(shapely.contains_xy(area, x, y))


async def test_foundry_finds_the_picture_where_the_scene_says(crypt: Crypt) -> None:
    map_ = await exported(crypt, "FOUNDRY_SCENE")
    address = (await fetched(crypt, map_))["background"]["src"]
    assert address == map_["image"]["url"] + ".webp"
    answer = await crypt.client.http.get(address)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content == (await crypt.client.http.get(map_["image"]["url"])).content
    assert (await crypt.client.http.get(map_["image"]["url"] + ".exe")).status_code == 404


async def test_scene_asked_for_under_another_address_finds_its_picture_there(crypt: Crypt) -> None:
    await exported(crypt, "FOUNDRY_SCENE")
    body = {"query": EXPORT, "variables": {"id": crypt.id, "format": "FOUNDRY_SCENE"}}
    answer = await crypt.client.http.post("http://elsewhere.test/graphql", json=body)
    url = answer.json()["data"]["map"]["export"]["url"]
    scene = (await crypt.client.http.get(url)).json()
    assert scene["background"]["src"].startswith("http://elsewhere.test/media/")


async def test_file_is_given_to_nobody_under_another_name(crypt: Crypt) -> None:
    map_ = await exported(crypt, "UNIVERSAL_VTT")
    renamed = map_["export"]["url"].replace("forgotten", "forbidden")
    assert (await crypt.client.http.get(renamed)).status_code == 403
    unsigned = map_["export"]["url"].partition("?")[0]
    assert (await crypt.client.http.get(unsigned)).status_code == 403


async def test_map_of_somebody_else_cannot_be_exported(service: Service, crypt: Crypt) -> None:
    async with service.client("somebody-else") as other:
        assert (await other.ask(EXPORT, id=crypt.id, format="UNIVERSAL_VTT"))["map"] is None
