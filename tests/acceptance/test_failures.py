"""Jobs that fail, and servers whose database, storage or event bus is not there yet."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.acceptance.conftest import Installation
from tests.acceptance.frontend import Frontend
from tests.acceptance.processes import serving
from tests.acceptance.stories import count, expect_story, made, statuses
from tests.graphql_client import Refused
from tests.relay import Relay

SMALL = {"description": "a quick sitter", "settings": {"engine": "sketch", "width": 256, "height": 256}}
STANDARD_PORTS = {"DATABASE_URL": 5432, "STORAGE_URL": 8333, "CACHE_URL": 6379}
BACK_SECONDS = 40


async def test_a_job_that_fails_says_why_and_leaves_nothing_behind(alone: Installation) -> None:
    async with serving(alone.room, alone.settings) as (command, frontend):
        portrait = await made(frontend, "generatePortrait", SMALL)
        stored_file(alone.room, portrait["sha256"]).unlink()

        job = await frontend.submit("generateToken", {"source": {"imageId": portrait["id"]}})
        events = await frontend.watch_to_end(job["id"], after=0)
        assert statuses(events) == ["QUEUED", "STARTED", "FAILED"]
        job = events[-1]["job"]
        assert job["status"] == "FAILED"
        assert job["error"]["code"] == "NOT_FOUND"
        assert job["error"]["message"].endswith(".")
        assert job["error"]["retryable"] is False
        assert job["images"] == []
        assert "Traceback" not in str(events)
        assert "Traceback" in command.said
        assert await count(frontend, "images") == 1
        assert await count(frontend, "tokens") == 0


def stored_file(room: Path, sha256: str) -> Path:
    """The file of an object in a directory storage."""
    [path] = room.rglob(f"*/{sha256}")
    return path


@pytest.mark.parametrize(
    ("setting", "away"),
    [
        ("DATABASE_URL", {"database"}),
        ("STORAGE_URL", {"storage"}),
        ("CACHE_URL", {"events", "cache"}),
    ],
)
async def test_a_server_serves_once_what_was_away_is_there(
    cluster: Installation, setting: str, away: set[str], free_port: int
) -> None:
    relay = Relay(cluster.settings[setting], STANDARD_PORTS[setting], port=free_port)
    settings = cluster.settings | {setting: relay.url}
    async with serving(cluster.room, settings) as (command, frontend):
        answer = await frontend.get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["away"].keys() == away
        await command.says(str(urlsplit(relay.url).port))
        async with relay:
            await back(frontend)
            await made(frontend, "generatePortrait", SMALL)


async def back(frontend: Frontend) -> None:
    """Wait until the server says that it is ready."""
    async with asyncio.timeout(BACK_SECONDS):
        while (await frontend.get("/health/ready")).status_code != httpx.codes.OK:  # noqa: ASYNC110 - its state
            await asyncio.sleep(0.2)


async def test_while_the_database_is_away_clients_are_told_to_come_back(
    cluster: Installation, free_port: int
) -> None:
    relay = Relay(cluster.settings["DATABASE_URL"], STANDARD_PORTS["DATABASE_URL"], port=free_port)
    async with serving(cluster.room, cluster.settings | {"DATABASE_URL": relay.url}) as (_, frontend):
        async with relay:
            await back(frontend)
        for _ in range(3):
            with pytest.raises(Refused) as refused:
                await frontend.submit("generatePortrait", SMALL)
            assert refused.value.code == "STORAGE_ERROR"
            assert refused.value.error["extensions"]["retryAfter"] > 0
        async with relay:
            await back(frontend)
            await made(frontend, "generatePortrait", SMALL)


async def test_jobs_succeed_and_are_watched_without_the_event_bus(
    cluster: Installation, free_port: int
) -> None:
    relay = Relay(cluster.settings["CACHE_URL"], STANDARD_PORTS["CACHE_URL"], port=free_port)
    async with serving(cluster.room, cluster.settings | {"CACHE_URL": relay.url}) as (_, frontend):
        async with relay:
            await back(frontend)
        job = await frontend.submit("generatePortrait", SMALL)
        events = await frontend.watch_to_end(job["id"], after=0)
        expect_story(events)
        assert statuses(events) == ["QUEUED", "STARTED", "SUCCEEDED"]


async def test_a_picture_that_could_not_be_stored_is_made_again_once_the_storage_is_back(
    cluster: Installation, free_port: int
) -> None:
    relay = Relay(cluster.settings["STORAGE_URL"], STANDARD_PORTS["STORAGE_URL"], port=free_port)
    async with serving(cluster.room, cluster.settings | {"STORAGE_URL": relay.url}) as (command, frontend):
        async with relay:
            await back(frontend)
            await made(frontend, "generatePortrait", SMALL)
        job = await frontend.submit("generatePortrait", SMALL)
        await command.says("job failed")
        assert await count(frontend, "images") == 1
        async with relay:
            events = await frontend.watch_to_end(job["id"], after=0)
        assert statuses(events)[:3] == ["QUEUED", "STARTED", "RETRYING"]
        assert events[-1]["job"]["status"] == "SUCCEEDED"
        assert await count(frontend, "images") == 2
