"""Words that names of features and places are made of. Patterns are filled by `Namer.of`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generation.layout.lands.labels import Feature


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLACE_WORDS: Mapping[str, tuple[str, ...]] = {
    "adjective": _words(
        "Ashen Broken Crooked Drowned Fallen Forgotten Gilded Hollow Howling Iron Last Moonlit Nameless Pale "
        "Red Sable Shattered Silent Sunken Thorned Twilight Wailing Weeping Whispering Withered"
    ),
    "saint": _words(
        "Aldric Alwyn Brenna Corvin Dagna Edric Elowen Farren Gerda Hester Isolde Jory Kelda Marek Odo Oriel "
        "Petra Roswyn Sabra Tamsin Ulric Wilfrey Ysolt"
    ),
    "beast": _words(
        "Basilisk Boar Bear Dragon Griffon Hydra Manticore Ogre Raven Serpent Stag Troll Wolf Wyrm Wyvern"
    ),
    "metal": _words("Copper Gold Iron Lead Salt Silver Tin"),
}

GREAT_ROADS = (
    "King's Road",
    "Queen's Road",
    "Amber Road",
    "Salt Road",
    "Silk Road",
    "Old Road",
    "Pilgrims' Way",
    "Iron Road",
    "Emperor's Road",
    "Wool Road",
    "Spice Road",
    "Legion Road",
    "Wine Road",
)

_NOUNS = _words(
    "Ash Bones Dawn Dread Dusk Echoes Embers Glass Gulls Kings Mists Omens Ravens Sighs Sorrows Stars Storms "
    "Swords Thorns Whales Winds Wolves"
)


@dataclass(frozen=True, kw_only=True)
class Naming:
    """How features of one kind are called."""

    patterns: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NAMINGS: Mapping[Feature, Naming] = {
    Feature.SEA: Naming(
        patterns=(
            "Sea of {noun}",
            "The {adjective} Sea",
            "Sea of {root}",
            "{root} Sea",
            "The {adjective} Deep",
        ),
        words={
            "noun": _NOUNS,
            "adjective": _words(
                "Amber Azure Grey Drowned Endless Restless Sapphire Shrouded Silver Stormy Sunless"
            ),
        },
    ),
    Feature.BAY: Naming(
        patterns=("Bay of {noun}", "{root} Bay", "Gulf of {root}", "{adjective} Bay", "{beast} Sound"),
        words={
            "noun": _NOUNS,
            "adjective": _words("Breaker Calm Corsair Fisher Merchant Pearl Smuggler Tidewater Wrecker"),
            "beast": _words("Gull Heron Kraken Osprey Otter Seal Serpent Whale"),
        },
    ),
    Feature.LAKE: Naming(
        patterns=("Lake {root}", "{adjective} Lake", "{root} Water", "{start}{end}", "Lake of {noun}"),
        words={
            "noun": _NOUNS,
            "adjective": _words("Glass Long Mirror Moon Quiet Silver Still Swan Trout Twilight"),
            "start": _words("Dark Elder Grey Heron Reed Silver Star Still Swan Willow"),
            "end": _words("mere tarn water pool"),
        },
    ),
    Feature.ISLAND: Naming(
        patterns=("Isle of {root}", "{beast} Isle", "{adjective} Isle", "{root} Island"),
        words={
            "beast": _words("Bear Gannet Goat Gull Hawk Osprey Puffin Raven Seal Serpent Wolf"),
            "adjective": _words("Barren Exiles' Far Hermit's Lonely Misty Pirate's Storm Windy"),
        },
    ),
    Feature.MOUNTAINS: Naming(
        patterns=(
            "{start}{end} Mountains",
            "{start}{end} Range",
            "{start}{end} Peaks",
            "{root} Mountains",
            "The {adjective} Teeth",
            "Mountains of {noun}",
        ),
        words={
            "start": _words(
                "Cloud Dragon Ember Frost Giant Grey Hammer Iron Raven Red Sky Snow Stone Storm Thunder Wolf"
            ),
            "end": _words("back brow crown fang helm horn shield spine spire tooth"),
            "adjective": _words("Broken Grey Iron Jagged Ogre White Winter"),
            "noun": _NOUNS,
        },
    ),
    Feature.FOREST: Naming(
        patterns=(
            "{start}{end}",
            "{start}{end}",
            "The {adjective} Wood",
            "{root} Forest",
            "Forest of {noun}",
        ),
        words={
            "start": _words(
                "Amber Briar Deep Elder Fern Gloam Green Hollow Mirk Moss Oak Raven Shadow Silver Star Thorn "
                "Whisper Wych"
            ),
            "end": _words("bough grove holt shaw weald wood"),
            "adjective": _words(
                "Ancient Dreaming Elder Hunter's King's Moonlit Sighing Tangled Whispering Wild"
            ),
            "noun": _NOUNS,
        },
    ),
    Feature.DESERT: Naming(
        patterns=("The {adjective} Desert", "Sands of {noun}", "{root} Waste", "{root} Desert"),
        words={
            "adjective": _words("Burning Glass Golden Hollow Red Scoured Shifting Singing Thirsting White"),
            "noun": _NOUNS,
        },
    ),
    Feature.SWAMP: Naming(
        patterns=("{start}{end}", "The {adjective} Fens", "{root} Marsh", "Mire of {noun}"),
        words={
            "start": _words("Black Dead Gloom Grey Leech Mist Reed Rot Sedge Toad Willow Witch"),
            "end": _words("fen marsh mire moor water"),
            "adjective": _words("Croaking Drowned Grey Lost Stagnant Weeping"),
            "noun": _NOUNS,
        },
    ),
    Feature.SNOWS: Naming(
        patterns=("The {adjective} Wastes", "{root} Tundra", "Snows of {noun}", "The {adjective} Reach"),
        words={"adjective": _words("Blinding Frozen Howling Pale Silent White Winter"), "noun": _NOUNS},
    ),
}
