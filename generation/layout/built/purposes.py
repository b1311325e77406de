"""What rooms of houses are for, and what stands in them for it."""

from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

HALL = Purpose(
    names=("Hall", "Great hall", "Entrance hall"),
    least=9,
    most=400,
    furnishings=(
        _item(_K.HEARTH, _P.WALL, 1, 1.8, 0.8),
        _item(_K.CARPET, _P.CENTER, 1, 2.6, 1.8),
        _item(_K.TABLE, _P.CENTER, 1, 2.6, 1.0),
        _item(_K.CHAIR, _P.AROUND, 6, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
        _item(_K.BENCH, _P.WALL, 2, 1.7, 0.5),
    ),
)
PASSAGE = Purpose(names=("Passage",), least=1, most=400, furnishings=(_item(_K.RUG, _P.CENTER, 1, 3.0, 0.7),))
KITCHEN = Purpose(
    names=("Kitchen",),
    least=6,
    most=90,
    furnishings=(
        _item(_K.HEARTH, _P.WALL, 1, 1.8, 0.8),
        _item(_K.TABLE, _P.CENTER, 1, 1.8, 0.9),
        _item(_K.STOVE, _P.WALL, 1, 0.9, 0.8),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
        _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
    ),
)
STOREROOM = Purpose(
    names=("Storeroom", "Pantry", "Larder"),
    least=3,
    most=90,
    furnishings=(
        _item(_K.BARREL, _P.WALL, 4, 0.7, 0.7),
        _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
    ),
)
BEDCHAMBER = Purpose(
    names=("Bedchamber", "Guest chamber"),
    least=6,
    most=60,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 1.5, 1.9),
        _item(_K.CHEST, _P.WALL, 1, 0.9, 0.6),
        _item(_K.RUG, _P.CENTER, 1, 1.8, 1.2),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.ROUND_TABLE, _P.CORNER, 1, 0.8, 0.8),
    ),
)
STUDY = Purpose(
    names=("Study", "Library"),
    least=9,
    most=70,
    furnishings=(
        _item(_K.BOOKSHELF, _P.WALL, 4, 1.8, 0.5),
        _item(_K.TABLE, _P.CENTER, 1, 1.6, 0.8),
        _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
    ),
    treasure="A drawer with a false bottom",
)
DINING = Purpose(
    names=("Dining room",),
    least=12,
    most=90,
    furnishings=(
        _item(_K.TABLE, _P.CENTER, 1, 3.0, 1.1),
        _item(_K.CHAIR, _P.AROUND, 8, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
    ),
)
ROOMS = (KITCHEN, BEDCHAMBER, STOREROOM, DINING, STUDY)
