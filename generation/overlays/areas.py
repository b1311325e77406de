"""What an effect area covers: its exact shape on the ground, and the spaces of the grid that count as hit.

The shapes are those of the SRD 5.2.1 (Rules Glossary: Cone, Cube, Cylinder, Emanation, Line, Sphere), seen
from above; heights are left to the table, and so is cover behind walls. A space counts when at least half of
it lies in the shape (Dungeon Master's Guide 2014, p. 251, says so of circles; we hold all shapes to it, so
that a line or a cube a hair off the grid does not take in two more rows). Two things are added to that:

- Cones and lines also cover the spaces that their middle runs through for more than half a side. Without it a
  cone that starts at an intersection, as that page wants it, would hit nobody beside its caster, and a line
  narrower than half a space nobody at all.
- The space that a cone, a line or a turned cube starts inside of is left out: their "point of origin isn't
  included", and whoever stands there is who made them.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely import Point as ShapelyPoint

from generation.briefs import Grid
from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.overlays.elements import EffectArea
from generation.vocabulary import EffectShape, GridType

QUARTER = 64  #: sides of a quarter circle
LINE_WIDTH = 5.0  #: feet; how wide the lines of nearly all spells are
HALF = 0.5 - 1e-9  #: share of a space; exact halves are meant to count, however they are rounded
MIDDLE = 0.5 + 1e-9  #: spaces that the middle of a cone or a line runs through a covered space
ON_BORDER = 1e-6  #: spaces; a point this near the border of a space lies in none
REACH = 0.75  #: spaces; no corner of a space is farther from its centre
AT_CORNER = 0.25  #: spaces; who stands this near an intersection fills the four squares about it

_AROUND = frozenset({EffectShape.SPHERE, EffectShape.CYLINDER})
_AHEAD = frozenset({EffectShape.CONE, EffectShape.LINE})


def area_outline(area: EffectArea, grid: Grid) -> Polygon:
    """The exact shape on the ground, in grid spaces; an emanation's has a hole where its creature stands.

    A cone is as wide as it is far from its origin, so its far end is straight. The origin of a turned cube is
    the middle of its near face; without a direction it is the middle of its bottom face ("located anywhere on
    a face of the Cube"), so that the cube stands about it.
    """
    size = area.size / grid.distance
    if area.shape in _AROUND:
        return _disc(area.origin, size)
    if area.shape is EffectShape.EMANATION:
        space = creature_space(area.origin, Lattice.of(grid))
        return Polygon(space.buffer(size, quad_segs=QUARTER).exterior, [space.exterior])
    if area.shape is EffectShape.CONE:
        return _ahead(area, 0.0, size, size)
    if area.shape is EffectShape.LINE:
        width = line_width(area, grid) / grid.distance
        return _ahead(area, width, width, size)
    if area.direction is None:
        x, y = area.origin
        return shapely.box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)
    return _ahead(area, size, size, size)


def covered_spaces(area: EffectArea, grid: Grid) -> tuple[Point, ...]:
    """The centres of the spaces that the area covers, row by row; none on a map without a grid."""
    lattice = Lattice.of(grid)
    if lattice.type is GridType.GRIDLESS:
        return ()
    outline = area_outline(area, grid)
    centers = lattice.centers
    whole, maybe = _whole_and_touched(centers, outline)
    spaces = np.array(shapely.polygons(centers[maybe][:, None, :] + lattice.corners))
    covered = shapely.area(shapely.intersection(spaces, outline)) >= HALF * _area(lattice)
    if area.shape in _AHEAD:
        middle = LineString([area.origin, _end(area, area.size / grid.distance)])
        covered |= shapely.length(shapely.intersection(spaces, middle)) > MIDDLE
    if area.shape in _AHEAD or (area.shape is EffectShape.CUBE and area.direction is not None):
        covered &= ~_deep_inside(spaces, ShapelyPoint(area.origin))
    hit = whole.copy()
    hit[maybe] = covered
    return tuple((float(x), float(y)) for x, y in centers[hit])


def line_width(area: EffectArea, grid: Grid) -> float:
    """How wide a line is, in the grid's units: 5 feet, or one space where the grid is not in feet."""
    if area.width is not None:
        return area.width
    return LINE_WIDTH if grid.units.strip().lower() in {"ft", "ft.", "feet", "foot"} else grid.distance


def creature_space(position: Point, lattice: Lattice) -> Polygon:
    """The ground that whoever stands at a point fills, as an emanation starts from its edges.

    It is the space that the point lies in; at an intersection of squares, where only who is Large or larger
    can be centred, it is the four about it. Without a grid it is a square about the point.
    """
    x, y = position
    if lattice.type is GridType.SQUARE and max(abs(x - round(x)), abs(y - round(y))) <= AT_CORNER:
        return shapely.box(round(x) - 1, round(y) - 1, round(x) + 1, round(y) + 1)
    if lattice.type is GridType.GRIDLESS:
        return shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
    return Polygon(lattice.outline(lattice.space_at(x, y)))


def _disc(center: Point, radius: float) -> Polygon:
    """A polygon of a circle's area: its corners lie a little outside, its sides a little inside."""
    sides = 4 * QUARTER
    even = math.sqrt(2 * math.pi / (sides * math.sin(2 * math.pi / sides)))
    return ShapelyPoint(center).buffer(radius * even, quad_segs=QUARTER)


def _ahead(area: EffectArea, near: float, far: float, length: float) -> Polygon:
    """A shape that starts at the area's origin `near` wide and ends `length` ahead of it `far` wide."""
    (x, y), (end_x, end_y) = area.origin, _end(area, length)
    across_x, across_y = (y - end_y) / length, (end_x - x) / length
    corners = [
        (at_x + side * width / 2 * across_x, at_y + side * width / 2 * across_y)
        for at_x, at_y, side, width in (
            (x, y, -1, near),
            (end_x, end_y, -1, far),
            (end_x, end_y, 1, far),
            (x, y, 1, near),
        )
    ]
    return Polygon(corners)


def _end(area: EffectArea, length: float) -> Point:
    angle = math.radians(area.direction or 0.0)
    across, up = round(math.sin(angle), 12), round(math.cos(angle), 12)  # due east is due east
    return area.origin[0] + length * across, area.origin[1] - length * up


def _whole_and_touched(
    centers: NDArray[np.float64], outline: Polygon
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which spaces lie in the shape as a whole, and which it may touch or cut besides."""
    x, y = centers.T
    inner, outer = outline.buffer(-REACH, quad_segs=2), outline.buffer(REACH, quad_segs=2)
    shapely.prepare([inner, outer])
    whole = np.asarray(shapely.contains_xy(inner, x, y))
    return whole, np.asarray(shapely.contains_xy(outer, x, y)) & ~whole


def _area(lattice: Lattice) -> float:
    return Polygon(lattice.corners).area


def _deep_inside(spaces: NDArray[np.object_], point: ShapelyPoint) -> NDArray[np.bool_]:
    """In which of the spaces a point lies, and not on their border."""
    off_border = shapely.distance(shapely.boundary(spaces), point) > ON_BORDER
    return np.asarray(shapely.contains(spaces, point) & off_border)
