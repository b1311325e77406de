"""Universal VTT (.dd2vtt), the format that Dungeondraft began.

Checked against readers: Foundry's Universal Battlemap Importer (moo-man/FVTT-DD-Import, ddimport.js) and
Owlbear's importer (Eppinguin/uvtt-importer, vttItems.ts). Coordinates are grid squares from the top left.
"""

import base64
import math
from collections.abc import Iterator

import orjson

from generation.exports.exported_map import ExportedMap, Picture
from generation.layout.codec import JsonObject
from generation.layout.plan import Door, Light, Point, Wall, Window
from generation.post_processing.encoding import encode
from generation.post_processing.pixels import open_image
from generation.vocabulary import ImageFormat

VERSION = 0.3
#: Importers know a JPEG by FF D8 FF E0 alone, and take all else for a PNG.
READABLE_PICTURES = ("PNG", "WEBP")
WHITE = "ffffffff"  #: ARGB
DARK = "ff000000"
CHUNK_BYTES = 3 * 64 * 1024  #: base64 turns three bytes into four characters; whole threes need no padding


def write_universal_vtt(map_: ExportedMap) -> Iterator[bytes]:
    """The file in chunks; raises `InvalidBrief(field="image")` where the picture is not complete."""
    head = orjson.dumps(_facts(map_))
    yield head.removesuffix(b"}") + b',"image":"'
    view = memoryview(_readable(map_.picture))
    for start in range(0, len(view), CHUNK_BYTES):
        yield base64.b64encode(view[start : start + CHUNK_BYTES])
    yield b'"}'


def _readable(picture: Picture) -> bytes:
    """The picture as a file that importers know: as it is, or else as PNG."""
    if picture.format in READABLE_PICTURES:
        return picture.data
    return encode(open_image(picture.data), ImageFormat.PNG).data


def _facts(map_: ExportedMap) -> JsonObject:
    """All but the picture. Importers read `portals` and `lights` without asking whether they are there."""
    layout = map_.layout
    return {
        "format": VERSION,
        "resolution": {
            "map_origin": {"x": 0, "y": 0},
            "map_size": {"x": _side(layout.width), "y": _side(layout.height)},
            "pixels_per_grid": map_.pixels_per_space,
        },
        "line_of_sight": [_line(wall) for wall in layout.walls],
        "objects_line_of_sight": [],
        "portals": [
            *(_portal(door, closed=True) for door in layout.doors),
            *(_portal(window, closed=False) for window in layout.windows),
        ],
        "environment": {"baked_lighting": True, "ambient_light": WHITE if map_.daylight else DARK},
        "lights": [_light(light) for light in layout.lights],
    }


def _line(wall: Wall) -> list[JsonObject]:
    return [_point(point) for point in wall.points]


def _point(point: Point) -> JsonObject:
    return {"x": point[0], "y": point[1]}


def _side(spaces: float) -> float:
    """A whole number, as importers have it, wherever the map is one of squares."""
    return int(spaces) if spaces == int(spaces) else spaces


def _portal(opening: Door | Window, *, closed: bool) -> JsonObject:
    """A door that can be opened, or a window.

    Importers tell them apart by `closed`, so it is set for open doors too. There is no word for locked and
    secret ones.
    """
    (x0, y0), (x1, y1) = opening.start, opening.end
    return {
        "position": _point(((x0 + x1) / 2, (y0 + y1) / 2)),
        "bounds": [_point(opening.start), _point(opening.end)],
        "rotation": math.atan2(y1 - y0, x1 - x0),
        "closed": closed,
        "freestanding": False,
    }


def _light(light: Light) -> JsonObject:
    return {
        "position": _point(light.position),
        "range": light.range,
        "intensity": light.intensity,
        "color": "ff" + light.color.removeprefix("#"),
        "shadows": light.shadows,
    }
