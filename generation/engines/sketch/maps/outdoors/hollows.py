"""What lies below the ground: crevasses and pits, and molten rock."""

import numpy as np

from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.palette import ICE, toned_ramp
from generation.engines.sketch.maps.outdoors.soils import rock_colors
from generation.engines.sketch.maps.outdoors.swatches import crag, lava
from generation.engines.sketch.maps.outdoors.tile import Ramp, Tile
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, blurred, cover, smoothstep
from generation.vocabulary import TerrainType

MOLTEN: Ramp = ((28, 10, 8), (96, 24, 12), (206, 66, 16), (250, 150, 40), (255, 236, 150))


def paint_hollows(picture: Picture, land: Land, style: MapStyle) -> None:
    """Crevasses with walls that fall into the dark, and lava with its glow."""
    if TerrainType.PIT in land.present:
        _paint_pits(picture, land, style)
    if TerrainType.LAVA in land.present:
        _paint_lava(picture, land, style)


def _paint_pits(picture: Picture, land: Land, style: MapStyle) -> None:
    inside = land.inside(TerrainType.PIT) + 0.09 * land.noise("pits", 0.4, 4)
    ramp = ICE if land.base in COLD else rock_colors(land)
    swatch = crag(Tile(land.chart.rng("pit"), land.chart.scale), toned_ramp(ramp, style))
    depth, facing = land.coarse(inside), land.coarse(_facing(land, inside))
    for window in depth.windows(picture.shape[0], -0.4):
        down = depth.at(window)
        down = down + 0.1 * swatch.heights(window) * (down > -0.1)
        strata = 0.8 + 0.2 * smoothstep(0.35, 0.65, (down * 3.2) % 1)
        light = (0.78 - 0.42 * facing.at(window)) * strata * np.exp(-np.clip(down, 0, 9) / 0.42)
        wall = scaled(swatch.at(window), light)
        lip = 1 + 0.28 * np.exp(-(((down + 0.05) / 0.04) ** 2)) - 0.25 * np.exp(-np.clip(-down, 0, 9) / 0.14)
        picture[window] = laid_over(scaled(picture[window], lip), wall, smoothstep(-0.01, 0.02, down))


def _facing(land: Land, inside: Field) -> Field:
    """How much a wall that falls inwards looks away from the light, -1 to 1."""
    down, across = np.gradient(blurred(np.clip(inside, -2, 4), 0.15 * land.samples))
    return np.asarray((down + across) / np.maximum(np.hypot(down, across), 1e-6) / np.sqrt(2), np.float32)


def _paint_lava(picture: Picture, land: Land, style: MapStyle) -> None:
    inside = land.inside(TerrainType.LAVA) + 0.08 * land.noise("lava", 0.5, 3)
    swatch = lava(Tile(land.chart.rng("molten"), land.chart.scale), MOLTEN)
    shore = land.coarse(inside)
    for window in shore.windows(picture.shape[0], -2.5):
        depth = shore.at(window)
        burnt = 1 - 0.75 * np.exp(-np.clip(-depth, 0, 9) / 0.22)
        band = scaled(picture[window], burnt)
        halo = 0.42 * np.exp(-np.clip(-depth, 0, 9) / 0.7) * (depth < 0)
        cover(band, (255, 112, 32), np.asarray(halo, dtype=np.float32))
        molten = scaled(swatch.at(window), 0.62 + 0.5 * smoothstep(0.0, 0.6, depth))
        picture[window] = laid_over(band, molten, smoothstep(0.0, 0.03, depth))
