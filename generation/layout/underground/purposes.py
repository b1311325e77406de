"""What rooms of a dungeon are for, and what stands in them for it."""

from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

_TORCHLIT_CORNERS = _item(_K.BRAZIER, _P.CORNER, 2, 0.7, 0.7)
_LUMBER = (
    _item(_K.CRATE, _P.CORNER, 3, 0.85, 0.85),
    _item(_K.BARREL, _P.WALL, 3, 0.7, 0.7),
)

ENTRANCE = Purpose(
    names=("Entrance hall", "Antechamber", "Gatehouse"),
    least=9,
    most=1000,
    furnishings=(
        _item(_K.PILLAR, _P.COLONNADE, 8, 0.7, 0.7),
        _item(_K.RUG, _P.CENTER, 1, 1.6, 3.4),
        _item(_K.STATUE, _P.WALL, 2, 0.9, 0.9),
    ),
)

LAIR = (
    Purpose(
        names=("Throne room", "Hall of the usurper"),
        least=20,
        most=1000,
        furnishings=(
            _item(_K.THRONE, _P.HEAD, 1, 1.5, 1.2),
            _item(_K.RUG, _P.CENTER, 1, 1.8, 4.0),
            _item(_K.PILLAR, _P.COLONNADE, 10, 0.7, 0.7),
            _item(_K.BRAZIER, _P.CORNER, 4, 0.8, 0.8),
            _item(_K.STATUE, _P.WALL, 2, 0.9, 0.9),
        ),
        treasure="Whoever rules this place sits here",
    ),
    Purpose(
        names=("Sanctum", "Temple of the old god"),
        least=20,
        most=1000,
        furnishings=(
            _item(_K.MAGIC_CIRCLE, _P.CENTER, 1, 3.6, 3.6),
            _item(_K.ALTAR, _P.HEAD, 1, 1.9, 1.0),
            _item(_K.PILLAR, _P.COLONNADE, 10, 0.7, 0.7),
            _item(_K.BRAZIER, _P.CORNER, 4, 0.8, 0.8),
        ),
        treasure="The ritual circle is still warm",
    ),
    Purpose(
        names=("Royal crypt", "Tomb of kings"),
        least=20,
        most=1000,
        furnishings=(
            _item(_K.SARCOPHAGUS, _P.CENTER, 1, 1.3, 2.4),
            _item(_K.SARCOPHAGUS, _P.RANKS, 6, 0.95, 1.9),
            _item(_K.STATUE, _P.CORNER, 4, 0.9, 0.9),
            _item(_K.BONES, _P.SCATTER, 2, 0.8, 0.8),
        ),
        treasure="The lid of the middle coffin has been moved",
    ),
)

TREASURY = Purpose(
    names=("Hidden vault", "Secret treasury", "Sealed chamber"),
    least=4,
    most=1000,
    furnishings=(
        _item(_K.CHEST, _P.WALL, 3, 0.9, 0.65),
        _item(_K.STATUE, _P.CORNER, 1, 0.9, 0.9),
        _item(_K.CRATE, _P.CORNER, 2, 0.85, 0.85),
        _item(_K.BONES, _P.SCATTER, 1, 0.8, 0.8),
    ),
    treasure="Locked chests, untouched for a hundred years",
)

FLOODED = Purpose(
    names=("Flooded chamber", "Bathing pool", "Cistern"),
    least=4,
    most=1000,
    furnishings=(
        _item(_K.STATUE, _P.CORNER, 2, 0.9, 0.9),
        _item(_K.PILLAR, _P.CORNER, 4, 0.7, 0.7),
        _item(_K.BONES, _P.SCATTER, 1, 0.8, 0.8),
    ),
    treasure="Something glints under the water",
)

