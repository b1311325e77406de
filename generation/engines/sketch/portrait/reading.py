"""`read_traits`: what a brief's words and, where they are silent, the seed say about the subject."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait import palette
from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.creatures.beast import PELTS
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.lexicon import (
    AGES,
    BEARDS,
    CREATURE_TYPES,
    CREATURES,
    EXPRESSIONS,
    HAIRSTYLES,
    LAIRS,
    MAGIC,
    MAN,
    SCENES,
    TYPE_PEOPLE,
    WOMAN,
)
from generation.engines.sketch.portrait.light import SCALES, SKIN
from generation.engines.sketch.portrait.looks import (
    BeardStyle,
    Creature,
    Ears,
    Gear,
    HairStyle,
    Headgear,
    Horns,
    Outfit,
    Scene,
)
from generation.engines.sketch.portrait.species import DRAGONBORN, HUMAN, SPECIES, SpeciesLook
from generation.engines.sketch.portrait.traits import Dress, Eyes, Hair, Marks, Skin, Traits
from generation.engines.sketch.portrait.wardrobe import CLASSES, GEAR, HEADGEAR, OUTFITS, TYPES, Calling
from generation.engines.sketch.portrait.words import Words
from generation.vocabulary import CreatureType, PortraitPose

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A brief's words by topic, with the people and calling that they name, and the dice for the rest."""

    brief: PortraitBrief
    all: Words  #: everything that was said
    person: Words  #: who it is and how they look
    look: SpeciesLook
    calling: Calling
    feminine: bool
    seed: int

    def rng(self, part: str) -> np.random.Generator:
        """Dice of its own for each part."""
        return np.random.default_rng([self.seed & 0xFFFFFFFF, self.seed >> 32 & 0xFFFFFFFF, *part.encode()])

    def pick(self, part: str, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[int(self.rng(part).integers(len(choices)))]

    def chance(self, part: str) -> float:
        """A number from 0 to 1."""
        return float(self.rng(part).random())


def read_traits(brief: PortraitBrief, seed: int) -> Traits:
    """The traits of the subject of `brief`."""
    reading = _reading(brief, seed)
    age = _age(reading)
    skin = _skin(reading)
    hair = _hair(reading, age)
    dress = _dress(reading)
    traits = Traits(
        creature=_creature(reading),
        framing=brief.framing,
        pose=brief.pose,
        dressed=brief.character_class is not None or bool(brief.equipment),
        pelt=_pelt(reading),
        feminine=reading.feminine,
        age=age,
        face=_face(reading, age),
        eyes=_eyes(reading),
        skin=_with_hair(skin, hair, reading, age),
        hair=hair,
        dress=dress,
        marks=_marks(reading),
        ears=reading.look.ears,
        horns=_horns(reading),
        wings=reading.all.says("wings?|winged|angel|balor|pit fiend|succubus|seraph|deva"),
        halo=reading.all.says("halo|angel|celestial|saint|aasimar|deva")
        or _is(reading, CreatureType.CELESTIAL),
        gear=_gear(reading),
        scene=_scene(reading),
        magic=_magic(reading),
        shoulders=reading.look.shoulders * (0.86 if reading.feminine else 1.0),
        heads=reading.look.heads,
        tilt=float(reading.rng("tilt").normal(0, 0.035)),
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


def _reading(brief: PortraitBrief, seed: int) -> Reading:
    kind = TYPE_PEOPLE.get(brief.creature_type) if brief.creature_type else None
    person = Words.of(brief.species, brief.name, brief.description, brief.appearance, *brief.features, kind)
    everything = Words.of(
        brief.species,
        brief.character_class,
        brief.description,
        brief.appearance,
        brief.name,
        *brief.features,
        *brief.equipment,
        kind,
    )
    calling = Words.of(brief.character_class).first(CLASSES) or everything.first(CLASSES) or _by_type(brief)
    reading = Reading(
        brief=brief,
        all=everything,
        person=person,
        look=_look(brief, person),
        calling=calling,
        feminine=False,
        seed=seed,
    )
    return replace(reading, feminine=_feminine(reading))


def _by_type(brief: PortraitBrief) -> Calling:
    return TYPES.get(brief.creature_type, Calling()) if brief.creature_type else Calling()


def _look(brief: PortraitBrief, person: Words) -> SpeciesLook:
    named = Words.of(brief.species).first(SPECIES) or person.first(SPECIES)
    if named is not None:
        return named
    dragon = brief.creature_type is CreatureType.DRAGON or Words.of(brief.species, brief.name).says(
        "dragon|wyrm|drake"
    )
    return DRAGONBORN if dragon else HUMAN


def _is(reading: Reading, creature_type: CreatureType) -> bool:
    return reading.brief.creature_type == creature_type


def _feminine(reading: Reading) -> bool:
    if reading.all.says(WOMAN):
        return True
    return not reading.all.says(MAN) and reading.chance("sex") < 0.45


def _age(reading: Reading) -> float:
    said = reading.all.first(AGES)
    return said if said is not None else 0.08 + 0.3 * reading.chance("age")


def _face(reading: Reading, age: float) -> Face:
    rng = reading.rng("face")
    smile, _, _ = _expression(reading)
    base = {"jaw": 1.2, "brow": 1.15, "nose": 1.05, "lips": 0.85, "cheek": 1.0, "chin": 1.1, "eye": 1.0}
    if reading.feminine:
        base = {"jaw": 0.78, "brow": 0.4, "nose": 0.8, "lips": 1.3, "cheek": 1.1, "chin": 0.85, "eye": 1.12}
    measures = base | {
        "width": 0.97,
        "smile": smile,
        "slant": 0.07,
        "mouth": 1.0,
        "nose_length": 1.0,
        "bridge": 1.0,
    }
    for name, factor in reading.look.face.items():
        known = measures.get(name, 0.0)
        measures[name] = (
            known * factor if name in base else (factor if name != "smile" else max(known, factor))
        )
    for name in ("jaw", "chin", "cheek", "nose", "lips", "mouth", "nose_length", "width", "bridge"):
        measures[name] *= 1 + float(rng.normal(0, 0.05))
    if reading.person.says("fat|plump|chubby|stout|heavy-?set|round-?faced|portly"):
        measures |= {"jaw": measures["jaw"] * 1.22, "width": measures["width"] * 1.06, "gaunt": -0.4}
    if reading.person.says("gaunt|thin|skinny|bony|emaciated|haggard|lean"):
        measures |= {"gaunt": 1.0, "jaw": measures["jaw"] * 0.93}
    side = -1.0 if reading.chance("turn") < 0.5 else 1.0
    yaw = side * (0.2 + 0.22 * reading.chance("yaw"))
    measures["crook"] = float(rng.normal(0, 0.5))
    return Face(**(measures | {"age": age, "yaw": yaw}))


def _expression(reading: Reading) -> tuple[float, float, float]:
    said = reading.all.first(EXPRESSIONS)
    if said is not None:
        return said
    if reading.brief.pose is PortraitPose.COMBAT:
        return -0.6, 1.3, 0.9
    return 0.1 + 0.4 * reading.chance("smile"), 0.4 * reading.chance("brows") - 0.15, 0.95


def _eyes(reading: Reading) -> Eyes:
    words = reading.all
    color = words.near(palette.IRIS, "eyes?|eyed|gaze|irises") or reading.pick("iris", reading.look.irises)
    glowing = words.says("glowing eyes|glowing \\w+ eyes|eyes glow\\w*|burning eyes|blazing eyes|fiery eyes")
    glow = reading.look.glow if reading.look.glow and reading.chance("glow") < 0.55 else None
    if glowing:
        glow = palette.scaled(color, 1 / max(*color, 0.2))
    _, _, opening = _expression(reading)
    dead = reading.brief.pose is PortraitPose.DEAD
    sleepy = words.says("blind|eyes closed|closed eyes|sleeping|meditating|praying")
    yaw_side = -1 if reading.chance("turn") < 0.5 else 1
    return Eyes(
        iris=color,
        glow=glow,
        slit=reading.look.slit_pupils or words.says("slit pupils|cat-?like eyes|snake eyes"),
        open=opening * (0.92 if reading.feminine else 0.8),
        gaze=(-0.10 * yaw_side, 0.0),
        shut=dead or sleepy,
        liner=0.85 if reading.feminine or words.says("kohl|eyeliner|goth|makeup") else 0.3,
    )


def _skin(reading: Reading) -> Skin:
    words = reading.person
    tone = words.near(
        palette.SKIN, "skin|skinned|complexion|scales|scaled|hide|dragon|wyrm|dragonborn|tiefling|orc|goblin"
    )
    tone = (
        tone
        or words.near({"pale": palette.SKIN["pale"]}, "woman|man|elf|face|human")
        or reading.pick("skin", reading.look.skins)
    )
    if _creature(reading) is Creature.BEAST:
        tone = PELTS[_pelt(reading)].face
    scaly = reading.look.scales or (1.0 if words.says("scales|scaly") else 0.0)
    _, brow_tilt, _ = _expression(reading)
    return Skin(
        tone=tone,
        blush=_blush(tone),
        lips=_lips(tone, reading.feminine),
        freckles=0.85
        if words.says("freckles|freckled")
        else (0.5 if reading.chance("freckles") < 0.08 else 0.0),
        scales=scaly,
        brow_tilt=brow_tilt,
        brow_lift=float(reading.rng("brow lift").normal(0, 0.008)),
        material=SCALES if scaly else SKIN,
    )


def _blush(tone: Rgb) -> Rgb:
    return palette.blend(tone, (tone[0] * 0.98, tone[1] * 0.58, tone[2] * 0.55), 0.9)


def _lips(tone: Rgb, feminine: bool) -> Rgb:
    base = (tone[0] * 0.86, tone[1] * 0.6, tone[2] * 0.6)
    return palette.blend(base, (0.70, 0.16, 0.18), 0.55 if feminine else 0.12)


def _with_hair(skin: Skin, hair: Hair, reading: Reading, age: float) -> Skin:
    bushy = 0.25 * age + (0.35 if reading.person.says("bushy brows|bushy eyebrows|heavy brows") else 0.0)
    weight = (0.78 if reading.feminine else 1.15) + bushy
    stubble = {BeardStyle.STUBBLE: 0.75, BeardStyle.GOATEE: 0.3, BeardStyle.MOUSTACHE: 0.25}.get(
        hair.beard, 0.0
    )
    return replace(
        skin,
        brows=palette.scaled(hair.color, 0.75),
        brow_weight=0.0 if reading.look.hairless else weight,
        stubble=stubble,
    )


def _hair(reading: Reading, age: float) -> Hair:
    words = reading.person
    color = words.near(palette.HAIR, "hair|haired|locks|curls|braids?|ponytail|mane|beard|bearded|blonde?")
    if color is None and words.says("blonde?|redhead|red-?head|brunette"):
        color = palette.HAIR[
            "blond" if words.says("blonde?") else "red" if words.says("red-?head") else "brown"
        ]
    if color is None:
        color = reading.pick("hair", reading.look.hairs)
        if age > 0.7:
            color = palette.blend(color, palette.HAIR["white"], 0.55 + 0.4 * reading.chance("white"))
        elif age > 0.5:
            color = palette.blend(color, palette.HAIR["grey"], 0.45)
    style = HairStyle.BALD if reading.look.hairless else (words.first(HAIRSTYLES) or _usual_style(reading))
    return Hair(
        style=style,
        color=color,
        length=0.85 + 0.5 * reading.chance("length") + (0.5 if words.says("very long|flowing") else 0.0),
        beard=_beard(reading),
        streaked=0.3 if words.says("streaks?|streaked|greying|graying") else 0.0,
    )


def _usual_style(reading: Reading) -> HairStyle:
    styles: tuple[HairStyle, ...]
    if reading.feminine:
        styles = (
            HairStyle.LONG,
            HairStyle.WAVY,
            HairStyle.WAVY,
            HairStyle.PONYTAIL,
            HairStyle.BUN,
            HairStyle.BRAIDS,
        )
    elif reading.look.ears == "long":
        styles = (HairStyle.LONG, HairStyle.LONG, HairStyle.SLICKED)
    elif reading.look.ears == "wide":
        styles = (HairStyle.BALD, HairStyle.MOHAWK, HairStyle.BALD)
    else:
        styles = (HairStyle.SHORT, HairStyle.TOUSLED, HairStyle.SLICKED, HairStyle.SHORT, HairStyle.LONG)
    return reading.pick("style", styles)


def _beard(reading: Reading) -> BeardStyle:
    said = reading.person.first(BEARDS)
    if said is not None:
        return said
    if reading.feminine or reading.look.hairless or reading.chance("beard") > reading.look.bearded:
        return BeardStyle.NONE
    if reading.look.bearded == 1.0:
        return reading.pick("beard style", (BeardStyle.LONG, BeardStyle.BRAIDED, BeardStyle.FULL))
    return reading.pick(
        "beard style",
        (BeardStyle.STUBBLE, BeardStyle.SHORT, BeardStyle.GOATEE, BeardStyle.FULL, BeardStyle.STUBBLE),
    )


def _horns(reading: Reading) -> Horns:
    said = reading.person.first(
        {
            "no horns|hornless": Horns.NONE,
            "curled horns|ram'?s? horns|curling horns|curved horns": Horns.CURLED,
            "tall horns|upright horns": Horns.TALL,
            "horns?|horned|antlers?": Horns.SWEPT,
        }
    )
    wild = _is(reading, CreatureType.MONSTROSITY) and not reading.all.says("owlbear|worg")
    usual = (Horns.SWEPT, Horns.CURLED) if wild else reading.look.horns
    return said if said is not None else reading.pick("horns", usual)


def _marks(reading: Reading) -> Marks:
    words = reading.person
    side = (
        -1
        if words.says("left")
        else 1
        if words.says("right")
        else (-1 if reading.chance("mark") < 0.5 else 1)
    )
    painted = words.says("war ?paint|face paint|painted face|woad")
    tattooed = words.says("tattoos?|tattooed|runes on|markings|facial marking")
    return Marks(
        scar=side if words.says("scars?|scarred") else 0,
        patch=side if words.says("eye ?patch|eye-patch|one-eyed|missing eye") else 0,
        war_paint=(words.near(palette.CLOTH, "paint|war ?paint|woad") or (0.12, 0.22, 0.45))
        if painted
        else None,
        tattoo=(words.near(palette.CLOTH, "tattoos?|runes|markings") or (0.08, 0.2, 0.26))
        if tattooed
        else None,
        tusks=max(reading.look.tusks, 0.8 if words.says("tusks?|tusked") else 0.0),
        fangs=reading.look.fangs or words.says("fangs?|fanged|vampire"),
    )


def _dress(reading: Reading) -> Dress:
    words, calling = reading.all, reading.calling
    outfit = words.first(OUTFITS) or reading.pick("outfit", calling.outfits)
    if outfit is Outfit.BARE and reading.feminine:
        outfit = Outfit.LEATHER  # pictures are for every table
    cloth = words.near(
        palette.CLOTH,
        "robes?|cloak|tunic|dress|gown|coat|clothes|clothing|cape|tabard|shirt|doublet|garb|vestments?",
    )
    main = cloth or reading.pick("cloth", calling.cloths)
    headgear = words.first(HEADGEAR)
    if headgear is None:
        headgear = calling.headgear if reading.chance("headgear") < calling.headgear_chance else Headgear.NONE
    metal = words.near(palette.METALS, "armou?r|plate|mail|breastplate|cuirass|pauldrons?|helm|helmet")
    return Dress(
        outfit=outfit,
        main=palette.deepened(main),
        second=palette.deepened(reading.pick("second", calling.cloths)),
        trim=words.near(palette.METALS, "trim|trimmed|trimmings|jewell?ery|clasp|brooch|embroidery")
        or palette.GOLD,
        metal=metal or calling.metal,
        headgear=headgear,
        cloak=words.says("cloak|cape|mantle") or reading.chance("cloak") < calling.cloak_chance,
        fur=words.says("furs?|pelts?") or reading.chance("fur") < calling.fur_chance,
        earrings=words.says("earrings?|ear ring|hoops?") or reading.chance("earrings") < 0.15,
    )


def _gear(reading: Reading) -> tuple[Gear, ...]:
    said = tuple(gear for pattern, gear in GEAR.items() if reading.all.says(pattern))
    return said if said else reading.calling.gear


def _scene(reading: Reading) -> Scene:
    asked = Words.of(reading.brief.background).first(SCENES)
    if asked is not None:
        return asked
    told = Words.of(reading.brief.description).first(SCENES)
    if told is not None:
        return told
    return reading.pick("scene", LAIRS.get(_creature(reading), reading.calling.scenes))


def _magic(reading: Reading) -> Rgb | None:
    said = reading.all.first(MAGIC)
    if said is None and reading.brief.pose is PortraitPose.CASTING:
        return 0.35, 0.7, 1.0
    return said


def _creature(reading: Reading) -> Creature:
    said = Words.of(reading.brief.species).first(CREATURES)
    if said is not None:
        return said
    if reading.look not in (HUMAN, DRAGONBORN) or (reading.look is DRAGONBORN and reading.brief.species):
        return Creature.HUMANOID
    kind = reading.brief.creature_type
    if kind is None and reading.brief.subject != "monster":
        return Creature.HUMANOID
    told = Words.of(reading.brief.name, reading.brief.description).first(CREATURES)
    return told or (CREATURE_TYPES.get(kind, Creature.HUMANOID) if kind else Creature.HUMANOID)


def _pelt(reading: Reading) -> str:
    said = reading.all.first({kind: kind for kind in PELTS})
    return said or reading.pick("pelt", ("wolf|worg|gnoll", "bear|owlbear", "lion|leonin"))
