"""The event bus by PostgreSQL's NOTIFY, on one connection of its own.

The address must lead to PostgreSQL itself: a pooler in transaction mode cannot LISTEN.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from persistence.errors import BusUnavailable
from persistence.events.connection import KeptConnection
from persistence.events.fanout import Fanout
from persistence.events.port import Event
from persistence.events.wire import decode, encode

CHANNEL = "limner_events"

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 2.0
_SUBSCRIBE_SECONDS = 0.5

_LOSSES = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # between the server's last word and the closing of the socket
)


class PostgresBus:
    """Events for every process on one PostgreSQL database.

    After `liveness_seconds` of silence the connection is asked for a sign of life.
    """

    def __init__(self, database_url: str, *, liveness_seconds: float = 10.0) -> None:
        address = urlsplit(database_url)
        self._dsn = _dsn(address)
        self._place = f"{address.hostname or 'localhost'}{address.path}"
        self._liveness_seconds = liveness_seconds
        self._fanout = Fanout()
        self._connection: asyncpg.Connection | None = None
        self._turn = asyncio.Lock()  # a connection takes one statement at a time
        self._kept = KeptConnection(f"The event bus ({self.description})", self._session, _LOSSES)

    @property
    def description(self) -> str:
        """The server and the database, without user and password."""
        return f"PostgreSQL at {self._place}"

    async def start(self) -> None:
        """Connect and listen, and keep doing so."""
        await self._kept.start()

    async def publish(self, event: Event) -> None:
        """Tell every process; where the database is away the event is lost."""
        message = encode(event)
        if message is None:
            return
        async with self._turn:
            if self._connection is not None and self._kept.is_up:
                await self._notify(self._connection, message.decode())

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[AsyncIterator[Event]]:
        """Listen from the moment the context is entered, or from when the database is back."""
        with self._fanout.subscribe(*topics) as subscription:
            await self._kept.wait_until_up(_SUBSCRIBE_SECONDS)
            yield subscription

    async def check(self) -> None:
        """Ask the listening connection for an answer; raises `BusUnavailable`."""
        if self._connection is None or not self._kept.is_up:
            raise BusUnavailable(f"The event bus has no connection to {self.description}.")
        try:
            await self._ask(self._connection)
        except _LOSSES as error:
            raise BusUnavailable(f"The event bus got no answer from {self.description}.") from error

    async def close(self) -> None:
        """Stop listening; every subscription ends."""
        await self._kept.close()
        self._fanout.close()

    async def _session(self, came_up: Callable[[], None]) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(self._dsn, timeout=_CONNECT_SECONDS)
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._receive)
            self._connection = connection
            came_up()
            await self._watch(connection, lost)
        finally:
            self._connection = None
            connection.terminate()

    async def _watch(self, connection: asyncpg.Connection, lost: asyncio.Event) -> None:
        """Return when the connection is lost; ask now and then, since a half-open one says nothing."""
        while not lost.is_set():
            try:
                await asyncio.wait_for(lost.wait(), self._liveness_seconds)
            except TimeoutError:
                await self._ask(connection)

    async def _ask(self, connection: asyncpg.Connection) -> None:
        async with self._turn:
            await connection.execute("SELECT 1", timeout=_ANSWER_SECONDS)

    async def _notify(self, connection: asyncpg.Connection, message: str) -> None:
        try:
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, message, timeout=_ANSWER_SECONDS)
        except _LOSSES:
            self._kept.suspect()  # which logs the outage, once

    def _receive(
        self,
        _connection: "asyncpg.Connection | PoolConnectionProxy",
        _process: int,
        _channel: str,
        payload: object,
    ) -> None:
        event = decode(str(payload))
        if event is not None:
            self._fanout.deliver(event)


def _dsn(address: SplitResult) -> str:
    """The address as asyncpg reads it: SQLAlchemy names the driver, and calls `sslmode` `ssl`."""
    options = [("sslmode" if name == "ssl" else name, value) for name, value in parse_qsl(address.query)]
    return address._replace(scheme="postgresql", query=urlencode(options)).geturl()
