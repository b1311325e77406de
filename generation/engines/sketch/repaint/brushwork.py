"""Brush strokes laid along the forms of a picture (after Hertzmann, "Painterly Rendering", 1998)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.engines.sketch.maps.texture import Picture, bands
from generation.engines.sketch.portrait.brush import bristles
from generation.engines.sketch.portrait.canvas import SUBPIXEL, Array, blur, floats, to_array
from generation.engines.sketch.repaint.colors import to_lab, to_rgb
from generation.engines.sketch.repaint.fields import STUDY_PIXELS, enlarged, waves, widened, within

STEPS = 3  #: joints of a stroke on either side of its middle
SPACING = 0.55  #: between strokes, in widths
EDGE = 13.0  #: ΔE at which a stroke ends, as it would leave the form that it began on
THINNEST = 1.6  #: pixels


@dataclass(frozen=True, kw_only=True)
class Brush:
    """One layer of strokes. `width` is pixels; other lengths are shares of it."""

    width: float
    length: float = 4.0
    shake: float = 0.2  #: how far a stroke lands from where its colour was seen
    light: float = 2.0  #: deviation of lightness from stroke to stroke, L
    hue: float = 2.0  #: deviation of colour, ΔE
    patience: float = 0.0  #: ΔE up to which it leaves alone what is painted already
    body: float = 0.05  #: how much the ridges of the paint catch the light


@dataclass(frozen=True)
class Study:
    """What a painter sees in a picture: its colours and the run of its forms, at a size good for looking."""

    model: Image.Image

    @cached_property
    def scale(self) -> float:
        """Pixels of the study for one of the picture."""
        return float(self.lab.shape[1] / self.model.width)

    @cached_property
    def lab(self) -> Array:
        """The picture's colours, Lab."""
        return lab_at(self.model, within(self.model.size, STUDY_PIXELS))

    def run(self, sigma: float, rng: np.random.Generator) -> tuple[Array, Array]:
        """The direction of the forms, `sigma` pixels of the study coarse: along edges, and where there are
        none along slow waves. Unit vectors, x and y.
        """
        light = blur(floats(self.lab[:, :, 0]), max(0.8, sigma * 0.4))
        dx, dy = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
        along = blur(floats(np.dstack([dy * dy - dx * dx, -2 * dx * dy])), max(1.0, sigma))
        drift = waves((48, 48), 5, rng) * 2.4 - 1.1
        drift = floats(cv2.resize(drift, (light.shape[1], light.shape[0]), interpolation=cv2.INTER_CUBIC))
        along += 6.0 * np.dstack([np.cos(2 * drift), np.sin(2 * drift)])
        angle = 0.5 * np.arctan2(along[:, :, 1], along[:, :, 0])
        return floats(np.cos(angle)), floats(np.sin(angle))


def lab_at(image: Image.Image, size: tuple[int, int]) -> Array:
    """A picture's colours, Lab, in this size, columns and rows."""
    return to_lab(to_array(image if image.size == size else image.resize(size, Image.Resampling.BOX)))


def lay(canvas: Image.Image, study: Study, brush: Brush, rng: np.random.Generator) -> Image.Image:
    """`canvas` (RGB, of the model's size) with a layer of strokes in the colours of the study."""
    scale = study.scale
    width = max(brush.width, THINNEST) * scale
    seen = blur(study.lab, width * 0.22)
    run = study.run(width * 0.5, rng)
    anchors = _anchors(seen.shape[:2], width * SPACING, rng)
    anchors = anchors[_needed(canvas, seen, anchors, brush.patience)]
    if not len(anchors):
        return canvas
    paths = _paths(seen, run, anchors, width * brush.length)
    paths = paths + rng.normal(0, brush.shake * width, (len(paths), 1, 2)).astype(np.float32)
    outlines = _outlines(paths, width * rng.uniform(0.7, 1.15, (len(paths), 1, 1)).astype(np.float32)) / scale
    paint = _paint(_at(seen, anchors), brush, rng)
    ridges = _ridges(run, width, rng)
    return _drawn(canvas, outlines, paint, ridges, brush.body)


def _anchors(shape: tuple[int, int], apart: float, rng: np.random.Generator) -> Array:
    """Where strokes are set: a grid, shaken, in random order; x, y in pixels of the study."""
    rows, columns = shape
    x, y = np.meshgrid(np.arange(apart / 2, columns, apart), np.arange(apart / 2, rows, apart))
    points = np.column_stack([x.ravel(), y.ravel()])
    points += rng.uniform(-0.5, 0.5, points.shape) * apart
    limits = (columns - 1e-3, rows - 1e-3)
    return floats(rng.permutation(np.clip(points, 0, limits)))


def _needed(canvas: Image.Image, seen: Array, anchors: Array, patience: float) -> NDArray[np.bool_]:
    """Which strokes are worth their paint: those where the canvas is still unlike the study."""
    if patience <= 0:
        return np.ones(len(anchors), dtype=np.bool_)
    painted = lab_at(canvas, (seen.shape[1], seen.shape[0]))
    error = np.linalg.norm(painted - seen, axis=2)
    return np.asarray(_at(blur(floats(error), 1.2), anchors) > patience)


