"""The queue: `generation_jobs` itself.

Every function runs inside the caller's transaction, so that a job and whatever belongs to it become true
together. What protects a running job is its lease: whoever writes to it names the `lease_token` that the
claim gave out, and a worker that lost its lease writes to no row. All leases are measured by the database's
clock.

Fairness between owners is start-time fair queueing (Goyal, Vin & Cheng 1996): a job's `turn` follows its
owner's last waiting one, or the head of the queue where the owner has none waiting; the lowest turn goes
first. So an owner with a thousand jobs and one with a single job take turns.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.columns import database_now
from persistence.errors import QueueFull
from persistence.status import SEQUENCE_STRIDE, TRANSITIONS, JobEventType, JobStatus
from persistence.tables import GenerationJobRow as Job
from persistence.tables import JobEventRow, JsonObject

Columns = TypeVarTuple("Columns")

BACKOFF_SECONDS = 2.0  #: before the second attempt; doubled for each one after
BACKOFF_LIMIT = 60.0


@dataclass(frozen=True, kw_only=True)
class Admission:
    """How many jobs may wait: for one owner, and in all."""

    per_owner: int = 200
    in_all: int = 10_000


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a worker says of a job that it holds."""

    lease_token: int
    progress: float
    stage: str
    step: int
    total_steps: int


def may_become(status: JobStatus) -> ColumnElement[bool]:
    """Rows whose status may change to this one."""
    return col(Job.status).in_([before for before, after in TRANSITIONS.items() if status in after])


def _waiting() -> ColumnElement[bool]:
    return col(Job.status) == JobStatus.QUEUED


_ORDER = (col(Job.priority), col(Job.turn), col(Job.id))


async def enqueue(session: AsyncSession, job: Job, admission: Admission) -> Job:
    """Put a new job at its owner's end of the queue; raises `QueueFull`."""
    await _admit(session, job.owner, admission)
    job.turn = await _next_turn(session, job.owner)
    session.add(job)
    await session.flush()
    await record(session, job, JobEventType.QUEUED)
    return job


async def _admit(session: AsyncSession, owner: str, admission: Admission) -> None:
    counted = select(
        func.count().filter(col(Job.owner) == owner),
        func.count(),
    ).where(_waiting())
    own, all_ = (await session.execute(counted)).one()
    if own >= admission.per_owner:
        raise QueueFull(f"You have {own} jobs waiting, as many as you may.", retry_after=30.0)
    if all_ >= admission.in_all:
        raise QueueFull(retry_after=60.0)


async def _next_turn(session: AsyncSession, owner: str) -> int:
    own_last = select(func.max(Job.turn)).where(_waiting(), col(Job.owner) == owner).scalar_subquery()
    head = select(func.min(Job.turn)).where(_waiting()).scalar_subquery()
    last, first = (await session.execute(select(own_last, head))).one()
    return int(last) + 1 if last is not None else int(first or 0)


async def claim(
    session: AsyncSession, *, worker: str, engines: Collection[str], limit: int, lease_seconds: float
) -> Sequence[Job]:
    """Take the head of the queue, then further jobs of its `batch_key`, up to `limit`; in the queue's order.

    One statement. On PostgreSQL rows that another worker is taking are skipped; on SQLite the transaction is
    IMMEDIATE and there is no other.
    """
    ready = and_(
        _waiting(),
        col(Job.engine).in_(engines),
        or_(col(Job.run_after).is_(None), col(Job.run_after) <= database_now()),
    )
    head = _lock(select(col(Job.id), col(Job.batch_key)).where(ready).order_by(*_ORDER).limit(1)).cte("head")
    mates = _lock(
        select(col(Job.id))
        .where(ready, col(Job.batch_key) == select(head.c.batch_key).scalar_subquery())
        .where(col(Job.id) != select(head.c.id).scalar_subquery())
        .order_by(*_ORDER)
        .limit(limit - 1)
    ).cte("mates")
    taken = union_all(select(head.c.id), select(mates.c.id))
    statement = (
        update(Job)
        .where(col(Job.id).in_(taken))
        .values(
            status=JobStatus.RUNNING,
            worker=worker,
            attempt=col(Job.attempt) + 1,
            lease_token=col(Job.lease_token) + 1,
            lease_until=database_now(lease_seconds),
            started_at=database_now(),
            run_after=None,
            progress=0.0,
            stage="starting",
            step=0,
        )
        .returning(Job)
    )
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    jobs = sorted(result.scalars().all(), key=lambda job: (job.priority, job.turn, job.id))
    for job in jobs:
        await record(session, job, JobEventType.STARTED)
    return jobs


