"""LoRAs: found by name, switched on per picture, refused where they fit nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from generation.engines.sdxl import SdxlEngine, list_loras
from generation.errors import InvalidBrief
from generation.spec import LoraWeight
from tests.sdxl import ATTENTION, make_spec, open_engine, render, write_lora


@pytest.fixture(scope="module")
def lora_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loras")
    write_lora(folder / "ink.v1.safetensors", ATTENTION)
    write_lora(folder / "oil.safetensors", ATTENTION, seed=1)
    write_lora(folder / "stranger.safetensors", "transformer.single_blocks.0.attn.to_v")
    write_lora(folder / "misfit.safetensors", ATTENTION, width=320, inputs=768)
    (folder / "broken.safetensors").write_bytes(b"not a safetensors file")
    (folder / "notes.txt").write_text("no LoRA")
    return folder


@pytest.fixture
async def engine(sdxl_cache: Path, lora_dir: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, lora_dir=lora_dir) as started:
        yield started


def test_loras_are_the_safetensors_files_of_the_folder(lora_dir: Path, tmp_path: Path) -> None:
    assert list_loras(lora_dir) == ("broken", "ink.v1", "misfit", "oil", "stranger")
    assert list_loras(tmp_path / "nowhere") == ()
    assert list_loras(None) == ()


async def test_lora_changes_the_picture_and_weight_zero_or_its_absence_does_not(engine: SdxlEngine) -> None:
    async def paint(*loras: LoraWeight) -> np.ndarray:
        return np.asarray((await render(engine, make_spec(loras=loras))).rendering.image)

    plain = await paint()
    ink = await paint(LoraWeight(name="ink.v1"))
    assert not np.array_equal(plain, ink)
    assert np.array_equal(plain, await paint(LoraWeight(name="ink.v1", weight=0.0)))
    assert np.array_equal(plain, await paint())
    both = await paint(LoraWeight(name="ink.v1"), LoraWeight(name="oil", weight=0.5))
    assert not np.array_equal(ink, both)
    assert np.array_equal(ink, await paint(LoraWeight(name="ink.v1")))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stranger", "fits no part of this model"),
        ("misfit", "damaged or not made for SDXL"),
        ("broken", "damaged or not made for SDXL"),
        ("unknown", "There is no LoRA named"),
    ],
)
async def test_lora_that_cannot_be_used_is_refused_and_spares_the_engine(
    engine: SdxlEngine, name: str, sentence: str
) -> None:
    plain = (await render(engine, make_spec())).rendering.image
    with pytest.raises(InvalidBrief, match=sentence) as refusal:
        await engine.submit(make_spec(loras=(LoraWeight(name=name),))).result()
    assert refusal.value.field == "settings.loras"
    assert np.array_equal(np.asarray(plain), np.asarray((await render(engine, make_spec())).rendering.image))
