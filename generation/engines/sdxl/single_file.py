"""Saves a diffusers folder of SDXL as one `.safetensors` file with the names of Stability's own code.

That is the layout in which checkpoints are traded ("ldm"/"sgm" names: `model.diffusion_model.…`,
`first_stage_model.…`, `conditioner.embedders.…`), and the inverse of diffusers' `from_single_file`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

Weights = dict[str, torch.Tensor]

UNET_PREFIX = "model.diffusion_model."
VAE_PREFIX = "first_stage_model."
TEXT_ENCODER_PREFIX = "conditioner.embedders.0.transformer."
TEXT_ENCODER_2_PREFIX = "conditioner.embedders.1.model."

_UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_UNET_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_VAE_PARTS = {
    "conv_norm_out": "norm_out",
    "conv_shortcut": "nin_shortcut",
    "downsamplers.0": "downsample",
    "upsamplers.0": "upsample",
    "mid_block.resnets.0": "mid.block_1",
    "mid_block.resnets.1": "mid.block_2",
    "mid_block.attentions.0": "mid.attn_1",
    "resnets": "block",
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
_OPEN_CLIP_PARTS = {
    "text_model.embeddings.token_embedding": "token_embedding",
    "text_model.final_layer_norm": "ln_final",
    "text_model.encoder.layers": "transformer.resblocks",
    "self_attn.out_proj": "attn.out_proj",
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
}


def save_single_file(folder: Path, path: Path) -> None:
    """Write the SDXL pipeline in `folder` (diffusers' layout) as the single file `path`."""
    weights = {
        **_prefixed(UNET_PREFIX, _unet_weights(folder / "unet")),
        **_prefixed(VAE_PREFIX, _vae_weights(folder / "vae")),
        **_prefixed(TEXT_ENCODER_PREFIX, _clip_weights(folder / "text_encoder")),
        **_prefixed(TEXT_ENCODER_2_PREFIX, _open_clip_weights(folder / "text_encoder_2")),
    }
    save_file({name: tensor.contiguous() for name, tensor in weights.items()}, path)


def _prefixed(prefix: str, weights: Weights) -> Weights:
    return {prefix + name: tensor for name, tensor in weights.items()}


def _load(folder: Path) -> Weights:
    return {
        name: tensor
        for file in sorted(folder.glob("*.safetensors"))
        for name, tensor in load_file(file).items()
    }


def _renamed(name: str, parts: dict[str, str]) -> str:
    """`name` with every run of whole dotted parts that `parts` knows replaced, in its order."""
    for old, new in parts.items():
        name = re.sub(rf"(?<![^.]){re.escape(old)}(?![^.])", new, name)
    return name


def _unet_weights(folder: Path) -> Weights:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    per_block = config["layers_per_block"] + 1
    attended = [block.startswith("CrossAttn") for block in config["up_block_types"]]
    return {_unet_name(name, per_block, attended): tensor for name, tensor in _load(folder).items()}


def _unet_name(name: str, per_block: int, attended: list[bool]) -> str:
    """`attended` says of each up block whether it has attention, after which its upsampler is numbered."""
    match = re.fullmatch(
        r"(down|mid|up)_blocks?\.(?:(\d+)\.)?(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)", name
    )
    if match is None:
        return _renamed(name, _UNET_ENDS)
    side, block, part, index, rest = match[1], int(match[2] or 0), match[3], int(match[4]), match[5]
    rest = _renamed(rest, _UNET_RESNET) if part == "resnets" else rest
    if side == "mid":
        return f"middle_block.{1 if part == 'attentions' else 2 * index}.{rest}"
    if part == "downsamplers":
        return f"input_blocks.{(block + 1) * per_block}.0.op.{rest.removeprefix('conv.')}"
    if part == "upsamplers":
        return f"output_blocks.{(block + 1) * per_block - 1}.{1 + attended[block]}.{rest}"
    position = block * per_block + index
    column = int(part == "attentions")
    return (
        f"input_blocks.{position + 1}.{column}.{rest}"
        if side == "down"
        else f"output_blocks.{position}.{column}.{rest}"
    )


def _vae_weights(folder: Path) -> Weights:
    weights = _load(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    last = len(config["up_block_types"]) - 1
    return dict(_vae_entry(name, tensor, last) for name, tensor in weights.items())


def _vae_entry(name: str, tensor: torch.Tensor, last: int) -> tuple[str, torch.Tensor]:
    """Blocks are counted from the picture's side here, and attention is a convolution of 1×1."""
    numbered = re.sub(r"down_blocks\.(\d+)", r"down.\1", name)
    numbered = re.sub(r"up_blocks\.(\d+)", lambda match: f"up.{last - int(match[1])}", numbered)
    is_projection = "attentions" in name and tensor.ndim == 2
    return _renamed(numbered, _VAE_PARTS), tensor[:, :, None, None] if is_projection else tensor


def _clip_weights(folder: Path) -> Weights:
    return {
        f"text_model.{name.removeprefix('text_model.')}": tensor for name, tensor in _load(folder).items()
    }


def _open_clip_weights(folder: Path) -> Weights:
    weights = _load(folder)
    plain = {name: tensor for name, tensor in weights.items() if not re.search(r"\.[qkv]_proj\.", name)}
    projection = plain.pop("text_projection.weight")
    positions = plain.pop("text_model.embeddings.position_embedding.weight")
    return {
        "text_projection": projection.T,
        "positional_embedding": positions,
        **{_renamed(name, _OPEN_CLIP_PARTS): tensor for name, tensor in plain.items()},
        **dict(_joined_projections(weights)),
    }


def _joined_projections(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    """OpenCLIP keeps a layer's query, key and value projections in one tensor."""
    for name in weights:
        if match := re.fullmatch(
            r"text_model\.encoder\.layers\.(\d+)\.self_attn\.q_proj\.(weight|bias)", name
        ):
            parts = [weights[name.replace("q_proj", part)] for part in ("q_proj", "k_proj", "v_proj")]
            yield f"transformer.resblocks.{match[1]}.attn.in_proj_{match[2]}", torch.cat(parts)
