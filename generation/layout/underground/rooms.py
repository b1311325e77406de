"""Rooms of a dungeon: their shapes, where they are placed and where a door could open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely import Point as ShapelyPoint
from shapely import Polygon, box
from shapely.geometry.polygon import orient

from generation.layout.plan import Point
from generation.layout.spaces import DIRECTIONS, Space, Spaces, sums_under

SPREAD = 12.0  #: how much chance has a say against snugness when a room is placed


class ChamberShape(StrEnum):
    """Outline of a room."""

    RECTANGLE = "rectangle"
    ELL = "ell"
    CROSS = "cross"
    OCTAGON = "octagon"
    ROUND = "round"


@dataclass(frozen=True, kw_only=True)
class Doorway:
    """A stretch of wall, one space long, where a door can be: from `inner`, one step along `outward`."""

    inner: Space
    outward: Space

    @property
    def porch(self) -> Space:
        """The space outside the door."""
        return self.inner[0] + self.outward[0], self.inner[1] + self.outward[1]

    @property
    def segment(self) -> tuple[Point, Point]:
        """The two ends of the door."""
        (x, y), (dx, dy) = self.inner, self.outward
        middle_x, middle_y = x + 0.5 + dx / 2, y + 0.5 + dy / 2
        return (middle_x - dy / 2, middle_y - dx / 2), (middle_x + dy / 2, middle_y + dx / 2)


@dataclass(frozen=True, kw_only=True, eq=False)
class Chamber:
    """A room as placed; `spaces` (height × width) are those that belong to it."""

    left: int
    top: int
    width: int
    height: int
    shape: ChamberShape
    polygon: Polygon
    spaces: Spaces

    @property
    def center(self) -> Point:
        """Middle of the bounding rectangle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def __contains__(self, space: Space) -> bool:
        column, row = space[0] - self.left, space[1] - self.top
        inside = 0 <= column < self.width and 0 <= row < self.height
        return inside and bool(self.spaces[row, column])

    def doorways(self) -> list[Doorway]:
        """Where the wall is straight for a space on either side, so that a door sits well."""
        found = list(self._flat_walls())
        if not found:
            return []
        ends = np.array([doorway.segment for doorway in found])
        outline = self.polygon.exterior
        off_middle = shapely.distance(outline, shapely.points(ends.mean(axis=1)))
        off_ends = shapely.distance(outline, shapely.points(ends)).max(axis=1)
        fits = (off_middle < 1e-6) & (off_ends < 0.15)
        return [doorway for doorway, fit in zip(found, fits, strict=True) if fit]

    def _flat_walls(self) -> Iterator[Doorway]:
        for row, column in np.argwhere(self.spaces).tolist():
            x, y = self.left + column, self.top + row
            for dx, dy in DIRECTIONS:
                flanks = ((x + dy, y + dx), (x - dy, y - dx))
                outside = [(px + dx, py + dy) not in self for px, py in ((x, y), *flanks)]
                if all(outside) and all(flank in self for flank in flanks):
                    yield Doorway(inner=(x, y), outward=(dx, dy))


def place_chambers(
    rng: np.random.Generator, columns: int, rows: int, *, wanted: int, gap: int
) -> list[Chamber]:
    """Place about `wanted` rooms, large ones first, `gap` spaces of rock between any two; at least one."""
    taken = np.zeros((rows, columns), dtype=np.bool_)
    chambers: list[Chamber] = []
    limit = _largest_side(columns, rows, wanted)
    for index in range(wanted):
        size = max(4, round(limit * (1.0 - 0.6 * index / wanted)))
        chamber = _fitting_chamber(rng, taken, size)
        if chamber is None:
            break
        chambers.append(chamber)
        _claim(taken, chamber, gap)
    return chambers or [_only_chamber(columns, rows)]


def _largest_side(columns: int, rows: int, wanted: int) -> int:
    """Rooms share the ground: the fewer, the larger; none but a single one takes the whole map."""
    share = float(np.sqrt(columns * rows / wanted))
    most = min(columns, rows) - 3 if wanted == 1 else min(columns, rows) // 2 + 1
    return int(np.clip(share * 1.4, 4, min(most, 18)))


