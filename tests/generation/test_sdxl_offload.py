"""Modules that rest on the CPU come to the device for their calls, and paint the same pictures."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from generation.engines.base import RenderInputs
from generation.engines.sdxl.config import OffloadName
from generation.engines.sdxl.offloading import rest_on_cpu
from generation.spec import LoraWeight
from tests.sdxl import ATTENTION, make_spec, open_engine, render, write_lora

META = torch.device("meta")  # a device without memory, which every machine has
DRAWING = RenderInputs(init_image=Image.radial_gradient("L").convert("RGB"))


class Layer(nn.Module):
    """Says where it and its input were when it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2), requires_grad=False)
        self.register_buffer("shift", torch.ones(2))
        self.seen: set[str] = set()

    def forward(self, numbers: torch.Tensor, *, fails: bool = False) -> torch.Tensor:
        self.seen = {tensor.device.type for tensor in (numbers, self.weight, self.get_buffer("shift"))}
        if fails:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return numbers * self.weight


def test_module_is_on_the_device_for_its_call_and_at_home_after() -> None:
    layer = Layer()
    rest_on_cpu(layer, META)
    for _ in range(2):
        assert layer(torch.ones(2)).device == META
        assert layer.seen == {"meta"}
        assert torch.equal(layer.weight, torch.ones(2))
        assert torch.equal(layer.get_buffer("shift"), torch.ones(2))


def test_module_is_at_home_again_after_a_call_that_failed() -> None:
    layer = Layer()
    rest_on_cpu(layer, META)
    with pytest.raises(torch.OutOfMemoryError):
        layer(torch.ones(2), fails=True)
    assert layer.weight.device.type == "cpu"


async def painted(cache_dir: Path, folder: Path, offload: OffloadName) -> list[np.ndarray]:
    ink = (LoraWeight(name="ink"),)
    specs = [make_spec(), make_spec(strength=0.5), make_spec(loras=ink), make_spec(cache_interval=2)]
    async with open_engine(cache_dir, lora_dir=folder, offload=offload, preview_every=0) as engine:
        return [np.asarray((await render(engine, spec, DRAWING)).rendering.image) for spec in specs]


async def test_offloaded_engine_paints_the_same_to_the_bit(sdxl_cache: Path, tmp_path: Path) -> None:
    write_lora(tmp_path / "ink.safetensors", ATTENTION)
    expected = await painted(sdxl_cache, tmp_path, "none")
    for offload in ("model", "sequential"):
        for ours, plain in zip(await painted(sdxl_cache, tmp_path, offload), expected, strict=True):
            assert np.array_equal(ours, plain)
