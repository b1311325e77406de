"""The event bus: in-process, over Redis, or over PostgreSQL, as the settings allow."""

from urllib.parse import urlsplit

from persistence.events.memory import MemoryBus
from persistence.events.port import Event, EventBus, JsonObject, JsonValue
from persistence.events.postgres import PostgresBus
from persistence.events.redis import RedisBus

__all__ = [
    "Event",
    "EventBus",
    "JsonObject",
    "JsonValue",
    "MemoryBus",
    "PostgresBus",
    "RedisBus",
    "open_bus",
]


def open_bus(*, cache_url: str | None, database_url: str) -> EventBus:
    """Redis where there is one, otherwise PostgreSQL where that is the database, otherwise in-process."""
    if cache_url is not None and urlsplit(cache_url).scheme in ("redis", "rediss"):
        return RedisBus(cache_url)
    if urlsplit(database_url).scheme.partition("+")[0] in ("postgresql", "postgres"):
        return PostgresBus(database_url)
    return MemoryBus()
