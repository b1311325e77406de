"""Foundry VTT scenes (JSON of a Scene document), for version 12 and later.

Checked against the schemas of BaseScene, BaseWall and BaseAmbientLight as foundry-vtt-types tells them, and
against Foundry's validators (isValidId, hasFileExtension). Coordinates are whole pixels from the top left;
without padding these are pixels of the picture.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from types import MappingProxyType

import orjson

from generation.exports.exported_map import ExportedMap, Piece
from generation.layout.codec import JsonObject
from generation.layout.plan import Door, Light, MapLayout, Point, PointOfInterest, Wall, Window
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
UNKNOWN = "icons/svg/mystery-man.svg"  #: which Foundry brings along
HOVERED = 30  #: TOKEN_DISPLAY_MODES.HOVER: everybody who points at it reads its name
FONT = 32  #: pixels of lettering
WAY_COLOR = "#8a5a2b"
BRIGHT = 0.5  #: share of a light's range that is bright: a torch of the SRD gives 20 feet bright, 40 in all


def write_foundry_scene(map_: ExportedMap) -> Iterator[bytes]:
    """The scene in one chunk: its picture is not inside but where `picture_url` leads."""
    yield orjson.dumps(_scene(map_))


def _scene(map_: ExportedMap) -> JsonObject:
    layout, size = map_.layout, map_.pixels_per_space
    return {
        "name": map_.name,
        "width": round(layout.width * size),
        "height": round(layout.height * size),
        "padding": 0,
        "background": {"src": map_.picture_url},
        "grid": _grid(map_),
        "tokenVision": True,
        "environment": {"darknessLevel": 0, "globalLight": {"enabled": map_.daylight}},
        "walls": list(_numbered("wall", _barriers(layout, size))),
        "lights": list(_numbered("lamp", _lights(layout.lights, size, map_.grid.distance))),
        "notes": list(_numbered("note", _notes(layout.points_of_interest, size))),
        "drawings": list(_numbered("line", chain(_lands(layout, size), _ways(layout, size)))),
        "tokens": list(_numbered("pawn", _tokens(map_.pieces, size))),
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


def _barriers(layout: MapLayout, size: int) -> Iterator[JsonObject]:
    yield from _walls(layout.walls, size)
    yield from _windows(layout.windows, size)
    yield from _doors(layout.doors, size)


def _walls(walls: Iterable[Wall], size: int) -> Iterator[JsonObject]:
    """One document for each straight piece; pieces that are gone at this size would be points."""
    for wall in walls:
        for start, end in pairwise(_pixels(point, size) for point in wall.points):
            if start != end:
                yield _barrier(start, end) | {"door": 0, "ds": 0}


def _windows(windows: Iterable[Window], size: int) -> Iterator[JsonObject]:
    """Walls that let sight and light through."""
    for window in windows:
        glass = _barrier(_pixels(window.start, size), _pixels(window.end, size))
        yield glass | {"light": 0, "sight": 0, "door": 0, "ds": 0}


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


def _notes(places: Iterable[PointOfInterest], size: int) -> Iterator[JsonObject]:
    """Pins without a journal entry: their name is what hovers over them."""
    for place in places:
        x, y = _pixels(place.position, size)
        yield {"entryId": None, "x": x, "y": y, "text": place.name, "fontSize": FONT, "textAnchor": 1}


def _tokens(pieces: Iterable[Piece], size: int) -> Iterator[JsonObject]:
    """Pieces by their top left corner, as wide and high as their creature's size; nobody's actors."""
    for piece in pieces:
        spaces = piece.size.grid_squares
        x, y = piece.position
        left, top = _pixels((x - spaces / 2, y - spaces / 2), size)
        yield {
            "name": piece.name,
            "actorId": None,
            "actorLink": False,
            "x": left,
            "y": top,
            "width": spaces,
            "height": spaces,
            "texture": {"src": piece.picture_url or UNKNOWN},
            "displayName": HOVERED,
        }


def _lands(layout: MapLayout, size: int) -> Iterator[JsonObject]:
    for land in layout.territories:
        outline = (*land.polygon, land.polygon[0])
        yield _drawing(outline, size, land.name, land.color) | {"fillType": 1, "fillColor": land.color}


def _ways(layout: MapLayout, size: int) -> Iterator[JsonObject]:
    for way in layout.routes:
        yield _drawing(way.points, size, way.name, WAY_COLOR) | {"fillType": 0}


def _drawing(points: Iterable[Point], size: int, name: str, color: str) -> JsonObject:
    """A polygon, or a line that is not closed; its points count from its top left corner."""
    placed = [_pixels(point, size) for point in points]
    left, top = min(x for x, _ in placed), min(y for _, y in placed)
    width, height = max(x for x, _ in placed) - left, max(y for _, y in placed) - top
    shape = {
        "type": "p",
        "width": max(width, 1),
        "height": max(height, 1),
        "points": [side for x, y in placed for side in (x - left, y - top)],
    }
    return {
        "x": left,
        "y": top,
        "shape": shape,
        "fillAlpha": 0.15,
        "strokeWidth": 4,
        "strokeColor": color[:7],
        "strokeAlpha": 0.8,
        "text": name,
        "fontSize": FONT,
    }
