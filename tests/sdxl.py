"""Specs for the sdxl engine, and short ways to open one over the tiny model and to render by it."""

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from generation.briefs import PortraitBrief
from generation.engines.base import RenderEvent, Rendering, RenderInputs
from generation.engines.sdxl import SdxlConfig, SdxlEngine, open_engines
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


@asynccontextmanager
async def open_models(
    cache_dir: Path, models: Mapping[str, str], *, loaded_models: int = 2, **overrides: Any
) -> AsyncIterator[list[SdxlEngine]]:
    """Started engines by their names over these models, on one thread, closed at the end."""
    values: dict[str, Any] = {"cache_dir": cache_dir, "device": "cpu", "preview_every": 0}
    configs = {name: SdxlConfig(model=model, **(values | overrides)) for name, model in models.items()}
    engines = open_engines(configs, loaded_models=loaded_models)
    try:
        for engine in engines:
            await engine.start()
        yield list(engines)
    finally:
        for engine in engines:
            await engine.close()


def write_like(model: Path, folder: Path, *, factor: float) -> Path:
    """A model in `folder` like the one given, whose UNet has other weights: its own times `factor`."""
    shutil.copytree(model, folder)
    [file] = (folder / "unet").glob("*.safetensors")
    weights = {name: weight * factor for name, weight in load_file(file).items()}
    save_file(weights, file, metadata={"format": "pt"})
    return folder


async def render(engine: SdxlEngine, spec: RenderSpec, inputs: RenderInputs | None = None) -> Rendered:
    """Render `spec` and wait for what comes of it."""
    handle = engine.submit(spec, inputs or RenderInputs())
    events = [event async for event in handle.events()]
    return Rendered(events, await handle.result())


Asked = tuple[RenderSpec, RenderInputs]


def denoise(
    model: SdxlModel, company: Sequence[RenderSpec | Asked], *, fill_to: int = 0
) -> list[torch.Tensor]:
    """The latents of pictures of one bucket that share calls; one more joins at every step."""
    asked = [(each, None) if isinstance(each, RenderSpec) else each for each in company]
    pictures = [model.begin(spec, inputs) for spec, inputs in asked]
    joined = 0
    while joined < len(pictures) or not all(picture.finished for picture in pictures):
        joined += 1
        stepping = [picture for picture in pictures[:joined] if not picture.finished]
        rows = [picture.rows() for picture in stepping]
        prediction = model.predict([row for own in rows for row in own], fill_to=fill_to)
        for picture, seen in zip(stepping, prediction.split([len(own) for own in rows]), strict=True):
            picture.advance(seen)
    return [picture.latents for picture in pictures]


def gradients(*names: str) -> RenderInputs:
    """Pictures of 256 × 256, each other than the others, for these fields of `RenderInputs`."""
    round_, level = Image.radial_gradient("L"), Image.linear_gradient("L")
    pictures = {
        "init_image": Image.merge("RGB", (round_, level, level.rotate(90))),
        "mask_image": level.rotate(90).point(lambda level: 255 if level > 100 else 0),
        "control_image": round_.point(lambda level: 255 if level % 32 == 0 else 0).convert("RGB"),
        "reference_image": Image.merge("RGB", (level, round_, round_)).resize((90, 60)),
    }
    return RenderInputs(**{name: pictures[name] for name in names})


def write_lora(
    path: Path, module: str = ATTENTION, *, width: int = 32, inputs: int = 96, seed: int = 0
) -> None:
    """A LoRA of rank 4 for one linear layer, in diffusers' names."""
    generator = torch.Generator().manual_seed(seed)
    down = torch.randn(4, inputs, generator=generator)
    up = torch.randn(width, 4, generator=generator)
    save_file({f"{module}.lora_A.weight": down, f"{module}.lora_B.weight": up}, path)
