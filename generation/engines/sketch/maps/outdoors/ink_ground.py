"""Open ground in ink: strokes for what grows, outlines of roads, a wash of colour on parchment."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np

from generation.engines.sketch.maps.coarse import CoarseField, Window, windows
from generation.engines.sketch.maps.outdoors import ink_marks as marks
from generation.engines.sketch.maps.outdoors.land import COLD, WATERS, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, plain, scaled
from generation.engines.sketch.maps.outdoors.tile import Tile, repeated
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Mask, Picture, smoothstep
from generation.vocabulary import MapEnvironment, Season, TerrainType

TINTS: Mapping[TerrainType, Color] = MappingProxyType(
    {
        TerrainType.GRASS: (150, 164, 96),
        TerrainType.TREES: (124, 140, 84),
        TerrainType.DIFFICULT: (140, 146, 92),
        TerrainType.SAND: (226, 198, 138),
        TerrainType.SNOW: (236, 236, 232),
        TerrainType.ICE: (170, 198, 204),
        TerrainType.ROAD: (206, 174, 126),
        TerrainType.RUBBLE: (176, 160, 136),
        TerrainType.MOUNTAIN: (164, 144, 118),
    }
)
"""The washes that grounds get on parchment."""

SEASONS: Mapping[Season, Color] = MappingProxyType(
    {Season.AUTUMN: (196, 146, 72), Season.WINTER: (238, 238, 236), Season.SPRING: (156, 178, 96)}
)
"""The wash of grass when it is not summer."""

BLANK: Color = (1.0, 1.0, 1.0)  #: the wash that changes nothing
WASH = 0.62  #: how much of a wash the strongest style keeps
WAVER = 0.09  #: spaces by which an outline strays from the plan's line
LINED = (TerrainType.ROAD, TerrainType.ICE, TerrainType.RUBBLE)  #: grounds with an outline


@dataclass(frozen=True)
class Penned:
    """One ground: spaces to its rim, its strokes, its wash (a factor for each channel), its outline."""

    share: CoarseField
    strokes: Mask | None
    wash: Color
    line: float  #: half the width of its outline in spaces, 0 for none
    pixel: float  #: spaces

    def over(self, band: Picture, window: Window, gaps: Field, ink: Color) -> Picture:
        """The band with this ground's wash, strokes and outline, which breaks off where `gaps` is 0."""
        share = self.share.at(window)
        if share.max() < -0.1:
            return band
        if self.wash != BLANK:
            thin = smoothstep(-0.04, 0.04, share)
            factor = cv2.merge([np.asarray(1 + (each - 1) * thin, np.float32) for each in self.wash])
            band = scaled(band, np.asarray(factor, dtype=np.float32))
        drawn: Field = np.zeros(share.shape, dtype=np.float32)
        if self.strokes is not None:
            strokes = repeated(self.strokes, window).astype(np.float32) / np.float32(255)
            drawn = np.asarray(0.7 * strokes * smoothstep(0.02, 0.06, share))
        if self.line:
            line = 1 - smoothstep(self.line, self.line + self.pixel, np.abs(share))
            drawn = np.maximum(drawn, 0.9 * line * gaps)
        return laid_over(band, plain(band, ink), drawn)


def ink_ground(picture: Picture, land: Land, style: MapStyle) -> None:
    """The sheet, and on it every ground but water and rock."""
    paper = land.coarse(_paper(land, style))
    grounds = [_penned(kind, land, style) for kind in land.present if kind not in WATERS]
    broken = land.coarse(land.noise("broken", 0.7, 3))
    for window in windows(picture):
        band = scaled(plain(picture[window], style.paper), paper.at(window))
        gaps = smoothstep(-0.45, -0.2, broken.at(window))
        for ground in grounds:
            band = ground.over(band, window, gaps, style.ink)
        picture[window] = band


def _paper(land: Land, style: MapStyle) -> Field:
    """How bright the sheet is: cloudy where it is parchment."""
    clouds = land.noise("paper", 5.0, 4) + 0.4 * land.noise("fibres", 0.4, 3)
    return np.asarray(1 + (0.08 if style.wash else 0.0) * clouds, dtype=np.float32)


def _penned(kind: TerrainType, land: Land, style: MapStyle) -> Penned:
    draw = _marks(kind, land)
    rough = WAVER * land.noise("edges", 0.55, 3)
    share = land.coarse(land.inside(kind) + rough)
    strokes = draw(Tile(land.chart.rng(f"marks {kind.value}"), land.chart.scale)) if draw else None
    line = 0.016 if kind in LINED else 0.0
    return Penned(share, strokes, _wash(kind, land, style), line, 1.0 / land.chart.scale)


def _wash(kind: TerrainType, land: Land, style: MapStyle) -> Color:
    """What turns the sheet's colour into that of a ground, as far as the style keeps colours."""
    color = TINTS.get(kind, style.paper)
    season = Season.SUMMER if land.base is TerrainType.SAND else land.chart.season
    if kind in (TerrainType.GRASS, TerrainType.TREES, TerrainType.DIFFICULT):
        color = SEASONS.get(season, color)
    share = style.wash * WASH
    red, green, blue = (1 + (c / p - 1) * share for p, c in zip(style.paper, color, strict=True))
    return red, green, blue


def _marks(kind: TerrainType, land: Land) -> marks.Marks | None:
    """The strokes for a ground here, at this time of the year."""
    if kind is TerrainType.GRASS:
        return _grass(land)
    if kind is TerrainType.DIFFICULT:
        return _rough_going(land)
    town = land.chart.environment is MapEnvironment.TOWN
    usual: dict[TerrainType, marks.Marks] = {
        TerrainType.TREES: marks.together(marks.leaves(5.0), marks.tufts(0.7)),
        TerrainType.SAND: marks.together(marks.stipple(15.0), marks.drifts(0.12)),
        TerrainType.SNOW: marks.together(marks.drifts(0.18), marks.stipple(0.8)),
        TerrainType.ICE: marks.cracks(1.5),
        TerrainType.ROAD: marks.cobbles(0.34)
        if town
        else marks.together(marks.stipple(3.0), marks.gravel(0.012)),
        TerrainType.RUBBLE: marks.gravel(0.34),
        TerrainType.MOUNTAIN: marks.cracks(1.3),
        TerrainType.FLOOR: marks.cobbles(0.5),
    }
    return usual.get(kind)


def _grass(land: Land) -> marks.Marks:
    per_space = 0.9 if land.chart.environment is not MapEnvironment.SWAMP else 1.8
    season = land.chart.season
    if season is Season.WINTER:
        return marks.together(marks.tufts(0.25, 0.12), marks.drifts(0.14))
    if season is Season.SPRING:
        return marks.together(marks.tufts(per_space), marks.flowers(1.0))
    if season is Season.AUTUMN:
        return marks.together(marks.tufts(per_space * 0.8), marks.leaves(1.2))
    return marks.tufts(per_space)


def _rough_going(land: Land) -> marks.Marks:
    if land.base in COLD:
        return marks.drifts(1.4)
    if land.chart.environment is MapEnvironment.SWAMP:
        return marks.together(marks.stipple(9.0), marks.tufts(1.2))
    if land.chart.environment is MapEnvironment.MOUNTAIN:
        return marks.gravel(0.3)
    return marks.tufts(5.0, 0.24)
