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


def within(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """A size of the same shape, of at most about so many pixels."""
    factor = min(1.0, (pixels / (size[0] * size[1])) ** 0.5)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def enlarged(field: Array | Picture, size: tuple[int, int], rows: slice) -> Array:
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


def brightened(image: Image.Image, light: Array) -> Image.Image:
    """`image` (RGB) with a small field of three channels added, 1 being white."""
    picture = np.array(image)
    for rows in bands(image.height):
        picture[rows] = np.clip(picture[rows] + 255 * enlarged(light, image.size, rows) + 0.5, 0, 255)
    return Image.fromarray(picture)


def softened(picture: Picture, sigma: float) -> Picture:
    """A picture of bytes under a Gaussian blur, as small as that allows: to be looked at with `enlarged`."""
    shrink = max(1, int(sigma / 2.5))
    height, width = picture.shape[:2]
    if min(height, width) < 4 * shrink:
        shrink = 1
    small = cv2.resize(picture, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), max(sigma / shrink, 0.3)), dtype=np.uint8)


def widened(rows: slice, margin: int, height: int) -> tuple[slice, slice]:
    """Rows with others about them, and where they themselves lie among those."""
    top, bottom = max(0, rows.start - margin), min(height, rows.stop + margin)
    return slice(top, bottom), slice(rows.start - top, rows.stop - top)


def waves(shape: tuple[int, int], lumps: float, rng: np.random.Generator) -> Array:
    """Slow noise, mean 0 and largest value 1, with about `lumps` swells along the longer side."""
    rows, columns = shape
    field = blur(floats(rng.normal(0, 1, shape)), max(rows, columns) / lumps / 2.5)
    field -= field.mean()
    return floats(field / max(float(np.abs(field).max()), 1e-6))
