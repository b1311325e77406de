"""Fields: numbers over a picture that are kept small and enlarged row by row, so that memory stays small."""

import cv2
import numpy as np
from PIL import Image

from generation.engines.sketch.maps.texture import Picture, bands
from generation.engines.sketch.portrait.canvas import Array, blur, floats

STUDY_PIXELS = 640_000  #: the area at which a picture is studied; larger ones are studied smaller


def unit_of(image: Image.Image) -> float:
    """The measure of brushes: a pixel of a picture of 1024 × 1024, in pixels of this one."""
    return float((image.width * image.height) ** 0.5 / 1024)


def study_size(width: int, height: int) -> tuple[int, int]:
    """Columns and rows at which a picture of this size is studied."""
    factor = min(1.0, (STUDY_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * factor)), max(1, round(height * factor))


def enlarged(field: Array, size: tuple[int, int], rows: slice) -> Array:
    """`rows` of what `field` is when stretched to `size`, columns and rows."""
    height, width = field.shape[:2]
    x = (np.arange(size[0], dtype=np.float32) + 0.5) * (width / size[0]) - 0.5
    y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * (height / size[1]) - 0.5
    grid_x, grid_y = np.meshgrid(x, y)
    return floats(cv2.remap(field, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def shaded(image: Image.Image, light: Array) -> Image.Image:
    """`image` (RGB) multiplied with a small field of one or three channels."""
    picture = np.array(image)
    for rows in bands(image.height):
        factor = enlarged(light, image.size, rows)
        factor = factor if factor.ndim == 3 else factor[:, :, None]
        picture[rows] = np.clip(picture[rows] * factor + 0.5, 0, 255)
    return Image.fromarray(picture)


def blended(below: Image.Image, above: Image.Image, share: Array) -> Image.Image:
    """`below` where the small field `share` is 0, `above` where it is 1; both RGB and of one size."""
    first, second = np.array(below), np.asarray(above)
    for rows in bands(below.height):
        weight = enlarged(share, below.size, rows)[:, :, None]
        start = first[rows].astype(np.float32)
        first[rows] = start + (second[rows] - start) * weight + 0.5
    return Image.fromarray(first)


def softened(picture: Picture, sigma: float) -> Picture:
    """Gaussian blur of a picture of bytes; large radii are done on a smaller copy."""
    shrink = max(1, int(sigma / 2.5))
    height, width = picture.shape[:2]
    if shrink == 1 or min(height, width) < 4 * shrink:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(sigma, 0.3)), dtype=np.uint8)
    small = cv2.resize(picture, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def waves(shape: tuple[int, int], lumps: float, rng: np.random.Generator) -> Array:
    """Slow noise, mean 0 and largest value 1, with about `lumps` swells along the longer side."""
    rows, columns = shape
    field = blur(floats(rng.normal(0, 1, shape)), max(rows, columns) / lumps / 2.5)
    field -= field.mean()
    return floats(field / max(float(np.abs(field).max()), 1e-6))
