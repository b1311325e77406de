"""Submitting jobs: how many may wait, who goes first, and what is answered from before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generation.briefs import PortraitBrief, TokenBrief
from generation.request import GenerationRequest, RenderSettings
from persistence import queue
from persistence.errors import QueueFull
from persistence.job_events import read_message
from persistence.tables import GenerationJobRow
from resolvers import jobs
from resolvers.context import Context, Viewer
from resolvers.jobs import Submission
from tests.factories import make_job


def portrait(description: str = "a ranger", **settings: object) -> Submission:
    return Submission(
        request=GenerationRequest(
            brief=PortraitBrief(description=description),
            settings=RenderSettings(**({"width": 256, "height": 256} | settings)),  # type: ignore[arg-type] # test shorthand
        )
    )


def seen_by(context: Context, name: str) -> Context:
    return Context(services=context.services, identity=Viewer(id=name), addresses=context.addresses)


async def test_only_so_many_jobs_of_one_user_may_wait(context: Context) -> None:
    first = await jobs.submit(context, portrait())
    await jobs.submit(context, portrait())
    with pytest.raises(QueueFull) as full:
        await jobs.submit(context, portrait())
    assert full.value.retry_after > 0
    await jobs.cancel(context, first.id)
    assert (await jobs.submit(context, portrait())).status == "queued"


async def test_only_so_many_jobs_may_wait_in_all(context: Context) -> None:
    for name in ("ada", "ada", "bob"):
        await jobs.submit(seen_by(context, name), portrait())
    with pytest.raises(QueueFull):
        await jobs.submit(seen_by(context, "eve"), portrait())


async def test_users_take_turns_whoever_came_first(context: Context) -> None:
    first, second = [await jobs.submit(context, portrait()) for _ in range(2)]
    other = await jobs.submit(seen_by(context, "bob"), portrait())
    positions = [await jobs.position(context, job) for job in (first, other, second)]
    assert positions == [1, 2, 3]


async def test_a_request_is_another_where_its_picture_is_but_not_where_its_name_is(context: Context) -> None:
    plans = [
        await jobs.plan(context, asked)
        for asked in (
            portrait(seed=1),
            portrait(seed=1, reuse=False),
            portrait(seed=2),
            portrait("a wizard", seed=1),
        )
    ]
    digests = [plan.digest for plan in plans]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


async def test_expected_time_comes_from_earlier_jobs_like_it(context: Context) -> None:
    job = await jobs.submit(context, portrait())
    assert await jobs.eta_seconds(context, job) is None
    begun = datetime.now(UTC) - timedelta(minutes=1)
    async with context.database.transaction() as session:
        for seconds in (2, 4):
            ended = begun + timedelta(seconds=seconds)
            session.add(make_job(status="succeeded", started_at=begun, finished_at=ended))
        session.add(make_job(kind="map", status="succeeded", started_at=begun, finished_at=datetime.now(UTC)))
    assert await jobs.eta_seconds(context, job) == pytest.approx(3.0)
    async with context.database.transaction() as session:
        [running] = await queue.claim(session, worker="w", engines=["sketch"], limit=1, lease_seconds=60)
    running.progress = 0.5
    assert await jobs.eta_seconds(context, running) == pytest.approx(1.5)
    assert await jobs.eta_seconds(context, GenerationJobRow(status="failed")) is None


async def test_a_token_cut_from_the_same_picture_in_another_way_is_another(context: Context) -> None:
    def digest(brief: TokenBrief) -> str:
        return jobs.request_digest(GenerationRequest(brief=brief), ())

    source = "0198f0d2-0000-7000-8000-000000000000"
    plain = digest(TokenBrief(source_image_id=source))
    assert digest(TokenBrief(source_image_id=source, name="Lia")) == plain
    assert digest(TokenBrief(source_image_id=source, pixels_per_square=70)) != plain


async def test_a_request_asked_again_by_its_key_is_not_told_again(context: Context) -> None:
    asked = replace(portrait(), idempotency_key="k")
    async with context.services.bus.subscribe("jobs.*") as events:
        first = await jobs.submit(context, asked)
        again = await jobs.submit(context, asked)
        other = await jobs.submit(context, portrait())
        told = [read_message(await anext(events)).job_id for _ in range(2)]
    assert again.id == first.id
    assert told == [first.id, other.id]
