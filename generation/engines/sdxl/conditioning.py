"""Turns words into what the UNet is conditioned on.

CLIP reads 77 prompt tokens at a time, of which two mark the ends. Longer prompts are cut into chunks of 75,
each read for itself, and what was read is laid end to end; a prompt and its negative are padded to the same
number of chunks, since the UNet sees both in one batch. The pooled vector is the first chunk's.
"""

from dataclasses import dataclass

import torch
from diffusers import StableDiffusionXLPipeline
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from generation.engines.sdxl.prompt_cache import PromptCache, PromptKey, Reading
from generation.spec import LoraWeight


@dataclass(frozen=True, kw_only=True)
class Conditioning:
    """One row of conditioning: text (1, 77·n, 2048), pooled (1, 1280), time_ids (1, 6); sizes are SDXL's.

    `image_embeds`, (1, 1, …), are what an IP-Adapter is told of another picture, which it follows as closely
    as `ip_adapter_scale` says.
    """

    text: torch.Tensor
    pooled: torch.Tensor
    time_ids: torch.Tensor
    image_embeds: torch.Tensor | None = None
    ip_adapter_scale: float | None = None


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """Both sides of classifier-free guidance; `negative` is None where there is none to do."""

    positive: Conditioning
    negative: Conditioning | None


def count_chunks(
    pipeline: StableDiffusionXLPipeline, *, prompt: str, negative_prompt: str, guided: bool
) -> int:
    """In how many chunks the prompt and, where `guided`, its negative are read; nothing is encoded yet."""
    prompts = [prompt, negative_prompt] if guided else [prompt]
    return max(len(_chunks(tokenizer, text)) for text in prompts for tokenizer, _ in _readers(pipeline))


@torch.no_grad()
def encode_prompts(
    pipeline: StableDiffusionXLPipeline,
    *,
    prompt: str,
    negative_prompt: str,
    guided: bool,
    size: tuple[int, int],
    cache: PromptCache,
    loras: tuple[LoraWeight, ...] = (),
) -> Guidance:
    """Read the prompt and, where `guided`, its negative, for a picture of `size` (height, width).

    What `cache` keeps is not read again; `loras` are those that the text encoders wear now.

    An empty negative prompt stands for none: zeros, where the checkpoint was trained so (SDXL-base was), as
    the stock pipeline does.
    """
    count = count_chunks(pipeline, prompt=prompt, negative_prompt=negative_prompt, guided=guided)
    time_ids = torch.tensor([[*size, 0, 0, *size]], dtype=pipeline.unet.dtype, device=pipeline.unet.device)

    def condition(text: str) -> Conditioning:
        key = PromptKey(prompt=text, chunks=count, loras=loras)
        reading = cache.get(key, lambda: _read(pipeline, text, count))
        return Conditioning(text=reading.text, pooled=reading.pooled, time_ids=time_ids)

    positive = condition(prompt)
    if not guided:
        return Guidance(positive=positive, negative=None)
    if not negative_prompt and pipeline.config.force_zeros_for_empty_prompt:
        return Guidance(positive=positive, negative=_blank(positive))
    return Guidance(positive=positive, negative=condition(negative_prompt))


def _readers(
    pipeline: StableDiffusionXLPipeline,
) -> tuple[tuple[CLIPTokenizer, CLIPTextModel | CLIPTextModelWithProjection], ...]:
    return (
        (pipeline.tokenizer, pipeline.text_encoder),
        (pipeline.tokenizer_2, pipeline.text_encoder_2),
    )


def _read(pipeline: StableDiffusionXLPipeline, text: str, count: int) -> Reading:
    hidden = []
    for tokenizer, encoder in _readers(pipeline):
        tokens = torch.tensor(_framed(tokenizer, text, count), device=encoder.device)
        output = encoder(tokens, output_hidden_states=True)
        hidden.append(
            output.hidden_states[-2].flatten(0, 1)[None]
        )  # the last but one layer, as SDXL was trained
    return Reading(text=torch.cat(hidden, dim=-1), pooled=output[0][:1])


def _blank(positive: Conditioning) -> Conditioning:
    return Conditioning(
        text=torch.zeros_like(positive.text),
        pooled=torch.zeros_like(positive.pooled),
        time_ids=positive.time_ids,
    )


def _framed(tokenizer: CLIPTokenizer, text: str, count: int) -> list[list[int]]:
    """`count` rows of token ids, each with its ends and filled up to the tokenizer's length."""
    chunks = _chunks(tokenizer, text)
    rows = []
    for chunk in chunks + [[]] * (count - len(chunks)):
        padding = [tokenizer.pad_token_id] * (tokenizer.model_max_length - 2 - len(chunk))
        rows.append([tokenizer.bos_token_id, *chunk, tokenizer.eos_token_id, *padding])
    return rows


def _chunks(tokenizer: CLIPTokenizer, text: str) -> list[list[int]]:
    room = tokenizer.model_max_length - 2
    tokens: list[int] = tokenizer(text, add_special_tokens=False, verbose=False).input_ids
    return [tokens[start : start + room] for start in range(0, len(tokens), room)] or [[]]