def _fitting_chamber(rng: np.random.Generator, taken: Spaces, limit: int) -> Chamber | None:
    """A room of up to `limit` spaces a side where there is still ground for it, smaller where need be."""
    for side in range(limit, 2, -1):
        width, height = (int(length) for length in rng.integers(max(3, side // 2), side + 1, size=2))
        shape = _shape_for(rng, width, height)
        if shape is ChamberShape.ROUND:
            width = height = min(width, height) // 2 * 2 + 1
        place = _snug_place(rng, taken, width, height)
        if place:
            left, top = place
            return shape_chamber(rng, shape, left=left, top=top, width=width, height=height)
    return None


def _snug_place(rng: np.random.Generator, taken: Spaces, width: int, height: int) -> Space | None:
    """Column and row for the top left corner, rather close to other rooms: ground is not wasted."""
    rows, columns = taken.shape
    if width > columns - 2 or height > rows - 2:
        return None
    free = sums_under(taken[1:-1, 1:-1], width, height) == 0
    touching = sums_under(taken, width + 2, height + 2)
    score = np.where(free, touching + rng.uniform(0, SPREAD, free.shape), -1.0)
    top, left = np.unravel_index(int(np.argmax(score)), score.shape)
    return (int(left) + 1, int(top) + 1) if free[top, left] else None


def _shape_for(rng: np.random.Generator, width: int, height: int) -> ChamberShape:
    small, large = min(width, height), max(width, height)
    if small < 5:
        return ChamberShape.RECTANGLE
    roll = rng.random()
    if roll < 0.18 and large <= small + 2 and small <= 11:
        return ChamberShape.ROUND
    if roll < 0.34:
        return ChamberShape.OCTAGON
    if roll < 0.5 and small >= 6:
        return ChamberShape.ELL
    if roll < 0.58 and small >= 7:
        return ChamberShape.CROSS
    return ChamberShape.RECTANGLE


def _claim(taken: Spaces, chamber: Chamber, gap: int) -> None:
    top, left = max(0, chamber.top - gap), max(0, chamber.left - gap)
    taken[top : chamber.top + chamber.height + gap, left : chamber.left + chamber.width + gap] = True


def _only_chamber(columns: int, rows: int) -> Chamber:
    polygon = box(1, 1, columns - 1, rows - 1)
    spaces = np.ones((rows - 2, columns - 2), dtype=np.bool_)
    return Chamber(
        left=1,
        top=1,
        width=columns - 2,
        height=rows - 2,
        shape=ChamberShape.RECTANGLE,
        polygon=polygon,
        spaces=spaces,
    )


def shape_chamber(
    rng: np.random.Generator, shape: ChamberShape, *, left: int, top: int, width: int, height: int
) -> Chamber:
    """A room of `shape` that fills the rectangle given."""
    spaces = np.ones((height, width), dtype=np.bool_)
    if shape is ChamberShape.ROUND:
        radius = width / 2
        polygon = ShapelyPoint(left + radius, top + radius).buffer(radius, quad_segs=12)
    elif shape is ChamberShape.OCTAGON:
        polygon = _octagon(left, top, width, height, cut=2 if min(width, height) >= 8 else 1)
    elif shape in (ChamberShape.ELL, ChamberShape.CROSS):
        spaces = _notched(rng, width, height, corners=1 if shape is ChamberShape.ELL else 4)
        polygon = _outline(spaces, left, top)
    else:
        polygon = box(left, top, left + width, top + height)
    return Chamber(
        left=left,
        top=top,
        width=width,
        height=height,
        shape=shape,
        polygon=orient(polygon),
        spaces=spaces,
    )


def _octagon(left: int, top: int, width: int, height: int, cut: int) -> Polygon:
    right, bottom = left + width, top + height
    corners: Sequence[Point] = (
        (left + cut, top),
        (right - cut, top),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    )
    return Polygon(corners)


def _notched(rng: np.random.Generator, width: int, height: int, corners: int) -> Spaces:
    """A rectangle of spaces without one corner (an L) or without all four (a cross)."""
    spaces = np.ones((height, width), dtype=np.bool_)
    share = 2 if corners == 1 else 3
    cut_x, cut_y = width // share, height // share
    for corner in rng.permutation(4)[:corners].tolist():
        rows = slice(0, cut_y) if corner < 2 else slice(height - cut_y, height)
        columns = slice(0, cut_x) if corner % 2 else slice(width - cut_x, width)
        spaces[rows, columns] = False
    return spaces


def _outline(spaces: Spaces, left: int, top: int) -> Polygon:
    y, x = np.nonzero(spaces)
    squares = shapely.box(x + left, y + top, x + left + 1, y + top + 1)
    outline = shapely.union_all(squares).simplify(0)
    assert isinstance(outline, Polygon)
    return outline
