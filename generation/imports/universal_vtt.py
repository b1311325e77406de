"""Universal VTT files (.dd2vtt, .uvtt, .df2vtt) as floor plans.

Taken as their makers write them, which is wider than what we write: parts may be missing, walls may reach off
the map or run through doors. The picture inside is not looked at: it is painted anew.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from generation.exports.reading.fields import Fields
from generation.exports.reading.read_back import Unreadable, json_object
from generation.layout.discretion import is_floor
from generation.layout.openness import base_of, is_underground
from generation.layout.plan import Door, Light, MapLayout, Point, Room, TerrainArea, Wall, Window
from generation.layout.walls import DIGITS, barrier_lines, corners
from generation.vocabulary import MapEnvironment, TerrainType

SMALLEST_ROOM = 1.0  #: square spaces; what walls enclose and is smaller is a pillar
LARGEST_ROOM = 0.9  #: share of the map; what is larger is its surroundings
GAP = 0.01  #: spaces around a door in which no wall is left
FARTHEST_LIGHT = 500.0  #: spaces
MOST_POINTS = 200_000
MOST_DOORS = 5_000
MOST_LIGHTS = 2_000
MOST_CROSSINGS = 50_000
BATCH = 256  #: walls that are looked at together

_ARGB = re.compile(r"#?([0-9a-f]{2})?([0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ImportedPlan:
    """A floor plan from a file, and how many pixels a space had in the file's own picture."""

    layout: MapLayout
    pixels_per_space: float


def plan_from_universal_vtt(
    data: bytes, environment: MapEnvironment | None, *, smallest: int, largest: int
) -> ImportedPlan:
    """The plan in a file; raises `Unreadable` with the JSON path of what is wrong.

    `environment` says what lies about the rooms, which files of this format do not tell. A map has `smallest`
    to `largest` spaces a side.
    """
    content = json_object(data, lenient=True)
    content.pop("image", None)
    file = Fields(content)
    if "resolution" not in file:
        raise Unreadable("resolution is missing: this is no Universal VTT file.")
    resolution = file.child("resolution")
    columns, rows = (_side(value, resolution, smallest, largest) for value in resolution.point("map_size"))
    reading = _Reading(file, resolution, columns, rows)
    return ImportedPlan(
        layout=_surrounded(reading.plan(), environment),
        pixels_per_space=resolution.number("pixels_per_grid"),
    )


def _side(value: float, resolution: Fields, smallest: int, largest: int) -> int:
    if value != round(value) or not smallest <= value <= largest:
        problem = f"is {value:g}; a map has {smallest} to {largest} whole squares a side"
        raise Unreadable(f"{resolution.path('map_size')} {problem}.")
    return int(value)


class _Reading:
    """One file on its way to a plan."""

    def __init__(self, file: Fields, resolution: Fields, columns: int, rows: int) -> None:
        self._file = file
        self._columns, self._rows = columns, rows
        origin = resolution.point("map_origin") if "map_origin" in resolution else (0.0, 0.0)
        self._origin = np.array(origin, dtype=np.float64)
        self._field = shapely.box(0, 0, columns, rows)

    def plan(self) -> MapLayout:
        portals = self._few("portals", MOST_DOORS)
        bounds = [self._bounds(portal) for portal in portals]
        shut = [("closed" not in portal or portal.flag("closed")) for portal in portals]
        return MapLayout(
            seed=0,
            columns=self._columns,
            rows=self._rows,
            walls=tuple(self._walls(bounds)),
            doors=tuple(Door(start=a, end=b) for (a, b), door in zip(bounds, shut, strict=True) if door),
            windows=tuple(
                Window(start=a, end=b) for (a, b), door in zip(bounds, shut, strict=True) if not door
            ),
            lights=tuple(self._lights()),
        )

    def _few(self, name: str, most: int) -> list[Fields]:
        """A list of objects that may be missing."""
        found = self._file.children(name) if name in self._file else []
        if len(found) > most:
            raise Unreadable(f"{name} has {len(found):,} entries; at most {most:,} are taken.")
        return found

    def _walls(self, openings: Sequence[tuple[Point, Point]]) -> Iterable[Wall]:
        """The lines on the map, without what would wall a door up."""
        names = [name for name in ("line_of_sight", "objects_line_of_sight") if name in self._file]
        if "line_of_sight" not in names:
            raise Unreadable("line_of_sight is missing: this is no Universal VTT file.")
        lines = [line for name in names for line in self._file.paths(name)]
        if sum(map(len, lines)) > MOST_POINTS:
            raise Unreadable(f"line_of_sight has too many points; at most {MOST_POINTS:,} are taken.")
        drawn = [LineString(points) for line in lines if len(points := self._moved(line)) > 1]
        _check_crossings(drawn)
        gaps = shapely.union_all([_gap(ends) for ends in openings])
        for line in drawn:
            for piece in self._open_parts(line, gaps):
                yield Wall(points=tuple(_rounded(piece.coords)))

    def _open_parts(self, line: LineString, gaps: BaseGeometry) -> Iterable[LineString]:
        """What of a wall lies on the map and beside the doors; the wall itself where that is all of it."""
        if self._field.contains(line) and not gaps.intersects(line):
            return [line]
        return _lines(line.intersection(self._field).difference(gaps))

    def _moved(self, points: Iterable[Point]) -> list[Point]:
        """Counted from the map's own corner; a point that repeats the one before is dropped."""
        moved = _rounded(np.array(list(points), dtype=np.float64).reshape(-1, 2) - self._origin)
        return [point for index, point in enumerate(moved) if not index or point != moved[index - 1]]

    def _bounds(self, portal: Fields) -> tuple[Point, Point]:
        ends = _rounded(np.array(portal.points("bounds"), dtype=np.float64).reshape(-1, 2) - self._origin)
        if len(ends) != 2 or ends[0] == ends[1]:
            raise Unreadable(f"{portal.path('bounds')} does not hold two different points.")
        if not self._field.buffer(GAP).contains(LineString(ends)):
            raise Unreadable(f"{portal.path('bounds')} is off the map.")
        return ends[0], ends[1]

    def _lights(self) -> Iterable[Light]:
        """The lights on the map; others are left out, as walls are cut at its edge."""
        for light in self._few("lights", MOST_LIGHTS):
            [position] = _rounded(np.array([light.point("position")]) - self._origin)
            if self._field.buffer(GAP).contains(shapely.Point(position)):
                yield self._light(light, position)

    def _light(self, light: Fields, position: Point) -> Light:
        reach = light.number("range")
        if not 0 <= reach <= FARTHEST_LIGHT:
            raise Unreadable(f"{light.path('range')} is {reach:g}; it must be from 0 to {FARTHEST_LIGHT:g}.")
        return Light(
            position=position,
            range=reach,
            color=_color(light),
            intensity=min(max(light.number("intensity"), 0.0), 1.0) if "intensity" in light else 1.0,
            shadows=light.flag("shadows") if "shadows" in light else True,
        )


