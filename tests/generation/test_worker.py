"""The worker on a real database, with the real sketch engine: leases, cancels, drains and failures."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from generation.briefs import PortraitBrief, TokenBrief
from generation.request import GenerationRequest
from generation.worker.reaper import reap_forever
from persistence import images, queue, workers
from persistence.events import Event
from persistence.job_events import CANCEL_TOPIC, WAKE_TOPIC, read_message
from tests.factories import make_image, make_job, make_portrait_job
from tests.workshop import PATIENCE_SECONDS, Workshop, open_workshop

A_SECOND = 512  #: side in pixels of a portrait that takes most of a second


@pytest.fixture
async def workshop(database_url: str, directory_url: str) -> AsyncIterator[Workshop]:
    """One on SQLite and one on PostgreSQL; its engine draws one picture at a time."""
    async with open_workshop(database_url, directory_url) as opened:
        yield opened


async def test_a_job_ends_with_its_pictures_stored(workshop: Workshop) -> None:
    async with workshop.working():
        [job_id] = await workshop.enqueue(make_portrait_job(count=2))
        job = await workshop.until(job_id, "succeeded", "failed")
    assert (job.status, job.attempt, job.progress, job.worker) == ("succeeded", 1, 1.0, "painter")
    assert await workshop.story(job_id) == ["queued", "started", "succeeded"]
    async with workshop.database.reading() as session:
        pictures = [image for _, image in await images.of_jobs(session, [job_id])]
        assert await workers.live(session) == []
    assert [picture.provenance["seed"] for picture in pictures if picture.provenance] == [7, 8]
    for picture in pictures:
        assert len(await workshop.studio.storage.get(picture.sha256)) == picture.size_bytes


async def test_a_picture_named_after_long_words_is_stored_all_the_same(workshop: Workshop) -> None:
    brief = PortraitBrief(species="elf " * 50, character_class="ran\nger " * 25)
    async with workshop.working():
        [job_id] = await workshop.enqueue(make_portrait_job(brief=brief))
        await workshop.until(job_id, "succeeded")
    [image] = await workshop.images()
    assert image.name.startswith("elf elf")
    assert len(image.name) <= 200
    assert "\n" not in image.name


async def test_a_job_that_takes_longer_than_its_lease_keeps_it(workshop: Workshop) -> None:
    reaping = asyncio.create_task(reap_forever(workshop.database, workshop.studio.bus, every_seconds=0.05))
    async with workshop.working(lease_seconds=1.0):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=3))
        first = await workshop.until(job_id, "running")
        job = await workshop.until(job_id, "succeeded", "failed")
    reaping.cancel()
    assert (job.status, job.attempt) == ("succeeded", 1)
    assert first.lease_until is not None
    assert job.finished_at is not None
    assert job.finished_at > first.lease_until
    assert await workshop.story(job_id) == ["queued", "started", "succeeded"]


async def test_the_result_of_a_lost_lease_is_discarded(workshop: Workshop) -> None:
    async with workshop.working(lease_seconds=60, slots=1):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND))
        await workshop.lose_lease(job_id)
        async with workshop.database.transaction() as session:
            [stolen] = await queue.claim(
                session, worker="another", engines=["sketch"], limit=1, lease_seconds=60
            )
    job = await workshop.job(job_id)
    assert (job.status, job.worker, job.lease_token) == ("running", "another", stolen.lease_token)
    assert await workshop.images() == []
    assert await workshop.story(job_id) == ["queued", "started", "retrying", "started"]


async def test_a_worker_that_takes_its_own_lost_job_again_ends_it_once(workshop: Workshop) -> None:
    async with workshop.working(lease_seconds=60, slots=2):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND))
        await workshop.lose_lease(job_id)
        await workshop.studio.bus.publish(Event(topic=WAKE_TOPIC, payload={}))
        job = await workshop.until(job_id, "succeeded", "failed")
    assert (job.status, job.attempt, job.worker) == ("succeeded", 2, "painter")
    assert await workshop.story(job_id) == ["queued", "started", "retrying", "started", "succeeded"]
    assert len(await workshop.images()) == 1


async def test_what_has_not_begun_goes_back_with_its_attempt(workshop: Workshop) -> None:
    async with workshop.working(slots=3) as worker:
        job_ids = await workshop.enqueue(*[make_portrait_job(side=A_SECOND) for _ in range(3)])
        for job_id in job_ids:
            await workshop.until(job_id, "running")
        worker.stop()
    first, *others = [await workshop.job(job_id) for job_id in job_ids]
    assert (first.status, first.attempt) == ("succeeded", 1)
    for job in others:
        assert (job.status, job.attempt, job.worker) == ("queued", 0, None)
        assert await workshop.story(job.id) == ["queued", "started", "queued"]
    assert len(await workshop.images()) == 1


async def test_what_is_not_finished_when_patience_ends_goes_back_too(workshop: Workshop) -> None:
    async with workshop.working(drain_seconds=0) as worker:
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=4, attempt=1))
        await workshop.until(job_id, "running")
        worker.stop()
    job = await workshop.job(job_id)
    assert (job.status, job.attempt) == ("queued", 1)
    assert await workshop.story(job_id) == ["queued", "started", "queued"]
    assert await workshop.images() == []


async def test_a_stalled_job_is_given_up_and_tried_again_later(workshop: Workshop) -> None:
    async with workshop.working(lease_seconds=0.3, stall_seconds=0.0):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=4))
        await workshop.until(job_id, "running")
        job = await workshop.until(job_id, "queued", "failed", "succeeded")
    assert (job.status, job.attempt, job.lease_until) == ("queued", 1, None)
    assert job.error is not None
    assert (job.error["code"], job.error["retryable"]) == ("TIMEOUT", True)
    assert await workshop.story(job_id) == ["queued", "started", "retrying"]
    assert await workshop.images() == []


@pytest.mark.parametrize("told", [True, False])
async def test_a_cancelled_job_ends_whether_its_worker_is_told_or_finds_out(
    workshop: Workshop, told: bool
) -> None:
    lease_seconds = 60 if told else 0.6
    async with workshop.working(lease_seconds=lease_seconds):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=6))
        await workshop.until(job_id, "running")
        async with workshop.database.transaction() as session:
            await queue.cancel(session, job_id)
        if told:
            event = Event(topic=f"{CANCEL_TOPIC}.{job_id}", payload={"job_id": str(job_id)})
            await workshop.studio.bus.publish(event)
        job = await workshop.until(job_id, "cancelled", "failed", "succeeded")
    assert (job.status, job.error) == ("cancelled", None)
    assert await workshop.story(job_id) == ["queued", "started", "cancelled"]
    assert await workshop.images() == []


async def test_a_cancelled_job_stays_as_far_as_it_was_told_to_be(workshop: Workshop) -> None:
    async with workshop.studio.bus.subscribe("jobs.*") as events, workshop.working(lease_seconds=60):
        [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=6))
        async for event in events:
            told = read_message(event)
            if told.progress > 0:
                break
        await workshop.cancel(job_id)
        job = await workshop.until(job_id, "cancelled")
    assert job.progress >= told.progress > 0
    assert job.step >= told.step > 0


async def test_a_job_that_ends_before_its_first_step_still_tells_how_many_were_planned(
    workshop: Workshop,
) -> None:
    async with workshop.database.transaction() as session:
        await images.add(session, row := make_image())
    request = GenerationRequest(brief=TokenBrief(source_image_id=str(row.id)))
    async with workshop.working():
        job = make_job(kind="token", request=request.to_json(), total_steps=20)
        [job_id] = await workshop.enqueue(job)
        failed = await workshop.until(job_id, "failed", "succeeded")
    assert (failed.status, failed.step, failed.total_steps) == ("failed", 0, 20)


async def test_a_failure_that_a_retry_cannot_help_is_final(workshop: Workshop) -> None:
    row = make_image()
    async with workshop.database.transaction() as session:
        await images.add(session, row)
    request = GenerationRequest(brief=TokenBrief(source_image_id=str(row.id)))
    async with workshop.working():
        [job_id] = await workshop.enqueue(make_job(kind="token", request=request.to_json()))
        job = await workshop.until(job_id, "failed", "succeeded")
    assert job.error == {
        "code": "NOT_FOUND",
        "message": "The picture that this was to be made from is gone.",
        "retryable": False,
    }
    assert (job.attempt, [image.id for image in await workshop.images()]) == (1, [row.id])


async def test_what_nobody_foresaw_is_tried_again_and_told_without_details(workshop: Workshop) -> None:
    async with workshop.working():
        [job_id] = await workshop.enqueue(make_job(request={"brief": "not one"}, max_attempts=2))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "retrying" not in await workshop.story(job_id):  # noqa: ASYNC110 - it is in a table
                await asyncio.sleep(0.01)
        await workshop.set(job_id, run_after=None)
        job = await workshop.until(job_id, "failed")
    assert job.attempt == 2
    assert job.error is not None
    assert (job.error["code"], job.error["retryable"]) == ("INTERNAL_ERROR", True)
    assert "brief" not in job.error["message"]


async def test_what_is_announced_is_what_is_kept(workshop: Workshop) -> None:
    async with workshop.studio.bus.subscribe("jobs.*") as events:
        async with workshop.working(drain_seconds=0) as worker:
            [job_id] = await workshop.enqueue(make_portrait_job(side=A_SECOND, count=4, attempt=1))
            await workshop.until(job_id, "running")
            worker.stop()
        await workshop.studio.bus.close()
        told = [read_message(event) async for event in events]
    kept = [message for message in told if message.type not in {"progress", "preview"}]
    assert [message.type for message in kept] == (await workshop.story(job_id))[1:]
    assert kept[-1].sequence == (await workshop.job(job_id)).sequence
