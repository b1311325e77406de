"""Pictures as addresses, and the variants behind those addresses."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError

from generation.post_processing.variants import THUMBNAIL, Variant, make_variant
from generation.vocabulary import ImageFormat
from persistence import images
from persistence.cache import Cache
from persistence.database import Database
from persistence.object_storage import ObjectStorage
from persistence.tables import VariantRow

_SIGNATURE_BYTES = 16
_CACHED_SECONDS = 3600.0
_MADE_AT_ONCE = 4  # each holds a whole picture file in memory


@dataclass(frozen=True, kw_only=True)
class MediaAddresses:
    """Where stored bytes are served: under `base_url`; an empty one makes addresses relative to the host.

    Addresses of variants are signed, since making one costs work: only who was given an address can ask.
    """

    base_url: str
    secret: bytes = field(repr=False)

    def original(self, sha256: str) -> str:
        """The address of stored bytes as they are."""
        return f"{self.base_url.rstrip('/')}/media/{sha256}"

    def variant(self, sha256: str, variant: Variant) -> str:
        """The signed address of a variant; a variant that changes nothing is the original."""
        if not (variant.width or variant.height or variant.format or variant.quality):
            return self.original(sha256)
        return f"{self.original(sha256)}/{variant.key}?s={self._signature(sha256, variant.key)}"

    def thumbnail(self, sha256: str) -> str:
        """The address of a WebP of 200 × 200 pixels at most."""
        return self.variant(sha256, THUMBNAIL)

    def srcset(self, sha256: str, widths: Iterable[int], *, own_width: int | None = None) -> str:
        """The `srcset` attribute of WebP variants, each width in pixels once, ascending.

        Variants never enlarge, so widths beyond the picture's own, where that is given, become its own: a
        browser must not be told of pixels that are not there. Raises `InvalidBrief(field="width")`.
        """
        served = sorted({min(width, own_width or width) for width in widths})
        variants = [Variant(width=width, format=ImageFormat.WEBP) for width in served]
        return ", ".join(f"{self.variant(sha256, variant)} {variant.width}w" for variant in variants)

    def is_signed(self, sha256: str, key: str, signature: str) -> bool:
        """Whether we gave this variant's address away; takes the same time for every wrong signature."""
        expected = self._signature(sha256, key)
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def _signature(self, sha256: str, key: str) -> str:
        # The prefix keeps these signatures apart from all else that the secret signs.
        digest = hmac.digest(self.secret, f"media/{sha256}/{key}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).rstrip(b"=").decode()


class VariantMaker:
    """Makes variants, each once: who asks for one that is being made waits for it."""

    def __init__(self, *, database: Database, storage: ObjectStorage, cache: Cache, pool: Executor) -> None:
        self._database = database
        self._storage = storage
        self._cache = cache
        self._pool = pool
        self._turns = asyncio.Semaphore(_MADE_AT_ONCE)
        self._under_way: dict[tuple[str, str], asyncio.Task[VariantRow]] = {}

    async def find_or_make(self, sha256: str, variant: Variant) -> VariantRow:
        """The variant of stored bytes, with its own bytes in storage.

        Raises `ObjectMissing`, `StorageError`, and `InvalidBrief` where the bytes are no complete picture or
        cannot take this shape. Who gives up waiting does not stop the making.
        """
        key = (sha256, variant.key)
        task = self._under_way.get(key)
        if task is None:
            # The search belongs to the task too: between a search outside and here, the row may be made.
            task = asyncio.create_task(self._find_or_make(sha256, variant), name=f"variant {variant.key}")
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._end(key, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end(self, key: tuple[str, str], done: asyncio.Task[VariantRow]) -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # heard, even where everybody who waited has gone

    async def _find_or_make(self, sha256: str, variant: Variant) -> VariantRow:
        place = f"variant:{sha256}:{variant.key}"
        cached = await self._cache.get(place)
        if isinstance(cached, dict):
            return VariantRow.model_validate(cached)
        row = await self._find(sha256, variant.key) or await self._make(sha256, variant)
        await self._cache.set(place, row.model_dump(mode="json"), ttl=_CACHED_SECONDS)
        return row

    async def _find(self, sha256: str, key: str) -> VariantRow | None:
        async with self._database.reading() as session:
            return await images.find_variant(session, sha256, key)

    async def _make(self, sha256: str, variant: Variant) -> VariantRow:
        async with self._turns:
            source = await self._storage.get(sha256)
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(self._pool, make_variant, source, variant)
            stored = await self._storage.put(made.data)
        return await self._keep(
            VariantRow(
                source_sha256=sha256,
                key=variant.key,
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
            # Another process was quicker; the same picture gave it the same bytes.
            earlier = await self._find(made.source_sha256, made.key)
            if earlier is None:
                raise
            return earlier
