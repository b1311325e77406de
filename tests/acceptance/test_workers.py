"""Several processes on one queue: jobs are shared, and none is lost when a process ends or dies."""

import asyncio
from contextlib import aclosing

from tests.acceptance.conftest import Installation
from tests.acceptance.frontend import PATIENCE_SECONDS, Frontend
from tests.acceptance.processes import limner, serving
from tests.acceptance.stories import count, expect_story, made, statuses
from tests.graphql_client import Json

TINY = {"SDXL_MODEL": "tiny", "LEASE_SECONDS": "2", "WORKER_SLOTS": "1"}


def long_portrait(steps: int = 50) -> Json:
    """Seconds of work for the tiny model, each time anew."""
    settings = {"engine": "sdxl", "width": 256, "height": 256, "numInferenceSteps": steps}
    return {"description": "a patient sitter", "settings": settings}


async def running(frontend: Frontend, job_id: str, *, steps: int = 3) -> Json:
    """Wait until a job has made some steps; answers the job."""
    async with aclosing(frontend.watch(job_id)) as events:
        async for event in events:
            if event["step"] >= steps:
                break
    return event["job"]


async def test_a_job_of_a_killed_worker_succeeds_on_the_other(cluster: Installation) -> None:
    settings = cluster.settings | TINY
    async with (
        serving(cluster.room, settings, "--no-worker") as (_, frontend),
        limner(cluster.room, settings, "worker") as first,
        limner(cluster.room, settings, "worker") as second,
    ):
        jobs = [(await frontend.submit("generatePortrait", long_portrait(30)))["id"] for _ in range(4)]
        orphan, other = await two_running(frontend)
        (first if str(first.pid) == orphan["worker"].rpartition(":")[2] else second).kill()

        events = await frontend.watch_to_end(orphan["id"], after=0)
        expect_story(events)
        assert statuses(events) == ["QUEUED", "STARTED", "RETRYING", "STARTED", "SUCCEEDED"]
        assert events[-1]["job"]["attempt"] == 2
        assert events[-1]["job"]["worker"] == other["worker"] != orphan["worker"]
        for job in jobs:
            assert (await frontend.watch_to_end(job))[-1]["job"]["status"] == "SUCCEEDED"
        assert await count(frontend, "images") == 4


async def two_running(frontend: Frontend) -> tuple[Json, Json]:
    """Wait until two jobs run at the same time, on workers of which each takes one at a time."""
    document = "{ generationJobs(filter: { status: [RUNNING] }) { nodes { id worker } } }"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            jobs = (await frontend.ask(document))["generationJobs"]["nodes"]
            if len(jobs) == 2:
                return jobs[0], jobs[1]
            await asyncio.sleep(0.05)


async def test_a_worker_that_is_asked_to_end_finishes_its_job(cluster: Installation) -> None:
    settings = cluster.settings | TINY | {"WORKER_SLOTS": "2", "SDXL_MAX_ROWS": "2"}
    async with serving(cluster.room, settings, "--no-worker") as (_, frontend):
        async with limner(cluster.room, settings, "worker") as worker:
            begun = await frontend.submit("generatePortrait", long_portrait())
            waiting = await frontend.submit("generatePortrait", long_portrait())
            await running(frontend, begun["id"])
            assert await worker.terminate() == 0
        job = await frontend.job(begun["id"])
        assert (job["status"], job["attempt"]) == ("SUCCEEDED", 1)
        job = await frontend.job(waiting["id"])
        assert (job["status"], job["attempt"]) == ("QUEUED", 0)


async def test_a_cancelled_running_job_stores_no_image_and_can_be_retried(cluster: Installation) -> None:
    settings = cluster.settings | TINY
    async with (
        serving(cluster.room, settings, "--no-worker") as (_, frontend),
        limner(cluster.room, settings, "worker"),
    ):
        job = await frontend.submit("generatePortrait", long_portrait(60))
        await running(frontend, job["id"])
        assert (await frontend.change("cancelJob", job["id"]))["status"] in {"RUNNING", "CANCELLED"}
        events = await frontend.watch_to_end(job["id"], after=0)
        expect_story(events)
        assert statuses(events) == ["QUEUED", "STARTED", "CANCELLED"]
        assert events[-1]["job"]["images"] == []
        assert await count(frontend, "images") == 0

        assert (await frontend.change("retryJob", job["id"]))["status"] == "QUEUED"
        events = await frontend.watch_to_end(job["id"])
        assert events[-1]["job"]["status"] == "SUCCEEDED"
        assert events[-1]["job"]["attempt"] == 1
        assert await count(frontend, "images") == 1


async def test_a_cancelled_queued_job_never_starts(cluster: Installation) -> None:
    small = {"description": "a quick sitter", "settings": {"engine": "sketch", "width": 256, "height": 256}}
    async with serving(cluster.room, cluster.settings, "--no-worker") as (_, frontend):
        cancelled = await frontend.submit("generatePortrait", small)
        assert cancelled["queuePosition"] == 1
        assert (await frontend.change("cancelJob", cancelled["id"]))["status"] == "CANCELLED"
        async with limner(cluster.room, cluster.settings, "worker"):
            await made(frontend, "generatePortrait", small)
        events = await frontend.watch_to_end(cancelled["id"], after=0)
        assert statuses(events) == ["QUEUED", "CANCELLED"]
        assert events[-1]["job"]["attempt"] == 0


async def test_a_server_that_is_asked_to_end_finishes_its_job(alone: Installation) -> None:
    settings = alone.settings | TINY
    async with serving(alone.room, settings) as (_, frontend):
        job = await frontend.submit("generatePortrait", long_portrait(30))
        await running(frontend, job["id"])
    async with serving(alone.room, settings, "--no-worker") as (_, frontend):
        job = await frontend.job(job["id"])
        assert (job["status"], job["attempt"], len(job["images"])) == ("SUCCEEDED", 1, 1)


async def test_a_server_that_was_killed_does_its_job_after_its_next_start(alone: Installation) -> None:
    settings = alone.settings | TINY
    async with serving(alone.room, settings) as (server, frontend):
        job = await frontend.submit("generatePortrait", long_portrait(30))
        await running(frontend, job["id"])
        server.kill()
    async with serving(alone.room, settings) as (_, frontend):
        events = await frontend.watch_to_end(job["id"], after=0)
        assert statuses(events) == ["QUEUED", "STARTED", "RETRYING", "STARTED", "SUCCEEDED"]
        assert await count(frontend, "images") == 1
