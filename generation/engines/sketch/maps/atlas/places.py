"""The sign of each kind of place, and how much it counts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from generation.engines.sketch.maps.atlas import buildings, sights
from generation.engines.sketch.maps.atlas.quill import Quill


class Standing(IntEnum):
    """How much a place counts: who is lettered first, and larger."""

    SIGHT = 1
    VILLAGE = 2
    STRONGHOLD = 3
    TOWN = 4
    CITY = 5
    CAPITAL = 6


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How a place is drawn and lettered."""

    draw: Callable[[Quill], None]
    standing: Standing = Standing.SIGHT


MARK = Sign(draw=sights.draw_mark)

_SETTLEMENTS: Mapping[tuple[str, ...], Sign] = {
    ("capital", "metropolis"): Sign(draw=buildings.draw_capital, standing=Standing.CAPITAL),
    ("city", "cities"): Sign(draw=buildings.draw_city, standing=Standing.CITY),
    ("port", "harbor", "harbour", "seaport"): Sign(draw=buildings.draw_port, standing=Standing.TOWN),
    ("town", "market"): Sign(draw=buildings.draw_town, standing=Standing.TOWN),
    ("village", "hamlet", "settlement", "farm", "farmstead", "thorp"): Sign(
        draw=buildings.draw_village, standing=Standing.VILLAGE
    ),
    ("castle", "keep", "fort", "fortress", "stronghold", "citadel", "garrison", "hold"): Sign(
        draw=buildings.draw_castle, standing=Standing.STRONGHOLD
    ),
}
_SIGHTS: Mapping[tuple[str, ...], Callable[[Quill], None]] = {
    ("ruin", "ruins"): sights.draw_ruin,
    ("lighthouse", "beacon"): buildings.draw_lighthouse,
    ("wizard", "wizards", "mage", "arcane", "observatory"): sights.draw_wizards_tower,
    ("tower", "watchtower", "outpost", "spire"): buildings.draw_watchtower,
    ("temple", "sanctuary", "oracle"): buildings.draw_temple,
    ("monastery", "abbey", "church", "cathedral", "priory"): buildings.draw_abbey,
    ("shrine", "altar"): buildings.draw_shrine,
    ("inn", "tavern", "roadhouse"): buildings.draw_inn,
    ("mill", "windmill"): buildings.draw_mill,
    ("camp", "encampment", "bivouac", "bandit", "bandits", "nomads"): buildings.draw_camp,
    ("lair", "den", "nest", "hive"): sights.draw_lair,
    ("cave", "cavern", "caves", "dungeon", "grotto", "underdark"): sights.draw_cave,
    ("mine", "quarry", "mines"): sights.draw_mine,
    (
        "stones",
        "henge",
        "circle",
        "megalith",
        "menhir",
        "monolith",
        "monument",
        "obelisk",
    ): sights.draw_stones,
    (
        "tomb",
        "barrow",
        "graveyard",
        "crypt",
        "cemetery",
        "grave",
        "mausoleum",
        "necropolis",
    ): sights.draw_tomb,
    ("battlefield", "battle"): sights.draw_battlefield,
    ("bridge", "ford", "crossing"): sights.draw_bridge,
    ("oasis", "spring", "well", "pool"): sights.draw_oasis,
    ("volcano", "crater"): sights.draw_volcano,
    ("wreck", "shipwreck"): sights.draw_wreck,
    ("gate", "portal", "pass", "door"): sights.draw_gate,
    ("tree", "grove", "oak"): sights.draw_great_tree,
    ("waterfall", "falls", "cataract"): sights.draw_falls,
    ("monster", "danger", "dragon", "haunt", "cursed"): sights.draw_monster,
}

SIGNS: Mapping[str, Sign] = MappingProxyType(
    {word: sign for words, sign in _SETTLEMENTS.items() for word in words}
    | {word: Sign(draw=draw) for words, draw in _SIGHTS.items() for word in words}
)
"""By the words that kinds are told with."""


def sign_for(kind: str) -> Sign:
    """The sign of a kind of place: "ruined temple" is a temple in ruins, so the first word that is known."""
    words = re.findall(r"[a-z]+", kind.lower())
    return next((SIGNS[word] for word in words if word in SIGNS), MARK)
