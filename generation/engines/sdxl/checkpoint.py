"""Loads an SDXL checkpoint: a diffusers folder, a single `.safetensors` file, a hub id, or `tiny`.

Only safetensors are read, never pickle. Whatever is wrong with a checkpoint is an `EngineUnavailable` whose
sentence says what to do about it.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import torch
from diffusers import StableDiffusionXLPipeline
from diffusers.utils import logging as diffusers_logging
from huggingface_hub import snapshot_download
from safetensors import SafetensorError, safe_open

from generation.engines.sdxl import base_configs, tiny
from generation.engines.sdxl.config import TINY, SdxlConfig
from generation.engines.sdxl.device import resolve_device
from generation.engines.sdxl.single_file import (
    TEXT_ENCODER_2_PREFIX,
    TEXT_ENCODER_PREFIX,
    UNET_PREFIX,
    VAE_PREFIX,
)
from generation.errors import EngineUnavailable

BASE_MODEL = "stabilityai/stable-diffusion-xl-base-1.0"
_MODULES = ("unet", "vae", "text_encoder", "text_encoder_2")
_TOKENIZERS = ("tokenizer", "tokenizer_2")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A loaded model, on its device. `weights` are the files whose checksum names it."""

    model: str
    pipeline: StableDiffusionXLPipeline
    device: torch.device
    dtype: torch.dtype
    weights: tuple[Path, ...]


def load_checkpoint(config: SdxlConfig) -> Checkpoint:
    """Load `config.model` onto its device; raises `EngineUnavailable` where that cannot be done."""
    diffusers_logging.disable_progress_bar()
    diffusers_logging.set_verbosity_error()
    device = _find_device(config.device)
    dtype = _pick_dtype(device)
    path = _locate(config)
    with _explained(config.model):
        pipeline = _read_file(path, config, dtype) if path.is_file() else _read_folder(path, dtype)
        _check_whole(pipeline, config.model)
        _place(pipeline, device, dtype)
    weights = (path,) if path.is_file() else tuple(sorted((path / "unet").glob("*.safetensors")))
    return Checkpoint(model=config.model, pipeline=pipeline, device=device, dtype=dtype, weights=weights)


def _find_device(name: str) -> torch.device:
    resolved = resolve_device(name)
    try:
        device = torch.device(resolved)
    except RuntimeError as error:
        raise EngineUnavailable(f"“{name}” is no device; use auto, cpu, cuda or cuda:1.") from error
    count = torch.cuda.device_count()
    if device.type == "cuda" and (device.index or 0) >= count:
        raise EngineUnavailable(
            f"The device “{name}” is not there: torch finds {count} CUDA devices; "
            "check the driver with nvidia-smi, or set the device to cpu."
        )
    return device


