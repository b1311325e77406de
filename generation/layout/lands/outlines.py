"""From fields to outlines: level lines as smooth polygons in grid spaces."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.layout.contours import shapes_above
from generation.layout.lands.sheet import Field, Sheet
from generation.layout.walls import DIGITS

TOLERANCE = 0.08  #: cells that an outline may be off: less than any cell's centre is away from it
SLIT = 0.002  #: spaces; too thin to see


def areas_above(sheet: Sheet, field: Field, *, level: float = 0.0) -> list[Polygon]:
    """Where a field lies above a level, clipped to the map, the largest area first."""
    x, y = _beyond(sheet.x), _beyond(sheet.y)
    areas = shapes_above(x, y, np.pad(field, 1, mode="edge"), level)
    return polygons_of(_tidied(shapely.union_all(areas), sheet)) if areas else []


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of any shape, the largest first."""
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon | MultiPolygon)]
    flat = [piece for part in parts for piece in shapely.get_parts(part).tolist() if not piece.is_empty]
    return sorted(flat, key=lambda piece: (-piece.area, piece.bounds))


def without_holes(area: Polygon) -> Polygon:
    """The same surface with one ring: cut open by slits from each hole to the outside."""
    if not area.interiors:
        return area
    cuts = [shapely.shortest_line(area.exterior, hole).buffer(SLIT) for hole in area.interiors]
    pieces = polygons_of(area.difference(shapely.union_all(cuts)))
    return without_holes(pieces[0])


def without_small_holes(area: Polygon, smallest: float) -> Polygon:
    """The area with the holes that are smaller than `smallest` square spaces filled."""
    return Polygon(area.exterior, [hole for hole in area.interiors if Polygon(hole).area >= smallest])


def rings_by_size(areas: Sequence[Polygon]) -> Iterator[tuple[Polygon, bool]]:
    """Every ring as a polygon of its own, the largest first, and whether the area lies inside of it.

    Drawn in this order, each over those before, they show the areas with their holes.
    """
    rings = [(Polygon(area.exterior), True) for area in areas]
    rings += [(Polygon(hole), False) for area in areas for hole in area.interiors]
    yield from sorted(rings, key=lambda ring: (-ring[0].area, ring[0].bounds))


def _beyond(centers: Field) -> Field:
    """One more centre at either end."""
    step = centers[1] - centers[0]
    return np.concatenate(([centers[0] - step], centers, [centers[-1] + step]))


def _tidied(shape: BaseGeometry, sheet: Sheet) -> BaseGeometry:
    inside = shape.intersection(box(0, 0, sheet.width, sheet.height))
    return shapely.set_precision(inside.simplify(sheet.cell * TOLERANCE), 10.0**-DIGITS)
