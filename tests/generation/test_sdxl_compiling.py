"""The UNet compiled: for the shapes that were made ready, and never in the midst of a picture.

torch's "eager" backend follows the same path as a real compiler, without the minutes that one takes.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
import torch
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from torch._dynamo import register_backend
from torch._dynamo.utils import counters

from generation.engines.base import StageReached, StepDone
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.compiling import row_buckets
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.tiny import seeded
from generation.spec import LoraWeight, RenderSpec
from tests.sdxl import make_spec, open_engine, render, write_lora

SIZES = ((256, 256),)


@pytest.fixture(scope="module")
def shallow(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tiny model with a UNet of half as many layers: they are what compiling takes its time for."""
    pipeline = StableDiffusionXLPipeline.from_pretrained(tiny_folder)
    halved = {
        "block_out_channels": (16, 32),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "attention_head_dim": (2, 4),
        "transformer_layers_per_block": 1,
        "layers_per_block": 1,
    }
    with seeded():
        unet = UNet2DConditionModel.from_config(dict(pipeline.unet.config) | halved)
    pipeline.register_modules(unet=unet)
    folder = tmp_path_factory.mktemp("shallow")
    pipeline.save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def plain(shallow: str, sdxl_cache: Path) -> SdxlModel:
    return SdxlModel.load(SdxlConfig(model=shallow, cache_dir=sdxl_cache, device="cpu"))


@pytest.fixture(scope="module")
def compiled(shallow: str, sdxl_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> SdxlModel:
    """Ready for 2 and 4 rows of 256²; its folder of LoRAs has one."""
    folder = tmp_path_factory.mktemp("loras")
    write_lora(folder / "ink.safetensors")
    config = SdxlConfig(
        model=shallow,
        cache_dir=sdxl_cache,
        device="cpu",
        max_rows=4,
        lora_dir=folder,
        compile=True,
        compile_sizes=SIZES,
        compile_backend="eager",
    )
    model = SdxlModel.load(config)
    stages = []
    while not model.ready:
        stages.append(model.stage)
        model.warm_up()
    assert stages == ["warming up 1 of 2", "warming up 2 of 2"]
    assert model.stage is None
    return model


def paint(model: SdxlModel, specs: Sequence[RenderSpec]) -> tuple[list[torch.Tensor], list[int]]:
    """The latents of pictures that share all calls, and the rows of each call."""
    pictures, filled = [model.begin(spec, None) for spec in specs], []
    while not all(picture.finished for picture in pictures):
        stepping = [picture for picture in pictures if not picture.finished]
        rows = [picture.rows() for picture in stepping]
        together = [row for own in rows for row in own]
        filled.append(model.rows_of_call(together))
        prediction = model.predict(together, fill_to=filled[-1])
        for picture, seen in zip(stepping, prediction.split([len(own) for own in rows]), strict=True):
            picture.advance(seen)
    return [picture.latents for picture in pictures], filled


def graphs() -> int:
    """How many graphs have been compiled in this process."""
    return int(counters["stats"]["unique_graphs"])


def test_rows_are_compiled_for_by_powers_of_two_up_to_the_most() -> None:
    assert row_buckets(2, 16) == (2, 4, 8, 16)
    assert row_buckets(2, 12) == (2, 4, 8, 12)
    assert row_buckets(1, 4) == (1, 2, 4)
    assert row_buckets(2, 2) == (2,)


def test_compiled_calls_are_padded_see_the_same_and_compile_nothing_more(
    plain: SdxlModel, compiled: SdxlModel
) -> None:
    specs = [
        make_spec(seed=1, num_inference_steps=4, guidance_scale=1.0),
        make_spec(seed=2, num_inference_steps=3, scheduler="heun"),
    ]
    before = graphs()
    ours, filled = paint(compiled, specs)
    theirs, counts = paint(plain, specs)
    assert (counts, filled) == ([3, 3, 3, 3, 2], [4, 4, 4, 4, 2])
    assert graphs() == before
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine - other).abs().max() <= 1e-4 * other.std()


@pytest.mark.parametrize(
    "override",
    [
        {"width": 320},
        {"prompt": "an elven ranger in green, " * 6},
        {"cache_interval": 2},
        {"loras": (LoraWeight(name="ink"),)},
    ],
)
def test_calls_that_nothing_was_compiled_for_run_as_they_are(
    compiled: SdxlModel, override: dict[str, object]
) -> None:
    before = graphs()
    _, filled = paint(compiled, [make_spec(num_inference_steps=2, guidance_scale=1.0, **override)])
    assert filled == [1, 1]
    assert graphs() == before


def test_lora_in_the_plain_unet_leaves_what_is_compiled_as_it_was(compiled: SdxlModel) -> None:
    spec = make_spec(num_inference_steps=2)
    (first,), _ = paint(compiled, [spec])
    (worn,), _ = paint(compiled, [make_spec(num_inference_steps=2, loras=(LoraWeight(name="ink"),))])
    before = graphs()
    (again,), filled = paint(compiled, [spec])
    assert torch.equal(first, again)
    assert not torch.equal(first, worn)
    assert (graphs(), filled) == (before, [2, 2])


async def test_engine_says_how_far_it_has_warmed_up_and_is_not_ready_before(
    shallow: str, sdxl_cache: Path
) -> None:
    config = SdxlConfig(
        model=shallow,
        cache_dir=sdxl_cache,
        device="cpu",
        max_rows=2,
        compile=True,
        compile_sizes=SIZES,
        compile_backend="eager",
    )
    engine = SdxlEngine(config)
    starting = asyncio.create_task(engine.start())
    while engine.info.detail is None:
        assert not engine.ready
        await asyncio.sleep(0.01)
    assert (engine.info.detail, engine.ready) == ("warming up 1 of 1", False)
    handle = engine.submit(make_spec())
    events = [event async for event in handle.events()]
    assert StageReached(stage="warming up 1 of 1") in events
    assert [event.step for event in events if isinstance(event, StepDone)] == [1, 2, 3]
    await starting
    assert (engine.info.detail, engine.ready) == ("Loaded.", True)
    await engine.close()


@register_backend(name="broken")
def _broken(graph: torch.fx.GraphModule, inputs: list[torch.Tensor]) -> NoReturn:
    raise RuntimeError("no compiler here")


async def test_without_a_compiler_pictures_are_painted_uncompiled(shallow: str, sdxl_cache: Path) -> None:
    broken = {"compile": True, "compile_sizes": SIZES, "compile_backend": "broken"}
    async with open_engine(sdxl_cache, model=shallow, max_rows=2, **broken) as engine:
        assert engine.ready
        assert engine.info.detail == "not compiled: the log says why"
        assert (await render(engine, make_spec())).rendering.image.size == (256, 256)
