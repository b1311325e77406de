"""What it brings to render pictures together: four of 256², 10 steps, on the random `tiny` model.

Then the same in different LoRAs, which lie on all attention layers and have rank 8.

On a CPU a call of eight rows takes little less than four calls of two; what is gained there is mostly that a
call costs something in itself, the more so in a model this small. It says nothing about a GPU.
"""

import asyncio
import tempfile
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from benchmarks.timing import compare
from generation.briefs import PortraitBrief
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.tiny import ensure_tiny
from generation.spec import LoraWeight, RenderSpec

PLAIN: tuple[tuple[LoraWeight, ...], ...] = ((),) * 4
_INK, _OIL = LoraWeight(name="ink", weight=0.7), LoraWeight(name="oil")
DRESSED = ((_INK,), (_OIL,), (_INK, _OIL), ())


def _spec(seed: int, loras: tuple[LoraWeight, ...]) -> RenderSpec:
    return RenderSpec(
        engine="sdxl",
        subject=PortraitBrief(description="an elven ranger"),
        prompt="portrait of an elven ranger",
        negative_prompt="blurry",
        seed=seed,
        width=256,
        height=256,
        num_inference_steps=10,
        guidance_scale=5.0,
        scheduler="euler",
        loras=loras,
    )


def _write_lora(path: Path, unet: Path, seed: int) -> None:
    """A random LoRA of rank 8 for every attention layer of the UNet stored in a file."""
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    with safe_open(unet, framework="pt") as weights:
        names = weights.keys()  # what was opened cannot be gone through itself
        for name in (key for key in names if ".attn" in key and key.endswith(".weight")):
            outputs, inputs = weights.get_slice(name).get_shape()
            layer = f"unet.{name.removesuffix('.weight')}"
            tensors[f"{layer}.lora_A.weight"] = torch.randn(8, inputs, generator=generator) * 0.1
            tensors[f"{layer}.lora_B.weight"] = torch.randn(outputs, 8, generator=generator) * 0.05
    save_file(tensors, path)


async def _compare(engine: SdxlEngine, what: str, wardrobes: tuple[tuple[LoraWeight, ...], ...]) -> None:
    specs = [_spec(seed, loras) for seed, loras in enumerate(wardrobes)]

    async def together() -> None:
        handles = [engine.submit(spec) for spec in specs]
        await asyncio.gather(*(handle.result() for handle in handles))

    async def in_turn() -> None:
        for spec in specs:
            await engine.submit(spec).result()

    await compare((f"{what} together", together), (f"{what} one after another", in_turn), rounds=7)


async def run() -> None:
    """Print seconds for all four, together and one after another, and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        unet = next((ensure_tiny(room) / "unet").glob("*.safetensors"))
        for seed, lora in enumerate(("ink", "oil")):
            _write_lora(room / f"{lora}.safetensors", unet, seed)
        engine = SdxlEngine(SdxlConfig(model="tiny", cache_dir=room, lora_dir=room, preview_every=0))
        await engine.start()
        print(f"on {engine.info.device}")
        await _compare(engine, "4 pictures of 256²", PLAIN)
        await _compare(engine, "4 pictures in different LoRAs", DRESSED)
        await engine.close()
