"""One contract, kept by every event bus; and what the buses between processes survive."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from persistence.errors import BusUnavailable
from persistence.events import Event, EventBus, MemoryBus, PostgresBus, RedisBus, open_bus
from persistence.events.fanout import QUEUE_EVENTS
from tests.relay import Relay

OpenBus = Callable[[], EventBus]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """One kind of bus between processes, and its server."""

    kind: type[RedisBus] | type[PostgresBus]
    url: str
    default_port: int

    def bus(self, url: str) -> EventBus:
        return self.kind(url, liveness_seconds=0.2)

    def relay(self, port: int = 0) -> Relay:
        return Relay(self.url, self.default_port, port=port)


@pytest.fixture(params=["memory", "redis", "postgresql"])
def new_bus(request: pytest.FixtureRequest) -> OpenBus:
    """Makes buses of one kind that speak to each other; in memory there is one."""
    if request.param == "memory":
        only = MemoryBus()
        return lambda: only
    server = _shared(request, request.param)
    return lambda: server.bus(server.url)


@pytest.fixture(params=["redis", "postgresql"])
def shared(request: pytest.FixtureRequest) -> Shared:
    """Redis and PostgreSQL, one after the other."""
    return _shared(request, request.param)


def _shared(request: pytest.FixtureRequest, kind: str) -> Shared:
    if kind == "redis":
        return Shared(kind=RedisBus, url=request.getfixturevalue("redis_url"), default_port=6379)
    return Shared(kind=PostgresBus, url=request.getfixturevalue("postgres_url"), default_port=5432)


@asynccontextmanager
async def started(bus: EventBus) -> AsyncIterator[EventBus]:
    await bus.start()
    try:
        yield bus
    finally:
        await bus.close()


async def take(events: AsyncIterator[Event], count: int) -> list[Event]:
    async with asyncio.timeout(20):
        return [await anext(events) for _ in range(count)]


def progress(step: int, job: str = "job.1") -> Event:
    return Event(topic=job, payload={"step": step, "note": "é\u0000✓", "deep": [1.5, None, {"yes": True}]})


async def test_event_arrives_as_it_was_sent(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.1") as events:
        await bus.publish(progress(7))
        assert await take(events, 1) == [progress(7)]


async def test_events_keep_their_order(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.1") as events:
        for step in range(100):
            await bus.publish(progress(step))
        assert await take(events, 100) == [progress(step) for step in range(100)]


async def test_subscriber_hears_only_its_topics(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.1", "job.3") as events:
        for number in range(1, 5):
            await bus.publish(progress(0, f"job.{number}"))
        assert [event.topic for event in await take(events, 2)] == ["job.1", "job.3"]


async def test_star_stands_for_every_topic_with_its_prefix(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.*", "job.2") as events:
        for topic in ("job.1", "image.1", "jobs", "job.2", "job.12"):
            await bus.publish(progress(0, topic))
        assert [event.topic for event in await take(events, 3)] == ["job.1", "job.2", "job.12"]


async def test_every_subscriber_hears_every_event(new_bus: OpenBus) -> None:
    async with (
        started(new_bus()) as bus,
        bus.subscribe("job.1") as first,
        bus.subscribe("job.1") as second,
    ):
        await asyncio.gather(*(bus.publish(progress(step)) for step in range(20)))
        assert await take(first, 20) == await take(second, 20)


async def test_slow_subscriber_holds_nobody_up_and_loses_the_oldest(new_bus: OpenBus) -> None:
    count = QUEUE_EVENTS + 50
    async with started(new_bus()) as bus, bus.subscribe("job.1") as slow, bus.subscribe("job.1") as quick:
        for step in range(count):
            await bus.publish(progress(step))
            assert await take(quick, 1) == [progress(step)]
        kept = await take(slow, QUEUE_EVENTS)
        assert kept == [progress(step) for step in range(50, count)]


async def test_close_ends_every_subscription(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.1") as events, bus.subscribe("*") as all_events:
        await bus.close()
        async with asyncio.timeout(20):
            assert [event async for event in events] == []
            assert [event async for event in all_events] == []
        with pytest.raises(BusUnavailable):
            await bus.check()


async def test_event_too_large_for_the_bus_is_dropped_and_the_next_arrives(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus, bus.subscribe("job.1") as events:
        await bus.publish(Event(topic="job.1", payload={"text": "x" * 8000}))
        await bus.publish(Event(topic="job.1", payload={"text": "x" * 6000}))
        assert (await take(events, 1))[0].payload == {"text": "x" * 6000}


async def test_bus_that_runs_is_well(new_bus: OpenBus) -> None:
    async with started(new_bus()) as bus:
        await bus.check()


async def test_event_reaches_another_instance(shared: Shared) -> None:
    async with (
        started(shared.bus(shared.url)) as here,
        started(shared.bus(shared.url)) as there,
        there.subscribe("job.*") as events,
    ):
        await here.publish(progress(1))
        assert await take(events, 1) == [progress(1)]


async def test_event_reaches_another_process(redis_url: str, postgres_url: str) -> None:
    script = (
        "import asyncio, sys\n"
        "from persistence.events import Event, open_bus\n"
        "async def main(cache, database):\n"
        "    bus = open_bus(cache_url=cache or None, database_url=database)\n"
        "    await bus.start()\n"
        "    await bus.publish(Event(topic='job.1', payload={'from': 'afar'}))\n"
        "    await bus.close()\n"
        "asyncio.run(main(*sys.argv[1:]))\n"
    )
    for cache_url, database_url in ((redis_url, "sqlite:///x.db"), ("", postgres_url)):
        bus = open_bus(cache_url=cache_url or None, database_url=database_url)
        async with started(bus), bus.subscribe("job.1") as events:
            root = Path(__file__).parents[2]
            command = (sys.executable, "-c", script, cache_url, database_url)
            sender = await asyncio.create_subprocess_exec(*command, cwd=root)
            assert (await take(events, 1))[0].payload == {"from": "afar"}
            assert await sender.wait() == 0


async def test_message_of_a_stranger_is_passed_over(postgres_url: str) -> None:
    async with started(PostgresBus(postgres_url)) as bus, bus.subscribe("job.1") as events:
        connection = await asyncpg.connect(postgres_url)
        await connection.execute("NOTIFY limner_events, 'hello'")
        await connection.close()
        await bus.publish(progress(1))
        assert await take(events, 1) == [progress(1)]


async def test_postgres_bus_listens_again_after_its_connection_is_killed(postgres_url: str) -> None:
    async with started(PostgresBus(postgres_url)) as bus, bus.subscribe("job.1") as events:
        connection = await asyncpg.connect(postgres_url)
        killed = await connection.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await connection.close()
        assert killed == 1
        assert await heard_again(bus, events)


async def test_redis_bus_listens_again_after_its_connections_are_killed(redis_url: str) -> None:
    async with started(RedisBus(redis_url)) as bus, bus.subscribe("job.1") as events:
        await bus.publish(progress(0))
        assert await take(events, 1) == [progress(0)]
        async with Redis.from_url(redis_url) as client:
            own_database = redis_url.rpartition("/")[2]
            for connection in await client.client_list():
                is_bus = connection["cmd"] in ("subscribe", "publish")
                if is_bus and connection["db"] == own_database:
                    await client.client_kill(connection["addr"])
        assert await heard_again(bus, events)


async def heard_again(bus: EventBus, events: AsyncIterator[Event]) -> bool:
    """Publish until an event arrives: those told during the outage are lost, as the port says."""
    arrival = asyncio.ensure_future(anext(events))
    async with asyncio.timeout(20):
        while not arrival.done():
            await bus.publish(progress(1))
            await asyncio.wait([arrival], timeout=0.05)
    return arrival.result() == progress(1)


@pytest.mark.parametrize("scheme", ["redis", "postgresql"])
async def test_bus_without_its_server_starts_and_says_that_it_is_away(scheme: str, free_port: int) -> None:
    address = f"{scheme}://somebody:secret@127.0.0.1:{free_port}/0"
    bus = open_bus(
        cache_url=address if scheme == "redis" else None,
        database_url="sqlite:///limner.db" if scheme == "redis" else address,
    )
    async with started(bus), bus.subscribe("job.1"):
        await bus.publish(progress(1))
        with pytest.raises(BusUnavailable) as raised:
            await bus.check()
        assert "secret" not in raised.value.message + bus.description


async def test_bus_listens_once_its_server_comes(shared: Shared, free_port: int) -> None:
    relay = shared.relay(port=free_port)
    async with started(shared.bus(relay.url)) as bus, bus.subscribe("job.1") as events, relay:
        assert await heard_again(bus, events)
        await bus.check()


async def test_bus_finds_a_half_open_connection_by_asking(shared: Shared) -> None:
    async with (
        shared.relay() as relay,
        started(shared.bus(relay.url)) as bus,
        started(shared.bus(shared.url)) as other,
        bus.subscribe("job.1") as events,
    ):
        relay.go_silent()
        assert await heard_again(other, events)


async def test_bus_gives_up_a_half_open_connection_on_which_it_cannot_publish(shared: Shared) -> None:
    async with (
        shared.relay() as relay,
        started(shared.bus(relay.url)) as bus,
        bus.subscribe("job.1") as events,
    ):
        relay.go_silent()
        assert await heard_again(bus, events)


async def test_outage_is_logged_once_and_so_is_its_end(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="persistence.events")
    async with (
        shared.relay() as relay,
        started(shared.bus(relay.url)) as bus,
        bus.subscribe("job.1") as events,
    ):
        relay.cut()
        assert await heard_again(bus, events)
    assert [record.message.partition(") ")[2].partition(",")[0] for record in caplog.records] == [
        "is away",
        "is back",
    ]


async def test_address_of_sqlalchemy_is_understood(postgres_url: str) -> None:
    url = postgres_url.replace("postgresql://", "postgresql+asyncpg://") + "?ssl=prefer"
    async with started(open_bus(cache_url=None, database_url=url)) as bus:
        await bus.check()


@pytest.mark.parametrize(
    ("cache_url", "database_url", "kind"),
    [
        (None, "sqlite:////tmp/limner.db", MemoryBus),
        (None, "sqlite+aiosqlite:////tmp/limner.db", MemoryBus),
        (None, "postgresql+asyncpg://limner@localhost/limner", PostgresBus),
        (None, "postgres://limner@localhost/limner", PostgresBus),
        ("redis://localhost/1", "postgresql://limner@localhost/limner", RedisBus),
        ("rediss://localhost/1", "sqlite:////tmp/limner.db", RedisBus),
        ("memory://", "sqlite:////tmp/limner.db", MemoryBus),
    ],
)
async def test_settings_choose_the_bus(cache_url: str | None, database_url: str, kind: type) -> None:
    bus = open_bus(cache_url=cache_url, database_url=database_url)
    assert isinstance(bus, kind)
    await bus.close()
