"""Places worth a journey that nobody lives at: ruins, lairs, shrines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from generation.layout.lands.land import Land
from generation.layout.lands.sheet import Field
from generation.vocabulary import MapEnvironment, TerrainType


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of place: where it lies, what it is called, what is told of it."""

    kind: str
    grounds: tuple[TerrainType, ...]  #: empty: anywhere
    remote: bool  #: far from settlements, rather than near
    names: tuple[str, ...]
    tales: tuple[str, ...]
    gm_only: bool = False
    coastal: bool = False


_ADJECTIVES = (
    "Ashen", "Broken", "Crooked", "Drowned", "Fallen", "Forgotten", "Gilded", "Hollow", "Howling", "Iron",
    "Last", "Moonlit", "Nameless", "Pale", "Ravening", "Red", "Sable", "Shattered", "Silent", "Sunken",
    "Thorned", "Twilight", "Wailing", "Weeping", "Whispering", "Withered",
)  # fmt: skip
WORDS: Mapping[str, tuple[str, ...]] = {
    "adjective": _ADJECTIVES,
    "saint": ("Aldric", "Brenna", "Corvin", "Dagna", "Elowen", "Farren", "Isolde", "Marek", "Oriel", "Sabra"),
    "beast": ("Basilisk", "Griffon", "Hydra", "Manticore", "Ogre", "Troll", "Wyrm", "Wyvern"),
    "metal": ("Copper", "Gold", "Iron", "Lead", "Salt", "Silver", "Tin"),
}

_HEIGHTS = (TerrainType.MOUNTAIN, TerrainType.HILL)
_WILDS = (TerrainType.TREES, TerrainType.DIFFICULT, TerrainType.SAND, TerrainType.SNOW)

KINDS: tuple[Kind, ...] = (
    Kind(
        kind="ruin",
        grounds=_WILDS,
        remote=True,
        names=("Ruins of {root}", "{adjective} Halls", "Old {root}"),
        tales=(
            "Roofless halls under creeper; the cellars are dry and somebody sweeps them.",
            "A city that one winter emptied. No two tales agree on why.",
            "Fallen columns of a people whose script nobody reads.",
        ),
    ),
    Kind(
        kind="castle",
        grounds=(TerrainType.HILL,),
        remote=False,
        names=("Castle {root}", "{root} Keep", "{adjective} Keep"),
        tales=(
            "Its lord takes a toll of all who pass below.",
            "Half a garrison holds it, and waits for pay.",
            "Three sieges broke on its walls; a fourth is spoken of.",
        ),
    ),
    Kind(
        kind="lair",
        grounds=_HEIGHTS,
        remote=True,
        gm_only=True,
        names=("{beast}'s Lair", "{beast} Crag", "Den of the {beast}"),
        tales=(
            "Gnawed bones and melted coin about a cleft in the rock.",
            "Shepherds lose more sheep here than wolves could eat.",
            "What sleeps inside wakes once in a generation, and this is the year.",
        ),
    ),
    Kind(
        kind="mine",
        grounds=_HEIGHTS,
        remote=False,
        names=("{metal} Delvings", "{adjective} Mine", "{root} Mine"),
        tales=(
            "The deepest gallery was walled up from the inside.",
            "The seam is rich and the miners want guards.",
            "Closed since the flood; at night there is hammering.",
        ),
    ),
    Kind(
        kind="temple",
        grounds=(),
        remote=False,
        names=("Temple of Saint {saint}", "{adjective} Abbey", "Abbey of {root}"),
        tales=(
            "Pilgrims come for the spring, and thieves for the pilgrims.",
            "The choir sings by day and by night, and must not stop.",
            "Its library lends no book, and reads all letters.",
        ),
    ),
    Kind(
        kind="tower",
        grounds=(),
        remote=True,
        names=("{adjective} Tower", "Tower of {root}", "{saint}'s Spire"),
        tales=(
            "A light burns at the top, and no door leads in.",
            "The wizard has not been seen since spring; the weather about it has.",
            "A watchtower of the old border, let to whoever pays.",
        ),
    ),
    Kind(
        kind="cave",
        grounds=(*_HEIGHTS, TerrainType.TREES),
        remote=True,
        gm_only=True,
        names=("{adjective} Cavern", "{adjective} Hollow", "{saint}'s Cave"),
        tales=(
            "A cold wind blows out of it, and sometimes in.",
            "Smugglers keep goods here, and a map of three more caves.",
            "Painted walls that tell of what is to come.",
        ),
    ),
    Kind(
        kind="shrine",
        grounds=(),
        remote=False,
        names=("Shrine of {saint}", "{adjective} Shrine", "{saint}'s Rest"),
        tales=(
            "Who leaves bread here walks safely until the next night.",
            "The statue's face has been cut off, and grows back.",
            "An oath sworn here binds, whoever swears it.",
        ),
    ),
    Kind(
        kind="standing stones",
        grounds=(TerrainType.GRASS, TerrainType.HILL),
        remote=True,
        names=("{adjective} Stones", "{saint}'s Circle", "{root} Stones"),
        tales=(
            "Counted by day they are nineteen, by night twenty.",
            "On the shortest night the ring opens on another shore.",
        ),
    ),
    Kind(
        kind="lighthouse",
        grounds=(),
        remote=False,
        coastal=True,
        names=("{root} Light", "{adjective} Beacon", "{saint}'s Lantern"),
        tales=(
            "Its keeper logs ships that never made port.",
            "The lamp went out a week ago.",
        ),
    ),
    Kind(
        kind="battlefield",
        grounds=(TerrainType.GRASS,),
        remote=False,
        names=("{adjective} Field", "Field of {root}", "{root} Barrows"),
        tales=(
            "Ploughs still turn up helmets, and what wears them.",
            "Two kings died here; both sides keep the day as a victory.",
        ),
    ),
)

