"""Lines through open country, and the ground along them: roads, rivers, chasms."""

import math
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import Point
from generation.layout.raster import Points

OVERRUN = 1.6  #: spaces that a way goes on beyond the plan's edge
STEP = 0.5  #: spaces between the points of a way


class Side(IntEnum):
    """A side of the plan, clockwise."""

    TOP = 0
    RIGHT = 1
    BOTTOM = 2
    LEFT = 3

    @property
    def opposite(self) -> "Side":
        """The side across."""
        return Side((self + 2) % 4)

    @property
    def next(self) -> "Side":
        """The next side, clockwise."""
        return Side((self + 1) % 4)


def edge_point(width: float, height: float, side: Side, share: float) -> Point:
    """A point beyond a side, `share` of the way along it from the top or from the left."""
    if side is Side.TOP:
        return width * share, -OVERRUN
    if side is Side.BOTTOM:
        return width * share, height + OVERRUN
    return (-OVERRUN if side is Side.LEFT else width + OVERRUN), height * share


def meander(rng: np.random.Generator, start: Point, end: Point, *, wave: float, sway: float) -> Points:
    """A winding line from `start` to `end`: bends of about `wave` spaces, `sway` spaces to either side.

    A river's bends are about eleven times as long as it is wide (Leopold and Wolman 1960, "River Meanders").
    """
    first, last = np.array(start), np.array(end)
    length = float(np.hypot(*(last - first)))
    count = max(8, math.ceil(length / STEP))
    along = np.linspace(0, 1, count)
    across = np.array((first[1] - last[1], last[0] - first[0])) / max(length, 1e-6)
    shift = sway * wobble(rng, count, wave / STEP) + 0.3 * sway * wobble(rng, count, wave / STEP / 2.5)
    taper = np.minimum(1.0, np.minimum(along, 1 - along) * length / (wave * 0.4))
    line = first + (last - first) * along[:, None] + across * (shift * taper)[:, None]
    return resampled(line)


def resampled(line: Points) -> Points:
    """The same line with points at equal distances."""
    reached = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    places = np.linspace(0, reached[-1], max(3, math.ceil(reached[-1] / STEP)))
    return np.column_stack([np.interp(places, reached, line[:, axis]) for axis in (0, 1)])


def wobble(rng: np.random.Generator, count: int, wave: float) -> NDArray[np.float64]:
    """`count` numbers of smooth noise of about unit size, `wave` numbers to a wave."""
    sigma = max(wave / 5, 0.6)
    edge = math.ceil(3 * sigma)
    noise = ndimage.gaussian_filter1d(rng.normal(0, 1, count + 2 * edge), sigma)[edge : edge + count]
    return np.asarray(noise * math.sqrt(2 * sigma * math.sqrt(math.pi)))


def ribbon(
    rng: np.random.Generator, line: Points, width: float, *, rough: float = 0.1, swell: float = 0.0
) -> Polygon:
    """The ground along `line`, about `width` spaces wide, with banks that waver by `rough` spaces.

    With `swell` its width comes and goes by that share.
    """
    count = len(line)
    breadth = width / 2 * np.clip(1 + swell * wobble(rng, count, 16 / STEP), 0.5, 1.8)
    banks = [np.maximum(breadth + rough * wobble(rng, count, 3.5 / STEP), 0.35 * width) for _ in range(2)]
    across = normals(line)
    left, right = line + across * banks[0][:, None], line - across * banks[1][:, None]
    quads = np.stack((left[:-1], left[1:], right[1:], right[:-1]), axis=1)
    pieces = shapely.make_valid(shapely.polygons(quads))
    joints = shapely.buffer(shapely.points(line), np.minimum(*banks) * 0.98, quad_segs=6)
    area = shapely.union_all([*np.ravel(np.asarray(pieces)), *joints]).buffer(0.25).buffer(-0.25)
    parts = [part for part in shapely.get_parts(area.simplify(0.03)).tolist() if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area)


def normals(line: Points) -> Points:
    """For each point of a line the direction to its right as one walks with y down, of unit length."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.column_stack((-along[:, 1], along[:, 0]))


def crossings(line: Points, area: BaseGeometry, reach: float) -> list[LineString]:
    """The straight lines by which a way crosses `area`, from `reach` spaces before it to as many behind."""
    way = LineString(line)
    return [
        LineString([way.interpolate(first), way.interpolate(last)])
        for first, last in stretches_over(line, area, reach)
    ]


def stretches_over(line: Points, area: BaseGeometry, reach: float) -> list[tuple[float, float]]:
    """The distances along a way between which it lies over `area`, longer by `reach` at both ends."""
    way = LineString(line)
    over = way.intersection(area)
    parts = shapely.get_parts(shapely.line_merge(over) if over.geom_type == "MultiLineString" else over)
    found = []
    for part in parts.tolist():
        if isinstance(part, LineString) and part.length > 0.3:
            ends = [way.project(shapely.Point(part.coords[index])) for index in (0, -1)]
            found.append((max(min(ends) - reach, 0.0), min(max(ends) + reach, way.length)))
    return _joined(found)


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that overlap, made one."""
    joined: list[tuple[float, float]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def straightened(line: Points, area: BaseGeometry, reach: float) -> Points:
    """The way with its crossings of `area` made straight: bridges do not wind."""
    way = LineString(line)
    points = line
    for crossing in crossings(line, area, reach):
        first, last = (way.project(shapely.Point(end)) for end in crossing.coords)
        at = np.asarray(shapely.line_locate_point(way, shapely.points(points)))
        on = (at > first) & (at < last)
        if last - first > 1e-6:
            share = ((at[on] - first) / (last - first))[:, None]
            ends = shapely.get_coordinates(crossing)
            points = points.copy()
            points[on] = ends[0] + (ends[1] - ends[0]) * share
    return points
