"""SDXL-base as it is configured, with random weights: speed does not depend on what the weights are.

It is a diffusers folder like any other, so that the engine loads it as it would load the real one. Its
tokenizers are the tiny model's, which take a byte for a prompt token.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from generation.engines.sdxl import base_configs
from generation.engines.sdxl.tiny import ensure_built, write_tokenizers

FOLDER_NAME = "sdxl-base-random-1"
_SEED = 20240601


class _Module(Protocol):
    def save_pretrained(self, folder: Path) -> object: ...


_MAKERS: Mapping[str, Callable[[Path], _Module]] = {
    "unet": lambda path: UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(path)),
    "vae": lambda path: AutoencoderKL.from_config(AutoencoderKL.load_config(path)),
    "text_encoder": lambda path: CLIPTextModel(CLIPTextConfig.from_pretrained(path)),
    "text_encoder_2": lambda path: CLIPTextModelWithProjection(CLIPTextConfig.from_pretrained(path)),
}


def ensure_random_base(cache_dir: Path, device: torch.device) -> Path:
    """The model's folder within `cache_dir`, 6.9 GB in bfloat16, made on `device` unless it is there."""
    return ensure_built(cache_dir / FOLDER_NAME, partial(_build, device=device))


def _build(folder: Path, *, device: torch.device) -> None:
    base_configs.write_configs(folder, {})
    write_tokenizers(folder)
    for name, make in _MAKERS.items():
        with _making_random_weights(device):
            make(folder / name).save_pretrained(folder / name)


@contextmanager
def _making_random_weights(device: torch.device) -> Iterator[None]:
    """New modules get bfloat16 weights on `device`, the same every time; the generators stay as they were."""
    usual = torch.get_default_dtype()
    with torch.random.fork_rng([device] if device.type == "cuda" else []), device:
        torch.manual_seed(_SEED)
        torch.set_default_dtype(torch.bfloat16)
        try:
            yield
        finally:
            torch.set_default_dtype(usual)
