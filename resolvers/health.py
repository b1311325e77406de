"""How the parts of the product are: for the health endpoints, the `system` query and the metrics."""

import asyncio
import shutil
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from persistence import jobs, migrations, workers
from persistence.cache import Cache
from persistence.database import Database
from persistence.errors import PersistenceError
from persistence.events import EventBus
from persistence.object_storage import ObjectStorage
from persistence.tables import ImageRow

LIMIT_SECONDS = 2.0  #: no look at anything takes longer
FRESH_SECONDS = 1.0  #: many probes at once share one look, since some looks write

_FAILURES = (PersistenceError, SQLAlchemyError, OSError)  # TimeoutError is an OSError

Result = TypeVar("Result")

log = structlog.get_logger(__name__)


class HealthState(StrEnum):
    """How a part is; the contract's HealthState."""

    OK = "ok"
    DEGRADED = "degraded"  #: works, but not as it should
    DOWN = "down"
    DISABLED = "disabled"  #: the settings do without it


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that can be away: `check` raises where it is, and is None where the settings do without."""

    name: str
    description: str
    check: Callable[[], Coroutine[Any, Any, None]] | None
    is_essential: bool = True  #: nothing can be served without it


@dataclass(frozen=True, kw_only=True)
class ComponentHealth:
    """How one part is; `detail` is for people and holds no secrets."""

    name: str
    state: HealthState
    latency_ms: float | None
    detail: str | None
    is_essential: bool


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How much there is; times are seconds."""

    images: int
    queued_jobs: int
    running_jobs: int
    oldest_queued_seconds: float
    live_workers: int


class CacheAway(PersistenceError):
    """The cache does not answer; everything works without it, only slower."""


class HealthChecks:
    """Looks at every part at once, none for longer than `LIMIT_SECONDS`."""

    def __init__(
        self,
        *,
        parts: Sequence[Part],
        database: Database,
        data_directory: Path,
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        self._parts = parts
        self._database = database
        self._data_directory = data_directory
        self._components = _Recent(self._look_at_parts, fresh_seconds)
        self._figures = _Recent(self._look_at_figures, fresh_seconds)

    async def components(self) -> list[ComponentHealth]:
        """Every part, in the order in which they were given."""
        return await self._components.get()

    async def figures(self) -> Figures | None:
        """How much there is; None while the database does not say."""
        return await self._figures.get()

    async def free_bytes(self) -> int | None:
        """Room that is left in the data directory; None where its file system does not say."""
        try:
            usage = await _within_limit(asyncio.to_thread(shutil.disk_usage, self._data_directory))
        except OSError as error:
            log.warning("free disk space unknown", error=str(error))
            return None
        return usage.free

    async def _look_at_parts(self) -> list[ComponentHealth]:
        return await asyncio.gather(*(_look_at(part) for part in self._parts))

    async def _look_at_figures(self) -> Figures | None:
        try:
            return await _within_limit(_count(self._database))
        except _FAILURES as error:
            log.warning("figures unknown", error=str(error))
            return None


def parts_of(
    *, database: Database, storage: ObjectStorage, bus: EventBus, cache: Cache | None
) -> tuple[Part, ...]:
    """The parts that every installation has."""
    return (
        Part(
            name="database",
            description=database.description,
            check=partial(migrations.check, database),
        ),
        Part(name="storage", description=storage.description, check=storage.check),
        Part(name="events", description=bus.description, check=bus.check),
        _cache_part(cache),
    )


def overall(components: Iterable[ComponentHealth]) -> HealthState:
    """DOWN where an essential part is; DEGRADED where any other part is, or is not quite well."""
    found = list(components)
    if any(each.state is HealthState.DOWN and each.is_essential for each in found):
        return HealthState.DOWN
    if any(each.state in (HealthState.DOWN, HealthState.DEGRADED) for each in found):
        return HealthState.DEGRADED
    return HealthState.OK


def _cache_part(cache: Cache | None) -> Part:
    if cache is None:
        return Part(name="cache", description="none", check=None, is_essential=False)

    async def check() -> None:
        if not await cache.answers():
            raise CacheAway

    return Part(name="cache", description=cache.description, check=check, is_essential=False)


async def _look_at(part: Part) -> ComponentHealth:
    if part.check is None:
        return _health(part, HealthState.DISABLED, None, part.description)
    began = time.perf_counter()
    try:
        await _within_limit(part.check())
    except TimeoutError:
        detail = f"{part.description} did not answer within {LIMIT_SECONDS:g} seconds."
        return _health(part, HealthState.DOWN, began, detail)
    except _FAILURES as error:
        return _health(part, HealthState.DOWN, began, str(error))
    return _health(part, HealthState.OK, began, part.description)


def _health(part: Part, state: HealthState, began: float | None, detail: str) -> ComponentHealth:
    return ComponentHealth(
        name=part.name,
        state=state,
        latency_ms=None if began is None else round((time.perf_counter() - began) * 1000, 3),
        detail=detail,
        is_essential=part.is_essential,
    )


async def _count(database: Database) -> Figures:
    kept = select(func.count()).select_from(ImageRow).where(col(ImageRow.deleted_at).is_(None))
    async with database.reading() as session:
        queue = await jobs.figures(session)
        return Figures(
            images=(await session.execute(kept)).scalar_one(),
            queued_jobs=queue.queued,
            running_jobs=queue.running,
            oldest_queued_seconds=queue.oldest_queued_seconds,
            live_workers=len(await workers.live(session)),
        )


async def _within_limit(work: Coroutine[Any, Any, Result]) -> Result:
    """What `work` answers; raises `TimeoutError` on time even where `work` is slow to be cancelled."""
    task = asyncio.create_task(work)
    task.add_done_callback(_hear)
    try:
        done, _ = await asyncio.wait({task}, timeout=LIMIT_SECONDS)
    finally:
        task.cancel()
    if not done:
        raise TimeoutError
    return task.result()


def _hear(task: asyncio.Task[Any]) -> None:
    """Take an exception that comes too late for anybody to care."""
    if not task.cancelled():
        task.exception()


class _Recent(Generic[Result]):
    """The last result while it is fresh; who asks during a look waits for it and shares it."""

    def __init__(self, look: Callable[[], Coroutine[Any, Any, Result]], fresh_seconds: float) -> None:
        self._look = look
        self._fresh_seconds = fresh_seconds
        self._turn = asyncio.Lock()
        self._last: tuple[float, Result] | None = None

    async def get(self) -> Result:
        async with self._turn:
            if self._last is None or time.monotonic() - self._last[0] >= self._fresh_seconds:
                result = await self._look()
                self._last = time.monotonic(), result
            return self._last[1]
