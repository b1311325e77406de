"""`read_traits`: what a brief's words and, where they are silent, the seed say about the subject."""

from dataclasses import replace

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait import palette
from generation.engines.sketch.portrait.asked import creature_of, is_of_type, pelt_of, reading_of
from generation.engines.sketch.portrait.attire import dress_of, gear_of, magic_of, scene_of
from generation.engines.sketch.portrait.bearing import bearing_of
from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.looks import (
    BeardStyle,
    Creature,
    Ears,
    HairStyle,
    Headgear,
    Horns,
    Outfit,
)
from generation.engines.sketch.portrait.persona import (
    age_of,
    eyes_of,
    face_of,
    hair_of,
    horns_of,
    marks_of,
    skin_of,
    with_hair,
)
from generation.engines.sketch.portrait.traits import Hair, Traits
from generation.engines.sketch.portrait.words import Words
from generation.vocabulary import CreatureType

_NIGHT = "moon|moonlit|moonlight|night|midnight|starlit|starlight|by night"


def read_traits(brief: PortraitBrief, seed: int) -> Traits:
    """The traits of the subject of `brief`."""
    reading = reading_of(brief, seed)
    age = age_of(reading)
    skin = skin_of(reading)
    hair = hair_of(reading, age)
    dress = dress_of(reading)
    traits = Traits(
        creature=creature_of(reading),
        framing=brief.framing,
        pose=brief.pose,
        dressed=brief.character_class is not None or bool(brief.equipment),
        pelt=pelt_of(reading),
        feminine=reading.feminine,
        age=age,
        face=face_of(reading, age),
        eyes=eyes_of(reading),
        skin=with_hair(skin, hair, reading, age),
        hair=hair,
        dress=dress,
        marks=marks_of(reading),
        ears=reading.look.ears,
        horns=horns_of(reading),
        wings=reading.all.says("wings?|winged|angel|balor|pit fiend|succubus|seraph|deva"),
        halo=reading.all.says("halo|angel|celestial|saint|aasimar|deva")
        or is_of_type(reading, CreatureType.CELESTIAL),
        gear=gear_of(reading),
        scene=scene_of(reading),
        magic=magic_of(reading),
        shoulders=reading.look.shoulders * (0.86 if reading.feminine else 1.0),
        heads=reading.look.heads,
        tilt=bearing_of(reading).tilt,
        stance=bearing_of(reading).stance,
        night=reading.all.says(_NIGHT) or Words.of(brief.background).says(_NIGHT),
    )
    return _grown_over(traits) if traits.creature is Creature.TREE else traits


def _grown_over(traits: Traits) -> Traits:
    """A tree's face: bark for skin, moss for a beard, leaves for hair."""
    bark: Rgb = (0.33, 0.24, 0.15)
    moss: Rgb = (0.24, 0.34, 0.12)
    skin = replace(traits.skin, tone=bark, blush=bark, lips=palette.scaled(bark, 0.6), brows=moss, bark=1.0)
    return replace(
        traits,
        age=0.9,
        face=replace(traits.face, age=0.9, brow=2.2, nose=1.4, jaw=1.15),
        eyes=replace(traits.eyes, glow=(1.0, 0.78, 0.25)),
        skin=replace(skin, brow_weight=1.5, freckles=0.0, stubble=0.0),
        hair=Hair(style=HairStyle.TOUSLED, color=moss, beard=BeardStyle.FULL),
        dress=replace(traits.dress, outfit=Outfit.FUR, headgear=Headgear.LEAVES, cloak=False),
        horns=Horns.CREST,
        ears=Ears.NONE,
    )
