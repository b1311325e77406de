"""Our denoising against the stock diffusers pipelines, on the same weights."""

from pathlib import Path

import diffusers
import numpy as np
import pytest
from PIL import Image
from torch import Generator

from generation.engines.base import RenderInputs
from generation.engines.sdxl import SdxlEngine
from generation.engines.sdxl.denoising import make_scheduler
from generation.spec import RenderSpec
from tests.sdxl import make_spec, render

SCHEDULERS = ("euler", "euler_a", "dpmpp_2m_karras", "dpmpp_2m_sde", "heun", "unipc", "ddim", "lcm", "tcd")


@pytest.fixture(scope="module")
def stock(tiny_folder: Path) -> diffusers.StableDiffusionXLPipeline:
    pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(tiny_folder, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


@pytest.fixture(scope="module")
def scheduler_config(stock: diffusers.StableDiffusionXLPipeline) -> dict[str, object]:
    """The checkpoint's own, kept before any test puts another scheduler in."""
    return dict(stock.scheduler.config)


def stock_arguments(spec: RenderSpec) -> dict[str, object]:
    return {
        "prompt": spec.prompt,
        "negative_prompt": spec.negative_prompt or None,
        "num_inference_steps": spec.num_inference_steps,
        "guidance_scale": spec.guidance_scale,
        "generator": Generator("cpu").manual_seed(spec.seed),
    }


def difference(first: Image.Image, second: Image.Image) -> int:
    """The largest difference of any pixel's channel, in levels of 0 to 255."""
    return int(np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16)).max())


@pytest.mark.parametrize("scheduler", SCHEDULERS)
async def test_text_to_image_is_the_stock_pipelines_picture(
    sdxl_engine: SdxlEngine,
    stock: diffusers.StableDiffusionXLPipeline,
    scheduler_config: dict[str, object],
    scheduler: str,
) -> None:
    spec = make_spec(scheduler=scheduler, num_inference_steps=4)
    ours = (await render(sdxl_engine, spec)).rendering.image
    stock.scheduler = make_scheduler(scheduler, scheduler_config)
    theirs = stock(**stock_arguments(spec), width=spec.width, height=spec.height).images[0]
    assert difference(ours, theirs) <= 1


@pytest.mark.parametrize("override", [{"guidance_scale": 1.0}, {"negative_prompt": ""}])
async def test_unguided_and_without_a_negative_prompt_it_is_too(
    sdxl_engine: SdxlEngine,
    stock: diffusers.StableDiffusionXLPipeline,
    scheduler_config: dict[str, object],
    override: dict[str, object],
) -> None:
    spec = make_spec(**override)
    ours = (await render(sdxl_engine, spec)).rendering.image
    stock.scheduler = make_scheduler(spec.scheduler, scheduler_config)
    theirs = stock(**stock_arguments(spec), width=spec.width, height=spec.height).images[0]
    assert difference(ours, theirs) <= 1


@pytest.mark.parametrize("scheduler", ["euler", "dpmpp_2m_karras", "heun"])
async def test_image_to_image_is_the_stock_pipelines_picture(
    sdxl_engine: SdxlEngine,
    stock: diffusers.StableDiffusionXLPipeline,
    scheduler_config: dict[str, object],
    scheduler: str,
) -> None:
    drawing = Image.radial_gradient("L").convert("RGB")
    spec = make_spec(scheduler=scheduler, strength=0.6, num_inference_steps=6)
    ours = (await render(sdxl_engine, spec, RenderInputs(init_image=drawing))).rendering.image
    pipeline = diffusers.StableDiffusionXLImg2ImgPipeline(**stock.components, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.scheduler = make_scheduler(scheduler, scheduler_config)
    theirs = pipeline(**stock_arguments(spec), image=drawing, strength=0.6).images[0]
    assert difference(ours, theirs) <= 1
