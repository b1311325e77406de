"""What an effect area covers."""

from shapely import Point as ShapelyPoint
from shapely import Polygon

from generation.briefs import Grid
from generation.layout.plan import Point
from generation.overlays.elements import EffectArea


def area_outline(area: EffectArea, grid: Grid) -> Polygon:
    """The exact shape on the ground, in grid spaces."""
    return ShapelyPoint(area.origin).buffer(area.size / grid.distance, quad_segs=64)


def covered_spaces(area: EffectArea, grid: Grid) -> tuple[Point, ...]:
    """The centres of the spaces that the area covers, row by row; none on a gridless map."""
    outline = area_outline(area, grid)
    return tuple(
        (float(x), float(y)) for x, y in grid.lattice.centers if outline.contains(ShapelyPoint(x, y))
    )