def _at(field: Array, points: Array) -> Array:
    """The values of a field at points x, y."""
    x = np.clip(points[..., 0].astype(np.int32), 0, field.shape[1] - 1)
    y = np.clip(points[..., 1].astype(np.int32), 0, field.shape[0] - 1)
    return floats(field[y, x])


def _paths(seen: Array, run: tuple[Array, Array], anchors: Array, length: float) -> Array:
    """The middles of strokes, shape (n, 2 · STEPS + 1, 2), through their anchors and along the run."""
    directions = np.dstack(run)
    color = _at(seen, anchors)
    halves = []
    for sign in (-1.0, 1.0):
        place, alive = anchors.copy(), np.ones((len(anchors), 1), np.float32)
        heading = sign * _at(directions, anchors)
        half = []
        for _ in range(STEPS):
            ahead = place + heading * alive * (length / 2 / STEPS)
            unlike = np.linalg.norm(_at(seen, ahead) - color, axis=1, keepdims=True) > EDGE
            alive = floats(alive * ~unlike)
            place = floats(np.where(alive > 0, ahead, place))
            turned = _at(directions, place)
            heading = turned * np.sign((turned * heading).sum(axis=1, keepdims=True) + 1e-6)
            half.append(place)
        halves.append(half)
    return floats(np.stack([*halves[0][::-1], anchors, *halves[1]], axis=1))


def _outlines(paths: Array, widths: Array) -> Array:
    """Polygons around paths: round at the tip that is set down, pointed where the brush is lifted."""
    ends = paths[:, -1:] - paths[:, :1]
    ends = ends / np.maximum(np.linalg.norm(ends, axis=2, keepdims=True), 1e-3)
    reach = widths * 0.35
    path = np.concatenate([paths[:, :1] - ends * reach, paths, paths[:, -1:] + ends * reach], axis=1)
    tangent = np.gradient(path, axis=1)
    tangent += ends * 1e-2 + np.array([1e-3, 0])
    tangent /= np.maximum(np.linalg.norm(tangent, axis=2, keepdims=True), 1e-6)
    normal = np.stack([-tangent[:, :, 1], tangent[:, :, 0]], axis=2)
    half = np.interp(np.linspace(0, 1, path.shape[1]), (0, 0.12, 0.5, 0.85, 1), (0.55, 0.95, 1, 0.8, 0.3))
    side = normal * (widths / 2) * half[None, :, None]
    return floats(np.concatenate([path + side, (path - side)[:, ::-1]], axis=1))


def _paint(colors: Array, brush: Brush, rng: np.random.Generator) -> list[list[float]]:
    """The paint of each stroke: red, green, blue and the thickness at which it lies, 0 to 255."""
    mixed = colors.copy()
    mixed[:, 0] += rng.normal(0, brush.light, len(colors))
    mixed[:, 1:] += rng.normal(0, brush.hue, (len(colors), 2)) * np.clip(mixed[:, :1] / 50, 0.3, 1)
    rgb = to_rgb(mixed[None])[0] * 255
    thick = rng.uniform(60, 200, (len(colors), 1))
    rows: list[list[float]] = np.round(np.hstack([rgb, thick])).tolist()
    return rows


def _ridges(run: tuple[Array, Array], width: float, rng: np.random.Generator) -> Array:
    """What bristles leave within the strokes, around 0, in the study's size."""
    angle = floats(np.arctan2(run[1], run[0]))
    return bristles((angle.shape[0], angle.shape[1]), angle, max(2.0, width * 0.6), rng, fine=1.6)


def _drawn(
    canvas: Image.Image, outlines: Array, paint: list[list[float]], ridges: Array, body: float
) -> Image.Image:
    wet = np.full((canvas.height, canvas.width, 4), 128, np.uint8)
    wet[:, :, :3] = np.asarray(canvas)
    fixed = np.round(outlines * (1 << SUBPIXEL)).astype(np.int32)
    for outline, color in zip(fixed, paint, strict=True):
        cv2.fillPoly(wet, [outline], color, cv2.LINE_AA, SUBPIXEL)
    for rows, light in _lit_bands(wet[:, :, 3], ridges, canvas.size, body):
        wet[rows, :, :3] = np.clip(wet[rows, :, :3] * light[:, :, None] + 0.5, 0, 255)
    return Image.fromarray(np.ascontiguousarray(wet[:, :, :3]))


def _lit_bands(
    thickness: Picture, ridges: Array, size: tuple[int, int], body: float
) -> Iterator[tuple[slice, Array]]:
    """Light from the top left on wet paint, band by band: factors around 1."""
    for rows in bands(size[1]):
        wide, inner = widened(rows, 4, size[1])
        relief = cv2.GaussianBlur(thickness[wide].astype(np.float32), (0, 0), 0.9)
        slope = cv2.Sobel(relief, cv2.CV_32F, 1, 0) + cv2.Sobel(relief, cv2.CV_32F, 0, 1)
        edge = np.clip(slope[inner] / 220, -1, 1)
        yield rows, floats(1 + body * (edge + 0.9 * enlarged(ridges, size, rows)))
