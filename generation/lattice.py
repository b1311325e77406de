"""The spaces of a grid: where they lie, which of them touch, and how far the field reaches.

One unit is one space: the side of a square, or the distance between two opposite sides of a hexagon, which is
also the distance from its centre to the next one's (as Foundry and redblobgames.com/grids/hexagons count).
Hexagons stand in rows (pointy side up) whose odd ones are moved half a space to the right, or in columns
(flat side up) whose odd ones are moved half a space down. A gridless map is measured in squares.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from generation.briefs import Grid
from generation.extents import LONG, STEP, extent
from generation.vocabulary import GridType

Points = NDArray[np.float64]
"""n × (x, y), in grid spaces from the top left corner."""

Indices = NDArray[np.intp]
"""Spaces by number, row by row from the top left."""


@dataclass(frozen=True)
class Lattice:
    """`columns` × `rows` spaces of one type, numbered row by row from the top left."""

    type: GridType
    columns: int
    rows: int

    @property
    def hexagonal(self) -> bool:
        """Whether its spaces are hexagons."""
        return self.type in (GridType.HEX_ROWS, GridType.HEX_COLUMNS)

    @classmethod
    def of(cls, grid: Grid) -> Self:
        """The spaces of a map's grid."""
        return cls(grid.type, grid.columns, grid.rows)

    @property
    def width(self) -> float:
        """How far the field reaches to the right, in spaces."""
        return extent(self.type, self.columns, self.rows)[0]

    @property
    def height(self) -> float:
        """How far the field reaches down, in spaces."""
        return extent(self.type, self.columns, self.rows)[1]

    @cached_property
    def centers(self) -> Points:
        """The centre of each space, (columns · rows) × (x, y)."""
        rows, columns = np.indices((self.rows, self.columns)).reshape(2, -1).astype(np.float64)
        if self.type is GridType.HEX_ROWS:
            return np.column_stack((columns + 0.5 + 0.5 * (rows % 2), rows * STEP + LONG / 2))
        if self.type is GridType.HEX_COLUMNS:
            return np.column_stack((columns * STEP + LONG / 2, rows + 0.5 + 0.5 * (columns % 2)))
        return np.column_stack((columns, rows)) + 0.5

    @cached_property
    def corners(self) -> Points:
        """The corners of a space about its centre, clockwise, not closed: 4 or 6 × (x, y)."""
        if not self.hexagonal:
            return np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
        first = -90 if self.type is GridType.HEX_ROWS else -120
        angles = np.radians(first + 60 * np.arange(6))
        return np.column_stack((np.cos(angles), np.sin(angles))) * LONG / 2

    @cached_property
    def neighbours(self) -> tuple[Indices, Indices]:
        """Pairs of spaces that touch, each pair once.

        Of squares: each with the one to its right, below, below to the right, and below to the left; in this
        order, and in each part of it row by row. Of hexagons: those that share a side.
        """
        if self.hexagonal:
            pairs = cKDTree(self.centers).query_pairs(1.01, output_type="ndarray")
            one, other = np.sort(pairs, axis=1).T
            order = np.lexsort((other, one))
            return one[order], other[order]
        numbers = np.arange(self.columns * self.rows).reshape(self.rows, self.columns)
        firsts = (numbers[:, :-1], numbers[:-1], numbers[:-1, :-1], numbers[:-1, 1:])
        seconds = (numbers[:, 1:], numbers[1:], numbers[1:, 1:], numbers[1:, :-1])
        one, other = (np.concatenate([part.ravel() for part in parts]) for parts in (firsts, seconds))
        return one, other

    def outline(self, space: int) -> Points:
        """The corners of one space, clockwise, not closed."""
        outline: Points = self.centers[space] + self.corners
        return outline

    def space_at(self, x: float, y: float) -> int:
        """The number of the space that a point lies in; beyond the outermost ones, of the nearest."""
        if not self.hexagonal:
            column = min(max(int(x), 0), self.columns - 1)
            return min(max(int(y), 0), self.rows - 1) * self.columns + column
        # Hexagons are the Voronoi cells of their centres.
        return int(np.argmin(np.hypot(*(self.centers - (x, y)).T)))
