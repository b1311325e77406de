"""What people of a calling wear and carry, before words and the seed choose."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.looks import Gear, Headgear, Outfit, Scene
from generation.engines.sketch.portrait.palette import CLOTH, METALS
from generation.vocabulary import CreatureType


def _dyes(*names: str) -> tuple[Rgb, ...]:
    return tuple(CLOTH[name] for name in names)


@dataclass(frozen=True, kw_only=True)
class Calling:
    """A class or trade."""

    outfits: tuple[Outfit, ...] = (Outfit.TUNIC, Outfit.DOUBLET, Outfit.LEATHER)
    cloths: tuple[Rgb, ...] = _dyes("brown", "green", "navy", "maroon", "teal")
    metal: Rgb = METALS["steel"]
    headgear: Headgear = Headgear.NONE
    headgear_chance: float = 0.0
    cloak_chance: float = 0.3
    fur_chance: float = 0.1
    gear: tuple[Gear, ...] = ()
    scenes: tuple[Scene, ...] = (Scene.STUDIO, Scene.STUDIO, Scene.MOUNTAINS, Scene.FOREST)


CLASSES: Mapping[str, Calling] = {
    "barbarian|berserker": Calling(
        outfits=(Outfit.FUR, Outfit.FUR, Outfit.BARE),
        cloths=_dyes("brown", "maroon", "tan"),
        fur_chance=1.0,
        gear=(Gear.AXE,),
        scenes=(Scene.MOUNTAINS, Scene.SNOW, Scene.FIRE),
    ),
    "bard|minstrel|skald|musician|jester": Calling(
        outfits=(Outfit.DOUBLET,),
        cloths=_dyes("crimson", "purple", "teal", "blue", "gold"),
        headgear=Headgear.WIDE_HAT,
        headgear_chance=0.6,
        cloak_chance=0.4,
        gear=(Gear.LUTE,),
        scenes=(Scene.TAVERN, Scene.TAVERN, Scene.CASTLE),
    ),
    "cleric|priest|priestess|acolyte|bishop|saint": Calling(
        outfits=(Outfit.VESTMENT, Outfit.MAIL),
        cloths=_dyes("white", "blue", "crimson", "gold"),
        metal=METALS["silver"],
        headgear=Headgear.CIRCLET,
        headgear_chance=0.35,
        gear=(Gear.SYMBOL,),
        scenes=(Scene.CASTLE, Scene.STUDIO),
    ),
    "druid|shaman|herbalist": Calling(
        outfits=(Outfit.ROBE, Outfit.LEATHER),
        cloths=_dyes("green", "olive", "brown"),
        headgear=Headgear.LEAVES,
        headgear_chance=0.7,
        cloak_chance=0.6,
        fur_chance=0.5,
        gear=(Gear.STAFF,),
        scenes=(Scene.FOREST, Scene.SWAMP, Scene.FOREST),
    ),
    "paladin|crusader|templar": Calling(
        outfits=(Outfit.PLATE,),
        cloths=_dyes("white", "blue", "crimson"),
        metal=METALS["silver"],
        cloak_chance=0.75,
        gear=(Gear.SYMBOL, Gear.SWORD),
        scenes=(Scene.CASTLE, Scene.MOUNTAINS, Scene.STUDIO),
    ),
    "ranger|hunter|huntress|scout|archer|tracker": Calling(
        outfits=(Outfit.LEATHER,),
        cloths=_dyes("green", "olive", "brown"),
        headgear=Headgear.HOOD,
        headgear_chance=0.4,
        cloak_chance=0.9,
        gear=(Gear.BOW, Gear.QUIVER),
        scenes=(Scene.FOREST, Scene.FOREST, Scene.MOUNTAINS),
    ),
    "rogue|thief|assassin|spy|bandit|burglar|pirate": Calling(
        outfits=(Outfit.LEATHER,),
        cloths=_dyes("black", "grey", "navy", "maroon"),
        headgear=Headgear.HOOD,
        headgear_chance=0.7,
        cloak_chance=0.9,
        gear=(Gear.DAGGERS,),
        scenes=(Scene.NIGHT, Scene.STUDIO, Scene.CASTLE),
    ),
    "monk|ascetic": Calling(
        outfits=(Outfit.ROBE,),
        cloths=_dyes("orange", "maroon", "brown", "white"),
        headgear=Headgear.HEADBAND,
        headgear_chance=0.4,
        cloak_chance=0.0,
        gear=(Gear.STAFF,),
        scenes=(Scene.MOUNTAINS, Scene.STUDIO),
    ),
    "wizard|mage|archmage|magician|enchanter|illusionist|witch|diviner": Calling(
        outfits=(Outfit.ROBE,),
        cloths=_dyes("blue", "indigo", "purple", "navy", "crimson"),
        headgear=Headgear.WIZARD_HAT,
        headgear_chance=0.6,
        cloak_chance=0.25,
        gear=(Gear.STAFF,),
        scenes=(Scene.LIBRARY, Scene.NIGHT, Scene.LIBRARY),
    ),
    "sorcerer|sorceress|enchantress": Calling(
        outfits=(Outfit.ROBE, Outfit.DOUBLET),
        cloths=_dyes("crimson", "purple", "teal", "black"),
        headgear=Headgear.CIRCLET,
        headgear_chance=0.4,
        gear=(Gear.ORB, Gear.PENDANT),
        scenes=(Scene.NIGHT, Scene.FIRE, Scene.STUDIO),
    ),
    "warlock|cultist|necromancer|occultist": Calling(
        outfits=(Outfit.ROBE,),
        cloths=_dyes("black", "purple", "maroon"),
        headgear=Headgear.HOOD,
        headgear_chance=0.6,
        cloak_chance=0.6,
        gear=(Gear.PENDANT, Gear.ORB),
        scenes=(Scene.CAVE, Scene.NIGHT, Scene.FIRE),
    ),
    "artificer|tinker|inventor|alchemist|smith|blacksmith": Calling(
        outfits=(Outfit.LEATHER,),
        cloths=_dyes("tan", "brown", "teal"),
        headgear=Headgear.HEADBAND,
        headgear_chance=0.5,
        gear=(Gear.HAMMER,),
        scenes=(Scene.FIRE, Scene.LIBRARY),
    ),
    "king|queen|emperor|empress|monarch|prince|princess": Calling(
        outfits=(Outfit.DOUBLET, Outfit.VESTMENT),
        cloths=_dyes("crimson", "purple", "blue"),
        headgear=Headgear.CROWN,
        headgear_chance=1.0,
        cloak_chance=1.0,
        fur_chance=0.9,
        gear=(Gear.PENDANT,),
        scenes=(Scene.CASTLE, Scene.STUDIO),
    ),
    "noble|lord|lady|merchant|baron|duke|duchess|aristocrat|courtier|diplomat": Calling(
        outfits=(Outfit.DOUBLET,),
        cloths=_dyes("crimson", "purple", "navy", "emerald"),
        cloak_chance=0.4,
        fur_chance=0.4,
        gear=(Gear.PENDANT,),
        scenes=(Scene.STUDIO, Scene.CASTLE),
    ),
    "fighter|knight|warrior|soldier|guard|captain|general|mercenary|champion|gladiator|cavalier": Calling(
        outfits=(Outfit.PLATE, Outfit.MAIL, Outfit.PLATE),
        cloths=_dyes("crimson", "navy", "green", "brown"),
        headgear=Headgear.HELMET,
        headgear_chance=0.15,
        cloak_chance=0.5,
        gear=(Gear.SWORD,),
        scenes=(Scene.CASTLE, Scene.BATTLE, Scene.MOUNTAINS),
    ),
    "innkeeper|barkeep|bartender|cook|brewer|tavern": Calling(
        outfits=(Outfit.TUNIC,),
        cloths=_dyes("tan", "brown", "white"),
        cloak_chance=0.0,
        scenes=(Scene.TAVERN,),
    ),
    "sailor|captain of|buccaneer|corsair": Calling(
        outfits=(Outfit.DOUBLET,),
        cloths=_dyes("navy", "maroon", "black"),
        headgear=Headgear.WIDE_HAT,
        headgear_chance=0.6,
        scenes=(Scene.SEA,),
    ),
}

TYPES: Mapping[CreatureType, Calling] = {
    CreatureType.FIEND: Calling(
        outfits=(Outfit.BARE, Outfit.PLATE),
        cloths=_dyes("black", "maroon"),
        metal=METALS["adamantine"],
        cloak_chance=0.2,
        scenes=(Scene.FIRE,),
    ),
    CreatureType.CELESTIAL: Calling(
        outfits=(Outfit.VESTMENT, Outfit.PLATE),
        cloths=_dyes("white", "gold"),
        metal=METALS["gold"],
        cloak_chance=0.0,
        scenes=(Scene.MOUNTAINS, Scene.STUDIO),
    ),
    CreatureType.FEY: Calling(
        outfits=(Outfit.ROBE, Outfit.LEATHER),
        cloths=_dyes("green", "teal", "violet"),
        headgear=Headgear.LEAVES,
        headgear_chance=0.8,
        scenes=(Scene.FOREST,),
    ),
    CreatureType.GIANT: Calling(
        outfits=(Outfit.FUR,), fur_chance=1.0, gear=(Gear.HAMMER,), scenes=(Scene.MOUNTAINS, Scene.SNOW)
    ),
    CreatureType.UNDEAD: Calling(
        outfits=(Outfit.ROBE, Outfit.MAIL),
        cloths=_dyes("black", "purple", "maroon"),
        cloak_chance=0.7,
        scenes=(Scene.CAVE, Scene.NIGHT),
    ),
}

OUTFITS: Mapping[str, Outfit] = {
    "bare-?chested|shirtless|naked torso|topless": Outfit.BARE,
    "chain ?mail|chain|ring mail|scale mail|mail|hauberk": Outfit.MAIL,
    "plate|plate armou?r|full plate|half plate|breastplate|cuirass|pauldrons?|steel armou?r": (Outfit.PLATE),
    "leather|studded|hide armou?r": Outfit.LEATHER,
    "vestments?|holy robes?|priestly": Outfit.VESTMENT,
    "robes?|wizard's? robes?|gown|habit": Outfit.ROBE,
    "doublet|noble clothes|fine clothes|court dress|coat|finery|silk": Outfit.DOUBLET,
    "furs|pelts?": Outfit.FUR,
    "tunic|shirt|commoner|apron|simple clothes": Outfit.TUNIC,
    "armou?r|armou?red": Outfit.PLATE,
}

HEADGEAR: Mapping[str, Headgear] = {
    "no hat|bare-?headed|hood down|no hood": Headgear.NONE,
    "hood|hooded|cowl": Headgear.HOOD,
    "wizard'?s? hat|pointed hat|pointy hat|witch'?s? hat": Headgear.WIZARD_HAT,
    "crown|crowned": Headgear.CROWN,
    "circlet|tiara|diadem": Headgear.CIRCLET,
    "helmet|helm|helmed": Headgear.HELMET,
    "feathered hat|wide-?brimmed hat|broad hat|hat|tricorne?": Headgear.WIDE_HAT,
    "headband|bandana|goggles": Headgear.HEADBAND,
    "wreath|leaf crown|crown of leaves|flowers in": Headgear.LEAVES,
}

GEAR: Mapping[str, Gear] = {
    "staff|quarterstaff|rod": Gear.STAFF,
    "sword|longsword|greatsword|shortsword|rapier|scimitar|blade|katana|sabre|saber": Gear.SWORD,
    "axe|greataxe|battleaxe|handaxe|hatchet": Gear.AXE,
    "hammer|warhammer|maul|mace|flail|morningstar|club": Gear.HAMMER,
    "spear|halberd|glaive|pike|trident|javelin|lance|polearm": Gear.SPEAR,
    "bow|longbow|shortbow|crossbow": Gear.BOW,
    "quiver|arrows": Gear.QUIVER,
    "daggers?|knife|knives": Gear.DAGGERS,
    "shield|buckler": Gear.SHIELD,
    "lute|lyre|harp|instrument|mandolin": Gear.LUTE,
    "holy symbol|symbol of|ankh|amulet of the sun": Gear.SYMBOL,
    "pendant|amulet|necklace|medallion|jewel|locket": Gear.PENDANT,
    "orb|fireball|spell in (?:his|her) hand|casting": Gear.ORB,
}
