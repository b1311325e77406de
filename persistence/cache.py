"""The cache: aiocache in memory or on Redis. A cache that is down is a miss, never an error."""

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

import orjson
from aiocache import RedisCache, SimpleMemoryCache
from aiocache.serializers import NullSerializer
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from persistence.events.port import JsonValue

CacheValue = bytes | JsonValue
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

log = logging.getLogger(__name__)

_NAMESPACE = "limner:cache"
_ANSWER_SECONDS = 0.25
_REST_SECONDS = 1.0  # a cache that is down costs one request per second its patience, not every one
_CONNECTIONS = 16
_BATCH_KEYS = 500

_BYTES, _JSON = b"b", b"j"  # the first byte of what is stored tells how to read the rest

_LOSSES = (RedisError, OSError, TimeoutError)


@dataclass(frozen=True, kw_only=True)
class CacheStatistics:
    """What `get` found since the start; a cache that is down counts as misses."""

    hits: int
    misses: int


class CacheStore(Protocol):
    """Bytes by key, in memory or on Redis; may fail as Redis and networks do."""

    @property
    def description(self) -> str:
        """Where the bytes lie, without user and password."""

    async def get(self, key: str) -> bytes | None:
        """The bytes; None where there are none."""

    async def set(self, key: str, value: bytes, ttl: float | None) -> None:
        """Keep bytes, for `ttl` seconds where given."""

    async def delete(self, key: str) -> None:
        """Forget a key."""

    async def clear(self, prefix: str) -> None:
        """Forget every key with this prefix."""

    async def check(self) -> None:
        """Fail where the store does not answer."""

    async def close(self) -> None:
        """Give the connections back."""


