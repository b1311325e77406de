"""Areas made fit for a plan: inside the field, valid, on the grain of its coordinates, without holes."""

from collections.abc import Iterable

import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.layout.walls import DIGITS

GRAIN = 10.0**-DIGITS  #: spaces; coordinates are kept as multiples of it
LEAST_AREA = 0.2  #: square spaces; smaller scraps are left out


def polygons_of(areas: Iterable[BaseGeometry], least: float = LEAST_AREA) -> list[Polygon]:
    """The polygons that areas and collections of areas are made of, scraps left out."""
    found: list[Polygon] = []
    waiting = list(areas)[::-1]
    while waiting:
        area = waiting.pop()
        if isinstance(area, Polygon):
            if area.area > least:
                found.append(area)
        elif hasattr(area, "geoms"):
            waiting += list(area.geoms)[::-1]
    return found


def fitted(area: BaseGeometry, field: BaseGeometry) -> MultiPolygon:
    """What of an area lies in the field."""
    inside = shapely.intersection(shapely.make_valid(area), field)
    snapped = shapely.set_precision(MultiPolygon(polygons_of([inside])), GRAIN)
    return MultiPolygon(polygons_of([snapped]))


def solid(areas: Iterable[BaseGeometry]) -> list[Polygon]:
    """The polygons of areas, their holes filled."""
    return [Polygon(part.exterior) for part in polygons_of(areas)]


def largest(area: BaseGeometry) -> Polygon | None:
    """The largest polygon of an area."""
    return max(polygons_of([area]), key=lambda part: part.area, default=None)


def without_holes(area: BaseGeometry) -> list[Polygon]:
    """The same area as polygons without holes: each that has some is cut in two through the middle one."""
    whole: list[Polygon] = []
    waiting = polygons_of([area])
    while waiting:
        part = waiting.pop()
        if not part.interiors:
            whole.append(part)
            continue
        left, top, right, bottom = part.bounds
        level = bottom - top > right - left  # halves are easier to cut on than slices
        middles = sorted(ring.centroid.y if level else ring.centroid.x for ring in part.interiors)
        at = round(middles[len(middles) // 2], DIGITS)
        halves = box(left - 1, top - 1, at, bottom + 1), box(at, top - 1, right + 1, bottom + 1)
        if level:
            halves = box(left - 1, top - 1, right + 1, at), box(left - 1, at, right + 1, bottom + 1)
        for half in halves:
            waiting += polygons_of([shapely.set_precision(part.intersection(half), GRAIN)])
    return whole
