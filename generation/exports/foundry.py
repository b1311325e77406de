"""Foundry VTT scenes (JSON of a Scene document), for version 12 and later.

Checked against the schemas of BaseScene, BaseWall and BaseAmbientLight as foundry-vtt-types tells them, and
against Foundry's validators (isValidId, hasFileExtension). Coordinates are whole pixels from the top left;
without padding these are pixels of the picture.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from types import MappingProxyType

import orjson

from generation.exports.exported_map import ExportedMap
from generation.layout.codec import JsonObject
from generation.layout.plan import Door, Light, Point, Wall
from generation.vocabulary import DoorState, GridType

CORE_VERSION = "12.331"  #: whose schema this is: later versions migrate scenes from there on
BLOCKS = 20  #: WALL_SENSE_TYPES.NORMAL, WALL_MOVEMENT_TYPES.NORMAL
DOOR, SECRET_DOOR = 1, 2  #: WALL_DOOR_TYPES
#: WALL_DOOR_STATES
DOOR_STATES: Mapping[DoorState, int] = MappingProxyType(
    {DoorState.CLOSED: 0, DoorState.OPEN: 1, DoorState.LOCKED: 2}
)
#: GRID_TYPES: GRIDLESS, SQUARE, HEXODDR, HEXODDQ
GRID_TYPES: Mapping[GridType, int] = MappingProxyType(
    {GridType.GRIDLESS: 0, GridType.SQUARE: 1, GridType.HEX_ROWS: 2, GridType.HEX_COLUMNS: 4}
)
FULL_ALPHA = 0.5  #: how strongly a light of intensity 1 tints; Foundry's default
BRIGHT = 0.5  #: share of a light's range that is bright: a torch of the SRD gives 20 feet bright, 40 in all


def write_foundry_scene(map_: ExportedMap) -> Iterator[bytes]:
    """The scene in one chunk: its picture is not inside but where `picture_url` leads."""
    yield orjson.dumps(_scene(map_))


def _scene(map_: ExportedMap) -> JsonObject:
    layout, size = map_.layout, map_.pixels_per_space
    return {
        "name": map_.name,
        "width": layout.columns * size,
        "height": layout.rows * size,
        "padding": 0,
        "background": {"src": map_.picture_url},
        "grid": _grid(map_),
        "tokenVision": True,
        "environment": {"darknessLevel": 0, "globalLight": {"enabled": map_.daylight}},
        "walls": list(_numbered("wall", chain(_walls(layout.walls, size), _doors(layout.doors, size)))),
        "lights": list(_numbered("lamp", _lights(layout.lights, size, map_.grid.distance))),
        "tokens": [],
        "flags": {},
        "_stats": {"coreVersion": CORE_VERSION},
    }


def _grid(map_: ExportedMap) -> JsonObject:
    grid = map_.grid
    return {
        "type": GRID_TYPES[grid.type],
        "size": map_.pixels_per_space,
        "distance": grid.distance,
        "units": grid.units,
        "color": grid.color,
        "alpha": grid.alpha,
    }


def _numbered(kind: str, documents: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """With ids of 16 letters and digits each, which is what Foundry takes for an id."""
    for index, document in enumerate(documents):
        yield {"_id": f"{kind}{index:012d}"} | document


def _pixels(point: Point, size: int) -> tuple[int, int]:
    return round(point[0] * size), round(point[1] * size)


def _walls(walls: Iterable[Wall], size: int) -> Iterator[JsonObject]:
    """One document for each straight piece; pieces that are gone at this size would be points."""
    for wall in walls:
        for start, end in pairwise(_pixels(point, size) for point in wall.points):
            if start != end:
                yield _barrier(start, end) | {"door": 0, "ds": 0}


def _doors(doors: Iterable[Door], size: int) -> Iterator[JsonObject]:
    for door in doors:
        yield _barrier(_pixels(door.start, size), _pixels(door.end, size)) | {
            "door": SECRET_DOOR if door.secret else DOOR,
            "ds": DOOR_STATES[door.state],
        }


def _barrier(start: tuple[int, int], end: tuple[int, int]) -> JsonObject:
    blocked = {"light": BLOCKS, "move": BLOCKS, "sight": BLOCKS, "sound": BLOCKS}
    return {"c": [*start, *end], "dir": 0, **blocked}


def _lights(lights: Iterable[Light], size: int, distance: float) -> Iterator[JsonObject]:
    """Radii are in the grid's units (feet), not in spaces."""
    for light in lights:
        x, y = _pixels(light.position, size)
        reach = light.range * distance
        yield {
            "x": x,
            "y": y,
            "walls": light.shadows,
            "vision": False,
            "hidden": False,
            "config": {
                "dim": reach,
                "bright": reach * BRIGHT,
                "color": light.color,
                "alpha": light.intensity * FULL_ALPHA,
                "angle": 360,
            },
        }
