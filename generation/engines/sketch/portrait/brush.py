"""What a brush does to paint: dabs of even colour, and the marks of bristles."""

import cv2
import numpy as np

from generation.engines.sketch.portrait.canvas import Array, blur, fbm, floats, mix, noise


def dabs(picture: Array, radius: int, share: float) -> Array:
    """Each pixel takes the calmest of four neighbourhoods, `radius` pixels wide (Kuwahara, 1976)."""
    side = radius + 1
    mean = cv2.boxFilter(picture, -1, (side, side))
    gray = floats(picture.mean(axis=2))
    spread = cv2.boxFilter(gray * gray, -1, (side, side)) - cv2.boxFilter(gray, -1, (side, side)) ** 2
    offset = radius / 2
    best, least = picture, np.full_like(gray, np.inf)
    for dx, dy in ((-offset, -offset), (offset, -offset), (-offset, offset), (offset, offset)):
        candidate, variance = _moved(floats(mean), dx, dy), _moved(floats(spread), dx, dy)
        best = np.where((variance < least)[:, :, None], candidate, best)
        least = np.minimum(variance, least)
    return mix(picture, best, share)


def bristles(
    shape: tuple[int, int], angle: Array, length: float, rng: np.random.Generator, *, fine: float
) -> Array:
    """Noise smeared along a field of directions (line integral convolution, Cabral 1993), around 0.

    `length` and `fine` are pixels along and across a bristle's mark.
    """
    grain = noise(shape, fine, rng) - 0.5
    grid_y, grid_x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    cos, sin = floats(np.cos(angle)), floats(np.sin(angle))
    total = np.zeros(shape, np.float32)
    steps = np.linspace(-length, length, 7, dtype=np.float32)
    for step in steps:
        total += cv2.remap(
            grain, grid_x + cos * step, grid_y + sin * step, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
    return floats(total / len(steps) * 2)


def brushed(picture: Array, size: tuple[int, int], rng: np.random.Generator) -> Array:
    """A ground laid in with a broad brush, enlarged to `size`, rows and columns."""
    rows, columns = size
    small = blur(dabs(picture, max(2, rows // 150), 1.0), max(0.8, rows / 500))
    ground = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC)
    angle = fbm((rows, columns), rows * 0.5, rng, octaves=2) * 2.6 - 2.0
    marks = bristles((rows, columns), floats(angle), rows * 0.03, rng, fine=max(2.0, rows / 200))
    return floats(np.clip(ground, 0, 1) * (1 + 0.11 * marks[:, :, None]))


def _moved(array: Array, dx: float, dy: float) -> Array:
    size = (array.shape[1], array.shape[0])
    return floats(
        cv2.warpAffine(array, floats([[1, 0, -dx], [0, 1, -dy]]), size, borderMode=cv2.BORDER_REFLECT)
    )
