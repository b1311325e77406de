"""What lies along the tunnels of a sewer: chambers at the junctions, rooms behind doors."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import Point as ShapelyPoint
from shapely import Polygon, box

from generation.layout.built.masonry import Edge, edge_of
from generation.layout.built.splitting import Block
from generation.layout.built.tunnels import EDGE, Node, Works
from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind
from generation.layout.spaces import DIRECTIONS, Space, Spaces, spaces_within

_K, _P = PropKind, Placing

TRIES = 60  #: places looked at for each room
WIDER, MUCH_WIDER = (
    2,
    4,
)  #: spaces by which a chamber is wider than its tunnels, in small sewers and large ones
LARGE = 28  #: spaces a side

CHAMBER = Purpose(
    names=("Round basin", "Overflow chamber", "Junction", "Settling pool", "Meeting of the waters"),
    least=9,
    most=900,
    furnishings=(
        _item(_K.PILLAR, _P.CORNER, 4, 0.7, 0.7),
        _item(_K.FUNGUS, _P.CORNER, 2, 0.7, 0.7),
    ),
)
WAY_IN = Purpose(
    names=("Sewer keepers' room", "Stair well"),
    least=6,
    most=200,
    furnishings=(
        _item(_K.STAIRS_UP, _P.WALL, 1, 1.0, 1.8),
        _item(_K.BENCH, _P.WALL, 1, 1.5, 0.45),
        _item(_K.WEAPON_RACK, _P.WALL, 1, 1.4, 0.45),
        _item(_K.CRATE, _P.CORNER, 1, 0.85, 0.85),
    ),
)
CULT = Purpose(
    names=("Hidden shrine", "Cult chamber", "Shrine of the rat god"),
    least=12,
    most=200,
    furnishings=(
        _item(_K.ALTAR, _P.HEAD, 1, 1.8, 0.9),
        _item(_K.MAGIC_CIRCLE, _P.CENTER, 1, 2.6, 2.6),
        _item(_K.BRAZIER, _P.CORNER, 4, 0.6, 0.6),
        _item(_K.BONES, _P.SCATTER, 2, 0.7, 0.7),
    ),
    treasure="The names on the wall are those of the town council",
)
SMUGGLERS = Purpose(
    names=("Smugglers' store", "Thieves' den", "Fence's store"),
    least=9,
    most=200,
    furnishings=(
        _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
        _item(_K.CHAIR, _P.AROUND, 3, 0.5, 0.5),
        _item(_K.CRATE, _P.WALL, 4, 0.85, 0.85),
        _item(_K.BARREL, _P.WALL, 3, 0.7, 0.7),
        _item(_K.CHEST, _P.CORNER, 1, 0.9, 0.65),
    ),
    treasure="Bales of silk that paid no duty, and a list of who bought them",
)
VALVES = Purpose(
    names=("Valve room", "Sluice room", "Pump room"),
    least=6,
    most=120,
    furnishings=(
        _item(_K.HELM, _P.WALL, 2, 0.9, 0.9),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
        _item(_K.TABLE, _P.WALL, 1, 1.5, 0.7),
        _item(_K.CRATE, _P.CORNER, 1, 0.85, 0.85),
    ),
    treasure="Three turns to the left and the lower town floods",
)
NEST = Purpose(
    names=("Rats' nest", "Otyugh's larder", "Collapsed cellar"),
    least=6,
    most=200,
    furnishings=(
        _item(_K.BONES, _P.SCATTER, 4, 0.8, 0.8),
        _item(_K.ROCKS, _P.SCATTER, 2, 0.8, 0.8),
        _item(_K.FUNGUS, _P.CORNER, 2, 0.8, 0.8),
    ),
    treasure="Among the bones, a signet ring",
)
HERMIT = Purpose(
    names=("Beggars' hideout", "Hermit's cell", "Runaways' den"),
    least=6,
    most=90,
    furnishings=(
        _item(_K.BED, _P.WALL, 2, 0.9, 1.8),
        _item(_K.CAMPFIRE, _P.CENTER, 1, 0.9, 0.9),
        _item(_K.CRATE, _P.CORNER, 2, 0.8, 0.8),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
    ),
)
ALCHEMIST = Purpose(
    names=("Poisoner's laboratory", "Hidden still"),
    least=9,
    most=120,
    furnishings=(
        _item(_K.CAULDRON, _P.CENTER, 1, 1.0, 1.0),
        _item(_K.TABLE, _P.WALL, 2, 1.6, 0.75),
        _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
    ),
    treasure="One of the bottles is labelled with the duke's name",
)
CRYPT = Purpose(
    names=("Forgotten crypt", "Old catacomb"),
    least=12,
    most=200,
    furnishings=(
        _item(_K.SARCOPHAGUS, _P.RANKS, 4, 0.95, 1.85),
        _item(_K.BONES, _P.SCATTER, 2, 0.7, 0.7),
    ),
    treasure="The masons broke in by accident, and walled it up again",
)
STORE = Purpose(
    names=("Tool store", "Dry store"),
    least=4,
    most=90,
    furnishings=(
        _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85),
        _item(_K.BARREL, _P.WALL, 2, 0.7, 0.7),
        _item(_K.LADDER, _P.WALL, 1, 0.6, 0.9),
    ),
)
HIDEOUTS = (CULT, SMUGGLERS, CRYPT, ALCHEMIST, HERMIT)
SIDE_ROOMS = (VALVES, SMUGGLERS, CULT, NEST, HERMIT, STORE, ALCHEMIST, CRYPT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Chamber:
    """A junction widened to a chamber, its pool in the middle."""

    polygon: Polygon
    pool: Polygon
    spaces: set[Space]
    angular: bool  #: whether its walls follow the grid, at least along its sides


@dataclass(frozen=True, kw_only=True, eq=False)
class SideRoom:
    """A room behind a door: `stub` is the space of the way from the walkway to it."""

    block: Block
    stub: Block
    door: Edge

    @property
    def doorstep(self) -> set[Space]:
        """The spaces on both sides of the door."""
        return set(self.door.sides)

    @property
    def approach(self) -> set[Space]:
        """The spaces about the way to it."""
        x, y = self.stub.left, self.stub.top
        return {(x + dx, y + dy) for dx, dy in DIRECTIONS}

    @property
    def inner(self) -> set[Space]:
        """The spaces that no wall touches."""
        left, top, width, height = self.block
        return Block(left + 1, top + 1, width - 2, height - 2).spaces if min(width, height) > 2 else set()


def chambers(rng: np.random.Generator, works: Works, columns: int, rows: int, most: int) -> Iterator[Chamber]:
    """Chambers at the busiest junctions, where there is rock enough about them."""
    nodes = [node for node in sorted(works.degrees) if works.degrees[node] >= 2 and _is_crossing(works, node)]
    nodes.sort(key=lambda node: -works.degrees[node])
    for node in nodes[:most]:
        crossing = works.crossing(node)
        wider = MUCH_WIDER if min(columns, rows) >= LARGE else WIDER
        side = max(crossing.width, crossing.height) + wider
        left = round(crossing.center[0] - side / 2)
        top = round(crossing.center[1] - side / 2)
        block = Block(left, top, side, side)
        if left >= EDGE and top >= EDGE and block.right <= columns - EDGE and block.bottom <= rows - EDGE:
            yield _chamber(rng, block, crossing, columns, rows)


def _is_crossing(works: Works, node: Node) -> bool:
    return 0 <= node[0] < len(works.upright) and 0 <= node[1] < len(works.level)


def _chamber(rng: np.random.Generator, block: Block, crossing: Block, columns: int, rows: int) -> Chamber:
    """Square, with its corners cut, or round."""
    x, y = crossing.center
    shape = int(rng.integers(3))
    reach = max(crossing.width, crossing.height) / 2
    pool = ShapelyPoint(x, y).buffer(reach, quad_segs=10)
    if shape == 0:
        whole = box(block.left, block.top, block.right, block.bottom)
        pool = box(x - reach, y - reach, x + reach, y + reach)
    elif shape == 1:
        whole = _octagon(block)
    else:
        whole = ShapelyPoint(block.center).buffer(block.width / 2, quad_segs=12)
    inside = spaces_within(whole, columns, rows)
    spaces = {(int(a), int(b)) for b, a in np.argwhere(inside)}
    return Chamber(polygon=whole, pool=pool, spaces=spaces, angular=shape < 2)


def _octagon(block: Block) -> Polygon:
    """A block with its corners cut."""
    cut = max(1, block.width // 4)
    left, top, right, bottom = block.left, block.top, block.right, block.bottom
    across = [(left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)]
    back = [(right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut)]
    return Polygon([*across, *back])


class Burrower:
    """Finds rock for rooms beside the walkways of tunnels."""

    def __init__(self, rng: np.random.Generator, floor: Spaces, walkways: Spaces) -> None:
        self._rng = rng
        self._floor = floor.copy()
        self._rows, self._columns = floor.shape
        self._starts = self._flat_walls(walkways)

    def _flat_walls(self, walkways: Spaces) -> list[tuple[Space, Space]]:
        """Walkway spaces and the side where there is rock, beside them too."""
        solid = np.pad(~self._floor, 1, constant_values=False)
        found: list[tuple[Space, Space]] = []
        for dx, dy in DIRECTIONS:
            rock = self._shifted(solid, dx, dy)
            for along in (-1, 1):
                rock &= self._shifted(solid, dx + along * abs(dy), dy + along * abs(dx))
            found += [((int(x), int(y)), (dx, dy)) for y, x in np.argwhere(walkways & rock)]
        return found

    def _shifted(self, padded: NDArray[np.bool_], dx: int, dy: int) -> Spaces:
        """For each space whether the one that many steps off is set."""
        return padded[1 + dy : 1 + dy + self._rows, 1 + dx : 1 + dx + self._columns].copy()

    def rooms(self, wanted: int) -> Iterator[SideRoom]:
        """As many rooms as are wanted, or fit."""
        dug = 0
        for attempt in range(wanted * TRIES):
            if dug == wanted or not self._starts:
                return
            size = 8 - 5 * attempt // max(wanted * TRIES, 1)
            room = self._room(size)
            if room is not None:
                dug += 1
                yield room

    def _room(self, size: int) -> SideRoom | None:
        (x, y), (dx, dy) = self._starts[int(self._rng.integers(len(self._starts)))]
        width, height = (int(side) for side in self._rng.integers(3, max(size, 4), size=2))
        across = height if dx else width
        off = int(self._rng.integers(0, across))
        stub = (x + dx, y + dy)
        first = (x + 2 * dx, y + 2 * dy)
        left = first[0] - (width - 1 if dx < 0 else 0) - (off if dy else 0)
        top = first[1] - (height - 1 if dy < 0 else 0) - (off if dx else 0)
        block = Block(left, top, width, height)
        if (
            left <= EDGE
            or top <= EDGE
            or block.right >= self._columns - EDGE
            or block.bottom >= self._rows - EDGE
        ):
            return None
        if self._floor[top - 1 : block.bottom + 1, left - 1 : block.right + 1].any():
            return None
        self._floor[top : block.bottom, left : block.right] = True
        self._floor[stub[1], stub[0]] = True
        return SideRoom(block=block, stub=Block(*stub, 1, 1), door=edge_of(first, (-dx, -dy)))
