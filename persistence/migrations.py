"""Brings the tables to where the code is. Alembic does it; nothing else makes tables."""

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.sql.schema import SchemaItem

from alembic import command
from persistence.database import Database
from persistence.errors import DatabaseUnavailable
from persistence.tables import metadata

_LOCK = 0x6C696D6E  # "limn": the advisory lock of everybody who migrates this database
_PACKAGED = Path(__file__).parent / "alembic"
_CHECKOUT = Path(__file__).parents[1] / "alembic"


def is_ours(
    item: SchemaItem, name: str | None, type_: str, reflected: bool, against: SchemaItem | None
) -> bool:
    """Leave out what the models can't say: the tables and indexes of full-text search."""
    return not (reflected and against is None and (name or "").startswith("fulltext"))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_PACKAGED if _PACKAGED.is_dir() else _CHECKOUT))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade (or downgrade) under a lock, so that many processes may start at once."""
    async with database.writing() as connection:
        await connection.run_sync(_migrate, revision)


def _migrate(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    known = MigrationContext.configure(connection).get_current_revision()
    go = command.downgrade if _is_behind(revision, known) else command.upgrade
    go(_config(connection), revision)


def _is_behind(revision: str, current: str | None) -> bool:
    if revision == "head" or current is None:
        return False
    if revision == "base":
        return True
    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.iterate_revisions(current, "base")}


def revisions() -> list[str]:
    """Every revision there is, oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


async def current_revision(database: Database) -> str | None:
    """The revision that the database is at; None before the first migration."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def check(database: Database) -> None:
    """Raise `DatabaseUnavailable` where no statement can be run, or where there are no tables yet."""
    await database.check()
    if await current_revision(database) is None:
        raise DatabaseUnavailable(f"The database at {database.description} has no tables yet.")


async def differences(database: Database) -> list[object]:
    """What alembic finds different between the database and the models; empty when they agree."""

    def compare(connection: Connection) -> list[object]:
        options = {"include_object": is_ours, "compare_type": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def is_current(database: Database) -> bool:
    """Whether the database is where the code is."""
    newest = (await asyncio.to_thread(revisions))[-1]
    return await current_revision(database) == newest
