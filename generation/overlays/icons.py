"""Small signs of places and resources, out of `icons.svg`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from xml.etree import ElementTree

from generation.layout.plan import Point
from generation.overlays.svg import element, number

SIDE = 24  #: units of an icon's square
_SVG = "{http://www.w3.org/2000/svg}"
Signs = tuple[tuple[tuple[str, ...], str], ...]
"""Words, and the id of the sign that stands for them."""


@dataclass(frozen=True)
class Icon:
    """Path data in a square of `SIDE` units: what is filled, even-odd, and the lines cut out of it."""

    fill: str
    cut: str = ""


RESOURCES = (
    (("gold", "silver", "copper", "coin", "treasure", "platinum", "tax", "tribute", "wealth"), "coins"),
    (("iron", "ore", "metal", "mithral", "adamantine", "coal", "tin", "mine", "steel"), "pickaxe"),
    (("gem", "crystal", "diamond", "ruby", "emerald", "sapphire", "jewel", "pearl", "amber"), "gem"),
    (("log", "wood", "timber", "lumber", "plank"), "logs"),
    (("tree", "forest", "grove"), "tree"),
    (("grain", "wheat", "food", "corn", "farm", "barley", "oats", "harvest", "ration", "bread"), "grain"),
    (("water", "well", "spring", "oil"), "drop"),
    (("fish", "salmon", "whale", "crab"), "fish"),
    (("herb", "plant", "medicine", "flower", "mushroom", "tobacco", "cotton", "tea"), "leaf"),
    (("stone", "marble", "brick", "granite", "quarry", "clay", "obsidian"), "stones"),
    (("sword", "weapon", "arms", "armor", "armour"), "sword"),
    (("soldier", "troop", "guard", "army", "militia", "men"), "shield"),
    (("horse", "mount", "pony", "cavalry"), "horseshoe"),
    (("magic", "arcane", "mana", "ley", "residuum", "spell"), "star"),
    (("ale", "beer", "wine", "mead", "tavern", "inn", "drink"), "mug"),
    (("fire", "fuel", "peat", "charcoal"), "flame"),
)
"""Words in what a resource is called, and its sign."""

PLACES = (
    (("city", "capital", "metropolis"), "city"),
    (("town", "market", "settlement"), "houses"),
    (("village", "hamlet", "farm", "house", "homestead", "hut"), "house"),
    (("castle", "keep", "fort", "fortress", "stronghold", "citadel", "palace"), "castle"),
    (("tower", "lighthouse", "watchtower", "spire"), "tower"),
    (("temple", "shrine", "monastery", "abbey", "church", "sanctuary", "altar", "chapel"), "temple"),
    (("ruin", "ruins", "barrow", "tomb", "graveyard", "cemetery"), "ruins"),
    (("dungeon", "cave", "cavern", "grotto", "tunnel", "entrance", "exit"), "cave"),
    (("port", "harbour", "harbor", "dock", "ship", "ferry", "shipwreck"), "anchor"),
    (("mine", "quarry"), "pickaxe"),
    (("inn", "tavern", "brewery"), "mug"),
    (("camp", "campsite", "nomads"), "tent"),
    (("stairs", "staircase", "ladder", "steps"), "stairs"),
    (("bridge", "crossing", "ford"), "bridge"),
    (("stone", "megalith", "menhir", "dolmen", "cairn"), "megaliths"),
    (("stable",), "horseshoe"),
    (("quest", "rumour", "rumor", "story", "library", "archive"), "scroll"),
    (("battle", "battlefield", "ambush", "fight", "encounter"), "blades"),
    (("treasure", "hoard", "loot", "cache", "chest"), "chest"),
    (("trap", "hazard", "danger"), "trap"),
    (("secret", "clue", "hidden", "lookout", "viewpoint", "vista"), "eye"),
    (("monster", "lair", "den", "boss", "death", "skull", "undead"), "skull"),
    (("forest", "wood", "woods", "grove", "tree"), "tree"),
    (("spring", "well", "lake", "oasis", "waterfall", "pool"), "drop"),
    (("magic", "portal", "circle", "arcane", "ritual", "obelisk", "wonder", "landmark"), "star"),
    (("fire", "hearth", "volcano", "forge", "smithy"), "flame"),
    (("guard", "guardpost", "barracks", "outpost", "garrison"), "shield"),
    (("shop", "service", "trader", "store", "warehouse", "storeroom"), "sack"),
)
"""Words in what a place is, and its sign."""


def resource_icon(name: str) -> Icon:
    """The sign of a resource by the words in its name; a sack where none is known."""
    return _by_words(name, RESOURCES, "sack")


def place_icon(kind: str) -> Icon:
    """The sign of a place by the words of its kind; a pin where none is known."""
    return _by_words(kind, PLACES, "pin")


def _by_words(name: str, signs: Signs, otherwise: str) -> Icon:
    words = {_singular(word) for word in re.findall(r"\w+", name.lower())}
    found = (sign for known, sign in signs if words.intersection(map(_singular, known)))
    return icon(next(found, otherwise))


def icon(sign: str) -> Icon:
    """The icon with this id."""
    return _icons()[sign]


@lru_cache(maxsize=1)
def _icons() -> dict[str, Icon]:
    written = files(__package__).joinpath("icons.svg").read_text("utf-8")
    root = ElementTree.fromstring(written)  # noqa: S314 - our own file
    symbols = root.iter(f"{_SVG}symbol")
    return {symbol.attrib["id"]: Icon(*(path.attrib["d"] for path in symbol)) for symbol in symbols}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def draw_icon(sign: Icon, center: Point, side: float, *, fill: str, behind: str) -> str:
    """A sign of `side` pixels about a point."""
    scale = side / SIDE
    left, top = center[0] - side / 2, center[1] - side / 2
    parts = [element("path", d=sign.fill, fill=fill, fill_rule="evenodd")]
    if sign.cut:
        parts.append(element("path", d=sign.cut, fill="none", stroke=behind, stroke_width=1.3))
    move = f"translate({number(left)} {number(top)}) scale({scale:.4f})"
    return element("g", *parts, transform=move)
