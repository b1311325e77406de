"""How many floating-point operations a picture takes, counted by torch over the model's own configuration."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode

from generation.spec import RenderSpec

TERA = 1e12
PROMPT_TOKENS = 77
_SCALE = 8  #: pixels of a side per latent


@dataclass(frozen=True, kw_only=True)
class Cost:
    """FLOP for one size, multiplications and additions each; the text encoders, below 1 %, are left out."""

    unet: float  #: one sample through the UNet once; a guided step takes two
    decode: float  #: one picture through the VAE's decoder

    def of(self, spec: RenderSpec) -> float:
        """FLOP of a whole picture, by a scheduler that looks once a step."""
        rows = 2 if spec.guidance_scale > 1 else 1
        return rows * spec.num_inference_steps * self.unet + self.decode


def count_costs(folder: Path, sides: Iterable[int]) -> dict[int, Cost]:
    """The costs of square pictures by their side in pixels, with the model in `folder`; computes nothing."""
    with torch.device("meta"), torch.no_grad():
        unet = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(folder / "unet"))
        vae = AutoencoderKL.from_config(AutoencoderKL.load_config(folder / "vae"))
        latents = {side: torch.empty(1, 4, side // _SCALE, side // _SCALE) for side in sides}
        return {
            side: Cost(unet=_count(unet, latent), decode=_count_decoding(vae, latent))
            for side, latent in latents.items()
        }


def _count(unet: UNet2DConditionModel, latents: torch.Tensor) -> float:
    config = unet.config
    pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
    conditions = {"text_embeds": torch.empty(1, pooled), "time_ids": torch.empty(1, 6)}
    text = torch.empty(1, PROMPT_TOKENS, config.cross_attention_dim)
    with FlopCounterMode(display=False) as counter:
        unet(latents, torch.empty(1), encoder_hidden_states=text, added_cond_kwargs=conditions)
    return float(counter.get_total_flops())


def _count_decoding(vae: AutoencoderKL, latents: torch.Tensor) -> float:
    with FlopCounterMode(display=False) as counter:
        vae.decode(latents)
    return float(counter.get_total_flops())
