"""`limner` commands as real processes, with settings of their own and a log that failures show."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from tests.acceptance.frontend import Frontend

LIMNER = Path(sys.executable).with_name("limner")
START_SECONDS = 60
END_SECONDS = 30
ENDINGS = {0, -signal.SIGTERM, -signal.SIGKILL}  #: uvicorn ends by the signal that it was sent
LOG_TAIL = 6000  #: characters that a failure shows

_READY = re.compile(r"^ready (http://\S+)$", re.MULTILINE)
_OURS = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}


@dataclass(frozen=True, kw_only=True)
class Command:
    """A `limner` command that runs."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self.process.pid

    @property
    def said(self) -> str:
        """What it has printed and logged so far."""
        return self.log.read_text(errors="replace")

    async def says(self, pattern: str | re.Pattern[str]) -> re.Match[str]:
        """Wait until its output holds a match."""
        wanted = re.compile(pattern)
        async with asyncio.timeout(START_SECONDS):
            while (match := wanted.search(self.said)) is None:
                assert self.process.returncode is None, f"limner ended before it said {wanted.pattern!r}"
                await asyncio.sleep(0.05)
        return match

    def kill(self) -> None:
        """End it as a machine that loses power would."""
        self.process.send_signal(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to end, wait until it has, and answer its exit status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(END_SECONDS):
                return await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()
            raise


@asynccontextmanager
async def limner(room: Path, settings: Mapping[str, str], *arguments: str) -> AsyncIterator[Command]:
    """Run a command in `room`; what it said goes with any failure of the test."""
    log = _new_log(room, arguments[0])
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *_dying_with_us(),
            LIMNER,
            *arguments,
            cwd=room,
            env=_environment(settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for pytest
        )
    command = Command(process=process, log=log)
    try:
        yield command
        assert await command.terminate() in ENDINGS
    except BaseException as error:
        error.add_note(f"── limner {' '.join(arguments)}\n{command.said[-LOG_TAIL:]}")
        raise
    finally:
        if process.returncode is None:
            command.kill()
            await process.wait()


@asynccontextmanager
async def serving(
    room: Path, settings: Mapping[str, str], *arguments: str
) -> AsyncIterator[tuple[Command, Frontend]]:
    """A server that answers, on a free port, and a frontend that talks to it."""
    async with limner(room, settings, "serve", "--port", "0", *arguments) as command:
        address = (await command.says(_READY))[1]
        async with Frontend(address) as frontend:
            yield command, frontend


def _new_log(room: Path, command: str) -> Path:
    room.mkdir(parents=True, exist_ok=True)
    return room / f"{command}-{len(list(room.glob('*.log')))}.log"


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without any settings of Limner but the given ones; one thread for sums."""
    outside = {name: value for name, value in os.environ.items() if name.upper() not in _OURS}
    return outside | {"OMP_NUM_THREADS": "1", "DATA_DIR": "data"} | dict(settings)


def _dying_with_us() -> tuple[str, ...]:
    """Children end with this process even where it is killed."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL") if setpriv else ()
