"""Reads Universal VTT as its importers do."""

import base64
import binascii
import math
from collections.abc import Iterator

from generation.errors import InvalidBrief
from generation.exports.reading.fields import Fields
from generation.exports.reading.read_back import ReadBack, Unreadable, json_object
from generation.exports.universal_vtt import READABLE_PICTURES
from generation.layout.plan import Door, Light, Point, Wall, Window
from generation.post_processing.pixels import opened


def read_universal_vtt(data: bytes) -> ReadBack:
    """The map in a Universal VTT file; raises `Unreadable` with the JSON path of what is wrong."""
    content = json_object(data)
    image = content.pop("image", None)
    file = Fields(content)
    file.number("format")
    resolution = file.child("resolution")
    columns, rows = resolution.point("map_size")
    portals = file.children("portals")
    openings = [(_ends(portal), portal.flag("closed")) for portal in portals]
    lines = [*file.paths("line_of_sight"), *file.paths("objects_line_of_sight")]
    return ReadBack(
        columns=columns,
        rows=rows,
        walls=tuple(Wall(points=line) for line in lines),
        doors=tuple(Door(start=a, end=b) for (a, b), door in openings if door),
        windows=tuple(Window(start=a, end=b) for (a, b), door in openings if not door),
        lights=tuple(_light(light) for light in file.children("lights")),
        warnings=(*_of_resolution(resolution), *_of_picture(image, resolution)),
    )


def _ends(portal: Fields) -> tuple[Point, Point]:
    """A portal by its bounds, as importers take it."""
    portal.point("position")
    portal.number("rotation")
    bounds = portal.points("bounds")
    if len(bounds) != 2:
        raise Unreadable(f"{portal.path('bounds')} does not hold two points.")
    return bounds[0], bounds[1]


def _light(light: Fields) -> Light:
    return Light(
        position=light.point("position"),
        range=light.number("range"),
        color="#" + light.text("color")[2:],  # ARGB
        intensity=light.number("intensity"),
        shadows=light.flag("shadows"),
    )


def _of_resolution(resolution: Fields) -> Iterator[str]:
    if resolution.point("map_origin") != (0, 0):
        yield "The map does not begin at its origin; importers do not look at it."
    sides = (*resolution.point("map_size"), resolution.number("pixels_per_grid"))
    if any(side <= 0 or side != round(side) for side in sides):
        yield "The size of the map or of its squares is not a whole number; this format knows no hexagons."


def _of_picture(image: object, resolution: Fields) -> Iterator[str]:
    """Its header is enough: what it shows is nothing to the walls."""
    if not isinstance(image, str):
        yield "There is no picture."
        return
    try:
        with opened(base64.b64decode(image, validate=True)) as picture:
            format_, size = str(picture.format), picture.size
    except (binascii.Error, InvalidBrief):
        yield "The picture cannot be read."
        return
    if format_ not in READABLE_PICTURES:
        yield f"The picture is {format_}; importers know PNG and WebP."
    pixels = resolution.number("pixels_per_grid")
    width, height = (side * pixels for side in resolution.point("map_size"))
    if math.dist(size, (width, height)) > 1:
        yield f"The picture has {size[0]} × {size[1]} pixels, its squares {width:g} × {height:g}."