def _lock(rows: Select[*Columns]) -> Select[*Columns]:
    return rows.with_for_update(skip_locked=True, of=Job)


async def heartbeat(
    session: AsyncSession, beats: Mapping[UUID, Beat], lease_seconds: float
) -> dict[UUID, bool]:
    """Renew leases and note progress. Answers the jobs still held, each with whether to cancel it."""
    held: dict[UUID, bool] = {}
    for job_id, beat in beats.items():
        statement = (
            update(Job)
            .where(*_held(job_id, beat.lease_token))
            .values(
                lease_until=database_now(lease_seconds),
                progress=beat.progress,
                stage=beat.stage,
                step=beat.step,
                total_steps=beat.total_steps,
            )
            .returning(col(Job.cancel_requested))
        )
        cancel = (await session.execute(statement)).scalar_one_or_none()
        if cancel is not None:
            held[job_id] = cancel
    return held


def _held(job_id: UUID, lease_token: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Job.id) == job_id,
        col(Job.lease_token) == lease_token,
        col(Job.status) == JobStatus.RUNNING,
    )


async def succeed(
    session: AsyncSession, job_id: UUID, lease_token: int, *, total_steps: int = 0
) -> Job | None:
    """End a held job well; None where somebody else has it by now: discard the result."""
    done: dict[str, Any] = {"step": total_steps, "total_steps": total_steps, "progress": 1.0}
    job = await _leave(
        session,
        _held(job_id, lease_token),
        {"status": JobStatus.SUCCEEDED, "stage": "finished", "error": None} | done | _finished(),
    )
    return await _recorded(session, job, JobEventType.SUCCEEDED)


async def fail(
    session: AsyncSession, job_id: UUID, lease_token: int, error: JsonObject, *, retry: bool
) -> Job | None:
    """End a held attempt badly: into the queue again, or failed for good; None as in `succeed`."""
    running = (await session.execute(select(Job).where(*_held(job_id, lease_token)))).scalar_one_or_none()
    if running is None:
        return None
    if retry and running.attempt < running.max_attempts and not running.cancel_requested:
        return await _back_off(session, running, error)
    status = JobStatus.CANCELLED if running.cancel_requested else JobStatus.FAILED
    outcome = None if running.cancel_requested else error
    job = await _leave(
        session,
        _held(job_id, lease_token),
        {"status": status, "error": outcome, "stage": status.value} | _finished(),
    )
    return await _recorded(session, job, JobEventType(status.value))


async def _back_off(session: AsyncSession, running: Job, error: JsonObject) -> Job | None:
    delay = min(BACKOFF_LIMIT, BACKOFF_SECONDS * 2.0 ** (running.attempt - 1))
    job = await _leave(
        session,
        _held(running.id, running.lease_token),
        {"status": JobStatus.QUEUED, "stage": "queued", "error": error, "run_after": database_now(delay)}
        | _released(),
    )
    return await _recorded(session, job, JobEventType.RETRYING)


async def cancelled(session: AsyncSession, job_id: UUID, lease_token: int) -> Job | None:
    """End a held job that was asked to stop; None as in `succeed`."""
    job = await _leave(
        session,
        _held(job_id, lease_token),
        {"status": JobStatus.CANCELLED, "stage": "cancelled", "error": None} | _finished(),
    )
    return await _recorded(session, job, JobEventType.CANCELLED)


