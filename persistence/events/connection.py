"""Keeping one connection alive: open it, notice its loss, open the next one, ever more patiently."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 5.0

#: A session opens a connection, calls its argument once it is of use, and ends or raises when it is lost.
Session = Callable[[Callable[[], None]], Awaitable[None]]


class KeptConnection:
    """Runs one session after another until it is closed. An outage is logged once, and so is its end."""

    def __init__(self, name: str, session: Session, losses: tuple[type[Exception], ...]) -> None:
        self._name = name
        self._session = session
        self._losses = losses
        self._up = asyncio.Event()
        self._tried = asyncio.Event()
        self._failures = 0
        self._limit: asyncio.Timeout | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        """Whether the connection is of use now."""
        return self._up.is_set()

    async def start(self) -> None:
        """Begin, and answer when the first session is of use or has failed."""
        self._task = asyncio.create_task(self._keep(), name=f"keep {self._name}")
        await self._tried.wait()

    async def wait_until_up(self, seconds: float) -> bool:
        """Wait for a connection of use, but not for ever; answers whether there is one."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._up.wait(), seconds)
        return self.is_up

    def suspect(self) -> None:
        """Give the connection up at once: somebody waited for an answer on it in vain."""
        if self._limit is not None and self.is_up:
            self._up.clear()
            self._limit.reschedule(asyncio.get_running_loop().time())

    async def close(self) -> None:
        """End the session that runs, and start no other."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            if not self._task.cancelled():
                self._task.result()  # raises what nobody foresaw

    async def _keep(self) -> None:
        while True:
            try:
                async with asyncio.timeout(None) as self._limit:
                    await self._session(self._came_up)
                self._went_down("the connection was closed")
            except self._losses as loss:
                self._went_down(str(loss) or "no answer")
            finally:
                self._up.clear()
                self._tried.set()
            await asyncio.sleep(_delay(self._failures))

    def _came_up(self) -> None:
        if self._failures:
            log.info("%s is back", self._name)
        self._failures = 0
        self._up.set()
        self._tried.set()

    def _went_down(self, reason: str) -> None:
        if not self._failures:
            log.warning("%s is away, and will be tried again: %s", self._name, reason)
        self._failures += 1


def _delay(failures: int) -> float:
    """Seconds until the next try: twice as long each time, with jitter so that processes come back apart."""
    longest = min(_FIRST_DELAY_SECONDS * 2 ** min(failures, 10), _LONGEST_DELAY_SECONDS)
    return random.uniform(longest / 2, longest)
