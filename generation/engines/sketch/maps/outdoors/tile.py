"""`Tile`: a square of ground that repeats without a seam; `Swatch`: one that is finished."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.coarse import Window
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import (
    Field,
    Labels,
    Mask,
    Picture,
    blurred,
    seam_distance,
    voronoi,
)

SIDE = 8.0  #: spaces; wide enough that eyes do not find the repetition under the broad variation

Lines = NDArray[np.float64]
"""Lines × points × (x, y), in pixels of a tile."""

Ramp = Sequence[Color]
"""Colours from the deepest shade to the highest light, evenly spaced."""


@dataclass(frozen=True)
class Swatch:
    """Finished ground: colours, and heights (0 to 255) by which grounds grow into one another."""

    color: Picture
    height: Mask

    def at(self, window: Window) -> Picture:
        """The colours in a window of a picture."""
        return repeated(self.color, window)

    def heights(self, window: Window) -> Field:
        """The heights in a window of a picture, about -0.5 to 0.5."""
        part = repeated(self.height, window)
        return np.asarray(part.astype(np.float32) / 255 - 0.5)


def repeated(tile: NDArray[np.uint8], window: Window) -> NDArray[np.uint8]:
    """What of a tile, laid side by side over a picture, lies in a window."""
    side = tile.shape[0]
    rows, columns = window
    part = tile[np.arange(rows.start, rows.stop) % side]
    start = columns.start % side
    across = (1, -(-(start + columns.stop - columns.start) // side), 1)[: part.ndim]
    return np.ascontiguousarray(np.tile(part, across)[:, start : start + columns.stop - columns.start])


class Tile:
    """`scale` is pixels per space. What is drawn over one side comes in again at the opposite one."""

    def __init__(self, rng: np.random.Generator, scale: float, spaces: float = SIDE) -> None:
        self.rng = rng
        self.scale = scale
        self.spaces = spaces
        self.side = max(16, round(spaces * scale))

    def noise(self, cell: float, octaves: int = 3) -> Field:
        """Noise with features of `cell` spaces and finer ones; mean 0, about -1 to 1."""
        total = np.zeros((self.side, self.side), dtype=np.float32)
        weight, pixels = 0.62, cell * self.scale
        for _ in range(octaves):
            total += weight * self._smooth(pixels)
            weight, pixels = weight * 0.55, pixels / 2.1
            if pixels < 2:
                break
        return total

    def _smooth(self, cell: float) -> Field:
        count = min(self.side, max(4, round(self.side / (cell / 2))))
        coarse = np.pad(self.rng.normal(0, 1, (count, count)).astype(np.float32), 4, mode="wrap")
        coarse = np.asarray(cv2.GaussianBlur(coarse, (0, 0), 1.1)) * 1.9
        whole = round((count + 8) * self.side / count)
        fine = cv2.resize(coarse, (whole, whole), interpolation=cv2.INTER_CUBIC)
        start = (whole - self.side) // 2
        return np.asarray(fine[start : start + self.side, start : start + self.side], dtype=np.float32)

    def grain(self) -> Field:
        """Noise from pixel to pixel, of deviation 1."""
        return self.rng.normal(0, 1, (self.side, self.side)).astype(np.float32)

    def blurred(self, field: Field, sigma: float) -> Field:
        """A field blurred by `sigma` pixels, over the sides too."""
        edge = int(4 * sigma) + 4
        around = np.pad(np.asarray(field, dtype=np.float32), edge, mode="wrap")
        return blurred(around, sigma)[edge:-edge, edge:-edge]

    def spots(self, per_space: float) -> NDArray[np.float64]:
        """Places, x and y in pixels, about so many for each space."""
        return self.rng.uniform(0, self.side, (round(per_space * self.spaces**2), 2))

    def at(self, field: Field, spots: NDArray[np.float64]) -> NDArray[np.float64]:
        """A field's values at places."""
        column, row = (spots.astype(np.int64) % self.side).T
        return np.asarray(field[row, column], dtype=np.float64)

    def draw(self, canvas: Mask, lines: Lines, tone: int, width: float = 0.0) -> None:
        """Lines of one tone, `width` spaces wide."""
        thick = max(1, round(width * self.scale))
        for part in self._wrapped(lines):
            cv2.polylines(canvas, list(part), False, tone, thick, cv2.LINE_AA, SHIFT)

    def fill(self, canvas: NDArray[np.uint8], outlines: Lines, tone: float | tuple[float, ...]) -> None:
        """Small shapes of one tone, or of one colour on a canvas with channels.

        All are filled at once, which is fast; where two of them overlap the ground shows through.
        """
        for part in self._wrapped(outlines):
            cv2.fillPoly(canvas, list(part), tone, cv2.LINE_AA, SHIFT)

    def _wrapped(self, lines: Lines) -> Iterator[NDArray[np.int32]]:
        """The lines, and once more those that reach over a side."""
        low, high = lines.min(axis=1), lines.max(axis=1)
        for x in (-1, 0, 1):
            for y in (-1, 0, 1):
                move = np.array((x, y)) * self.side
                seen = ((high + move > -2) & (low + move < self.side + 2)).all(axis=1)
                if seen.any():
                    yield np.round((lines[seen] + move) * (1 << SHIFT)).astype(np.int32)

    def cells(self, apart: float, shake: float = 0.48) -> "Cells":
        """Patches about `apart` spaces wide that fill the tile."""
        count = max(2, round(self.spaces / apart))
        step = self.side / count
        grid = np.stack(np.meshgrid(np.arange(count), np.arange(count)), axis=-1).reshape(-1, 2)
        seeds = (grid + 0.5 + self.rng.uniform(-shake, shake, grid.shape)) * step
        edge = round(1.3 * step) + 2
        copies = np.concatenate(
            [seeds + np.array((x, y)) * self.side for x in (-1, 0, 1) for y in (-1, 0, 1)]
        )
        number = np.tile(np.arange(len(seeds)), 9)
        near = ((copies > -edge) & (copies < self.side + edge)).all(axis=1)
        whole = voronoi((self.side + 2 * edge,) * 2, copies[near] + edge)
        column, row = np.clip(copies[near] + edge, 0, self.side + 2 * edge - 1).astype(np.int64).T
        names = np.zeros(int(whole.max()) + 1, dtype=np.int32)
        names[whole[row, column]] = number[near]
        inner = slice(edge, edge + self.side)
        distance = seam_distance(whole)[inner, inner] / self.scale
        return Cells(names[whole[inner, inner]], np.asarray(distance, np.float32), len(seeds))


@dataclass(frozen=True)
class Cells:
    """Patches of a tile: their numbers, the spaces to the nearest seam, and how many there are."""

    numbers: Labels
    seams: Field
    count: int


def color_table(ramp: Ramp) -> Picture:
    """256 colours from the first of a ramp to its last."""
    stops, levels = np.linspace(0, 255, len(ramp)), np.arange(256)
    table = np.stack([np.interp(levels, stops, [color[c] for color in ramp]) for c in range(3)], axis=-1)
    return np.clip(np.round(table), 0, 255).astype(np.uint8)


def colored(tone: Field, ramp: Ramp) -> Picture:
    """The colours of a ramp for tones of 0 to 1."""
    return color_table(ramp)[np.clip(tone * 255, 0, 255).astype(np.uint8)]


def finished(tone: Field, ramp: Ramp, height: Field) -> Swatch:
    """A swatch from tones of 0 to 1 and heights of 0 to 1."""
    return Swatch(colored(tone, ramp), np.clip(height * 255, 0, 255).astype(np.uint8))
