"""Turns SVG into pixels, by libvips and the librsvg in it."""

import numpy as np
import pyvips
from numpy.typing import NDArray

COMPRESSION = 3  #: of PNG; drawings are mostly flat, so that more takes time and saves little

Pixels = NDArray[np.uint8]
"""Rows × columns × (red, green, blue, alpha), the colours not multiplied by alpha."""


def rasterized(svg: str, scale: float = 1.0) -> Pixels:
    """An SVG of ours `scale` times as wide and as high as it says."""
    return np.asarray(_loaded(svg, scale).numpy())


def png_of(svg: str) -> bytes:
    """An SVG of ours as a PNG of its size."""
    data: bytes = _loaded(svg, 1.0).write_to_buffer(".png", compression=COMPRESSION, filter="none")
    return data


def _loaded(svg: str, scale: float) -> pyvips.Image:
    # Unlimited: a drawing with many tokens is larger than what libxml takes for an attack.
    return pyvips.Image.svgload_buffer(svg.encode(), scale=scale, unlimited=True)
