"""Pictures that render together: they join and leave between steps, and none notices the others."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.engines.base import PreviewMade, RenderHandle, RenderInputs, StageReached, StepDone
from generation.engines.sdxl import SdxlEngine
from generation.errors import EngineFailed, RenderCancelled
from generation.spec import LoraWeight, RenderSpec
from tests.sdxl import make_spec, open_engine, render, write_lora

MIXED = [
    make_spec(seed=1, scheduler="euler_a", num_inference_steps=9),
    make_spec(seed=2, scheduler="heun", num_inference_steps=4, guidance_scale=1.0),
    make_spec(seed=3, scheduler="dpmpp_2m_sde_karras", num_inference_steps=6, guidance_scale=9.0),
    make_spec(seed=4, scheduler="euler", num_inference_steps=8, strength=0.5),
    make_spec(seed=5, scheduler="unipc", num_inference_steps=5, prompt="an elven ranger in green, " * 6),
    make_spec(seed=6, scheduler="ddim", num_inference_steps=5, width=320),
]


def inputs_of(spec: RenderSpec) -> RenderInputs:
    """A drawing to paint over, where the spec has a strength."""
    drawing = Image.radial_gradient("L").convert("RGB")
    return RenderInputs(init_image=None if spec.strength is None else drawing)


def submit(engine: SdxlEngine, spec: RenderSpec) -> RenderHandle:
    return engine.submit(spec, inputs_of(spec))


async def alone(engine: SdxlEngine, spec: RenderSpec) -> np.ndarray:
    return np.asarray((await render(engine, spec, inputs_of(spec))).rendering.image)


async def outcome(handle: RenderHandle) -> np.ndarray:
    return np.asarray((await handle.result()).image)


async def steps_of(handle: RenderHandle, *, until: int) -> None:
    """Wait until a picture has taken so many steps."""
    async for event in handle.events():
        if isinstance(event, StepDone) and event.step >= until:
            return


async def story(handles: Sequence[RenderHandle]) -> list[int]:
    """Whose steps were taken, in order: numbers of `handles`."""
    taken: list[int] = []

    async def note(number: int, handle: RenderHandle) -> None:
        async for event in handle.events():
            taken.extend([number] if isinstance(event, StepDone) else [])

    await asyncio.gather(*(note(number, handle) for number, handle in enumerate(handles)))
    return taken


@pytest.fixture(scope="module")
def lora_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loras")
    write_lora(folder / "ink.safetensors")
    write_lora(folder / "oil.safetensors", seed=1)
    return folder


@pytest.fixture
async def exact(sdxl_cache: Path, lora_dir: Path) -> AsyncIterator[SdxlEngine]:
    """An engine whose pictures do not depend on what renders beside them, not by a bit."""
    async with open_engine(
        sdxl_cache, deterministic=True, max_rows=5, lora_dir=lora_dir, preview_every=0
    ) as engine:
        yield engine


# ── pictures ────────────────────────────────────────────────────────────────


async def test_mixed_pictures_that_arrive_one_after_another_come_out_as_if_alone(
    sdxl_engine: SdxlEngine,
) -> None:
    expected = [await alone(sdxl_engine, spec) for spec in MIXED]
    handles = [submit(sdxl_engine, spec) for spec in MIXED[:2]]
    await steps_of(handles[0], until=2)
    handles += [submit(sdxl_engine, spec) for spec in MIXED[2:4]]
    await steps_of(handles[2], until=1)
    handles += [submit(sdxl_engine, spec) for spec in MIXED[4:]]
    for handle, picture in zip(handles, expected, strict=True):
        levels = np.abs((await outcome(handle)).astype(int) - picture.astype(int))
        assert levels.max() <= 1


async def test_deterministic_picture_is_the_same_to_the_bit_in_every_company(exact: SdxlEngine) -> None:
    expected = [await alone(exact, spec) for spec in MIXED]
    handles = {spec: submit(exact, spec) for spec in reversed(MIXED)}
    for spec, picture in zip(MIXED, expected, strict=True):
        assert np.array_equal(await outcome(handles[spec]), picture)


async def test_cancelled_picture_leaves_the_others_the_same_to_the_bit(exact: SdxlEngine) -> None:
    expected = [await alone(exact, spec) for spec in MIXED[:3]]
    doomed = exact.submit(make_spec(num_inference_steps=150, loras=(LoraWeight(name="ink"),)))
    handles = [submit(exact, spec) for spec in MIXED[:3]]
    await steps_of(handles[0], until=2)
    doomed.cancel()
    with pytest.raises(RenderCancelled):
        await doomed.result()
    for handle, picture in zip(handles, expected, strict=True):
        assert np.array_equal(await outcome(handle), picture)


async def test_pictures_that_fail_end_alone(exact: SdxlEngine) -> None:
    expected = await alone(exact, MIXED[0])
    closed = Image.new("RGB", (256, 256))
    closed.close()
    handle = submit(exact, MIXED[0])
    unreadable = exact.submit(make_spec(strength=0.5), RenderInputs(init_image=closed))
    boundless = exact.submit(make_spec(guidance_scale=1e39))
    with pytest.raises(EngineFailed, match="broke"):
        await unreadable.result()
    with pytest.raises(EngineFailed, match="ran away"):
        await boundless.result()
    assert np.array_equal(await outcome(handle), expected)


async def test_pictures_with_different_loras_take_their_steps_together(exact: SdxlEngine) -> None:
    ink, oil = LoraWeight(name="ink"), LoraWeight(name="oil", weight=0.5)
    wardrobes = ((), (ink,), (oil,), (ink, oil), (LoraWeight(name="ink", weight=-0.3),))
    specs = [make_spec(loras=loras, num_inference_steps=4, guidance_scale=1.0) for loras in wardrobes]
    expected = [await alone(exact, spec) for spec in specs]
    assert len({picture.tobytes() for picture in expected}) == len(specs)
    handles = [submit(exact, spec) for spec in specs]
    taken = await story(handles)
    assert sorted(taken[:10]) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    for handle, picture in zip(handles, expected, strict=True):
        assert np.array_equal(await outcome(handle), picture)


# ── turns ───────────────────────────────────────────────────────────────────


async def test_pictures_of_one_size_step_side_by_side(sdxl_engine: SdxlEngine) -> None:
    handles = [sdxl_engine.submit(make_spec(seed=seed, num_inference_steps=5)) for seed in range(3)]
    taken = await story(handles)
    assert sorted(taken[:9]) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


async def test_short_job_that_comes_later_overtakes_a_long_one(sdxl_engine: SdxlEngine) -> None:
    long = sdxl_engine.submit(make_spec(num_inference_steps=150))
    await steps_of(long, until=2)
    for size in (256, 384):
        short = sdxl_engine.submit(make_spec(width=size, num_inference_steps=3))
        assert (await short.result()).image.width == size
    long.cancel()
    with pytest.raises(RenderCancelled):
        await long.result()


async def test_picture_without_room_in_the_call_waits_and_has_not_begun(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache, max_rows=4) as engine:
        handles = [engine.submit(make_spec(seed=seed, num_inference_steps=4)) for seed in range(3)]
        taken = await story(handles)
    assert sorted(taken[:8]) == [0, 0, 0, 0, 1, 1, 1, 1]
    assert taken[8:] == [2, 2, 2, 2]


async def test_picture_of_which_everything_is_kept_takes_no_step(sdxl_engine: SdxlEngine) -> None:
    beside = sdxl_engine.submit(make_spec(num_inference_steps=6))
    spec = make_spec(strength=0.0)
    done = await render(sdxl_engine, spec, inputs_of(spec))
    assert [type(event) for event in done.events] == [StageReached] * 3
    assert (await beside.result()).image.size == (256, 256)


async def test_every_picture_of_a_company_has_previews(sdxl_engine: SdxlEngine) -> None:
    handles = [sdxl_engine.submit(make_spec(seed=seed, num_inference_steps=6)) for seed in range(3)]
    shown = await asyncio.gather(*(previews(handle) for handle in handles))
    assert all(count >= 2 for count in shown)


async def previews(handle: RenderHandle) -> int:
    return len([event async for event in handle.events() if isinstance(event, PreviewMade)])
