"""Has something painted: submit, follow, fetch. What `limner generate` and the demo share."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from app.cli.failures import CommandFailed, Interrupted
from app.cli.files import Target
from app.cli.progress import ProgressView, progress_view
from app.client.client import LimnerClient, Variables
from app.client.documents import Submission
from app.client.errors import ClientError
from app.client.results import JobResult, Picture


@dataclass(frozen=True, kw_only=True)
class Painted:
    """A picture that lies in a file; `seconds` is what its job took."""

    picture: Picture
    path: Path
    seconds: float | None
    was_cached: bool

    @property
    def facts(self) -> str:
        """Size, seed and time, for people."""
        picture = self.picture
        facts = [f"{picture.width} × {picture.height}"]
        if picture.seed is not None:
            facts.append(f"seed {picture.seed}")
        if self.was_cached:
            facts.append("painted before")
        elif self.seconds is not None:
            facts.append(f"{self.seconds:.1f} s")
        return ", ".join(facts)


@dataclass(frozen=True, kw_only=True)
class Brush:
    """A client and where progress is shown."""

    client: LimnerClient
    console: Console

    async def paint(
        self, title: str, submission: Submission, request: Variables, target: Target
    ) -> tuple[str, list[Painted]]:
        """Have it painted, and write it to `target`; answers the job's id and the pictures.

        A portrait that was painted for the sake of a token stays with the server.
        """
        job_id = await self.client.submit(submission, request)
        with progress_view(self.console, title) as view:
            await self._follow(job_id, view)
        result = await self.client.result(job_id, target.file_format)
        wanted = [picture for picture in result.pictures if picture.kind == submission.name]
        return job_id, await self._fetch(result, wanted, target)

    async def _follow(self, job_id: str, view: ProgressView) -> None:
        """Until the job has ended; who interrupts us cancels it."""
        try:
            async with aclosing(self.client.follow(job_id)) as events:
                async for progress in events:
                    view.show(progress)
        except asyncio.CancelledError:
            raise Interrupted(await self._cancel(job_id)) from None

    async def _cancel(self, job_id: str) -> str:
        try:
            await self.client.cancel(job_id)
        except ClientError as error:
            return f"interrupted, and the job could not be cancelled: {error}"
        return "interrupted, and the job is cancelled"

    async def _fetch(self, result: JobResult, pictures: Sequence[Picture], target: Target) -> list[Painted]:
        fetched = []
        for picture, path in zip(pictures, target.paths(pictures), strict=True):
            await asyncio.to_thread(write, path, await self.client.download(picture.download_url))
            fetched.append(
                Painted(picture=picture, path=path, seconds=result.seconds, was_cached=result.was_cached)
            )
        return fetched


def write(path: Path, data: bytes) -> None:
    """Put a whole file in place; raises `CommandFailed`."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CommandFailed(f"{path} could not be written: {error.strerror}") from error


def show(console: Console, painted: Painted) -> None:
    """A line about a finished picture."""
    console.print(f"[green]✔[/] [bold]{escape(str(painted.path))}[/]  [dim]{painted.facts}[/]")
