"""Whether a folder's modules have all of their weights: by the names in their headers, and as they load.

diffusers leaves what a file lacks on the meta device (see `explaining.check_whole`); transformers draws it at
random and only logs that.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, PreTrainedModel

from generation.engines.sdxl.explaining import incomplete
from generation.engines.sdxl.weight_files import read_config, tensor_shapes, weights_variant
from generation.errors import EngineUnavailable

T = TypeVar("T", bound=PreTrainedModel)

_EMPTY: Mapping[str, Callable[[Path], torch.nn.Module]] = MappingProxyType(
    {
        "unet": lambda folder: UNet2DConditionModel.from_config(read_config(folder / "config.json")),
        "vae": lambda folder: AutoencoderKL.from_config(read_config(folder / "config.json")),
        "text_encoder": lambda folder: CLIPTextModel(CLIPTextConfig.from_pretrained(folder)),
        "text_encoder_2": lambda folder: CLIPTextModelWithProjection(CLIPTextConfig.from_pretrained(folder)),
    }
)
_OLD_NAMES: Mapping[str, str] = MappingProxyType(
    {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
)  #: of a VAE's attention, before diffusers 0.15
_OLD_NAME = re.compile(rf"(?<=\.)({'|'.join(_OLD_NAMES)})(?=\.)")


def read_whole(model_class: type[T], folder: Path, dtype: torch.dtype, *, setting: str, model: str) -> T:
    """Read one of transformers' models; raises `EngineUnavailable` where the folder lacks weights of it."""
    answer: tuple[T, dict[str, set[str]]] = model_class.from_pretrained(
        folder,
        dtype=dtype,
        variant=weights_variant(folder),
        use_safetensors=True,
        local_files_only=True,
        output_loading_info=True,
    )
    loaded, found = answer
    if found["missing_keys"]:  # they have been drawn at random; buffers that are made anew are not among them
        raise EngineUnavailable(incomplete(setting, model))
    return loaded


def check_names(folder: Path, *, setting: str, model: str) -> None:
    """Hold the headers of a diffusers folder of SDXL against its configurations; no weights are read.

    Raises `EngineUnavailable` where a module lacks weights.
    """
    for part, build in _EMPTY.items():
        with torch.device("meta"):
            wanted = {_bare(name) for name in build(folder / part).state_dict()}
        files = (folder / part).glob("*.safetensors")
        if wanted - {_bare(name) for file in files for name in tensor_shapes(file)}:
            raise EngineUnavailable(incomplete(setting, model))


def _bare(name: str) -> str:
    """A tensor's name as all versions of the libraries have it, which read each other's."""
    return _OLD_NAME.sub(lambda old: _OLD_NAMES[old[0]], name).removeprefix("text_model.")
