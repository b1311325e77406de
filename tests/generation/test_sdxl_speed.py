"""Options that make the engine faster: each paints the picture that it would paint without."""

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.models.attention_processor import FusedAttnProcessor2_0
from PIL import Image

from generation.engines.base import RenderInputs
from generation.engines.sdxl import SdxlConfig
from generation.engines.sdxl.checkpoint import load_checkpoint
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.placing import fused_copy, pick_dtype, sharing_copy, vae_dtype
from generation.engines.sdxl.unets import Unets
from generation.spec import LoraWeight
from tests.sdxl import make_spec, open_engine, render, write_lora

CPU = torch.device("cpu")
FUSED = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_k"


def config(cache_dir: Path, **overrides: object) -> SdxlConfig:
    return SdxlConfig(**{"model": "tiny", "cache_dir": cache_dir, "device": "cpu"} | overrides)  # type: ignore[arg-type] # a test's short way


def difference(first: Image.Image, second: Image.Image) -> int:
    """The largest difference of any pixel's channel, in levels of 0 to 255."""
    return int(np.abs(np.asarray(first, dtype=np.int16) - np.asarray(second, dtype=np.int16)).max())


async def picture(cache_dir: Path, loras: tuple[LoraWeight, ...] = (), **overrides: object) -> Image.Image:
    async with open_engine(cache_dir, preview_every=0, **overrides) as engine:
        return (await render(engine, make_spec(loras=loras))).rendering.image


# ── numbers and memory ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        ("auto", torch.float32),
        ("bf16", torch.bfloat16),
        ("fp16", torch.float16),
        ("fp32", torch.float32),
    ],
)
def test_dtype_on_a_cpu_is_the_one_that_is_named(name: str, dtype: torch.dtype) -> None:
    assert pick_dtype(CPU, name) == dtype


def test_vae_that_would_overflow_in_half_precision_stays_in_full(sdxl_cache: Path) -> None:
    pipeline = load_checkpoint(config(sdxl_cache, dtype="fp16")).pipeline
    assert (pipeline.unet.dtype, pipeline.vae.dtype) == (torch.float16, torch.float32)
    pipeline.vae.register_to_config(force_upcast=False)
    assert vae_dtype(pipeline.vae, torch.float16) == torch.float16


async def test_picture_in_bf16_is_close_to_the_exact_one(sdxl_cache: Path) -> None:
    exact, coarse = await picture(sdxl_cache), await picture(sdxl_cache, dtype="bf16")
    assert 0 < difference(exact, coarse) <= 40


async def test_channels_last_paints_the_same_picture(sdxl_cache: Path) -> None:
    plain, last = await picture(sdxl_cache), await picture(sdxl_cache, channels_last=True)
    assert difference(plain, last) <= 1


def test_channels_last_is_left_alone_on_a_cpu_unless_asked_for(sdxl_cache: Path) -> None:
    for asked in (None, True):
        unet = load_checkpoint(config(sdxl_cache, channels_last=asked)).pipeline.unet
        weight = unet.down_blocks[0].resnets[0].conv1.weight
        assert weight.is_contiguous(memory_format=torch.channels_last) == bool(asked)


# ── fused products ──────────────────────────────────────────────────────────


def test_fused_copy_leaves_the_original_as_it_was(sdxl_cache: Path) -> None:
    unet = load_checkpoint(config(sdxl_cache)).pipeline.unet
    fused = fused_copy(unet)
    assert {type(processor) for processor in fused.attn_processors.values()} == {FusedAttnProcessor2_0}
    assert FusedAttnProcessor2_0 not in {type(processor) for processor in unet.attn_processors.values()}
    assert not any(weight.requires_grad for weight in fused.parameters())


async def test_fused_products_paint_the_same_picture(sdxl_cache: Path) -> None:
    assert difference(await picture(sdxl_cache), await picture(sdxl_cache, fuse_qkv=True)) <= 1


async def test_lora_within_a_fused_product_counts_as_it_does_without(
    sdxl_cache: Path, tmp_path: Path
) -> None:
    write_lora(tmp_path / "ink.safetensors", FUSED, inputs=32)
    ink = (LoraWeight(name="ink"),)
    plain = await picture(sdxl_cache)
    worn = await picture(sdxl_cache, ink, lora_dir=tmp_path)
    fused = await picture(sdxl_cache, ink, lora_dir=tmp_path, fuse_qkv=True)
    assert difference(plain, worn) > 1
    assert np.array_equal(fused, worn)


def test_reference_counts_as_it_does_where_products_are_not_fused(sdxl_cache: Path) -> None:
    shown = RenderInputs(reference_image=Image.radial_gradient("L").convert("RGB"))

    def seen(inputs: RenderInputs, *, fuse_qkv: bool) -> torch.Tensor:
        model = SdxlModel.load(config(sdxl_cache, ip_adapter_model="tiny", fuse_qkv=fuse_qkv))
        scale = None if inputs.reference_image is None else 0.8
        return model.predict(model.begin(make_spec(ip_adapter_scale=scale), inputs).rows(), fill_to=2)

    fused = seen(shown, fuse_qkv=True)
    assert torch.equal(fused, seen(shown, fuse_qkv=False))
    assert not torch.equal(fused, seen(RenderInputs(), fuse_qkv=True))


def test_copy_of_the_unet_shares_every_weight(sdxl_cache: Path) -> None:
    unet = load_checkpoint(config(sdxl_cache)).pipeline.unet
    copied = sharing_copy(unet)
    assert copied.conv_in is not unet.conv_in
    for mine, original in zip(copied.parameters(), unet.parameters(), strict=True):
        assert mine is original


@pytest.mark.parametrize(
    ("options", "fused"),
    [
        ({}, True),
        ({"deterministic": True}, True),
        ({"lora_dir": Path("loras")}, True),
        ({"deterministic": True, "lora_dir": Path("loras")}, False),
        ({"deterministic": True, "controlnet_model": "tiny"}, False),
    ],
)
def test_deterministic_picture_is_never_fused_where_one_beside_it_could_not_be(
    sdxl_cache: Path, options: dict[str, object], fused: bool
) -> None:
    settings = config(sdxl_cache, fuse_qkv=True, **options)
    pipeline = load_checkpoint(settings).pipeline
    rows = SdxlModel.load(config(sdxl_cache)).begin(make_spec()).rows()
    assert (Unets(pipeline, settings).pick(rows, fill_to=2) is not pipeline.unet) == fused