async def give_back(session: AsyncSession, job_id: UUID, lease_token: int) -> Job | None:
    """Return a held job that was not begun, its attempt refunded; None as in `succeed`."""
    job = await _leave(
        session,
        _held(job_id, lease_token),
        {"status": JobStatus.QUEUED, "stage": "queued", "attempt": col(Job.attempt) - 1, "started_at": None}
        | _released(),
    )
    return await _recorded(session, job, JobEventType.QUEUED)


async def reap(session: AsyncSession) -> list[Job]:
    """Free every job whose lease ran out: back into the queue, or failed at its last attempt."""
    expired = (
        select(Job)
        .where(col(Job.status) == JobStatus.RUNNING, col(Job.lease_until) < database_now())
        .order_by(col(Job.lease_until))
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    freed = []
    for job in (await session.execute(expired)).scalars().all():
        error: JsonObject = {
            "code": "TIMEOUT",
            "message": "The worker that held this job stopped answering.",
            "retryable": True,
        }
        freed.append(await fail(session, job.id, job.lease_token, error, retry=True))
    return [job for job in freed if job is not None]


async def cancel(session: AsyncSession, job_id: UUID) -> Job | None:
    """Cancel a queued job at once, ask for a running one to stop; None where it has finished."""
    job = await _leave(
        session,
        (col(Job.id) == job_id, _waiting()),
        {"status": JobStatus.CANCELLED, "stage": "cancelled", "cancel_requested": True} | _finished(),
    )
    if job is not None:
        return await _recorded(session, job, JobEventType.CANCELLED)
    running = (col(Job.id) == job_id, col(Job.status) == JobStatus.RUNNING)
    return await _leave(session, running, {"cancel_requested": True})


async def retry(session: AsyncSession, job: Job) -> Job | None:
    """Put a failed or cancelled job back into the queue with all its attempts; None where it is neither."""
    turn = await _next_turn(session, job.owner)
    queued = await _leave(
        session,
        (col(Job.id) == job.id, may_become(JobStatus.QUEUED), col(Job.status) != JobStatus.RUNNING),
        {
            "status": JobStatus.QUEUED,
            "stage": "queued",
            "turn": turn,
            "attempt": 0,
            "progress": 0.0,
            "step": 0,
            "error": None,
            "cancel_requested": False,
            "started_at": None,
            "finished_at": None,
            "run_after": None,
        },
    )
    return await _recorded(session, queued, JobEventType.QUEUED)


async def position(session: AsyncSession, job: Job) -> int | None:
    """1 for the next job to start; None for one that does not wait."""
    if job.status != JobStatus.QUEUED:
        return None
    ahead = select(func.count()).where(
        _waiting(),
        or_(
            col(Job.priority) < job.priority,
            and_(
                col(Job.priority) == job.priority,
                or_(col(Job.turn) < job.turn, and_(col(Job.turn) == job.turn, col(Job.id) < job.id)),
            ),
        ),
    )
    return int((await session.execute(ahead)).scalar_one()) + 1


async def record(session: AsyncSession, job: Job, type_: JobEventType) -> None:
    """Keep a change of status as the job's next event."""
    job.sequence = (job.sequence // SEQUENCE_STRIDE + 1) * SEQUENCE_STRIDE
    session.add(job)
    session.add(
        JobEventRow(
            job_id=job.id,
            sequence=job.sequence,
            type=type_,
            attempt=job.attempt,
            progress=job.progress,
            stage=job.stage,
            step=job.step,
            total_steps=job.total_steps,
        )
    )
    await session.flush()


def _released() -> dict[str, Any]:
    return {"worker": None, "lease_until": None}


def _finished() -> dict[str, Any]:
    return {"lease_until": None, "finished_at": database_now()}


async def _leave(
    session: AsyncSession, where: tuple[ColumnElement[bool], ...], values: Mapping[str, Any]
) -> Job | None:
    statement = update(Job).where(*where).values(**values).returning(Job)
    options = {"synchronize_session": False, "populate_existing": True}
    return (await session.execute(statement, execution_options=options)).scalar_one_or_none()


async def _recorded(session: AsyncSession, job: Job | None, type_: JobEventType) -> Job | None:
    if job is not None:
        await record(session, job, type_)
    return job
