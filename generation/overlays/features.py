"""Draws a map's features: places with their signs and names, lands, and ways."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from generation.briefs import Grid
from generation.layout.features import Features
from generation.layout.plan import PointOfInterest, Route, RouteKind, Territory
from generation.overlays.boxes import Box, box_about, box_around
from generation.overlays.campaign import BROWN, draw_land, draw_medallion, land_of, name_land
from generation.overlays.colors import PAPER, opaque
from generation.overlays.drawing import write_svg
from generation.overlays.icons import draw_icon, place_icon
from generation.overlays.labels import Look, Note, along, around
from generation.overlays.lettering import Face
from generation.overlays.shapes import places_along, stroked
from generation.overlays.sheet import Level, Mark, Sheet
from generation.overlays.svg import line_data, number

T = TypeVar("T", bound=PointOfInterest | Territory | Route)

OPEN, HIDDEN = "#8a6d3b", "#9c2f2f"  #: rims of places that all may know of, and of the game master's own
EARTH, WATER = "#7a4b26", "#2f6f9c"  #: ways by land and by water
PIECES = 200  #: of a way that labels keep off


def features_svg(features: Features, grid: Grid) -> str:
    """The features as an SVG of the map's size in pixels, self-contained."""
    sheet = Sheet(grid)
    marks: Iterable[Mark] = (
        *(_draw_land(land, sheet) for land in features.territories),
        *(_draw_way(way, sheet) for way in features.routes),
        *(_draw_place(place, sheet) for place in features.points_of_interest),
    )
    return write_svg(sheet, "Features", [(mark, None) for mark in marks])


def beside(painted: Features, features: Features) -> Features:
    """Those of `features` that a picture does not show that was lettered with the `painted` ones.

    Nobody letters what is the game master's own.
    """
    return Features(
        points_of_interest=_without(
            features.points_of_interest, [place for place in painted.points_of_interest if not place.gm_only]
        ),
        territories=_without(features.territories, painted.territories),
        routes=_without(features.routes, painted.routes),
    )


def _without(all_: Sequence[T], some: Iterable[T]) -> tuple[T, ...]:
    known = frozenset(some)
    return tuple(each for each in all_ if each not in known)


def _draw_land(territory: Territory, sheet: Sheet) -> Mark:
    color, land = opaque(territory.color), land_of(sheet.line(territory.polygon))
    return Mark(
        level=Level.LAND,
        title=territory.name,
        drawing="".join(draw_land(land, sheet.em, color)),
        box=Box(*land.bounds).grown(0.5 * sheet.em),
        notes=name_land(land, sheet.em, color, territory.name, None),
    )


def _draw_way(route: Route, sheet: Sheet) -> Mark:
    """Water solid, roads solid, sea lanes dotted, and what else there is dashed."""
    em, line = sheet.em, sheet.line(route.points)
    color = WATER if route.kind in (RouteKind.RIVER, RouteKind.SEA_LANE) else EARTH
    if route.kind in (RouteKind.RIVER, RouteKind.ROAD):
        dashes = None
    else:
        dash = 0.01 if route.kind == RouteKind.SEA_LANE else 0.7
        dashes = f"{number(dash * em)} {number(0.6 * em)}"
    name = Note(
        text=route.name,
        size=0.9 * em,
        spots=along(line, 0.4 * em),
        color=color,
        look=Look.DARK,
        face=Face.ITALIC,
    )
    return Mark(
        level=Level.WAY,
        title=route.name,
        drawing="".join(stroked(line_data(line), color, 0.2 * em, under=PAPER, dashes=dashes)),
        box=box_around(line, 0.5 * em),
        notes=(name,),
        taken=tuple(box_about(place, 0.2 * em) for place in places_along(line, em, PIECES)),
    )


def _draw_place(place: PointOfInterest, sheet: Sheet) -> Mark:
    em, center = sheet.em, sheet.at(place.position)
    radius = 0.85 * em
    sign = draw_icon(place_icon(place.kind), center, 1.05 * em, fill=BROWN, behind=PAPER)
    name = Note(
        text=place.name,
        size=0.9 * em,
        spots=around(center, 1.25 * radius),
        color=BROWN,
        look=Look.DARK,
        face=Face.SERIF,
    )
    return Mark(
        level=Level.PIECE,
        title=place.name,
        drawing=draw_medallion(center, radius, HIDDEN if place.gm_only else OPEN) + sign,
        box=box_about(center, 1.4 * radius),
        notes=(name,),
        taken=(box_about(center, 1.2 * radius),),
    )
