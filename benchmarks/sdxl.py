"""What it brings to render pictures together: four of 256², 10 steps, on the random `tiny` model.

On a CPU a call of eight rows takes little less than four calls of two; what is gained there is mostly that a
call costs something in itself, the more so in a model this small. It says nothing about a GPU.
"""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.timing import compare
from generation.briefs import PortraitBrief
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.spec import RenderSpec

PICTURES = 4


def _spec(seed: int) -> RenderSpec:
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
    )


async def run() -> None:
    """Print seconds for all four, together and one after another, and the ratio."""
    with tempfile.TemporaryDirectory() as room:
        engine = SdxlEngine(SdxlConfig(model="tiny", cache_dir=Path(room), preview_every=0))
        await engine.start()
        print(f"on {engine.info.device}")

        async def together() -> None:
            handles = [engine.submit(_spec(seed)) for seed in range(PICTURES)]
            await asyncio.gather(*(handle.result() for handle in handles))

        async def in_turn() -> None:
            for seed in range(PICTURES):
                await engine.submit(_spec(seed)).result()

        ours = (f"{PICTURES} pictures of 256² together", together)
        await compare(ours, (f"{PICTURES} pictures one after another", in_turn), rounds=7)
        await engine.close()
