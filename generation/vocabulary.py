"""The closed word lists of the product, shared by every room of `generation` and served as GraphQL enums.

The values are what the database and stored requests hold; the names are what GraphQL serves.
"""

from enum import StrEnum


class ImageKind(StrEnum):
    """What a stored picture shows."""

    PORTRAIT = "portrait"
    TOKEN = "token"
    MAP = "map"
    ITEM = "item"
    SCENE = "scene"


class GenerationJobKind(StrEnum):
    """What a job makes."""

    PORTRAIT = "portrait"
    MAP = "map"
    TOKEN = "token"
    ITEM = "item"
    SCENE = "scene"
    REGENERATE = "regenerate"
    VARIATION = "variation"
    INPAINT = "inpaint"
    UPSCALE = "upscale"
    RESTYLE = "restyle"
    ENHANCE_FACE = "enhance_face"


class ImageFormat(StrEnum):
    """File format of a stored picture or variant."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    AVIF = "avif"


class ImageFit(StrEnum):
    """How a picture is brought into a box."""

    INSIDE = "inside"  #: shrunk to fit; never enlarged, never cropped
    COVER = "cover"  #: fills the box; cropped around the centre


class PortraitSubject(StrEnum):
    """Who is portrayed."""

    CHARACTER = "character"  #: a player's character
    NPC = "npc"
    MONSTER = "monster"


class PortraitFraming(StrEnum):
    """How much of the subject the picture shows."""

    FACE = "face"
    BUST = "bust"
    HALF_BODY = "half_body"
    FULL_BODY = "full_body"


class PortraitPose(StrEnum):
    """What the subject is doing."""

    NEUTRAL = "neutral"
    HEROIC = "heroic"
    COMBAT = "combat"
    CASTING = "casting"
    SNEAKING = "sneaking"
    SEATED = "seated"
    MOUNTED = "mounted"
    DEAD = "dead"


class CreatureSize(StrEnum):
    """Size categories of the SRD."""

    TINY = "tiny"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    HUGE = "huge"
    GARGANTUAN = "gargantuan"

    @property
    def grid_squares(self) -> float:
        """Side of the space that the creature controls, in grid squares (SRD 5.1, "Space")."""
        return _GRID_SQUARES[self]


_GRID_SQUARES = {
    CreatureSize.TINY: 0.5,
    CreatureSize.SMALL: 1.0,
    CreatureSize.MEDIUM: 1.0,
    CreatureSize.LARGE: 2.0,
    CreatureSize.HUGE: 3.0,
    CreatureSize.GARGANTUAN: 4.0,
}


class CreatureType(StrEnum):
    """Creature types of the SRD."""

    ABERRATION = "aberration"
    BEAST = "beast"
    CELESTIAL = "celestial"
    CONSTRUCT = "construct"
    DRAGON = "dragon"
    ELEMENTAL = "elemental"
    FEY = "fey"
    FIEND = "fiend"
    GIANT = "giant"
    HUMANOID = "humanoid"
    MONSTROSITY = "monstrosity"
    OOZE = "ooze"
    PLANT = "plant"
    UNDEAD = "undead"


class MapKind(StrEnum):
    """What a map is for."""

    BATTLE = "battle"  #: tactical, with a grid, walls, doors and lights
    REGION = "region"
    WORLD = "world"
    LOCATION = "location"  #: a place seen for itself; with or without a grid


class MapEnvironment(StrEnum):
    """Where a map lies."""

    DUNGEON = "dungeon"
    CAVE = "cave"
    BUILDING = "building"
    TAVERN = "tavern"
    TOWN = "town"
    ROAD = "road"
    FOREST = "forest"
    GRASSLAND = "grassland"
    SWAMP = "swamp"
    DESERT = "desert"
    ARCTIC = "arctic"
    MOUNTAIN = "mountain"
    COAST = "coast"
    SHIP = "ship"
    RUINS = "ruins"
    SEWER = "sewer"


class GridType(StrEnum):
    """Shape of a map's spaces."""

    SQUARE = "square"
    HEX_ROWS = "hex_rows"
    HEX_COLUMNS = "hex_columns"
    GRIDLESS = "gridless"


class TerrainType(StrEnum):
    """Ground of a map's area."""

    FLOOR = "floor"
    WATER = "water"
    DEEP_WATER = "deep_water"
    LAVA = "lava"
    DIFFICULT = "difficult"
    TREES = "trees"
    RUBBLE = "rubble"
    PIT = "pit"
    STAIRS = "stairs"
    ROAD = "road"
    GRASS = "grass"
    SAND = "sand"
    SNOW = "snow"
    ICE = "ice"
    MOUNTAIN = "mountain"
    HILL = "hill"


class DoorState(StrEnum):
    """Whether a door lets somebody through."""

    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"


class OverlayKind(StrEnum):
    """What an overlay tells of."""

    TACTICAL = "tactical"  #: one fight: who stands where, what reaches how far
    CAMPAIGN = "campaign"  #: the story: where the party goes, whose land it is


class EffectShape(StrEnum):
    """Areas of effect of spells (SRD 5.2, "Area of Effect")."""

    CONE = "cone"
    CUBE = "cube"
    CYLINDER = "cylinder"
    EMANATION = "emanation"
    LINE = "line"
    SPHERE = "sphere"


class DiagonalRule(StrEnum):
    """What a diagonal step costs on a square grid. The names are Foundry's."""

    EQUIDISTANT = "equidistant"  #: 5-5-5: as much as a straight one (SRD)
    ALTERNATING = "alternating"  #: 5-10-5: every second one twice as much (DMG, p. 252)


class MapExportFormat(StrEnum):
    """File format of a map for other programs."""

    UNIVERSAL_VTT = "universal_vtt"
    FOUNDRY_SCENE = "foundry_scene"
    GEOJSON = "geojson"
    TILED = "tiled"


class Audience(StrEnum):
    """Who gets to see a map."""

    GM = "gm"
    PLAYERS = "players"  #: what is theirs to find is left out


class TimeOfDay(StrEnum):
    """Light outdoors."""

    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Season(StrEnum):
    """Colour of what grows."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class TokenShape(StrEnum):
    """Outline of a playing piece."""

    CIRCLE = "circle"
    SQUARE = "square"
    HEX = "hex"


class TokenBackground(StrEnum):
    """What a token shows behind its subject."""

    TRANSPARENT = "transparent"  #: the subject cut out; the rest is transparent
    KEEP = "keep"  #: the picture as it is
    SOLID = "solid"  #: the subject cut out over one colour


class TokenBorderStyle(StrEnum):
    """Material of a token's frame."""

    PLAIN = "plain"
    DOUBLE = "double"
    METAL = "metal"
    STONE = "stone"
    WOOD = "wood"
    ARCANE = "arcane"
