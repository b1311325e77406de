"""Textures and the ways to lay them over a picture, in bands of rows so that memory stays small."""

from collections.abc import Callable, Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.stroke import Stroke

Field = NDArray[np.floating]
"""Rows × columns of numbers, of single precision where they are many."""

Labels = NDArray[np.int32]
"""Rows × columns; which patch a pixel belongs to."""

Mask = NDArray[np.uint8]
"""Rows × columns, 0 to 255."""

Picture = NDArray[np.uint8]
"""Rows × columns × RGB."""

BAND = 256  #: rows worked on at once
NOISE = 512  #: pixels a side of `endless_noise`, a power of two


def stroke(paint: Callable[[Picture], None]) -> Stroke:
    """A stroke from a function that paints into the array it is given."""

    def apply(image: Image.Image) -> Image.Image:
        picture = np.array(image if image.mode == "RGB" else image.convert("RGB"))
        paint(picture)
        return Image.fromarray(picture)

    return apply


def bands(height: int) -> Iterator[slice]:
    """Slices of rows from top to bottom."""
    return (slice(top, min(top + BAND, height)) for top in range(0, height, BAND))


def cover(picture: Picture, color: Color, alpha: Field, *, light: Field | None = None) -> None:
    """Blend a colour over the picture; `alpha` is 0 to 1, `light` multiplies the colour pixel by pixel."""
    flat = np.array(color, dtype=np.float32)
    for rows in bands(picture.shape[0]):
        part = alpha[rows, :, None]
        if part.any():
            over = flat if light is None else flat * light[rows, :, None]
            below = picture[rows]
            picture[rows] = np.clip(below + (over - below) * part, 0, 255)


def mix(picture: Picture, low: Color, high: Color, share: Field, alpha: Field) -> None:
    """Blend over the picture a colour between two: `low` where `share` is 0, `high` where it is 1."""
    start, end = np.array(low, dtype=np.float32), np.array(high, dtype=np.float32)
    for rows in bands(picture.shape[0]):
        part = alpha[rows, :, None]
        if part.any():
            over = start + (end - start) * share[rows, :, None]
            below = picture[rows]
            picture[rows] = np.clip(below + (over - below) * part, 0, 255)


def shade(picture: Picture, factor: Field) -> None:
    """Multiply brightness; `factor` has one or three channels."""
    for rows in bands(picture.shape[0]):
        part = factor[rows] if factor.ndim == 3 else factor[rows, :, None]
        picture[rows] = np.clip(picture[rows] * part, 0, 255)


def smoothstep(low: float, high: float, field: Field) -> Field:
    """0 below `low`, 1 above `high`, an S between."""
    t = np.clip((field - low) / (high - low), 0, 1).astype(np.float32)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def fractal(rng: np.random.Generator, shape: tuple[int, int], cell: float, octaves: int = 3) -> Field:
    """Smooth noise with features of `cell` pixels and finer ones; mean 0, about -1 to 1."""
    total = np.zeros(shape, dtype=np.float32)
    weight = 0.62
    for _ in range(octaves):
        if cell < 2:
            break
        total += weight * _smooth_noise(rng, shape, cell)
        weight, cell = weight * 0.55, cell / 2.1
    return total


def _smooth_noise(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> Field:
    """Blurred white noise, enlarged: unlike noise on a lattice it shows no rows and columns."""
    height, width = shape
    step = cell / 2
    grid = (int(height / step) + 3, int(width / step) + 3)
    coarse = rng.normal(0, 1, grid).astype(np.float32)
    coarse = cv2.GaussianBlur(coarse, (0, 0), 1.1) * 1.9
    size = (round(grid[1] * step), round(grid[0] * step))
    fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(fine[:height, :width], dtype=np.float32)


def grain(rng: np.random.Generator, shape: tuple[int, int]) -> Field:
    """Noise from pixel to pixel, repeated beyond 512; mean 0."""
    tile = blurred(rng.normal(0, 1, (512, 512)), 0.7)
    height, width = shape
    return np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]


