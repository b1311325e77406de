"""Who lives and works in the houses of a town."""

from dataclasses import dataclass

from generation.layout.built import purposes as p
from generation.layout.built.inn import INN_HALL
from generation.layout.furnishing import Furnishing, Placing, Purpose
from generation.layout.furnishing import furnishing as _item
from generation.layout.plan import PropKind

_K, _P = PropKind, Placing


@dataclass(frozen=True, kw_only=True)
class Trade:
    """What one house of a town is: `front` is its room on the street, `back` the rooms behind that."""

    names: tuple[str, ...]
    front: Purpose
    back: tuple[Purpose, ...] = (p.KITCHEN, p.BEDCHAMBER)
    told: tuple[str, str] | None = None  #: kind and description of the note a game master finds
    sign: bool = True  #: whether a sign hangs out


def _front(*furnishings: Furnishing) -> Purpose:
    return Purpose(names=("Shop",), least=4, most=900, furnishings=furnishings)


_SHELVES = _item(_K.CUPBOARD, _P.WALL, 2, 1.6, 0.5)
_BOXES = _item(_K.CRATE, _P.CORNER, 2, 0.85, 0.85)
_BARRELS = _item(_K.BARREL, _P.WALL, 2, 0.7, 0.7)
_COUNTER = _item(_K.BAR, _P.CENTER, 1, 2.4, 0.7)
_BENCHES = _item(_K.BENCH, _P.RANKS, 8, 0.9, 1.7)

