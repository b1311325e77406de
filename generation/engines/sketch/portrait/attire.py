"""What is worn and carried, where, and with what magic."""

from generation.engines.sketch.portrait import palette
from generation.engines.sketch.portrait.asked import Reading, creature_of
from generation.engines.sketch.portrait.bearing import SCENES_OF
from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.lexicon import LAIRS, MAGIC, SCENES
from generation.engines.sketch.portrait.looks import Creature, Gear, Headgear, Outfit, Scene
from generation.engines.sketch.portrait.traits import Dress
from generation.engines.sketch.portrait.wardrobe import GEAR, HEADGEAR, OUTFITS
from generation.engines.sketch.portrait.words import Words
from generation.vocabulary import PortraitPose


def dress_of(reading: Reading) -> Dress:
    """What is worn."""
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
    pose = reading.brief.pose
    if pose is PortraitPose.SNEAKING and headgear is Headgear.NONE and not words.says("no hood|hood down"):
        headgear = Headgear.HOOD
    hat = words.near(palette.CLOTH, "hats?|tricorne?")
    metal = words.near(palette.METALS, "armou?r|plate|mail|breastplate|cuirass|pauldrons?|helm|helmet")
    return Dress(
        outfit=outfit,
        main=palette.deepened(main),
        second=palette.deepened(reading.pick("second", calling.cloths)),
        trim=words.near(palette.METALS, "trim|trimmed|trimmings|jewell?ery|clasp|brooch|embroidery")
        or palette.GOLD,
        metal=metal or calling.metal,
        headgear=headgear,
        hat=None if hat is None else palette.deepened(hat),
        cloak=words.says("cloak|cape|mantle")
        or pose in _CLOAKED
        or reading.chance("cloak") < calling.cloak_chance,
        fur=words.says("furs?|pelts?") or reading.chance("fur") < calling.fur_chance,
        earrings=words.says("earrings?|ear ring|hoops?") or reading.chance("earrings") < 0.15,
    )


_CLOAKED = (PortraitPose.HEROIC, PortraitPose.SNEAKING, PortraitPose.MOUNTED)
_FREE_HANDED = {Gear.STAFF, Gear.AXE, Gear.HAMMER, Gear.SPEAR, Gear.BOW, Gear.ORB}


def gear_of(reading: Reading) -> tuple[Gear, ...]:
    """What is carried; in a fight the sword is drawn, and a spell needs a hand."""
    said = tuple(gear for pattern, gear in GEAR.items() if reading.all.says(pattern))
    gear = said if said else reading.calling.gear
    if reading.brief.pose is PortraitPose.CASTING:
        return (Gear.SPELL, *(thing for thing in gear if thing is not Gear.ORB))
    if reading.brief.pose is PortraitPose.COMBAT and not _FREE_HANDED & set(gear):
        return (Gear.DRAWN, *(thing for thing in gear if thing is not Gear.SWORD))
    return gear


def scene_of(reading: Reading) -> Scene:
    """What lies behind."""
    asked = Words.of(reading.brief.background).first(SCENES)
    if asked is not None:
        return asked
    told = Words.of(reading.brief.description).first(SCENES)
    if told is not None:
        return told
    if creature_of(reading) is Creature.HUMANOID and reading.brief.pose in SCENES_OF:
        return reading.pick("scene", SCENES_OF[reading.brief.pose])
    return reading.pick("scene", LAIRS.get(creature_of(reading), reading.calling.scenes))


def magic_of(reading: Reading) -> Rgb | None:
    """The colour of magic in the air."""
    said = reading.all.first(MAGIC)
    if said is None and reading.brief.pose is PortraitPose.CASTING:
        return 0.35, 0.7, 1.0
    return said