FAVOURED: Mapping[MapEnvironment, tuple[str, ...]] = {
    MapEnvironment.RUINS: ("ruin",),
    MapEnvironment.CAVE: ("cave", "lair"),
    MapEnvironment.DUNGEON: ("ruin", "cave"),
    MapEnvironment.BUILDING: ("castle", "temple"),
    MapEnvironment.COAST: ("lighthouse",),
    MapEnvironment.SHIP: ("lighthouse",),
    MapEnvironment.MOUNTAIN: ("mine", "lair"),
}


@dataclass(frozen=True)
class Place:
    """Where one such place lies."""

    kind: Kind
    cell: int


def places_of(
    rng: np.random.Generator,
    land: Land,
    biomes: Mapping[TerrainType, Field],
    taken: Sequence[int],
    count: int,
) -> Iterator[Place]:
    """Up to `count` places, apart from each other and from the cells that are taken."""
    kinds = [
        KINDS[index] for _ in range(count // len(KINDS) + 1) for index in rng.permutation(len(KINDS)).tolist()
    ]
    busy = np.ones(land.sheet.shape, dtype=np.bool_)
    busy.flat[list(taken)] = False
    away = np.asarray(ndimage.distance_transform_edt(busy))
    apart = 0.3 * np.sqrt(land.land.sum() / (count + len(taken) + 1))
    down, across = np.indices(land.sheet.shape)
    usable = land.dry & (land.shore > 1.2) & (land.lake_depth < -1) & _inside(land)
    grounds = {terrain: field > 0 for terrain, field in biomes.items()}
    grounds[TerrainType.GRASS] = ~np.any([mask for mask in grounds.values()], axis=0)
    found = 0
    for kind in kinds:
        fits = usable & (away > max(apart, 4))
        if kind.grounds:
            fits &= np.any([grounds[terrain] for terrain in kind.grounds], axis=0)
        if kind.coastal:
            fits &= land.shore < 5
        if not fits.any():
            fits = usable & (away > 3) if found + len(KINDS) > len(kinds) else fits
        if not fits.any() or found == count:
            continue
        liking = np.minimum(away, 4 * apart) * (1 if kind.remote else -0.6) + apart * rng.normal(
            0, 1, fits.shape
        )
        cell = int(np.argmax(np.where(fits, liking, -np.inf)))
        row, column = divmod(cell, land.sheet.columns)
        away = np.minimum(away, np.hypot(down - row, across - column))
        found += 1
        yield Place(kind, cell)


def _inside(land: Land) -> Field:
    rows, columns = np.indices(land.sheet.shape)
    near = np.min([rows, land.sheet.rows - 1 - rows, columns, land.sheet.columns - 1 - columns], axis=0)
    return np.asarray(near > 3)
