"""Submissions that have arrived and are not yet in the timetable."""

import time
from bisect import insort
from collections.abc import Collection

from generation.engines.base import StageReached
from generation.engines.sdxl.messages import Submission
from generation.errors import GenerationError, RenderCancelled

REMINDER_SECONDS = 5.0  #: a worker takes whoever is silent for long to be stuck


class Arrivals:
    """A line of submissions: the most urgent first, of these the oldest."""

    def __init__(self) -> None:
        self._line: list[Submission] = []
        self._reminded_at = float("-inf")

    def __bool__(self) -> bool:
        return bool(self._line)

    @property
    def first(self) -> Submission:
        """Who is next; only where there is anybody."""
        return self._line[0]

    def join(self, submission: Submission) -> None:
        """Put a submission behind the others that are as urgent or more so."""
        insort(self._line, submission, key=lambda other: other.priority)

    def leave(self, submission: Submission) -> None:
        """Take a submission out."""
        self._line.remove(submission)

    def tell(self, stage: str, *, engines: Collection[str] | None = None) -> None:
        """Tell everybody, or those of `engines`, what they wait for."""
        for submission in self._line:
            if engines is None or submission.engine in engines:
                submission.handle.report(StageReached(stage=stage))

    def remind(self, stage: str) -> None:
        """Tell everybody what they wait for, but not all the time."""
        if time.monotonic() - self._reminded_at >= REMINDER_SECONDS:
            self._reminded_at = time.monotonic()
            self.tell(stage)

    def drop_cancelled(self) -> None:
        """Let go of what nobody wants any more."""
        for submission in [submission for submission in self._line if submission.handle.cancelled]:
            self.leave(submission)
            submission.refuse(RenderCancelled())

    def refuse_all(self, error: GenerationError) -> None:
        """End them all with `error`."""
        while self._line:
            self._line.pop().refuse(error)
