"""A workshop: a queue on a real database, and everything that a real worker works with."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from generation.engines.base import Engine
from generation.engines.sketch.engine import SketchEngine
from generation.worker.reaper import reap_once
from generation.worker.studio import Studio
from generation.worker.worker import Worker, WorkerConfig
from persistence import jobs, queue
from persistence.columns import database_now
from persistence.database import Database, open_database
from persistence.events import Event, MemoryBus
from persistence.job_events import CANCEL_TOPIC, WAKE_TOPIC
from persistence.migrations import migrate
from persistence.object_storage import open_storage
from persistence.queue import Admission
from persistence.tables import GenerationJobRow, ImageRow

PATIENCE_SECONDS = 30


@dataclass
class Workshop:
    """A queue, and everything that a worker works with."""

    studio: Studio

    @property
    def database(self) -> Database:
        """Where the queue is."""
        return self.studio.database

    async def enqueue(self, *rows: GenerationJobRow) -> list[UUID]:
        """Put jobs into the queue and wake the worker."""
        async with self.database.transaction() as session:
            for row in rows:
                await jobs.enqueue(session, row, Admission())
        await self.studio.bus.publish(Event(topic=WAKE_TOPIC, payload={}))
        return [row.id for row in rows]

    async def job(self, job_id: UUID) -> GenerationJobRow:
        """A job as it stands."""
        async with self.database.reading() as session:
            row = await jobs.find(session, job_id)
        assert row is not None
        return row

    async def until(self, job_id: UUID, *statuses: str) -> GenerationJobRow:
        """Wait until a job has one of these statuses."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (job := await self.job(job_id)).status not in statuses:  # noqa: ASYNC110 - it is in a table
                await asyncio.sleep(0.01)
        return job

    async def story(self, job_id: UUID) -> list[str]:
        """The kept events of a job."""
        async with self.database.reading() as session:
            return [event.type for event in await jobs.events_after(session, job_id, 0)]

    async def images(self) -> list[ImageRow]:
        """Every stored picture."""
        async with self.database.reading() as session:
            return list((await session.execute(select(ImageRow))).scalars())

    async def set(self, job_id: UUID, **values: Any) -> None:
        """Change a job's row behind everybody's back."""
        async with self.database.transaction() as session:
            await session.execute(
                update(GenerationJobRow).where(col(GenerationJobRow.id) == job_id).values(**values)
            )

    async def cancel(self, job_id: UUID) -> None:
        """Ask for a job to be cancelled, as the service does."""
        async with self.database.transaction() as session:
            await queue.cancel(session, job_id)
        event = Event(topic=f"{CANCEL_TOPIC}.{job_id}", payload={"job_id": str(job_id)})
        await self.studio.bus.publish(event)

    async def lose_lease(self, job_id: UUID) -> None:
        """Let the lease of a job run out while it is worked on, and have it freed."""
        await self.until(job_id, "running")
        await self.set(job_id, lease_until=database_now(-1))
        assert await reap_once(self.database, self.studio.bus) == 1
        await self.set(job_id, run_after=None)

    @asynccontextmanager
    async def working(self, **config: Any) -> AsyncIterator[Worker]:
        """A worker works; at the end it is stopped and waited for."""
        worker = Worker(self.studio, WorkerConfig(name="painter", **config))
        async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
            tasks.create_task(worker.run())
            try:
                yield worker
            finally:
                worker.stop()


@asynccontextmanager
async def open_workshop(
    database_url: str, storage_url: str, *engines: Engine, **studio: Any
) -> AsyncIterator[Workshop]:
    """A workshop on a fresh database, with a sketch engine that draws one picture at a time.

    Further engines are the caller's to close; `studio` are fields of `Studio`.
    """
    database = open_database(database_url)
    await migrate(database)
    storage = open_storage(storage_url, "limner")
    sketch = SketchEngine(threads=1)
    with ThreadPoolExecutor(1) as pool:
        values: dict[str, Any] = {
            "database": database,
            "storage": storage,
            "bus": MemoryBus(),
            "engines": {engine.info.name: engine for engine in (sketch, *engines)},
            "default_engine": "sketch",
            "pool": pool,
            "generator": "limner test",
        }
        yield Workshop(Studio(**(values | studio)))
        await sketch.close()
    await storage.close()
    await database.close()
