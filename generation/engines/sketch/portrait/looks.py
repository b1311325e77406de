"""The closed word lists of a portrait's look."""

from enum import StrEnum


class Ears(StrEnum):
    """Shape of the ears."""

    ROUND = "round"
    POINTED = "pointed"  #: half-elves, gnomes, orcs
    LONG = "long"  #: elves
    WIDE = "wide"  #: goblins
    NONE = "none"


class Horns(StrEnum):
    """Shape of the horns."""

    NONE = "none"
    SWEPT = "swept"  #: back over the head
    CURLED = "curled"  #: as of a ram
    TALL = "tall"  #: upright, as of a devil
    CREST = "crest"  #: a row of spikes, as of dragonborn


class HairStyle(StrEnum):
    """How the hair is worn."""

    BALD = "bald"
    SHORT = "short"
    TOUSLED = "tousled"
    SLICKED = "slicked"
    LONG = "long"
    WAVY = "wavy"
    CURLY = "curly"
    PONYTAIL = "ponytail"
    BUN = "bun"
    BRAIDS = "braids"
    MOHAWK = "mohawk"


class BeardStyle(StrEnum):
    """How the beard is worn."""

    NONE = "none"
    STUBBLE = "stubble"
    MOUSTACHE = "moustache"
    GOATEE = "goatee"
    SHORT = "short"
    FULL = "full"
    LONG = "long"
    BRAIDED = "braided"


class Outfit(StrEnum):
    """What covers the body."""

    PLATE = "plate"
    MAIL = "mail"
    LEATHER = "leather"
    ROBE = "robe"
    VESTMENT = "vestment"
    TUNIC = "tunic"
    DOUBLET = "doublet"
    FUR = "fur"
    BARE = "bare"


class Headgear(StrEnum):
    """What is on the head."""

    NONE = "none"
    HOOD = "hood"
    WIZARD_HAT = "wizard_hat"
    WIDE_HAT = "wide_hat"
    HELMET = "helmet"
    CROWN = "crown"
    CIRCLET = "circlet"
    HEADBAND = "headband"
    LEAVES = "leaves"


class Gear(StrEnum):
    """What is carried."""

    STAFF = "staff"
    SWORD = "sword"
    AXE = "axe"
    HAMMER = "hammer"
    SPEAR = "spear"
    BOW = "bow"
    DAGGERS = "daggers"
    SHIELD = "shield"
    LUTE = "lute"
    SYMBOL = "symbol"
    PENDANT = "pendant"
    QUIVER = "quiver"
    ORB = "orb"  #: magic in the air
    SPELL = "spell"  #: magic over a raised hand
    DRAWN = "drawn"  #: a bare blade before the shoulder


class Scene(StrEnum):
    """What lies behind the subject."""

    STUDIO = "studio"
    FOREST = "forest"
    TAVERN = "tavern"
    MOUNTAINS = "mountains"
    CASTLE = "castle"
    CAVE = "cave"
    SEA = "sea"
    FIRE = "fire"
    NIGHT = "night"
    DESERT = "desert"
    SNOW = "snow"
    SWAMP = "swamp"
    LIBRARY = "library"
    BATTLE = "battle"


class Creature(StrEnum):
    """What kind of body is drawn."""

    HUMANOID = "humanoid"
    DRAGON = "dragon"
    SKULL = "skull"
    BEAST = "beast"
    OOZE = "ooze"
    CONSTRUCT = "construct"
    EYE = "eye"
    ELEMENTAL = "elemental"
    TREE = "tree"
