"""Rivers, lakes, swamps and the sea: shores, shallows and depths, currents, foam, and ice in winter."""

from dataclasses import dataclass

import cv2
import numpy as np

from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.coarse import CoarseField, Window
from generation.engines.sketch.maps.outdoors.flow import streaks
from generation.engines.sketch.maps.outdoors.land import BUILT, COLD, FAR, WATERS, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, plain, scaled
from generation.engines.sketch.maps.outdoors.palette import ICE, toned, toned_ramp
from generation.engines.sketch.maps.outdoors.swatches import ice, ripples
from generation.engines.sketch.maps.outdoors.tile import Ramp, Swatch, Tile, color_table
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, smoothstep
from generation.layout.plan import PropKind
from generation.vocabulary import MapEnvironment, Season, TerrainType

DEEPEST = 2.4  #: spaces from the shore, or of depth, beyond which water looks the same
RIVER: Ramp = ((128, 140, 112), (86, 124, 118), (54, 100, 110), (34, 78, 96), (22, 58, 80))
SEA: Ramp = ((172, 204, 184), (104, 178, 176), (52, 140, 160), (28, 100, 136), (16, 70, 110))
MARSH: Ramp = ((98, 92, 58), (76, 80, 52), (58, 68, 48), (44, 56, 44), (32, 44, 40))
FROZEN: Ramp = ((160, 190, 198), (96, 146, 166), (52, 104, 132), (30, 74, 104), (18, 50, 80))


@dataclass(frozen=True)
class Body:
    """All water of a map: spaces to the shore, and to whatever stands in it; depth; currents; weed."""

    shore: CoarseField
    rim: CoarseField
    depth: CoarseField
    current: CoarseField
    weed: CoarseField
    table: Picture
    waves: Swatch
    foam: Color
    scum: Color
    surf: float  #: how much foam there is, 0 to 1


def paint_waters(picture: Picture, land: Land, style: MapStyle) -> None:
    """Fill every bed with water."""
    if not land.has_water:
        return
    body = _body(land, style)
    frozen = _Frozen(land, style) if land.chart.season is Season.WINTER and land.snowed else None
    for window in body.shore.windows(picture.shape[0], -0.4):
        shore = body.shore.at(window)
        band = _wet(picture[window], shore, body, window)
        picture[window] = band if frozen is None else frozen.over(band, shore, window)


def _body(land: Land, style: MapStyle) -> Body:
    sea = land.chart.environment in (MapEnvironment.COAST, MapEnvironment.SHIP)
    marsh = land.chart.environment is MapEnvironment.SWAMP
    inside = land.inside(*WATERS)
    shore = inside + 0.07 * land.noise("shore", 0.6, 3)
    weed = land.noise("weed", 1.7, 4) + 0.3 * land.noise("scum", 0.22, 2) - 0.34
    still = np.full(land.shape, -1.0, dtype=np.float32)
    tile = Tile(land.chart.rng("waves"), land.chart.scale)
    return Body(
        shore=land.coarse(shore),
        rim=land.coarse(np.minimum(shore, _from_obstacles(land))),
        depth=land.coarse(_depth(land, inside)),
        current=land.coarse(streaks(land, inside) * (0.35 if marsh or sea else 1.0)),
        weed=land.coarse(np.asarray(weed, np.float32) if marsh and not land.snowed else still),
        table=color_table(toned_ramp(_ramp(land, sea=sea, marsh=marsh), style)),
        waves=ripples(tile, length=2.2 if sea else 1.1, net=0.8 if sea else 0.4),
        foam=toned((236, 244, 240) if not marsh else (150, 148, 110), style),
        scum=toned((92, 106, 46), style),
        surf=1.0 if sea else 0.0 if marsh else 0.3,
    )


def _from_obstacles(land: Land) -> Field:
    """Spaces to the nearest stone or hull."""
    free = np.full(land.shape, 255, dtype=np.uint8)
    if land.chart.environment is MapEnvironment.SHIP:
        for area in land.chart.layout.terrain:
            if area.type in BUILT:
                cv2.fillPoly(free, [land.placed(area.polygon)], 0, shift=SHIFT)
    for prop in land.growth:
        if prop.kind in (PropKind.BOULDER, PropKind.ROCKS):
            x, y = (int(at * land.samples) for at in prop.position)
            reach = 0.2 * (prop.width + prop.height) * land.samples
            cv2.circle(free, (x, y), max(1, round(reach)), 0, -1)
    if free.all():
        return np.full(land.shape, FAR, dtype=np.float32)
    return np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 5) / np.float32(land.samples), np.float32)


