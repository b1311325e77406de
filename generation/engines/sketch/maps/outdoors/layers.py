"""The two things that are done to a band of a picture: lay something over it, and change its brightness."""

import cv2
import numpy as np

from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Field, Picture


def laid_over(band: Picture, over: Picture, share: Field) -> Picture:
    """`over` where `share` is 1, the band where it is 0."""
    share = np.asarray(share, dtype=np.float32)
    band, over = np.ascontiguousarray(band), np.ascontiguousarray(over)
    return np.asarray(cv2.blendLinear(over, band, share, 1 - share), dtype=np.uint8)


def scaled(band: Picture, light: Field) -> Picture:
    """The band, brighter or darker; `light` has one or three channels."""
    light = np.asarray(light, dtype=np.float32)
    factor = light if light.ndim == 3 else cv2.merge((light, light, light))
    return np.asarray(cv2.multiply(np.ascontiguousarray(band), factor, dtype=cv2.CV_8U), dtype=np.uint8)


def plain(band: Picture, color: Color) -> Picture:
    """One colour in the shape of the band."""
    over = np.empty_like(band)
    over[:] = np.round(color)
    return over
