"""Real parts for the endpoints: databases, storages, and a client that speaks to an application."""

from collections.abc import AsyncIterator

import pytest

from persistence.database import Database, open_database
from persistence.migrations import migrate
from persistence.object_storage import ObjectStorage, open_storage


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """A migrated SQLite, for tests in which the database does not matter."""
    opened = open_database(sqlite_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def storage(storage_url: str) -> AsyncIterator[ObjectStorage]:
    """Object storage that is ready, in a directory and on S3."""
    opened = open_storage(storage_url, "limner")
    await opened.start()
    yield opened
    await opened.close()
