"""Loads an SDXL checkpoint: a diffusers folder, a single `.safetensors` file, a hub id, or `tiny`.

Only safetensors are read, never pickle. Whatever is wrong with a checkpoint is an `EngineUnavailable` whose
sentence says what to do about it.
"""

import re
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import StableDiffusionXLPipeline
from diffusers.utils import logging as diffusers_logging
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from generation.engines.sdxl import base_configs
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.device import resolve_device
from generation.engines.sdxl.explaining import check_whole, explained
from generation.engines.sdxl.placing import MODULES, pick_dtype, place
from generation.engines.sdxl.sampling import few_steps
from generation.engines.sdxl.single_file import (
    TEXT_ENCODER_2_PREFIX,
    TEXT_ENCODER_PREFIX,
    UNET_PREFIX,
    VAE_PREFIX,
)
from generation.engines.sdxl.sources import (
    TOKENIZERS,
    find_here,
    find_tokenizers,
    has_tokenizers,
    locate_model,
)
from generation.engines.sdxl.weight_files import (
    Shapes,
    missing_files,
    read_config,
    tensor_shapes,
    weights_variant,
)
from generation.engines.sdxl.wholeness import check_names, read_whole
from generation.errors import EngineUnavailable

_DEVICE = re.compile(r"cpu|cuda(:\d+)?")
_SETTING = "SDXL_MODEL"
_KIND = "SDXL model"
_TEXT_ENCODERS = {"text_encoder": CLIPTextModel, "text_encoder_2": CLIPTextModelWithProjection}


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
    with explained(_SETTING, config.model, _KIND):
        device = _find_device(config.device)
        dtype = pick_dtype(device, config.dtype)
        path = locate_model(config)
        pipeline = _read_file(path, config, dtype) if path.is_file() else _read_folder(path, config, dtype)
        _check_whole(pipeline, config.model)
        place(pipeline, device, dtype, config)
        _set_scheduler(pipeline, config)
    weights = (path,) if path.is_file() else tuple(sorted((path / "unet").glob("*.safetensors")))
    return Checkpoint(model=config.model, pipeline=pipeline, device=device, dtype=dtype, weights=weights)


def check_checkpoint(config: SdxlConfig) -> Path | None:
    """Where the model lies, after a look at what its files say of themselves; no weights are read.

    None for a hub id, which is not looked for. Raises `EngineUnavailable` as `load_checkpoint` would.
    """
    with explained(_SETTING, config.model, _KIND):
        _find_device(config.device)
        path = find_here(config)
        if path is not None and path.is_file():
            _check_is_sdxl_file(path, tensor_shapes(path))
        elif path is not None:
            _check_folder(path)
            check_names(path, setting=_SETTING, model=config.model)
        return path


def lacks_tokenizers(config: SdxlConfig, file: Path) -> bool:
    """Whether the single file `file` has no tokenizers here, so that they have to come from the hub."""
    return not any(has_tokenizers(folder) for folder in _config_folders(file, config))


def _find_device(name: str) -> torch.device:
    resolved = resolve_device(name)
    if not _DEVICE.fullmatch(resolved):
        raise EngineUnavailable(f"“{name}” is no device; use auto, cpu, cuda or cuda:1.")
    device = torch.device(resolved)
    count = torch.cuda.device_count()
    if device.type == "cuda" and (device.index or 0) >= count:
        raise EngineUnavailable(
            f"The device “{name}” is not there: torch finds {count} CUDA devices; "
            "check the driver with nvidia-smi, or set the device to cpu."
        )
    return device


def _read_folder(folder: Path, config: SdxlConfig, dtype: torch.dtype) -> StableDiffusionXLPipeline:
    _check_folder(folder)
    encoders = {
        name: read_whole(model_class, folder / name, dtype, setting=_SETTING, model=config.model)
        for name, model_class in _TEXT_ENCODERS.items()
    }
    return StableDiffusionXLPipeline.from_pretrained(
        folder,
        dtype=dtype,
        variant=weights_variant(folder / "unet"),
        use_safetensors=True,
        local_files_only=True,
        add_watermarker=False,
        **encoders,
    )