INN = Trade(
    names=("The Gilded Goose", "The Three Cups", "The Leaping Pike", "The Lamb and Lion"),
    front=INN_HALL,
    back=(p.KITCHEN, p.BEDCHAMBER, p.STOREROOM),
    told=("quest", "A notice on the door offers silver for a missing cooper"),
)
TEMPLE = Trade(
    names=("Temple of the dawn", "Chapel of the harvest", "Shrine of the river"),
    front=_front(
        _item(_K.ALTAR, _P.HEAD, 1, 1.9, 0.95),
        _item(_K.RUG, _P.CENTER, 1, 1.0, 3.4),
        _BENCHES,
        _item(_K.BRAZIER, _P.CORNER, 2, 0.6, 0.6),
        _item(_K.STATUE, _P.WALL, 2, 0.8, 0.8),
    ),
    back=(p.STUDY,),
    told=("service", "The priest heals for an offering, and asks what was seen on the road"),
    sign=False,
)
SMITHY = Trade(
    names=("Smithy", "Forge"),
    front=_front(
        _item(_K.HEARTH, _P.CHIMNEY, 1, 1.8, 0.85),
        _item(_K.ANVIL, _P.CENTER, 1, 0.9, 0.9),
        _item(_K.WEAPON_RACK, _P.WALL, 2, 1.5, 0.5),
        _BARRELS,
        _BOXES,
    ),
    told=("service", "Mends armour over night, and keeps what nobody fetches"),
)
TRADES = (
    SMITHY,
    Trade(
        names=("General store", "Chandler", "Grocer"),
        front=_front(_COUNTER, _SHELVES, _BARRELS, _BOXES, _item(_K.CRATE, _P.WALL, 3, 0.85, 0.85)),
        back=(p.STOREROOM, p.BEDCHAMBER),
        told=("service", "Rope, lamp oil, rations; more expensive since the bridge fell"),
    ),
    Trade(
        names=("Bakery",),
        front=_front(
            _item(_K.STOVE, _P.CHIMNEY, 2, 0.95, 0.85),
            _item(_K.TABLE, _P.CENTER, 1, 1.8, 0.9),
            _SHELVES,
            _BARRELS,
            _BOXES,
        ),
        back=(p.STOREROOM, p.BEDCHAMBER),
    ),
    Trade(
        names=("Apothecary", "Herbalist"),
        front=_front(
            _item(_K.CAULDRON, _P.CHIMNEY, 1, 0.95, 0.95),
            _item(_K.BOOKSHELF, _P.WALL, 2, 1.6, 0.5),
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.85),
            _SHELVES,
            _item(_K.BARREL, _P.CORNER, 1, 0.7, 0.7),
        ),
        told=("service", "Sells healing draughts, buys nightshade"),
    ),
    Trade(
        names=("Watch house", "Guard post"),
        front=_front(
            _item(_K.TABLE, _P.CENTER, 1, 1.7, 0.9),
            _item(_K.CHAIR, _P.AROUND, 4, 0.5, 0.5),
            _item(_K.WEAPON_RACK, _P.WALL, 2, 1.5, 0.5),
            _item(_K.CHEST, _P.CORNER, 1, 0.85, 0.6),
        ),
        back=(p.SERVANTS, p.STOREROOM),
        told=("danger", "The sergeant takes bribes; the lieutenant takes notes"),
    ),
    Trade(
        names=("Carpenter", "Cartwright", "Cooper"),
        front=_front(
            _item(_K.TABLE, _P.CENTER, 1, 2.2, 0.9),
            _item(_K.LOG, _P.WALL, 2, 1.7, 0.5),
            _item(_K.TABLE, _P.WALL, 1, 1.7, 0.75),
            _BOXES,
            _BARRELS,
        ),
    ),
    Trade(
        names=("Scribe", "Notary", "Magistrate"),
        front=_front(
            _item(_K.RUG, _P.CENTER, 1, 2.0, 1.4),
            _item(_K.TABLE, _P.CENTER, 1, 1.6, 0.85),
            _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
            _item(_K.BOOKSHELF, _P.WALL, 3, 1.6, 0.5),
            _item(_K.CHEST, _P.CORNER, 1, 0.85, 0.6),
        ),
        told=("treasure", "The deeds of half the town lie in an iron chest"),
    ),
    Trade(
        names=("Tailor", "Weaver", "Saddler", "Shoemaker"),
        front=_front(
            _item(_K.TABLE, _P.CENTER, 1, 1.8, 0.9),
            _SHELVES,
            _item(_K.CHEST, _P.WALL, 2, 0.85, 0.6),
            _item(_K.CHAIR, _P.AROUND, 2, 0.5, 0.5),
            _item(_K.RUG, _P.CENTER, 1, 1.6, 1.0),
        ),
    ),
    Trade(
        names=("Warehouse", "Granary", "Wool store"),
        front=_front(
            _item(_K.CRATE, _P.WALL, 5, 0.9, 0.9),
            _item(_K.BARREL, _P.WALL, 4, 0.75, 0.75),
            _item(_K.CRATE, _P.SCATTER, 3, 0.85, 0.85),
            _item(_K.CHEST, _P.CORNER, 1, 0.85, 0.6),
        ),
        back=(p.STOREROOM, p.STOREROOM),
        told=("quest", "At night lanterns move behind the shutters"),
    ),
    Trade(
        names=("Brewer", "Butcher", "Fishmonger"),
        front=_front(
            _COUNTER,
            _item(_K.BARREL, _P.WALL, 5, 0.75, 0.75),
            _item(_K.CAULDRON, _P.CHIMNEY, 1, 1.0, 1.0),
            _BOXES,
        ),
        back=(p.STOREROOM, p.BEDCHAMBER),
    ),
    Trade(
        names=("Livery stable", "Carter"),
        front=p.STABLE,
        back=(p.SERVANTS, p.STOREROOM),
        told=("service", "Hires out horses and one very old mule"),
    ),
    Trade(
        names=("Barber surgeon", "Midwife", "Bath house"),
        front=_front(
            _item(_K.CAULDRON, _P.CHIMNEY, 1, 1.0, 1.0),
            _item(_K.BENCH, _P.WALL, 2, 1.6, 0.45),
            _item(_K.BED, _P.WALL, 1, 0.95, 1.85),
            _SHELVES,
            _BARRELS,
        ),
    ),
)
DWELLINGS = (
    Trade(
        names=("Burgher's house", "Widow's house", "Captain's house", "Merchant's house", "Alderman's house"),
        front=p.PARLOR_HALL,
        sign=False,
    ),
    Trade(
        names=("Cottage", "Fisher's cottage", "Shepherd's cottage", "Old cottage", "Gardener's cottage"),
        front=p.COTTAGE,
        back=(p.PANTRY,),
        sign=False,
    ),
    Trade(
        names=("Labourers' house", "Boarding house", "Crooked house", "Empty house", "Potter's house"),
        front=p.PARLOR_HALL,
        back=(p.SERVANTS, p.KITCHEN),
        sign=False,
    ),
)