def _pick_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the GPU computes in it, float16 on older ones, float32 on a CPU."""
    if device.type == "cpu":
        return torch.float32
    with torch.cuda.device(device):
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    return torch.bfloat16 if native else torch.float16


def _locate(config: SdxlConfig) -> Path:
    """The folder or file on this machine that holds the model; fetched from the hub where it is a hub id."""
    if config.model == TINY:
        return tiny.ensure_tiny(config.cache_dir)
    path = Path(config.model).expanduser()
    if path.is_file() and path.suffix != ".safetensors":
        raise EngineUnavailable(
            f"SDXL_MODEL “{config.model}” is no .safetensors file, and nothing else is read, because pickled "
            "checkpoints can run code; convert it or fetch the .safetensors version."
        )
    if path.exists():
        return path
    if _HUB_ID.fullmatch(config.model) and path.suffix != ".safetensors":
        return _fetch(config.model)
    raise EngineUnavailable(
        f"SDXL_MODEL “{config.model}” does not exist; give a diffusers folder, a .safetensors file, "
        "a hub id like stabilityai/stable-diffusion-xl-base-1.0, or “tiny”."
    )


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


def _read_folder(folder: Path, dtype: torch.dtype) -> StableDiffusionXLPipeline:
    _check_is_sdxl_folder(folder)
    for file in folder.glob("*/*.safetensors"):
        _names(file)
    variant = (
        None if (folder / "unet" / "diffusion_pytorch_model.safetensors").is_file() else _variant(folder)
    )
    return StableDiffusionXLPipeline.from_pretrained(
        folder,
        dtype=dtype,
        variant=variant,
        use_safetensors=True,
        local_files_only=True,
        add_watermarker=False,
    )


def _variant(folder: Path) -> str | None:
    return "fp16" if any((folder / "unet").glob("*.fp16*.safetensors")) else None


def _check_is_sdxl_folder(folder: Path) -> None:
    index = folder / "model_index.json"
    if not index.is_file():
        raise EngineUnavailable(
            f"The folder “{folder}” is no diffusers model: it has no model_index.json; "
            "name the folder that has it."
        )
    parts = json.loads(index.read_text(encoding="utf-8"))
    missing = [name for name in (*_MODULES, *_TOKENIZERS) if not (parts.get(name) or [None])[0]]
    if missing:
        raise EngineUnavailable(
            f"The folder “{folder}” is no SDXL base model: it has no {' and no '.join(missing)}; "
            "use SDXL-base or a model made from it."
        )


def _read_file(file: Path, config: SdxlConfig, dtype: torch.dtype) -> StableDiffusionXLPipeline:
    names = _names(file)
    _check_is_sdxl_file(file, names)
    with tempfile.TemporaryDirectory(prefix="sdxl-configs-") as room:
        configs = _config_folder(file, config, names, Path(room))
        return StableDiffusionXLPipeline.from_single_file(
            str(file), config=str(configs), dtype=dtype, local_files_only=True, add_watermarker=False
        )


def _names(file: Path) -> frozenset[str]:
    """Names of the tensors in `file`; raises `EngineUnavailable` where the file is cut short."""
    try:
        with safe_open(file, framework="pt") as tensors:
            return frozenset(tensors.keys())
    except SafetensorError as error:
        raise EngineUnavailable(
            f"The checkpoint “{file}” is damaged or only half there; fetch it again."
        ) from error


def _check_is_sdxl_file(file: Path, names: frozenset[str]) -> None:
    needed = {
        "diffusion model": UNET_PREFIX,
        "VAE": VAE_PREFIX,
        "first text encoder": TEXT_ENCODER_PREFIX,
        "second text encoder": TEXT_ENCODER_2_PREFIX,
    }
    missing = [part for part, prefix in needed.items() if not any(name.startswith(prefix) for name in names)]
    if missing:
        raise EngineUnavailable(
            f"The checkpoint “{file}” is not SDXL: it has no {' and no '.join(missing)}; "
            "use a full SDXL checkpoint (not SD 1.5, a refiner, a LoRA or a VAE)."
        )


def _config_folder(file: Path, config: SdxlConfig, names: frozenset[str], room: Path) -> Path:
    """A folder of configurations and tokenizers for `file`: one that is there, or one made in `room`."""
    given = [
        folder for folder in (config.config_dir, file.with_suffix(""), file.parent) if folder is not None
    ]
    for folder in given:
        if (folder / "model_index.json").is_file():
            return folder
    tokenizers = next((folder for folder in given if _has_tokenizers(folder)), None) or _fetch_tokenizers(
        file
    )
    base_configs.write_configs(room, _scheduler_options(names))
    for name in _TOKENIZERS:
        shutil.copytree(tokenizers / name, room / name)
    return room


def _has_tokenizers(folder: Path) -> bool:
    return all(any((folder / name).glob("*.json")) for name in _TOKENIZERS)


def _fetch_tokenizers(file: Path) -> Path:
    try:
        return Path(snapshot_download(BASE_MODEL, allow_patterns=[f"{name}/*" for name in _TOKENIZERS]))
    except Exception as error:
        _log.warning("sdxl.tokenizers_not_fetched", model=str(file), exc_info=True)
        raise EngineUnavailable(
            f"The checkpoint “{file}” brings no tokenizers and the Hugging Face hub did not answer; "
            "put SDXL's folders tokenizer and tokenizer_2 beside it, or name their folder in SDXL_CONFIG."
        ) from error


def _scheduler_options(names: frozenset[str]) -> base_configs.Config:
    """Checkpoints trained for v-prediction say so by empty tensors named `v_pred` and `ztsnr`."""
    options: dict[str, object] = {}
    if "v_pred" in names:
        options["prediction_type"] = "v_prediction"
    if "ztsnr" in names:
        options.update(rescale_betas_zero_snr=True, timestep_spacing="trailing")
    return options


@contextmanager
def _explained(model: str) -> Iterator[None]:
    """Whatever the libraries raise while they load becomes one sentence; the trace goes to the log."""
    try:
        yield
    except EngineUnavailable:
        raise
    except Exception as error:
        if "meta tensor" in str(error):
            raise EngineUnavailable(_incomplete(model)) from error
        _log.exception("sdxl.load_failed", model=model)
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise EngineUnavailable(
            f"SDXL_MODEL “{model}” could not be loaded ({reason[0].rstrip('.')}); check that it is a "
            "complete SDXL model and that it fits into memory."
        ) from error


def _check_whole(pipeline: StableDiffusionXLPipeline, model: str) -> None:
    """Weights that a file lacked stay on the meta device, without a word from the libraries."""
    if any(tensor.is_meta for name in _MODULES for tensor in getattr(pipeline, name).state_dict().values()):
        raise EngineUnavailable(_incomplete(model))


def _incomplete(model: str) -> str:
    return f"SDXL_MODEL “{model}” lacks some of its weights; fetch it again."


def _place(pipeline: StableDiffusionXLPipeline, device: torch.device, dtype: torch.dtype) -> None:
    for name in _MODULES:
        getattr(pipeline, name).to(device=device, dtype=dtype).requires_grad_(requires_grad=False).eval()
    if dtype == torch.float16:
        pipeline.vae.to(dtype=torch.float32)  # SDXL's VAE overflows in float16
