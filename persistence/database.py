"""The database: SQLite in a file, or PostgreSQL; one code path for both."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from persistence.errors import DatabaseUnavailable

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON")
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def database_url(address: str) -> URL:
    """The address as people write it, with the driver that we use; raises ValueError with one sentence."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise ValueError("not a database address such as postgresql://user:password@host/name") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ValueError(
            f"{url.drivername}:// is no database that Limner knows: use postgresql:// or sqlite:///"
        )
    if driver.startswith("sqlite") and not url.database:
        raise ValueError("the SQLite address names no file: write sqlite:///path/to/limner.db")
    return _with_ssl_as_asyncpg_says_it(url.set(drivername=driver))


def _with_ssl_as_asyncpg_says_it(url: URL) -> URL:
    """PostgreSQL's own tools say `sslmode`, asyncpg says `ssl`."""
    mode = url.query.get("sslmode")
    return url if mode is None else url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


class Database:
    """Transactions over a pool of connections."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = engine.execution_options(limner_writes=True)
        # SQLite has one writer. Waiting here is fair and wakes at once; its own busy handler polls.
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @property
    def description(self) -> str:
        """Where the rows lie, for people; never holds a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that may write; commits at the end, rolls back where an exception passes."""
        async with self._turn, AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A bare connection in a transaction that may write; for migrations."""
        return self._writer.begin()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, from one consistent view."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    async def check(self) -> None:
        """Raise `DatabaseUnavailable` with a sentence for people where no statement can be run."""
        try:
            async with asyncio.timeout(5), self.reading() as session:
                await session.connection()
                await session.execute(text("SELECT 1"))
        except (DBAPIError, OSError, TimeoutError, sqlite3.Error) as error:
            raise DatabaseUnavailable(
                f"The database at {self.description} does not answer: {error}"
            ) from error

    async def close(self) -> None:
        """Give the connections back."""
        await self.engine.dispose()


def open_database(address: str) -> Database:
    """A database by its address; connects when first used. Makes the folder of a SQLite file."""
    url = database_url(address)
    if url.drivername.startswith("sqlite"):
        return Database(_open_sqlite(url))
    return Database(
        create_async_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, pool_recycle=1800)
    )


def _open_sqlite(url: URL) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        Path(url.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Left to itself the driver would begin transactions on its own, too late and never IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("limner_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