PURPOSES = (
    Purpose(
        names=("Guard room", "Watch post"),
        least=9,
        most=60,
        furnishings=(
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.95),
            _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
            _item(_K.WEAPON_RACK, _P.WALL, 2, 1.5, 0.5),
            _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
        ),
    ),
    Purpose(
        names=("Barracks", "Sleeping quarters"),
        least=20,
        most=110,
        furnishings=(
            _item(_K.BED, _P.RANKS, 8, 0.95, 1.85),
            _item(_K.CHEST, _P.WALL, 2, 0.8, 0.6),
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.95),
        ),
    ),
    Purpose(names=("Storeroom", "Cellar"), least=6, most=45, furnishings=_LUMBER),
    Purpose(
        names=("Cell", "Oubliette"),
        least=4,
        most=16,
        furnishings=(
            _item(_K.BONES, _P.SCATTER, 1, 0.8, 0.8),
            _item(_K.BED, _P.WALL, 1, 0.9, 1.7),
        ),
    ),
    Purpose(
        names=("Library", "Scriptorium", "Archive"),
        least=16,
        most=110,
        furnishings=(
            _item(_K.BOOKSHELF, _P.WALL, 7, 1.8, 0.5),
            _item(_K.RUG, _P.CENTER, 1, 2.6, 1.8),
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
            _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
        ),
        treasure="One of the books answers",
    ),
    Purpose(
        names=("Alchemist's laboratory", "Potion kitchen"),
        least=12,
        most=80,
        furnishings=(
            _item(_K.CAULDRON, _P.CENTER, 1, 1.2, 1.2),
            _item(_K.TABLE, _P.WALL, 3, 1.7, 0.8),
            _item(_K.BOOKSHELF, _P.WALL, 2, 1.6, 0.5),
            _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
        ),
        treasure="Bottles without labels",
    ),
    Purpose(
        names=("Kitchen", "Refectory"),
        least=12,
        most=80,
        furnishings=(
            _item(_K.TABLE, _P.CENTER, 1, 2.6, 1.0),
            _item(_K.CHAIR, _P.AROUND, 6, 0.5, 0.5),
            _item(_K.CAULDRON, _P.CORNER, 1, 0.9, 0.9),
            _item(_K.BARREL, _P.WALL, 3, 0.7, 0.7),
        ),
    ),
    Purpose(
        names=("Crypt", "Ossuary", "Burial chamber"),
        least=12,
        most=120,
        furnishings=(
            _item(_K.SARCOPHAGUS, _P.RANKS, 6, 0.95, 1.9),
            _item(_K.BONES, _P.SCATTER, 3, 0.8, 0.8),
        ),
        treasure="Something scratches inside a coffin",
    ),
    Purpose(
        names=("Shrine", "Chapel"),
        least=12,
        most=120,
        furnishings=(
            _item(_K.ALTAR, _P.HEAD, 1, 1.8, 0.95),
            _item(_K.RUG, _P.CENTER, 1, 1.2, 2.6),
            _TORCHLIT_CORNERS,
        ),
        treasure="An offering nobody dared to take",
    ),
    Purpose(
        names=("Armoury", "Smithy"),
        least=12,
        most=70,
        furnishings=(
            _item(_K.WEAPON_RACK, _P.WALL, 6, 1.6, 0.5),
            _item(_K.CRATE, _P.CORNER, 2, 0.85, 0.85),
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
        ),
    ),
    Purpose(
        names=("Pillared hall", "Great hall"),
        least=48,
        most=1000,
        furnishings=(
            _item(_K.PILLAR, _P.COLONNADE, 14, 0.75, 0.75),
            _item(_K.TABLE, _P.CENTER, 1, 3.6, 1.1),
            _item(_K.CHAIR, _P.AROUND, 8, 0.5, 0.5),
            _TORCHLIT_CORNERS,
        ),
    ),
    Purpose(
        names=("Summoning chamber", "Hall of runes"),
        least=25,
        most=120,
        furnishings=(
            _item(_K.MAGIC_CIRCLE, _P.CENTER, 1, 3.0, 3.0),
            _item(_K.BRAZIER, _P.CORNER, 4, 0.7, 0.7),
            _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
        ),
        treasure="The circle is not quite closed",
    ),
    Purpose(
        names=("Well room", "Cistern"),
        least=9,
        most=70,
        furnishings=(
            _item(_K.WELL, _P.CENTER, 1, 1.6, 1.6),
            _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
            _item(_K.CRATE, _P.CORNER, 1, 0.85, 0.85),
        ),
    ),
    Purpose(
        names=("Bedchamber", "Captain's quarters"),
        least=12,
        most=60,
        furnishings=(
            _item(_K.BED, _P.WALL, 1, 1.6, 1.9),
            _item(_K.RUG, _P.CENTER, 1, 2.4, 1.6),
            _item(_K.CHEST, _P.WALL, 1, 0.9, 0.65),
            _item(_K.BOOKSHELF, _P.WALL, 1, 1.6, 0.5),
            _item(_K.ROUND_TABLE, _P.CORNER, 1, 0.9, 0.9),
        ),
        treasure="A letter under the mattress",
    ),
    Purpose(
        names=("Collapsed chamber", "Beast's den"),
        least=9,
        most=120,
        furnishings=(
            _item(_K.ROCKS, _P.SCATTER, 4, 0.9, 0.9),
            _item(_K.BONES, _P.SCATTER, 3, 0.8, 0.8),
        ),
    ),
)
