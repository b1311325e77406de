"""Who it is: face, eyes, skin, hair and what life left on them."""

from dataclasses import replace

from generation.engines.sketch.portrait import palette
from generation.engines.sketch.portrait.asked import Reading, creature_of, is_of_type, pelt_of
from generation.engines.sketch.portrait.bearing import bearing_of, mood_of
from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.creatures.beast import PELTS
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.lexicon import AGES, BEARDS, HAIRSTYLES
from generation.engines.sketch.portrait.light import SCALES, SKIN
from generation.engines.sketch.portrait.looks import BeardStyle, Creature, HairStyle, Horns
from generation.engines.sketch.portrait.traits import Eyes, Hair, Marks, Skin
from generation.vocabulary import CreatureType, PortraitPose


def age_of(reading: Reading) -> float:
    """From 0, young, to 1, very old."""
    said = reading.all.first(AGES)
    return said if said is not None else 0.08 + 0.3 * reading.chance("age")


def face_of(reading: Reading, age: float) -> Face:
    """The measures of the face."""
    rng = reading.rng("face")
    mood, bearing = mood_of(reading), bearing_of(reading)
    base = {"jaw": 1.2, "brow": 1.15, "nose": 1.05, "lips": 0.85, "cheek": 1.0, "chin": 1.1, "eye": 1.0}
    if reading.feminine:
        base = {"jaw": 0.78, "brow": 0.4, "nose": 0.8, "lips": 1.3, "cheek": 1.1, "chin": 0.85, "eye": 1.12}
    measures = base | {
        "width": 0.97,
        "smile": mood.smile,
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
    measures["crook"] = float(rng.normal(0, 0.5))
    return Face(**(measures | {"age": age, "yaw": bearing.yaw, "pitch": bearing.pitch}))


def eyes_of(reading: Reading) -> Eyes:
    """The eyes."""
    words = reading.all
    color = words.near(palette.IRIS, "eyes?|eyed|gaze|irises") or reading.pick("iris", reading.look.irises)
    glowing = words.says("glowing eyes|glowing \\w+ eyes|eyes glow\\w*|burning eyes|blazing eyes|fiery eyes")
    glow = reading.look.glow if reading.look.glow and reading.chance("glow") < 0.55 else None
    if glowing:
        glow = palette.scaled(color, 1 / max(*color, 0.2))
    mood = mood_of(reading)
    dead = reading.brief.pose is PortraitPose.DEAD
    sleepy = words.says("blind|eyes closed|closed eyes|sleeping|meditating|praying")
    return Eyes(
        iris=color,
        glow=glow,
        slit=reading.look.slit_pupils or words.says("slit pupils|cat-?like eyes|snake eyes"),
        open=mood.opening * (0.92 if reading.feminine else 0.8),
        gaze=bearing_of(reading).gaze,
        shut=dead or sleepy,
        liner=0.85 if reading.feminine or words.says("kohl|eyeliner|goth|makeup") else 0.3,
    )


def skin_of(reading: Reading) -> Skin:
    """The skin, before hair grows on it."""
    words = reading.person
    tone = words.near(
        palette.SKIN, "skin|skinned|complexion|scales|scaled|hide|dragon|wyrm|dragonborn|tiefling|orc|goblin"
    )
    tone = (
        tone
        or words.near({"pale": palette.SKIN["pale"]}, "woman|man|elf|face|human")
        or reading.pick("skin", reading.look.skins)
    )
    if creature_of(reading) is Creature.BEAST:
        tone = PELTS[pelt_of(reading)].face
    if reading.brief.pose is PortraitPose.DEAD:
        tone = palette.blend(tone, (0.55, 0.58, 0.56), 0.35)
    scaly = reading.look.scales or (1.0 if words.says("scales|scaly") else 0.0)
    return Skin(
        tone=tone,
        blush=_blush(tone),
        lips=_lips(tone, reading.feminine),
        freckles=0.85
        if words.says("freckles|freckled")
        else (0.5 if reading.chance("freckles") < 0.08 else 0.0),
        scales=scaly,
        brow_tilt=mood_of(reading).brows,
        brow_lift=float(reading.rng("brow lift").normal(0, 0.008)),
        material=SCALES if scaly else SKIN,
    )


def _blush(tone: Rgb) -> Rgb:
    return palette.blend(tone, (tone[0] * 0.98, tone[1] * 0.58, tone[2] * 0.55), 0.9)


def _lips(tone: Rgb, feminine: bool) -> Rgb:
    base = (tone[0] * 0.86, tone[1] * 0.6, tone[2] * 0.6)
    return palette.blend(base, (0.70, 0.16, 0.18), 0.55 if feminine else 0.12)


def with_hair(skin: Skin, hair: Hair, reading: Reading, age: float) -> Skin:
    """`skin` with brows and stubble."""
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


def hair_of(reading: Reading, age: float) -> Hair:
    """Hair and beard."""
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


def horns_of(reading: Reading) -> Horns:
    """The horns."""
    said = reading.person.first(
        {
            "no horns|hornless": Horns.NONE,
            "curled horns|ram'?s? horns|curling horns|curved horns": Horns.CURLED,
            "tall horns|upright horns": Horns.TALL,
            "horns?|horned|antlers?": Horns.SWEPT,
        }
    )
    wild = is_of_type(reading, CreatureType.MONSTROSITY) and not reading.all.says("owlbear|worg")
    usual = (Horns.SWEPT, Horns.CURLED) if wild else reading.look.horns
    return said if said is not None else reading.pick("horns", usual)


def marks_of(reading: Reading) -> Marks:
    """Scars, paint, tattoos, teeth."""
    words = reading.person
    near = -1 if bearing_of(reading).yaw > 0 else 1  # where a mark is seen best
    side = -1 if words.says("left") else 1 if words.says("right") else near
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
