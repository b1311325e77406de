"""Colours in CIELAB: measuring a picture's, and changing them all at once.

Lab colours are float32 arrays whose last axis is L (0 to 100), a, b, as OpenCV has them for sRGB under D65.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from generation.engines.sketch.portrait.canvas import Array, floats, smoothstep, to_array

Recoloring = Callable[[Array], Array]
"""From Lab colours, shape (n, 3), to others of the same shape; each by itself."""

TABLE_SIDE = 33  #: steps of each channel in the table by which a whole picture is recoloured
SAMPLE_SIDE = 192  #: pixels along the longest side of the copy on which colours are measured
_SHARES = (2, 10, 25, 50, 75, 90, 98)  #: percentiles of lightness that are measured
_STEEPEST, _FLATTEST = 2.4, 0.3  #: how much contrast may grow or shrink between two of them
_WIDEST, _NARROWEST = 2.2, 0.25  #: the same for the spread of colours


def to_lab(rgb: Array) -> Array:
    """RGB from 0 to 1, shape (rows, columns, 3), as Lab."""
    return floats(cv2.cvtColor(floats(rgb), cv2.COLOR_RGB2Lab))


def to_rgb(lab: Array) -> Array:
    """Lab, shape (rows, columns, 3), as RGB; what no screen can show is cut off at 0 and 1."""
    return floats(np.clip(cv2.cvtColor(floats(lab), cv2.COLOR_Lab2RGB), 0, 1))


def recolored(image: Image.Image, change: Recoloring) -> Image.Image:
    """`image` (RGB) with each colour changed, by a table with trilinear interpolation: quick at any size."""
    steps = np.linspace(0, 1, TABLE_SIDE, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colors = np.stack([red, green, blue], axis=-1).reshape(1, -1, 3)
    table = to_rgb(change(to_lab(floats(colors))[0])[None])
    return image.filter(ImageFilter.Color3DLUT(TABLE_SIDE, table.ravel().tolist()))


@dataclass(frozen=True, kw_only=True)
class Tones:
    """How a picture's colours are spread: lightness by percentiles, a and b by mean and covariance."""

    lights: Array
    mean: Array
    spread: Array

    @classmethod
    def of(cls, image: Image.Image) -> "Tones":
        """The tones of a picture, measured on a small copy."""
        small = image.convert("RGB")
        small.thumbnail((SAMPLE_SIDE, SAMPLE_SIDE), Image.Resampling.BOX)
        return cls.of_colors(to_lab(to_array(small)).reshape(-1, 3))

    @classmethod
    def of_colors(cls, lab: Array) -> "Tones":
        """The tones of Lab colours, shape (n, 3)."""
        chroma = lab[:, 1:].astype(np.float64)
        spread = np.cov(chroma, rowvar=False, bias=True) + 2.0 * np.eye(2)  # grey pictures have no spread
        return cls(
            lights=floats(np.percentile(lab[:, 0], _SHARES)),
            mean=floats(chroma.mean(axis=0)),
            spread=floats(spread),
        )

    @property
    def on_paper(self) -> bool:
        """Whether it looks like a drawing: mostly bright and nearly of one colour."""
        return bool(self.lights[5] > 66 and np.trace(self.spread) < 75)

    def distance(self, other: "Tones") -> float:
        """How differently two pictures are coloured, about in units of CIE ΔE."""
        lights = np.abs(self.lights - other.lights).mean()
        width = np.abs(np.sqrt(np.diag(self.spread)) - np.sqrt(np.diag(other.spread))).mean()
        return float(0.6 * lights + np.hypot(*(self.mean - other.mean)) + 0.8 * width)


def matching(source: Tones, target: Tones, *, lights: float = 1.0, colors: float = 1.0) -> Recoloring:
    """What gives a picture with the tones `source` those of `target`, by these shares.

    Lightness follows a curve through the percentiles, so that light stays lighter than dark; a and b move by
    the linear map of least change between the two spreads (Pitié and Kokaram, 2007).
    """
    xs, ys = _light_curve(source.lights, target.lights)
    turn = _least_change(source.spread, target.spread)

    def change(lab: Array) -> Array:
        bright = np.interp(lab[:, 0], xs, ys)
        chroma = (lab[:, 1:] - source.mean) @ turn.T + target.mean
        result = lab.copy()
        result[:, 0] += lights * (bright - lab[:, 0])
        result[:, 1:] += colors * (chroma - lab[:, 1:])
        return result

    return change


def _light_curve(source: Array, target: Array) -> tuple[Array, Array]:
    """Knots of a rising curve from one picture's lightness to another's, nowhere too steep or too flat."""
    xs = np.concatenate([[0], source, [100]])
    xs = np.maximum.accumulate(xs + np.linspace(0, 1e-3, len(xs)))
    steps = np.diff(xs)
    ys = np.concatenate([[min(source[0], target[0]) * 0.6], target, [max(96.0, target[-1])]])
    slopes = np.clip(np.diff(ys) / np.maximum(steps, 1e-6), _FLATTEST, _STEEPEST)
    curve = np.concatenate([[0.0], np.cumsum(slopes * steps)])
    middle = len(xs) // 2
    curve += ys[middle] - curve[middle]
    return floats(xs), floats(np.clip(curve, 0, 100))


def _least_change(source: Array, target: Array) -> Array:
    """The symmetric matrix that turns one covariance into another, with its gains kept within reason."""
    root = _power(source.astype(np.float64), 0.5)
    back = _power(source.astype(np.float64), -0.5)
    matrix = back @ _power(root @ target @ root, 0.5) @ back
    gains, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    return floats(axes @ np.diag(np.clip(gains, _NARROWEST, _WIDEST)) @ axes.T)


def _power(matrix: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    values, axes = np.linalg.eigh(matrix)
    power: NDArray[np.float64] = axes @ np.diag(np.maximum(values, 1e-9) ** exponent) @ axes.T
    return power


def skin_share(lab: Array) -> Array:
    """How much each Lab colour, shape (n, 3), looks like human skin, 0 to 1."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    warm = smoothstep(0, 14, floats(hue)) * smoothstep(84, 70, floats(hue))
    colored = smoothstep(2, 7, floats(chroma)) * smoothstep(55, 46, floats(chroma))
    return floats(warm * colored * smoothstep(16, 32, lab[:, 0]))


def with_skin_of(before: Array, after: Array, share: float) -> Array:
    """The Lab colours `after`, with `share` of the hue `before` where that looks like skin."""
    result = after.copy()
    result[:, 1:] += share * skin_share(before)[:, None] * (before[:, 1:] - after[:, 1:])
    return result
