"""The cabins of a ship and what they are for."""

from collections.abc import Iterator

import numpy as np

from generation.layout.built.hull import Hull
from generation.layout.built.splitting import Block, Part, Role, sliced
from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

DECK = Purpose(names=("Main deck",), least=1, most=9000, furnishings=())
GANGWAY = Purpose(names=("Companionway",), least=1, most=400, furnishings=())
CAPTAIN = Purpose(
    names=("Captain's cabin", "Great cabin"),
    least=6,
    most=900,
    furnishings=(
        _item(_K.CARPET, _P.CENTER, 1, 2.4, 1.8),
        _item(_K.TABLE, _P.CENTER, 1, 1.8, 1.0),
        _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
        _item(_K.BED, _P.WALL, 1, 1.4, 1.9),
        _item(_K.CHEST, _P.CORNER, 1, 0.9, 0.65),
        _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
    ),
    treasure="The log ends eleven days ago, in the middle of a word",
)
MATE = Purpose(
    names=("Mate's cabin", "Navigator's cabin", "Passenger's cabin", "Quartermaster's cabin"),
    least=3,
    most=90,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 0.95, 1.85),
        _item(_K.CHEST, _P.WALL, 1, 0.85, 0.6),
        _item(_K.TABLE, _P.WALL, 1, 1.0, 0.6),
        _item(_K.CHAIR, _P.BEFORE, 1, 0.45, 0.45),
    ),
)
CHARTS = Purpose(
    names=("Chart room", "Purser's office"),
    least=4,
    most=90,
    furnishings=(
        _item(_K.TABLE, _P.CENTER, 1, 1.6, 0.95),
        _item(_K.CHAIR, _P.AROUND, 2, 0.45, 0.45),
        _item(_K.BOOKSHELF, _P.WALL, 2, 1.6, 0.5),
        _item(_K.CHEST, _P.CORNER, 1, 0.85, 0.6),
    ),
    treasure="A chart with an island that no other chart has",
)
CREW = Purpose(
    names=("Crew's quarters", "Forecastle", "Berths"),
    least=4,
    most=900,
    furnishings=(
        _item(_K.BED, _P.WALL, 4, 0.8, 1.8),
        _item(_K.CHEST, _P.WALL, 3, 0.8, 0.55),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
        _item(_K.BENCH, _P.WALL, 1, 1.5, 0.45),
    ),
    treasure="Dice, and under a plank somebody's share",
)
GALLEY = Purpose(
    names=("Galley", "Cook room"),
    least=4,
    most=90,
    furnishings=(
        _item(_K.STOVE, _P.WALL, 1, 0.95, 0.85),
        _item(_K.TABLE, _P.WALL, 1, 1.6, 0.7),
        _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.4, 0.5),
    ),
)
STORES = Purpose(
    names=("Sail locker", "Bosun's store", "Spirit room", "Cargo room"),
    least=2,
    most=400,
    furnishings=(
        _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85),
        _item(_K.BARREL, _P.WALL, 3, 0.7, 0.7),
        _item(_K.LOG, _P.WALL, 1, 1.7, 0.5),
    ),
)
MAGAZINE = Purpose(
    names=("Armoury", "Magazine"),
    least=3,
    most=90,
    furnishings=(
        _item(_K.WEAPON_RACK, _P.WALL, 2, 1.5, 0.5),
        _item(_K.BARREL, _P.WALL, 4, 0.7, 0.7),
        _item(_K.CRATE, _P.CORNER, 1, 0.85, 0.85),
    ),
)
SURGEON = Purpose(
    names=("Surgeon's cabin", "Sick bay"),
    least=4,
    most=90,
    furnishings=(
        _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
        _item(_K.BED, _P.WALL, 1, 0.95, 1.85),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.CHEST, _P.CORNER, 1, 0.8, 0.6),
    ),
)
BRIG = Purpose(
    names=("Brig",),
    least=2,
    most=60,
    furnishings=(_item(_K.BENCH, _P.WALL, 1, 1.4, 0.5), _item(_K.BONES, _P.SCATTER, 1, 0.7, 0.7)),
    treasure="The prisoner says that he is the captain",
)

AFT = (CAPTAIN, MATE, CHARTS, MATE, SURGEON, MAGAZINE, MATE, STORES)
FORE = (CREW, GALLEY, STORES, CREW, MAGAZINE, BRIG, CREW, STORES)


def ship_parts(rng: np.random.Generator, hull: Hull, wanted: int | None) -> list[Part]:
    """The main deck and about `wanted` - 1 cabins aft and in the bow."""
    whole = Block(hull.left, hull.top, hull.length, hull.beam)
    cabins = _usual(hull) if wanted is None else wanted - 1
    fore_count = cabins // 3 if hull.length < 18 else (cabins + 1) // 3
    aft_count = cabins - fore_count
    aft = _length_for(hull, aft_count, rng.uniform(0.24, 0.3)) if aft_count else 0
    fore = _length_for(hull, fore_count, rng.uniform(0.19, 0.24)) if fore_count else 0
    stern, rest = whole.cut(aft, level=False)
    deck, bow = rest.cut(rest.width - fore, level=False)
    parts = [Part(block=deck, role=Role.HALL, use=DECK)]
    if aft:
        parts += _cabins(rng, stern, aft_count, AFT, hull)
    if fore:
        parts += _cabins(rng, bow, fore_count, FORE, hull)
    return parts


def _usual(hull: Hull) -> int:
    """As many cabins as a ship of that length has."""
    if hull.length < 9:
        return int(hull.length >= 7)
    return 2 if hull.length < 20 else min(2 + hull.length * hull.beam // 70, 24)


def _length_for(hull: Hull, count: int, share: float) -> int:
    """Spaces of the length for so many cabins."""
    pairs = (count + 1) // 2
    return int(np.clip(max(round(hull.length * share), 3 * pairs), 3, hull.length * 2 // 5))


def _cabins(
    rng: np.random.Generator, block: Block, count: int, uses: tuple[Purpose, ...], hull: Hull
) -> Iterator[Part]:
    """One large cabin at the ship's end; before it others on both sides of a gangway."""
    after = block.left == hull.left
    if count < 4 or block.width < 6 or block.height < 6:
        pieces = sliced(rng, block, max(1, min(count, block.width // 3)), level=False)
        for piece, use in zip(pieces if after else pieces[::-1], uses, strict=False):
            yield Part(block=piece, use=use)
        return
    large = max(3, round(block.width * 0.36))
    end, rest = block.cut(large if after else block.width - large, level=False)
    if not after:
        end, rest = rest, end
    yield Part(block=end, use=uses[0])
    broad = 1 if block.height % 2 else 2
    above, below = rest.cut((rest.height - broad) // 2, level=True)
    gangway, below = below.cut(broad, level=True)
    yield Part(block=gangway, role=Role.PASSAGE, use=GANGWAY)
    beside = max(count - 2, 2)  # the large one and the gangway are rooms too
    sides = ((above, (beside + 1) // 2), (below, beside // 2))
    pieces = [
        piece
        for side, wanted in sides
        for piece in sliced(rng, side, max(1, min(wanted, side.width // 3)), level=False)
    ]
    for index, piece in enumerate(pieces):
        yield Part(block=piece, use=uses[1 + index % (len(uses) - 1)])
