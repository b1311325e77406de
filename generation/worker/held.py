"""A job in a worker's hands, and how far it is."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto
from uuid import UUID

from generation.engines.base import RenderHandle
from generation.errors import RenderCancelled
from persistence.job_events import JobMessage, PreviewMessage, message_of
from persistence.queue import Beat
from persistence.status import SEQUENCE_STRIDE, JobEventType
from persistence.tables import GenerationJobRow

COALESCE_SECONDS = 0.05  #: at most one progress message per job in this time
RENDERING_SHARE = 0.95  #: of the progress; what remains is finishing and storing


class StopReason(Enum):
    """Why a job that was begun is not to be finished here."""

    CANCELLED = auto()  #: somebody asked for it
    GIVEN_BACK = auto()  #: this worker ends; another one shall have the job
    STALLED = auto()  #: no step for too long
    LEASE_LOST = auto()  #: another worker has the job by now


@dataclass
class Advance:
    """How far one rendering is."""

    done: int
    total: int
    finished: bool = False

    @property
    def share(self) -> float:
        """0 where nothing is done, 1 where all is; an engine may finish without having told of any step."""
        return 1.0 if self.finished else self.done / max(1, self.total)


class HeldJob:
    """A claimed job: its lease, its progress, and whether it is to stop."""

    def __init__(self, job: GenerationJobRow) -> None:
        self.job = job
        self.stop_reason: StopReason | None = None
        self.begun = False
        self._renderings: dict[RenderHandle, Advance] = {}
        self._expected = 0
        self._stage = job.stage
        self._progress = 0.0
        self._sequence = job.sequence
        self._advanced_at = time.monotonic()
        self._changed = asyncio.Event()

    @property
    def id(self) -> UUID:
        """The job's id."""
        return self.job.id

    @property
    def lease_token(self) -> int:
        """What proves that the job is ours."""
        return self.job.lease_token

    @property
    def idle_seconds(self) -> float:
        """Seconds since the job last came a step further."""
        return time.monotonic() - self._advanced_at

    def expect(self, renderings: int) -> None:
        """Say of how many renderings the job consists, so that its progress counts those to come as well."""
        self._expected = renderings

    def expect_more(self, renderings: int) -> None:
        """Say that more are needed than were expected."""
        self._expected = max(self._expected, len(self._renderings)) + renderings

    def watch(self, handle: RenderHandle, total_steps: int) -> None:
        """Count a rendering as part of this job; cancels it at once where the job is to stop."""
        self._renderings[handle] = Advance(0, total_steps)
        if self.stop_reason:
            handle.cancel()

    def stop(self, reason: StopReason) -> None:
        """Stop everything that renders for this job; the first reason stands."""
        self.stop_reason = self.stop_reason or reason
        for handle in self._renderings:
            handle.cancel()

    def raise_if_stopping(self) -> None:
        """Raise `RenderCancelled` between two pieces of work where the job is to stop."""
        if self.stop_reason:
            raise RenderCancelled

    def reach(self, stage: str, progress: float | None = None) -> None:
        """Note what is being done now."""
        self.begun = True
        self._stage = stage
        self._progress = max(self._progress, progress or 0.0)
        self._note_change()

    def step(self, handle: RenderHandle, done: int, total: int) -> None:
        """Note the steps of one rendering; the job's are those of all its renderings."""
        self._advance(handle, Advance(done, total))

    def finished(self, handle: RenderHandle) -> None:
        """Note that one rendering is done."""
        self._advance(handle, replace(self._renderings[handle], finished=True))

    def _advance(self, handle: RenderHandle, advance: Advance) -> None:
        """Each rendering counts for as much as any other, however many steps it takes; nothing goes back."""
        self.begun = True
        self._renderings[handle] = advance
        shares = sum(each.share for each in self._renderings.values())
        whole = max(self._expected, len(self._renderings))
        self._progress = max(self._progress, RENDERING_SHARE * shares / whole)
        self._note_change()

    def beat(self) -> Beat:
        """How far the job is, for its row."""
        finished, planned = self._counted()
        return Beat(
            lease_token=self.lease_token,
            progress=self._progress,
            stage=self._stage,
            step=finished,
            total_steps=planned,
        )

    def message(self, preview: PreviewMessage | None = None) -> JobMessage:
        """How far the job is, for whoever watches; every message has a number of its own."""
        limit = (self.job.sequence // SEQUENCE_STRIDE + 1) * SEQUENCE_STRIDE - 1
        self._sequence = min(self._sequence + 1, limit)
        finished, planned = self._counted()
        return replace(
            message_of(self.job, JobEventType.PREVIEW if preview else JobEventType.PROGRESS),
            sequence=self._sequence,
            progress=self._progress,
            stage=self._stage,
            step=finished,
            total_steps=planned,
            at=datetime.now(UTC),
            preview=preview,
        )

    async def changes(self) -> AsyncIterator[JobMessage]:
        """Progress as it happens, many quick steps told as one."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            yield self.message()
            await asyncio.sleep(COALESCE_SECONDS)

    def _counted(self) -> tuple[int, int]:
        """Steps that are done, and those of all renderings; what is to come is taken to be like the last.

        Before the first one, they are as many as were planned.
        """
        known = list(self._renderings.values())
        if not known:
            return 0, self.job.total_steps
        to_come = max(0, self._expected - len(known)) * known[-1].total
        return sum(each.done for each in known), sum(each.total for each in known) + to_come

    def _note_change(self) -> None:
        self._advanced_at = time.monotonic()
        self._changed.set()
