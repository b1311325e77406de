"""Loads an IP-Adapter and its image encoder: a `.safetensors` file, a folder with one, or `tiny`.

The image encoder lies where the published adapters have it: in `image_encoder` beside the file, or, for those
that share the one of SD 1.5, in `models/image_encoder` one folder further up. Whatever is wrong is an
`EngineUnavailable` whose sentence says what to do about it.
"""

from dataclasses import dataclass
from pathlib import Path

from diffusers import UNet2DConditionModel
from transformers import CLIPImageProcessorPil, CLIPVisionModelWithProjection

from generation.engines.sdxl.checkpoint import Checkpoint
from generation.engines.sdxl.config import TINY, SdxlConfig, known_name
from generation.engines.sdxl.explaining import check_pickle_free, check_whole, explained
from generation.engines.sdxl.ip_adapter import PLAIN_TOKENS, IpAdapter, Layer, attention_layers
from generation.engines.sdxl.tiny_companions import IMAGE_ENCODER, ensure_tiny_ip_adapter
from generation.engines.sdxl.weight_files import Shapes, missing_of_module, read_config, tensor_shapes
from generation.engines.sdxl.wholeness import read_whole
from generation.errors import EngineUnavailable

SETTING = "IP_ADAPTER_MODEL"
_KIND = "IP-Adapter for SDXL"
_SHELF = "sdxl_models"  #: where the folder of all published adapters keeps those for SDXL
_ENCODERS = (IMAGE_ENCODER, f"../models/{IMAGE_ENCODER}", f"../{IMAGE_ENCODER}")


@dataclass(frozen=True, kw_only=True)
class AdapterFiles:
    """Where the adapter's weights and its image encoder lie."""

    weights: Path
    image_encoder: Path


@dataclass(frozen=True, kw_only=True)
class AdapterShape:
    """What an adapter reads (a field of its encoder's configuration, and its value), and how wide text is."""

    encoder_field: str
    encoder_size: int
    text_size: int


def load_ip_adapter(config: SdxlConfig, checkpoint: Checkpoint) -> IpAdapter | None:
    """Load the configured IP-Adapter beside `checkpoint`; None where none is configured.

    Raises `EngineUnavailable` where that cannot be done, or where it is not made for such a model.
    """
    model = config.ip_adapter_model
    if model is None:
        return None
    with explained(SETTING, model, _KIND):
        files = _find_files(model, config.cache_dir)
        _check_fits(tensor_shapes(files.weights), checkpoint.pipeline.unet, model)
        _add_encoder(checkpoint, files.image_encoder, model)
        return _add_adapter(checkpoint, files.weights, model)


def check_ip_adapter(config: SdxlConfig) -> Path | None:
    """Where the IP-Adapter lies, after a look at what its files say of themselves; no weights are read.

    None where none is configured. Raises `EngineUnavailable` as `load_ip_adapter` would.
    """
    model = config.ip_adapter_model
    if model is None:
        return None
    with explained(SETTING, model, _KIND):
        return _find_files(model, config.cache_dir).weights


# ── where it lies ───────────────────────────────────────────────────────────


def _find_files(model: str, cache_dir: Path) -> AdapterFiles:
    weights = _find_weights(model, cache_dir)
    encoder = _find_encoder(weights, _shape(tensor_shapes(weights), model), model)
    for file in encoder.glob("*.safetensors"):
        tensor_shapes(file)
    return AdapterFiles(weights=weights, image_encoder=encoder)


def _find_weights(model: str, cache_dir: Path) -> Path:
    path = ensure_tiny_ip_adapter(cache_dir) if model == TINY else Path(model).expanduser()
    check_pickle_free(path, SETTING, model)
    if path.is_file():
        return path
    if not path.is_dir():
        raise EngineUnavailable(
            f"{SETTING} “{model}” does not exist; give a .safetensors file, a folder with one, or “{TINY}”."
        )
    found = sorted((path / _SHELF if (path / _SHELF).is_dir() else path).glob("*.safetensors"))
    if len(found) == 1:
        return found[0]
    names = ", ".join(file.name for file in found) or "none"
    raise EngineUnavailable(
        f"{SETTING} “{model}” must hold one .safetensors file and holds {names}; name the file itself."
    )


