"""Reads Foundry scenes as Foundry does: by its schemas, which refuse whole documents."""

import math
import re
from collections.abc import Iterator, Sequence

from generation.exports.foundry import DOOR_STATES, FULL_ALPHA, GRID_TYPES, SECRET_DOOR
from generation.exports.reading.fields import Fields
from generation.exports.reading.read_back import ReadBack, Unreadable, json_object
from generation.layout.plan import Door, Light, Point, Wall, Window
from generation.vocabulary import DoorState, GridType

SMALLEST_TOKEN = 0.5  #: grid spaces
SMALLEST_GRID = 20  #: GRID_MIN_SIZE
SENSES = (0, 10, 20, 30, 40)  #: WALL_SENSE_TYPES
MOVEMENTS = (0, 20)  #: WALL_MOVEMENT_TYPES

_ID = re.compile(r"[a-zA-Z0-9]{16}")  # isValidId
_PICTURE = re.compile(r".*\.(apng|avif|bmp|gif|jpeg|jpg|png|svg|tiff|webp)(\?.*)?", re.IGNORECASE)
_STATES = {number: state for state, number in DOOR_STATES.items()}


def read_foundry_scene(data: bytes) -> ReadBack:
    """The map in a scene; raises `Unreadable` with the JSON path of what Foundry would refuse."""
    scene = Fields(json_object(data))
    scene.text("name")
    grid = scene.child("grid")
    size = grid.number("size")
    if size < SMALLEST_GRID or size != round(size):
        raise Unreadable(f"grid.size is {size:g}; Foundry takes whole pixels from {SMALLEST_GRID} on.")
    walls, lights = scene.children("walls"), scene.children("lights")
    pieces = [(wall, _piece(wall, size)) for wall in walls]
    documents = [*walls, *lights, *scene.children("notes"), *scene.children("drawings")]
    tokens = scene.children("tokens")
    solid = [(wall, ends) for wall, ends in pieces if not wall.number("door")]
    return ReadBack(
        columns=scene.number("width") / size,
        rows=scene.number("height") / size,
        walls=tuple(Wall(points=ends) for wall, ends in solid if wall.number("sight")),
        windows=tuple(Window(start=a, end=b) for wall, (a, b) in solid if not wall.number("sight")),
        doors=tuple(_door(wall, ends) for wall, ends in pieces if wall.number("door")),
        lights=tuple(_light(light, size, grid.number("distance")) for light in lights),
        warnings=(
            *_of_scene(scene, size),
            *_of_ids([*documents, *tokens]),
            *_of_tokens(tokens),
            *_of_pieces(pieces),
        ),
    )


def _piece(wall: Fields, size: float) -> tuple[Point, Point]:
    """Both ends of a wall in spaces."""
    ends = wall.numbers("c")
    if len(ends) != 4 or any(end != round(end) for end in ends):
        raise Unreadable(f"{wall.path('c')} does not hold four whole numbers.")
    _check(wall, "move", MOVEMENTS)
    for sense in ("light", "sight", "sound"):
        _check(wall, sense, SENSES)
    x0, y0, x1, y1 = (end / size for end in ends)
    return (x0, y0), (x1, y1)


def _check(fields: Fields, name: str, known: Sequence[int]) -> None:
    if fields.number(name) not in known:
        raise Unreadable(f"{fields.path(name)} is none of {', '.join(map(str, known))}.")


def _door(wall: Fields, ends: tuple[Point, Point]) -> Door:
    _check(wall, "door", (1, SECRET_DOOR))
    _check(wall, "ds", tuple(_STATES))
    state: DoorState = _STATES[int(wall.number("ds"))]
    return Door(start=ends[0], end=ends[1], state=state, secret=wall.number("door") == SECRET_DOOR)


def _light(light: Fields, size: float, distance: float) -> Light:
    x, y = light.here
    if x != round(x) or y != round(y):
        raise Unreadable(f"{light.path('x')} or y is not a whole number.")
    config = light.child("config")
    return Light(
        position=(x / size, y / size),
        range=max(config.number("dim"), config.number("bright")) / distance,
        color=config.text("color"),
        intensity=config.number("alpha") / FULL_ALPHA,
        shadows=light.flag("walls"),
    )


def _of_scene(scene: Fields, size: float) -> Iterator[str]:
    sides = scene.number("width"), scene.number("height")
    squares = scene.child("grid").number("type") == GRID_TYPES[GridType.SQUARE]
    if any(side <= 0 or (squares and side % size) for side in sides):
        yield "The scene is not a whole number of spaces."
    if scene.number("padding"):
        yield "The scene has padding, which moves everything on it away from the picture."
    if not _PICTURE.fullmatch(scene.child("background").text("src")):
        yield "The picture's address does not end as pictures do; Foundry goes by the ending."


def _of_ids(documents: Sequence[Fields]) -> Iterator[str]:
    ids = [document.text("_id") for document in documents]
    if len(set(ids)) < len(ids) or not all(_ID.fullmatch(each) for each in ids):
        yield "An id is used twice, or is not 16 letters and digits."


def _of_tokens(tokens: Sequence[Fields]) -> Iterator[str]:
    if any(side != round(side) for token in tokens for side in token.here):
        yield "A token does not stand on whole pixels."
    if any(token.number(side) < SMALLEST_TOKEN for token in tokens for side in ("width", "height")):
        yield "A token is smaller than Foundry lets one be."
    if not all(_PICTURE.fullmatch(token.child("texture").text("src")) for token in tokens):
        yield "A token's picture does not end as pictures do; Foundry goes by the ending."


def _of_pieces(pieces: Sequence[tuple[Fields, tuple[Point, Point]]]) -> Iterator[str]:
    if any(math.dist(*ends) == 0 for _, ends in pieces):
        yield "A wall begins where it ends."
