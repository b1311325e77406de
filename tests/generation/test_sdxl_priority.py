"""Jobs of higher priority go before others, within one worker too."""

import asyncio
from pathlib import Path

from generation.briefs import PortraitBrief
from generation.engines.base import RenderHandle, StepDone
from generation.engines.sdxl import SdxlEngine
from generation.request import GenerationRequest, RenderSettings
from persistence.tables import GenerationJobRow
from tests.factories import make_planned_job
from tests.sdxl import make_spec, open_engine, open_models
from tests.workshop import open_workshop

HIGH, LOW = 0, 2


async def first_step(handle: RenderHandle) -> None:
    async for event in handle.events():
        if isinstance(event, StepDone):
            return


async def ended_in_order(*handles: RenderHandle) -> list[int]:
    """Numbers of `handles`, as their pictures came out."""
    ended: list[int] = []

    async def note(number: int, handle: RenderHandle) -> None:
        await handle.result()
        ended.append(number)

    await asyncio.gather(*(note(number, handle) for number, handle in enumerate(handles)))
    return ended


async def test_urgent_picture_goes_before_those_that_have_begun(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache, max_rows=2, preview_every=0) as engine:
        begun = engine.submit(make_spec(num_inference_steps=9))
        await first_step(begun)
        last = engine.submit(make_spec(), priority=LOW)
        urgent = engine.submit(make_spec(), priority=HIGH)
        assert await ended_in_order(begun, last, urgent) == [2, 0, 1]


async def test_urgent_picture_overtakes_whoever_waits_for_a_model(
    sdxl_cache: Path, tiny_folder: Path
) -> None:
    models = {"sdxl": "tiny", "sdxl:second": str(tiny_folder)}
    async with open_models(sdxl_cache, models, loaded_models=1) as (first, second):
        begun = first.submit(make_spec(num_inference_steps=9))
        await first_step(begun)
        waiting = second.submit(make_spec())
        behind = first.submit(make_spec())
        urgent = first.submit(make_spec(), priority=HIGH)
        assert await ended_in_order(begun, waiting, behind, urgent) == [3, 0, 1, 2]


def portrait_job(engine: SdxlEngine, *, steps: int, priority: int) -> GenerationJobRow:
    settings = RenderSettings(width=256, height=256, num_inference_steps=steps)
    request = GenerationRequest(brief=PortraitBrief(description="an elven ranger"), settings=settings)
    return make_planned_job(request, engine=engine.info, priority=priority)


async def test_worker_hands_the_priority_of_a_job_on(
    sdxl_cache: Path, sqlite_url: str, directory_url: str
) -> None:
    """Both jobs are in the worker's hands, and a call has room for one picture."""
    async with (
        open_engine(sdxl_cache, max_rows=2, preview_every=0) as engine,
        open_workshop(sqlite_url, directory_url, engine) as workshop,
        workshop.working(slots=2),
    ):
        [low] = await workshop.enqueue(portrait_job(engine, steps=150, priority=LOW))
        await workshop.until(low, "running")
        [high] = await workshop.enqueue(portrait_job(engine, steps=3, priority=HIGH))
        assert (await workshop.until(high, "succeeded", "failed")).status == "succeeded"
        assert (await workshop.job(low)).status == "running"
        await workshop.cancel(low)
        await workshop.until(low, "cancelled")
