"""Generation jobs as people see them; how they are worked off is in `persistence.queue`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence import queue
from persistence.columns import database_now
from persistence.paging import Order
from persistence.queue import Admission
from persistence.status import JobEventType, JobStatus
from persistence.tables import GenerationJobRow as Job
from persistence.tables import ImageRow, JobEventRow, JobImageRow

NEWEST_FIRST = Order(columns=(col(Job.id),))


@dataclass(frozen=True, kw_only=True)
class JobQuery:
    """Which jobs are asked for; None and empty leave a matter open."""

    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    batch_id: UUID | None = None
    created_after: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class QueueFigures:
    """The queue in numbers; times are seconds."""

    queued: int
    running: int
    oldest_queued_seconds: float
    finished_last_minutes: int


async def enqueue(session: AsyncSession, job: Job, admission: Admission, *, reuse: bool = False) -> Job:
    """Put a job into the queue, or, where `reuse`, answer it with an earlier identical one's pictures.

    An owner's second job with one idempotency key answers with the first: then another row comes back.
    Raises `QueueFull`.
    """
    earlier = await by_key(session, job.owner, job.idempotency_key)
    if earlier is not None:
        return earlier
    try:
        async with session.begin_nested():
            answered = await answered_earlier(session, job.owner, job.digest) if reuse else None
            if answered is not None:
                return await _answer(session, job, answered)
            return await queue.enqueue(session, job, admission)
    except IntegrityError:
        earlier = await by_key(session, job.owner, job.idempotency_key)
        if earlier is None:
            raise
        return earlier


async def by_key(session: AsyncSession, owner: str, idempotency_key: str | None) -> Job | None:
    """The owner's job with this idempotency key."""
    if idempotency_key is None:
        return None
    statement = select(Job).where(col(Job.owner) == owner, col(Job.idempotency_key) == idempotency_key)
    return (await session.execute(statement)).scalar_one_or_none()


async def _answer(session: AsyncSession, job: Job, earlier: Job) -> Job:
    """Keep a job that an earlier one's pictures answer: it never waits and nothing is rendered."""
    job.status, job.cached, job.progress, job.stage = JobStatus.SUCCEEDED, True, 1.0, "finished"
    job.started_at = job.finished_at = job.created_at
    session.add(job)
    await session.flush()
    pictures = select(JobImageRow).where(col(JobImageRow.job_id) == earlier.id)
    for link in (await session.execute(pictures)).scalars():
        session.add(JobImageRow(job_id=job.id, position=link.position, image_id=link.image_id))
    await queue.record(session, job, JobEventType.QUEUED)
    await queue.record(session, job, JobEventType.SUCCEEDED)
    return job


async def answered_earlier(session: AsyncSession, owner: str, digest: str) -> Job | None:
    """The owner's newest rendered job that asked for the same, and whose pictures still are what it made."""
    changed = (
        select(JobImageRow)
        .join(ImageRow, col(ImageRow.id) == col(JobImageRow.image_id))
        .where(
            col(JobImageRow.job_id) == col(Job.id),
            or_(col(ImageRow.job_id).is_distinct_from(col(Job.id)), col(ImageRow.deleted_at).is_not(None)),
        )
    )
    statement = (
        select(Job)
        .where(
            col(Job.owner) == owner,
            col(Job.digest) == digest,
            col(Job.status) == JobStatus.SUCCEEDED,
            col(Job.cached).is_(False),
            ~changed.exists(),
        )
        .order_by(col(Job.id).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find(session: AsyncSession, job_id: UUID, owner: str | None = None) -> Job | None:
    """A job by id: one of the owner's, or anybody's where no owner is named."""
    job = await session.get(Job, job_id)
    return job if job is not None and owner in (None, job.owner) else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Job]:
    """Jobs by id, whoever owns them."""
    rows = await session.execute(select(Job).where(col(Job.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


def listing(owner: str, query: JobQuery) -> Select[Job]:
    """The owner's jobs that a query asks for, unordered."""
    conditions: list[ColumnElement[bool]] = [col(Job.owner) == owner]
    if query.statuses:
        conditions.append(col(Job.status).in_(query.statuses))
    if query.kinds:
        conditions.append(col(Job.kind).in_(query.kinds))
    if query.batch_id is not None:
        conditions.append(col(Job.batch_id) == query.batch_id)
    if query.created_after is not None:
        conditions.append(col(Job.created_at) > query.created_after)
    return select(Job).where(*conditions)


async def events_after(session: AsyncSession, job_id: UUID, sequence: int) -> list[JobEventRow]:
    """A job's kept events after a sequence number, in order."""
    statement = (
        select(JobEventRow)
        .where(col(JobEventRow.job_id) == job_id, col(JobEventRow.sequence) > sequence)
        .order_by(col(JobEventRow.sequence))
    )
    return list((await session.execute(statement)).scalars())


async def link_images(session: AsyncSession, job_id: UUID, image_ids: Sequence[UUID]) -> None:
    """Say which pictures a job answers with, in order."""
    for position, image_id in enumerate(image_ids):
        session.add(JobImageRow(job_id=job_id, position=position, image_id=image_id))
    await session.flush()


async def mean_seconds(session: AsyncSession, job: Job) -> float | None:
    """How long recent jobs of the same kind and engine took; None while none has finished."""
    recent = (
        select(col(Job.started_at), col(Job.finished_at))
        .where(
            col(Job.kind) == job.kind,
            col(Job.engine) == job.engine,
            col(Job.status) == JobStatus.SUCCEEDED,
            col(Job.cached).is_(False),
        )
        .order_by(col(Job.finished_at).desc())
        .limit(20)
    )
    spans = [end - start for start, end in (await session.execute(recent)).all() if start and end]
    return sum(span.total_seconds() for span in spans) / len(spans) if spans else None


async def figures(session: AsyncSession, minutes: float = 5.0) -> QueueFigures:
    """The queue in numbers, finished jobs of the last `minutes`."""
    counted = select(
        func.count().filter(col(Job.status) == JobStatus.QUEUED),
        func.count().filter(col(Job.status) == JobStatus.RUNNING),
        func.min(col(Job.created_at)).filter(col(Job.status) == JobStatus.QUEUED),
        select(database_now()).scalar_subquery(),
    ).where(col(Job.status).in_((JobStatus.QUEUED, JobStatus.RUNNING)))
    queued, running, oldest, now = (await session.execute(counted)).one()
    finished = select(func.count()).where(
        col(Job.finished_at) > database_now(-60 * minutes),
        col(Job.status) == JobStatus.SUCCEEDED,
        col(Job.cached).is_(False),
    )
    return QueueFigures(
        queued=queued,
        running=running,
        oldest_queued_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        finished_last_minutes=(await session.execute(finished)).scalar_one(),
    )
