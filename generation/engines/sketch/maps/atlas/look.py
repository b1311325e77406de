"""`Look`: the inks, paper and washes of an atlas page, from a map's style, the season and the hour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generation.engines.sketch.maps.styles import PAINTED, Color, Manner, MapStyle, Material
from generation.vocabulary import Season, TerrainType, TimeOfDay

PAPER: Color = (240, 223, 184)
SEPIA: Color = (52, 34, 22)
WHITE: Color = (255, 255, 255)

Dye = Callable[[Color], Color]
"""What becomes of a colour in a style."""

Wash = tuple[Color, float]
"""A colour, and how strongly it is laid on, 0 to 1."""

WASHES: Mapping[TerrainType, Wash] = MappingProxyType(
    {
        TerrainType.GRASS: ((176, 184, 110), 0.36),
        TerrainType.TREES: ((98, 128, 70), 0.5),
        TerrainType.DIFFICULT: ((118, 138, 104), 0.5),
        TerrainType.SAND: ((232, 194, 116), 0.6),
        TerrainType.SNOW: ((247, 248, 246), 0.8),
        TerrainType.ICE: ((216, 232, 238), 0.85),
        TerrainType.HILL: ((170, 152, 96), 0.45),
        TerrainType.MOUNTAIN: ((150, 124, 96), 0.5),
        TerrainType.RUBBLE: ((158, 134, 108), 0.45),
        TerrainType.LAVA: ((190, 62, 30), 0.7),
        TerrainType.PIT: ((60, 48, 44), 0.7),
    }
)

GROWTH: Mapping[Season, Wash] = MappingProxyType(
    {
        Season.SPRING: ((146, 190, 92), 0.35),
        Season.SUMMER: ((110, 140, 70), 0.0),
        Season.AUTUMN: ((204, 140, 60), 0.5),
        Season.WINTER: ((228, 226, 218), 0.62),
    }
)
"""What a season lays over what grows."""

HOURS: Mapping[TimeOfDay, Color] = MappingProxyType(
    {TimeOfDay.DAY: (1.0, 1.0, 1.0), TimeOfDay.DUSK: (1.0, 0.9, 0.8), TimeOfDay.NIGHT: (0.68, 0.74, 0.9)}
)
"""What light falls on the page, as factors."""

GROWING = (TerrainType.GRASS, TerrainType.TREES, TerrainType.DIFFICULT, TerrainType.HILL)


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything that the strokes of an atlas page ask about the look; `wash` is how much colour there is."""

    paper: Color
    ink: Color
    wash: float
    sea: Color  #: along the shore
    deep: Color  #: lettering and lines of water
    road: Color
    roof: Color
    gold: Color
    foliage: tuple[Color, ...]  #: of round trees
    needles: tuple[Color, ...]  #: of conifers
    rock: Color
    season: Season
    light: Color  #: factors over the whole page
    washes: Mapping[TerrainType, Wash]
    gloom: float  #: how much greyer colours are than elsewhere, 0 to 1

    def muted(self, color: Color) -> Color:
        """A colour that comes from the plan, as this page has it."""
        grey = sum(color) / 3 * (1 - 0.25 * self.gloom)
        return mixed(color, (grey, grey, grey), 0.75 * self.gloom)

    @property
    def colored(self) -> bool:
        """Whether there is more than ink on the page."""
        return self.wash > 0

    @property
    def bright(self) -> Color:
        """What catches the light: the paper, scraped."""
        return mixed(self.paper, WHITE, 0.45)


FOLIAGE: Mapping[Season, tuple[Color, ...]] = MappingProxyType(
    {
        Season.SPRING: ((132, 170, 84), (150, 182, 92), (168, 190, 112)),
        Season.SUMMER: ((104, 136, 74), (122, 148, 80), (92, 124, 72)),
        Season.AUTUMN: ((196, 122, 50), (178, 92, 44), (206, 158, 66), (142, 128, 66)),
        Season.WINTER: ((196, 188, 176), (208, 204, 194), (186, 176, 164)),
    }
)
NEEDLES: tuple[Color, ...] = ((70, 104, 80), (62, 94, 70), (80, 112, 82))


def look_for(style: MapStyle, season: Season, hour: TimeOfDay) -> Look:
    """The look of a map's style on paper, in a season and at an hour of the day."""
    painted = style.manner is Manner.PAINTED
    paper = _cast(PAPER, style, 0.85) if painted else mixed(style.paper, WHITE, 0.25)
    ink = mixed(style.outline, SEPIA, 0.55) if painted else style.ink
    strength = 1.0 if painted else style.wash * 1.6

    def dye(color: Color) -> Color:
        return _cast(color, style, 0.7) if painted else _faded(color, paper, ink, strength)

    sea = mixed((88, 148, 154), style.veins, 0.2) if style.veins else (88, 148, 154)
    return Look(
        paper=paper,
        ink=ink,
        wash=strength,
        sea=dye(sea) if painted else mixed(dye(sea), (72, 126, 136), 0.6),  # the one blue that he has
        deep=dye((24, 66, 90)) if strength else ink,
        road=dye((138, 62, 34)) if strength else ink,
        roof=dye(mixed(style.color(Material.CLOTH), (170, 60, 40), 0.6)),
        gold=dye(style.color(Material.GOLD)),
        foliage=tuple(dye(color) for color in FOLIAGE[season]),
        needles=tuple(dye(color) for color in NEEDLES),
        rock=dye((146, 128, 108)),
        season=season,
        light=HOURS[hour],
        gloom=_gloom(style) if painted else 0.0,
        washes=MappingProxyType({kind: _washed(kind, season, dye, strength) for kind in WASHES}),
    )


def _washed(kind: TerrainType, season: Season, dye: Dye, strength: float) -> Wash:
    color, alpha = WASHES[kind]
    if kind in GROWING:
        over, share = GROWTH[season]
        color = mixed(color, over, share)
    return dye(color), alpha * min(strength, 1.0)


def _cast(color: Color, style: MapStyle, share: float) -> Color:
    """A colour in the light that a style sees stone in; in the gloom colours are greyer and darker."""
    lit = tuple(a * b / c for a, b, c in zip(color, style.floor, PAINTED.floor, strict=True))
    seen = mixed(color, (min(lit[0], 250.0), min(lit[1], 250.0), min(lit[2], 250.0)), share)
    gloom = _gloom(style)
    grey = sum(seen) / 3 * (1 - 0.1 * gloom)
    return mixed(seen, (grey, grey, grey * 1.03), gloom)


def _gloom(style: MapStyle) -> float:
    """How dark the halls of a style are against ordinary ones, 0 to 1."""
    return min(2.6 * max(0.0, 1 - sum(style.ambient) / sum(PAINTED.ambient)), 1.0)


def _faded(color: Color, paper: Color, ink: Color, strength: float) -> Color:
    """A colour as a draughtsman has it who owns one ink and a few pale washes."""
    brightness = (0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2]) / 255
    return mixed(mixed(ink, paper, min(1.0, brightness * 1.25)), color, 0.55 * min(strength, 1.0))


def mixed(color: Color, other: Color, share: float) -> Color:
    """A colour with a share of another, 0 to 1."""
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(color, other, strict=True))
    return red, green, blue
