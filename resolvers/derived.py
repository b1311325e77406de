"""Files that are made from stored bytes, each once: variants of pictures, exports of maps, overlays drawn."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError

from persistence import images
from persistence.cache import Cache
from persistence.database import Database
from persistence.object_storage import ObjectStorage
from persistence.tables import VariantRow

T = TypeVar("T")

_CACHED_SECONDS = 3600.0
_MADE_AT_ONCE = 4  # each holds a whole file in memory

Place = tuple[str, str]
"""Of a file among those that were made: the SHA-256 of its source, and its key."""


class Derived(Protocol):
    """A file that was made."""

    @property
    def data(self) -> bytes:
        """Its bytes."""

    @property
    def content_type(self) -> str:
        """What they are."""


class DerivedFiles:
    """Makes files from stored bytes, each once: who asks for one that is being made waits for it."""

    def __init__(self, *, database: Database, storage: ObjectStorage, cache: Cache, pool: Executor) -> None:
        self._database = database
        self._storage = storage
        self._cache = cache
        self._pool = pool
        self._turns = asyncio.Semaphore(_MADE_AT_ONCE)
        self._under_way: dict[Place, asyncio.Task[VariantRow]] = {}

    async def derive(self, sha256: str, key: str, make: Callable[[bytes], Derived]) -> VariantRow:
        """What `make` gives for the stored bytes, kept under `key`, with its own bytes in storage.

        `key` has 64 characters at most and says all that `make` goes by beside the bytes. `make` runs off
        the event loop. Raises `ObjectMissing`, `StorageError`, and what `make` raises. Who gives up waiting
        does not stop the making.
        """
        return await self.derive_from(sha256, key, partial(self._storage.get, sha256), make)

    async def derive_from(
        self, sha256: str, key: str, gather: Callable[[], Awaitable[T]], make: Callable[[T], Derived]
    ) -> VariantRow:
        """The same for what is made of more than one stored object, or of none: `gather` brings it.

        `sha256` is then that of the object which it is a form of, or a digest of all that it is made from.
        """
        place = (sha256, key)
        task = self._under_way.get(place)
        if task is None:
            # The search belongs to the task too: between a search outside and here, the row may be made.
            task = asyncio.create_task(self._find_or_make(place, gather, make), name=f"file {key}")
            self._under_way[place] = task
            task.add_done_callback(lambda done: self._end(place, done))
        return await asyncio.shield(task)

    async def find(self, sha256: str, key: str) -> VariantRow | None:
        """What was made before."""
        cached = await self._cache.get(_cache_key(sha256, key))
        if isinstance(cached, dict):
            return VariantRow.model_validate(cached)
        row = await self._find(sha256, key)
        return None if row is None else await self._remembered(row)

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end(self, place: Place, done: asyncio.Task[VariantRow]) -> None:
        del self._under_way[place]
        if not done.cancelled():
            done.exception()  # heard, even where everybody who waited has gone

    async def _find_or_make(
        self, place: Place, gather: Callable[[], Awaitable[T]], make: Callable[[T], Derived]
    ) -> VariantRow:
        found = await self.find(*place)
        return found or await self._remembered(await self._make(place, gather, make))

    async def _remembered(self, row: VariantRow) -> VariantRow:
        place = _cache_key(row.source_sha256, row.key)
        await self._cache.set(place, row.model_dump(mode="json"), ttl=_CACHED_SECONDS)
        return row

    async def _find(self, sha256: str, key: str) -> VariantRow | None:
        async with self._database.reading() as session:
            return await images.find_variant(session, sha256, key)

    async def _make(
        self, place: Place, gather: Callable[[], Awaitable[T]], make: Callable[[T], Derived]
    ) -> VariantRow:
        async with self._turns:
            source = await gather()
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(self._pool, make, source)
            stored = await self._storage.put(made.data)
        sha256, key = place
        return await self._keep(
            VariantRow(
                source_sha256=sha256,
                key=key,
                sha256=stored.sha256,
                content_type=made.content_type,
                size_bytes=stored.size_bytes,
            )
        )

    async def _keep(self, made: VariantRow) -> VariantRow:
        try:
            async with self._database.transaction() as session:
                return await images.add_variant(session, made)
        except IntegrityError:
            # Another process was quicker; the same bytes gave it the same file.
            earlier = await self._find(made.source_sha256, made.key)
            if earlier is None:
                raise
            return earlier


def _cache_key(sha256: str, key: str) -> str:
    return f"variant:{sha256}:{key}"
