"""Cliffs: rock that rises in steps, its faces broken and streaked, its brinks catching the light."""

import numpy as np

from generation.engines.sketch.maps.coarse import CoarseField
from generation.engines.sketch.maps.outdoors.flow import falls
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.palette import toned_ramp
from generation.engines.sketch.maps.outdoors.rock import FACE
from generation.engines.sketch.maps.outdoors.soils import rock_colors
from generation.engines.sketch.maps.outdoors.swatches import crag
from generation.engines.sketch.maps.outdoors.tile import Swatch, Tile
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, bands, blurred, smoothstep


def paint_cliffs(picture: Picture, land: Land, style: MapStyle) -> None:
    """The faces of the rock over the ground that it stands on; its tops are painted with the ground."""
    if not land.rock.seen:
        return
    swatch = crag(Tile(land.chart.rng("crag"), land.chart.scale), toned_ramp(rock_colors(land), style))
    faces = [land.coarse(rise) for rise in land.rock.rises]
    light = land.coarse(_light(land))
    foot = land.coarse(land.rock.inside)
    for rows in bands(picture.shape[0]):
        inside = foot.rows(rows)
        if inside.max() > -0.5:
            picture[rows] = _band(
                picture[rows], inside, [face.rows(rows) for face in faces], light, swatch, rows
            )


def _light(land: Land) -> Field:
    """The brightness of faces, by where they look and what has run down them."""
    slope = blurred(np.clip(land.rock.inside, -1, 8), 0.25 * land.samples)
    down, across = np.gradient(slope)
    facing = (down + across) / np.maximum(np.hypot(down, across), 1e-6) / np.sqrt(2)
    streaked = falls(land, land.rock.inside, "falls")
    return np.asarray(0.88 + 0.36 * facing + 0.18 * streaked, dtype=np.float32)


def _band(
    band: Picture, inside: Field, faces: list[Field], light: CoarseField, swatch: Swatch, rows: slice
) -> Picture:
    width = band.shape[1]
    bump = swatch.heights(rows, width)
    shine = light.rows(rows)
    near = 0.55 * np.exp(-np.clip(-inside, 0, 9) / 0.16) * (inside < 0.02)
    band = scaled(band, 1 - near)
    rock = swatch.rows(rows, width)
    for rise in faces:
        if rise.max() < 0:
            continue
        up = rise + 0.16 * bump
        share = smoothstep(0.0, 0.03, up) * smoothstep(FACE + 0.03, FACE, up)
        drop = 0.7 + 0.3 * smoothstep(0.0, FACE, up)
        face = scaled(rock, shine * drop)
        band = laid_over(band, face, share)
        brink = np.exp(-(((up - FACE - 0.02) / 0.035) ** 2)) * np.clip(shine - 0.55, 0, 1)
        line = np.exp(-((up / 0.022) ** 2))
        band = scaled(band, 1 + 0.5 * brink - 0.22 * line)
    return band