class Cache:
    """Values that may be forgotten at any time: bytes or JSON, never pickle."""

    def __init__(self, store: CacheStore) -> None:
        self._store = store
        self._hits = 0
        self._misses = 0
        self._is_away = False
        self._rests_until = 0.0  # by the monotonic clock

    @property
    def description(self) -> str:
        """Where the values lie, for people; never holds a secret."""
        return self._store.description

    @property
    def statistics(self) -> CacheStatistics:
        """Hits and misses since the start."""
        return CacheStatistics(hits=self._hits, misses=self._misses)

    async def get(self, key: str) -> CacheValue:
        """The value; None where there is none."""
        stored = await self._try(self._store.get, key)
        value = None if stored is None else _decode(stored)
        if value is None:
            self._misses += 1
        else:
            self._hits += 1
        return value

    async def set(self, key: str, value: CacheValue, *, ttl: float | None = None) -> None:
        """Keep a value for `ttl` seconds (a millisecond at least), or for as long as there is room."""
        await self._try(self._store.set, key, _encode(value), ttl)

    async def delete(self, key: str) -> None:
        """Forget a value."""
        await self._try(self._store.delete, key)

    async def clear(self, pattern: str = "*") -> None:
        """Forget a key; a pattern ending in `*` stands for every key with that prefix."""
        if pattern.endswith("*"):
            await self._try(self._store.clear, pattern[:-1])
        else:
            await self.delete(pattern)

    async def answers(self) -> bool:
        """Whether the cache works at this moment; for health checks."""
        self._rests_until = 0.0
        await self._try(self._store.check)
        return not self._is_away

    async def close(self) -> None:
        """Give the connections back."""
        await self._store.close()

    async def _try(
        self,
        operation: Callable[Arguments, Awaitable[Result]],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result | None:
        if time.monotonic() < self._rests_until:
            return None
        try:
            result = await operation(*args, **kwargs)
        except _LOSSES as loss:
            self._went_down(loss)
            return None
        self._came_up()
        return result

    def _went_down(self, loss: Exception) -> None:
        self._rests_until = time.monotonic() + _REST_SECONDS
        if not self._is_away:
            log.warning("The cache (%s) is away; going on without: %s", self.description, loss or "no answer")
        self._is_away = True

    def _came_up(self) -> None:
        if self._is_away:
            log.info("The cache (%s) is back", self.description)
        self._is_away = False


class MemoryStore:
    """aiocache's memory, bounded: the least recently used entries go first."""

    def __init__(self, *, max_entries: int = 10_000, max_bytes: int = 64 * 1024 * 1024) -> None:
        # without a time limit aiocache never gives way to other tasks: the books below always balance
        self._entries = SimpleMemoryCache(serializer=NullSerializer(encoding=None), timeout=None)
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._sizes: OrderedDict[str, int] = OrderedDict()  # by use; may still name what has expired
        self._total_bytes = 0

    @property
    def description(self) -> str:
        """That the values stay here."""
        return "memory"

    async def get(self, key: str) -> bytes | None:
        """The bytes; None where there are none."""
        value: bytes | None = await self._entries.get(key)
        if value is None:
            self._forget(key)
        else:
            self._sizes.move_to_end(key)
        return value

    async def set(self, key: str, value: bytes, ttl: float | None) -> None:
        """Keep bytes, for `ttl` seconds where given; make room for them."""
        await self.delete(key)
        if len(value) > self._max_bytes:
            return
        self._sizes[key] = len(value)
        self._total_bytes += len(value)
        await self._entries.set(key, value, ttl=ttl)
        while len(self._sizes) > self._max_entries or self._total_bytes > self._max_bytes:
            await self.delete(next(iter(self._sizes)))

    async def delete(self, key: str) -> None:
        """Forget a key."""
        self._forget(key)
        await self._entries.delete(key)

    async def clear(self, prefix: str) -> None:
        """Forget every key with this prefix."""
        for key in [key for key in self._sizes if key.startswith(prefix)]:
            await self.delete(key)

    async def check(self) -> None:
        """Memory is always there."""

    async def close(self) -> None:
        """Forget everything, and the timers with it."""
        await self.clear("")

    def _forget(self, key: str) -> None:
        self._total_bytes -= self._sizes.pop(key, 0)


class RedisStore:
    """aiocache's Redis, under a namespace of its own."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._place = f"Redis at {address.hostname or 'localhost'}{address.path}"
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=_ANSWER_SECONDS,
            socket_timeout=_ANSWER_SECONDS,
            socket_connect_timeout=_ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._client = Redis.from_pool(pool)
        self._entries = RedisCache(
            serializer=NullSerializer(encoding=None),
            namespace=_NAMESPACE,
            timeout=2 * _ANSWER_SECONDS,
            # aiocache would make the pool from host and port alone, without TLS, user name and time limits
            connection_pool_class=lambda **_: pool,
        )

    @property
    def description(self) -> str:
        """The server and the database, without user and password."""
        return self._place

    async def get(self, key: str) -> bytes | None:
        """The bytes; None where there are none."""
        value: bytes | None = await self._entries.get(key)
        return value

    async def set(self, key: str, value: bytes, ttl: float | None) -> None:
        """Keep bytes, for `ttl` seconds where given."""
        await self._entries.set(key, value, ttl=None if ttl is None else float(ttl))

    async def delete(self, key: str) -> None:
        """Forget a key."""
        await self._entries.delete(key)

    async def clear(self, prefix: str) -> None:
        """Forget every key with this prefix; by SCAN, since aiocache's KEYS would hold the server up."""
        pattern = _escaped(f"{_NAMESPACE}:{prefix}") + "*"
        async for key in self._client.scan_iter(match=pattern, count=_BATCH_KEYS):
            await self._client.unlink(key)

    async def check(self) -> None:
        """Ask for a sign of life."""
        await self._client.ping()

    async def close(self) -> None:
        """Give the connections back; not by aiocache's `close`, which redis-py has deprecated."""
        await self._client.aclose()


def open_cache(url: str | None) -> Cache:
    """Redis at `redis://…` or `rediss://…`; memory for None or `memory://`.

    Raises `ValueError` with a sentence for people.
    """
    if url is None or url.startswith("memory://"):
        return Cache(MemoryStore())
    if url.startswith(("redis://", "rediss://")):
        return Cache(RedisStore(url))
    raise ValueError("The cache address must begin with redis://, rediss:// or memory://.")


def _encode(value: CacheValue) -> bytes:
    return _BYTES + value if isinstance(value, bytes) else _JSON + orjson.dumps(value)


def _decode(stored: bytes) -> CacheValue:
    """The value; None for what is not ours."""
    kind, content = stored[:1], stored[1:]
    if kind == _BYTES:
        return content
    try:
        value: JsonValue = orjson.loads(content) if kind == _JSON else None
    except orjson.JSONDecodeError:
        return None
    return value


def _escaped(text: str) -> str:
    """Text that Redis's glob patterns take letter by letter."""
    return "".join(f"\\{letter}" if letter in "*?[]\\^-" else letter for letter in text)
