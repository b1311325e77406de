"""How the peoples of the SRD and its neighbours look, before words and the seed make one of them a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.looks import Ears, Horns
from generation.engines.sketch.portrait.palette import HAIR, IRIS

_HUMAN_SKIN: tuple[Rgb, ...] = (
    (0.90, 0.74, 0.65),
    (0.87, 0.68, 0.56),
    (0.80, 0.59, 0.45),
    (0.66, 0.46, 0.32),
    (0.48, 0.31, 0.21),
    (0.32, 0.205, 0.145),
)
_NATURAL_HAIR = tuple(HAIR[n] for n in ("black", "dark", "brown", "chestnut", "auburn", "copper", "blond"))
_FAIR_HAIR = tuple(HAIR[n] for n in ("blond", "golden", "platinum", "silver", "chestnut", "raven", "auburn"))
_NATURAL_IRIS = tuple(IRIS[n] for n in ("brown", "hazel", "green", "blue", "grey", "amber"))


@dataclass(frozen=True, kw_only=True)
class SpeciesLook:
    """One people; `face` overrides measures of `Face`, `heads` is the body's height in heads."""

    skins: tuple[Rgb, ...] = _HUMAN_SKIN
    hairs: tuple[Rgb, ...] = _NATURAL_HAIR
    irises: tuple[Rgb, ...] = _NATURAL_IRIS
    ears: Ears = Ears.ROUND
    horns: tuple[Horns, ...] = (Horns.NONE,)
    tusks: float = 0.0
    scales: float = 0.0
    hairless: bool = False
    bearded: float = 0.45  #: share of men with a beard
    slit_pupils: bool = False
    glow: Rgb | None = None
    fangs: bool = False
    heads: float = 7.4
    shoulders: float = 1.0
    face: Mapping[str, float] = field(default_factory=dict)


