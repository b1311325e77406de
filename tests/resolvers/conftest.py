"""The context of an operation, on a real database and a bus within the process."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from generation.engines.sketch.engine import INFO
from persistence.cache import open_cache
from persistence.database import open_database
from persistence.events import MemoryBus
from persistence.migrations import migrate
from persistence.object_storage import DirectoryStorage
from persistence.queue import Admission
from resolvers.context import Context, Services, Viewer
from resolvers.derived import DerivedFiles
from resolvers.media import MediaAddresses


@pytest.fixture
async def context(database_url: str, tmp_path: Path) -> AsyncIterator[Context]:
    """Ada's, on SQLite and on PostgreSQL, with room for two of her jobs and three in all."""
    database = open_database(database_url)
    await migrate(database)
    storage = DirectoryStorage(tmp_path / "objects")
    pool = ThreadPoolExecutor(1)
    files = DerivedFiles(database=database, storage=storage, cache=open_cache(None), pool=pool)
    services = Services(
        database=database,
        bus=MemoryBus(),
        storage=storage,
        files=files,
        engines=(replace(INFO, default=True),),
        admission=Admission(per_owner=2, in_all=3),
    )
    addresses = MediaAddresses(base_url="http://limner.test", secret=b"secret")
    yield Context(services=services, identity=Viewer(id="ada"), addresses=addresses)
    await files.close()
    pool.shutdown()
    await database.close()
