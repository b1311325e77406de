"""A job in a worker's hands, and how far it is."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
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


class HeldJob:
    """A claimed job: its lease, its progress, and whether it is to stop."""

    def __init__(self, job: GenerationJobRow) -> None:
        self.job = job
        self.stop_reason: StopReason | None = None
        self.begun = False
        self._handles: list[RenderHandle] = []
        self._steps: dict[RenderHandle, tuple[int, int]] = {}
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

    def watch(self, handle: RenderHandle, total_steps: int) -> None:
        """Count a rendering as part of this job; cancels it at once where the job is to stop."""
        self._handles.append(handle)
        self._steps[handle] = (0, total_steps)
        if self.stop_reason:
            handle.cancel()

    def stop(self, reason: StopReason) -> None:
        """Stop everything that renders for this job; the first reason stands."""
        self.stop_reason = self.stop_reason or reason
        for handle in self._handles:
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
        self.begun = True
        self._steps[handle] = (done, total)
        finished, planned = self._counted()
        self._progress = max(self._progress, RENDERING_SHARE * finished / max(1, planned))
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
        steps = self._steps.values()
        return sum(done for done, _ in steps), sum(total for _, total in steps)

    def _note_change(self) -> None:
        self._advanced_at = time.monotonic()
        self._changed.set()
