"""Alembic makes the tables, all of them, and takes them away again."""

import asyncio
import sys

from sqlalchemy import inspect

from persistence.database import Database, open_database
from persistence.migrations import current_revision, differences, is_current, migrate, revisions


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    assert await differences(database) == []
    assert await is_current(database)


async def test_each_migration_downgrades(database: Database) -> None:
    for revision in ["base", *revisions()][-2::-1]:
        await migrate(database, revision)
        assert await current_revision(database) == (None if revision == "base" else revision)
    assert await tables(database) <= {"alembic_version"}
    await migrate(database)
    assert await differences(database) == []


async def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    program = (
        "import asyncio, sys; from persistence import database, migrations; "
        "asyncio.run(migrations.migrate(database.open_database(sys.argv[1])))"
    )
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, database_url) for _ in range(3)
    ]
    assert [await process.wait() for process in started] == [0, 0, 0]
    database = open_database(database_url)
    assert await is_current(database)
    await database.close()
