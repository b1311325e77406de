"""From floors to walls: the outlines of all that can be walked on, as closed polylines."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely
from shapely import LinearRing, LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import MapLayout, Point, Wall
from generation.layout.spaces import Area, Space

DIGITS = 4  #: decimals kept of a coordinate: a ten-thousandth of a space is less than a pixel


def walls_around(floor: Area) -> tuple[Wall, ...]:
    """One closed wall for each outline of `floor`: the outer ones and those around islands of rock."""
    return tuple(Wall(points=outline(ring)) for ring in _rings(floor))


def barrier_lines(layout: MapLayout, *, reach: float = 2 * 10.0**-DIGITS) -> list[BaseGeometry]:
    """Everything that parts one place from another, as lines: walls, doors and windows.

    Walls within `reach` spaces of a door's end meet it exactly: rounding may have kept the two apart.
    """
    openings = [LineString((door.start, door.end)) for door in layout.doors]
    openings += [LineString((window.start, window.end)) for window in layout.windows]
    ends = MultiPoint([end for opening in openings for end in opening.coords])
    walls = [shapely.snap(LineString(wall.points), ends, reach) for wall in layout.walls]
    return [*walls, *openings]


def outline(ring: LineString) -> tuple[Point, ...]:
    """The points of a line; of a ring, the first one repeated at the end."""
    return tuple((x, y) for x, y in np.round(np.asarray(ring.coords), DIGITS).tolist())


def corners(polygon: Polygon) -> tuple[Point, ...]:
    """The points of a polygon's outline, not closed."""
    return outline(polygon.exterior)[:-1]


def floor_of_spaces(spaces: Iterable[Space]) -> Sequence[Polygon]:
    """Rectangles that cover the spaces, one for each unbroken run along a row."""
    runs = np.array(list(_runs(sorted(spaces, key=lambda space: (space[1], space[0])))), dtype=float)
    if not len(runs):
        return []
    left, right, row = runs.T
    return list(shapely.box(left, row, right, row + 1))


def _runs(ordered: Sequence[Space]) -> Iterator[tuple[int, int, int]]:
    """(left, right, row) of each run."""
    start = 0
    for index, (x, y) in enumerate(ordered):
        last = index + 1 == len(ordered)
        if last or ordered[index + 1] != (x + 1, y):
            yield ordered[start][0], x + 1, y
            start = index + 1


def _rings(floor: Area) -> Iterator[LinearRing]:
    polygons = floor.geoms if isinstance(floor, shapely.MultiPolygon) else (floor,)
    for polygon in polygons:
        yield polygon.exterior
        yield from polygon.interiors
