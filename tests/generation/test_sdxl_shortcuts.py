"""What a picture may ask for to be done sooner: guidance for a part of its steps, deep layers for some."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.unets.unet_2d_blocks import UNetMidBlock2DCrossAttn
from PIL import Image
from torch import nn
from torch.nn.modules.module import register_module_forward_hook

from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.checkpoint import load_checkpoint
from generation.engines.sdxl.conditioning import Conditioning, encode_prompts
from generation.engines.sdxl.denoising import make_scheduler
from generation.engines.sdxl.latents import draw_noise
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.prompt_cache import PromptCache
from generation.errors import InvalidBrief
from generation.spec import RenderSpec
from tests.sdxl import make_spec, open_engine, render


@contextmanager
def calls_of(kind: type[nn.Module]) -> Iterator[list[int]]:
    """Gives the rows of every call of modules of `kind`."""
    rows: list[int] = []

    def look(module: nn.Module, _args: object, output: tuple[torch.Tensor, ...] | torch.Tensor) -> None:
        if isinstance(module, kind):
            rows.append(len(output[0]) if isinstance(output, tuple) else len(output))

    handle = register_module_forward_hook(look)
    try:
        yield rows
    finally:
        handle.remove()


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    return SdxlModel.load(SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu"))


@pytest.fixture
async def engine(sdxl_cache: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, preview_every=0) as opened:
        yield opened


@pytest.fixture
async def exact(sdxl_cache: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, preview_every=0, deterministic=True, max_rows=4) as opened:
        yield opened


async def picture(engine: SdxlEngine, spec: RenderSpec) -> Image.Image:
    return (await render(engine, spec)).rendering.image


# ── guidance for a part of the steps ────────────────────────────────────────


@torch.no_grad()
def latents_by_hand(cache_dir: Path, spec: RenderSpec, guided_steps: int) -> torch.Tensor:
    """Latents of the plain loop of classifier-free guidance, which leaves off after `guided_steps`."""
    pipeline = load_checkpoint(SdxlConfig(model="tiny", cache_dir=cache_dir, device="cpu")).pipeline
    sides = encode_prompts(
        pipeline,
        prompt=spec.prompt,
        negative_prompt=spec.negative_prompt,
        guided=True,
        size=(spec.height, spec.width),
        cache=PromptCache(),
    )
    scheduler = make_scheduler(spec.scheduler, pipeline.scheduler.config)
    scheduler.set_timesteps(spec.num_inference_steps)
    generator = torch.Generator("cpu").manual_seed(spec.seed)
    latents = draw_noise((spec.height, spec.width), generator, torch.device("cpu"))
    latents = latents * scheduler.init_noise_sigma
    assert sides.negative is not None
    for number, timestep in enumerate(scheduler.timesteps):
        shown = scheduler.scale_model_input(latents, timestep)
        seen = _seen(pipeline.unet, shown, timestep, sides.positive)
        if number < guided_steps:
            blind = _seen(pipeline.unet, shown, timestep, sides.negative)
            seen = blind + spec.guidance_scale * (seen - blind)
        latents = scheduler.step(seen, timestep, latents, return_dict=False)[0]
    return latents


def _seen(
    unet: UNet2DConditionModel, latents: torch.Tensor, timestep: torch.Tensor, side: Conditioning
) -> torch.Tensor:
    added = {"text_embeds": side.pooled, "time_ids": side.time_ids}
    prediction: torch.Tensor = unet(latents, timestep, side.text, added_cond_kwargs=added).sample
    return prediction


def latents_of(model: SdxlModel, spec: RenderSpec) -> torch.Tensor:
    denoising = model.begin(spec, None)
    while not denoising.finished:
        denoising.advance(model.predict(denoising.rows()))
    return denoising.latents


def test_guidance_that_ends_halfway_is_the_plain_loop_that_leaves_off(
    model: SdxlModel, sdxl_cache: Path
) -> None:
    whole = make_spec(num_inference_steps=6, guidance_scale=20.0)
    half = replace(whole, guidance_end=0.5)
    by_hand = {steps: latents_by_hand(sdxl_cache, whole, steps) for steps in (3, 6)}
    bound = 1e-4 * by_hand[6].std()
    assert (latents_of(model, whole) - by_hand[6]).abs().max() < bound
    assert (latents_of(model, half) - by_hand[3]).abs().max() < bound
    assert (by_hand[6] - by_hand[3]).abs().max() > 100 * bound


@pytest.mark.parametrize(
    ("scheduler", "end", "rows"),
    [
        ("euler", 1.0, [2, 2, 2, 2]),
        ("euler", 0.5, [2, 2, 1, 1]),
        ("euler", 0.0, [1, 1, 1, 1]),
        ("heun", 0.5, [2, 2, 2, 2, 1, 1, 1]),
    ],
)
async def test_rows_of_a_picture_are_those_that_its_step_needs(
    engine: SdxlEngine, scheduler: str, end: float, rows: list[int]
) -> None:
    with calls_of(UNet2DConditionModel) as seen:
        await picture(engine, make_spec(num_inference_steps=4, guidance_end=end, scheduler=scheduler))
    assert seen == rows


async def test_pictures_whose_guidance_ends_at_different_steps_come_out_as_if_alone(
    exact: SdxlEngine,
) -> None:
    specs = [
        make_spec(seed=seed, num_inference_steps=4, guidance_end=end)
        for seed, end in enumerate((0.25, 0.5, 1.0))
    ]
    expected = [await picture(exact, spec) for spec in specs]
    done = await asyncio.gather(*(picture(exact, spec) for spec in specs))
    for together, alone in zip(done, expected, strict=True):
        assert np.array_equal(together, alone)


# ── deep layers for some of the steps ───────────────────────────────────────


async def test_every_other_step_leaves_out_the_deep_layers(engine: SdxlEngine) -> None:
    plain = make_spec(num_inference_steps=20)
    with calls_of(UNetMidBlock2DCrossAttn) as whole:
        expected = await picture(engine, plain)
    with calls_of(UNetMidBlock2DCrossAttn) as cached:
        close = await picture(engine, make_spec(num_inference_steps=20, cache_interval=2))
    assert (len(whole), len(cached)) == (20, 10)
    stranger = await picture(engine, make_spec(num_inference_steps=20, seed=8))
    assert not np.array_equal(close, expected)
    assert mean_difference(close, expected) < mean_difference(stranger, expected) / 4


def mean_difference(first: Image.Image, second: Image.Image) -> float:
    return float(np.abs(np.asarray(first, dtype=float) - np.asarray(second, dtype=float)).mean())


async def test_smaller_intervals_are_closer_to_the_whole_picture(engine: SdxlEngine) -> None:
    expected = await picture(engine, make_spec(num_inference_steps=20))
    distances = [
        mean_difference(
            await picture(engine, make_spec(num_inference_steps=20, cache_interval=interval)), expected
        )
        for interval in (1, 2, 5)
    ]
    assert distances[0] == 0
    assert distances == sorted(distances)


@pytest.mark.parametrize("size", [(256, 256), (264, 328)])
def test_shallow_call_sees_what_the_full_one_saw_where_nothing_has_changed(
    model: SdxlModel, size: tuple[int, int]
) -> None:
    denoising = model.begin(make_spec(width=size[0], height=size[1], cache_interval=2), None)
    full, rows = model.predict(denoising.rows()), denoising.rows()
    shallow = model.predict([replace(row, shallow=True) for row in rows])
    assert torch.equal(full, shallow)
    changed = [replace(row, shallow=True, latents=row.latents * 2) for row in rows]
    assert not torch.allclose(full, model.predict(changed), atol=1e-2)


async def test_pictures_with_cached_steps_come_out_as_if_alone(exact: SdxlEngine) -> None:
    specs = [
        make_spec(seed=1, num_inference_steps=7, cache_interval=2),
        make_spec(seed=2, num_inference_steps=8, cache_interval=3, guidance_end=0.5),
        make_spec(seed=3, num_inference_steps=5),
        make_spec(seed=4, num_inference_steps=6, cache_interval=2, scheduler="heun"),
        make_spec(seed=5, num_inference_steps=6, cache_interval=2, guidance_scale=1.0),
    ]
    expected = [await picture(exact, spec) for spec in specs]
    done = await asyncio.gather(*(picture(exact, spec) for spec in specs))
    for together, alone in zip(done, expected, strict=True):
        assert np.array_equal(together, alone)


async def test_cached_steps_and_a_controlnet_are_refused_together(engine: SdxlEngine) -> None:
    with pytest.raises(InvalidBrief) as refused:
        await picture(engine, make_spec(cache_interval=2, controlnet_conditioning_scale=0.5))
    assert refused.value.field == "settings.cacheInterval"
