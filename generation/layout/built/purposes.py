"""What rooms of houses are for, and what stands in them for it."""

from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

_CHAIR = _item(_K.CHAIR, _P.BEFORE, 1, 0.5, 0.5)
_HEARTH = _item(_K.HEARTH, _P.CHIMNEY, 1, 1.8, 0.8)

HALL = Purpose(
    names=("Entrance hall", "Hall"),
    least=9,
    most=500,
    furnishings=(
        _HEARTH,
        _item(_K.BENCH, _P.BEFORE, 1, 1.4, 0.45),
        _item(_K.CARPET, _P.CENTER, 1, 3.2, 2.0),
        _item(_K.ROUND_TABLE, _P.CENTER, 1, 1.2, 1.2),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
        _item(_K.STATUE, _P.CORNER, 2, 0.8, 0.8),
        _item(_K.BENCH, _P.WALL, 2, 1.6, 0.45),
    ),
)
GREAT_HALL = Purpose(
    names=("Great hall",),
    least=40,
    most=900,
    furnishings=(
        _HEARTH,
        _item(_K.CARPET, _P.CENTER, 1, 2.4, 5.2),
        _item(_K.TABLE, _P.CENTER, 1, 1.2, 4.4),
        _item(_K.CHAIR, _P.AROUND, 8, 0.5, 0.5),
        _item(_K.PILLAR, _P.COLONNADE, 8, 0.6, 0.6),
        _item(_K.WEAPON_RACK, _P.WALL, 2, 1.5, 0.5),
        _item(_K.STATUE, _P.CORNER, 2, 0.8, 0.8),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
    ),
    treasure="The lord receives here; one of the portraits has eyes that move",
)
PARLOR_HALL = Purpose(
    names=("Hearth room", "Living room"),
    least=4,
    most=200,
    furnishings=(
        _HEARTH,
        _item(_K.CHAIR, _P.BEFORE, 2, 0.55, 0.55),
        _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
        _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.CHEST, _P.WALL, 1, 0.8, 0.6),
        _item(_K.RUG, _P.CENTER, 1, 1.8, 1.2),
    ),
)
COTTAGE = Purpose(
    names=("Cottage",),
    least=4,
    most=200,
    furnishings=(
        _HEARTH,
        _item(_K.BED, _P.WALL, 1, 0.95, 1.85),
        _item(_K.TABLE, _P.CENTER, 1, 1.6, 0.9),
        _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.CHEST, _P.WALL, 1, 0.8, 0.6),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
    ),
)
PASSAGE = Purpose(
    names=("Passage", "Corridor"),
    least=1,
    most=400,
    furnishings=(),
)
KITCHEN = Purpose(
    names=("Kitchen",),
    least=6,
    most=120,
    furnishings=(
        _HEARTH,
        _item(_K.CAULDRON, _P.BEFORE, 1, 0.6, 0.6),
        _item(_K.STOVE, _P.CHIMNEY, 1, 0.95, 0.8),
        _item(_K.TABLE, _P.CENTER, 1, 2.2, 0.95),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
        _item(_K.TABLE, _P.WALL, 1, 1.7, 0.7),
        _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
        _item(_K.CRATE, _P.CORNER, 1, 0.8, 0.8),
    ),
    treasure="The cook has not slept for three nights, and will not say why",
)
PANTRY = Purpose(
    names=("Pantry", "Larder", "Scullery", "Wood store"),
    least=2,
    most=40,
    furnishings=(
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
        _item(_K.BARREL, _P.WALL, 3, 0.7, 0.7),
        _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85),
    ),
)
STOREROOM = Purpose(
    names=("Storeroom", "Lumber room", "Cold store"),
    least=2,
    most=400,
    furnishings=(
        _item(_K.CRATE, _P.CORNER, 3, 0.85, 0.85),
        _item(_K.BARREL, _P.WALL, 4, 0.7, 0.7),
        _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85),
        _item(_K.CHEST, _P.WALL, 1, 0.9, 0.6),
    ),
)
DINING = Purpose(
    names=("Dining room", "Breakfast room", "Banquet room"),
    least=12,
    most=160,
    furnishings=(
        _item(_K.CARPET, _P.CENTER, 1, 3.6, 2.2),
        _item(_K.TABLE, _P.CENTER, 1, 3.0, 1.1),
        _item(_K.CHAIR, _P.AROUND, 8, 0.5, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
    ),
)
PARLOR = Purpose(
    names=("Parlour", "Drawing room", "Music room", "Smoking room"),
    least=9,
    most=140,
    furnishings=(
        _HEARTH,
        _item(_K.CHAIR, _P.BEFORE, 2, 0.6, 0.6),
        _item(_K.CARPET, _P.CENTER, 1, 2.8, 2.0),
        _item(_K.ROUND_TABLE, _P.CENTER, 1, 1.1, 1.1),
        _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
        _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
    ),
)
MASTER = Purpose(
    names=("Master bedchamber", "Lord's chamber", "Lady's chamber"),
    least=12,
    most=120,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 1.7, 1.95),
        _item(_K.CARPET, _P.CENTER, 1, 2.4, 1.8),
        _HEARTH,
        _item(_K.CHEST, _P.WALL, 1, 0.95, 0.65),
        _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5),
        _item(_K.TABLE, _P.WALL, 1, 1.5, 0.7),
        _CHAIR,
    ),
    treasure="Under the mattress lie letters that somebody would kill for",
)
BEDCHAMBER = Purpose(
    names=("Bedchamber", "Guest chamber", "Children's room", "Blue chamber", "Old nursery", "Red chamber"),
    least=6,
    most=90,
    furnishings=(
        _item(_K.BED, _P.WALL, 1, 1.5, 1.9),
        _item(_K.RUG, _P.CENTER, 1, 1.9, 1.2),
        _item(_K.CHEST, _P.WALL, 1, 0.9, 0.6),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
        _item(_K.TABLE, _P.WALL, 1, 1.3, 0.65),
        _CHAIR,
    ),
)
SERVANTS = Purpose(
    names=("Servants' room", "Grooms' room", "Maids' room"),
    least=6,
    most=90,
    furnishings=(
        _item(_K.BED, _P.RANKS, 4, 0.95, 1.85),
        _item(_K.CHEST, _P.WALL, 2, 0.8, 0.6),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.5, 0.5),
    ),
)
STUDY = Purpose(
    names=("Study", "Counting room", "Office"),
    least=6,
    most=90,
    furnishings=(
        _item(_K.CARPET, _P.CENTER, 1, 2.2, 1.6),
        _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.85),
        _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
        _item(_K.BOOKSHELF, _P.WALL, 3, 1.8, 0.5),
        _item(_K.CHEST, _P.CORNER, 1, 0.8, 0.6),
    ),
    treasure="A drawer with a false bottom holds the deed that everybody looks for",
)
LIBRARY = Purpose(
    names=("Library", "Archive"),
    least=14,
    most=160,
    furnishings=(
        _item(_K.CARPET, _P.CENTER, 1, 2.8, 1.8),
        _item(_K.TABLE, _P.CENTER, 1, 1.8, 0.9),
        _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
        _item(_K.BOOKSHELF, _P.WALL, 6, 1.8, 0.5),
    ),
    treasure="One of the books is chained, and warm to the touch",
)
CHAPEL = Purpose(
    names=("Chapel", "House shrine"),
    least=12,
    most=200,
    furnishings=(
        _item(_K.ALTAR, _P.HEAD, 1, 1.8, 0.9),
        _item(_K.RUG, _P.CENTER, 1, 1.0, 2.6),
        _item(_K.BENCH, _P.RANKS, 6, 0.9, 1.6),
        _item(_K.BRAZIER, _P.CORNER, 2, 0.6, 0.6),
    ),
)
WORKSHOP = Purpose(
    names=("Workshop", "Sewing room", "Still room"),
    least=8,
    most=120,
    furnishings=(
        _item(_K.TABLE, _P.WALL, 2, 1.8, 0.8),
        _CHAIR,
        _item(_K.TABLE, _P.CENTER, 1, 1.8, 0.9),
        _item(_K.CRATE, _P.CORNER, 2, 0.85, 0.85),
        _item(_K.CUPBOARD, _P.WALL, 1, 1.6, 0.5),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
    ),
)
ARMORY = Purpose(
    names=("Armoury", "Trophy room", "Fencing room"),
    least=9,
    most=160,
    furnishings=(
        _item(_K.WEAPON_RACK, _P.WALL, 4, 1.6, 0.5),
        _item(_K.RUG, _P.CENTER, 1, 2.6, 1.6),
        _item(_K.STATUE, _P.CORNER, 2, 0.8, 0.8),
        _item(_K.CHEST, _P.WALL, 1, 0.9, 0.6),
    ),
)
WASHROOM = Purpose(
    names=("Washroom", "Laundry", "Bath"),
    least=4,
    most=60,
    furnishings=(
        _item(_K.CAULDRON, _P.CHIMNEY, 1, 0.95, 0.95),
        _item(_K.BARREL, _P.WALL, 2, 0.8, 0.8),
        _item(_K.BENCH, _P.WALL, 1, 1.5, 0.45),
    ),
)
GALLERY = Purpose(
    names=("Gallery", "Ballroom", "Winter garden"),
    least=30,
    most=900,
    furnishings=(
        _item(_K.CARPET, _P.CENTER, 1, 2.4, 5.6),
        _item(_K.PILLAR, _P.COLONNADE, 10, 0.6, 0.6),
        _item(_K.STATUE, _P.WALL, 4, 0.8, 0.8),
        _item(_K.BENCH, _P.WALL, 4, 1.6, 0.45),
        _item(_K.BRAZIER, _P.CORNER, 4, 0.6, 0.6),
    ),
    treasure="The statue at the end has a fresh scratch on its plinth",
)
HIDDEN = Purpose(
    names=("Hidden closet", "Secret room", "Priest's hole"),
    least=1,
    most=60,
    furnishings=(
        _item(_K.CHEST, _P.WALL, 2, 0.9, 0.65),
        _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        _item(_K.MAGIC_CIRCLE, _P.CENTER, 1, 2.0, 2.0),
        _item(_K.BONES, _P.SCATTER, 1, 0.7, 0.7),
    ),
    treasure="No door of the house leads here, or so the family believes",
)
STABLE = Purpose(
    names=("Stable", "Barn", "Byre"),
    least=4,
    most=400,
    furnishings=(
        _item(_K.HAY, _P.CORNER, 2, 0.95, 0.95),
        _item(_K.HAY, _P.RANKS, 4, 0.9, 0.9),
        _item(_K.BARREL, _P.WALL, 1, 0.7, 0.7),
        _item(_K.CRATE, _P.WALL, 1, 0.85, 0.85),
        _item(_K.WEAPON_RACK, _P.WALL, 1, 1.4, 0.45),
    ),
)
SHED = Purpose(
    names=("Tool shed", "Wood shed", "Wash house"),
    least=2,
    most=60,
    furnishings=(
        _item(_K.CRATE, _P.CORNER, 2, 0.8, 0.8),
        _item(_K.LOG, _P.WALL, 1, 1.4, 0.5),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
        _item(_K.TABLE, _P.WALL, 1, 1.5, 0.7),
    ),
)
PRIVY = Purpose(
    names=("Privy",),
    least=1,
    most=9,
    furnishings=(_item(_K.BENCH, _P.WALL, 1, 0.9, 0.5),),
)