def _gap(ends: tuple[Point, Point]) -> BaseGeometry:
    """Where no wall may run along a door; one that only meets the door's end stays whole."""
    door = LineString(ends)
    inner = shapely.line_interpolate_point(door, [2 * GAP, max(door.length - 2 * GAP, 3 * GAP)])
    return LineString(inner).buffer(GAP, cap_style="flat")


def _check_crossings(lines: Sequence[LineString]) -> None:
    """Raise `Unreadable` for walls that cross each other all over: no plan has such, and each takes time."""
    tree, found = STRtree(lines), 0
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        found += tree.query(batch, predicate="intersects").shape[1] - len(batch)  # each meets itself
        if found > MOST_CROSSINGS:
            raise Unreadable(f"line_of_sight has walls that meet more than {MOST_CROSSINGS:,} times.")


def _color(light: Fields) -> str:
    """ARGB in hex, as these files have it; the usual colour of fire where nothing is said."""
    if "color" not in light:
        return Light.color
    found = _ARGB.fullmatch(light.text("color"))
    if found is None:
        raise Unreadable(f"{light.path('color')} is no colour in hex.")
    return f"#{found[2].lower()}"


def _rounded(points: Iterable[Sequence[float]] | np.ndarray) -> list[Point]:
    rounded = np.round(np.asarray(list(points), dtype=np.float64).reshape(-1, 2), DIGITS) + 0.0
    return [(float(x), float(y)) for x, y in rounded]


def _lines(shape: BaseGeometry) -> Iterable[LineString]:
    """The lines of what is left of a wall, joined where they go on; specks are left out."""
    if isinstance(shape, MultiLineString):
        shape = shapely.line_merge(shape)
    parts = getattr(shape, "geoms", (shape,))
    return (part for part in parts if isinstance(part, LineString) and part.length > GAP)


def _surrounded(plan: MapLayout, environment: MapEnvironment | None) -> MapLayout:
    """With the rooms that its walls enclose, and ground about them as the environment has it."""
    if is_underground(environment) and plan.walls and all(_is_closed(wall) for wall in plan.walls):
        return replace(plan, rooms=tuple(_rooms(plan)))
    rooms = tuple(_rooms(replace(plan, base=base_of(environment))))
    terrain: tuple[TerrainArea, ...] = ()
    if rooms and is_underground(environment):
        field = corners(shapely.box(0, 0, plan.width, plan.height))
        rock = TerrainArea(type=TerrainType.MOUNTAIN, cost=None, polygon=field)
        terrain = (rock, *(TerrainArea(type=TerrainType.FLOOR, polygon=room.polygon) for room in rooms))
    return replace(plan, base=base_of(environment), rooms=rooms, terrain=terrain)


def _is_closed(wall: Wall) -> bool:
    return wall.points[0] == wall.points[-1]


def _rooms(plan: MapLayout) -> Iterable[Room]:
    """What walls, doors and windows enclose, from the top left on; in solid rock, what of that is floor."""
    lines = barrier_lines(plan, reach=2 * GAP)  # walls cut back from a door end a hair before it
    noded = shapely.union_all([shapely.set_precision(line, 2 * GAP) for line in lines])
    faces = shapely.polygonize([noded]).geoms if lines else ()
    whole = plan.width * plan.height
    polygons = [face for face in faces if isinstance(face, Polygon)]
    found = [face for face in polygons if SMALLEST_ROOM <= face.area <= LARGEST_ROOM * whole]
    if plan.base is None:
        found = [face for face in found if is_floor(plan, face)]
    found.sort(key=lambda face: (round(face.bounds[1]), face.bounds[0]))
    for number, face in enumerate(found, start=1):
        yield Room(number=number, polygon=corners(face))
