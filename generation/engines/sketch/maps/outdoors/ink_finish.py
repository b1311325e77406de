"""What a sheet of open ground gets last: shade, the wash of dusk and night, worn edges."""

import numpy as np

from generation.engines.sketch.maps.coarse import windows
from generation.engines.sketch.maps.lighting import light_on
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, plain, scaled
from generation.engines.sketch.maps.outdoors.shadows import shade_of_growth
from generation.engines.sketch.maps.outdoors.tile import repeated
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, grain, smoothstep
from generation.vocabulary import TimeOfDay

SHADE = 0.2  #: how dark the shade of trees is, as a share of the ink
NIGHT: Color = (24, 30, 66)
DARKEST = 0.52  #: how much of the night's wash lies where no light falls
PAPER_GRAIN = 512


def ink_shade(picture: Picture, land: Land, style: MapStyle) -> None:
    """A flat shade to the bottom right of what stands."""
    shade = shade_of_growth(land, style)
    for window in shade.windows(picture.shape[0], 80):
        dark = SHADE * smoothstep(90.0, 150.0, shade.at(window))
        picture[window] = laid_over(picture[window], plain(picture[window], style.ink), dark)


def ink_hour(picture: Picture, land: Land, style: MapStyle) -> None:
    """By dusk and night a wash lies over all that no lamp reaches; by day nothing does."""
    if land.chart.time_of_day is TimeOfDay.DAY:
        return
    light = light_on(land.chart, style)
    most = DARKEST if land.chart.time_of_day is TimeOfDay.NIGHT else 0.5 * DARKEST
    color = NIGHT if style.wash else style.ink
    for window in windows(picture):
        dark = most * (1 - smoothstep(0.5, 1.05, light.at(window).mean(axis=2)))
        picture[window] = laid_over(picture[window], plain(picture[window], color), dark)


def ink_edges(picture: Picture, land: Land, style: MapStyle) -> None:
    """Parchment is darker and worn along its edges, and has a tooth."""
    if not style.wash:
        return
    worn = land.coarse(_edge(land))
    tooth = np.clip(128 + 40 * grain(land.chart.rng("tooth"), (PAPER_GRAIN, PAPER_GRAIN)), 0, 255)
    for window in windows(picture):
        dark = 0.5 * np.exp(-np.clip(worn.at(window), 0, 99) / 0.55)
        band = laid_over(picture[window], plain(picture[window], style.ink), dark)
        rough = repeated(tooth.astype(np.uint8), window).astype(np.float32)
        picture[window] = scaled(band, 1 + 0.0005 * (rough - 128))


def _edge(land: Land) -> Field:
    """Spaces to the nearest edge of the sheet, wavering."""
    rows, columns = land.shape
    x = np.minimum(np.arange(columns), np.arange(columns)[::-1])[None, :]
    y = np.minimum(np.arange(rows), np.arange(rows)[::-1])[:, None]
    edge = np.minimum(x, y) / land.samples + 0.5 * land.noise("worn edge", 1.5, 4)
    return np.asarray(edge, dtype=np.float32)
