"""Small super-resolution models with random weights, in files as they are traded."""

from pathlib import Path

import torch
from safetensors.torch import save_file

Weights = dict[str, torch.Tensor]


def compact_weights(*, scale: int = 4, features: int = 8, layers: int = 2, channels: int = 3) -> Weights:
    """Real-ESRGAN's compact network: convolutions of 3 × 3 with PReLU between, then a pixel shuffle.

    The picture itself is added at the end, enlarged by its nearest pixels, so that it is still to be seen.
    """
    generator = torch.Generator().manual_seed(scale)

    def convolution(place: int, outputs: int, inputs: int) -> Weights:
        weight = 0.3 / inputs**0.5 * torch.randn(outputs, inputs, 3, 3, generator=generator)
        return {f"body.{place}.weight": weight, f"body.{place}.bias": torch.zeros(outputs)}

    weights = convolution(0, features, channels)
    for layer in range(layers):
        weights |= convolution(2 * layer + 2, features, features)
    for place in range(layers + 1):
        weights[f"body.{2 * place + 1}.weight"] = torch.full((features,), 0.25)
    return weights | convolution(2 * layers + 2, channels * scale**2, features)


def write_upscaler(path: Path, weights: Weights | None = None) -> Path:
    """Save weights as `path`'s suffix says: `.safetensors`, or `.pth` as trainers do."""
    tensors = weights or compact_weights()
    if path.suffix == ".pth":
        torch.save({"params_ema": tensors}, path)
    else:
        save_file(tensors, path)
    return path
