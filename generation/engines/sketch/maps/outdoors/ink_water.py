"""Water in ink: a shoreline, lines that follow it and break off, the run of rivers."""

import numpy as np

from generation.engines.sketch.maps.outdoors import ink_marks as marks
from generation.engines.sketch.maps.outdoors.flow import streaks
from generation.engines.sketch.maps.outdoors.land import WATERS, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, plain
from generation.engines.sketch.maps.outdoors.tile import Tile, repeated
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, smoothstep
from generation.vocabulary import MapEnvironment, Season, TerrainType

RINGS = ((0.16, -0.3), (0.36, -0.05), (0.64, 0.1), (1.0, 0.18), (1.45, 0.24), (2.0, 0.3), (2.7, 0.34))
"""Spaces from the shore at which lines run, and from which noise on they are drawn."""

BLUE: Color = (112, 142, 144)
OPEN = (MapEnvironment.COAST, MapEnvironment.SHIP)


def ink_waters(picture: Picture, land: Land, style: MapStyle) -> None:
    """Every water with a tint, its shore and its lines."""
    if not land.has_water:
        return
    inside = land.inside(*WATERS)
    shore = land.coarse(inside + 0.05 * land.noise("shore", 0.6, 3))
    broken = land.coarse(land.noise("rings", 0.6, 2))
    run = land.coarse(_run(land, inside))
    deep = land.coarse(_deep(land, inside))
    swell = marks.waves(0.5)(Tile(land.chart.rng("swell"), land.chart.scale, 15.0)) if _sea(land) else None
    frozen = land.coarse(0.5 + 0.25 * land.noise("frost", 1.2, 3)) if _icy(land) else None
    for window in shore.windows(picture.shape[0], -0.2):
        away = shore.at(window)
        band = _tinted(picture[window], away, deep.at(window), style)
        lines = _lines(away, broken.at(window), run.at(window), land.chart.scale)
        if swell is not None:
            arcs = repeated(swell, window).astype(np.float32) / np.float32(255)
            lines = np.maximum(lines, 0.6 * arcs * smoothstep(1.6, 2.4, away))
        if frozen is not None:
            lines = np.maximum(
                lines * smoothstep(-0.05, 0.05, away - frozen.at(window)),
                _line(away - frozen.at(window), 0.012, land.chart.scale),
            )
        picture[window] = laid_over(
            band, plain(band, style.ink), np.maximum(lines, _line(away, 0.024, land.chart.scale))
        )


def _sea(land: Land) -> bool:
    return land.chart.environment in OPEN


def _icy(land: Land) -> bool:
    return land.chart.season is Season.WINTER and land.snowed


def _deep(land: Land, inside: Field) -> Field:
    depth = smoothstep(0.0, 2.6, inside)
    if TerrainType.DEEP_WATER in land.present:
        depth = np.maximum(0.6 * depth, smoothstep(-0.4, 1.4, land.inside(TerrainType.DEEP_WATER)))
    return np.asarray(depth, dtype=np.float32)


def _run(land: Land, inside: Field) -> Field:
    """Long strokes in the middle of what flows."""
    if land.chart.environment is MapEnvironment.SWAMP or _sea(land):
        return np.zeros(land.shape, dtype=np.float32)
    return streaks(land, inside)


def _tinted(band: Picture, shore: Field, deep: Field, style: MapStyle) -> Picture:
    tint = BLUE if style.wash else style.ink
    strength = (0.3 + 0.34 * deep) if style.wash else (0.06 + 0.13 * deep)
    return laid_over(band, plain(band, tint), strength * smoothstep(-0.01, 0.02, shore))


def _line(distance: Field, half: float, scale: float) -> Field:
    pixel = 0.8 / scale
    return np.asarray(1 - smoothstep(half - pixel, half + pixel, np.abs(distance)), dtype=np.float32)


def _lines(shore: Field, broken: Field, run: Field, scale: float) -> Field:
    """The rings along the shore, and the current's strokes away from it."""
    ink = np.zeros(shore.shape, dtype=np.float32)
    for ring, least in RINGS:
        ink = np.maximum(
            ink, 0.85 * _line(shore - ring, 0.012, scale) * smoothstep(least, least + 0.08, broken)
        )
    strokes = smoothstep(0.84, 0.98, run) * smoothstep(0.2, 0.4, shore)
    return np.maximum(ink, 0.5 * strokes)
