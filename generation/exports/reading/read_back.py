"""What a reader found in a file, and the findings that all formats share."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import shapely

from generation.layout.codec import JsonObject
from generation.layout.plan import Door, Light, Point, Wall, Window

IN_THE_AIR = 0.1  #: spaces between the end of a door and the nearest wall, from which on it hangs in the air
ROUNDING = 0.05  #: spaces that a coordinate may lie off the map, from having been rounded to a pixel
FARTHEST_LIGHT = 500.0  #: spaces; more is a unit mistaken

_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


class Unreadable(Exception):
    """The file is not of this format; the message says where and why."""


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """A file as a virtual tabletop would understand it; coordinates in grid spaces from the top left."""

    columns: float
    rows: float
    walls: tuple[Wall, ...] = ()
    doors: tuple[Door, ...] = ()
    windows: tuple[Window, ...] = ()
    lights: tuple[Light, ...] = ()
    warnings: tuple[str, ...] = ()  #: of the format's own


def warnings_of(read: Callable[[bytes], ReadBack], data: bytes) -> list[str]:
    """What a reader would trip over in a file, each as a sentence; empty where there is nothing."""
    try:
        found = read(data)
    except Unreadable as error:
        return [str(error)]
    return [*found.warnings, *_of_walls(found), *_of_doors(found), *_of_lights(found)]


def json_object(data: bytes, *, lenient: bool = False) -> JsonObject:
    """The object that a file holds; raises `Unreadable`.

    NaN and infinity are no JSON. Where `lenient`, they are read all the same, so that `Fields` can refuse
    them by their path, and pass over them where they mean nothing.

    By the standard library's parser: orjson sets twelve times the file's length aside before it begins.
    """
    try:
        parsed = json.loads(data, parse_constant=float if lenient else _refuse_constant)
    except RecursionError as error:
        raise Unreadable("The file is not JSON as others read it: it is nested too deeply.") from error
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not JSON: it is no text in UTF-8.") from error
    except ValueError as error:
        raise Unreadable(f"The file is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise Unreadable("The file does not hold an object.")
    return parsed


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _off_the_map(found: ReadBack, points: Iterable[Point]) -> bool:
    return not all(
        -ROUNDING <= x <= found.columns + ROUNDING and -ROUNDING <= y <= found.rows + ROUNDING
        for x, y in points
    )


def _of_walls(found: ReadBack) -> Iterator[str]:
    short = [wall for wall in found.walls if len(wall.points) < 2]
    if short:
        yield _counted(len(short), "wall has", "walls have") + " no length."
    off = [wall for wall in found.walls if _off_the_map(found, wall.points)]
    if off:
        yield _counted(len(off), "wall reaches", "walls reach") + " off the map."


def _of_doors(found: ReadBack) -> Iterator[str]:
    off = [door for door in found.doors if _off_the_map(found, (door.start, door.end))]
    if off:
        yield _counted(len(off), "door lies", "doors lie") + " off the map."
    flat = [door for door in found.doors if math.dist(door.start, door.end) < ROUNDING]
    if flat:
        yield _counted(len(flat), "door has", "doors have") + " no width."
    lines = shapely.MultiLineString([wall.points for wall in found.walls if len(wall.points) > 1])
    loose = [door for door in found.doors if not _is_held(door, lines)]
    if loose:
        yield _counted(len(loose), "door hangs", "doors hang") + " in the air: no wall where it ends."


def _is_held(door: Door, walls: shapely.MultiLineString) -> bool:
    return all(
        not walls.is_empty and walls.distance(shapely.Point(end)) <= IN_THE_AIR
        for end in (door.start, door.end)
    )


def _of_lights(found: ReadBack) -> Iterator[str]:
    off = [light for light in found.lights if _off_the_map(found, (light.position,))]
    if off:
        yield _counted(len(off), "light stands", "lights stand") + " off the map."
    ranges = [light for light in found.lights if not 0 < light.range <= FARTHEST_LIGHT]
    if ranges:
        yield _counted(len(ranges), "light has", "lights have") + " a range that no light has."
    odd = [light for light in found.lights if not _is_plain(light)]
    if odd:
        yield _counted(len(odd), "light has", "lights have") + " a colour or intensity that cannot be read."


def _is_plain(light: Light) -> bool:
    return 0 <= light.intensity <= 1 and _COLOR.fullmatch(light.color) is not None


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
