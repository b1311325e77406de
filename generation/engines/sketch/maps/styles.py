"""What a theme's words mean for a map: which manner it is drawn in, and in which colours."""

import colorsys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from PIL import ImageColor

from generation.spec import Style

Color = tuple[float, float, float]
"""Red, green, blue, 0 to 255."""


class Manner(StrEnum):
    """The two ways of drawing."""

    PAINTED = "painted"  #: textures, light and shade
    INKED = "inked"  #: outlines and hatching on paper


class Material(StrEnum):
    """What things on a map are made of."""

    WOOD = "wood"
    DARK_WOOD = "dark_wood"
    IRON = "iron"
    STEEL = "steel"
    STONE = "stone"
    PALE_STONE = "pale_stone"
    DARK_STONE = "dark_stone"
    GOLD = "gold"
    CLOTH = "cloth"
    TRIM = "trim"
    LINEN = "linen"
    BONE = "bone"
    FIRE = "fire"
    FLAME = "flame"
    EMBER = "ember"
    PAPER = "paper"
    WATER = "water"
    MAGIC = "magic"
    FUNGUS = "fungus"
    FUNGUS_GLOW = "fungus_glow"
    BREW = "brew"
    SHADE = "shade"
    STRAW = "straw"
    ROPE = "rope"
    CANVAS = "canvas"
    LEATHER = "leather"
    COPPER = "copper"
    BRICK = "brick"
    EARTH = "earth"
    GLASS = "glass"
    BLUE_CLOTH = "blue_cloth"
    GREEN_CLOTH = "green_cloth"


_MATERIALS: dict[Material, Color] = {
    Material.WOOD: (134, 92, 54),
    Material.DARK_WOOD: (92, 60, 36),
    Material.IRON: (66, 66, 72),
    Material.STEEL: (158, 164, 172),
    Material.GOLD: (190, 146, 58),
    Material.CLOTH: (122, 34, 36),
    Material.TRIM: (198, 154, 70),
    Material.LINEN: (206, 194, 168),
    Material.BONE: (222, 212, 184),
    Material.FIRE: (255, 208, 96),
    Material.FLAME: (255, 246, 214),
    Material.EMBER: (232, 104, 34),
    Material.PAPER: (226, 212, 176),
    Material.WATER: (52, 96, 112),
    Material.MAGIC: (146, 122, 255),
    Material.FUNGUS: (94, 152, 148),
    Material.FUNGUS_GLOW: (150, 246, 226),
    Material.BREW: (86, 132, 62),
    Material.SHADE: (24, 20, 20),
    Material.STRAW: (204, 170, 92),
    Material.ROPE: (176, 146, 100),
    Material.CANVAS: (212, 198, 166),
    Material.LEATHER: (116, 74, 46),
    Material.COPPER: (172, 100, 62),
    Material.BRICK: (140, 80, 62),
    Material.EARTH: (88, 68, 48),
    Material.GLASS: (132, 170, 178),
    Material.BLUE_CLOTH: (54, 78, 116),
    Material.GREEN_CLOTH: (70, 98, 60),
}

_STONES = {Material.STONE: 1.0, Material.PALE_STONE: 1.2, Material.DARK_STONE: 0.62}
"""Kinds of worked stone, by their brightness against the floor's."""


@dataclass(frozen=True, kw_only=True)
class MapStyle:
    """Everything that the strokes of a map ask about the look. Light is a factor for each channel."""

    manner: Manner = Manner.PAINTED
    rock: Color = (52, 46, 42)  #: solid ground where nobody has dug
    floor: Color = (150, 138, 120)
    planks: Color = (136, 98, 62)
    wall: Color = (126, 115, 102)
    outline: Color = (22, 17, 14)
    moss: Color = (92, 104, 56)
    dirt: Color = (74, 60, 44)
    shallows: Color = (74, 126, 126)
    deep: Color = (14, 44, 62)
    ambient: Color = (0.62, 0.62, 0.7)
    light: float = 0.62  #: how much brighter it is beside a torch
    light_colors: tuple[Color, ...] = ()  #: instead of the lights' own, where the theme has its own fires
    veins: Color | None = None  #: glowing lines in the rock
    nature: Color = (1.0, 1.0, 1.0)  #: a factor for each channel of all that lies or grows outdoors
    saturation: float = 1.0  #: how strong the colours of nature are
    paper: Color = (250, 248, 242)
    ink: Color = (20, 18, 18)
    wash: float = 0.0  #: how much colour an inked map keeps, 0 to 1
    secret_door: float = 0.3  #: spaces of wall that hide a secret door
    materials: tuple[tuple[Material, Color], ...] = tuple(_MATERIALS.items())

    def color(self, material: Material) -> Color:
        """The colour of a material in this style; worked stone is that of the floors."""
        if material in _STONES:
            red, green, blue = (min(channel * _STONES[material], 235.0) for channel in self.floor)
            return red, green, blue
        return dict(self.materials)[material]


