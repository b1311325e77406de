"""The main job, end to end: a mutation, its progress over a WebSocket, the picture's bytes from /media."""

import pytest

from tests.acceptance.conftest import Installation
from tests.acceptance.processes import serving
from tests.acceptance.stories import expect_picture, made, statuses

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


async def test_every_missed_change_of_status_is_told_once(installation: Installation) -> None:
    async with serving(installation.room, installation.settings) as (_, frontend):
        job = await frontend.submit("generatePortrait", RANGER | {"settings": {"width": 512, "height": 512}})
        async for event in frontend.watch(job["id"], after=0):
            seen = event
            if event["type"] == "PROGRESS":
                break
        missed = await frontend.watch_to_end(job["id"], after=seen["sequence"])
        assert statuses(missed) == ["SUCCEEDED"]
        everything = await frontend.watch_to_end(job["id"], after=0)
        assert [event["type"] for event in everything] == ["QUEUED", "STARTED", "SUCCEEDED", "SNAPSHOT"]
        assert [event["type"] for event in await frontend.watch_to_end(job["id"])] == ["SNAPSHOT"]
