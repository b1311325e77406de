"""Changes of a map that is painted already: of its grid, its features, its doors and its lights.

Its picture stays, so its spaces stay as many and as large as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from math import dist
from typing import TypeVar

from generation.briefs import Grid
from generation.field_path import FieldPath
from generation.known_ids import Identified, with_known_ids
from generation.lattice import Lattice
from generation.layout.features import Features
from generation.layout.openings import with_doors
from generation.layout.plan import Door, Light, MapLayout, PointOfInterest, Route, Territory
from generation.map_points import check_line, check_on_map, check_outline
from generation.validation import check_scale
from generation.vocabulary import GridType

MOST_PLACES = 500
MOST_TERRITORIES = 500
MOST_ROUTES = 1_000
MOST_DOORS = 2_000
MOST_LIGHTS = 2_000
MOST_POINTS = 5_000  #: of one territory or route
MOST_POINTS_TOGETHER = 50_000  #: of all territories, or of all routes
KIND = 50  #: characters of what a place or a route is
SHORTEST_DOOR, LONGEST_DOOR = 0.25, 20.0  #: spaces
FARTHEST_LIGHT = 500.0  #: spaces

Thing = TypeVar("Thing", bound=Identified)

_LIKE_SQUARES = (GridType.SQUARE, GridType.GRIDLESS)


@dataclass(frozen=True, kw_only=True)
class GridChanges:
    """What is to be different about a grid; None leaves a matter as it is."""

    type: GridType | None = None
    columns: int | None = None
    rows: int | None = None
    size: int | None = None
    distance: float | None = None
    units: str | None = None
    color: str | None = None
    alpha: float | None = None


@dataclass(frozen=True, kw_only=True)
class MapChanges:
    """What is to be different about a map; None leaves a matter as it is, lists are replaced as a whole."""

    name: str | None = None
    grid: GridChanges = GridChanges()
    points_of_interest: tuple[PointOfInterest, ...] | None = None
    territories: tuple[Territory, ...] | None = None
    routes: tuple[Route, ...] | None = None
    doors: tuple[Door, ...] | None = None
    lights: tuple[Light, ...] | None = None

    @property
    def of_plan(self) -> bool:
        """Whether the floor plan is to be different."""
        return any(value is not None for value in (self.grid.type, self.doors, self.lights))


def changed_grid(grid: Grid, changes: MapChanges) -> Grid:
    """The grid as it is to be, after a look at everything that is to change.

    Raises `InvalidBrief` with `field` (such as `pointsOfInterest[2].position`) for what is wrong.
    """
    root = FieldPath()
    _check_kept(grid, changes.grid, root / "grid")
    said = {field.name: getattr(changes.grid, field.name) for field in fields(GridChanges)}
    changed = replace(grid, **{name: value for name, value in said.items() if value is not None})
    check_scale(changed, root / "grid")
    if changes.name is not None:
        root.filled(name=changes.name)
    _check_features(changes, Lattice.of(grid), root)
    _check_plan(changes, Lattice.of(grid), root)
    return changed


def changed_features(features: Features, changes: MapChanges) -> Features:
    """The features as they are to be; those that are as they were keep their ids."""
    places, territories, routes = changes.points_of_interest, changes.territories, changes.routes
    return Features(
        points_of_interest=_changed(features.points_of_interest, places),
        territories=_changed(features.territories, territories),
        routes=_changed(features.routes, routes),
    )


def changed_layout(layout: MapLayout, changes: MapChanges) -> MapLayout:
    """The floor plan as it is to be: its walls follow its doors."""
    doors = layout.doors if changes.doors is None else changes.doors
    lights = layout.lights if changes.lights is None else changes.lights
    return replace(with_doors(layout, doors), lights=lights, grid_type=changes.grid.type or layout.grid_type)


def _changed(earlier: tuple[Thing, ...], asked: tuple[Thing, ...] | None) -> tuple[Thing, ...]:
    return earlier if asked is None else with_known_ids(asked, earlier)


def _check_kept(grid: Grid, changes: GridChanges, path: FieldPath) -> None:
    """The plan and the picture say how many spaces there are, of which shape, and how large."""
    for field in ("columns", "rows"):
        asked, own = getattr(changes, field), getattr(grid, field)
        if asked not in (None, own):
            raise path.refuse(field, f"is {asked}; it stays {own}, as the map was laid out and painted")
    if changes.size not in (None, grid.size):
        problem = f"is {changes.size}; it stays {grid.size}, as large as the spaces of the picture"
        raise path.refuse("size", problem)
    known = (grid.type, *_LIKE_SQUARES) if grid.type in _LIKE_SQUARES else (grid.type,)
    if changes.type is not None and changes.type not in known:
        may_be = " or ".join(dict.fromkeys(type_.name for type_ in known))
        problem = f"is {changes.type.name}; this map was laid out so that it may be {may_be}"
        raise path.refuse("type", problem)


def _check_features(changes: MapChanges, spaces: Lattice, root: FieldPath) -> None:
    places, territories, routes = (
        changes.points_of_interest or (),
        changes.territories or (),
        changes.routes or (),
    )
    _check_number(root, MOST_PLACES, pointsOfInterest=places)
    _check_number(root, MOST_TERRITORIES, territories=territories)
    _check_number(root, MOST_ROUTES, routes=routes)
    _check_points(root, territories=[len(territory.polygon) for territory in territories])
    _check_points(root, routes=[len(route.points) for route in routes])
    for index, place in enumerate(places):
        _check_place(place, spaces, root / f"pointsOfInterest[{index}]")
    for index, territory in enumerate(territories):
        path = root / f"territories[{index}]"
        path.filled(name=territory.name)
        path.color(color=territory.color)
        check_outline(path, spaces, most=MOST_POINTS, polygon=territory.polygon)
    for index, route in enumerate(routes):
        _check_route(route, spaces, root / f"routes[{index}]")


def _check_plan(changes: MapChanges, spaces: Lattice, root: FieldPath) -> None:
    doors, lights = changes.doors or (), changes.lights or ()
    _check_number(root, MOST_DOORS, doors=doors)
    _check_number(root, MOST_LIGHTS, lights=lights)
    for index, door in enumerate(doors):
        _check_door(door, spaces, root, f"doors[{index}]")
    for index, light in enumerate(lights):
        path = root / f"lights[{index}]"
        check_on_map(path, spaces, position=light.position)
        path.between(0, FARTHEST_LIGHT, range=light.range)
        path.between(0, 1, intensity=light.intensity)
        path.color(color=light.color)


def _check_place(place: PointOfInterest, spaces: Lattice, path: FieldPath) -> None:
    path.filled(name=place.name)
    path.filled(longest=KIND, kind=place.kind)
    path.text(description=place.description)
    check_on_map(path, spaces, position=place.position)


def _check_route(route: Route, spaces: Lattice, path: FieldPath) -> None:
    path.filled(name=route.name)
    path.filled(longest=KIND, kind=route.kind)
    check_line(path, spaces, fewest=2, most=MOST_POINTS, points=route.points)


def _check_door(door: Door, spaces: Lattice, root: FieldPath, field: str) -> None:
    check_on_map(root / field, spaces, start=door.start, end=door.end)
    width = dist(door.start, door.end)
    if not SHORTEST_DOOR <= width <= LONGEST_DOOR:
        limits = f"{SHORTEST_DOOR} to {LONGEST_DOOR:g}"
        raise root.refuse(field, f"is {width:g} spaces wide; a door is {limits} spaces wide")


def _check_number(path: FieldPath, most: int, **lists: Sequence[object]) -> None:
    for field, entries in lists.items():
        if len(entries) > most:
            raise path.refuse(field, f"has {len(entries):,} entries; at most {most:,} are allowed")


def _check_points(path: FieldPath, **counts: Sequence[int]) -> None:
    for field, each in counts.items():
        if sum(each) > MOST_POINTS_TOGETHER:
            problem = f"have {sum(each):,} points together; at most {MOST_POINTS_TOGETHER:,} are allowed"
            raise path.refuse(field, problem)
