"""Refuses elements that cannot be drawn, by the name of the GraphQL field that is wrong."""

from collections.abc import Sequence

from generation.briefs import Grid
from generation.field_path import FieldPath
from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.map_points import check_line, check_on_map, check_outline
from generation.overlays.elements import (
    EffectArea,
    ElementKind,
    MovementPath,
    OverlayElement,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.overlays.measures import MILES_PER_DAY, MILES_PER_UNIT, miles_per_unit, route_length
from generation.vocabulary import EffectShape, OverlayKind

KINDS = {
    OverlayKind.TACTICAL: (
        ElementKind.POSITION_MARKER,
        ElementKind.RANGE_INDICATOR,
        ElementKind.EFFECT_AREA,
        ElementKind.MOVEMENT_PATH,
    ),
    OverlayKind.CAMPAIGN: (
        ElementKind.PARTY_MARKER,
        ElementKind.TERRITORY,
        ElementKind.TRAVEL_ROUTE,
        ElementKind.RESOURCE_MARKER,
    ),
}
MOST_ELEMENTS = 500
MOST_POINTS = 2_000  #: of one element
MOST_POINTS_TOGETHER = 20_000  #: of all elements of an overlay
SHORTEST, LONGEST = 0.01, 2_000.0  #: spaces; the farthest of spells reach a mile, or 1,056 of them
MOST_LAPS = 50  #: how often a way may go along two sides of its map
LABEL = 80  #: characters
NAME = 50  #: characters of a resource or a faction
MOST = 1e12  #: of a resource
TURN = 360  #: degrees

_DIRECTED = frozenset({EffectShape.CONE, EffectShape.LINE})


def check_elements(kind: OverlayKind, elements: Sequence[OverlayElement], grid: Grid) -> None:
    """Raise `InvalidBrief` with `field` (such as `elements[3].effectArea.size`) for what is wrong.

    `grid` is that of the map that the overlay lies over.
    """
    root = FieldPath()
    if len(elements) > MOST_ELEMENTS:
        raise root.refuse("elements", f"has {len(elements):,} entries; at most {MOST_ELEMENTS} are allowed")
    together = sum(len(points_of(element)) for element in elements)
    if together > MOST_POINTS_TOGETHER:
        problem = f"have {together:,} points together; at most {MOST_POINTS_TOGETHER:,} are allowed"
        raise root.refuse("elements", problem)
    for index, element in enumerate(elements):
        field = f"elements[{index}].{_camel(element.kind)}"
        if element.kind not in KINDS[kind]:
            known = ", ".join(_camel(each) for each in KINDS[kind])
            problem = f"does not belong to {kind.value} overlays, which have {known}"
            raise root.refuse(field, problem)
        _check(element, root / field, grid)


def points_of(element: OverlayElement) -> tuple[Point, ...]:
    """The points of an element that has many."""
    match element:
        case MovementPath() | TravelRoute():
            return element.points
        case PartyMarker():
            return element.trail
        case Territory():
            return element.polygon
    return ()


def _check(element: OverlayElement, path: FieldPath, grid: Grid) -> None:
    path.line(longest=LABEL, label=element.label)
    path.color(color=element.color)
    spaces = Lattice.of(grid)
    match element:
        case PositionMarker() | PartyMarker():
            check_on_map(path, spaces, position=element.position)
        case ResourceMarker():
            check_on_map(path, spaces, position=element.position)
            _check_resource(element, path)
        case RangeIndicator():
            check_on_map(path, spaces, origin=element.origin)
            _check_range(element, path, grid)
        case EffectArea():
            check_on_map(path, spaces, origin=element.origin)
            _check_area(element, path, grid)
        case Territory():
            path.line(longest=NAME, faction=element.faction)
            check_outline(path, spaces, most=MOST_POINTS, polygon=element.polygon)
        case MovementPath():
            _check_way(path, grid, 2, points=element.points)
        case TravelRoute():
            _check_route(element, path, grid)
    if isinstance(element, PartyMarker):
        _check_way(path, grid, 0, trail=element.trail)


def _check_resource(marker: ResourceMarker, path: FieldPath) -> None:
    path.filled(longest=NAME, resource=marker.resource)
    path.between(0, MOST, quantity=marker.quantity)


def _check_range(indicator: RangeIndicator, path: FieldPath, grid: Grid) -> None:
    _check_length(path, grid, range=indicator.range, longRange=indicator.long_range)
    if indicator.long_range is not None and indicator.long_range <= indicator.range:
        raise path.refuse("longRange", f"is {indicator.long_range:g}; it must be more than range")


def _check_area(area: EffectArea, path: FieldPath, grid: Grid) -> None:
    _check_length(path, grid, size=area.size, width=area.width)
    path.between(-TURN, TURN, direction=area.direction)
    if area.direction is None and area.shape in _DIRECTED:
        raise path.refuse("direction", f"is missing: a {area.shape.value} goes some way")
    if area.width is not None and area.shape is not EffectShape.LINE:
        raise path.refuse("width", f"is for lines only; a {area.shape.value} has a size")


def _check_length(path: FieldPath, grid: Grid, **lengths: float | None) -> None:
    path.between(SHORTEST * grid.distance, LONGEST * grid.distance, **lengths)


def _check_route(route: TravelRoute, path: FieldPath, grid: Grid) -> None:
    if route.mode not in MILES_PER_DAY:
        known = ", ".join(MILES_PER_DAY)
        raise path.refuse("mode", f"is no way of travelling that we know; these are: {known}")
    if miles_per_unit(grid.units) is None:
        known = ", ".join(MILES_PER_UNIT)
        problem = f"cannot be told in days, as the map's unit is {grid.units!r}; we know {known}"
        raise path.refuse("points", problem)
    _check_way(path, grid, 2, points=route.points)


def _check_way(path: FieldPath, grid: Grid, fewest: int, **ways: Sequence[Point]) -> None:
    """Lines that somebody goes; one that fills the map with its turns tells nothing, and is slow to draw."""
    spaces = Lattice.of(grid)
    check_line(path, spaces, fewest=fewest, most=MOST_POINTS, **ways)
    longest = MOST_LAPS * (spaces.width + spaces.height)
    for field, points in ways.items():
        length = route_length(points, grid) / grid.distance if points else 0.0
        if length > longest:
            problem = f"is {length:,.0f} spaces long; at most {longest:,.0f} are allowed on this map"
            raise path.refuse(field, problem)


def _camel(kind: ElementKind) -> str:
    first, *others = kind.value.split("_")
    return first + "".join(word.capitalize() for word in others)
