"""What the floor of a house's room is made of, and how it is laid along the room's own axes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import shapely
from shapely import Polygon

from generation.engines.sketch.maps.built.pieces import Cut, Frame, Outline, Pieces
from generation.engines.sketch.maps.floor import split_block
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import noise_at

FADED: Color = (156, 134, 108)  #: what wood turns to under many feet


LOOSE = 0.3  #: spaces from the edge of fallen stones to where the floor below them is broken


class Flooring(StrEnum):
    """What people walk on indoors."""

    BOARDS = "boards"
    FINE_BOARDS = "fine_boards"  #: narrow, polished
    DECK = "deck"  #: caulked planking of a ship
    FLAGSTONES = "flagstones"
    TILES = "tiles"
    CLAY_TILES = "clay_tiles"
    COBBLES = "cobbles"
    EARTH = "earth"


_WORDS = (
    (Flooring.EARTH, "stable barn byre shed hut sty hovel potter camp shelter"),
    (
        Flooring.COBBLES,
        "smithy forge foundry courtyard yard carter cartwright coach butcher fishmonger privy",
    ),
    (
        Flooring.CLAY_TILES,
        (
            "kitchen bakehouse bakery scullery brewer wash washroom bath laundry pantry larder apothecary "
            "herbalist barber cook still laboratory"
        ),
    ),
    (
        Flooring.TILES,
        "temple chapel shrine sanctuary throne gallery ballroom entrance winter treasury mausoleum",
    ),
    (
        Flooring.FLAGSTONES,
        (
            "cellar vault crypt cell keep hall guard tower ruin nave tomb dungeon cloister armoury watch "
            "catacomb granary cold wine beer"
        ),
    ),
    (
        Flooring.FINE_BOARDS,
        "study library office parlour salon master solar private drawing music smoking card dining lord lady",
    ),
)


def flooring_for(name: str | None, usual: Flooring = Flooring.BOARDS) -> Flooring:
    """What the floor of a room of that name is made of."""
    words = {word.removesuffix("s") for word in re.findall("[a-z]+", (name or "").lower())}
    return next((floor for floor, keys in _WORDS if words & {*keys.split()}), usual)


def cut_for(flooring: Flooring, style: MapStyle) -> Cut:
    """How the pieces of a floor look in a style."""
    planks, stone = style.planks, style.floor
    cuts = {
        Flooring.BOARDS: Cut(
            color=_mixed(planks, FADED, 0.36), wood=1.0, joint=0.022, bevel=0.03, spread=0.11, rough=0.5
        ),
        Flooring.FINE_BOARDS: Cut(
            color=_warm(planks, 0.86), wood=0.7, joint=0.014, bevel=0.02, spread=0.07, rough=0.3
        ),
        Flooring.DECK: Cut(
            color=_mixed(_warm(planks, 1.12), FADED, 0.25),
            wood=0.9,
            joint=0.026,
            bevel=0.02,
            spread=0.07,
            rough=0.5,
        ),
        Flooring.FLAGSTONES: Cut(color=stone, joint=0.034, bevel=0.06, spread=0.09),
        Flooring.TILES: Cut(
            color=_scaled(stone, 1.12), joint=0.018, bevel=0.03, spread=0.05, rough=0.6, checker=0.24
        ),
        Flooring.CLAY_TILES: Cut(color=_clay(stone), joint=0.024, bevel=0.03, spread=0.1, rough=0.8),
        Flooring.COBBLES: Cut(color=_scaled(stone, 0.9), joint=0.05, bevel=0.12, spread=0.1, rough=1.2),
        Flooring.EARTH: Cut(
            color=_mixed(style.dirt, style.planks, 0.55), joint=0.001, bevel=0.01, spread=0.0, rough=2.6
        ),
    }
    return cuts[flooring]


def _scaled(color: Color, share: float) -> Color:
    red, green, blue = (min(channel * share, 240.0) for channel in color)
    return red, green, blue


def _warm(color: Color, share: float) -> Color:
    red, green, blue = _scaled(color, share)
    return min(red * 1.03, 240.0), green, blue * 0.94


def _mixed(color: Color, other: Color, share: float) -> Color:
    red, green, blue = (a + (b - a) * share for a, b in zip(color, other, strict=True))
    return red, green, blue


def _clay(stone: Color) -> Color:
    """Burnt clay as bright as the style's stone."""
    return _mixed(stone, (168, 98, 66), 0.62)


def frame_of(polygon: Polygon) -> Frame:
    """The axes of the smallest rectangle about a room."""
    rectangle = shapely.minimum_rotated_rectangle(polygon)
    corners = shapely.get_coordinates(rectangle)[:4]
    sides = np.diff(corners[:3], axis=0)
    lengths = np.hypot(*sides.T)
    longer = int(lengths[1] > lengths[0] + 1e-6)
    turn = float(np.arctan2(sides[longer][1], sides[longer][0])) % np.pi
    middle = corners.mean(axis=0)
    return Frame.of(
        (float(middle[0]), float(middle[1])), turn, float(lengths[longer]), float(lengths[1 - longer])
    )


class Hole(NamedTuple):
    """Where something else has taken a floor's place; `broken` where stones fell and tore it up."""

    outline: Outline
    broken: bool


