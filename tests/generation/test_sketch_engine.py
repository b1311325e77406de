"""The sketch engine: the same spec makes the same picture, and it tells how far it is."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from PIL import Image

from generation.briefs import Grid, MapBrief, PortraitBrief, Subject
from generation.engines.base import PreviewMade, RenderHandle, RenderInputs, StageReached, StepDone
from generation.engines.sketch.engine import PREVIEW_SIDE, SketchEngine
from generation.errors import EngineFailed, EngineUnavailable, RenderCancelled
from generation.layout.plan import MapLayout, Room, Wall
from generation.spec import RenderSpec
from generation.vocabulary import GenerationJobKind


def make_spec(
    subject: Subject | None = None, *, seed: int = 7, width: int = 256, height: int = 256
) -> RenderSpec:
    return RenderSpec(
        engine="sketch",
        subject=subject or PortraitBrief(species="elf", character_class="wizard"),
        prompt="",
        negative_prompt="",
        seed=seed,
        width=width,
        height=height,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="",
    )


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[SketchEngine]:
    engine = SketchEngine(threads=1)
    await engine.start()
    yield engine
    await engine.close()


async def drawn(engine: SketchEngine, spec: RenderSpec) -> Image.Image:
    return (await engine.submit(spec).result()).image


async def test_same_spec_makes_the_same_picture(engine: SketchEngine) -> None:
    first, second = await drawn(engine, make_spec()), await drawn(engine, make_spec())
    assert first.tobytes() == second.tobytes()


async def test_other_seed_makes_another_picture(engine: SketchEngine) -> None:
    first, second = await drawn(engine, make_spec(seed=1)), await drawn(engine, make_spec(seed=2))
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("seed", [0, 2**31, 2**63 - 1])
async def test_every_seed_that_a_spec_can_hold_draws(engine: SketchEngine, seed: int) -> None:
    assert (await drawn(engine, make_spec(seed=seed))).size == (256, 256)


async def test_steps_grow_by_one_and_end_at_the_total(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec())
    events = [event async for event in handle.events()]
    steps = [event for event in events if isinstance(event, StepDone)]
    total = steps[0].total
    assert isinstance(events[0], StageReached)
    assert [step.step for step in steps] == list(range(1, total + 1))
    assert {step.total for step in steps} == {total}


async def test_previews_are_small_and_keep_the_proportions(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(width=256, height=384))
    previews = [event.image async for event in handle.events() if isinstance(event, PreviewMade)]
    assert previews
    assert {max(preview.size) for preview in previews} == {PREVIEW_SIDE}
    assert all(preview.height > preview.width for preview in previews)


async def test_cancelled_rendering_stops_between_strokes(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(width=512, height=512))
    steps = await _cancelled_after_first_step(handle)
    with pytest.raises(RenderCancelled):
        await handle.result()
    assert steps[-1].step < steps[-1].total


async def _cancelled_after_first_step(handle: RenderHandle) -> list[StepDone]:
    steps = []
    async for event in handle.events():
        if isinstance(event, StepDone):
            handle.cancel()
            steps.append(event)
    return steps


async def test_close_cancels_what_waits(engine: SketchEngine) -> None:
    handles = [engine.submit(make_spec(width=512, height=512)) for _ in range(3)]
    await engine.close()
    outcomes = await asyncio.gather(*(handle.result() for handle in handles), return_exceptions=True)
    assert isinstance(outcomes[-1], RenderCancelled)


async def test_engine_that_was_not_started_says_so() -> None:
    handle = SketchEngine().submit(make_spec())
    with pytest.raises(EngineUnavailable, match="not been started"):
        await handle.result()


async def test_map_without_layout_fails_with_a_sentence(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(MapBrief(layout_seed=1)))
    with pytest.raises(EngineFailed, match="layout"):
        await handle.result()


async def test_map_with_layout_is_drawn_at_the_asked_size(engine: SketchEngine) -> None:
    floor = ((1.0, 1.0), (7.0, 1.0), (7.0, 7.0), (1.0, 7.0))
    room, wall = Room(number=1, polygon=floor), Wall(points=(*floor, floor[0]))
    layout = MapLayout(seed=1, columns=8, rows=8, rooms=(room,), walls=(wall,))
    handle = engine.submit(
        make_spec(MapBrief(layout_seed=1, grid=Grid(columns=8, rows=8, size=32))), RenderInputs(layout=layout)
    )
    assert (await handle.result()).image.size == (256, 256)


async def test_what_breaks_in_a_painter_reaches_the_worker(engine: SketchEngine) -> None:
    handle = engine.submit(make_spec(width=0, height=0))
    with pytest.raises(EngineFailed, match="could not draw this"):
        await handle.result()


async def test_initial_picture_is_ignored_without_a_strength(engine: SketchEngine) -> None:
    red = Image.new("RGB", (64, 64), "red")
    with_picture = await engine.submit(make_spec(), RenderInputs(init_image=red)).result()
    assert with_picture.image.tobytes() == (await drawn(engine, make_spec())).tobytes()


async def test_engine_is_ready_between_start_and_close() -> None:
    engine = SketchEngine()
    before = engine.ready
    await engine.start()
    during = engine.ready
    await engine.close()
    assert (before, during, engine.ready) == (False, True, False)


def test_info_names_what_the_engine_draws() -> None:
    info = SketchEngine(default=True).info
    assert (info.name, info.model, info.device) == ("sketch", "limner-sketch", "cpu")
    assert set(info.kinds) == set(GenerationJobKind) - {GenerationJobKind.ITEM, GenerationJobKind.SCENE}
    assert info.default
    assert not SketchEngine().info.default