def _ramp(land: Land, *, sea: bool, marsh: bool) -> Ramp:
    if marsh:
        return MARSH
    if land.base in COLD:
        return FROZEN
    return SEA if sea or land.base is TerrainType.SAND else RIVER


def _depth(land: Land, inside: Field) -> Field:
    """Share of the way from the shallows to the depths, 0 to 1."""
    depth = np.clip(inside, 0, DEEPEST) * 0.34
    if TerrainType.DEEP_WATER in land.present:
        deep = land.inside(TerrainType.DEEP_WATER) + 0.12 * land.noise("deep", 0.8, 3)
        sunk = 0.3 * smoothstep(-0.35, 0.25, deep) + 0.28 * smoothstep(0.2, 2.2, deep)
        depth = np.minimum(depth, 0.42) + sunk
    return np.asarray(np.clip(depth + 0.05 * land.noise("bed", 1.5, 3), 0, 1), dtype=np.float32)


def _wet(band: Picture, shore: Field, body: Body, window: Window) -> Picture:
    """A band with its water."""
    depth, current = body.depth.at(window), body.current.at(window)
    wave = body.waves.heights(window)
    damp = smoothstep(-0.3, -0.02, shore)
    band = scaled(band, 1 - 0.34 * damp)
    tone = np.clip(depth + 0.05 * wave, 0, 1) * np.float32(255)
    colors = cv2.applyColorMap(tone.astype(np.uint8), np.ascontiguousarray(body.table[:, None, :]))
    cover = smoothstep(0.0, 0.03, shore) * (0.55 + 0.45 * smoothstep(0.0, 0.42, depth))
    band = laid_over(band, np.asarray(colors, dtype=np.uint8), cover)
    shine = 1 + smoothstep(0.0, 0.1, shore) * (0.12 * current + 0.32 * wave)
    shine -= 0.24 * smoothstep(0.3, 0.0, shore) * (shore > 0)
    band = scaled(band, shine)
    weed = smoothstep(0.05, 0.3, body.weed.at(window) + 0.5 * wave) * smoothstep(0.12, 0.3, shore)
    if weed.max() > 0:
        band = laid_over(band, scaled(plain(band, body.scum), 1 + 0.8 * wave), 0.72 * weed)
    return _foamed(band, body.rim.at(window), wave, current, body)


def _bump(distance: Field, width: float) -> Field:
    """1 on a line, 0 beyond 1.7 times its width; much like a bell curve, and fast."""
    inside = np.clip(1 - (distance / (1.7 * width)) ** 2, 0, 1)
    return np.asarray(inside * inside, dtype=np.float32)


def _foamed(band: Picture, shore: Field, wave: Field, current: Field, body: Body) -> Picture:
    """Foam along the shore, in lines that break off, and glints on crests."""
    broken = wave + 0.5 * current
    foam = (0.45 + 0.55 * body.surf) * _bump(shore - 0.05, 0.03) * np.clip(0.55 + 1.6 * broken, 0, 1)
    for line, width, least in ((0.24, 0.04, -0.1), (0.62, 0.055, 0.0), (1.15, 0.07, 0.08), (1.8, 0.08, 0.16)):
        ring = _bump(shore - line - 0.26 * wave, width)
        foam += 0.8 * body.surf * ring * smoothstep(least, least + 0.3, broken)
    foam += 0.55 * smoothstep(0.26, 0.42, wave + 0.12 * current) * smoothstep(0.15, 0.5, shore) * body.surf
    share = np.clip(0.8 * foam, 0, 0.9).astype(np.float32)
    return laid_over(band, plain(band, body.foam), share)


class _Frozen:
    """The ice that grows from the shores in winter."""

    def __init__(self, land: Land, style: MapStyle) -> None:
        tile = Tile(land.chart.rng("frozen"), land.chart.scale)
        self._swatch = ice(tile, toned_ramp(ICE, style))
        self._reach = land.coarse(0.34 + 0.28 * land.noise("frost", 1.2, 4))

    def over(self, band: Picture, shore: Field, window: Window) -> Picture:
        """The band with ice along its shores, white at the rim."""
        inner = self._reach.at(window) - shore + 0.1 * self._swatch.heights(window)
        share = smoothstep(0.0, 0.03, shore) * smoothstep(0.0, 0.03, inner)
        edge = _bump(inner, 0.05) * (shore > 0)
        band = laid_over(band, self._swatch.at(window), 0.92 * share)
        return scaled(band, 1 + 0.2 * edge * smoothstep(0.0, 0.1, shore))
