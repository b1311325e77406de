"""Denoising without an engine: what a picture foretells, and pictures that share a call of the UNet."""

from pathlib import Path

import pytest
import torch

from generation.engines.sdxl import SdxlConfig
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.previews import preview_image
from tests.sdxl import make_spec


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    return SdxlModel.load(SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu"))


@pytest.mark.parametrize("scheduler", ["euler", "dpmpp_2m_karras", "heun", "ddim", "lcm"])
def test_after_the_last_step_the_predicted_latents_are_the_latents(model: SdxlModel, scheduler: str) -> None:
    denoising = model.begin(make_spec(scheduler=scheduler, num_inference_steps=3), None)
    while not denoising.finished:
        denoising.advance(model.predict(denoising.rows()))
    distance = (denoising.predicted_latents() - denoising.latents).norm() / denoising.latents.norm()
    assert distance < 0.05


def test_pictures_that_share_calls_come_out_as_if_alone(model: SdxlModel) -> None:
    specs = [
        make_spec(seed=1, scheduler="euler_a", num_inference_steps=3),
        make_spec(seed=2, scheduler="heun", num_inference_steps=2, guidance_scale=1.0),
    ]
    alone = [model.begin(spec, None) for spec in specs]
    for denoising in alone:
        while not denoising.finished:
            denoising.advance(model.predict(denoising.rows()))
    first, second = together = [model.begin(spec, None) for spec in specs]
    while not all(denoising.finished for denoising in together):
        prediction = model.predict([*first.rows(), *second.rows()])
        first.advance(prediction[:2])
        second.advance(prediction[2:])
    for one, other in zip(alone, together, strict=True):
        assert torch.allclose(one.latents, other.latents, atol=1e-4)


def test_preview_has_a_pixel_per_latent_up_to_its_largest_side() -> None:
    assert preview_image(torch.zeros(1, 4, 32, 64)).size == (64, 32)
    assert preview_image(torch.zeros(1, 4, 128, 256)).size == (160, 80)


def test_preview_of_bright_latents_is_brighter() -> None:
    dark, bright = (
        preview_image(torch.full((1, 4, 8, 8), 0.0).index_fill(1, torch.tensor(0), level))
        for level in (-1.0, 1.0)
    )
    assert dark.getpixel((0, 0)) == (90, 80, 70)
    assert bright.getpixel((0, 0)) == (210, 200, 190)