PAINTED = MapStyle()
GOTHIC = MapStyle(
    rock=(30, 31, 38),
    floor=(116, 120, 130),
    planks=(92, 78, 70),
    wall=(96, 99, 110),
    outline=(10, 10, 14),
    moss=(70, 84, 76),
    dirt=(46, 44, 48),
    shallows=(62, 86, 96),
    deep=(10, 22, 34),
    ambient=(0.47, 0.51, 0.64),
    light=0.6,
    nature=(0.76, 0.82, 0.93),
    saturation=0.5,
)
ARCANE = MapStyle(
    rock=(40, 34, 62),
    floor=(132, 126, 150),
    planks=(112, 84, 110),
    wall=(112, 104, 142),
    outline=(16, 10, 34),
    moss=(56, 128, 134),
    dirt=(60, 48, 84),
    shallows=(58, 150, 178),
    deep=(24, 30, 96),
    ambient=(0.62, 0.6, 0.76),
    light=0.7,
    light_colors=((96, 224, 255), (186, 132, 255), (255, 196, 110)),
    veins=(110, 230, 255),
    nature=(0.82, 0.92, 1.38),
    saturation=1.12,
)
INK = MapStyle(manner=Manner.INKED, secret_door=0.03)
PARCHMENT = MapStyle(
    manner=Manner.INKED,
    secret_door=0.03,
    paper=(232, 214, 172),
    ink=(62, 38, 20),
    wash=0.42,
    deep=(70, 84, 80),
)

_WORDS: tuple[tuple[tuple[str, ...], MapStyle], ...] = (
    (("parchment", "sepia", "quill", "vellum", "old map"), PARCHMENT),
    (("ink", "cross-hatch", "hatching", "line art", "woodcut", "pen and", "black and white"), INK),
    (("gothic", "moonlight", "grim", "macabre", "horror"), GOTHIC),
    (("arcane", "luminous", "magic", "glowing", "ethereal", "neon"), ARCANE),
)


def style_for(style: Style) -> MapStyle:
    """The look that the words of a theme ask for, tinted with its palette."""
    words = f" {style.art_style or ''} {style.lighting or ''} ".lower()
    found = next((look for keys, look in _WORDS if _mentions(words, keys)), PAINTED)
    return _tinted(found, style.palette)


def _mentions(words: str, keys: Iterable[str]) -> bool:
    return any(f" {key}" in words or f"-{key}" in words for key in keys)


def _tinted(look: MapStyle, palette: tuple[str, ...]) -> MapStyle:
    """Cloth takes the theme's most vivid colour; painted stone leans towards the whole palette."""
    colors = [ImageColor.getrgb(color)[:3] for color in palette]
    if not colors:
        return look
    vivid = max(colors, key=_vividness)
    materials = {**dict(look.materials), Material.CLOTH: _mix(vivid, (40, 24, 24), 0.25)}
    look = replace(look, materials=tuple(materials.items()))
    if look.manner is Manner.INKED:
        return look
    mean = tuple(sum(color[channel] for color in colors) / len(colors) for channel in range(3))
    return replace(look, floor=_lean(look.floor, mean), wall=_lean(look.wall, mean))


def _vividness(color: tuple[int, ...]) -> float:
    """Saturated and not too bright: cloth takes dye, it does not shine."""
    red, green, blue = (channel / 255 for channel in color)
    _, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    luminance = 0.3 * red + 0.59 * green + 0.11 * blue
    return saturation - 2 * max(luminance - 0.35, 0) - 2 * max(0.12 - luminance, 0)


def _lean(color: Color, towards: tuple[float, ...]) -> Color:
    """A little of another colour's hue at this one's brightness."""
    scale = sum(color) / max(sum(towards), 1.0)
    return _mix(color, tuple(channel * scale for channel in towards), 0.14)


def _mix(color: Iterable[float], other: Iterable[float], share: float) -> Color:
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(color, other, strict=True))
    return min(red, 255.0), min(green, 255.0), min(blue, 255.0)
