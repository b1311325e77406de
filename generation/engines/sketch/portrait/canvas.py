"""Drawing helpers: curves, anti-aliased masks, noise and compositing over NumPy pictures.

A picture is a float32 array of shape (height, width, 3), RGB from 0 to 1. A mask is (height, width), 0 to 1.
Points are arrays of shape (n, 2): x, y.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

Array = NDArray[np.float32]
Rgb = tuple[float, float, float]
Points = ArrayLike | Sequence[object]
"""Rows of x, y in any form that NumPy understands."""

SUBPIXEL = 4  #: bits of OpenCV's fixed-point coordinates


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels; `right` and `bottom` are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left

    @property
    def empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.bottom <= self.top or self.right <= self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        """What cuts the box from an array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def to_array(image: Image.Image) -> Array:
    """A PIL picture as a float picture."""
    return np.asarray(image.convert("RGB"), dtype=np.float32) / np.float32(255)


def to_image(array: Array) -> Image.Image:
    """A float picture as a PIL picture in RGB."""
    return Image.fromarray((np.clip(array, 0, 1) * 255 + 0.5).astype(np.uint8))


def floats(values: Points | float) -> Array:
    """Anything array-like as float32."""
    return np.asarray(values, dtype=np.float32)


def box_around(points: Array, margin: float, width: int, height: int) -> Box:
    """The smallest box on the canvas that holds `points` and `margin` pixels around them."""
    low = np.floor(points.min(axis=0) - margin).astype(int)
    high = np.ceil(points.max(axis=0) + margin).astype(int) + 1
    return Box(max(0, low[0]), max(0, low[1]), min(width, high[0]), min(height, high[1]))


def spline(points: Points, *, closed: bool = False, steps: int = 10) -> Array:
    """A smooth curve through `points` (centripetal enough: uniform Catmull-Rom)."""
    knots = floats(points)
    if closed:
        padded = np.vstack([knots[-1:], knots, knots[:2]])
    else:
        padded = np.vstack([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[None, :, None]
    p0, p1, p2, p3 = (padded[i : len(padded) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    flat = curve.reshape(-1, 2)
    return floats(flat if closed else np.vstack([flat, knots[-1:]]))


def polygon_mask(shapes: Sequence[Array], box: Box) -> Array:
    """The union of filled polygons, anti-aliased, cut to `box`."""
    mask = np.zeros(box.shape, np.uint8)
    for points in shapes:
        cv2.fillPoly(mask, [to_fixed(points, box)], 255, cv2.LINE_AA, SUBPIXEL)
    return mask.astype(np.float32) / np.float32(255)


def ribbon(curve: Array, widths: ArrayLike) -> Array:
    """The outline of a brush drawn along `curve`; `widths` are full widths, spread evenly along it."""
    given = np.atleast_1d(floats(widths))
    half = np.interp(np.linspace(0, 1, len(curve)), np.linspace(0, 1, len(given)), given)[:, None] / 2
    tangent = np.gradient(curve, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-6
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    return floats(np.vstack([curve + normal * half, (curve - normal * half)[::-1]]))


def line_mask(curves: Sequence[Array], box: Box, thickness: int = 1) -> Array:
    """Anti-aliased lines as a mask, cut to `box`."""
    mask = np.zeros(box.shape, np.uint8)
    for curve in curves:
        cv2.polylines(mask, [to_fixed(curve, box)], False, 255, thickness, cv2.LINE_AA, SUBPIXEL)
    return mask.astype(np.float32) / np.float32(255)


def to_fixed(points: Array, box: Box) -> NDArray[np.int32]:
    """Points as OpenCV's fixed-point coordinates within `box`."""
    shifted = (points - floats([box.left, box.top])) * (1 << SUBPIXEL)
    fixed: NDArray[np.int32] = np.round(np.clip(shifted, -1e7, 1e7)).astype(np.int32).reshape(-1, 1, 2)
    return fixed


def blur(array: Array, sigma: float) -> Array:
    """Gaussian blur; large radii are done on a smaller copy."""
    if sigma < 0.3:
        return array
    rows, columns = array.shape[:2]
    shrink = max(1, int(sigma / 6))
    if shrink == 1 or min(rows, columns) < 4 * shrink:
        return floats(cv2.GaussianBlur(array, (0, 0), sigma))
    small = cv2.resize(array, (columns // shrink, rows // shrink), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    grown = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return floats(cv2.GaussianBlur(grown, (0, 0), shrink * 0.7))


def smoothstep(low: float, high: float, values: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between; `low` may be the greater one."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return floats(t * t * (3 - 2 * t))


def mix(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> Array:
    """`first` where `share` is 0, `second` where it is 1; a mask mixes pictures."""
    weight = floats(share)
    if weight.ndim == 2:
        weight = weight[:, :, None]
    start = floats(first)
    return floats(start + (floats(second) - start) * weight)


def noise(shape: tuple[int, int], cell: float, rng: np.random.Generator, *, stretch: float = 1.0) -> Array:
    """Smooth noise, 0 to 1, with lumps of about `cell` pixels, `stretch` times as tall as wide."""
    rows, columns = shape
    small = rng.random((int(rows / (cell * stretch)) + 3, int(columns / cell) + 3), dtype=np.float32)
    return floats(np.clip(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC), 0, 1))


def fbm(shape: tuple[int, int], cell: float, rng: np.random.Generator, *, octaves: int = 4) -> Array:
    """Cloudy noise around 0.5: `octaves` layers, each half as large and half as strong."""
    total = np.zeros(shape, np.float32)
    weight = 0.5
    for octave in range(octaves):
        total += weight * noise(shape, max(1.5, cell / 2**octave), rng)
        weight /= 2
    return floats(total / (1 - 0.5**octaves))


def paste(picture: Array, patch: ArrayLike, mask: Array, box: Box) -> Array:
    """`picture` with `patch` (a colour or a picture of the box's size) laid over through `mask`.

    Writes into `picture`: each stroke paints on a copy of its own, and copying at every touch of the brush
    took a third of the time.
    """
    picture[box.slices] = mix(picture[box.slices], patch, mask)
    return picture


def darken(picture: Array, mask: Array, box: Box, strength: float, tint: Rgb = (0.10, 0.06, 0.08)) -> Array:
    """`picture` multiplied towards `tint` through `mask`, in place: a shadow."""
    picture[box.slices] *= 1 - strength * mask[:, :, None] * (1 - floats(tint))
    return picture


def whole(picture: Array) -> Box:
    """The box of a whole picture."""
    return Box(0, 0, picture.shape[1], picture.shape[0])
