"""Generation jobs, their batches, and what is told of them while they run."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from persistence.batches import BatchFigures
from persistence.job_events import JobMessage, PreviewMessage
from persistence.jobs import JobQuery
from persistence.status import JobEventType, JobStatus
from persistence.tables import GenerationBatchRow, GenerationJobRow, JsonObject
from resolvers import jobs
from resolvers.errors import NotFound
from resolvers.pages import PageArguments
from schema.enums import (
    ErrorCode,
    GenerationJobEventType,
    GenerationJobKind,
    GenerationJobStatus,
    JobPriority,
)
from schema.fields import After, First, Info, described
from schema.relay import Connection, Node
from schema.scalars import Seed
from schema.types import images as image_types
from schema.types import maps as map_types
from schema.types import themes as theme_types
from schema.types import tokens as token_types
from schema.types.lazy import LazyImage, LazyMap, LazyTheme, LazyToken
from schema.wrap import same_facts

NO_JOBS = BatchFigures(total=0, succeeded=0, failed=0, cancelled=0, progress=0.0)


@strawberry.type(description="How a job failed.")
class GenerationError:
    """An error of a job."""

    code: ErrorCode = described("What kind of error it was.")
    message: str = described("A sentence for people.")
    retryable: bool = described("Whether trying again can help.")
    details: JSON | None = described("More about it, where there is more.")

    @classmethod
    def of(cls, error: JsonObject) -> Self:
        """The served form of a stored error."""
        return cls(
            code=ErrorCode(error["code"]),
            message=error["message"],
            retryable=error["retryable"],
            details=error.get("details"),
        )


@strawberry.type(description="A request to render, and how far it is.")
class GenerationJob(Node):
    """A job."""

    node_name: ClassVar[str] = "GenerationJob"
    kind: GenerationJobKind = described("What it makes.")
    status: GenerationJobStatus = described("Where it stands.")
    priority: JobPriority = described("Who goes first.")
    progress: float = described("0 to 1; never falls within one attempt.")
    stage: str = described(
        "What is being done, in words to show: queued, starting, loading model, laying out, composing,"
        " drawing, finding faces, enlarging, encoding prompt, denoising, decoding, blending, cutting the"
        " token, storing; at the end finished, failed or cancelled. A job's pictures and parts take turns."
    )
    step: int = described("Denoising steps done, over all its pictures.")
    total_steps: int = described("Denoising steps to do, over all its pictures.")
    attempt: int = described("How often it was begun.")
    max_attempts: int = described("How often it may be begun.")
    prompt: str = described("What the engine is asked for; empty where nothing is rendered.")
    negative_prompt: str = described("What the engine is to avoid.")
    seed: Seed = described("Noise seed of the first picture.")
    engine: str = described("Name of the engine that renders it.")
    cached: bool = described("True where an identical earlier request answered it and nothing was rendered.")
    idempotency_key: str | None = described("The key that came with the request.")
    owner: str = described("sub of the access token of whoever asked.")
    worker: str | None = described("The worker that holds or held it.")
    request: JSON = described("What was asked for, whole.")
    created_at: datetime = described("When it was asked for.")
    started_at: datetime | None = described("When its latest attempt began.")
    finished_at: datetime | None = described("When it ended.")
    row: strawberry.Private[GenerationJobRow]

    @classmethod
    def of(cls, row: GenerationJobRow) -> Self:
        """The served form of a row."""
        facts = same_facts(cls, row) | {
            "kind": GenerationJobKind(row.kind),
            "status": JobStatus(row.status),
            "priority": JobPriority(row.priority),
        }
        return cls(row=row, row_id=row.id, **facts)

    @strawberry.field(description="1 for the next job to start; null once it has started.")
    async def queue_position(self, info: Info) -> int | None:
        """Counted in the queue's own order."""
        return await jobs.position(info.context, self.row)

    @strawberry.field(
        description="Expected seconds until it is finished, from recent jobs like it; null while unknown."
    )
    async def eta_seconds(self, info: Info) -> float | None:
        """From the mean of the last twenty."""
        return await jobs.eta_seconds(info.context, self.row)

    @strawberry.field(description="How it failed, or how its last attempt did.")
    def error(self) -> GenerationError | None:
        """Read from the row's JSON."""
        return GenerationError.of(self.row.error) if self.row.error else None

    @strawberry.field(description="The theme that holds.")
    async def theme(self, info: Info) -> LazyTheme | None:
        """Gathered with those of other jobs."""
        theme = self.row.theme_id and await info.context.loaders.themes.load(self.row.theme_id)
        return theme_types.Theme.of(theme) if theme else None

    @strawberry.field(description="Finished pictures, in order.")
    async def images(self, info: Info) -> list[LazyImage]:
        """Gathered with those of other jobs."""
        rows = await info.context.loaders.images_of_jobs.load(self.row_id)
        return [image_types.Image.of(row) for row in rows]

    @strawberry.field(description="The map it made.")
    async def map(self, info: Info) -> LazyMap | None:
        """The first, where it painted several."""
        for image in await info.context.loaders.images_of_jobs.load(self.row_id):
            if row := await info.context.loaders.maps_of_images.load(image.id):
                return map_types.Map.of(row)
        return None

    @strawberry.field(description="The token it made.")
    async def token(self, info: Info) -> LazyToken | None:
        """The first, where it cut several."""
        for image in await info.context.loaders.images_of_jobs.load(self.row_id):
            if row := await info.context.loaders.tokens_of_images.load(image.id):
                return token_types.Token.of(row)
        return None

    @strawberry.field(description="The batch it was asked for in.")
    async def batch(self, info: Info) -> "GenerationBatch | None":
        """Gathered with those of other jobs."""
        batch = self.row.batch_id and await info.context.loaders.batches.load(self.row.batch_id)
        return GenerationBatch.of(batch) if batch else None

    @strawberry.field(description="Seconds from the beginning of its latest attempt to its end.")
    def duration_seconds(self) -> float | None:
        """Null until it has ended."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


@strawberry.type(description="Jobs that were asked for together.")
class GenerationBatch(Node):
    """A batch."""

    node_name: ClassVar[str] = "GenerationBatch"
    name: str | None = described("What people call it.")
    created_at: datetime = described("When it was asked for.")
    row: strawberry.Private[GenerationBatchRow]

    @classmethod
    def of(cls, row: GenerationBatchRow) -> Self:
        """The served form of a row."""
        return cls(row=row, row_id=row.id, **same_facts(cls, row))

    @strawberry.field(description="Its jobs, newest first.")
    async def jobs(self, info: Info, first: First = None, after: After = None) -> Connection[GenerationJob]:
        """A page of them."""
        query = JobQuery(batch_id=self.row_id)
        listing = await jobs.page(info.context, query, PageArguments(first=first, after=after))
        return Connection.of(listing, GenerationJob.of)

    async def _figures(self, info: Info) -> BatchFigures:
        figures = await info.context.loaders.figures_of_batches.load(self.row_id)
        return figures or NO_JOBS

    @strawberry.field(description="How many jobs it has.")
    async def total(self, info: Info) -> int:
        """Counted now."""
        return (await self._figures(info)).total

    @strawberry.field(description="How many of its jobs have succeeded.")
    async def succeeded(self, info: Info) -> int:
        """Counted now."""
        return (await self._figures(info)).succeeded

    @strawberry.field(description="How many of its jobs have failed.")
    async def failed(self, info: Info) -> int:
        """Counted now."""
        return (await self._figures(info)).failed

    @strawberry.field(description="How many of its jobs were cancelled.")
    async def cancelled(self, info: Info) -> int:
        """Counted now."""
        return (await self._figures(info)).cancelled

    @strawberry.field(description="0 to 1, over all its jobs.")
    async def progress(self, info: Info) -> float:
        """The mean of its jobs'."""
        return (await self._figures(info)).progress

    @strawberry.field(description="Whether all its jobs have ended.")
    async def finished(self, info: Info) -> bool:
        """Whatever their end was."""
        figures = await self._figures(info)
        return figures.succeeded + figures.failed + figures.cancelled == figures.total


