"""Frees the jobs of workers that stopped answering; runs on every API and every worker."""

import asyncio

import structlog

from persistence import queue
from persistence.database import Database
from persistence.events import Event, EventBus
from persistence.job_events import WAKE_TOPIC, message_of
from persistence.retrying import is_outage
from persistence.status import JobEventType, JobStatus

log = structlog.get_logger(__name__)


async def reap_forever(database: Database, bus: EventBus, *, every_seconds: float) -> None:
    """Look for expired leases again and again, until cancelled."""
    while True:
        try:
            await reap_once(database, bus)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("no reaping: the database is away", error=str(error))
        await asyncio.sleep(every_seconds)


async def reap_once(database: Database, bus: EventBus) -> int:
    """Free every job whose lease has run out and tell of it; answers how many."""
    async with database.transaction() as session:
        freed = await queue.reap(session)
    for job in freed:
        retrying = job.status == JobStatus.QUEUED
        log.warning("lease expired", job=str(job.id), status=job.status, attempt=job.attempt)
        type_ = JobEventType.RETRYING if retrying else JobEventType(job.status)
        await bus.publish(message_of(job, type_).event())
    if freed:
        await bus.publish(Event(topic=WAKE_TOPIC, payload={}))
    return len(freed)
