"""The arrays of this room, and the few operations of OpenCV on them, with their types told."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]  #: 0 to 1 where nothing else is said
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def to_bytes(values: Floats) -> Bytes:
    """0 to 1 as 0 to 255; what lies outside is cut off."""
    return np.asarray(np.round(np.clip(values, 0, 1) * 255), dtype=np.uint8)


def blur(values: Floats, radius: int) -> Floats:
    """The mean of the square of pixels within `radius`, for height × width × any number of channels."""
    size = (2 * radius + 1, 2 * radius + 1)
    if values.ndim == 2:
        return np.asarray(cv2.blur(values, size), dtype=np.float32)
    return np.stack([blur(values[..., i], radius) for i in range(values.shape[-1])], axis=-1)


def resized(values: Floats, size: tuple[int, int]) -> Floats:
    """`values` at another width and height, linearly between."""
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def to_lab(rgb: Bytes) -> Floats:
    """CIE L*a*b*, in which distances are about as large as they look."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), dtype=np.float32)