@strawberry.type(description="Small picture of unfinished work.")
class Preview:
    """A preview."""

    data_url: str = described("data:image/webp;base64,…")
    width: int = described("Pixels across.")
    height: int = described("Pixels down.")
    step: int = described("After how many steps of its picture.")

    @classmethod
    def of(cls, preview: PreviewMessage) -> Self:
        """The served form of a preview."""
        return cls(data_url=preview.data_url, width=preview.width, height=preview.height, step=preview.step)


@strawberry.type(
    description="One fact about a job. Sequence numbers grow along a job's events. Changes of status are "
    "kept; progress in between is not: a client that comes back with afterSequence gets every change of "
    "status it missed, then the job as it stands (SNAPSHOT), then what follows."
)
class GenerationJobEvent:
    """An event of a job."""

    sequence: int = described("Grows along a job's events.")
    type: GenerationJobEventType = described("What happened.")
    progress: float = described("0 to 1.")
    stage: str = described("What is being done.")
    step: int = described("Denoising steps done, over all its pictures.")
    total_steps: int = described("Denoising steps to do, over all its pictures.")
    preview: Preview | None = described("Small picture of the unfinished work, on PREVIEW events.")
    at: datetime = described("When it happened.")
    job_id: strawberry.Private[UUID]

    @classmethod
    def of(cls, message: JobMessage) -> Self:
        """The served form of a message."""
        return cls(
            sequence=message.sequence,
            type=JobEventType(message.type),
            progress=message.progress,
            stage=message.stage,
            step=message.step,
            total_steps=message.total_steps,
            preview=Preview.of(message.preview) if message.preview else None,
            at=message.at,
            job_id=message.job_id,
        )

    @strawberry.field(description="The job, read anew for this event.")
    async def job(self, info: Info) -> GenerationJob:
        """Its steps are no older than the event's own."""
        row = await info.context.loaders.jobs.load(self.job_id)
        if row is None:
            raise NotFound("There is no such job.", field="id")
        job = GenerationJob.of(row)
        if row.status == JobStatus.RUNNING and self.progress > job.progress:
            job.progress, job.stage = self.progress, self.stage
            job.step, job.total_steps = self.step, self.total_steps
        return job
