"""Addresses as people write them, and what a transaction promises."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from persistence import images
from persistence.database import Database, database_url, open_database
from persistence.errors import DatabaseUnavailable
from persistence.images import ImageQuery
from tests.factories import make_image


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("postgres://ada:pw@db/limner", "postgresql+asyncpg://ada:pw@db/limner"),
        ("postgresql://ada@db:6432/limner", "postgresql+asyncpg://ada@db:6432/limner"),
        ("postgresql://db/limner?sslmode=require", "postgresql+asyncpg://db/limner?ssl=require"),
        ("postgresql+asyncpg://db/limner", "postgresql+asyncpg://db/limner"),
        ("sqlite:////srv/limner.db", "sqlite+aiosqlite:////srv/limner.db"),
    ],
)
def test_addresses_are_taken_as_people_write_them(written: str, used: str) -> None:
    assert database_url(written).render_as_string(hide_password=False) == used


async def test_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            await images.add(session, make_image())
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fail()
    async with database.reading() as session:
        assert (await session.execute(images.listing("ada", ImageQuery()))).all() == []


async def test_many_writers_wait_for_each_other(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as session:
            await images.add(session, make_image(name=str(number)))

    await asyncio.gather(*(write(number) for number in range(25)))
    async with database.reading() as session:
        assert len((await session.execute(images.listing("ada", ImageQuery()))).all()) == 25


async def test_foreign_keys_hold(database: Database) -> None:
    async def point_nowhere() -> None:
        async with database.transaction() as session:
            await images.add(session, make_image(source_id=UUID(int=7)))

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await point_nowhere()


async def test_sqlite_keeps_what_was_committed(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    async with database.reading() as session:
        modes = [
            (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    await database.close()
    assert modes == ["wal", 2, 1]


async def test_database_that_is_away_is_told_without_its_password(free_port: int) -> None:
    database = open_database(f"postgresql://ada:secret@127.0.0.1:{free_port}/limner")
    with pytest.raises(DatabaseUnavailable) as away:
        await database.check()
    assert "secret" not in away.value.message
    assert f"127.0.0.1:{free_port}" in away.value.message
    await database.close()