@cache
def endless_noise() -> Field:
    """`NOISE` × `NOISE` of clouds with detail that go on at the other side; mean 0, about -1 to 1, fixed."""
    rng = np.random.default_rng(NOISE)
    total = np.zeros((NOISE, NOISE), dtype=np.float32)
    for sigma, weight in ((1.2, 0.35), (3.5, 0.4), (11.0, 0.5)):
        layer = ndimage.gaussian_filter(rng.normal(0, 1, (NOISE, NOISE)), sigma, mode="wrap")
        total += (weight / 1.6 * layer / layer.std()).astype(np.float32)
    total.setflags(write=False)
    return total


def noise_at(x: Field, y: Field) -> Field:
    """`endless_noise` at places, in its pixels and without blending between them; x and y lie anywhere."""
    last = NOISE - 1
    return np.asarray(endless_noise()[y.astype(np.int32) & last, x.astype(np.int32) & last])


def voronoi(shape: tuple[int, int], seeds: NDArray[np.float64]) -> Labels:
    """The number of the nearest seed (x, y in pixels) for each pixel, from 1."""
    empty = np.full(shape, 255, dtype=np.uint8)
    x = np.clip(seeds[:, 0].astype(np.int64), 0, shape[1] - 1)
    y = np.clip(seeds[:, 1].astype(np.int64), 0, shape[0] - 1)
    empty[y, x] = 0
    _, labels = cv2.distanceTransformWithLabels(empty, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    return np.asarray(labels, dtype=np.int32)


def scattered(rng: np.random.Generator, shape: tuple[int, int], apart: float) -> NDArray[np.float64]:
    """Points about `apart` pixels from one another: a grid, shaken."""
    height, width = shape
    x, y = np.meshgrid(np.arange(-0.5, width / apart + 1), np.arange(-0.5, height / apart + 1))
    points = np.column_stack((x.ravel(), y.ravel())) + rng.uniform(-0.48, 0.48, (x.size, 2))
    points *= apart
    inside = (points >= 0).all(axis=1) & (points[:, 0] < width) & (points[:, 1] < height)
    return points[inside]


def seam_distance(labels: Labels) -> Field:
    """Pixels to the nearest border between patches."""
    inner = np.full(labels.shape, 255, dtype=np.uint8)
    across = labels[:, 1:] != labels[:, :-1]
    down = labels[1:] != labels[:-1]
    inner[:, 1:][across] = 0
    inner[1:][down] = 0
    return np.asarray(cv2.distanceTransform(inner, cv2.DIST_L2, 3), dtype=np.float32)


def blurred(field: Field, sigma: float) -> Field:
    """Gaussian blur of `sigma` pixels, never less than a touch."""
    return np.asarray(cv2.GaussianBlur(field, (0, 0), max(sigma, 0.6)), dtype=np.float32)


def blurred_mask(mask: Mask, sigma: float) -> Mask:
    """Gaussian blur of `sigma` pixels, never less than a touch."""
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.6)), dtype=np.uint8)


def softened(mask: Mask, sigma: float) -> Mask:
    """About a Gaussian blur of `sigma` pixels, in a time that does not grow with it."""
    reach = 2 * max(1, round(2.45 * sigma)) + 1
    return np.asarray(cv2.stackBlur(mask, (reach, reach)), dtype=np.uint8)


def relief(height: Field) -> Field:
    """Light from the top left on a surface: positive where it faces the light."""
    lit = np.zeros_like(height)
    lit[1:, 1:] = height[1:, 1:] - height[:-1, :-1]
    return lit


def warp(labels: Labels, shift_x: Field, shift_y: Field) -> Labels:
    """Labels pulled about by pixels, so that straight borders waver."""
    height, width = labels.shape
    x = np.arange(width, dtype=np.float32)[None, :] + shift_x
    y = np.arange(height, dtype=np.float32)[:, None] + shift_y
    moved = cv2.remap(labels.astype(np.float32), x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return moved.astype(np.int32)
