"""Maps painted over plans that are there already: another map's, or one from a file."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from generation.layout import LARGEST_SIDE
from schema.uploads import LARGEST_PLAN
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service
from tests.schema.test_operations import submit, worked_off

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLAN = """
    layout {
      seed walls { points { x y } } doors { start { x y } end { x y } } lights { range } rooms { number }
    }
"""
MAP = f"""query($id: ID!) {{ map(id: $id) {{
    environment grid {{ columns rows size }} renders {{ id }} image {{ sha256 width height }} {PLAN}
}} }}"""
EXPORT = "query($id: ID!) { map(id: $id) { export(format: UNIVERSAL_VTT) { url } } }"
FROM_FILE = "mutation($input: GenerateMapInput!) { generateMap(input: $input) { job { id } } }"
BY_DAY = {
    "kind": "BATTLE",
    "environment": "TAVERN",
    "layoutSeed": 5,
    "grid": {"columns": 16, "rows": 12, "size": 20},
}


@dataclass(frozen=True, kw_only=True)
class Inn:
    """A painted tavern, and its owner."""

    client: GraphQLClient
    id: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def inn(service: Service) -> AsyncIterator[Inn]:
    """Painted once: nothing here changes it."""
    async with service.client("keeper of the inn") as client:
        yield Inn(client=client, id=await painted(service, client, **BY_DAY))


async def painted(service: Service, client: GraphQLClient, **input_: object) -> str:
    """The id of a new map."""
    return await finished(service, client, (await submit(client, "generateMap", **input_))["id"])


async def finished(service: Service, client: GraphQLClient, job: str) -> str:
    [done] = await worked_off(service, client, job)
    assert done["status"] == "SUCCEEDED", done["error"]
    return str(done["map"]["id"])


async def found(client: GraphQLClient, map_id: str) -> Json:
    return dict((await client.ask(MAP, id=map_id))["map"])


async def file_of(inn: Inn) -> dict[str, Any]:
    """The inn as a Universal VTT file."""
    url = (await inn.client.ask(EXPORT, id=inn.id))["map"]["export"]["url"]
    return dict((await inn.client.http.get(url)).json())


async def send(client: GraphQLClient, file: bytes, **input_: object) -> str:
    """The job of a map painted from a file."""
    asked = {"kind": "BATTLE", "layoutFile": None, **input_}
    job = await client.send_file(FROM_FILE, "input.layoutFile", file, input=asked)
    return str(job["generateMap"]["job"]["id"])


async def refusal(client: GraphQLClient, file: bytes, **input_: object) -> Refused:
    """How a file is refused; no job exists after."""
    before = await client.ask("{ generationJobs { totalCount } }")
    with pytest.raises(Refused) as refused:
        await send(client, file, **input_)
    assert await client.ask("{ generationJobs { totalCount } }") == before
    return refused.value


async def test_a_place_can_be_painted_again_by_night(service: Service, inn: Inn) -> None:
    by_night = await painted(service, inn.client, kind="BATTLE", layoutFrom=inn.id, timeOfDay="NIGHT")
    first, second = await found(inn.client, inn.id), await found(inn.client, by_night)
    assert second["layout"] == first["layout"]
    assert second["grid"] == first["grid"]
    assert second["environment"] == "TAVERN"
    assert second["image"]["sha256"] != first["image"]["sha256"]
    assert {"id": inn.id} in second["renders"]
    assert {"id": by_night} in first["renders"]


async def test_a_plan_can_be_painted_at_another_size_and_as_another_place(service: Service, inn: Inn) -> None:
    asked = {"kind": "LOCATION", "layoutFrom": inn.id, "environment": "RUINS", "grid": {"size": 24}}
    map_ = await found(inn.client, await painted(service, inn.client, **asked))
    assert map_["environment"] == "RUINS"
    assert map_["grid"] == {"columns": 16, "rows": 12, "size": 24}
    assert (map_["image"]["width"], map_["image"]["height"]) == (16 * 24, 12 * 24)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"layoutFrom": "nonsense"}, "NOT_FOUND", "layoutFrom"),
        ({"kind": "WORLD"}, "VALIDATION_ERROR", "kind"),
        ({"rooms": 3}, "VALIDATION_ERROR", "rooms"),
        ({"terrain": ["WATER"]}, "VALIDATION_ERROR", "terrain"),
        ({"pointsOfInterest": 3}, "VALIDATION_ERROR", "pointsOfInterest"),
        ({"layoutSeed": 3}, "VALIDATION_ERROR", "layoutSeed"),
        ({"grid": {"size": 19}}, "VALIDATION_ERROR", "grid.size"),
    ],
)
async def test_what_does_not_fit_a_plan_is_refused_by_its_field(
    inn: Inn, more: Json, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        await submit(inn.client, "generateMap", **({"kind": "BATTLE", "layoutFrom": inn.id} | more))
    assert (refused.value.code, refused.value.field) == (code, field)


async def test_nobody_paints_over_a_strangers_plan(client: GraphQLClient, inn: Inn) -> None:
    with pytest.raises(Refused) as refused:
        await submit(client, "generateMap", kind="BATTLE", layoutFrom=inn.id)
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "layoutFrom")


async def test_a_prompt_preview_takes_a_plan_too(inn: Inn) -> None:
    document = "query($map: GenerateMapInput!) { promptPreview(input: {map: $map}) { prompt } }"
    asked = {"kind": "BATTLE", "layoutFrom": inn.id, "environment": "RUINS", "season": "WINTER"}
    assert "winter" in (await inn.client.ask(document, map=asked))["promptPreview"]["prompt"]
    with pytest.raises(Refused) as refused:
        await inn.client.ask(document, map=asked | {"layoutFrom": "nonsense"})
    assert refused.value.field == "map.layoutFrom"


async def test_an_exported_map_comes_back_with_the_same_walls(service: Service, inn: Inn) -> None:
    file = json.dumps(await file_of(inn)).encode()
    job = await send(inn.client, file, environment="TAVERN")
    first = await found(inn.client, inn.id)
    second = await found(inn.client, await finished(service, inn.client, job))
    assert second["grid"] == first["grid"]
    assert len(second["layout"]["doors"]) == len(first["layout"]["doors"]) > 0
    assert second["layout"]["lights"] == first["layout"]["lights"]
    assert len(second["layout"]["rooms"]) >= 2
    assert second["image"]["width"] == first["image"]["width"]


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("resolution", None, "resolution"),
        ("resolution.map_size.x", 7.5, "resolution.map_size"),
        ("resolution.map_size.x", LARGEST_SIDE + 1, "resolution.map_size"),
        ("resolution.pixels_per_grid", "seventy", "resolution.pixels_per_grid"),
        ("line_of_sight.0.0.x", float("nan"), "line_of_sight[0][0].x"),
        ("line_of_sight.0.0.x", float("inf"), "line_of_sight[0][0].x"),
        ("line_of_sight.0", 3, "line_of_sight[0]"),
        ("portals.0.bounds.0.x", -4, "portals[0].bounds"),
        ("portals.0.bounds", [], "portals[0].bounds"),
        ("lights.0.range", -1, "lights[0].range"),
        ("lights.0.color", "red", "lights[0].color"),
        ("lights.0.position.y", "low", "lights[0].position.y"),
    ],
)
async def test_a_broken_file_is_refused_with_the_path_of_what_is_broken(
    inn: Inn, path: str, value: object, reason: str
) -> None:
    lamp = {"position": {"x": 5, "y": 5}, "range": 4, "intensity": 1, "color": "ffeccd8b", "shadows": True}
    file = await file_of(inn) | {"lights": [lamp]}
    put(file, path.split("."), value)
    error = await refusal(inn.client, json.dumps(file).encode())
    assert (error.code, error.field) == ("VALIDATION_ERROR", "layoutFile")
    assert reason in str(error)


def put(data: Any, path: list[str], value: object) -> None:
    """Set what lies at a path."""
    *way, last = (int(step) if step.isdecimal() else step for step in path)
    for step in way:
        data = data[step]
    data[last] = value


@pytest.mark.parametrize("data", [b"GIF89a", b"[]", b"{}", b"[" * 100_000, b'"\xff"', b"null"])
async def test_what_is_no_such_file_is_refused(client: GraphQLClient, data: bytes) -> None:
    error = await refusal(client, data)
    assert (error.code, error.field) == ("VALIDATION_ERROR", "layoutFile")


async def test_a_file_that_is_too_large_is_refused_as_that(client: GraphQLClient) -> None:
    error = await refusal(client, b" " * (LARGEST_PLAN + 1))
    assert (error.code, error.field) == ("FILE_TOO_LARGE", "layoutFile")


async def test_a_map_has_one_plan(inn: Inn) -> None:
    error = await refusal(inn.client, b"{}", layoutFrom=inn.id)
    assert (error.code, error.field) == ("VALIDATION_ERROR", "layoutFile")