def _find_encoder(weights: Path, shape: AdapterShape, model: str) -> Path:
    """The image encoder whose numbers the adapter was trained on."""
    folders = [weights.parent / name for name in _ENCODERS]
    there = [folder for folder in folders if (folder / "config.json").is_file()]
    for folder in there:
        fits = read_config(folder / "config.json").get(shape.encoder_field) == shape.encoder_size
        if fits and not list(missing_of_module(folder)):
            return folder.resolve()
    if there:
        raise EngineUnavailable(
            f"{SETTING} “{model}” wants an image encoder with {shape.encoder_field} {shape.encoder_size} in "
            f".safetensors form, and “{there[0]}” is none; put the one that it was trained with there."
        )
    raise EngineUnavailable(
        f"{SETTING} “{model}” has no image encoder; put the folder {IMAGE_ENCODER} that it was published "
        "with beside it."
    )


# ── whether it fits ─────────────────────────────────────────────────────────


def _shape(shapes: Shapes, model: str) -> AdapterShape:
    """Of the kinds that take pictures: plain (the whole picture's vector) or plus (those of its patches)."""
    sizes = {name.removeprefix("image_proj."): size for name, size in shapes.items()}
    if "proj.weight" in sizes:
        height, width = sizes["proj.weight"]
        return AdapterShape(
            encoder_field="projection_dim", encoder_size=width, text_size=height // PLAIN_TOKENS
        )
    if "latents" in sizes:
        width, height = sizes["proj_in.weight"][1], sizes["proj_out.weight"][0]
        return AdapterShape(encoder_field="hidden_size", encoder_size=width, text_size=height)
    raise EngineUnavailable(_wrong(model))


def _check_fits(shapes: Shapes, unet: UNet2DConditionModel, model: str) -> None:
    """Every layer of attention that looks at text must have its own two matrices, of its own size."""
    layers = attention_layers(unet)
    wanted = {
        f"ip_adapter.{2 * number + 1}.{side}.weight": (layer.inner_dim, unet.config.cross_attention_dim)
        for number, layer in enumerate(layers)
        for side in ("to_k_ip", "to_v_ip")
    }
    given = {name: size for name, size in shapes.items() if name.startswith("ip_adapter.")}
    if given != wanted or _shape(shapes, model).text_size != unet.config.cross_attention_dim:
        raise EngineUnavailable(_wrong(model))


def _wrong(model: str) -> str:
    return (
        f"{SETTING} “{model}” does not fit the model named by SDXL_MODEL; use a plain or a plus IP-Adapter "
        "made for SDXL-base (not for SD 1.5, and none that wants faces measured)."
    )


# ── loading ─────────────────────────────────────────────────────────────────


def _add_encoder(checkpoint: Checkpoint, folder: Path, model: str) -> None:
    """Give the pipeline the image encoder, and what makes pictures into its input."""
    encoder = read_whole(
        CLIPVisionModelWithProjection, folder, checkpoint.dtype, setting=SETTING, model=model
    )
    encoder.to(checkpoint.device).requires_grad_(requires_grad=False).eval()
    side = encoder.config.image_size
    checkpoint.pipeline.register_modules(
        image_encoder=encoder, feature_extractor=CLIPImageProcessorPil(size=side, crop_size=side)
    )


def _add_adapter(checkpoint: Checkpoint, weights: Path, model: str) -> IpAdapter:
    """Let diffusers put the adapter into the UNet, and take it out again until it is wanted."""
    pipeline = checkpoint.pipeline
    unet = pipeline.unet
    plain = [layer.processor for layer in attention_layers(unet)]
    pipeline.load_ip_adapter(
        str(weights.parent),
        subfolder="",
        weight_name=weights.name,
        image_encoder_folder=None,
        local_files_only=True,
    )
    check_whole(unet, SETTING, model)
    unet.requires_grad_(requires_grad=False).eval()
    layers = [Layer(attention=layer, processor=layer.processor) for layer in attention_layers(unet)]
    adapter = IpAdapter(pipeline, layers, unet.encoder_hid_proj, plain, name=known_name(model))
    adapter.put_on(None)
    return adapter
