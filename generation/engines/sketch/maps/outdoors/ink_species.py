"""Which pen drawing stands for each kind of growth, and its wash on parchment."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generation.engines.sketch.maps.outdoors import ink_growth as pen
from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.mold import Canvas
from generation.engines.sketch.maps.outdoors.species import Part, Species
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.layout.plan import PropKind
from generation.vocabulary import Season, TerrainType

Draw = Callable[[Canvas], None]

GREENS: tuple[Color, ...] = ((124, 146, 84), (142, 152, 84), (110, 138, 92))
PINE: Color = (104, 130, 104)
GREY: Color = (182, 172, 156)
WOOD: Color = (186, 150, 104)
SEASONS: Mapping[Season, tuple[Color, ...]] = MappingProxyType(
    {
        Season.SPRING: ((150, 172, 88), (168, 178, 96), (226, 178, 176)),
        Season.AUTUMN: ((206, 138, 62), (188, 98, 60), (212, 170, 80)),
    }
)
WASH = 1.3  #: washes of things are stronger than those of the ground

_DRAWN: Mapping[PropKind, tuple[Draw, tuple[Color, ...], float]] = MappingProxyType(
    {
        PropKind.BROADLEAF: (pen.crown, GREENS, 0.16),
        PropKind.CONIFER: (pen.needles, (PINE,), 0.2),
        PropKind.PALM: (pen.fronds, (GREENS[1],), 0.2),
        PropKind.DEAD_TREE: (pen.twigs, (GREY,), 0.12),
        PropKind.BUSH: (pen.shrub, GREENS, 0.1),
        PropKind.REEDS: (pen.rush, GREENS, 0.0),
        PropKind.LILY_PADS: (pen.pads, GREENS, 0.0),
        PropKind.CACTUS: (pen.prickles, (GREENS[2],), 0.2),
        PropKind.STUMP: (pen.cut_trunk, (WOOD,), 0.08),
        PropKind.LOG: (pen.trunk, (WOOD,), 0.04),
        PropKind.BOULDER: (pen.stone, (GREY,), 0.12),
        PropKind.ROCKS: (pen.stones, (GREY,), 0.06),
        PropKind.ICE_SPIKE: (pen.shards, ((176, 204, 212),), 0.12),
    }
)
"""How each kind is drawn, its washes, and how far its shade falls, as a share of its size."""

CROWNS = (PropKind.BROADLEAF, PropKind.CONIFER, PropKind.PALM, PropKind.DEAD_TREE)
LEAFY = (PropKind.BROADLEAF, PropKind.BUSH)


def inked_species(kind: PropKind, land: Land, style: MapStyle) -> Species:
    """A kind of prop as a pen draws it here, at this time of the year."""
    draw, washes, tall = _DRAWN[kind]
    season = Season.WINTER if land.base in COLD else land.chart.season
    if kind in LEAFY and land.base is not TerrainType.SAND:
        washes = SEASONS.get(season, washes)
    if season is Season.WINTER and kind not in (PropKind.ICE_SPIKE, PropKind.LOG, PropKind.STUMP):
        washes = ((240, 240, 238),)
        draw = pen.twigs if kind is PropKind.BROADLEAF else draw
    ramps = tuple((style.ink, _washed(style, wash)) for wash in washes)
    return Species(parts=(Part(draw, ramps),), tall=tall, relief=0.0, crown=kind in CROWNS)


def _washed(style: MapStyle, wash: Color) -> Color:
    share = style.wash * WASH
    red, green, blue = (p + (c - p) * share for p, c in zip(style.paper, wash, strict=True))
    return red, green, blue
