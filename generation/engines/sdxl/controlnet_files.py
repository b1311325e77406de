"""Loads a ControlNet for SDXL: a diffusers folder, a single `.safetensors` file, or `tiny`.

Whatever is wrong with it is an `EngineUnavailable` whose sentence says what to do about it.
"""

import tempfile
from collections.abc import Collection
from pathlib import Path

from diffusers import ControlNetModel, UNet2DConditionModel

from generation.engines.sdxl import base_configs
from generation.engines.sdxl.checkpoint import Checkpoint
from generation.engines.sdxl.config import TINY, SdxlConfig, known_name
from generation.engines.sdxl.controlnet import ControlNet
from generation.engines.sdxl.explaining import check_pickle_free, check_whole, explained
from generation.engines.sdxl.tiny_companions import ensure_tiny_controlnet
from generation.engines.sdxl.weight_files import (
    missing_of_module,
    read_config,
    tensor_shapes,
    weights_variant,
)
from generation.errors import EngineUnavailable

SETTING = "CONTROLNET_MODEL"
CLASS_NAME = "ControlNetModel"
_KIND = "ControlNet for SDXL"
_FIT = ("block_out_channels", "cross_attention_dim", "projection_class_embeddings_input_dim")
_HINT = ("controlnet_cond_embedding.conv_in.weight", "input_hint_block.0.weight")
_SDXL = ("add_embedding.linear_1.weight", "label_emb.0.0.weight")
_UNION = ("control_type_proj.", "task_embedding", "control_add_embedding.")


def load_controlnet(config: SdxlConfig, checkpoint: Checkpoint) -> ControlNet | None:
    """Load the configured ControlNet beside `checkpoint`; None where none is configured.

    Raises `EngineUnavailable` where that cannot be done, or where it is not made for such a model.
    """
    model = config.controlnet_model
    if model is None:
        return None
    with explained(SETTING, model, _KIND):
        path = _locate(model, config.cache_dir)
        loaded = _read(path, model, checkpoint)
        check_whole(loaded, SETTING, model)
        _check_fits(loaded, checkpoint.pipeline.unet, model)
        loaded.to(device=checkpoint.device, dtype=checkpoint.dtype).requires_grad_(requires_grad=False).eval()
    return ControlNet(loaded, known_name(model), device=checkpoint.device, dtype=checkpoint.dtype)


def check_controlnet(config: SdxlConfig) -> Path | None:
    """Where the ControlNet lies, after a look at what its files say of themselves; no weights are read.

    None where none is configured. Raises `EngineUnavailable` as `load_controlnet` would.
    """
    model = config.controlnet_model
    if model is None:
        return None
    with explained(SETTING, model, _KIND):
        path = _locate(model, config.cache_dir)
        _check_files(path, model)
        return path


def _locate(model: str, cache_dir: Path) -> Path:
    if model == TINY:
        return ensure_tiny_controlnet(cache_dir)
    path = Path(model).expanduser()
    check_pickle_free(path, SETTING, model)
    if path.exists():
        return path
    raise EngineUnavailable(
        f"{SETTING} “{model}” does not exist; give a diffusers folder, a .safetensors file, or “{TINY}”."
    )


def _check_files(path: Path, model: str) -> None:
    if path.is_file():
        _check_names(tensor_shapes(path), model)
        return
    if missing := list(missing_of_module(path)):
        raise EngineUnavailable(
            f"{SETTING} “{model}” is no diffusers folder of a ControlNet, or only part of one: it lacks "
            f"{', '.join(missing)}; name the folder that has it, or fetch it again."
        )
    if read_config(path / "config.json").get("_class_name") != CLASS_NAME:
        raise EngineUnavailable(_wrong(model))
    _check_names({name for file in path.glob("*.safetensors") for name in tensor_shapes(file)}, model)


def _check_names(names: Collection[str], model: str) -> None:
    """It must take a drawing, and size and style as SDXL does; unions take several kinds of drawings."""
    bare = {name.removeprefix("control_model.") for name in names}
    if any(name.startswith(_UNION) for name in bare) or not (bare & {*_HINT} and bare & {*_SDXL}):
        raise EngineUnavailable(_wrong(model))


def _wrong(model: str) -> str:
    return (
        f"{SETTING} “{model}” is no ControlNet for SDXL; use one that was trained for SDXL with one kind "
        "of drawing (not for SD 1.5, a union, a control LoRA or a T2I adapter)."
    )


def _read(path: Path, model: str, checkpoint: Checkpoint) -> ControlNetModel:
    _check_files(path, model)
    if path.is_file():
        return _read_file(path, checkpoint)
    return ControlNetModel.from_pretrained(
        path,
        dtype=checkpoint.dtype,
        variant=weights_variant(path),
        use_safetensors=True,
        local_files_only=True,
    )


def _read_file(file: Path, checkpoint: Checkpoint) -> ControlNetModel:
    with tempfile.TemporaryDirectory(prefix="controlnet-config-") as room:
        configs = _config_folder(file, Path(room))
        return ControlNetModel.from_single_file(
            str(file), config=str(configs), dtype=checkpoint.dtype, local_files_only=True
        )


def _config_folder(file: Path, room: Path) -> Path:
    """The folder of a configuration for `file`: the one beside it, or SDXL's usual one, written to `room`."""
    beside = file.parent / "config.json"
    if beside.is_file() and read_config(beside).get("_class_name") == CLASS_NAME:
        return file.parent
    base_configs.write_config(room / "config.json", base_configs.CONTROLNET)
    return room


def _check_fits(loaded: ControlNetModel, unet: UNet2DConditionModel, model: str) -> None:
    """Its layers must be as wide as the UNet's, or their numbers cannot be added."""
    if any(_plain(loaded.config[name]) != _plain(unet.config[name]) for name in _FIT):
        raise EngineUnavailable(
            f"{SETTING} “{model}” does not fit the model named by SDXL_MODEL; "
            "use a ControlNet made for SDXL-base."
        )


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
