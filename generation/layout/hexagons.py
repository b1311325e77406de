"""Plans of square spaces brought onto hexagons, space for space.

The centre of each square goes to the centre of the hexagon of the same column and row, and what lies between
follows along straight lines. Squares side by side become hexagons side by side, and a wall that parted two
squares parts their hexagons: passages one space wide stay passages, whichever way they run. Straight walls
across the rows of hexagons get the bends that such a grid has.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generation.extents import LONG, STEP
from generation.layout.maker import Maker
from generation.layout.plan import MapLayout, Point, Prop
from generation.layout.walls import DIGITS
from generation.vocabulary import GridType

SHRINK = float(np.sqrt(STEP))  #: of things, since one side of their space is shorter now


def bent_onto_hexagons(make: Maker) -> Maker:
    """A maker for any grid, from one that lays out `columns` × `rows` squares."""
    return lambda brief: bent(make(brief), brief.grid.type)


def bent(plan: MapLayout, grid_type: GridType) -> MapLayout:
    """A plan of squares on a grid of this type; the same where that has squares too."""
    if grid_type not in (GridType.HEX_ROWS, GridType.HEX_COLUMNS):
        return plan
    bend = _Bend(across=grid_type is GridType.HEX_COLUMNS)
    return replace(
        plan,
        grid_type=grid_type,
        walls=tuple(replace(wall, points=bend.line(wall.points)) for wall in plan.walls),
        doors=tuple(replace(d, start=bend.point(d.start), end=bend.point(d.end)) for d in plan.doors),
        windows=tuple(replace(w, start=bend.point(w.start), end=bend.point(w.end)) for w in plan.windows),
        lights=tuple(replace(light, position=bend.point(light.position)) for light in plan.lights),
        rooms=tuple(replace(room, polygon=bend.ring(room.polygon)) for room in plan.rooms),
        terrain=tuple(replace(area, polygon=bend.ring(area.polygon)) for area in plan.terrain),
        points_of_interest=tuple(
            replace(place, position=bend.point(place.position)) for place in plan.points_of_interest
        ),
        props=tuple(bend.prop(prop) for prop in plan.props),
    )


class _Bend:
    """Rows are drawn together, and every odd one is pushed half a space to the right.

    With `across`, columns are what rows are otherwise.
    """

    def __init__(self, *, across: bool) -> None:
        self._across = across

    def point(self, point: Point) -> Point:
        [bent] = self._bent(np.array([point], dtype=np.float64))
        return bent

    def line(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """A polyline, with a point wherever it comes to the middle of a row: there it may turn."""
        over = 0 if self._across else 1
        return tuple(self._bent(_with_crossings(np.array(points, dtype=np.float64), over)))

    def ring(self, polygon: Sequence[Point]) -> tuple[Point, ...]:
        """A polygon that is not closed."""
        return self.line((*polygon, polygon[0]))[:-1]

    def prop(self, prop: Prop) -> Prop:
        position = self.point(prop.position)
        return replace(prop, position=position, width=prop.width * SHRINK, height=prop.height * SHRINK)

    def _bent(self, points: NDArray[np.float64]) -> list[Point]:
        along, over = (1, 0) if self._across else (0, 1)
        row = points[:, over] - 0.5
        bent = np.empty_like(points)
        bent[:, over] = row * STEP + LONG / 2
        bent[:, along] = points[:, along] + 0.5 * np.abs((row + 1) % 2 - 1)
        return [(float(x), float(y)) for x, y in np.round(bent, DIGITS)]


def _with_crossings(points: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """The polyline with all points at which it crosses the middle of a row."""
    pieces = [points[:1]]
    for start, end in pairwise(points):
        low, high = sorted((start[axis] - 0.5, end[axis] - 0.5))
        middles = np.arange(np.floor(low) + 1, np.ceil(high)) + 0.5
        if len(middles):
            shares = np.sort((middles - start[axis]) / (end[axis] - start[axis]))
            pieces.append(start + shares[:, None] * (end - start))
        pieces.append(end[None])
    return np.concatenate(pieces)
