"""Health as a load balancer and a person see it, with each part there and away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.health import Health, health_routes
from persistence import images, workers
from persistence.cache import open_cache
from persistence.database import Database, open_database
from persistence.events import open_bus
from persistence.migrations import migrate
from persistence.object_storage import open_storage
from persistence.tables import WorkerRow
from resolvers.health import HealthChecks, HealthState, Part, overall, parts_of
from tests.factories import make_image, make_job

ALL = ["database", "storage", "events", "cache"]


@asynccontextmanager
async def asking(folder: Path, **addresses: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the endpoints; every part lies in this folder or in memory unless an address says else."""
    async with AsyncExitStack() as stack:
        database = open_database(addresses.get("database", f"sqlite:///{folder / 'limner.db'}"))
        stack.push_async_callback(database.close)
        if "database" not in addresses:
            await migrate(database)
        storage = open_storage(addresses.get("storage", (folder / "objects").as_uri()), "limner")
        stack.push_async_callback(storage.close)
        bus = open_bus(cache_url=addresses.get("events"), database_url="sqlite://")
        await bus.start()
        stack.push_async_callback(bus.close)
        cache = open_cache(addresses.get("cache"))
        stack.push_async_callback(cache.close)
        checks = HealthChecks(
            parts=parts_of(database=database, storage=storage, bus=bus, cache=cache),
            database=database,
            data_directory=folder,
        )
        app = Starlette(routes=health_routes(Health(checks=checks, version="1.2.3")))
        transport = httpx.ASGITransport(app)
        yield await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://limner")
        )


async def states(client: httpx.AsyncClient) -> dict[str, str]:
    """The state of each component."""
    components = (await client.get("/health")).json()["components"]
    return {component["name"]: component["state"] for component in components}


async def test_everything_is_told_where_all_is_well(
    database: Database, storage_url: str, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await images.add(session, make_image())
        session.add_all([make_job(), make_job(), make_job(status="running")])
        await workers.beat(session, WorkerRow(name="painter"))
    url = database.engine.url.render_as_string(hide_password=False)
    async with asking(tmp_path, database=url, storage=storage_url) as client:
        response = await client.get("/health")
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        told = response.json()
        assert told["status"] == "OK"
        assert told["version"] == "1.2.3"
        assert told["disk"]["freeBytes"] > 0
        assert told["counts"] == {"images": 1, "queuedJobs": 2, "runningJobs": 1, "liveWorkers": 1}
        assert [component["name"] for component in told["components"]] == ALL
        for component in told["components"]:
            assert set(component) == {"name", "state", "latencyMs", "detail"}
            assert component["state"] == "OK"
            assert component["latencyMs"] > 0
        assert (await client.get("/health/ready")).json() == {"status": "OK", "away": {}}


SCHEMES = {
    "database": "postgresql://limner:hidden@127.0.0.1:{port}/limner",
    "storage": "s3://limner:hidden@127.0.0.1:{port}/limner?secure=false",
    "events": "redis://limner:hidden@127.0.0.1:{port}/0",
    "cache": "redis://limner:hidden@127.0.0.1:{port}/0",
}


@pytest.mark.parametrize("part", ["database", "storage", "events"])
async def test_without_an_essential_part_the_server_lives_but_is_not_ready(
    tmp_path: Path, free_port: int, part: str
) -> None:
    async with asking(tmp_path, **{part: SCHEMES[part].format(port=free_port)}) as client:
        assert await states(client) == dict.fromkeys(ALL, "OK") | {part: "DOWN"}
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert list(ready.json()["away"]) == [part]
        health = await client.get("/health")
        assert health.status_code == 503
        assert health.json()["status"] == "DOWN"
        assert "hidden" not in health.text
        assert (await client.get("/health/live")).json() == {"status": "OK"}


async def test_without_its_cache_the_server_is_ready_only_slower(tmp_path: Path, free_port: int) -> None:
    async with asking(tmp_path, cache=SCHEMES["cache"].format(port=free_port)) as client:
        ready = await client.get("/health/ready")
        assert ready.status_code == 200
        assert ready.json()["status"] == "DEGRADED"
        assert await states(client) == dict.fromkeys(ALL, "OK") | {"cache": "DOWN"}


@pytest.mark.parametrize("part", ["database", "storage"])
async def test_part_that_never_answers_holds_nobody_up(tmp_path: Path, part: str) -> None:
    async with silent_server() as port, asking(tmp_path, **{part: SCHEMES[part].format(port=port)}) as client:
        response = await client.get("/health")
        assert response.status_code == 503
        details = {each["name"]: each["detail"] for each in response.json()["components"]}
        assert details[part].endswith("did not answer within 2 seconds.")


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """A port on which connections are taken and nothing is ever said."""
    over = asyncio.Event()

    async def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        over.set()


async def test_a_database_without_tables_is_down(tmp_path: Path, sqlite_url: str) -> None:
    async with asking(tmp_path, database=sqlite_url) as client:
        away = (await client.get("/health/ready")).json()["away"]
        assert list(away) == ["database"]
        assert away["database"].endswith("has no tables yet.")


async def test_counts_are_unknown_while_the_database_is_away(tmp_path: Path, free_port: int) -> None:
    async with asking(tmp_path, database=SCHEMES["database"].format(port=free_port)) as client:
        assert (await client.get("/health")).json()["counts"] is None


async def test_storage_on_a_path_that_is_a_file_is_down(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with asking(tmp_path, storage=(tmp_path / "file").as_uri()) as client:
        assert (await states(client))["storage"] == "DOWN"


async def test_many_probes_at_once_share_one_look(sqlite: Database, tmp_path: Path) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1

    part = Part(name="part", description="counts", check=look)
    checks = HealthChecks(parts=[part], database=sqlite, data_directory=tmp_path, fresh_seconds=3600)
    await asyncio.gather(*(checks.components() for _ in range(20)))
    assert looks == 1


async def test_part_that_the_settings_do_without_is_disabled_and_harms_nobody(
    sqlite: Database, tmp_path: Path
) -> None:
    part = Part(name="hub", description="no MESSAGE_HUB_URL is set", check=None)
    checks = HealthChecks(parts=[part], database=sqlite, data_directory=tmp_path)
    components = await checks.components()
    assert [each.state for each in components] == [HealthState.DISABLED]
    assert overall(components) is HealthState.OK
