"""`Pieces`: stones and boards, cut one by one, that together cover a part of the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Labels, Mask, scattered, voronoi

Outline = NDArray[np.float64]
"""n × (x, y), in spaces, not closed."""

Window = tuple[slice, slice]
"""Rows and columns of a part of a picture."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What all pieces of one kind have in common."""

    color: Color
    wood: float = 0.0  #: how much grain shows, 0 (stone) to 1
    joint: float = 0.02  #: spaces of dark between two pieces
    bevel: float = 0.05  #: spaces of a piece's rim that catch the light
    spread: float = 0.08  #: how far tones differ from piece to piece
    rough: float = 1.0  #: how uneven the surface is
    checker: float = 0.0  #: how much darker every second piece is


class Pieces:
    """Every piece of one stroke: a picture of their numbers, and what is known of each number; 0 is none."""

    def __init__(self, chart: Chart) -> None:
        self.labels: Labels = np.zeros(chart.shape, dtype=np.int32)
        self._chart = chart
        self._turns: list[NDArray[np.float32]] = [np.zeros(1, dtype=np.float32)]
        self._cuts: list[Cut] = [Cut(color=(0, 0, 0))]
        self._kinds: list[NDArray[np.uint8]] = [np.zeros(1, dtype=np.uint8)]
        self._count = 1

    def __len__(self) -> int:
        return self._count

    @property
    def cuts(self) -> Sequence[Cut]:
        """The kinds of pieces; `kinds` are indices into them."""
        return self._cuts

    @property
    def turns(self) -> NDArray[np.float32]:
        """The direction of the grain of each piece, in radians."""
        return np.concatenate(self._turns)

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The cut of each piece."""
        return np.concatenate(self._kinds)

    def add(self, outlines: Sequence[Outline], cut: Cut, turns: Sequence[float]) -> None:
        """Lay pieces down one after the other, later ones over earlier ones."""
        first = self._claim(cut, np.array(turns, dtype=np.float32))
        for number, outline in enumerate(outlines, start=first):
            cv2.fillPoly(self.labels, [_fixed(outline, self._chart.scale)], number, cv2.LINE_8, SHIFT)

    def lay(self, area: Outline, outlines: Sequence[Outline], cut: Cut, turns: Sequence[float]) -> None:
        """Lay pieces down and cut off what reaches beyond `area`."""
        window, mask = self._within(area)
        if not mask.size:
            return
        first = self._claim(cut, np.array(turns, dtype=np.float32))
        numbers = np.zeros(mask.shape, dtype=np.int32)
        origin = np.array((window[1].start, window[0].start)) / self._chart.scale
        for number, outline in enumerate(outlines, start=first):
            cv2.fillPoly(numbers, [_fixed(outline - origin, self._chart.scale)], number, cv2.LINE_8, SHIFT)
        np.copyto(self.labels[window], numbers, where=(mask > 0) & (numbers > 0))

    def lay_cells(self, area: Outline, apart: float, cut: Cut, rng: np.random.Generator) -> None:
        """Fill `area` with stones of all shapes, about `apart` spaces from one another."""
        window, mask = self._within(area)
        if not mask.size:
            return
        seeds = scattered(rng, (mask.shape[0], mask.shape[1]), self._chart.scale * apart)
        cells = voronoi((mask.shape[0], mask.shape[1]), seeds)
        first = self._claim(cut, np.zeros(int(cells.max()) + 1, dtype=np.float32))
        np.copyto(self.labels[window], cells + first, where=mask > 0)

    def clear(self, area: Outline, *, whole: bool = False) -> None:
        """Take away again what has been laid in `area`; `whole` takes entire pieces."""
        window, mask = self._within(area)
        within = self.labels[window]
        if whole:
            gone = np.unique(within[mask > 0])
            window, _ = self._within(np.array((area.min(axis=0) - 2, area.max(axis=0) + 2)))
            within = self.labels[window]
            within[np.isin(within, gone)] = 0
        else:
            within[mask > 0] = 0

    def _within(self, area: Outline) -> tuple[Window, Mask]:
        """The window about an area, and the area in it."""
        scale, (height, width) = self._chart.scale, self._chart.shape
        low = np.floor(area.min(axis=0) * scale).astype(int) - 1
        high = np.ceil(area.max(axis=0) * scale).astype(int) + 2
        x0, y0 = max(int(low[0]), 0), max(int(low[1]), 0)
        x1, y1 = max(min(int(high[0]), width), x0), max(min(int(high[1]), height), y0)
        mask = np.zeros((y1 - y0, x1 - x0), dtype=np.uint8)
        if mask.size:
            cv2.fillPoly(mask, [_fixed(area - np.array((x0, y0)) / scale, scale)], 255, cv2.LINE_8, SHIFT)
        return (slice(y0, y1), slice(x0, x1)), mask

    def _claim(self, cut: Cut, turns: NDArray[np.float32]) -> int:
        if cut not in self._cuts:
            self._cuts.append(cut)
        first = self._count
        self._turns.append(turns)
        self._kinds.append(np.full(len(turns), self._cuts.index(cut), dtype=np.uint8))
        self._count += len(turns)
        return first


def _fixed(outline: Outline, scale: float) -> NDArray[np.int32]:
    return np.round((outline * scale - 0.5) * (1 << SHIFT)).astype(np.int32)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A room's own axes: `u` along its longer side, `v` across, both in spaces from its middle."""

    middle: tuple[float, float]
    turn: float  #: of the longer side, in radians
    length: float
    width: float
    axes: NDArray[np.float64] = field(repr=False)

    @staticmethod
    def of(middle: tuple[float, float], turn: float, length: float, width: float) -> "Frame":
        """A frame of that size."""
        axes = np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))))
        return Frame(middle=middle, turn=turn, length=length, width=width, axes=axes)

    def box(self, u0: float, v0: float, u1: float, v1: float) -> Outline:
        """A rectangle along the axes, as an outline on the plan."""
        corners = np.array(((u0, v0), (u1, v0), (u1, v1), (u0, v1)))
        outline: Outline = corners @ self.axes + self.middle
        return outline


TILE = 192  #: pixels a side; small ones pass over more of what is empty
PAD = 16  #: pixels about a tile: rims and reliefs look at what lies beside


def tiles(shape: tuple[int, int]) -> Iterator[tuple[Window, Window]]:
    """Windows of the picture with what lies around them, and where in that they lie themselves."""
    height, width = shape
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            y0, x0 = max(top - PAD, 0), max(left - PAD, 0)
            bottom, right = min(top + TILE, height), min(left + TILE, width)
            y1, x1 = min(bottom + PAD, height), min(right + PAD, width)
            inner = (slice(top - y0, bottom - y0), slice(left - x0, right - x0))
            yield (slice(y0, y1), slice(x0, x1)), inner
