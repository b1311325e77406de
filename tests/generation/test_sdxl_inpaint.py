"""Painting anew what a mask shows: as the stock pipeline does it, in the same calls as everything else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from generation.engines.base import PreviewMade, RenderInputs, StepDone
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.inpainting import latent_mask
from generation.engines.sdxl.model import SdxlModel
from generation.errors import InvalidBrief, RenderCancelled
from tests.sdxl import denoise, gradients, make_spec, open_engine, render
from tests.stock_sdxl import Stock

MASKED = gradients("init_image", "mask_image")


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    return SdxlModel.load(SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu"))


@pytest.fixture(scope="module")
def stock(sdxl_cache: Path) -> Stock:
    return Stock(sdxl_cache)


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize("scheduler", ["euler", "euler_a", "dpmpp_2m_sde_karras", "heun", "ddim", "lcm"])
def test_inpainting_is_the_stock_pipelines(
    model: SdxlModel, stock: Stock, scheduler: str, strength: float
) -> None:
    spec = make_spec(scheduler=scheduler, strength=strength, num_inference_steps=5)
    (ours,) = denoise(model, [(spec, MASKED)])
    assert (ours - stock.latents(spec, MASKED)).abs().max() <= 1e-4


def test_latents_outside_of_the_mask_are_those_of_the_picture(model: SdxlModel) -> None:
    spec = make_spec(strength=0.9, scheduler="euler_a")
    (painted,) = denoise(model, [(spec, MASKED)])
    (repainted,) = denoise(model, [(spec, gradients("init_image"))])
    untouched = model.begin(make_spec(strength=0.0), MASKED).latents
    kept = latent_mask(MASKED.mask_image, (256, 256)).expand_as(painted) == 0
    assert 0.2 < kept.float().mean() < 0.8
    assert torch.equal(painted[kept], untouched[kept])
    assert not torch.allclose(painted[~kept], untouched[~kept], atol=0.1)
    assert not torch.allclose(repainted[kept], untouched[kept], atol=0.1)


def test_latent_follows_the_upper_left_pixel_of_its_square_and_counts_as_white_from_the_middle() -> None:
    mask = Image.new("L", (32, 16))
    for place, level in (((0, 0), 255), ((8, 0), 127), ((16, 8), 128), ((25, 1), 255)):
        mask.putpixel(place, level)
    assert latent_mask(mask, (16, 32)).tolist() == [[[[1, 0, 0, 0], [0, 0, 1, 0]]]]
    assert latent_mask(mask.resize((64, 32), Image.Resampling.NEAREST), (16, 32)).shape == (1, 1, 2, 4)


async def test_previews_show_the_rest_of_the_picture_as_it_is(sdxl_cache: Path) -> None:
    spec = make_spec(strength=1.0, num_inference_steps=4)
    async with open_engine(sdxl_cache, preview_every=1, preview_interval=0.0) as engine:
        done = await render(engine, spec, MASKED)
    previews = [np.asarray(event.image) for event in done.events if isinstance(event, PreviewMade)]
    kept = latent_mask(MASKED.mask_image, (256, 256))[0, 0].numpy() == 0
    assert len(previews) >= 2
    assert np.array_equal(previews[0][kept], previews[-1][kept])
    assert not np.array_equal(previews[0][~kept], previews[-1][~kept])


async def test_mask_without_its_picture_is_refused(sdxl_engine: SdxlEngine) -> None:
    with pytest.raises(InvalidBrief) as refused:
        await sdxl_engine.submit(make_spec(), gradients("mask_image")).result()
    assert refused.value.field == "mask"


# ── beside other pictures ───────────────────────────────────────────────────

COMPANY = (
    (make_spec(seed=1, scheduler="euler_a", num_inference_steps=9), RenderInputs()),
    (make_spec(seed=2, strength=0.8, num_inference_steps=9, scheduler="dpmpp_2m"), MASKED),
    (make_spec(seed=3, strength=0.8, num_inference_steps=7), gradients("init_image")),
)


@pytest.fixture
async def exact(sdxl_cache: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, deterministic=True, max_rows=8, preview_every=0) as engine:
        yield engine


async def test_cancelled_inpainting_leaves_the_others_the_same_to_the_bit(exact: SdxlEngine) -> None:
    expected = [(await render(exact, *asked)).rendering.image for asked in COMPANY]
    doomed = exact.submit(make_spec(strength=1.0, num_inference_steps=150), MASKED)
    handles = [exact.submit(*asked) for asked in COMPANY]
    async for event in handles[0].events():
        if isinstance(event, StepDone) and event.step == 2:
            break
    doomed.cancel()
    with pytest.raises(RenderCancelled):
        await doomed.result()
    for handle, picture in zip(handles, expected, strict=True):
        assert np.array_equal(np.asarray((await handle.result()).image), np.asarray(picture))


async def test_masked_and_other_pictures_step_side_by_side(exact: SdxlEngine) -> None:
    handles = [exact.submit(*asked) for asked in COMPANY]
    taken: list[int] = []

    async def note(number: int) -> None:
        async for event in handles[number].events():
            taken.extend([number] if isinstance(event, StepDone) else [])

    await asyncio.gather(*(note(number) for number in range(len(handles))))
    assert sorted(taken[:9]) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
