"""What a job does, as it does it: first the row, then what happens.

Changes of status are always told from the table, in order and once each; the event bus only says that it is
time to look, and the table is looked at every two seconds anyway, so that a lost event strands nobody.
Steps and previews in between come from the bus alone and may be lost.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, replace
from uuid import UUID

from persistence import jobs
from persistence.events import Event
from persistence.job_events import (
    JobMessage,
    job_topic,
    message_of,
    message_of_kept,
    owner_topic,
    read_message,
)
from persistence.status import FINAL_EVENTS, FINISHED, SEQUENCE_STRIDE, JobEventType
from persistence.tables import GenerationJobRow
from resolvers.context import Context
from resolvers.errors import NotFound

LOOK_SECONDS = 2.0

_PASSING = frozenset({JobEventType.PROGRESS, JobEventType.PREVIEW})
_BEGINNINGS = frozenset({JobEventType.QUEUED, JobEventType.STARTED})


@dataclass(frozen=True, kw_only=True)
class JobFilter:
    """Which of the viewer's jobs are watched; empty and None leave a matter open."""

    kinds: tuple[str, ...] = ()
    batch_id: UUID | None = None

    def takes(self, message: JobMessage) -> bool:
        """Whether a message is about a watched job."""
        of_kind = not self.kinds or message.kind in self.kinds
        return of_kind and self.batch_id in (None, message.batch_id)


async def watch_job(
    context: Context, job_id: UUID, *, after_sequence: int | None = None, previews: bool = True
) -> AsyncGenerator[JobMessage, None]:
    """One job until it has ended: what was missed, the job as it stands, then what follows."""
    job = await _find(context, job_id)
    async with context.services.bus.subscribe(job_topic(job)) as events:
        job = await _find(context, job_id)
        if after_sequence is not None:
            for missed in await _kept_after(context, job, after_sequence, upto=job.sequence):
                yield missed
        last = message_of(job, JobEventType.SNAPSHOT)
        yield last
        if job.status in FINISHED:
            return
        async for event in _with_looks(events):
            message = read_message(event) if event else None
            if message is not None and _continues(last, message):
                if previews or message.type is not JobEventType.PREVIEW:
                    last = message
                    yield message
                continue
            for kept in await _kept_after(context, job, last.sequence):
                last = _no_less_than(last, kept)
                yield last
                if kept.type in FINAL_EVENTS:
                    return


async def watch_jobs(
    context: Context, filter_: JobFilter, *, previews: bool = False
) -> AsyncGenerator[JobMessage, None]:
    """Every event of the viewer's jobs from now on."""
    async with context.services.bus.subscribe(f"{owner_topic(context.owner)}.*") as events:
        async for event in events:
            message = read_message(event)
            if filter_.takes(message) and (previews or message.type is not JobEventType.PREVIEW):
                yield message


def _continues(last: JobMessage, message: JobMessage) -> bool:
    """Whether a message tells a further step of the attempt that was told of last.

    An earlier attempt's step comes too late, a later attempt's too early: its beginning is to be told first.
    A row that a heartbeat wrote may be ahead of steps that are still on their way.
    """
    same_attempt = message.sequence // SEQUENCE_STRIDE == last.sequence // SEQUENCE_STRIDE
    further = message.sequence > last.sequence and message.progress >= last.progress
    return message.type in _PASSING and same_attempt and further


def _no_less_than(last: JobMessage, kept: JobMessage) -> JobMessage:
    """A change of status as far as its attempt was told to be: the row of a lost worker's job lags behind."""
    if kept.type in _BEGINNINGS or kept.progress >= last.progress:
        return kept
    return replace(kept, progress=last.progress, step=last.step, total_steps=last.total_steps)


async def _find(context: Context, job_id: UUID) -> GenerationJobRow:
    async with context.database.reading() as session:
        job = await jobs.find(session, job_id, context.owner)
    if job is None:
        raise NotFound("There is no such job.", field="id")
    return job


async def _kept_after(
    context: Context, job: GenerationJobRow, sequence: int, *, upto: int | None = None
) -> list[JobMessage]:
    async with context.database.reading() as session:
        kept = await jobs.events_after(session, job.id, sequence)
    return [message_of_kept(job, event) for event in kept if upto is None or event.sequence <= upto]


async def _with_looks(events: AsyncIterator[Event]) -> AsyncIterator[Event | None]:
    """The events, and None whenever there was none for a while."""
    while True:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                event = await anext(events)
        except TimeoutError:
            yield None
        except StopAsyncIteration:
            return
        else:
            yield event
