"""The colours of the land: what a season does to them, and what a theme does."""

from collections.abc import Mapping
from types import MappingProxyType

from generation.engines.sketch.maps.outdoors.tile import Ramp
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.vocabulary import Season

GRASS: Mapping[Season, Ramp] = MappingProxyType(
    {
        Season.SPRING: ((36, 50, 20), (72, 98, 38), (112, 140, 56), (156, 178, 84), (204, 214, 130)),
        Season.SUMMER: ((34, 44, 20), (68, 88, 36), (106, 126, 54), (148, 160, 80), (194, 196, 122)),
        Season.AUTUMN: ((42, 38, 18), (88, 82, 36), (132, 120, 56), (172, 154, 80), (208, 190, 120)),
        Season.WINTER: ((40, 38, 26), (82, 78, 50), (124, 116, 80), (160, 150, 112), (196, 186, 150)),
    }
)
LITTER: Mapping[Season, Ramp] = MappingProxyType(
    {
        Season.SPRING: ((30, 30, 16), (62, 62, 32), (92, 92, 48), (124, 120, 68), (166, 160, 100)),
        Season.SUMMER: ((30, 27, 15), (60, 56, 30), (90, 82, 46), (120, 108, 66), (160, 146, 98)),
        Season.AUTUMN: ((42, 26, 14), (94, 58, 26), (146, 90, 36), (184, 124, 52), (214, 168, 88)),
        Season.WINTER: ((34, 28, 20), (66, 54, 38), (96, 80, 58), (126, 108, 82), (166, 150, 120)),
    }
)
MARSH: Ramp = ((30, 36, 20), (62, 72, 38), (94, 102, 56), (130, 134, 80), (174, 172, 116))
DRY: Ramp = ((64, 52, 26), (116, 98, 52), (160, 138, 78), (196, 174, 108), (226, 208, 148))
EARTH: Ramp = ((56, 42, 27), (104, 81, 54), (144, 115, 80), (174, 147, 108), (206, 184, 148))
PALE_EARTH: Ramp = ((104, 80, 52), (156, 126, 86), (190, 158, 112), (212, 184, 140), (232, 212, 176))
MUD: Ramp = ((32, 26, 18), (58, 49, 33), (86, 74, 51), (116, 104, 76), (158, 152, 130))
SAND: Ramp = ((150, 118, 76), (194, 160, 108), (217, 187, 135), (233, 209, 160), (246, 230, 192))
BEACH: Ramp = ((150, 126, 88), (196, 172, 126), (220, 198, 152), (236, 218, 178), (248, 236, 206))
SNOW: Ramp = ((138, 160, 198), (186, 204, 230), (222, 231, 245), (241, 245, 251), (255, 255, 255))
ICE: Ramp = ((52, 108, 146), (96, 156, 186), (148, 196, 214), (200, 228, 236), (246, 252, 255))
STONE: Ramp = ((32, 30, 28), (80, 76, 70), (126, 120, 110), (166, 160, 148), (208, 202, 190))
COBBLE: Ramp = ((34, 31, 28), (82, 76, 68), (124, 116, 104), (158, 150, 136), (196, 188, 174))
ROCK: Ramp = ((36, 32, 29), (82, 75, 68), (124, 115, 104), (162, 152, 138), (206, 196, 180))
RED_ROCK: Ramp = ((60, 36, 24), (120, 78, 52), (168, 116, 80), (200, 152, 112), (230, 194, 156))
COLD_ROCK: Ramp = ((34, 38, 46), (76, 84, 96), (114, 124, 138), (152, 162, 176), (204, 212, 222))


def toned(color: Color, style: MapStyle) -> Color:
    """A colour of nature as a theme sees it: paler or deeper, and tinted."""
    grey = 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]
    pairs = zip(color, style.nature, strict=True)
    red, green, blue = ((grey + (channel - grey) * style.saturation) * tint for channel, tint in pairs)
    return min(max(red, 0.0), 255.0), min(max(green, 0.0), 255.0), min(max(blue, 0.0), 255.0)


def toned_ramp(ramp: Ramp, style: MapStyle) -> Ramp:
    """A ramp as a theme sees it."""
    return tuple(toned(color, style) for color in ramp)
