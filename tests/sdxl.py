"""Specs for the sdxl engine, and short ways to open one over the tiny model and to render by it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from generation.briefs import PortraitBrief
from generation.engines.base import RenderEvent, Rendering, RenderInputs
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.model import SdxlModel
from generation.spec import RenderSpec

ATTENTION = "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_v"


@dataclass(frozen=True)
class Rendered:
    """How a rendering went and what came of it."""

    events: list[RenderEvent]
    rendering: Rendering


def make_spec(**overrides: Any) -> RenderSpec:
    """A small portrait in few steps."""
    values: dict[str, Any] = {
        "engine": "sdxl",
        "subject": PortraitBrief(description="an elven ranger"),
        "prompt": "portrait of an elven ranger",
        "negative_prompt": "blurry",
        "seed": 7,
        "width": 256,
        "height": 256,
        "num_inference_steps": 3,
        "guidance_scale": 5.0,
        "scheduler": "euler",
    }
    return RenderSpec(**(values | overrides))


@asynccontextmanager
async def open_engine(cache_dir: Path, **overrides: Any) -> AsyncIterator[SdxlEngine]:
    """A started engine over the tiny model, closed at the end; overrides are fields of `SdxlConfig`."""
    values: dict[str, Any] = {"model": "tiny", "cache_dir": cache_dir, "device": "cpu"}
    engine = SdxlEngine(SdxlConfig(**(values | overrides)))
    try:
        await engine.start()
        yield engine
    finally:
        await engine.close()


async def render(engine: SdxlEngine, spec: RenderSpec, inputs: RenderInputs | None = None) -> Rendered:
    """Render `spec` and wait for what comes of it."""
    handle = engine.submit(spec, inputs or RenderInputs())
    events = [event async for event in handle.events()]
    return Rendered(events, await handle.result())


def denoise(model: SdxlModel, company: Sequence[RenderSpec], *, fill_to: int = 0) -> list[torch.Tensor]:
    """The latents of pictures that share calls; one more joins at every step."""
    pictures = [model.begin(spec, None) for spec in company]
    joined = 0
    while joined < len(pictures) or not all(picture.finished for picture in pictures):
        joined += 1
        stepping = [picture for picture in pictures[:joined] if not picture.finished]
        rows = [picture.rows() for picture in stepping]
        prediction = model.predict([row for own in rows for row in own], fill_to=fill_to)
        for picture, seen in zip(stepping, prediction.split([len(own) for own in rows]), strict=True):
            picture.advance(seen)
    return [picture.latents for picture in pictures]


def write_lora(
    path: Path, module: str = ATTENTION, *, width: int = 64, inputs: int = 96, seed: int = 0
) -> None:
    """A LoRA of rank 4 for one linear layer, in diffusers' names."""
    generator = torch.Generator().manual_seed(seed)
    down = torch.randn(4, inputs, generator=generator)
    up = torch.randn(width, 4, generator=generator)
    save_file({f"{module}.lora_A.weight": down, f"{module}.lora_B.weight": up}, path)
