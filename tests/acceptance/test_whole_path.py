"""The main job, end to end: a mutation, its progress over a WebSocket, the picture's bytes from /media."""

import base64
import hashlib
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from tests.acceptance.conftest import Installation
from tests.acceptance.frontend import Frontend
from tests.acceptance.processes import serving

Json = dict[str, Any]

FINAL = {"SUCCEEDED", "FAILED", "CANCELLED"}
RANGER = {
    "subject": "CHARACTER",
    "species": "elf",
    "characterClass": "ranger",
    "description": "an elven ranger with a scar",
    "theme": {"slug": "dark-gothic"},
    "tags": ["party"],
}
DUNGEON = {
    "kind": "BATTLE",
    "environment": "DUNGEON",
    "layoutSeed": 7,
    "grid": {"columns": 16, "rows": 12, "size": 32},
}


@pytest.mark.parametrize("engine", ["sketch", "sdxl"])
async def test_portrait_token_and_battle_map_go_the_whole_way(
    installation: Installation, engine: str
) -> None:
    settings = installation.settings | {"SDXL_MODEL": "tiny"}
    async with serving(installation.room, settings) as (_, frontend):
        rendering = {"engine": engine, "seed": 5, "width": 256, "height": 256, "numInferenceSteps": 6}
        portrait = await made(frontend, "generatePortrait", RANGER | {"settings": rendering})
        await expect_picture(frontend, portrait, size=(256, 256))
        assert portrait["provenance"]["engine"] == engine

        token = await made(
            frontend, "generateToken", {"source": {"imageId": portrait["id"]}, "pixelsPerSquare": 100}
        )
        await expect_picture(frontend, token, size=(100, 100))
        assert token["hasAlpha"]
        assert token["source"] == {"id": portrait["id"]}

        map_ = await made(frontend, "generateMap", DUNGEON | {"settings": rendering})
        await expect_picture(frontend, map_, size=(512, 384))


async def made(frontend: Frontend, mutation: str, input_: Json) -> Json:
    """Have one picture made, hold everything that is told on the way to the promise; answers the image."""
    job = await frontend.submit(mutation, input_)
    events = await frontend.watch_to_end(job["id"])
    expect_story(events)
    last = events[-1]["job"]
    assert last["status"] == "SUCCEEDED", last
    assert last["attempt"] == 1
    if mutation != "generateToken":
        expect_previews(events)
    if mutation == "generateMap":
        assert last["map"]["layout"]["walls"]
        assert last["map"]["image"] == {"id": last["images"][0]["id"]}
    if mutation == "generateToken":
        assert (await frontend.get(last["token"]["ringSubjectUrl"])).status_code == 200
    [after] = await frontend.watch_to_end(job["id"])
    assert (after["type"], after["job"]["status"]) == ("SNAPSHOT", "SUCCEEDED")
    return dict(last["images"][-1])


def expect_story(events: list[Json]) -> None:
    """Snapshot first, sequence numbers that grow, progress that never falls, and nothing after the end."""
    assert events[0]["type"] == "SNAPSHOT"
    assert [event["type"] in FINAL for event in events] == [False] * (len(events) - 1) + [True]
    for earlier, later in pairwise(events):
        assert earlier["sequence"] < later["sequence"]
        assert earlier["progress"] <= later["progress"]
        assert later["job"]["progress"] >= later["progress"]
    assert events[-1]["progress"] == 1.0


def expect_previews(events: list[Json]) -> None:
    previews = [event["preview"] for event in events if event["type"] == "PREVIEW"]
    assert previews
    for preview in previews:
        kind, _, data = preview["dataUrl"].partition(",")
        assert kind == "data:image/webp;base64"
        with Image.open(BytesIO(base64.b64decode(data))) as picture:
            assert picture.size == (preview["width"], preview["height"])


async def expect_picture(frontend: Frontend, image: Json, *, size: tuple[int, int]) -> None:
    """The bytes at the image's address are what its facts say, and its thumbnail is there."""
    answer = await frontend.get(image["url"])
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == image["sha256"]
    assert len(answer.content) == image["sizeBytes"]
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == size == (image["width"], image["height"])
    thumbnail = await frontend.get(image["thumbnailUrl"])
    assert thumbnail.headers["content-type"] == "image/webp"
