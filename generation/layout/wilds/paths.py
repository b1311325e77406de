"""Finds ways over country as travellers tread them: around what is hard to cross, and into older ways."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from generation.layout.plan import Point
from generation.layout.raster import MARGIN, SAMPLES, Field, Flags, Points, Raster
from generation.layout.wilds.ways import resampled

MOVES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))  #: rows, columns; and back
SMOOTH = 1.6  #: nodes over which a found way is smoothed


class Paths:
    """The cheapest ways over a country, found on nodes one space apart; `price` is per space, 1 is easy."""

    def __init__(self, raster: Raster, price: Field) -> None:
        self._raster = raster
        rows, columns = raster.shape[0] // SAMPLES, raster.shape[1] // SAMPLES
        whole = price[: rows * SAMPLES, : columns * SAMPLES].reshape(rows, SAMPLES, columns, SAMPLES)
        self._shape = rows, columns
        self._price: NDArray[np.float64] = whole.mean(axis=(1, 3)).astype(np.float64)
        self._graph = self._steps()

    def _steps(self) -> csr_array:
        rows, columns = self._shape
        numbers = np.arange(rows * columns).reshape(rows, columns)
        one, other, cost = [], [], []
        for down, right in MOVES:
            first = numbers[: rows - down, max(0, -right) : columns - max(0, right)]
            second = numbers[down:, max(0, right) : columns - max(0, -right)]
            one.append(first.ravel())
            other.append(second.ravel())
            price = (self._price.ravel()[first] + self._price.ravel()[second]) / 2
            cost.append((price * float(np.hypot(down, right))).ravel())
        entries = np.concatenate(cost), (np.concatenate(one), np.concatenate(other))
        return csr_array(coo_array(entries, shape=(rows * columns, rows * columns)))

    def between(self, start: Point, end: Point) -> Points:
        """The way from `start` to `end`."""
        _, before = self._explored(np.array([self._node(start)]))
        return self._line(before, end, exact=start)

    def from_way(self, old: Flags, ends: Sequence[Point]) -> list[Points]:
        """For each end the way to it that leaves an old way, of which `old` tells where it lies."""
        rows, columns = self._shape
        whole = old[: rows * SAMPLES, : columns * SAMPLES].reshape(rows, SAMPLES, columns, SAMPLES)
        sources = np.flatnonzero(whole.any(axis=(1, 3)))
        if not len(sources):
            return []
        _, before = self._explored(sources)
        return [self._line(before, end) for end in ends]

    def _explored(self, sources: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        away, before, _ = dijkstra(
            self._graph, directed=False, indices=sources, return_predecessors=True, min_only=True
        )
        return away, before

    def _node(self, point: Point) -> int:
        rows, columns = self._shape
        row = min(max(int(point[1] + MARGIN), 0), rows - 1)
        return row * columns + min(max(int(point[0] + MARGIN), 0), columns - 1)

    def _line(self, before: NDArray[np.int32], end: Point, exact: Point | None = None) -> Points:
        """The way back from `end`, turned round and smoothed, its ends where they were asked for."""
        way = [self._node(end)]
        while before[way[-1]] >= 0:
            way.append(int(before[way[-1]]))
        rows, columns = np.divmod(np.array(way[::-1]), self._shape[1])
        line = np.column_stack((columns, rows)) + 0.5 - MARGIN
        line[-1] = end
        if exact is not None:
            line[0] = exact
        if len(line) < 2:
            return np.array([line[0], np.array(end) + 0.01])
        return smoothed(resampled(line))


def smoothed(line: Points) -> Points:
    """The line without its kinks; its ends stay."""
    soft = ndimage.gaussian_filter1d(line, SMOOTH * 2, axis=0, mode="nearest")
    near = np.minimum(np.arange(len(line)), np.arange(len(line))[::-1])
    share = np.clip(near / (SMOOTH * 4), 0, 1)[:, None]
    return resampled(soft * share + line * (1 - share))
