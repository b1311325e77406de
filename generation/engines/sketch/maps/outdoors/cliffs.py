"""Cliffs: rock that rises in steps, its faces broken and streaked, its brinks catching the light."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.maps.coarse import CoarseField, Window
from generation.engines.sketch.maps.outdoors.flow import falls
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.palette import toned_ramp
from generation.engines.sketch.maps.outdoors.rock import FACE
from generation.engines.sketch.maps.outdoors.soils import rock_colors
from generation.engines.sketch.maps.outdoors.swatches import crag
from generation.engines.sketch.maps.outdoors.tile import Swatch, Tile
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, blurred, smoothstep


@dataclass(frozen=True)
class Faces:
    """All faces of the rock: spaces to its foot, and up from each step's; their light and their look."""

    foot: CoarseField
    rises: tuple[CoarseField, ...]
    light: CoarseField
    swatch: Swatch

    def over(self, band: Picture, window: Window) -> Picture:
        """The band with the faces that rise in it, dark about their foot."""
        inside = self.foot.at(window)
        near = 0.55 * np.exp(-np.clip(-inside, 0, 9) / 0.16) * (inside < 0.02)
        band = scaled(band, 1 - near)
        bump, shine = self.swatch.heights(window), self.light.at(window)
        rock = self.swatch.at(window)
        for rise in self.rises:
            up = rise.at(window)
            if up.max() > 0:
                band = _risen(band, up + 0.16 * bump, rock, shine)
        return band


def paint_cliffs(picture: Picture, land: Land, style: MapStyle) -> None:
    """The faces of the rock over the ground that it stands on; its tops are painted with the ground."""
    if not land.rock.seen:
        return
    faces = Faces(
        foot=land.coarse(land.rock.inside),
        rises=tuple(land.coarse(rise) for rise in land.rock.rises),
        light=land.coarse(_light(land)),
        swatch=crag(Tile(land.chart.rng("crag"), land.chart.scale), toned_ramp(rock_colors(land), style)),
    )
    for window in faces.foot.windows(picture.shape[0], -0.5):
        picture[window] = faces.over(picture[window], window)


def _light(land: Land) -> Field:
    """The brightness of faces, by where they look and what has run down them."""
    slope = blurred(np.clip(land.rock.inside, -1, 8), 0.25 * land.samples)
    down, across = np.gradient(slope)
    facing = (down + across) / np.maximum(np.hypot(down, across), 1e-6) / np.sqrt(2)
    streaked = falls(land, land.rock.inside, "falls")
    return np.asarray(0.88 + 0.36 * facing + 0.18 * streaked, dtype=np.float32)


def _risen(band: Picture, up: Field, rock: Picture, shine: Field) -> Picture:
    """One step: a face that is darker at its foot, a lit brink, a line along both."""
    share = smoothstep(0.0, 0.03, up) * smoothstep(FACE + 0.03, FACE, up)
    drop = 0.7 + 0.3 * smoothstep(0.0, FACE, up)
    band = laid_over(band, scaled(rock, shine * drop), share)
    brink = np.exp(-(((up - FACE - 0.02) / 0.035) ** 2)) * np.clip(shine - 0.55, 0, 1)
    line = np.exp(-((up / 0.022) ** 2))
    return scaled(band, 1 + 0.5 * brink - 0.22 * line)
