"""What can be seen from a point: the exact polygon, by angles.

The directions of all wall ends part the full turn into sectors. Within one, no wall begins or ends, so one
wall is the nearest throughout, and the polygon's edge there is the piece of it between the sector's two rays
(the idea of the angular sweep, e.g. Amit Patel, "2D Visibility", redblobgames.com). Where walls cross, the
crossing parts a sector too. In place of the sweep's ordered list there is one table of all pairs of wall and
sector: a wall is in as many sectors as it spans, and few walls stand behind each other, so it stays small.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import MapLayout, Point
from generation.layout.walls import DIGITS
from generation.tactics.barriers import Segments, lines_of, of_doors, of_walls, stops_sight

ANGLE_DIGITS = 10  #: directions closer than this are one: a hundred-millionth of a space at a map's far end
EDGE_ON = 1e-12  #: twice the area between eye and wall, below which the wall is seen from its end only
ARCS_PER_QUARTER = 64  #: sides of a quarter circle; it misses less than a ten-thousandth of the radius

Vectors = NDArray[np.float64]
"""n × (x, y), from the eye."""


def visible_area(layout: MapLayout, eye: Point, reach: float | None = None) -> Polygon:
    """What is seen from `eye`, within `reach` spaces where that is given; empty only where nothing is.

    Walls and doors that are not open stop sight. Coordinates are rounded to a ten-thousandth of a space. Who
    stands exactly on a wall sees both of its sides.
    """
    field: BaseGeometry = shapely.box(0, 0, layout.width, layout.height)
    if reach is not None:
        field = field.intersection(shapely.Point(eye).buffer(reach, quad_segs=ARCS_PER_QUARTER))
    if field.is_empty:
        return Polygon()
    doors = of_doors(door for door in layout.doors if stops_sight(door))
    barriers = _framed(np.concatenate((of_walls(layout.walls), doors)), field.bounds)
    seen = Polygon(_outline(barriers - eye) + eye)
    # On a grid of exact coordinates, an outline that touches itself by rounding is no trouble.
    cut = shapely.intersection(seen, field, grid_size=10.0**-DIGITS)
    return _part_about(eye, cut.simplify(0))  # walls in one line make one edge


def _framed(barriers: Segments, bounds: tuple[float, float, float, float]) -> Segments:
    """The barriers near `bounds`, and four around them, so that every look ends somewhere."""
    low, high = np.array(bounds[:2]) - 1, np.array(bounds[2:]) + 1
    near = (barriers.max(axis=1) >= low).all(axis=1) & (barriers.min(axis=1) <= high).all(axis=1)
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    frame = np.stack((corners, np.roll(corners, -1, axis=0)), axis=1)
    return np.concatenate((barriers[near], frame))


def _outline(barriers: Segments) -> Vectors:
    """The outline of what is seen from the origin, which barriers enclose on all sides."""
    crossings = _crossings(barriers)
    turns = _cross(barriers[:, 0], barriers[:, 1])
    facing = np.where((turns < 0)[:, None, None], barriers[:, ::-1], barriers)[np.abs(turns) > EDGE_ON]
    first, last = _directions(facing[:, 0]), _directions(facing[:, 1])
    rays = np.unique(np.concatenate((first, last, _directions(crossings))))
    nearest = facing[_nearest(facing, np.searchsorted(rays, first), np.searchsorted(rays, last), rays)]
    unlike = (nearest != np.roll(nearest, 1, axis=0)).any(axis=(1, 2))
    begins = np.flatnonzero(unlike)  # sectors in a row that end at the same wall are one
    ends = np.roll(begins, -1)
    walls = nearest[begins]
    return np.stack((_hits(walls, rays[begins]), _hits(walls, rays[ends])), axis=1).reshape(-1, 2)


def _nearest(
    facing: Segments, first: NDArray[np.intp], last: NDArray[np.intp], rays: NDArray[np.float64]
) -> NDArray[np.intp]:
    """For each sector, which begins at the ray of its number, the nearest of the walls that span it."""
    spans = (last - first) % len(rays)
    wall = np.repeat(np.arange(len(facing)), spans)
    before = np.repeat(np.cumsum(spans) - spans, spans)
    sector = (first[wall] + np.arange(len(wall)) - before) % len(rays)
    widths = np.diff(rays, append=rays[0] + 2 * np.pi)
    middles = _unit(rays + widths / 2)
    along = facing[:, 1] - facing[:, 0]
    closeness = _cross(middles[sector], along[wall]) / _cross(facing[:, 0], facing[:, 1])[wall]
    order = np.lexsort((closeness, sector))
    is_last = np.append(sector[order][1:] != sector[order][:-1], True)
    return np.asarray(wall[order][is_last])


def _hits(walls: Segments, angles: NDArray[np.float64]) -> Vectors:
    """Where the ray at each angle meets its wall; never beyond the wall's ends."""
    direction = _unit(angles)
    before, after = _cross(walls[:, 0], direction), _cross(walls[:, 1], direction)
    share = np.clip(before / (before - after), 0.0, 1.0)[:, None]
    return walls[:, 0] + share * (walls[:, 1] - walls[:, 0])


def _crossings(barriers: Segments) -> Vectors:
    """The points at which barriers cross each other; touching is no crossing."""
    lines = lines_of(barriers)
    pairs = STRtree(lines).query(lines)
    one, other = barriers[pairs[:, pairs[0] < pairs[1]]]
    from_first, from_last = _sides(other, one)
    to_first, to_last = _sides(one, other)
    crosses = (from_first * from_last < 0) & (to_first * to_last < 0)
    share = (from_first / np.where(crosses, from_first - from_last, 1.0))[crosses, None]
    return np.asarray(one[crosses, 0] + share * (one[crosses, 1] - one[crosses, 0]))


def _sides(barriers: Segments, others: Segments) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """On which side of each barrier's line the two ends of the other one lie, by sign."""
    along = barriers[:, 1] - barriers[:, 0]
    return _cross(along, others[:, 0] - barriers[:, 0]), _cross(along, others[:, 1] - barriers[:, 0])


def _directions(points: Vectors) -> NDArray[np.float64]:
    """Angles of points, from -π up to but not including π, rounded."""
    angles = np.round(np.arctan2(points[:, 1], points[:, 0]), ANGLE_DIGITS)
    half_turn = np.round(np.pi, ANGLE_DIGITS)
    return np.where(angles == half_turn, -half_turn, angles)


def _unit(angles: NDArray[np.float64]) -> Vectors:
    return np.column_stack((np.cos(angles), np.sin(angles)))


def _cross(one: Vectors, other: Vectors) -> NDArray[np.float64]:
    product: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return product


def _part_about(eye: Point, seen: BaseGeometry) -> Polygon:
    """The part of what is seen that the eye is in, where gaps closed by rounding cut off others."""
    if isinstance(seen, Polygon):
        return seen
    parts = [part for part in getattr(seen, "geoms", ()) if isinstance(part, Polygon)]
    where = shapely.Point(eye)
    return min(parts, key=lambda part: (part.distance(where), -part.area), default=Polygon())
