"""The queue: claim, lease, retry, cancel, fairness; on both databases."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest

from persistence import jobs, queue
from persistence.database import Database
from persistence.errors import QueueFull
from persistence.queue import Admission, Beat
from persistence.status import SEQUENCE_STRIDE, JobStatus
from persistence.tables import GenerationJobRow
from tests.factories import make_job

FREE = Admission()
ERROR = {"code": "ENGINE_ERROR", "message": "It broke.", "retryable": True}


async def put(database: Database, admission: Admission = FREE, **overrides: object) -> GenerationJobRow:
    async with database.transaction() as session:
        return await jobs.enqueue(session, make_job(**overrides), admission)


async def take(database: Database, limit: int = 1, lease_seconds: float = 15.0) -> list[GenerationJobRow]:
    async with database.transaction() as session:
        claimed = await queue.claim(
            session, worker="w", engines=["sketch"], limit=limit, lease_seconds=lease_seconds
        )
        return list(claimed)


async def read(database: Database, job_id: UUID) -> GenerationJobRow:
    async with database.reading() as session:
        job = await jobs.find(session, job_id)
        assert job is not None
        return job


async def kinds_of_events(database: Database, job_id: UUID) -> list[str]:
    async with database.reading() as session:
        return [event.type for event in await jobs.events_after(session, job_id, 0)]


def beat_of(job: GenerationJobRow) -> Beat:
    return Beat(lease_token=job.lease_token, progress=0.5, stage="denoising", step=5, total_steps=10)


async def test_claimed_job_runs_under_a_lease(database: Database) -> None:
    queued = await put(database)
    [job] = await take(database)
    assert job.id == queued.id
    assert (job.status, job.attempt, job.worker) == (JobStatus.RUNNING, 1, "w")
    assert job.lease_until is not None
    assert job.started_at is not None
    assert (job.lease_until - job.started_at).total_seconds() == pytest.approx(15, abs=1)
    assert await take(database) == []


async def test_high_priority_overtakes_and_age_decides_among_equals(database: Database) -> None:
    first = await put(database, owner="a")
    second = await put(database, owner="b")
    urgent = await put(database, owner="c", priority=0)
    order = [(await take(database))[0].id for _ in range(3)]
    assert order == [urgent.id, first.id, second.id]


async def test_owners_take_turns_whatever_they_have_queued(database: Database) -> None:
    for _ in range(6):
        await put(database, owner="greedy")
    for owner in ("bob", "cid"):
        await put(database, owner=owner)
    order = [(await take(database))[0].owner for _ in range(8)]
    assert Counter(order[:3]) == Counter({"greedy": 1, "bob": 1, "cid": 1})


async def test_jobs_that_can_render_together_are_claimed_together(database: Database) -> None:
    small = [await put(database, owner=str(n), batch_key="64") for n in range(3)]
    large = await put(database, batch_key="128")
    batch = await take(database, limit=8)
    assert {job.id for job in batch} == {job.id for job in small}
    assert [job.id for job in await take(database, limit=8)] == [large.id]


async def test_claim_leaves_other_engines_jobs_alone(database: Database) -> None:
    await put(database, engine="sdxl")
    assert await take(database) == []


async def test_two_workers_never_claim_one_job(database: Database) -> None:
    for n in range(20):
        await put(database, owner=str(n % 3), batch_key=str(n % 2))
    claims = await asyncio.gather(*(take(database, limit=3) for _ in range(12)))
    ids = [job.id for claim in claims for job in claim]
    assert len(ids) == len(set(ids))


async def test_heartbeat_renews_the_lease_and_notes_progress(database: Database) -> None:
    await put(database)
    [job] = await take(database, lease_seconds=1)
    async with database.transaction() as session:
        assert await queue.heartbeat(session, {job.id: beat_of(job)}, 60) == {job.id: False}
    renewed = await read(database, job.id)
    assert renewed.lease_until is not None
    assert job.lease_until is not None
    assert renewed.lease_until > job.lease_until
    assert (renewed.progress, renewed.stage, renewed.step) == (0.5, "denoising", 5)


async def test_expired_lease_goes_back_and_the_late_result_is_refused(database: Database) -> None:
    await put(database)
    [late] = await take(database, lease_seconds=-1)
    async with database.transaction() as session:
        [freed] = await queue.reap(session)
    assert freed.status == JobStatus.QUEUED
    assert freed.run_after is not None
    async with database.transaction() as session:
        assert await queue.succeed(session, late.id, late.lease_token) is None
        assert await queue.heartbeat(session, {late.id: beat_of(late)}, 60) == {}
    assert (await read(database, late.id)).status == JobStatus.QUEUED
    assert await kinds_of_events(database, late.id) == ["queued", "started", "retrying"]


async def test_poison_job_ends_failed_at_its_last_attempt(database: Database) -> None:
    job = await put(database, max_attempts=2)
    for _ in range(2):
        async with database.transaction() as session:
            row = await session.get(GenerationJobRow, job.id)
            assert row is not None
            row.run_after = None
        await take(database, lease_seconds=-1)
        async with database.transaction() as session:
            await queue.reap(session)
    ended = await read(database, job.id)
    assert ended.status == JobStatus.FAILED
    assert ended.error is not None
    assert ended.error["code"] == "TIMEOUT"
    assert ended.finished_at is not None


async def test_job_that_backs_off_is_not_claimed_yet(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        await queue.fail(session, job.id, job.lease_token, ERROR, retry=True)
    assert await take(database) == []


async def test_failure_that_is_not_worth_a_retry_ends_the_job(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        failed = await queue.fail(session, job.id, job.lease_token, ERROR, retry=False)
    assert failed is not None
    assert (failed.status, failed.error) == (JobStatus.FAILED, ERROR)


async def test_queued_job_is_cancelled_at_once(database: Database) -> None:
    job = await put(database)
    async with database.transaction() as session:
        cancelled = await queue.cancel(session, job.id)
    assert cancelled is not None
    assert cancelled.status == JobStatus.CANCELLED
    assert await take(database) == []


async def test_running_job_learns_by_heartbeat_that_it_is_cancelled(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        asked = await queue.cancel(session, job.id)
    assert asked is not None
    assert asked.status == JobStatus.RUNNING
    async with database.transaction() as session:
        assert await queue.heartbeat(session, {job.id: beat_of(job)}, 60) == {job.id: True}
        ended = await queue.cancelled(session, job.id, job.lease_token)
    assert ended is not None
    assert ended.status == JobStatus.CANCELLED


async def test_cancelled_job_whose_worker_died_is_not_tried_again(database: Database) -> None:
    await put(database)
    [job] = await take(database, lease_seconds=-1)
    async with database.transaction() as session:
        await queue.cancel(session, job.id)
        [ended] = await queue.reap(session)
    assert ended.status == JobStatus.CANCELLED


async def test_finished_job_can_neither_be_cancelled_nor_retried(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        assert await queue.succeed(session, job.id, job.lease_token) is not None
    async with database.transaction() as session:
        assert await queue.cancel(session, job.id) is None
        assert await queue.retry(session, job) is None


async def test_retried_job_has_all_its_attempts_again(database: Database) -> None:
    await put(database, max_attempts=1)
    [job] = await take(database)
    async with database.transaction() as session:
        await queue.fail(session, job.id, job.lease_token, ERROR, retry=True)
    async with database.transaction() as session:
        retried = await queue.retry(session, job)
    assert retried is not None
    assert (retried.status, retried.attempt, retried.error) == (JobStatus.QUEUED, 0, None)
    assert [again.id for again in await take(database)] == [job.id]


async def test_job_given_back_keeps_its_attempt(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        back = await queue.give_back(session, job.id, job.lease_token)
    assert back is not None
    assert (back.status, back.attempt) == (JobStatus.QUEUED, 0)
    assert [again.id for again in await take(database)] == [job.id]


async def test_position_counts_what_starts_before(database: Database) -> None:
    waiting = [await put(database, owner=owner) for owner in ("a", "a", "b")]
    async with database.reading() as session:
        positions = [await queue.position(session, job) for job in waiting]
    assert positions == [1, 3, 2]
    [running] = await take(database)
    async with database.reading() as session:
        assert await queue.position(session, running) is None


async def test_second_request_with_one_key_answers_with_the_first_job(database: Database) -> None:
    first = await put(database, idempotency_key="k")
    assert (await put(database, idempotency_key="k")).id == first.id
    assert (await put(database, idempotency_key="k", owner="bob")).id != first.id


async def test_simultaneous_requests_with_one_key_make_one_job(database: Database) -> None:
    answers = await asyncio.gather(*(put(database, idempotency_key="k") for _ in range(5)))
    assert len({job.id for job in answers}) == 1


async def test_simultaneous_requests_with_one_key_reuse_a_picture_once(database: Database) -> None:
    await put(database, digest="1" * 64)
    [done] = await take(database)
    async with database.transaction() as session:
        await queue.succeed(session, done.id, done.lease_token)

    async def ask() -> GenerationJobRow:
        async with database.transaction() as session:
            job = make_job(digest="1" * 64, idempotency_key="k")
            return await jobs.enqueue(session, job, FREE, reuse=True)

    answers = await asyncio.gather(*(ask() for _ in range(5)))
    assert {job.status for job in answers} == {JobStatus.SUCCEEDED}
    assert all(job.cached for job in answers)
    assert len({job.id for job in answers}) == 1


async def test_queue_admits_so_many_per_owner_and_in_all(database: Database) -> None:
    narrow = Admission(per_owner=2, in_all=3)
    for owner in ("a", "a", "b"):
        await put(database, narrow, owner=owner)
    with pytest.raises(QueueFull, match="You have 2 jobs waiting"):
        await put(database, narrow, owner="a")
    with pytest.raises(QueueFull) as refused:
        await put(database, narrow, owner="c")
    assert refused.value.retry_after > 0


async def test_kept_events_are_numbered_in_strides(database: Database) -> None:
    await put(database)
    [job] = await take(database)
    async with database.transaction() as session:
        await queue.succeed(session, job.id, job.lease_token)
    async with database.reading() as session:
        events = await jobs.events_after(session, job.id, SEQUENCE_STRIDE)
    assert [(event.type, event.sequence) for event in events] == [
        ("started", 2 * SEQUENCE_STRIDE),
        ("succeeded", 3 * SEQUENCE_STRIDE),
    ]


async def test_figures_tell_the_queue_in_numbers(database: Database) -> None:
    await put(database)
    await put(database, owner="b")
    [job] = await take(database)
    async with database.transaction() as session:
        await queue.succeed(session, job.id, job.lease_token)
    async with database.reading() as session:
        figures = await jobs.figures(session)
    assert (figures.queued, figures.running, figures.finished_last_minutes) == (1, 0, 1)
    assert figures.oldest_queued_seconds >= 0
