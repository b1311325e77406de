"""Ways through open country: roads, trails and rivers that wind from edge to edge."""

import math
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.layout.wilds.raster import Points

OVERRUN = 1.8  #: spaces that a way goes on beyond the plan's edge


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


def edge_point(width: float, height: float, side: Side, share: float) -> tuple[float, float]:
    """A point beyond a side, `share` of the way along it from the top or from the left."""
    if side is Side.TOP:
        return width * share, -OVERRUN
    if side is Side.BOTTOM:
        return width * share, height + OVERRUN
    return (-OVERRUN if side is Side.LEFT else width + OVERRUN), height * share


def meander(
    rng: np.random.Generator, start: tuple[float, float], end: tuple[float, float], sway: float
) -> Points:
    """A winding line from `start` to `end`, about `sway` spaces off the straight one at most."""
    first, last = np.array(start), np.array(end)
    length = float(np.hypot(*(last - first)))
    steps = max(6, math.ceil(length / 0.75))
    along = np.linspace(0, 1, steps)
    across = np.array((first[1] - last[1], last[0] - first[0])) / max(length, 1e-6)
    shift = np.zeros(steps)
    for wave, weight in ((1.0, 0.55), (2.0, 0.4), (3.3, 0.3), (length / 5, 0.12)):
        shift += weight * np.sin(2 * np.pi * (wave * along * rng.uniform(0.8, 1.2) + rng.random()))
    shift -= shift[0] + (shift[-1] - shift[0]) * along
    taper = np.minimum(np.sin(np.pi * along) * 1.6, 1.0)
    return np.asarray(first + (last - first) * along[:, None] + across * (sway * shift * taper)[:, None])


def wobble(rng: np.random.Generator, count: int, wave: float) -> NDArray[np.float64]:
    """`count` numbers of smooth noise of about unit size, `wave` numbers to a wave."""
    noise = ndimage.gaussian_filter1d(rng.normal(0, 1, count + 8), max(wave / 3, 0.6), mode="reflect")
    return np.asarray(noise[4:-4] * math.sqrt(max(wave / 3, 0.6) * 3.5))


def ribbon(
    rng: np.random.Generator, line: Points, width: float, *, rough: float = 0.1, swell: float = 0.0
) -> Polygon:
    """The way along `line`, about `width` spaces wide, with banks that differ by `rough` spaces.

    With `swell` its width comes and goes by that share.
    """
    breadth = 1 + swell * wobble(rng, len(line), 12)
    sides = [
        np.maximum(width / 2 * breadth + rough * wobble(rng, len(line), 4), 0.3 * width) for _ in range(2)
    ]
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    across = np.column_stack((-along[:, 1], along[:, 0]))
    left, right = line + across * sides[0][:, None], line - across * sides[1][:, None]
    quads = np.stack((left[:-1], left[1:], right[1:], right[:-1]), axis=1)
    pieces = shapely.make_valid(shapely.polygons(quads))
    joints = shapely.buffer(shapely.points(line), np.minimum(*sides) * 0.98, quad_segs=4)
    area = shapely.union_all([*pieces, *joints]).simplify(0.03)
    parts = [part for part in shapely.get_parts(area).tolist() if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area)


def crossings(line: Points, area: BaseGeometry, reach: float) -> list[LineString]:
    """The stretches of `line` that lie over `area`, each longer by `reach` spaces at both ends."""
    over = LineString(line).intersection(area.buffer(reach))
    return [
        part
        for part in shapely.get_parts(shapely.line_merge(over)).tolist()
        if isinstance(part, LineString) and part.length > 2 * reach + 0.3
    ]


def straightened(stretch: LineString) -> LineString:
    """The straight line between the ends of a stretch: bridges do not wind."""
    return LineString([stretch.coords[0], stretch.coords[-1]])
