"""The worker: claims jobs, works them off, and keeps their leases while it does.

The story of one job is `_work`: make → store → complete, with one handler for whatever goes wrong. Around it
three loops live as long as the worker: `_claim_forever`, `_beat_forever` (leases, cancels, the worker's own
row) and `_listen` (wakes and cancels from the event bus). None of them ever waits for an engine.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from pydantic import TypeAdapter

from generation.engines.base import Engine, EngineInfo
from generation.errors import EngineUnavailable, GenerationError, RenderCancelled, RenderTimeout
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.worker.filing import StoredArtwork, keep, store
from generation.worker.held import HeldJob, StopReason
from generation.worker.making import make
from generation.worker.studio import Studio
from persistence import queue, workers
from persistence.errors import PersistenceError
from persistence.events import Event
from persistence.job_events import CANCEL_TOPIC, WAKE_TOPIC, message_of
from persistence.retrying import is_outage, persistently
from persistence.status import JobEventType, JobStatus
from persistence.tables import GenerationJobRow, JsonObject, WorkerRow

log = structlog.get_logger(__name__)

POLL_SECONDS = 2.0  #: only the fall-back: events wake the worker
WRITE_BACK_SECONDS = 120.0  #: a finished job rides out a database that is away for so long
ENGINE_RETRY_SECONDS = 30.0

_SPECS: TypeAdapter[tuple[RenderSpec, ...]] = TypeAdapter(tuple[RenderSpec, ...])
_INFO: TypeAdapter[EngineInfo] = TypeAdapter(EngineInfo)

Ending = Callable[[], Awaitable[GenerationJobRow | None]]


@dataclass(frozen=True, kw_only=True)
class WorkerConfig:
    """How a worker goes about it; times are seconds."""

    name: str
    slots: int = 4  #: jobs at a time
    lease_seconds: float = 15.0
    stall_seconds: float = 300.0  #: a job that comes no step further for so long loses its lease
    drain_seconds: float = 60.0  #: what still runs so long after `stop` goes back to the queue


class LeaseLost(Exception):
    """Somebody else has the job by now; the result is discarded."""


class Worker:
    """Works off jobs until it is stopped."""

    def __init__(self, studio: Studio, config: WorkerConfig) -> None:
        self._studio = studio
        self._config = config
        self._held: dict[UUID, HeldJob] = {}
        self._away: dict[str, str] = {}  #: why an engine is not available, by its name
        self._finished = 0
        self._wake = asyncio.Event()  #: there may be something to claim, or nothing left to do
        self._news = asyncio.Event()  #: the worker's own row is out of date
        self._stopping = asyncio.Event()
        self._row = WorkerRow(name=config.name)

    def stop(self) -> None:
        """Claim no more; `run` ends once what runs has finished or gone back."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Work until `stop`; leases and cancels are looked after to the end."""
        async with asyncio.TaskGroup() as loops:
            tending = [loops.create_task(self._listen()), loops.create_task(self._beat_forever())]
            tending += [loops.create_task(self._start(engine)) for engine in self._studio.engines.values()]
            await self._claim_forever(loops)
            await self._drain()
            for task in tending:
                task.cancel()
        async with self._studio.database.transaction() as session:
            await workers.leave(session, self._row)

    async def _start(self, engine: Engine) -> None:
        """Get an engine ready, however often it takes: its model may still be on its way."""
        while True:
            try:
                await engine.start()
            except EngineUnavailable as error:
                log.warning("engine not available", engine=engine.info.name, reason=error.message)
                self._away[engine.info.name] = error.message
                self._news.set()
                await asyncio.sleep(ENGINE_RETRY_SECONDS)
            else:
                self._away.pop(engine.info.name, None)
                self._wake.set()
                self._news.set()
                return

    # ── claiming ────────────────────────────────────────────────────────────

    async def _claim_forever(self, working: asyncio.TaskGroup) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            jobs = await self._claim()
            for job in jobs:
                working.create_task(self._work(self._hold(job)), name=f"job {job.id}")
            if not jobs:
                await _waited(self._wake, POLL_SECONDS)

    async def _claim(self) -> Sequence[GenerationJobRow]:
        """Take what there is room for; nothing while the database is away."""
        ready = [name for name, engine in self._studio.engines.items() if engine.ready]
        room = self._config.slots - len(self._held)
        if room <= 0 or not ready:
            return []
        try:
            async with self._studio.database.transaction() as session:
                return await queue.claim(
                    session,
                    worker=self._config.name,
                    engines=ready,
                    limit=room,
                    lease_seconds=self._config.lease_seconds,
                )
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("nothing claimed: the database is away", error=str(error))
            return []

    def _hold(self, job: GenerationJobRow) -> HeldJob:
        """Note a claimed job; it may be one whose earlier lease was lost here and not yet given up."""
        if earlier := self._held.get(job.id):
            earlier.stop(StopReason.LEASE_LOST)
        held = self._held[job.id] = HeldJob(job)
        return held

    # ── the story of one job ────────────────────────────────────────────────

    async def _work(self, held: HeldJob) -> None:
        telling = asyncio.create_task(self._tell_progress(held))
        try:
            await self._announce(held.job, JobEventType.STARTED)
            await self._complete(held, await self._make_and_store(held))
        except LeaseLost:
            log.warning("lease lost, result discarded", job=str(held.id))
        except Exception as error:  # noqa: BLE001 - the one failure handler: whatever it is, the job must end
            await self._end_badly(held, error)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            if self._held.get(held.id) is held:
                del self._held[held.id]
            self._finished += 1
            self._wake.set()

    async def _make_and_store(self, held: HeldJob) -> list[StoredArtwork]:
        request = GenerationRequest.from_json(held.job.request)
        specs = _SPECS.validate_python(held.job.specs)
        artworks = await make(self._studio, held, request, specs)
        held.raise_if_stopping()
        held.reach("storing", 0.98)
        return [await store(self._studio, artwork) for artwork in artworks]

    async def _complete(self, held: HeldJob, stored: Sequence[StoredArtwork]) -> None:
        request = GenerationRequest.from_json(held.job.request)
        steps = held.beat().total_steps

        async def complete() -> GenerationJobRow:
            async with self._studio.database.transaction() as session:
                job = await queue.succeed(session, held.id, held.lease_token, total_steps=steps)
                if job is None:
                    raise LeaseLost
                await keep(session, held, request, list(stored))
                return job

        job = await persistently(complete, seconds=WRITE_BACK_SECONDS, what=f"finish job {held.id}")
        await self._announce(job, JobEventType.SUCCEEDED)

    async def _end_badly(self, held: HeldJob, error: Exception) -> None:
        """Write down how a job ended without a picture: cancelled, given back, to be retried, or failed."""
        try:
            job = await persistently(
                self._ending(held, error), seconds=WRITE_BACK_SECONDS, what=f"end job {held.id}"
            )
        except Exception:
            # Nothing more can be done from here; the lease runs out and the reaper frees the job.
            log.exception("could not write down how a job ended", job=str(held.id))
            return
        if job is not None:
            await self._announce(job, _event_of(job, held))
            if held.stop_reason is StopReason.GIVEN_BACK:
                await self._studio.bus.publish(Event(topic=WAKE_TOPIC, payload={}))

    def _ending(self, held: HeldJob, error: Exception) -> Ending:
        reason = held.stop_reason if isinstance(error, RenderCancelled) else None
        if reason is StopReason.STALLED:
            error, reason = RenderTimeout(), None
        told = _told(error)
        if reason is None:
            _log_failure(held, error, told)

        async def end() -> GenerationJobRow | None:
            if reason is StopReason.LEASE_LOST:
                return None
            async with self._studio.database.transaction() as session:
                # The row is to say how far it came, which nobody has written since the last heartbeat.
                await queue.heartbeat(session, {held.id: held.beat()}, self._config.lease_seconds)
                match reason:
                    case StopReason.GIVEN_BACK:
                        return await queue.give_back(session, held.id, held.lease_token)
                    case StopReason.CANCELLED:
                        return await queue.cancelled(session, held.id, held.lease_token)
                retry = bool(told["retryable"])
                return await queue.fail(session, held.id, held.lease_token, told, retry=retry)

        return end

    async def _tell_progress(self, held: HeldJob) -> None:
        async for message in held.changes():
            await self._studio.publish(message)

    async def _announce(self, job: GenerationJobRow, type_: JobEventType) -> None:
        await self._studio.publish(message_of(job, type_))

    # ── leases, cancels and wakes ───────────────────────────────────────────

    async def _listen(self) -> None:
        async with self._studio.bus.subscribe(WAKE_TOPIC, f"{CANCEL_TOPIC}.*") as events:
            async for event in events:
                if event.topic == WAKE_TOPIC:
                    self._wake.set()
                elif held := self._held.get(UUID(str(event.payload["job_id"]))):
                    held.stop(StopReason.CANCELLED)

    async def _beat_forever(self) -> None:
        while True:
            self._news.clear()
            try:
                await self._beat()
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("no heartbeat: the database is away", error=str(error))
            await _waited(self._news, self._config.lease_seconds / 3)

    async def _beat(self) -> None:
        advancing = {job_id: held.beat() for job_id, held in self._held.items() if not self._stalled(held)}
        self._row.engines = [self._engine_facts(info) for info in self._studio.infos()]
        self._row.running_jobs, self._row.finished_jobs = len(self._held), self._finished
        async with self._studio.database.transaction() as session:
            mine = await queue.heartbeat(session, advancing, self._config.lease_seconds)
            await workers.beat(session, self._row)
        for job_id in advancing:
            held = self._held.get(job_id)
            if held is not None and job_id not in mine:
                held.stop(StopReason.LEASE_LOST)
            elif held is not None and mine[job_id]:
                held.stop(StopReason.CANCELLED)

    def _engine_facts(self, info: EngineInfo) -> JsonObject:
        """An engine as the worker's row tells of it, with the reason where it is not available."""
        told = replace(info, detail=self._away.get(info.name, info.detail))
        facts: JsonObject = _INFO.dump_python(told, mode="json")
        return facts | {"ready": self._studio.engines[info.name].ready}

    def _stalled(self, held: HeldJob) -> bool:
        stalled = held.idle_seconds > self._config.stall_seconds
        if stalled:
            log.error("job stalled, its lease is not renewed", job=str(held.id))
            held.stop(StopReason.STALLED)
        return stalled

    # ── the end ─────────────────────────────────────────────────────────────

    async def _drain(self) -> None:
        """Give back what has not begun, wait for the rest, and give that back too where it takes too long."""
        for held in self._held.values():
            if not held.begun:
                held.stop(StopReason.GIVEN_BACK)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._config.drain_seconds):
                await self._idle()
        for held in self._held.values():
            held.stop(StopReason.GIVEN_BACK)
        await self._idle()

    async def _idle(self) -> None:
        while self._held:
            self._wake.clear()
            await self._wake.wait()


def _event_of(job: GenerationJobRow, held: HeldJob) -> JobEventType:
    """What happened to a job that left our hands without a picture; a refunded attempt was given back."""
    if job.status != JobStatus.QUEUED:
        return JobEventType(job.status)
    return JobEventType.QUEUED if job.attempt < held.job.attempt else JobEventType.RETRYING


async def _waited(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not for longer than this."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def _log_failure(held: HeldJob, error: Exception, told: JsonObject) -> None:
    """What was asked for and cannot be is no trouble of the server's."""
    facts = {"job": str(held.id), "attempt": held.job.attempt, "code": told["code"]}
    if told["code"] == "VALIDATION_ERROR":
        log.info("job failed", reason=told["message"], **facts)
    else:
        log.error("job failed", exc_info=error, **facts)


def _told(error: Exception) -> JsonObject:
    """An error as the job's row keeps it: a code, a sentence for people, whether to try again."""
    if isinstance(error, GenerationError | PersistenceError):
        return {"code": error.code, "message": error.message, "retryable": error.retryable}
    return {
        "code": "INTERNAL_ERROR",
        "message": "Something unforeseen went wrong while this picture was made.",
        "retryable": True,
    }
