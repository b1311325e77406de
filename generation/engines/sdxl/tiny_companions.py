"""A random ControlNet and IP-Adapter for the `tiny` model: what they add is noise, but it can be seen."""

from pathlib import Path

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from generation.engines.sdxl.ip_adapter import PLAIN_TOKENS, attention_layers
from generation.engines.sdxl.tiny import ensure_built, make_unet, seeded

CONTROLNET_FOLDER = "controlnet-tiny-2"  #: raise the number whenever what is built changes
IP_ADAPTER_FOLDER = "ip-adapter-tiny-2"
IP_ADAPTER_FILE = "ip-adapter.safetensors"
IMAGE_ENCODER = "image_encoder"
_LOUDNESS = 0.2  #: deviation of weights that are zero before training


def ensure_tiny_controlnet(cache_dir: Path) -> Path:
    """The tiny ControlNet's folder within `cache_dir`, built there unless somebody has built it before."""
    return ensure_built(cache_dir / CONTROLNET_FOLDER, build_tiny_controlnet)


def ensure_tiny_ip_adapter(cache_dir: Path) -> Path:
    """The tiny IP-Adapter's folder within `cache_dir`, built there unless somebody has built it before."""
    return ensure_built(cache_dir / IP_ADAPTER_FOLDER, build_tiny_ip_adapter)


def build_tiny_controlnet(folder: Path) -> None:
    """Write a ControlNet into `folder` as diffusers does; the convolutions that start at zero are random."""
    with seeded():
        controlnet = ControlNetModel.from_unet(
            make_unet(), conditioning_embedding_out_channels=(8, 8, 16, 16)
        )
        for parameter in controlnet.parameters():
            if not parameter.any():
                torch.nn.init.normal_(parameter, std=_LOUDNESS)
    controlnet.save_pretrained(folder)


def build_tiny_ip_adapter(folder: Path) -> None:
    """Write an IP-Adapter (Ye et al. 2023, arXiv 2308.06721) into `folder`, its image encoder beside it."""
    with seeded():
        encoder = CLIPVisionModelWithProjection(_encoder_config())
        weights = _adapter_weights(make_unet(), encoder.config.projection_dim)
    encoder.save_pretrained(folder / IMAGE_ENCODER)
    save_file(weights, folder / IP_ADAPTER_FILE)


def _encoder_config() -> CLIPVisionConfig:
    return CLIPVisionConfig(
        hidden_size=32,
        intermediate_size=64,
        projection_dim=24,
        num_hidden_layers=2,
        num_attention_heads=4,
        image_size=32,
        patch_size=8,
    )


def _adapter_weights(unet: UNet2DConditionModel, image_size: int) -> dict[str, torch.Tensor]:
    """Names as published: all layers of attention are counted, and every other one looks at text."""
    text_size: int = unet.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.randn(PLAIN_TOKENS * text_size, image_size) * _LOUDNESS,
        "image_proj.proj.bias": torch.zeros(PLAIN_TOKENS * text_size),
        "image_proj.norm.weight": torch.ones(text_size),
        "image_proj.norm.bias": torch.zeros(text_size),
    }
    for number, layer in enumerate(attention_layers(unet)):
        for side in ("to_k_ip", "to_v_ip"):
            shape = (layer.inner_dim, text_size)
            weights[f"ip_adapter.{2 * number + 1}.{side}.weight"] = torch.randn(shape) * _LOUDNESS
    return weights