def _check_folder(folder: Path) -> None:
    _check_is_sdxl_folder(folder)
    if missing := missing_files(folder, MODULES, TOKENIZERS):
        raise EngineUnavailable(
            f"The folder “{folder}” is only partly there: it lacks {', '.join(missing)}; fetch it again."
        )
    for file in folder.glob("*/*.safetensors"):
        tensor_shapes(file)
    unet = read_config(folder / "unet" / "config.json")
    _check_paints_from_text(unet.get("in_channels"), folder)
    if unet.get("time_cond_proj_dim") is not None:
        raise EngineUnavailable(
            f"The model “{folder}” wants to be told the guidance scale, as LCM's own UNet does; use an SDXL "
            "model that LCM's LoRA was merged into, or that LoRA itself."
        )


def _check_is_sdxl_folder(folder: Path) -> None:
    index = folder / "model_index.json"
    if not index.is_file():
        raise EngineUnavailable(
            f"The folder “{folder}” is no diffusers model: it has no model_index.json; "
            "name the folder that has it, or a .safetensors file itself."
        )
    parts = read_config(index)
    missing = [name for name in (*MODULES, *TOKENIZERS) if parts.get(name) in (None, [None, None])]
    if missing:
        raise EngineUnavailable(
            f"The folder “{folder}” is no SDXL base model: it has no {' or '.join(missing)}; "
            "use SDXL-base or a model made from it."
        )


def _read_file(file: Path, config: SdxlConfig, dtype: torch.dtype) -> StableDiffusionXLPipeline:
    shapes = tensor_shapes(file)
    _check_is_sdxl_file(file, shapes)
    with tempfile.TemporaryDirectory(prefix="sdxl-configs-") as room:
        configs = _config_folder(file, config, shapes, Path(room))
        return StableDiffusionXLPipeline.from_single_file(
            str(file), config=str(configs), dtype=dtype, local_files_only=True, add_watermarker=False
        )


def _check_is_sdxl_file(file: Path, shapes: Shapes) -> None:
    needed = {
        "diffusion model": UNET_PREFIX,
        "VAE": VAE_PREFIX,
        "first text encoder": TEXT_ENCODER_PREFIX,
        "second text encoder": TEXT_ENCODER_2_PREFIX,
    }
    missing = [part for part, prefix in needed.items() if not any(name.startswith(prefix) for name in shapes)]
    if missing:
        raise EngineUnavailable(
            f"The checkpoint “{file}” is not SDXL: it has no {' or '.join(missing)}; "
            "use a full SDXL checkpoint (not SD 1.5, a refiner, a LoRA or a VAE)."
        )
    first = shapes.get(f"{UNET_PREFIX}input_blocks.0.0.weight", ())
    _check_paints_from_text(first[1] if len(first) > 1 else None, file)


def _config_folders(file: Path, config: SdxlConfig) -> list[Path]:
    """Where configurations and tokenizers for `file` may lie."""
    beside = [file.with_suffix(""), file.parent]
    return beside if config.config_dir is None else [config.config_dir, *beside]


def _config_folder(file: Path, config: SdxlConfig, names: Collection[str], room: Path) -> Path:
    """A folder of configurations and tokenizers for `file`: one that is there, or one made in `room`."""
    given = _config_folders(file, config)
    for folder in given:
        if (folder / "model_index.json").is_file():
            return folder
    tokenizers = find_tokenizers(file, given)
    base_configs.write_configs(room, _scheduler_options(names))
    for name in TOKENIZERS:
        shutil.copytree(tokenizers / name, room / name)
    return room


def _scheduler_options(names: Collection[str]) -> base_configs.Config:
    """Checkpoints trained for v-prediction say so by empty tensors named `v_pred` and `ztsnr`."""
    options: dict[str, object] = {}
    if "v_pred" in names:
        options["prediction_type"] = "v_prediction"
    if "ztsnr" in names:
        options.update(rescale_betas_zero_snr=True, timestep_spacing="trailing")
    return options


def _check_whole(pipeline: StableDiffusionXLPipeline, model: str) -> None:
    for name in MODULES:
        check_whole(getattr(pipeline, name), _SETTING, model)


def _check_paints_from_text(channels: object, path: Path) -> None:
    """`channels` are what the UNet is shown; None where nothing says how many."""
    if channels not in (None, base_configs.UNET["in_channels"]):
        raise EngineUnavailable(
            f"The model “{path}” paints from {channels} channels instead of 4, as those made for inpainting "
            "do; use one that paints from text."
        )


def _set_scheduler(pipeline: StableDiffusionXLPipeline, config: SdxlConfig) -> None:
    """Tell the scheduler, from whose configuration all others are made, what the model was distilled for."""
    if preset := few_steps(config):
        scheduler = pipeline.scheduler
        pipeline.scheduler = scheduler.from_config(dict(scheduler.config) | dict(preset.scheduler_options))
