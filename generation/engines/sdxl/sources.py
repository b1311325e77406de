"""Where a model lies (on this machine, in the hub, or yet to be built), and a single file's tokenizers."""

import re
from collections.abc import Iterable
from pathlib import Path

import structlog
from diffusers import StableDiffusionXLPipeline
from huggingface_hub import snapshot_download

from generation.engines.sdxl.config import TINY, SdxlConfig
from generation.engines.sdxl.explaining import check_pickle_free
from generation.engines.sdxl.tiny import ensure_tiny
from generation.errors import EngineUnavailable

BASE_MODEL = "stabilityai/stable-diffusion-xl-base-1.0"
TOKENIZERS = ("tokenizer", "tokenizer_2")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_log = structlog.get_logger()


def locate_model(config: SdxlConfig) -> Path:
    """The folder or file on this machine that holds the model; fetched from the hub where it is a hub id."""
    return find_here(config) or _fetch(config.model)


def find_here(config: SdxlConfig) -> Path | None:
    """The folder or file on this machine; None for a hub id, which is not looked for."""
    if config.model == TINY:
        return ensure_tiny(config.cache_dir)
    path = Path(config.model).expanduser()
    check_pickle_free(path, "SDXL_MODEL", config.model)
    if path.exists():
        return path
    if _HUB_ID.fullmatch(config.model) and path.suffix != ".safetensors":
        return None
    raise EngineUnavailable(
        f"SDXL_MODEL “{config.model}” does not exist; give a diffusers folder, a .safetensors file, "
        "a hub id like stabilityai/stable-diffusion-xl-base-1.0, or “tiny”."
    )


def find_tokenizers(file: Path, folders: Iterable[Path]) -> Path:
    """The first of `folders` that has both tokenizers; else SDXL-base's, from the hub."""
    return next((folder for folder in folders if has_tokenizers(folder)), None) or _fetch_tokenizers(file)


def has_tokenizers(folder: Path) -> bool:
    """Whether both tokenizers lie in `folder`."""
    return all(any((folder / name).glob("*.json")) for name in TOKENIZERS)


def _fetch(model: str) -> Path:
    """Download (or find in the hub's cache) the model's safetensors; half precision where it is offered."""
    try:
        try:
            return Path(StableDiffusionXLPipeline.download(model, use_safetensors=True, variant="fp16"))
        except ValueError:  # no such variant
            return Path(StableDiffusionXLPipeline.download(model, use_safetensors=True))
    except Exception as error:
        _log.warning("sdxl.fetch_failed", model=model, exc_info=True)
        raise EngineUnavailable(
            f"SDXL_MODEL “{model}” is neither a folder here nor could it be fetched from the Hugging Face "
            "hub; check the name and the network, or name a folder or file on this machine."
        ) from error


def _fetch_tokenizers(file: Path) -> Path:
    try:
        return Path(snapshot_download(BASE_MODEL, allow_patterns=[f"{name}/*" for name in TOKENIZERS]))
    except Exception as error:
        _log.warning("sdxl.tokenizers_not_fetched", model=str(file), exc_info=True)
        raise EngineUnavailable(
            f"The checkpoint “{file}” brings no tokenizers and the Hugging Face hub did not answer; "
            "put SDXL's folders tokenizer and tokenizer_2 beside it, or name their folder in SDXL_CONFIG."
        ) from error
