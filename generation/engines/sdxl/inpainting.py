"""Keeping what lies outside of a mask while the rest is painted anew, with a model that knows no masks.

After every step the latents outside of the mask are replaced by the picture's own, noised as far as the step
has come, and after the last one by the clean ones (Avrahami et al. 2022, arXiv 2206.02779; the stock
`StableDiffusionXLInpaintPipeline` with a UNet of four channels). The decoder mixes what is beside each other,
so pixels outside of the mask change a little all the same: whoever wants them untouched pastes them back.
"""

from dataclasses import dataclass

import diffusers
import torch
from diffusers.image_processor import VaeImageProcessor
from PIL import Image

from generation.engines.sdxl.latents import SCALE


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """What is not painted: clean latents (1, 4, h, w) where `mask` (1, 1, h, w) is 0, and their noise."""

    latents: torch.Tensor
    noise: torch.Tensor
    mask: torch.Tensor

    def put_back(
        self, latents: torch.Tensor, scheduler: diffusers.SchedulerMixin, timestep: torch.Tensor
    ) -> torch.Tensor:
        """`latents` with what is kept, noised for the next `timestep` (1,); clean if there is none (0,)."""
        if len(timestep) == 0:
            return self.put_back_clean(latents)
        return self._around(latents, scheduler.add_noise(self.latents, self.noise, timestep))

    def put_back_clean(self, latents: torch.Tensor) -> torch.Tensor:
        """`latents` with what is kept, free of noise."""
        return self._around(latents, self.latents)

    def _around(self, latents: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        return (1 - self.mask) * kept + self.mask * latents


def latent_mask(mask: Image.Image, size: tuple[int, int]) -> torch.Tensor:
    """1 where a latent is painted anew, else 0, (1, 1, h, w), for a picture of `size` (height, width).

    As in the stock pipeline a latent follows the pixel in the upper left corner of its square; 128 is white.
    """
    height, width = size
    processor = VaeImageProcessor(
        vae_scale_factor=SCALE, do_normalize=False, do_binarize=True, do_convert_grayscale=True
    )
    pixels = processor.preprocess(mask, height=height, width=width)
    return torch.nn.functional.interpolate(pixels, size=(height // SCALE, width // SCALE))
