"""A migrated database for each test, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from persistence.database import Database, open_database
from persistence.migrations import migrate


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.close()
