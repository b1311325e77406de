"""Prompts that were read before are not read again, and give the same picture to the bit."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook
from transformers import CLIPTextModel

from generation.engines.sdxl import SdxlEngine
from generation.engines.sdxl.prompt_cache import PromptCache, PromptKey, Reading
from generation.spec import LoraWeight, RenderSpec
from tests.sdxl import make_spec, open_engine, render, write_lora

READ_BY_TEXT_ENCODER = "text_encoder.text_model.encoder.layers.0.self_attn.q_proj"


@contextmanager
def readings() -> Iterator[list[type[nn.Module]]]:
    """Gives what text encoders read, one entry for each prompt and encoder."""
    seen: list[type[nn.Module]] = []

    def look(module: nn.Module, args: object) -> None:
        if type(module) is CLIPTextModel:  # the second encoder has one within
            seen.append(type(module))

    handle = register_module_forward_pre_hook(look)
    try:
        yield seen
    finally:
        handle.remove()


@pytest.fixture
async def engine(sdxl_cache: Path, tmp_path: Path) -> AsyncIterator[SdxlEngine]:
    write_lora(tmp_path / "ink.safetensors", READ_BY_TEXT_ENCODER, width=32, inputs=32)
    async with open_engine(sdxl_cache, preview_every=0, lora_dir=tmp_path) as opened:
        yield opened


async def picture(engine: SdxlEngine, spec: RenderSpec) -> np.ndarray:
    return np.asarray((await render(engine, spec)).rendering.image)


async def test_prompts_of_eight_pictures_are_read_once(engine: SdxlEngine) -> None:
    with readings() as seen:
        handles = [engine.submit(make_spec(seed=seed, num_inference_steps=1)) for seed in range(8)]
        for handle in handles:
            await handle.result()
    assert len(seen) == 2 * len({"prompt", "negative prompt"})


async def test_picture_from_a_kept_reading_is_the_same_to_the_bit(engine: SdxlEngine) -> None:
    first = await picture(engine, make_spec())
    with readings() as seen:
        assert np.array_equal(await picture(engine, make_spec()), first)
    assert seen == []


async def test_same_words_in_more_chunks_are_read_again(engine: SdxlEngine) -> None:
    long = make_spec(prompt="an elven ranger in green, " * 6)
    await picture(engine, make_spec())
    with readings() as seen:
        await picture(engine, long)
    assert len(seen) == 4


async def test_lora_of_the_text_encoder_has_prompts_read_anew(engine: SdxlEngine) -> None:
    plain = await picture(engine, make_spec())
    worn = await picture(engine, make_spec(loras=(LoraWeight(name="ink", weight=4.0),)))
    assert not np.array_equal(worn, plain)
    assert np.array_equal(await picture(engine, make_spec()), plain)


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    cache = PromptCache(most=2)
    read: list[str] = []

    def ask(prompt: str) -> None:
        def reading() -> Reading:
            read.append(prompt)
            return Reading(text=torch.zeros(1), pooled=torch.zeros(1))

        cache.get(PromptKey(prompt=prompt, chunks=1, loras=()), reading)

    for prompt in "abacaba":
        ask(prompt)
    assert "".join(read) == "abcb"
