"""Two drawings of the same plan made into one: their light mixed, of their details always one or the other.

After Burt and Kolczynski, "Enhanced Image Capture Through Fusion" (1993): mixing details would show both at
half strength, like a double exposure.
"""

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.chance import chance
from generation.engines.sketch.maps.texture import Picture, bands
from generation.engines.sketch.portrait.canvas import Array, floats
from generation.engines.sketch.repaint.fields import enlarged, softened, unit_of, waves

DOUBT = 2.5  #: of 255; details less unlike in strength than this are taken from both
FINE = 5.0  #: in units of the picture; what is finer counts as detail
PATCHES = 9  #: patches of the old or the new picture along a side
GRID = 64


def fused(old: Image.Image, new: Image.Image, share: float, seed: int, *, patchy: float) -> Image.Image:
    """`old` where `share` is 0, `new` where it is 1 (RGB, one size); where `patchy`, 0 to 1, in patches."""
    sigma = FINE * unit_of(old)
    pictures = np.asarray(old), np.asarray(new)
    calm = softened(pictures[0], sigma), softened(pictures[1], sigma)
    patches = waves((GRID, GRID), PATCHES, chance(seed, "patches")) * 2 * patchy * share * (1 - share)
    lean = floats(np.clip(share + patches, 0, 1))
    result = np.empty_like(pictures[0])
    for rows in bands(old.height):
        first, second = (
            _detail(picture[rows], soft[rows]) for picture, soft in zip(pictures, calm, strict=True)
        )
        weight = enlarged(lean, old.size, rows)
        chosen = _chosen(_strength(first, sigma), _strength(second, sigma), weight)[:, :, None]
        tone = calm[0][rows] + (calm[1][rows].astype(np.float32) - calm[0][rows]) * weight[:, :, None]
        result[rows] = np.clip(tone + first + (second - first) * chosen + 0.5, 0, 255)
    return Image.fromarray(result)


def _detail(picture: Picture, soft: Picture) -> Array:
    return floats(picture.astype(np.float32) - soft)


def _strength(detail: Array, sigma: float) -> Array:
    """How strong the details about each pixel are."""
    return floats(cv2.GaussianBlur(np.abs(detail).max(axis=2), (0, 0), max(0.8, sigma * 0.4)))


def _chosen(first: Array, second: Array, weight: Array) -> Array:
    """0 where the first picture's details are taken, 1 where the second's: the stronger, by its weight."""
    lead = weight * second - (1 - weight) * first + (2 * weight - 1) * 2 * DOUBT
    return floats(1 / (1 + np.exp(-np.clip(lead / DOUBT * 2, -30, 30))))
