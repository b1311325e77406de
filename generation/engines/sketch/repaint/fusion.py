"""Two drawings of the same plan made into one: their light mixed, of their details always one or the other.

After Burt and Kolczynski, "Enhanced Image Capture Through Fusion" (1993): mixing details would show both at
half strength, like a double exposure.
"""

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.chance import chance
from generation.engines.sketch.maps.texture import bands
from generation.engines.sketch.portrait.canvas import Array, floats
from generation.engines.sketch.repaint.fields import enlarged, softened, unit_of, waves, widened

DOUBT = 2.5  #: of 255; details less unlike in strength than this are taken from both
FINE = 5.0  #: in units of the picture; what is finer counts as detail
PATCHES = 9  #: patches of the old or the new picture along a side
GRID = 64
MARGIN = 24  #: rows beyond a band by which its details are judged


def fused(old: Image.Image, new: Image.Image, share: float, seed: int, *, patchy: float) -> Image.Image:
    """`old` where `share` is 0, `new` where it is 1 (RGB); where `patchy`, 0 to 1, in patches.

    `new` may be smaller than `old`, of the same shape.
    """
    sigma = FINE * unit_of(old)
    first, second = np.asarray(old), np.asarray(new)
    calm = softened(first, sigma), softened(second, FINE * unit_of(new))
    patches = waves((GRID, GRID), PATCHES, chance(seed, "patches")) * 2 * patchy * share * (1 - share)
    lean = floats(np.clip(share + patches, 0, 1))
    result = np.empty_like(first)
    for rows in bands(old.height):
        wide, inner = widened(rows, MARGIN, old.height)
        tones = [enlarged(soft, old.size, wide) for soft in calm]
        details = floats(first[wide] - tones[0]), floats(enlarged(second, old.size, wide) - tones[1])
        weight = enlarged(lean, old.size, wide)
        chosen = _chosen(_strength(details[0], sigma), _strength(details[1], sigma), weight)
        painted = _between(tones[0], tones[1], weight) + _between(details[0], details[1], chosen)
        result[rows] = np.clip(painted[inner] + 0.5, 0, 255)
    return Image.fromarray(result)


def _between(first: Array, second: Array, share: Array) -> Array:
    return floats(first + (second - first) * share[:, :, None])


def _strength(detail: Array, sigma: float) -> Array:
    """How strong the details about each pixel are."""
    return floats(
        cv2.GaussianBlur(np.abs(detail).max(axis=2), (0, 0), min(max(0.8, sigma * 0.4), MARGIN / 3))
    )


def _chosen(first: Array, second: Array, weight: Array) -> Array:
    """0 where the first picture's details are taken, 1 where the second's: the stronger, by its weight."""
    lead = weight * second - (1 - weight) * first + (2 * weight - 1) * 2 * DOUBT
    return floats(1 / (1 + np.exp(-np.clip(lead / DOUBT * 2, -30, 30))))
