"""The queue: how long a job waits for an idle worker, and what claiming costs with many waiting.

SQLite in a file beside PostgreSQL (BENCH_DATABASE_URL, by default the one on loopback), in the same run.
"""

import asyncio
import os
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy import insert, text

from benchmarks.timing import Measured, measure
from persistence import jobs, queue
from persistence.database import Database, open_database
from persistence.events import Event, EventBus, open_bus
from persistence.job_events import WAKE_TOPIC
from persistence.migrations import migrate
from persistence.queue import Admission
from persistence.tables import GenerationJobRow

WAITING = 20_000
OWNERS = 100
PICK_UPS = 50
ADMIT_ALL = Admission(per_owner=10**9, in_all=10**9)
POSTGRES = os.environ.get("BENCH_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


async def run() -> None:
    """Print both databases' figures, one under the other."""
    with tempfile.TemporaryDirectory() as folder:
        await _bench("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}")
    name = f"limner_bench_{uuid4().hex[:8]}"
    keeper = await asyncpg.connect(POSTGRES)
    await keeper.execute(f"CREATE DATABASE {name}")
    try:
        await _bench("PostgreSQL", POSTGRES.rpartition("/")[0] + f"/{name}")
    finally:
        await keeper.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await keeper.close()


async def _bench(label: str, address: str) -> None:
    database, bus = open_database(address), open_bus(cache_url=None, database_url=address)
    await migrate(database)
    await bus.start()
    print((await _pick_up(label, database, bus)).line())
    await _fill(database)

    async def claim() -> None:
        await _claim(database, limit=8)

    print((await measure(f"{label}: claim of 8, {WAITING:,} waiting", claim, rounds=30)).line())

    async def enqueue() -> None:
        async with database.transaction() as session:
            await jobs.enqueue(session, _job(0), ADMIT_ALL)

    print((await measure(f"{label}: enqueue, {WAITING:,} waiting", enqueue, rounds=30)).line())
    await bus.close()
    await database.close()


async def _pick_up(label: str, database: Database, bus: EventBus) -> Measured:
    """From before the enqueueing transaction to after the claiming one, the worker waiting for the bus."""
    seconds = []
    async with bus.subscribe(WAKE_TOPIC) as wakes:
        for _ in range(PICK_UPS):
            waiting = asyncio.ensure_future(anext(wakes))
            await asyncio.sleep(0.005)
            began = time.perf_counter()
            async with database.transaction() as session:
                await jobs.enqueue(session, _job(0), ADMIT_ALL)
            await bus.publish(Event(topic=WAKE_TOPIC, payload={}))
            await waiting
            assert await _claim(database, limit=1) == 1
            seconds.append(time.perf_counter() - began)
    return Measured(f"{label}: enqueue to claimed, idle worker", tuple(sorted(seconds)))


async def _claim(database: Database, *, limit: int) -> int:
    async with database.transaction() as session:
        claimed = await queue.claim(
            session, worker="bench", engines=["sketch"], limit=limit, lease_seconds=60
        )
    return len(claimed)


async def _fill(database: Database) -> None:
    rows = [_job(number).model_dump() | {"turn": number // OWNERS} for number in range(WAITING)]
    async with database.transaction() as session:
        for start in range(0, WAITING, 1000):
            await session.execute(insert(GenerationJobRow), rows[start : start + 1000])
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))


def _job(number: int) -> GenerationJobRow:
    return GenerationJobRow(
        owner=f"owner {number % OWNERS}",
        kind="portrait",
        engine="sketch",
        batch_key=f"sketch:{number % 3}",
        request={},
        digest="0" * 64,
    )