SPECIES: Mapping[str, SpeciesLook] = {
    "half-?elf|half-?elven": SpeciesLook(
        ears=Ears.POINTED,
        bearded=0.25,
        shoulders=0.95,
        face={"cheek": 1.2, "slant": 0.1, "eye": 1.06, "jaw": 0.9},
    ),
    "half-?orc|half-?orcish": SpeciesLook(
        skins=((0.49, 0.53, 0.36), (0.55, 0.52, 0.38), (0.44, 0.47, 0.40)),
        hairs=tuple(HAIR[n] for n in ("black", "dark", "raven")),
        ears=Ears.POINTED,
        tusks=0.75,
        shoulders=1.14,
        bearded=0.25,
        face={"jaw": 1.28, "brow": 1.7, "nose": 1.3, "muzzle": 0.55, "chin": 1.2, "width": 1.05, "eye": 0.92},
    ),
    "orc|orcish|uruk|ogre|troll": SpeciesLook(
        skins=((0.37, 0.45, 0.27), (0.43, 0.47, 0.36), (0.32, 0.40, 0.30)),
        hairs=tuple(HAIR[n] for n in ("black", "raven")),
        irises=tuple(IRIS[n] for n in ("red", "amber", "yellow")),
        ears=Ears.POINTED,
        tusks=1.15,
        shoulders=1.22,
        bearded=0.15,
        face={
            "jaw": 1.42,
            "brow": 2.2,
            "nose": 1.55,
            "muzzle": 0.8,
            "width": 1.08,
            "eye": 0.85,
            "mouth": 1.2,
        },
    ),
    "drow|dark elf": SpeciesLook(
        skins=((0.27, 0.24, 0.33), (0.22, 0.21, 0.28), (0.33, 0.31, 0.38)),
        hairs=tuple(HAIR[n] for n in ("white", "silver", "platinum")),
        irises=tuple(IRIS[n] for n in ("red", "violet", "silver", "crimson")),
        ears=Ears.LONG,
        bearded=0.0,
        shoulders=0.92,
        face={"cheek": 1.5, "slant": 0.17, "eye": 1.1, "jaw": 0.82, "chin": 0.9, "nose": 0.85},
    ),
    "elf|elven|elvish|eladrin": SpeciesLook(
        skins=((0.91, 0.77, 0.68), (0.88, 0.71, 0.59), (0.72, 0.52, 0.38), (0.84, 0.72, 0.62)),
        hairs=_FAIR_HAIR,
        irises=tuple(IRIS[n] for n in ("green", "emerald", "blue", "violet", "amber", "silver")),
        ears=Ears.LONG,
        bearded=0.0,
        shoulders=0.92,
        face={
            "cheek": 1.45,
            "slant": 0.16,
            "eye": 1.12,
            "jaw": 0.82,
            "chin": 0.88,
            "nose": 0.84,
            "brow": 0.75,
        },
    ),
    "dwarf|dwarven|dwarvish|duergar": SpeciesLook(
        skins=((0.86, 0.64, 0.52), (0.79, 0.56, 0.43), (0.62, 0.43, 0.31), (0.50, 0.34, 0.25)),
        hairs=tuple(HAIR[n] for n in ("copper", "auburn", "brown", "ginger", "blond", "black", "grey")),
        bearded=1.0,
        heads=5.0,
        shoulders=1.2,
        face={
            "jaw": 1.2,
            "nose": 1.42,
            "brow": 1.5,
            "width": 1.1,
            "cheek": 1.2,
            "eye": 0.95,
            "nose_length": 1.04,
        },
    ),
    "halfling|hobbit|kender": SpeciesLook(
        hairs=tuple(HAIR[n] for n in ("brown", "chestnut", "auburn", "blond", "copper")),
        ears=Ears.POINTED,
        bearded=0.1,
        heads=4.9,
        shoulders=0.95,
        face={
            "jaw": 0.95,
            "eye": 1.2,
            "width": 1.06,
            "smile": 0.5,
            "nose_length": 0.9,
            "cheek": 1.15,
            "gaunt": -0.3,
        },
    ),
    "gnome|gnomish|svirfneblin": SpeciesLook(
        hairs=(*(HAIR[n] for n in ("white", "copper", "blond", "pink", "teal", "ginger", "brown")),),
        irises=tuple(IRIS[n] for n in ("blue", "green", "amber", "violet")),
        ears=Ears.POINTED,
        bearded=0.6,
        heads=4.4,
        shoulders=0.9,
        face={
            "jaw": 0.85,
            "eye": 1.26,
            "width": 1.04,
            "nose": 1.35,
            "nose_length": 1.06,
            "smile": 0.55,
            "cheek": 1.3,
        },
    ),
    "tiefling|hellspawn|cambion|succubus|incubus": SpeciesLook(
        skins=(
            (0.60, 0.19, 0.17),
            (0.44, 0.24, 0.46),
            (0.70, 0.33, 0.30),
            (0.36, 0.34, 0.56),
            (0.50, 0.12, 0.18),
        ),
        hairs=tuple(HAIR[n] for n in ("raven", "black", "purple", "auburn", "blue", "white")),
        irises=tuple(IRIS[n] for n in ("golden", "red", "yellow", "white", "orange")),
        ears=Ears.POINTED,
        horns=(Horns.SWEPT, Horns.CURLED, Horns.TALL),
        bearded=0.35,
        glow=(1.0, 0.72, 0.25),
        face={"cheek": 1.4, "slant": 0.16, "brow": 1.2, "chin": 1.2, "jaw": 0.92, "eye": 1.05},
    ),
    "dragonborn|half-?dragon|draconian": SpeciesLook(
        skins=(
            (0.55, 0.18, 0.12),
            (0.62, 0.46, 0.20),
            (0.20, 0.38, 0.24),
            (0.22, 0.34, 0.52),
            (0.58, 0.40, 0.24),
            (0.60, 0.62, 0.66),
        ),
        irises=tuple(IRIS[n] for n in ("amber", "golden", "orange", "red")),
        ears=Ears.NONE,
        horns=(Horns.CREST, Horns.SWEPT),
        scales=1.0,
        hairless=True,
        slit_pupils=True,
        shoulders=1.18,
        face={"jaw": 1.2, "brow": 2.2, "snout": 1.0, "eye": 0.98, "slant": 0.2, "width": 1.02, "lips": 0.2},
    ),
    "lizardfolk|lizardman|kobold|yuan-?ti|troglodyte|saurian": SpeciesLook(
        skins=((0.30, 0.42, 0.24), (0.42, 0.44, 0.22), (0.50, 0.30, 0.20)),
        irises=tuple(IRIS[n] for n in ("yellow", "amber", "orange")),
        ears=Ears.NONE,
        horns=(Horns.NONE, Horns.CREST),
        scales=1.0,
        hairless=True,
        slit_pupils=True,
        heads=6.4,
        face={"jaw": 1.05, "brow": 1.6, "snout": 1.1, "eye": 1.1, "slant": 0.16, "lips": 0.2},
    ),
    "hobgoblin": SpeciesLook(
        skins=((0.62, 0.32, 0.20), (0.58, 0.38, 0.22)),
        ears=Ears.POINTED,
        irises=tuple(IRIS[n] for n in ("yellow", "amber")),
        tusks=0.4,
        shoulders=1.1,
        face={"jaw": 1.2, "brow": 1.7, "nose": 1.3, "cheek": 1.3},
    ),
    "goblin|bugbear|gremlin|imp": SpeciesLook(
        skins=((0.45, 0.52, 0.24), (0.52, 0.53, 0.28), (0.40, 0.47, 0.30)),
        hairs=tuple(HAIR[n] for n in ("black", "dark", "brown")),
        irises=tuple(IRIS[n] for n in ("yellow", "red", "orange", "amber")),
        ears=Ears.WIDE,
        tusks=0.35,
        fangs=True,
        bearded=0.0,
        heads=4.6,
        shoulders=0.82,
        face={
            "jaw": 0.75,
            "eye": 1.32,
            "nose": 1.3,
            "nose_length": 1.22,
            "bridge": 1.4,
            "brow": 1.5,
            "smile": 0.9,
            "mouth": 1.35,
            "lips": 0.5,
            "chin": 1.4,
            "slant": 0.18,
            "gaunt": 0.8,
        },
    ),
    "goliath|firbolg|giant": SpeciesLook(
        skins=((0.56, 0.55, 0.56), (0.50, 0.50, 0.54), (0.62, 0.56, 0.50)),
        shoulders=1.24,
        bearded=0.3,
        face={"jaw": 1.3, "brow": 1.8, "chin": 1.3, "nose": 1.2, "eye": 0.88, "width": 1.02},
    ),
    "aasimar|celestial|angel|deva|seraph": SpeciesLook(
        skins=((0.93, 0.80, 0.68), (0.80, 0.62, 0.46), (0.52, 0.35, 0.24)),
        hairs=tuple(HAIR[n] for n in ("platinum", "golden", "silver", "white", "black")),
        irises=tuple(IRIS[n] for n in ("golden", "silver", "blue")),
        bearded=0.2,
        glow=(1.0, 0.93, 0.7),
        face={"cheek": 1.25, "eye": 1.08, "brow": 0.8},
    ),
    "genasi|water elemental|nymph|naiad|triton|merfolk": SpeciesLook(
        skins=((0.30, 0.50, 0.60), (0.36, 0.46, 0.66), (0.60, 0.36, 0.24), (0.56, 0.52, 0.46)),
        hairs=tuple(HAIR[n] for n in ("blue", "teal", "white", "fiery")),
        irises=tuple(IRIS[n] for n in ("sapphire", "silver", "amber")),
        ears=Ears.POINTED,
        bearded=0.15,
        face={"cheek": 1.2, "eye": 1.1},
    ),
    "vampire|dhampir": SpeciesLook(
        skins=((0.84, 0.79, 0.78), (0.76, 0.73, 0.75)),
        hairs=tuple(HAIR[n] for n in ("raven", "black", "silver")),
        irises=tuple(IRIS[n] for n in ("red", "crimson")),
        ears=Ears.POINTED,
        fangs=True,
        bearded=0.15,
        face={"cheek": 1.5, "gaunt": 0.5, "slant": 0.12},
    ),
    "fairy|pixie|dryad|sprite|satyr|fey": SpeciesLook(
        skins=((0.90, 0.76, 0.64), (0.56, 0.62, 0.42), (0.72, 0.66, 0.76)),
        hairs=tuple(HAIR[n] for n in ("green", "pink", "copper", "teal", "platinum")),
        irises=tuple(IRIS[n] for n in ("emerald", "violet", "amber")),
        ears=Ears.LONG,
        bearded=0.0,
        shoulders=0.88,
        face={"cheek": 1.4, "eye": 1.26, "slant": 0.18, "jaw": 0.78, "nose": 0.8, "smile": 0.3},
    ),
    "demon|devil|fiend|balor|pit fiend|daemon|archfiend": SpeciesLook(
        skins=((0.52, 0.10, 0.08), (0.40, 0.08, 0.10), (0.30, 0.12, 0.14)),
        irises=tuple(IRIS[n] for n in ("yellow", "orange")),
        hairs=tuple(HAIR[n] for n in ("black", "raven")),
        ears=Ears.POINTED,
        horns=(Horns.TALL, Horns.CURLED, Horns.SWEPT),
        tusks=0.55,
        fangs=True,
        glow=(1.0, 0.6, 0.12),
        shoulders=1.24,
        bearded=0.2,
        face={
            "jaw": 1.2,
            "brow": 2.5,
            "nose": 1.25,
            "cheek": 1.7,
            "gaunt": 0.9,
            "slant": 0.28,
            "chin": 1.6,
            "eye": 0.98,
            "smile": -0.5,
            "mouth": 1.15,
        },
    ),
    "human|man|woman|humanoid": SpeciesLook(),
}

HUMAN = SPECIES["human|man|woman|humanoid"]
DRAGONBORN = SPECIES["dragonborn|half-?dragon|draconian"]
