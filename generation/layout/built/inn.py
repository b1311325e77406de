"""What the rooms of an inn are for."""

from generation.layout.built import purposes as p
from generation.layout.built.program import Want
from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

INN_HALL = Purpose(
    names=("Taproom", "Common room"),
    least=9,
    most=1000,
    furnishings=(),
    treasure="The stranger in the corner has been waiting for somebody",
)
CELLAR = Purpose(
    names=("Beer store", "Storeroom", "Wine store"),
    least=3,
    most=200,
    furnishings=(
        _item(_K.STAIRS_DOWN, _P.WALL, 1, 1.0, 1.8),
        _item(_K.BARREL, _P.WALL, 6, 0.75, 0.75),
        _item(_K.CRATE, _P.CORNER, 3, 0.85, 0.85),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
    ),
)
GUESTS = Purpose(
    names=("Guest room", "Room of the rose", "Room of the stag", "Corner room", "Room of the crown"),
    least=6,
    most=60,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 1.5, 1.9),
        _item(_K.CHEST, _P.WALL, 1, 0.85, 0.6),
        _item(_K.TABLE, _P.WALL, 1, 1.1, 0.6),
        _item(_K.CHAIR, _P.BEFORE, 1, 0.5, 0.5),
        _item(_K.RUG, _P.CENTER, 1, 1.5, 1.0),
    ),
)
TWO_BEDS = Purpose(
    names=("Room with two beds", "Carters' room"),
    least=8,
    most=60,
    furnishings=(
        _item(_K.BED, _P.WALL, 2, 0.95, 1.85),
        _item(_K.CHEST, _P.WALL, 2, 0.8, 0.6),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.4, 0.5),
    ),
    treasure="A loose board hides a purse and a map",
)
DORMITORY = Purpose(
    names=("Dormitory",),
    least=20,
    most=120,
    furnishings=(
        _item(_K.BED, _P.RANKS, 6, 0.95, 1.85),
        _item(_K.CHEST, _P.WALL, 3, 0.8, 0.6),
        _item(_K.BENCH, _P.WALL, 1, 1.6, 0.45),
    ),
)
INNKEEPER = Purpose(
    names=("Innkeeper's room",),
    least=6,
    most=60,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 1.6, 1.9),
        _item(_K.TABLE, _P.WALL, 1, 1.5, 0.7),
        _item(_K.CHAIR, _P.BEFORE, 1, 0.5, 0.5),
        _item(_K.CHEST, _P.WALL, 1, 0.95, 0.65),
        _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        _item(_K.RUG, _P.CENTER, 1, 1.8, 1.2),
    ),
    treasure="The strongbox, and a ledger kept in two hands",
)
SNUG = Purpose(
    names=("Snug", "Card room", "Private parlour"),
    least=9,
    most=80,
    furnishings=(
        _item(_K.HEARTH, _P.CHIMNEY, 1, 1.6, 0.8),
        _item(_K.CARPET, _P.CENTER, 1, 2.4, 1.8),
        _item(_K.ROUND_TABLE, _P.CENTER, 1, 1.3, 1.3),
        _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.BENCH, _P.WALL, 1, 1.5, 0.45),
    ),
    treasure="Marked cards under the table top",
)


def _want(purpose: Purpose, ideal: float, away: float, beside: Purpose | None = None) -> Want:
    return Want(purpose=purpose, ideal=ideal, away=away, beside=beside)


INN = (
    _want(CELLAR, 12, 0.4),
    _want(GUESTS, 14, 0.9),
    _want(GUESTS, 14, 0.9),
    _want(INNKEEPER, 15, 0.5),
    _want(TWO_BEDS, 16, 0.9),
    _want(SNUG, 20, 0.3),
    _want(GUESTS, 14, 0.9),
    _want(p.PANTRY, 10, 0.5),
    _want(DORMITORY, 30, 0.7),
    _want(GUESTS, 14, 0.9),
    _want(p.WASHROOM, 10, 0.8),
)
INN_MORE = (
    _want(GUESTS, 14, 0.9),
    _want(TWO_BEDS, 16, 0.9),
    _want(GUESTS, 14, 0.9),
    _want(SNUG, 20, 0.4),
    _want(GUESTS, 14, 0.9),
    _want(p.STOREROOM, 12, 0.6),
)
