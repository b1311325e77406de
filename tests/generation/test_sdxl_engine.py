"""The sdxl engine over the tiny model: pictures, progress, previews, cancelling, failures."""

import asyncio
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from generation.engines.base import PreviewMade, RenderInputs, StageReached, StepDone
from generation.engines.sdxl import SCHEDULER_NAMES, SdxlEngine, cuda_available
from generation.engines.sdxl.failures import as_generation_error
from generation.errors import EngineFailed, EngineUnavailable, InvalidBrief, OutOfMemory, RenderCancelled
from generation.spec import LoraWeight
from tests.sdxl import make_spec, open_engine, render


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image, dtype=np.int16)


@pytest.fixture
def drawing() -> Image.Image:
    """A picture to paint over: a gradient with a dark square."""
    across = np.linspace(0, 255, 256, dtype=np.uint8)
    canvas = np.stack([np.tile(across, (256, 1)), np.tile(across[:, None], (1, 256))] * 2, axis=-1)[..., :3]
    canvas[96:160, 96:160] = 20
    return Image.fromarray(np.ascontiguousarray(canvas))


def test_importing_the_engine_and_asking_what_it_is_loads_no_torch() -> None:
    script = (
        "import sys; from pathlib import Path; from generation.engines.sdxl import *;"
        "print(SdxlEngine(SdxlConfig(model='tiny', cache_dir=Path('.'))).info.name, 'torch' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["sdxl", "False"]


def test_cheap_look_for_cuda_agrees_with_torch() -> None:
    assert cuda_available() == torch.cuda.is_available()


async def test_picture_has_exactly_the_size_asked_for(sdxl_engine: SdxlEngine) -> None:
    done = await render(sdxl_engine, make_spec(width=264, height=328, num_inference_steps=1))
    assert (done.rendering.image.size, done.rendering.image.mode) == ((264, 328), "RGB")


async def test_same_seed_makes_the_same_picture_and_another_seed_another(sdxl_engine: SdxlEngine) -> None:
    first, again, other = [
        pixels((await render(sdxl_engine, make_spec(seed=seed))).rendering.image) for seed in (1, 1, 2)
    ]
    assert np.array_equal(first, again)
    assert np.abs(first - other).mean() > 5


async def test_progress_grows_by_one_up_to_the_total_through_every_stage(sdxl_engine: SdxlEngine) -> None:
    done = await render(sdxl_engine, make_spec(num_inference_steps=5))
    steps = [(event.step, event.total) for event in done.events if isinstance(event, StepDone)]
    assert steps == [(number, 5) for number in range(1, 6)]
    stages = [event.stage for event in done.events if isinstance(event, StageReached)]
    assert stages == ["encoding prompt", "denoising", "decoding"]


async def test_previews_are_small_and_come_before_the_picture(sdxl_engine: SdxlEngine) -> None:
    done = await render(sdxl_engine, make_spec(width=512, height=256, num_inference_steps=6))
    previews = [event for event in done.events if isinstance(event, PreviewMade)]
    assert previews
    assert all(max(preview.image.size) <= 160 for preview in previews)
    assert all(0 < preview.step < 6 for preview in previews)
    assert previews[0].image.width == 2 * previews[0].image.height


async def test_provenance_names_model_checksum_and_precision(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache) as engine:
        await render(engine, make_spec(num_inference_steps=1))
        rendering = (await render(engine, make_spec(num_inference_steps=1))).rendering
    assert rendering.model == "tiny"
    assert rendering.model_hash is not None
    assert len(rendering.model_hash) == 64
    assert rendering.parameters["dtype"] == "float32"


async def test_without_guidance_the_negative_prompt_counts_for_nothing(sdxl_engine: SdxlEngine) -> None:
    unguided = [make_spec(guidance_scale=1.0, negative_prompt=text) for text in ("blurry", "daylight")]
    guided = [make_spec(negative_prompt=text) for text in ("blurry", "daylight")]
    first, second, third, fourth = [
        pixels((await render(sdxl_engine, spec)).rendering.image) for spec in (*unguided, *guided)
    ]
    assert np.array_equal(first, second)
    assert not np.array_equal(third, fourth)


async def test_words_beyond_the_first_chunk_change_the_picture(sdxl_engine: SdxlEngine) -> None:
    long = "an elven ranger in a green cloak, " * 6
    first, second = [
        pixels((await render(sdxl_engine, make_spec(prompt=long + end))).rendering.image)
        for end in ("at dawn", "at dusk")
    ]
    assert not np.array_equal(first, second)


async def test_strength_says_how_much_of_the_drawing_is_kept(
    sdxl_engine: SdxlEngine, drawing: Image.Image
) -> None:
    inputs = RenderInputs(init_image=drawing)
    kept, little, much = [
        (await render(sdxl_engine, make_spec(strength=strength, num_inference_steps=10), inputs))
        for strength in (0.0, 0.2, 0.9)
    ]
    far = [
        np.abs(pixels(done.rendering.image) - pixels(kept.rendering.image)).mean() for done in (little, much)
    ]
    assert far[0] < far[1]
    totals = [event.total for event in little.events if isinstance(event, StepDone)]
    assert totals == [2, 2]


async def test_drawing_of_another_size_and_mode_is_fitted(
    sdxl_engine: SdxlEngine, drawing: Image.Image
) -> None:
    inputs = RenderInputs(init_image=drawing.convert("RGBA").resize((100, 60)))
    done = await render(sdxl_engine, make_spec(strength=0.5, width=320), inputs)
    assert done.rendering.image.size == (320, 256)


async def test_cancelled_job_stops_between_steps_and_the_next_still_renders(sdxl_engine: SdxlEngine) -> None:
    handle = sdxl_engine.submit(make_spec(num_inference_steps=150))
    steps = 0
    async for event in handle.events():
        if isinstance(event, StepDone):
            steps = event.step
            handle.cancel()
    with pytest.raises(RenderCancelled):
        await handle.result()
    assert steps < 150
    assert (await render(sdxl_engine, make_spec(num_inference_steps=1))).rendering.image


async def test_job_cancelled_while_it_waits_ends_before_the_one_ahead_of_it(sdxl_engine: SdxlEngine) -> None:
    ahead = sdxl_engine.submit(make_spec(num_inference_steps=150))
    waiting = sdxl_engine.submit(make_spec())
    waiting.cancel()
    with pytest.raises(RenderCancelled):
        await waiting.result()
    ahead.cancel()
    with pytest.raises(RenderCancelled):
        await ahead.result()


async def test_two_jobs_submitted_together_both_finish(sdxl_engine: SdxlEngine) -> None:
    handles = [sdxl_engine.submit(make_spec(seed=seed)) for seed in (1, 2)]
    first, second = await asyncio.gather(*(handle.result() for handle in handles))
    assert not np.array_equal(pixels(first.image), pixels(second.image))


@pytest.mark.parametrize("scheduler", SCHEDULER_NAMES)
async def test_every_listed_scheduler_renders(sdxl_engine: SdxlEngine, scheduler: str) -> None:
    done = await render(sdxl_engine, make_spec(scheduler=scheduler, num_inference_steps=2))
    assert [event.step for event in done.events if isinstance(event, StepDone)] == [1, 2]
    assert pixels(done.rendering.image).std() > 1


@pytest.mark.parametrize(
    ("override", "field"),
    [
        ({"scheduler": "magic"}, "settings.scheduler"),
        ({"width": 260}, "settings.width"),
        ({"height": 2056}, "settings.height"),
        ({"num_inference_steps": 0}, "settings.numInferenceSteps"),
        ({"scheduler": "lcm", "num_inference_steps": 60}, "settings.numInferenceSteps"),
        ({"strength": 1.5}, "strength"),
        ({"loras": (LoraWeight(name="../../etc/passwd"),)}, "settings.loras"),
    ],
)
async def test_what_cannot_be_rendered_is_refused_and_names_its_field(
    sdxl_engine: SdxlEngine, override: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidBrief) as refusal:
        await sdxl_engine.submit(make_spec(**override)).result()
    assert refusal.value.field == field


async def test_broken_input_fails_its_job_and_spares_the_engine(sdxl_engine: SdxlEngine) -> None:
    closed = Image.new("RGB", (256, 256))
    closed.close()
    with pytest.raises(EngineFailed):
        await render(sdxl_engine, make_spec(), RenderInputs(init_image=closed))
    assert (await render(sdxl_engine, make_spec(num_inference_steps=1))).rendering.image


async def test_closing_cancels_what_renders_and_what_waits(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache) as engine:
        handles = [engine.submit(make_spec(num_inference_steps=150)) for _ in range(2)]
    for handle in handles:
        with pytest.raises(RenderCancelled):
            await handle.result()
    assert not engine.ready


async def test_job_for_an_engine_that_was_not_started_is_refused(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache) as engine:
        assert engine.ready
    with pytest.raises(EngineUnavailable):
        await engine.submit(make_spec()).result()


async def test_closed_engine_can_be_started_again(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache) as engine:
        await engine.close()
        await engine.start()
        assert (await render(engine, make_spec(num_inference_steps=1))).rendering.image


def test_memory_errors_of_every_library_are_out_of_memory() -> None:
    errors = [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB"),
        RuntimeError("CUDA error: out of memory"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("could not create a primitive"),
        MemoryError(),
    ]
    assert all(isinstance(as_generation_error(error), OutOfMemory) for error in errors)
    assert isinstance(as_generation_error(RuntimeError("shapes cannot be multiplied")), EngineFailed)


@pytest.mark.gpu
@pytest.mark.skipif(not cuda_available(), reason="no CUDA device")
async def test_gpu_paints_nearly_what_the_cpu_paints(sdxl_engine: SdxlEngine, sdxl_cache: Path) -> None:
    on_cpu = (await render(sdxl_engine, make_spec())).rendering
    async with open_engine(sdxl_cache, device="cuda") as engine:
        on_gpu = (await render(engine, make_spec())).rendering
    assert on_gpu.parameters["dtype"] in {"bfloat16", "float16"}
    assert np.abs(pixels(on_cpu.image) - pixels(on_gpu.image)).mean() < 8
