"""Watching jobs: the row first, changes of status from the table, steps from the bus, none out of turn."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

import pytest
from uuid_utils.compat import uuid7

from persistence import jobs, queue
from persistence.job_events import JobMessage, message_of
from persistence.queue import Admission, Beat
from persistence.status import JobEventType
from persistence.tables import GenerationJobRow
from resolvers.context import Context
from resolvers.errors import NotFound
from resolvers.progress import JobFilter, watch_job, watch_jobs
from tests.factories import make_job

PATIENCE_SECONDS = 10


async def enqueue(context: Context, **facts: object) -> GenerationJobRow:
    async with context.database.transaction() as session:
        return await jobs.enqueue(session, make_job(**facts), Admission())


async def claim(context: Context) -> GenerationJobRow:
    async with context.database.transaction() as session:
        [job] = await queue.claim(session, worker="w", engines=["sketch"], limit=1, lease_seconds=60)
    return job


async def fail(context: Context, job: GenerationJobRow, *, retry: bool) -> GenerationJobRow:
    error = {"code": "ENGINE_ERROR", "message": "It broke.", "retryable": retry}
    async with context.database.transaction() as session:
        failed = await queue.fail(session, job.id, job.lease_token, error, retry=retry)
    assert failed is not None
    return failed


async def tell_step(context: Context, job: GenerationJobRow, number: int, **facts: object) -> None:
    """What a worker publishes at a step; `number` counts the messages of an attempt."""
    told = message_of(job, JobEventType.PROGRESS)
    message = replace(told, **({"sequence": job.sequence + number, "progress": number / 10} | facts))
    await context.services.bus.publish(message.event())


async def take(events: AsyncGenerator[JobMessage, None], count: int) -> list[tuple[str, float]]:
    """The next messages' types and progress."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        taken = [await anext(events) for _ in range(count)]
    return [(message.type.value, message.progress) for message in taken]


async def test_unknown_jobs_and_those_of_others_are_not_found(context: Context) -> None:
    theirs = await enqueue(context, owner="bob")
    for job_id in (uuid7(), theirs.id):
        with pytest.raises(NotFound):
            await anext(watch_job(context, job_id))


async def test_steps_are_told_in_order_and_never_backwards(context: Context) -> None:
    await enqueue(context)
    job = await claim(context)
    async with aclosing(watch_job(context, job.id)) as events:
        assert await take(events, 1) == [("snapshot", 0.0)]
        for number, progress in ((1, 0.1), (3, 0.3), (2, 0.2), (4, 0.25), (5, 0.5)):
            await tell_step(context, job, number, progress=progress)
        assert await take(events, 3) == [("progress", 0.1), ("progress", 0.3), ("progress", 0.5)]


async def test_a_row_that_is_ahead_of_the_bus_is_not_followed_by_less(context: Context) -> None:
    await enqueue(context)
    job = await claim(context)
    beat = Beat(lease_token=job.lease_token, progress=0.6, stage="denoising", step=6, total_steps=10)
    async with context.database.transaction() as session:
        await queue.heartbeat(session, {job.id: beat}, 60)
    async with aclosing(watch_job(context, job.id)) as events:
        assert await take(events, 1) == [("snapshot", 0.6)]
        await tell_step(context, job, 5)
        await tell_step(context, job, 7)
        assert await take(events, 1) == [("progress", 0.7)]


async def test_a_beginning_that_the_bus_lost_is_told_before_its_steps(context: Context) -> None:
    queued = await enqueue(context)
    async with aclosing(watch_job(context, queued.id)) as events:
        assert await take(events, 1) == [("snapshot", 0.0)]
        job = await claim(context)
        await tell_step(context, job, 1)
        await tell_step(context, job, 2)
        assert await take(events, 2) == [("started", 0.0), ("progress", 0.2)]


async def test_steps_of_an_earlier_attempt_come_too_late(context: Context) -> None:
    await enqueue(context)
    first = await claim(context)
    await fail(context, first, retry=True)
    async with aclosing(watch_job(context, first.id)) as events:
        assert await take(events, 1) == [("snapshot", 0.0)]
        await tell_step(context, first, 9)
        async with context.database.transaction() as session:
            await queue.cancel(session, first.id)
        assert await take(events, 1) == [("cancelled", 0.0)]


@pytest.mark.parametrize("retry", [True, False])
async def test_the_end_of_an_attempt_is_no_less_far_than_its_steps(context: Context, retry: bool) -> None:
    await enqueue(context)
    job = await claim(context)
    async with aclosing(watch_job(context, job.id)) as events:
        await take(events, 1)
        await tell_step(context, job, 5)
        assert await take(events, 1) == [("progress", 0.5)]
        failed = await fail(context, job, retry=retry)
        assert failed.progress == 0.0
        assert await take(events, 1) == [("retrying" if retry else "failed", 0.5)]


async def test_an_end_that_the_bus_lost_is_found_in_the_table(context: Context) -> None:
    await enqueue(context)
    job = await claim(context)
    async with aclosing(watch_job(context, job.id)) as events:
        await take(events, 1)
        await fail(context, job, retry=False)
        assert [type_ for type_, _ in await take(events, 1)] == ["failed"]
        with pytest.raises(StopAsyncIteration):
            await anext(events)


async def test_what_was_missed_is_told_once_before_the_job_as_it_stands(context: Context) -> None:
    queued = await enqueue(context)
    job = await claim(context)
    await fail(context, job, retry=False)
    missed = [message async for message in watch_job(context, job.id, after_sequence=queued.sequence)]
    assert [message.type for message in missed] == ["started", "failed", "snapshot"]
    assert missed[0].sequence < missed[1].sequence == missed[2].sequence


async def test_all_jobs_of_the_viewer_are_watched_by_kind_and_batch(context: Context) -> None:
    batch = uuid7()
    async with aclosing(watch_jobs(context, JobFilter(kinds=("map",), batch_id=batch))) as events:
        first = asyncio.create_task(take(events, 1))
        await asyncio.sleep(0)  # it listens from here on
        for progress, facts in enumerate(
            (
                {"kind": "map", "batch_id": batch, "owner": "bob"},
                {"kind": "portrait", "batch_id": batch},
                {"kind": "map", "batch_id": None},
                {"kind": "map", "batch_id": batch},
            )
        ):
            await tell_step(context, make_job(**facts), progress)
        assert await first == [("progress", 0.3)]
