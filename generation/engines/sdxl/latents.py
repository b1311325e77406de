"""Between pictures and latents: the VAE's two directions, and noise that is the same on every device."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
import torch
from diffusers import AutoencoderKL
from PIL import Image

from generation.engines.sdxl.memory import free_memory, is_out_of_memory
from generation.errors import EngineFailed

T = TypeVar("T")

SCALE = 8  #: pixels of a side per latent
TILING_ABOVE = 1536 * 1536  #: pixels from which on the VAE works tile by tile, to save memory
_log = structlog.get_logger()


def draw_noise(size: tuple[int, int], generator: torch.Generator, device: torch.device) -> torch.Tensor:
    """Standard normal noise (1, 4, h, w) in float32 for a picture of `size` (height, width).

    It is drawn on the CPU whatever `device` it goes to, so that a seed means the same picture everywhere.
    """
    height, width = size
    shape = (1, 4, height // SCALE, width // SCALE)
    return torch.randn(shape, generator=generator, dtype=torch.float32).to(device)


@torch.no_grad()
def encode_image(vae: AutoencoderKL, image: Image.Image, generator: torch.Generator) -> torch.Tensor:
    """The picture's latents (1, 4, h, w) in float32, sampled from the VAE's distribution by `generator`."""
    size = (image.height, image.width)
    pixels = torch.frombuffer(bytearray(image.convert("RGB").tobytes()), dtype=torch.uint8)
    pixels = pixels.reshape(1, *size, 3).permute(0, 3, 1, 2).to(vae.device, torch.float32) / 255
    scaled = (2 * pixels - 1).to(vae.dtype)
    distribution = _in_memory(vae, size, lambda: vae.encode(scaled).latent_dist)
    noise = draw_noise(size, generator, distribution.mean.device)
    latents: torch.Tensor = distribution.mean.float() + distribution.std.float() * noise
    mean, std = _statistics(vae, latents.device)
    scale: float = vae.config.scaling_factor
    return (latents - mean) * scale / std


@torch.no_grad()
def decode_latents(vae: AutoencoderKL, latents: torch.Tensor) -> Image.Image:
    """The picture (RGB) of latents (1, 4, h, w)."""
    if not torch.isfinite(latents).all():
        raise EngineFailed(
            "The model's numbers ran away and made no picture; try another scheduler, a lower guidance scale "
            "or fewer LoRAs."
        )
    mean, std = _statistics(vae, latents.device)
    scaled = (latents * std / vae.config.scaling_factor + mean).to(vae.dtype)
    size = (latents.shape[-2] * SCALE, latents.shape[-1] * SCALE)
    pixels = _in_memory(vae, size, lambda: vae.decode(scaled, return_dict=False)[0]).float()
    levels = ((pixels / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(levels[0].permute(1, 2, 0).cpu().numpy())


def _in_memory(vae: AutoencoderKL, size: tuple[int, int], work: Callable[[], T]) -> T:
    """What `work` makes of a picture of `size` by the VAE, as a whole if it is not too large.

    Where the memory does not suffice, it is done once more in tiles of half the usual side; what that raises
    is the caller's.
    """
    vae.use_tiling = size[0] * size[1] > TILING_ABOVE
    try:
        return work()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        _log.warning("sdxl.vae_tiled", height=size[0], width=size[1], reason=str(error))
    free_memory()  # out here, where the trace no longer holds on to tensors
    with _small_tiles(vae):
        return work()


@contextmanager
def _small_tiles(vae: AutoencoderKL) -> Iterator[None]:
    pixels, latents = vae.tile_sample_min_size, vae.tile_latent_min_size
    vae.use_tiling = True
    vae.tile_sample_min_size, vae.tile_latent_min_size = pixels // 2, latents // 2
    try:
        yield
    finally:
        vae.tile_sample_min_size, vae.tile_latent_min_size = pixels, latents


def _statistics(vae: AutoencoderKL, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation of the latents per channel, for the few models that give them; else 0 and 1."""
    mean, std = vae.config.get("latents_mean"), vae.config.get("latents_std")
    if mean is None or std is None:
        return torch.zeros(1, device=device), torch.ones(1, device=device)
    return (
        torch.tensor(mean, device=device).view(1, -1, 1, 1),
        torch.tensor(std, device=device).view(1, -1, 1, 1),
    )
