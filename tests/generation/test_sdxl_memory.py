"""Memory runs out: fewer rows, smaller tiles, and only the picture that fits nowhere ends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.models.autoencoders.vae import Decoder, Encoder
from diffusers.models.unets.unet_2d_blocks import UNetMidBlock2DCrossAttn
from PIL import Image
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook
from transformers import CLIPTextModel

from generation.engines.base import RenderInputs
from generation.engines.sdxl import SdxlEngine
from generation.errors import OutOfMemory
from tests.sdxl import make_spec, open_engine, render

DRAWING = RenderInputs(init_image=Image.radial_gradient("L").convert("RGB"))
Shape = tuple[int, ...]


@contextmanager
def memory_ends(kind: type[nn.Module], when: Callable[[Shape], bool]) -> Iterator[list[Shape]]:
    """Let modules of `kind` find no memory for a first input of such a shape; gives all such shapes."""
    seen: list[Shape] = []

    def look(module: nn.Module, args: tuple[torch.Tensor, ...]) -> None:
        if isinstance(module, kind) and args:
            seen.append(tuple(args[0].shape))
            if when(seen[-1]):
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    handle = register_module_forward_pre_hook(look)
    try:
        yield seen
    finally:
        handle.remove()


@pytest.fixture
async def engine(sdxl_cache: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, preview_every=0, max_rows=16) as opened:
        yield opened


def difference(first: Image.Image, second: Image.Image) -> int:
    """The largest difference of any pixel's channel, in levels of 0 to 255."""
    return int(np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16)).max())


# ── calls of the UNet ───────────────────────────────────────────────────────


async def test_rows_are_halved_until_they_fit_and_every_picture_comes_out(engine: SdxlEngine) -> None:
    specs = [make_spec(seed=seed, num_inference_steps=3) for seed in range(8)]
    expected = [(await render(engine, spec)).rendering.image for spec in specs]
    with memory_ends(UNetMidBlock2DCrossAttn, lambda shape: shape[0] > 4) as seen:
        done = await asyncio.gather(*(render(engine, spec) for spec in specs))
    assert all(difference(one.rendering.image, image) <= 1 for one, image in zip(done, expected, strict=True))
    rows = [shape[0] for shape in seen]
    assert max(rows) > 4
    assert rows.count(4) >= 8 * 3 // 2 - 3


async def test_picture_that_fits_not_even_alone_ends_and_the_others_do_not_notice(engine: SdxlEngine) -> None:
    small = [make_spec(seed=seed, num_inference_steps=5) for seed in range(3)]
    expected = [(await render(engine, spec)).rendering.image for spec in small]
    with memory_ends(UNetMidBlock2DCrossAttn, lambda shape: shape[-1] > 256 // 32):
        handles = [engine.submit(spec) for spec in small]
        doomed = [engine.submit(make_spec(width=320, seed=seed)) for seed in range(2)]
        for handle in doomed:
            with pytest.raises(OutOfMemory):
                await handle.result()
        done = [(await handle.result()).image for handle in handles]
    assert all(difference(image, plain) <= 1 for image, plain in zip(done, expected, strict=True))
    assert (await render(engine, make_spec(width=320))).rendering.image.width == 320


async def test_rows_of_a_full_deterministic_call_are_halved_too(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache, deterministic=True, max_rows=8, preview_every=0) as exact:
        with memory_ends(UNetMidBlock2DCrossAttn, lambda shape: shape[0] > 2) as seen:
            await render(exact, make_spec(num_inference_steps=2))
    assert [shape[0] for shape in seen] == [8, 4, 2, 2]


async def test_prompt_for_which_there_is_no_memory_ends_its_picture_alone(engine: SdxlEngine) -> None:
    beside = engine.submit(make_spec(num_inference_steps=6))
    await anext(beside.events())
    with memory_ends(CLIPTextModel, lambda shape: shape[0] > 1), pytest.raises(OutOfMemory):
        await render(engine, make_spec(prompt="an elven ranger in green, " * 6))
    assert (await beside.result()).image.size == (256, 256)


# ── the VAE ─────────────────────────────────────────────────────────────────


async def test_picture_that_is_too_large_to_decode_whole_is_decoded_in_tiles(engine: SdxlEngine) -> None:
    whole = (await render(engine, make_spec())).rendering.image
    with memory_ends(Decoder, lambda shape: shape[-1] > 16) as seen:
        tiled = (await render(engine, make_spec())).rendering.image
    assert seen[0][-1] == 32
    assert len(seen) > 4
    assert all(shape[-1] <= 16 for shape in seen[1:])
    assert 0 < np.abs(np.asarray(tiled, dtype=float) - np.asarray(whole, dtype=float)).mean() < 20
    again = (await render(engine, make_spec())).rendering.image
    assert np.array_equal(again, whole)


async def test_picture_that_cannot_be_decoded_at_all_ends_alone(engine: SdxlEngine) -> None:
    with memory_ends(Decoder, lambda shape: True):
        beside = engine.submit(make_spec(seed=1, num_inference_steps=20))
        with pytest.raises(OutOfMemory):
            await render(engine, make_spec())
    assert (await beside.result()).image.size == (256, 256)


async def test_picture_that_is_too_large_to_encode_whole_is_encoded_in_tiles(engine: SdxlEngine) -> None:
    spec = make_spec(strength=0.5)
    with memory_ends(Encoder, lambda shape: shape[-1] > 128) as seen:
        assert (await render(engine, spec, DRAWING)).rendering.image.size == (256, 256)
    assert seen[0][-1] == 256
    assert all(shape[-1] <= 128 for shape in seen[1:])


async def test_picture_that_cannot_be_encoded_at_all_ends_alone(engine: SdxlEngine) -> None:
    beside = engine.submit(make_spec(num_inference_steps=6))
    with memory_ends(Encoder, lambda shape: True), pytest.raises(OutOfMemory):
        await render(engine, make_spec(strength=0.5), DRAWING)
    assert (await beside.result()).image.size == (256, 256)
