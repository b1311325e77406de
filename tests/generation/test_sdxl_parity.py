"""Our denoising against the stock diffusers pipelines, on the same weights: alone, and in mixed company."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from generation.engines.base import RenderInputs
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.model import SdxlModel
from tests.sdxl import Asked, denoise, gradients, make_spec, render
from tests.stock_sdxl import Stock

TOLERANCE = 1e-4  #: between numbers of about 1 to 15, in float32
SCHEDULERS = (
    "euler",
    "euler_a",
    "dpmpp_2m_karras",
    "dpmpp_2m_sde",
    "dpmpp_2s",
    "heun",
    "unipc",
    "ddim",
    "lcm",
    "tcd",
)
NOTHING = RenderInputs()


@pytest.fixture(scope="module")
def stock(sdxl_cache: Path) -> Stock:
    return Stock(sdxl_cache)


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    config = SdxlConfig(
        model="tiny", cache_dir=sdxl_cache, device="cpu", controlnet_model="tiny", ip_adapter_model="tiny"
    )
    return SdxlModel.load(config)


def distance(model: SdxlModel, stock: Stock, asked: Asked) -> float:
    (ours,) = denoise(model, [asked])
    return float((ours - stock.latents(*asked)).abs().max())


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_text_to_image_is_the_stock_pipelines(model: SdxlModel, stock: Stock, scheduler: str) -> None:
    spec = make_spec(scheduler=scheduler, num_inference_steps=4)
    assert distance(model, stock, (spec, NOTHING)) <= TOLERANCE


@pytest.mark.parametrize("override", [{"guidance_scale": 1.0}, {"negative_prompt": ""}])
def test_unguided_and_without_a_negative_prompt_it_is_too(
    model: SdxlModel, stock: Stock, override: dict[str, object]
) -> None:
    assert distance(model, stock, (make_spec(**override), NOTHING)) <= TOLERANCE


@pytest.mark.parametrize("scheduler", ["euler", "euler_a", "dpmpp_2m_karras", "heun"])
def test_image_to_image_is_the_stock_pipelines(model: SdxlModel, stock: Stock, scheduler: str) -> None:
    spec = make_spec(scheduler=scheduler, strength=0.6, num_inference_steps=6)
    assert distance(model, stock, (spec, gradients("init_image"))) <= TOLERANCE


@pytest.mark.parametrize("scheduler", ["euler_a", "lcm", "heun"])
def test_fewer_steps_than_one_are_the_stock_pipelines_one(
    model: SdxlModel, stock: Stock, scheduler: str
) -> None:
    one = make_spec(scheduler=scheduler, strength=0.25, num_inference_steps=4)
    inputs = gradients("init_image")
    (ours,) = denoise(model, [(replace(one, strength=0.05), inputs)])
    assert (ours - stock.latents(one, inputs)).abs().max() <= TOLERANCE


async def test_decoded_picture_is_the_stock_pipelines(sdxl_engine: SdxlEngine, stock: Stock) -> None:
    spec, inputs = make_spec(strength=0.6, num_inference_steps=6), gradients("init_image")
    ours = (await render(sdxl_engine, spec, inputs)).rendering.image
    assert levels_between(ours, stock.picture(spec, inputs)) <= 1


def levels_between(first: Image.Image, second: Image.Image) -> int:
    """The largest difference of any pixel's channel, in levels of 0 to 255."""
    return int(np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16)).max())


# ── mixed company ───────────────────────────────────────────────────────────

MIXED: tuple[Asked, ...] = (
    (make_spec(seed=1, scheduler="euler_a", num_inference_steps=6), NOTHING),
    (
        make_spec(seed=2, scheduler="heun", num_inference_steps=3, strength=0.7, guidance_scale=1.0),
        gradients("init_image"),
    ),
    (
        make_spec(seed=3, scheduler="dpmpp_2m_sde", num_inference_steps=4, strength=0.9, guidance_scale=8.0),
        gradients("init_image", "mask_image"),
    ),
    (
        make_spec(seed=4, scheduler="unipc", num_inference_steps=4, controlnet_conditioning_scale=0.6),
        gradients("control_image"),
    ),
    (
        make_spec(seed=5, num_inference_steps=4, strength=0.5, controlnet_conditioning_scale=1.0),
        gradients("init_image", "control_image"),
    ),
)


def test_each_picture_of_a_mixed_company_is_its_own_stock_pipelines(model: SdxlModel, stock: Stock) -> None:
    for asked, ours in zip(MIXED, denoise(model, MIXED), strict=True):
        assert (ours - stock.latents(*asked)).abs().max() <= TOLERANCE


def test_with_a_fixed_number_of_rows_each_is_the_same_to_the_bit(model: SdxlModel) -> None:
    alone = [denoise(model, [asked], fill_to=9)[0] for asked in MIXED]
    for order in (1, -1):
        together = denoise(model, MIXED[::order], fill_to=9)[::order]
        assert all(torch.equal(*pair) for pair in zip(alone, together, strict=True))
