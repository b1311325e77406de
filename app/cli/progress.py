"""How far a job is, shown to people: a bar on a terminal, a few plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Column
from rich.text import Text

from app.client.results import JobProgress, JobStatus

LINE_EVERY = 0.25  #: share of the work between two plain lines
BAR_WIDTH = 32


class ProgressView(Protocol):
    """Shows one job's progress."""

    def show(self, progress: JobProgress) -> None:
        """Tell how far the job is."""


@contextmanager
def progress_view(console: Console, title: str) -> Iterator[ProgressView]:
    """A bar where the console is a terminal that can redraw one, plain lines otherwise."""
    if console.is_terminal and not console.is_dumb_terminal:
        with _bar(console) as bar:
            yield BarView(bar, title)
    else:
        yield LineView(console, title)


class BarView:
    """A bar with stage, steps and expected seconds, gone when the job is done."""

    def __init__(self, bar: Progress, title: str) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=1.0, stage="", eta="")

    def show(self, progress: JobProgress) -> None:
        """Redraw."""
        self._bar.update(
            self._task, completed=progress.progress, stage=describe(progress), eta=_eta(progress)
        )


class LineView:
    """A line where the job has to wait, one when it begins, and one at every quarter."""

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title
        self._waits = False
        self._next = 0.0

    def show(self, progress: JobProgress) -> None:
        """Say it, unless it was said."""
        if progress.status is JobStatus.QUEUED and not self._waits:
            self._waits = True
            self._say(describe(progress))
        if progress.status is JobStatus.RUNNING and progress.progress >= self._next:
            self._next = (progress.progress // LINE_EVERY + 1) * LINE_EVERY
            self._say(f"{progress.progress:.0%}, {describe(progress)}")

    def _say(self, what: str) -> None:
        self._console.print(Text(f"{self._title}: {what}"))


def describe(progress: JobProgress) -> str:
    """The stage, with steps or the place in the queue where they say more."""
    if progress.status is JobStatus.QUEUED and progress.queue_position:
        return f"queued, place {progress.queue_position}"
    if progress.status is JobStatus.RUNNING and progress.total_steps and progress.step:
        return f"{progress.stage} {progress.step}/{progress.total_steps}"
    return progress.stage


def _eta(progress: JobProgress) -> str:
    seconds = progress.eta_seconds
    if seconds is None or seconds < 1:
        return ""
    return f"{seconds:.0f} s left" if seconds < 90 else f"{seconds / 60:.0f} min left"


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("  {task.description}", table_column=Column(min_width=12)),
        BarColumn(BAR_WIDTH, complete_style="yellow", finished_style="green"),
        TextColumn("[dim]{task.fields[stage]}", table_column=Column(min_width=18)),
        TextColumn("[dim]{task.fields[eta]}"),
        console=console,
        transient=True,
    )
