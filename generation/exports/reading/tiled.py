"""Reads Tiled maps back, by Tiled's JSON Map Format."""

import math
from collections.abc import Iterator, Sequence

from generation.exports.reading.fields import Fields
from generation.exports.reading.read_back import ReadBack, Unreadable, json_object
from generation.lattice import Lattice
from generation.layout.plan import Door, Light, Point, Wall, Window
from generation.vocabulary import DoorState, GridType


def read_tiled(data: bytes) -> ReadBack:
    """The map in a .tmj file; raises `Unreadable` with the JSON path of what is wrong."""
    file = Fields(json_object(data))
    lattice, size = _lattice(file)
    layers = file.children("layers")
    objects = [each for layer in layers if "objects" in layer for each in layer.children("objects")]
    return ReadBack(
        columns=lattice.width,
        rows=lattice.height,
        walls=tuple(Wall(points=_line(each, size)) for each in _of_type("wall", objects)),
        doors=tuple(_door(each, size) for each in _of_type("door", objects)),
        windows=tuple(_window(each, size) for each in _of_type("window", objects)),
        lights=tuple(_light(each, size) for each in _of_type("light", objects)),
        warnings=(*_of_ids(file, layers, objects), *_of_picture(lattice, layers, size)),
    )


def _lattice(file: Fields) -> tuple[Lattice, float]:
    """The spaces of the map, and the pixels of one."""
    if file.text("type") != "map" or file.text("orientation") not in ("orthogonal", "hexagonal"):
        raise Unreadable("type or orientation is not that of an orthogonal or hexagonal map.")
    columns, rows = int(file.number("width")), int(file.number("height"))
    width, height = file.number("tilewidth"), file.number("tileheight")
    type_ = GridType.SQUARE
    if file.text("orientation") == "hexagonal":
        type_ = GridType.HEX_ROWS if file.text("staggeraxis") == "y" else GridType.HEX_COLUMNS
    elif width != height:
        raise Unreadable("tilewidth and tileheight do not make a square.")
    if min(columns, rows, width, height) <= 0:
        raise Unreadable("width, height, tilewidth or tileheight is not above 0.")
    return Lattice(type_, columns, rows), min(width, height)


def _of_type(kind: str, objects: Sequence[Fields]) -> list[Fields]:
    return [each for each in objects if each.text("type") == kind]


def _line(shape: Fields, size: float) -> tuple[Point, ...]:
    left, top = shape.here
    return tuple(((left + x) / size, (top + y) / size) for x, y in shape.points("polyline"))


def _door(door: Fields, size: float) -> Door:
    line, facts = _line(door, size), _Facts(door)
    if len(line) != 2:
        raise Unreadable(f"{door.path('polyline')} of a door does not have two ends.")
    state = facts["state"].text("value")
    if state not in {str(known) for known in DoorState}:
        raise Unreadable(f"{facts['state'].path('value')} is no state of a door.")
    return Door(start=line[0], end=line[1], state=DoorState(state), secret=facts["secret"].flag("value"))


def _window(window: Fields, size: float) -> Window:
    line = _line(window, size)
    if len(line) != 2:
        raise Unreadable(f"{window.path('polyline')} of a window does not have two ends.")
    return Window(start=line[0], end=line[1])


def _light(light: Fields, size: float) -> Light:
    facts = _Facts(light)
    x, y = light.here
    return Light(
        position=(x / size, y / size),
        range=facts["range"].number("value") / size,
        color="#" + facts["color"].text("value")[3:],  # #AARRGGBB
        intensity=facts["intensity"].number("value"),
        shadows=facts["shadows"].flag("value"),
    )


class _Facts(dict[str, Fields]):
    """Custom properties by name."""

    def __init__(self, owner: Fields) -> None:
        super().__init__({each.text("name"): each for each in owner.children("properties")})
        self._path = owner.path("properties")

    def __missing__(self, name: str) -> Fields:
        raise Unreadable(f"{self._path} has no {name}.")


def _of_ids(file: Fields, layers: Sequence[Fields], objects: Sequence[Fields]) -> Iterator[str]:
    for name, things in (("nextlayerid", layers), ("nextobjectid", objects)):
        ids = [thing.number("id") for thing in things]
        if len(set(ids)) < len(ids) or file.number(name) <= max(ids, default=0):
            yield f"An id is used twice, or {name} is used already."


def _of_picture(lattice: Lattice, layers: Sequence[Fields], size: float) -> Iterator[str]:
    pictures = [layer for layer in layers if layer.text("type") == "imagelayer"]
    if not pictures:
        yield "There is no picture."
    for picture in pictures:
        if "/" in picture.text("image"):
            yield "The picture does not lie beside the file, where Tiled looks for it."
        width, height = picture.number("imagewidth"), picture.number("imageheight")
        across, down = lattice.width * size, lattice.height * size
        if math.dist((width, height), (across, down)) > 1:
            yield f"The picture has {width:g} × {height:g} pixels, its spaces {across:g} × {down:g}."
