"""Rides out a database that is away for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asyncpg.exceptions import InternalClientError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

T = TypeVar("T")

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0

log = structlog.get_logger(__name__)


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database is away, rather than that the statement is wrong."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)
    # asyncpg says InternalClientError between a server's farewell and the end of the connection.
    return isinstance(error, OSError | PoolTimeoutError | InternalClientError)


async def persistently(work: Callable[[], Awaitable[T]], *, seconds: float, what: str) -> T:
    """Do `work`, again and again while the database is away, for so long; then let its error pass."""
    deadline = asyncio.get_running_loop().time() + seconds
    pause = _FIRST_PAUSE
    while True:
        try:
            return await work()
        except Exception as error:
            if not is_outage(error) or asyncio.get_running_loop().time() + pause > deadline:
                raise
            log.warning("database away, trying again", what=what, pause=pause, error=str(error))
        await asyncio.sleep(pause)
        pause = min(_LONGEST_PAUSE, pause * 2)
