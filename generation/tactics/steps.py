"""Where a single step can lead, whatever the shape of the spaces."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.lattice import Indices


@dataclass(frozen=True, kw_only=True, eq=False)
class Steps:
    """Every step that a map allows, there and back apart: `m` steps between `n` spaces."""

    centers: NDArray[np.float64]  #: n × (x, y), in grid spaces
    costs: NDArray[np.float64]  #: n; walking cost factor of entering, infinite where nobody can
    start: Indices  #: m
    end: Indices  #: m
    diagonal: NDArray[np.bool_]  #: m; whether the two spaces meet at a corner only

    @property
    def cost(self) -> NDArray[np.float64]:
        """m; walking cost factor of the space that is entered."""
        return np.asarray(self.costs[self.end])

    @property
    def lengths(self) -> NDArray[np.float64]:
        """m; from centre to centre, in grid spaces."""
        across = self.centers[self.end] - self.centers[self.start]
        return np.hypot(across[:, 0], across[:, 1])
