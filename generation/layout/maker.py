"""What every kind of plan is made by, and the field that it is made on."""

from collections.abc import Callable

from generation.briefs import Grid, MapBrief
from generation.lattice import Lattice
from generation.layout.plan import MapLayout

Maker = Callable[[MapBrief], MapLayout]
"""Lays out a brief that has been checked; equal briefs get equal plans. The grid is put in afterwards."""


def field_of(grid: Grid) -> tuple[int, int]:
    """The whole square spaces, across and down, that fit on the field: what square-minded makers fill.

    On hexagons up to one space is left over at the right and at the bottom; a maker that lays open ground
    covers that too.
    """
    lattice = Lattice.of(grid)
    return int(lattice.width), int(lattice.height)
