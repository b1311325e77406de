"""The sheet that a land is worked out on: square cells, finer than the spaces of the map."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from generation.lattice import Lattice

Field = NDArray[np.float64]
"""Rows × columns of cells."""

Mask = NDArray[np.bool_]
"""Rows × columns of cells."""

Cells = NDArray[np.int64]
"""Numbers of cells, counted row by row from the top left."""

Coordinates = NDArray[np.float64]
"""n × (x, y), in grid spaces."""

FINEST = 384  #: cells along the longer side of a large map
PER_SPACE = (2, 10)  #: cells along a space, at least and at most


@dataclass(frozen=True)
class Sheet:
    """`rows` × `columns` cells over a field of `width` × `height` spaces."""

    width: float
    height: float
    rows: int
    columns: int

    @staticmethod
    def over(lattice: Lattice) -> "Sheet":
        """The sheet over the whole field of a grid."""
        width, height = lattice.width, lattice.height
        fine = float(np.clip(FINEST / max(width, height), *PER_SPACE))
        return Sheet(width, height, rows=round(height * fine), columns=round(width * fine))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.rows * self.columns

    @property
    def cell(self) -> float:
        """Side of a cell, in spaces."""
        return self.width / self.columns

    @property
    def extent(self) -> float:
        """The side of a square of the same surface, in spaces: what counts of things on a map grow with."""
        return float(np.sqrt(self.width * self.height))

    @cached_property
    def x(self) -> Field:
        """Of the columns' centres, in spaces."""
        return np.asarray((np.arange(self.columns) + 0.5) * (self.width / self.columns))

    @cached_property
    def y(self) -> Field:
        """Of the rows' centres, in spaces."""
        return np.asarray((np.arange(self.rows) + 0.5) * (self.height / self.rows))

    @cached_property
    def centers(self) -> Coordinates:
        """Of all cells, in their order."""
        x, y = np.meshgrid(self.x, self.y)
        return np.column_stack((x.ravel(), y.ravel()))

    def cell_at(self, x: float, y: float) -> int:
        """The number of the cell that a point of the field lies in."""
        column = min(max(int(x / self.width * self.columns), 0), self.columns - 1)
        row = min(max(int(y / self.height * self.rows), 0), self.rows - 1)
        return row * self.columns + column
