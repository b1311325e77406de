"""What rooms of ruins were, and what is left in them."""

from generation.layout.furnishing import Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing

_DEBRIS = (
    _item(_K.ROCKS, _P.SCATTER, 2, 0.8, 0.8),
    _item(_K.BUSH, _P.CORNER, 1, 0.85, 0.85),
)
NAVE = Purpose(
    names=("Nave", "Sanctuary", "Hall of columns"),
    least=12,
    most=2000,
    furnishings=(
        _item(_K.ALTAR, _P.HEAD, 1, 1.9, 0.95),
        _item(_K.COLUMN, _P.COLONNADE, 12, 0.8, 0.8),
        _item(_K.STATUE, _P.CORNER, 2, 0.9, 0.9),
        _item(_K.COLUMN, _P.SCATTER, 2, 0.7, 1.9),
        *_DEBRIS,
    ),
    treasure="Fresh flowers lie on the altar",
)
HALL = Purpose(
    names=("Great hall", "Audience hall", "Old hall"),
    least=9,
    most=2000,
    furnishings=(
        _item(_K.COLUMN, _P.COLONNADE, 10, 0.75, 0.75),
        _item(_K.THRONE, _P.HEAD, 1, 1.3, 1.1),
        _item(_K.COLUMN, _P.SCATTER, 1, 0.7, 1.8),
        *_DEBRIS,
        _item(_K.BONES, _P.SCATTER, 1, 0.8, 0.8),
    ),
    treasure="Somebody has swept the dais",
)
COURT = Purpose(
    names=("Courtyard", "Ward", "Cloister"),
    least=9,
    most=9000,
    furnishings=(
        _item(_K.WELL, _P.CENTER, 1, 1.6, 1.6),
        _item(_K.BUSH, _P.SCATTER, 3, 0.9, 0.9),
        *_DEBRIS,
    ),
)
CRYPT = Purpose(
    names=("Chapel", "Burial chamber", "Mausoleum"),
    least=6,
    most=400,
    furnishings=(
        _item(_K.STAIRS_DOWN, _P.WALL, 1, 1.0, 1.8),
        _item(_K.SARCOPHAGUS, _P.RANKS, 4, 0.95, 1.85),
        _item(_K.STATUE, _P.CORNER, 2, 0.85, 0.85),
        _item(_K.BONES, _P.SCATTER, 1, 0.7, 0.7),
    ),
)
CAMP = Purpose(
    names=("Bandits' camp", "Somebody's camp", "Shelter"),
    least=9,
    most=400,
    furnishings=(
        _item(_K.CAMPFIRE, _P.CENTER, 1, 1.0, 1.0),
        _item(_K.LOG, _P.AROUND, 2, 1.2, 0.4),
        _item(_K.CRATE, _P.CORNER, 2, 0.85, 0.85),
        _item(_K.TENT, _P.WALL, 1, 1.9, 1.9),
        _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
    ),
    treasure="The ashes are warm; six people slept here",
)
STORE = Purpose(
    names=("Treasury", "Old vault", "Armoury"),
    least=4,
    most=200,
    furnishings=(
        _item(_K.CHEST, _P.WALL, 2, 0.9, 0.65),
        _item(_K.WEAPON_RACK, _P.WALL, 1, 1.5, 0.5),
        _item(_K.ROCKS, _P.SCATTER, 2, 0.8, 0.8),
        _item(_K.BONES, _P.SCATTER, 1, 0.8, 0.8),
    ),
    treasure="Under the fallen beam lies a chest that nobody could lift",
)
LAIR = Purpose(
    names=("Beast's lair", "Owlbear's den", "Wolves' den"),
    least=9,
    most=400,
    furnishings=(
        _item(_K.BONES, _P.SCATTER, 4, 0.85, 0.85),
        _item(_K.ROCKS, _P.SCATTER, 3, 0.9, 0.9),
        _item(_K.HAY, _P.CORNER, 1, 0.95, 0.95),
    ),
    treasure="What lives here is out hunting, for now",
)
CHAMBER = Purpose(
    names=("Roofless chamber", "Fallen chamber", "Overgrown room", "Cell", "Broken room"),
    least=1,
    most=900,
    furnishings=(
        _item(_K.ROCKS, _P.SCATTER, 2, 0.85, 0.85),
        _item(_K.BUSH, _P.SCATTER, 2, 0.9, 0.9),
        _item(_K.BONES, _P.SCATTER, 1, 0.7, 0.7),
    ),
)
SCULLERY = Purpose(
    names=("Old kitchen", "Bakehouse"),
    least=6,
    most=120,
    furnishings=(
        _item(_K.CAULDRON, _P.WALL, 1, 0.95, 0.95),
        _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
        _item(_K.BARREL, _P.CORNER, 2, 0.7, 0.7),
        *_DEBRIS,
    ),
)
TOWER = Purpose(
    names=("Collapsed tower", "Watch tower", "Tower stump"),
    least=4,
    most=120,
    furnishings=(
        _item(_K.STAIRS_UP, _P.WALL, 1, 1.0, 1.8),
        _item(_K.ROCKS, _P.SCATTER, 3, 0.85, 0.85),
        _item(_K.BONES, _P.SCATTER, 1, 0.7, 0.7),
    ),
)
PASSAGE = Purpose(names=("Passage", "Broken gallery"), least=1, most=900, furnishings=())
FIRST = ((CRYPT, 18), (CAMP, 25), (STORE, 10), (CHAMBER, 16), (LAIR, 28))
MORE = ((CHAMBER, 16), (SCULLERY, 16), (CHAMBER, 20), (STORE, 10))
"""What rooms are, with their spaces: the first ones first, then these in turn."""
OUTLIERS = (TOWER, CHAMBER, STORE, CRYPT, LAIR, CHAMBER)
"""What lesser ruins about a large one are."""
