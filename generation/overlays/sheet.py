"""`Sheet`: the pixels that an overlay is drawn on; `Mark`: an element drawn, its labels still unplaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from generation.briefs import Grid
from generation.layout.plan import Point
from generation.overlays.boxes import Box
from generation.overlays.labels import Note

TEXT_PER_SPACE = 0.25  #: height of a line of text
TEXT_PER_SIDE = 1 / 72  #: of the shorter side of the map: it must be legible when all of it is looked at
LEGIBLE = 11.0  #: pixels; smaller letters are no letters any more


class Level(IntEnum):
    """What lies over what, lowest first."""

    LAND = 0
    AREA = 1
    WAY = 2
    PIECE = 3


@dataclass(frozen=True)
class Sheet:
    """The map's picture: points of the map in pixels, and how large things are drawn."""

    grid: Grid

    @property
    def unit(self) -> float:
        """Pixels of one space."""
        return float(self.grid.size)

    @cached_property
    def em(self) -> float:
        """Pixels of a line of text."""
        shorter = min(self.grid.width, self.grid.height)
        return max(TEXT_PER_SPACE * self.unit, TEXT_PER_SIDE * shorter, LEGIBLE)

    def at(self, point: Point) -> Point:
        """A point of the map in pixels."""
        return point[0] * self.unit, point[1] * self.unit

    def line(self, points: Iterable[Point]) -> list[Point]:
        """Points of the map in pixels."""
        return [self.at(point) for point in points]

    def far(self, distance: float) -> float:
        """A distance in the grid's units, in pixels."""
        return distance / self.grid.distance * self.unit


@dataclass(frozen=True, kw_only=True)
class Mark:
    """An element drawn: `drawing` is SVG that lies in `box`, `taken` is what labels leave free."""

    level: Level
    title: str
    drawing: str
    box: Box
    notes: tuple[Note, ...] = ()
    taken: tuple[Box, ...] = ()
