"""One contract, kept by the cache in memory and on Redis; and what happens when Redis is away."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from persistence.cache import Cache, CacheStatistics, CacheValue, MemoryStore, open_cache
from tests.relay import Relay


@asynccontextmanager
async def opened(url: str | None) -> AsyncIterator[Cache]:
    cache = open_cache(url)
    try:
        yield cache
    finally:
        await cache.close()


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    url = request.getfixturevalue("redis_url") if request.param == "redis" else None
    async with opened(url) as cache:
        yield cache


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\x00\xffpicture",
        b'j{"not": "json"}',
        "text ✓",
        0,
        False,
        1.5,
        [],
        {"deep": [1, None, {"a": "b"}]},
    ],
)
async def test_value_comes_back_as_it_was_kept(cache: Cache, value: CacheValue) -> None:
    await cache.set("key", value)
    back = await cache.get("key")
    assert back == value
    assert type(back) is type(value)


async def test_kept_value_does_not_change_with_what_was_given(cache: Cache) -> None:
    given: list[CacheValue] = [1]
    await cache.set("key", given)  # type: ignore[arg-type]  # a list of JSON values is one
    given.append(2)
    assert await cache.get("key") == [1]


async def test_unknown_key_is_a_miss(cache: Cache) -> None:
    assert await cache.get("key") is None


async def test_later_value_replaces_the_earlier(cache: Cache) -> None:
    await cache.set("key", "first", ttl=60)
    await cache.set("key", b"second")
    assert await cache.get("key") == b"second"


async def test_value_is_forgotten_after_its_time(cache: Cache) -> None:
    await cache.set("short", 1, ttl=0.05)
    await cache.set("long", 2, ttl=60)
    async with asyncio.timeout(20):
        while await cache.get("short") is not None:  # noqa: ASYNC110  time passes, nothing tells
            await asyncio.sleep(0.01)
    assert await cache.get("long") == 2


async def test_deleted_value_is_a_miss(cache: Cache) -> None:
    await cache.set("key", 1)
    await cache.delete("key")
    await cache.delete("never there")
    assert await cache.get("key") is None


async def test_clear_forgets_what_the_pattern_names(cache: Cache) -> None:
    for key in ("themes:1", "themes:2", "themes", "them[e]s:1", "images:1"):
        await cache.set(key, key)
    await cache.clear("themes:*")
    await cache.clear("them[e]*")
    await cache.clear("images:1")
    kept = [
        key for key in ("themes:1", "themes:2", "themes", "them[e]s:1", "images:1") if await cache.get(key)
    ]
    assert kept == ["themes"]
    await cache.clear()
    assert await cache.get("themes") is None


async def test_hits_and_misses_are_counted(cache: Cache) -> None:
    await cache.set("key", 1)
    await cache.get("key")
    await cache.get("key")
    await cache.get("other")
    assert cache.statistics == CacheStatistics(hits=2, misses=1)


async def test_many_ask_at_once(cache: Cache) -> None:
    await asyncio.gather(*(cache.set(f"key:{number}", number) for number in range(200)))
    assert await asyncio.gather(*(cache.get(f"key:{number}") for number in range(200))) == list(range(200))


async def test_cache_that_runs_answers(cache: Cache) -> None:
    assert await cache.answers()


async def test_memory_keeps_what_was_used_last() -> None:
    cache = Cache(MemoryStore(max_entries=2))
    for key in ("first", "second"):
        await cache.set(key, key)
    await cache.get("first")
    await cache.set("third", "third")
    assert [await cache.get(key) for key in ("first", "second", "third")] == ["first", None, "third"]
    await cache.close()


async def test_memory_keeps_to_its_bytes() -> None:
    cache = Cache(MemoryStore(max_bytes=1000))
    for number in range(5):
        await cache.set(str(number), bytes(300))
    await cache.set("too large", bytes(2000))
    await cache.set("last", b"small")
    kept = [key for key in ("0", "1", "2", "3", "4", "too large", "last") if await cache.get(key) is not None]
    assert kept == ["2", "3", "4", "last"]
    await cache.close()


async def test_clear_leaves_other_keys_of_redis_alone(redis_url: str) -> None:
    async with opened(redis_url) as cache, Redis.from_url(redis_url) as client:
        await client.set("somebody else's", "data")
        await cache.set("key", 1)
        await cache.clear()
        assert await client.get("somebody else's") == b"data"


async def test_entry_that_cannot_be_read_is_a_miss(redis_url: str) -> None:
    async with opened(redis_url) as cache, Redis.from_url(redis_url) as client:
        for stored in (b"", b"?", b"j{half", b"\x80\x04pickle."):
            await client.set("limner:cache:key", stored)
            assert await cache.get("key") is None


async def test_cache_that_is_away_is_a_miss_and_is_logged_once(
    free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(f"redis://somebody:secret@127.0.0.1:{free_port}/0") as cache:
        for _ in range(3):
            assert not await cache.answers()
            await cache.set("key", 1)
            await cache.delete("key")
            await cache.clear()
            assert await cache.get("key") is None
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text + cache.description


async def test_cache_that_says_nothing_is_a_miss(redis_url: str) -> None:
    async with Relay(redis_url, 6379) as relay, opened(relay.url) as cache:
        await cache.set("key", 1)
        relay.go_silent()
        assert await cache.get("key") is None


async def test_cache_is_used_again_when_it_is_back(
    redis_url: str, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="persistence.cache")
    relay = Relay(redis_url, 6379, port=free_port)
    async with opened(relay.url) as cache:
        await cache.set("key", 1)
        async with relay:
            assert await cache.answers()
            await cache.set("key", 2)
            assert await cache.get("key") == 2
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_address_that_is_no_cache_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cache address must begin with"):
        open_cache("memcached://localhost")
