"""The kinds of places that are worth a journey, and what is told of them."""

from dataclasses import dataclass

from generation.vocabulary import TerrainType


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of place: where it lies, what it is called, what is told of it."""

    kind: str
    names: tuple[str, ...]  #: patterns for `Namer.of`
    tales: tuple[str, ...]
    grounds: tuple[TerrainType, ...] = ()  #: empty: anywhere
    remote: bool = False  #: far from settlements, rather than near
    gm_only: bool = False
    coastal: bool = False
    by_road: bool = False


_HEIGHTS = (TerrainType.MOUNTAIN, TerrainType.HILL)
_WILDS = (TerrainType.TREES, TerrainType.DIFFICULT, TerrainType.SAND, TerrainType.SNOW)

BRIDGE = Kind(
    kind="bridge",
    names=("{adjective} Bridge", "{root} Bridge", "{saint}'s Bridge"),
    tales=(
        "Old stone, older toll. The keeper counts heads and remembers them.",
        "The middle arch is new; nobody says what took the old one.",
        "The only dry crossing for a day's ride in either direction.",
        "Lovers hang locks on the rail, and the miller cuts them off by night.",
    ),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        kind="ruin",
        grounds=_WILDS,
        remote=True,
        names=("Ruins of {root}", "{adjective} Halls", "Old {root}", "Fallen {root}"),
        tales=(
            "Roofless halls under creeper. The cellars are dry, and somebody sweeps them.",
            "A city that one winter emptied. No two tales agree on why.",
            "Columns of a people whose script nobody reads any more.",
            "Treasure hunters camp at the gate, and none of them goes in after dusk.",
        ),
    ),
    Kind(
        kind="castle",
        grounds=(TerrainType.HILL, TerrainType.GRASS),
        names=("Castle {root}", "{root} Keep", "{adjective} Keep", "{beast}'s Hold"),
        tales=(
            "Its lord takes a toll of all who pass below.",
            "Half a garrison holds it, and waits for pay.",
            "Three sieges broke on its walls. A fourth is spoken of.",
            "The heir has been dead for a year and still signs letters.",
        ),
    ),
    Kind(
        kind="lair",
        grounds=_HEIGHTS,
        remote=True,
        gm_only=True,
        names=("{beast}'s Lair", "{beast} Crag", "Den of the {beast}", "{beast}'s Maw"),
        tales=(
            "Gnawed bones and molten coin about a cleft in the rock.",
            "Shepherds lose more sheep here than wolves could eat.",
            "What sleeps inside wakes once in a generation, and this is the year.",
            "A young one has moved in where the old one was slain.",
        ),
    ),
    Kind(
        kind="mine",
        grounds=_HEIGHTS,
        names=("{metal} Delvings", "{adjective} Mine", "{root} Mine", "{metal} Pits"),
        tales=(
            "The deepest gallery was walled up from the inside.",
            "The seam is rich, and the miners want guards.",
            "Closed since the flood. At night there is hammering.",
            "Convicts dig here for a crown that no longer exists.",
        ),
    ),
    Kind(
        kind="temple",
        names=("Temple of {saint}", "{adjective} Temple", "Temple of the {beast}"),
        tales=(
            "Pilgrims come for the spring, and thieves for the pilgrims.",
            "The choir sings by day and by night, and must not stop.",
            "Its oracle answers every question but the one that was asked.",
        ),
    ),
    Kind(
        kind="abbey",
        names=("{root} Abbey", "{saint}'s Abbey", "{adjective} Priory"),
        tales=(
            "Its library lends no book, and reads all letters.",
            "The monks brew the best beer of the land, and keep silent about the water.",
            "Nuns with crossbows hold the pass against whatever comes down.",
        ),
    ),
    Kind(
        kind="tower",
        remote=True,
        names=("{adjective} Tower", "Tower of {root}", "{saint}'s Spire"),
        tales=(
            "A light burns at the top, and no door leads in.",
            "The wizard has not been seen since spring. The weather about it has.",
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
            "Painted walls tell of what is still to come.",
            "A stair leads down that no smith's lamp has found the end of.",
        ),
    ),
    Kind(
        kind="shrine",
        names=("Shrine of {saint}", "{adjective} Shrine", "{saint}'s Rest"),
        tales=(
            "Who leaves bread here walks safely until the next night.",
            "The statue's face has been cut off, and grows back.",
            "An oath sworn here binds, whoever swears it.",
        ),
    ),
    Kind(
        kind="standing stones",
        grounds=(TerrainType.GRASS, TerrainType.HILL, TerrainType.SNOW),
        remote=True,
        names=("{adjective} Stones", "{saint}'s Circle", "{root} Stones"),
        tales=(
            "Counted by day they are nineteen, by night twenty.",
            "On the shortest night the ring opens on another shore.",
            "Cattle will not graze within the ring; wolves will not enter it.",
        ),
    ),
    Kind(
        kind="tomb",
        grounds=(TerrainType.GRASS, TerrainType.HILL, TerrainType.SAND),
        remote=True,
        names=("Tomb of {saint}", "{root} Barrows", "{adjective} Barrow"),
        tales=(
            "The seal is unbroken, and the grass over it never grows.",
            "Grave robbers went in by the roof. Their rope still hangs there, pulled tight.",
            "A king lies here under two names, one of them false.",
        ),
    ),
    Kind(
        kind="lighthouse",
        coastal=True,
        names=("{root} Light", "{adjective} Beacon", "{saint}'s Lantern"),
        tales=(
            "Its keeper logs ships that never made port.",
            "The lamp went out a week ago.",
            "Wreckers pay the keeper to sleep soundly on certain nights.",
        ),
    ),
    Kind(
        kind="shipwreck",
        coastal=True,
        remote=True,
        names=("Wreck of the {adjective} {beast}", "Wreck of the {saint}"),
        tales=(
            "Her hold was sealed with lead, and is empty.",
            "At the lowest tide a second ship shows beneath her.",
        ),
    ),
    Kind(
        kind="battlefield",
        grounds=(TerrainType.GRASS,),
        names=("{adjective} Field", "Field of {root}", "{root} Dead Acres"),
        tales=(
            "Ploughs still turn up helmets, and what wears them.",
            "Two kings died here. Both sides keep the day as a victory.",
        ),
    ),
    Kind(
        kind="inn",
        by_road=True,
        names=("The {adjective} {beast}", "{saint}'s Rest House", "The {metal} Cup"),
        tales=(
            "Good stew, thin walls, and a cellar door with four bolts.",
            "Every carter stops here, so every rumour does too.",
            "The host was an adventurer, and will show you the scar.",
        ),
    ),
    Kind(
        kind="oasis",
        grounds=(TerrainType.SAND,),
        remote=True,
        names=("{root} Wells", "Oasis of {saint}", "{adjective} Palms"),
        tales=(
            "Three tribes share it by an oath that the fourth did not swear.",
            "The water is sweet on odd days.",
        ),
    ),
    Kind(
        kind="witch's hut",
        grounds=(TerrainType.DIFFICULT, TerrainType.TREES),
        remote=True,
        gm_only=True,
        names=("{saint}'s Hut", "{adjective} Cottage"),
        tales=(
            "She trades in years, and gives a fair price.",
            "The hut is never found twice in one place by the same person.",
        ),
    ),
    Kind(
        kind="great tree",
        grounds=(TerrainType.TREES,),
        remote=True,
        names=("The {adjective} Oak", "{saint}'s Oak", "{root} Elder Tree"),
        tales=(
            "Druids meet here when the moon is new, and quarrel.",
            "Every leaf bears a name. New leaves come in spring.",
        ),
    ),
)
