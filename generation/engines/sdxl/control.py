"""What a picture keeps to by a ControlNet (Zhang et al. 2023, arXiv 2302.05543): a drawing, how closely."""

from dataclasses import dataclass, replace

import torch
from diffusers.image_processor import VaeImageProcessor
from PIL import Image

from generation.engines.sdxl.latents import SCALE


@dataclass(frozen=True, kw_only=True, eq=False)
class Control:
    """A drawing (1, 3, H, W) from 0 to 1, in pixels, and the factor (1, 1, 1, 1) of what it adds to the UNet.

    The factor is a tensor, so that it goes to the device once and no call waits for that.
    """

    drawing: torch.Tensor
    scale: torch.Tensor

    def to(self, device: torch.device, dtype: torch.dtype) -> "Control":
        """The same for a ControlNet that lies there and computes so."""
        return replace(self, drawing=self.drawing.to(device, dtype), scale=self.scale.to(device, dtype))


def prepare_control(image: Image.Image, scale: float, size: tuple[int, int]) -> Control:
    """`image` (RGB, of any size) prepared as stock does, for a picture of `size` (height, width)."""
    height, width = size
    processor = VaeImageProcessor(vae_scale_factor=SCALE, do_convert_rgb=True, do_normalize=False)
    drawing = processor.preprocess(image, height=height, width=width)
    return Control(drawing=drawing, scale=torch.full((1, 1, 1, 1), scale))