@dataclass(frozen=True, kw_only=True)
class Floor:
    """A floor to be laid: where, of what, along which axes, and how much of it is gone, 0 to 1."""

    area: Outline
    flooring: Flooring
    frame: Frame
    gone: float = 0.0
    holes: tuple[Hole, ...] = ()


def lay_floor(pieces: Pieces, floor: Floor, style: MapStyle, rng: np.random.Generator) -> list[Outline]:
    """Cover a floor with pieces along its axes; answers with the outlines of boards and slabs."""
    outlines = _lay(pieces, floor, cut_for(floor.flooring, style), rng)
    for hole in floor.holes:
        edge = shapely.get_coordinates(Polygon(hole.outline).buffer(-LOOSE if hole.broken else 0.0))
        if len(edge):
            pieces.clear(edge, whole=hole.broken and not cut_for(floor.flooring, style).wood)
    return outlines


def _lay(pieces: Pieces, floor: Floor, cut: Cut, rng: np.random.Generator) -> list[Outline]:
    if floor.flooring is Flooring.COBBLES:
        pieces.lay_cells(floor.area, 0.34, cut, rng)
        return []
    if floor.flooring is Flooring.EARTH:
        pieces.lay(floor.area, [floor.area], cut, [0.0])
        return []
    boxes = list(_LAYERS[floor.flooring](floor.frame, rng))
    outlines = [floor.frame.box(*box) for box in boxes]
    if floor.gone:
        outlines = _left(outlines, floor.gone, rng)
        outlines = outlines if cut.wood else [_shifted(outline, rng) for outline in outlines]
    pieces.lay(floor.area, outlines, cut, [floor.frame.turn] * len(outlines))
    return outlines


def _left(outlines: Sequence[Outline], gone: float, rng: np.random.Generator) -> list[Outline]:
    """What is left of a floor: whole patches are missing, and some pieces elsewhere."""
    if not outlines:
        return []
    middles = np.array([outline.mean(axis=0) for outline in outlines], dtype=np.float32)
    off = rng.uniform(0, 512, 2)
    patches = noise_at(middles[:, :1] * 9 + off[0], middles[:, 1:] * 9 + off[1])[:, 0]
    loss = patches + rng.normal(0, 0.22, len(outlines))
    kept = loss <= np.quantile(loss, 1 - gone)
    return [outline for outline, keep in zip(outlines, kept.tolist(), strict=True) if keep]


def _shifted(outline: Outline, rng: np.random.Generator) -> Outline:
    """A slab with a broken corner; one in four has also moved."""
    if rng.random() < 0.25:
        angle, middle = float(rng.normal(0, 0.05)), outline.mean(axis=0)
        turned = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
        outline = (outline - middle) * 0.96 @ turned + middle + rng.normal(0, 0.02, 2)
    corner = int(rng.integers(len(outline)))
    before, at, after = (outline[(corner + step) % len(outline)] for step in (-1, 0, 1))
    cut = at + (before - at) * rng.uniform(0.05, 0.4), at + (after - at) * rng.uniform(0.05, 0.4)
    return np.insert(np.delete(outline, corner, axis=0), corner, cut, axis=0)


Box = tuple[float, float, float, float]
"""From u, v to u, v in a room's frame."""


def _boards(frame: Frame, rng: np.random.Generator, width: float, longest: float) -> Iterator[Box]:
    """Rows of boards whose joints do not meet."""
    half = frame.length / 2 + 0.1
    v = -frame.width / 2 - float(rng.uniform(0, width))
    while v < frame.width / 2:
        across = width * float(rng.uniform(0.88, 1.12))
        u = -half - float(rng.uniform(0, longest))
        while u < half:
            length = longest * float(rng.uniform(0.55, 1.0))
            yield u, v, u + length, v + across
            u += length
        v += across


def _tiles(frame: Frame, side: float) -> Iterator[Box]:
    """Square tiles like a chessboard: those of even number are the dark ones."""
    columns, rows = int(frame.length / side) + 2, int(frame.width / side) + 2
    columns += 1 - columns % 2  # an odd number of columns keeps the rows' colours apart
    for row in range(rows):
        for column in range(columns):
            u, v = (column - columns / 2) * side, (row - rows / 2) * side
            yield u, v, u + side, v + side


def _slabs(frame: Frame, rng: np.random.Generator) -> Iterator[Box]:
    for v in np.arange(-np.ceil(frame.width / 4) * 2, frame.width / 2, 2.0).tolist():
        for u in np.arange(-np.ceil(frame.length / 4) * 2, frame.length / 2, 2.0).tolist():
            yield from split_block(rng, (u, v, u + 2.0, v + 2.0))


_LAYERS: Mapping[Flooring, Callable[[Frame, np.random.Generator], Iterator[Box]]] = MappingProxyType(
    {
        Flooring.BOARDS: lambda frame, rng: _boards(frame, rng, 0.29, 3.6),
        Flooring.FINE_BOARDS: lambda frame, rng: _boards(frame, rng, 0.18, 2.2),
        Flooring.DECK: lambda frame, rng: _boards(frame, rng, 0.22, 5.0),
        Flooring.TILES: lambda frame, _: _tiles(frame, 0.5),
        Flooring.CLAY_TILES: lambda frame, _: _tiles(frame, 0.33),
        Flooring.FLAGSTONES: _slabs,
    }
)
