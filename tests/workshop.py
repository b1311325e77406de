"""A workshop: a queue on a real database, and everything that a real worker works with."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from PIL.Image import Image
from sqlalchemy import select, update
from sqlmodel import col

from generation.engines.base import Engine
from generation.engines.sketch.engine import SketchEngine
from generation.post_processing import encode, open_image
from generation.vocabulary import ImageFormat
from generation.worker.reaper import reap_once
from generation.worker.studio import Studio
from generation.worker.worker import Worker, WorkerConfig
from persistence import images, jobs, queue
from persistence.columns import database_now
from persistence.database import Database, open_database
from persistence.events import Event, MemoryBus
from persistence.job_events import CANCEL_TOPIC, WAKE_TOPIC
from persistence.migrations import migrate
from persistence.object_storage import open_storage
from persistence.queue import Admission
from persistence.tables import GenerationJobRow, ImageRow
from tests.factories import make_image

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

    async def keep_picture(self, picture: Image, **overrides: Any) -> ImageRow:
        """Store a picture and its row."""
        file = encode(picture, ImageFormat.PNG)
        facts = {
            "format": "png",
            "sha256": (await self.studio.storage.put(file.data)).sha256,
            "width": file.width,
            "height": file.height,
            "size_bytes": len(file.data),
            "has_alpha": file.has_alpha,
        }
        async with self.database.transaction() as session:
            return await images.add(session, make_image(**(facts | overrides)))

    async def delete(self, image: ImageRow) -> None:
        """Put an image into the bin."""
        async with self.database.transaction() as session:
            row = await images.find(session, image.id, image.owner)
            assert row is not None
            row.deleted_at = datetime.now(UTC)

    async def picture(self, image: ImageRow) -> Image:
        """The stored picture of an image's row."""
        return open_image(await self.studio.storage.get(image.sha256))

    async def made(self, *rows: GenerationJobRow) -> list[ImageRow]:
        """What becomes of jobs, which must succeed: their images in order."""
        async with self.working():
            ids = await self.enqueue(*rows)
            for job_id in ids:
                job = await self.until(job_id, "succeeded", "failed")
                assert job.status == "succeeded", job.error
        return await self.answers(*ids)

    async def answers(self, *job_ids: UUID) -> list[ImageRow]:
        """The images that jobs answered with, in order."""
        async with self.database.reading() as session:
            answers = await images.of_jobs(session, job_ids)
        return [image for job_id in job_ids for answered, image in answers if answered == job_id]

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
