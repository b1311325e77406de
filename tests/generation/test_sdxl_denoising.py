"""Denoising without an engine: what a picture foretells, and pictures that share a call of the UNet."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import torch

from generation.engines.sdxl import SdxlConfig, cuda_available
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.previews import Snapshot, preview_image
from generation.engines.sdxl.schedulers import SCHEDULER_NAMES
from tests.sdxl import denoise, gradients, make_spec


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


class OnDevice(torch.Tensor):
    """Numbers that lie on a device: to read one would mean to wait until it has done all that is queued."""

    @classmethod
    def __torch_function__(
        cls,
        func: Callable[..., object],
        types: Iterable[type],
        args: tuple[object, ...] = (),
        kwargs: dict[str, object] | None = None,
    ) -> object:
        assert getattr(func, "__name__", "") not in WAITING, f"{func} waits for the device"
        return super().__torch_function__(func, types, args, kwargs or {})


WAITING = {
    *("__bool__", "__int__", "__float__", "__index__", "__array__"),
    *("item", "tolist", "numpy", "cpu", "nonzero"),
}


@pytest.mark.parametrize("scheduler", SCHEDULER_NAMES)
def test_stepping_never_waits_for_the_device(model: SdxlModel, scheduler: str) -> None:
    denoising = model.begin(make_spec(scheduler=scheduler, num_inference_steps=5), None)
    denoising.latents = denoising.latents.as_subclass(OnDevice)
    while not denoising.finished:
        rows = denoising.rows()
        prediction = torch.cat([row.latents for row in rows]) * 0.5
        denoising.advance(prediction)
        assert isinstance(denoising.predicted_latents(), OnDevice)
    assert isinstance(denoising.latents, OnDevice)


COMPANY = (
    make_spec(seed=1, scheduler="euler_a", num_inference_steps=6),
    make_spec(seed=2, scheduler="heun", num_inference_steps=3, guidance_scale=1.0),
    make_spec(seed=3, scheduler="dpmpp_2m_sde", num_inference_steps=4, guidance_scale=9.0),
    make_spec(seed=4, scheduler="lcm", num_inference_steps=2),
)


def test_pictures_that_share_calls_come_out_as_if_alone(model: SdxlModel) -> None:
    for spec, together in zip(COMPANY, denoise(model, COMPANY), strict=True):
        (alone,) = denoise(model, [spec])
        assert (alone - together).abs().max() <= 1e-4 * alone.std()


def test_with_a_fixed_number_of_rows_they_are_the_same_to_the_bit(model: SdxlModel) -> None:
    alone = {spec: denoise(model, [spec], fill_to=7)[0] for spec in COMPANY}
    for order in (COMPANY, COMPANY[::-1]):
        for spec, together in zip(order, denoise(model, order, fill_to=7), strict=True):
            assert torch.equal(alone[spec], together)


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


@pytest.mark.gpu
@pytest.mark.skipif(not cuda_available(), reason="no CUDA device")
@pytest.mark.parametrize("scheduler", ["euler", "dpmpp_2m_karras", "ddim"])
@pytest.mark.parametrize("scale", [None, 0.5])
def test_on_a_gpu_neither_steps_nor_previews_wait_for_it(
    sdxl_cache: Path, scheduler: str, scale: float | None
) -> None:
    config = SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cuda", controlnet_model="tiny")
    model = SdxlModel.load(config)
    spec = make_spec(scheduler=scheduler, num_inference_steps=4, controlnet_conditioning_scale=scale)
    denoising = model.begin(spec, gradients("control_image"))
    torch.cuda.set_sync_debug_mode("error")
    try:
        while not denoising.finished:
            denoising.advance(model.predict(denoising.rows()))
        snapshot = Snapshot(denoising.predicted_latents())
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert torch.equal(snapshot.fetch(), denoising.predicted_latents().cpu())
