"""What the words of the game look like, in a painter's terms.

Species, classes, creature types and sizes are those of the System Reference Document 5.1 and 5.2 by
Wizards of the Coast LLC (CC-BY-4.0); the descriptions are our own.
"""

import re
from collections.abc import Mapping

from generation.vocabulary import CreatureSize, CreatureType

_NAMES = re.compile(r"[\w-]+")

SPECIES_LOOKS: Mapping[str, str] = {
    "dragonborn": "draconic humanoid, scaled skin, reptilian snout, horned brow",
    "dwarf": "stocky build, broad shoulders, braided hair",
    "elf": "pointed ears, slender angular features, almond eyes",
    "gnome": "tiny stature, large bright eyes, prominent nose",
    "goliath": "towering muscular build, stone-grey skin, bony brow",
    "half-elf": "slightly pointed ears, graceful features",
    "half-orc": "greenish-grey skin, small tusks, heavy brow",
    "halfling": "short stature, curly hair, round cheerful face",
    "human": "natural human features",
    "orc": "green-grey skin, lower tusks, heavy jaw",
    "tiefling": "curling horns, infernal skin tone, solid glowing eyes, long tail",
}

CLASS_GEAR: Mapping[str, str] = {
    "barbarian": "fur and hide, greataxe, war paint",
    "bard": "colorful finery, lute",
    "cleric": "chain mail under vestments, holy symbol",
    "druid": "leather and leaves, gnarled wooden staff",
    "fighter": "well-worn plate armor, longsword",
    "monk": "simple robes, wrapped hands",
    "paladin": "polished plate armor, heraldic tabard, holy symbol",
    "ranger": "hooded travel cloak, leather armor, longbow",
    "rogue": "dark leather armor, hooded cloak, dagger",
    "sorcerer": "flowing robes, raw magic crackling around the hands",
    "warlock": "dark ornate robes, eldritch sigils",
    "wizard": "embroidered robes, spellbook, arcane focus",
}

CREATURE_LOOKS: Mapping[CreatureType, str] = {
    CreatureType.ABERRATION: "alien anatomy, slimy skin, unsettling eyes",
    CreatureType.BEAST: "natural animal anatomy, detailed fur and hide",
    CreatureType.CELESTIAL: "radiant feathered wings, divine glow",
    CreatureType.CONSTRUCT: "crafted body of stone and metal, glowing runes",
    CreatureType.DRAGON: "scaled hide, horns, leathery wings, sharp teeth",
    CreatureType.ELEMENTAL: "body of living elemental matter",
    CreatureType.FEY: "ethereal beauty, woodland ornaments, faint shimmer",
    CreatureType.FIEND: "horns, burning eyes, hellish skin",
    CreatureType.GIANT: "massive humanoid build, weathered skin",
    CreatureType.HUMANOID: "humanoid build",
    CreatureType.MONSTROSITY: "hybrid monstrous anatomy, claws and fangs",
    CreatureType.OOZE: "translucent gelatinous body, half-dissolved debris",
    CreatureType.PLANT: "body of vines, bark and leaves",
    CreatureType.UNDEAD: "decayed flesh, exposed bone, hollow glowing eyes",
}

SIZE_LOOKS: Mapping[CreatureSize, str] = {
    CreatureSize.TINY: "small enough to stand on a hand",
    CreatureSize.SMALL: "about half as tall as a human",
    CreatureSize.MEDIUM: "human-sized",
    CreatureSize.LARGE: "twice as tall as a human",
    CreatureSize.HUGE: "towering over tiny humans",
    CreatureSize.GARGANTUAN: "colossal scale, dwarfing buildings",
}


def species_looks(species: str | None) -> str | None:
    """Looks of the species that the words end in ("Wood Elf" is an elf), or None."""
    return _last_known(species, SPECIES_LOOKS)


def class_gear(character_class: str | None) -> str | None:
    """Gear of the class that the words end in ("Oath of Vengeance Paladin"), or None."""
    return _last_known(character_class, CLASS_GEAR)


def _last_known(words: str | None, table: Mapping[str, str]) -> str | None:
    names = _NAMES.findall((words or "").casefold())
    return next((table[name] for name in reversed(names) if name in table), None)
