"""Enums of portraits and tokens, and of the creatures they show."""

from generation.vocabulary import (
    CreatureSize,
    CreatureType,
    PortraitFraming,
    PortraitPose,
    PortraitSubject,
    TokenBackground,
    TokenBorderStyle,
    TokenShape,
)
from schema.enums.serving import serve

__all__ = [
    "CreatureSize",
    "CreatureType",
    "PortraitFraming",
    "PortraitPose",
    "PortraitSubject",
    "TokenBackground",
    "TokenBorderStyle",
    "TokenShape",
]


serve(
    CreatureSize,
    "Size categories of the SRD.",
    {
        CreatureSize.TINY: "Half a square a side.",
        CreatureSize.SMALL: "One square a side.",
        CreatureSize.MEDIUM: "One square a side.",
        CreatureSize.LARGE: "Two squares a side.",
        CreatureSize.HUGE: "Three squares a side.",
        CreatureSize.GARGANTUAN: "Four squares a side.",
    },
)
serve(
    CreatureType,
    "Creature types of the SRD.",
    {
        CreatureType.ABERRATION: "Utterly alien, like the aboleth.",
        CreatureType.BEAST: "An animal.",
        CreatureType.CELESTIAL: "From the upper planes.",
        CreatureType.CONSTRUCT: "Made, not born.",
        CreatureType.DRAGON: "A dragon or of its kin.",
        CreatureType.ELEMENTAL: "Of air, earth, fire or water.",
        CreatureType.FEY: "Tied to the forces of nature.",
        CreatureType.FIEND: "From the lower planes.",
        CreatureType.GIANT: "Like a human, and much taller.",
        CreatureType.HUMANOID: "Of the peoples.",
        CreatureType.MONSTROSITY: "A monster in the strictest sense.",
        CreatureType.OOZE: "Without a fixed shape.",
        CreatureType.PLANT: "A plant or fungus that acts.",
        CreatureType.UNDEAD: "Dead once, and not at rest.",
    },
)
serve(
    TokenShape,
    "Outline of a playing piece.",
    {
        TokenShape.CIRCLE: "Round.",
        TokenShape.SQUARE: "Square.",
        TokenShape.HEX: "Six-sided.",
    },
)
serve(
    TokenBackground,
    "What a token shows behind its subject.",
    {
        TokenBackground.TRANSPARENT: "Subject cut out; the rest is transparent.",
        TokenBackground.KEEP: "The picture as it is.",
        TokenBackground.SOLID: "Subject cut out over one colour.",
    },
)
serve(
    TokenBorderStyle,
    "Material of a token's frame.",
    {
        TokenBorderStyle.PLAIN: "One flat colour.",
        TokenBorderStyle.DOUBLE: "Two thin lines.",
        TokenBorderStyle.METAL: "Polished metal.",
        TokenBorderStyle.STONE: "Hewn stone.",
        TokenBorderStyle.WOOD: "Carved wood.",
        TokenBorderStyle.ARCANE: "Glowing runes.",
    },
)
serve(
    PortraitSubject,
    "Who is portrayed.",
    {
        PortraitSubject.CHARACTER: "A player's character.",
        PortraitSubject.NPC: "Somebody whom the game master plays.",
        PortraitSubject.MONSTER: "A monster.",
    },
)
serve(
    PortraitFraming,
    "How much of the subject the picture shows.",
    {
        PortraitFraming.FACE: "The face.",
        PortraitFraming.BUST: "Head and shoulders.",
        PortraitFraming.HALF_BODY: "Down to the hips.",
        PortraitFraming.FULL_BODY: "The whole figure.",
    },
)
serve(
    PortraitPose,
    "What the subject is doing.",
    {
        PortraitPose.NEUTRAL: "Standing at ease.",
        PortraitPose.HEROIC: "Standing proud.",
        PortraitPose.COMBAT: "Fighting.",
        PortraitPose.CASTING: "Casting a spell.",
        PortraitPose.SNEAKING: "Keeping out of sight.",
        PortraitPose.SEATED: "Sitting.",
        PortraitPose.MOUNTED: "Riding.",
        PortraitPose.DEAD: "Fallen.",
    },
)
