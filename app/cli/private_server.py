"""A server of our own, for as long as a command needs one."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from app.cli.failures import BadUsage, CommandFailed, ExitCode

READY = "ready "
START_SECONDS = 120.0
END_SECONDS = 20.0
WATCH_SECONDS = 0.5
SHOWN_LINES = 15
SETTINGS = {"LOG_LEVEL": "INFO", "DRAIN_SECONDS": "2"}  #: nobody waits for what it still works on
ENGINE_AWAY = "engine not available"  #: the worker's word in the log


class PrivateServer:
    """A running server; made by `private_server`."""

    def __init__(self, process: Process, log: IO[bytes]) -> None:
        self.address = ""
        self._process = process
        self._log = log

    @property
    def last_words(self) -> str:
        """The end of what the server logged."""
        lines = Path(self._log.name).read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-SHOWN_LINES:])

    async def start(self) -> None:
        """Wait until it answers; raises `CommandFailed` with what it said where it does not."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(START_SECONDS):
                line = (await self._process.stdout.readline()).decode().strip()
        except TimeoutError as error:
            raise CommandFailed(f"The server did not start in time. It said:\n{self.last_words}") from error
        if not line.startswith(READY):
            raise self._explanation(await self._process.wait())
        self.address = line.removeprefix(READY)

    async def trouble(self, engine: str) -> None:
        """Raise `CommandFailed` once the server has ended, or says that it cannot have this engine.

        A server waits for its engines for ever, since a model may still be on its way; people don't.
        """
        while self._process.returncode is None:
            for entry in await asyncio.to_thread(self._entries):
                if entry.get("event") == ENGINE_AWAY and entry.get("engine") == engine:
                    raise CommandFailed(str(entry["reason"]))
            await asyncio.sleep(WATCH_SECONDS)
        raise CommandFailed("The server ended.")

    async def end(self) -> None:
        """Let it finish; where that takes too long, or we may not wait, end it at once."""
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._kill()
            await self._process.wait()
        except asyncio.CancelledError:
            self._kill()
            raise

    def _entries(self) -> list[dict[str, object]]:
        """What the server logged, without what is no log entry."""
        lines = Path(self._log.name).read_text("utf-8", "replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            self._process.kill()

    def _explanation(self, exit_code: int) -> CommandFailed:
        """A bad setting is one line that the server has already worded."""
        said = self.last_words
        if exit_code == ExitCode.USAGE:
            return BadUsage(said.rpartition("limner: ")[2])
        return CommandFailed(f"The server did not start. It said:\n{said}")


@asynccontextmanager
async def private_server(data_dir: Path | None = None) -> AsyncIterator[PrivateServer]:
    """A server on a free port of loopback, with the settings' data directory unless another is given."""
    command = [sys.executable, "-P", "-m", "app.cli", "serve", "--port", "0", "--until-stdin-ends"]
    if data_dir is not None:
        command += ["--data-dir", str(data_dir)]
    with tempfile.NamedTemporaryFile(prefix="limner-", suffix=".log") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,  # ends with us, however we end
            stdout=PIPE,
            stderr=log,
            env=os.environ | SETTINGS,
            start_new_session=True,  # Ctrl+C is for us, who cancel the job before the server goes
        )
        server = PrivateServer(process, log)
        try:
            await server.start()
            yield server
        finally:
            await server.end()
