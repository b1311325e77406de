"""Between pictures and latents: the VAE's two directions, and noise that is the same on every device."""

import torch
from diffusers import AutoencoderKL
from PIL import Image

from generation.errors import EngineFailed

SCALE = 8  #: pixels of a side per latent
TILING_ABOVE = 1536 * 1536  #: pixels from which on the VAE works tile by tile, to save memory


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
    _choose_tiling(vae, image.height * image.width)
    pixels = torch.frombuffer(bytearray(image.convert("RGB").tobytes()), dtype=torch.uint8)
    pixels = pixels.reshape(1, *size, 3).permute(0, 3, 1, 2).to(vae.device, torch.float32) / 255
    distribution = vae.encode((2 * pixels - 1).to(vae.dtype)).latent_dist
    noise = draw_noise(size, generator, vae.device)
    latents: torch.Tensor = distribution.mean.float() + distribution.std.float() * noise
    mean, std = _statistics(vae)
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
    mean, std = _statistics(vae)
    _choose_tiling(vae, latents.shape[-1] * latents.shape[-2] * SCALE**2)
    scaled = latents * std / vae.config.scaling_factor + mean
    pixels = vae.decode(scaled.to(vae.dtype), return_dict=False)[0].float()
    levels = ((pixels / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
    return Image.fromarray(levels[0].permute(1, 2, 0).cpu().numpy())


def _choose_tiling(vae: AutoencoderKL, pixels: int) -> None:
    if pixels > TILING_ABOVE:
        vae.enable_tiling()
    else:
        vae.disable_tiling()


def _statistics(vae: AutoencoderKL) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation of the latents per channel, for the few models that give them; else 0 and 1."""
    mean, std = vae.config.get("latents_mean"), vae.config.get("latents_std")
    if mean is None or std is None:
        return torch.zeros(1, device=vae.device), torch.ones(1, device=vae.device)
    return (
        torch.tensor(mean, device=vae.device).view(1, -1, 1, 1),
        torch.tensor(std, device=vae.device).view(1, -1, 1, 1),
    )
