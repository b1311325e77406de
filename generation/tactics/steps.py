"""Where a single step can lead, whatever the shape of the spaces."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]
"""Spaces by number, row by row from the top left."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Steps:
    """Every step that a map allows, there and back apart: `m` steps between `n` spaces."""

    centers: NDArray[np.float64]  #: n × (x, y), in grid spaces
    start: Indices  #: m
    end: Indices  #: m
    cost: NDArray[np.float64]  #: m; walking cost factor of the space that is entered
    diagonal: NDArray[np.bool_]  #: m; whether the two spaces meet at a corner only

    @property
    def lengths(self) -> NDArray[np.float64]:
        """m; from centre to centre, in grid spaces."""
        across = self.centers[self.end] - self.centers[self.start]
        return np.hypot(across[:, 0], across[:, 1])
