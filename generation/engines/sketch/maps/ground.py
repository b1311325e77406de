"""What lies in the floor: water, lava, pits and rubble."""

from typing import NamedTuple

import numpy as np

from generation.engines.sketch.maps.built.sewer import murky, paint_channels, sewer
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import (
    Field,
    Picture,
    blurred,
    cover,
    fractal,
    mix,
    relief,
    scattered,
    seam_distance,
    shade,
    smoothstep,
    voronoi,
)
from generation.vocabulary import TerrainType

WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
HEAPS = (TerrainType.RUBBLE, TerrainType.DIFFICULT)


def paint_water(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Pools: a wet rim, clear shallows, dark depths, ripples that follow the shore."""
    if not chart.has(*WATERS):
        return
    foul = sewer(chart)
    style = murky(style) if foul else style
    rng = chart.rng("water")
    rough = fractal(rng, chart.shape, chart.scale * 0.6, 3)
    shore = chart.depth_in(chart.terrain(*WATERS)) + 0.07 * rough
    depth = shore
    if chart.has(TerrainType.DEEP_WATER):
        deeper = np.clip(chart.depth_in(chart.terrain(TerrainType.DEEP_WATER)) + 0.5, 0, 9)
        depth = np.maximum(shore * 0.55, deeper * 1.2)
    cover(picture, style.outline, 0.5 * smoothstep(-0.2, 0.0, shore) * (shore < 0.4))
    wet = smoothstep(0.0, 0.025, shore)
    murk = smoothstep(0.0, 1.5, depth)
    clear = 0.86 if foul else 0.62
    mix(picture, style.shallows, style.deep, murk, wet * (clear + (0.98 - clear) * murk))
    _ripple(picture, chart, shore, wet, rng)
    if foul:
        paint_channels(picture, chart, style)


def _ripple(picture: Picture, chart: Chart, shore: Field, wet: Field, rng: np.random.Generator) -> None:
    swell = fractal(rng, chart.shape, chart.scale * 0.9, 3)
    rings = np.sin((shore + 0.22 * swell) * 17) * np.exp(-np.clip(shore, 0, 9) / 0.75)
    caustic = 1 - np.abs(fractal(rng, chart.shape, chart.scale * 0.5, 2)) * 7
    gleam = 0.2 * np.clip(rings, 0, 1) ** 3
    gleam += 0.15 * np.clip(caustic, 0, 1) * np.exp(-np.clip(shore, 0, 9) / 0.8)
    cover(picture, (214, 236, 232), np.clip(gleam, 0, 1) * wet)
    foam = np.exp(-(((shore - 0.045) / 0.022) ** 2)) * (0.6 + 0.4 * swell)
    cover(picture, (226, 238, 230), np.clip(0.55 * foam, 0, 1).astype(np.float32))
    cast = np.exp(-np.clip(shore, 0, 9) / 0.14) * wet
    shade(picture, 1 - 0.35 * cast)


def paint_lava(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Molten rock under a broken crust."""
    if not chart.has(TerrainType.LAVA):
        return
    rng = chart.rng("lava")
    shore = chart.depth_in(chart.terrain(TerrainType.LAVA)) + 0.06 * fractal(
        rng, chart.shape, chart.scale * 0.6
    )
    crust = seam_distance(voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * 0.55))) / chart.scale
    heat = 1.1 - crust * 5 + 0.5 * fractal(rng, chart.shape, chart.scale * 0.8, 3)
    cover(picture, style.outline, 0.8 * smoothstep(-0.22, 0.0, shore) * (shore < 0.3))
    mix(picture, (54, 16, 8), (255, 150, 36), np.clip(heat, 0.06, 1), smoothstep(0.0, 0.04, shore))
    halo = np.exp(-np.clip(-shore, 0, 9) / 0.8) * (shore <= 0)
    cover(picture, (255, 110, 30), (0.35 * halo).astype(np.float32))


def paint_pits(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Shafts: a stone lip, walls that fall away into the dark."""
    if not chart.has(TerrainType.PIT):
        return
    rng = chart.rng("pits")
    mask = chart.terrain(TerrainType.PIT)
    inside = chart.depth_in(mask) + 0.02 * fractal(rng, chart.shape, chart.scale * 0.25, 3)
    lip = smoothstep(-0.1, -0.08, inside) * smoothstep(0.03, 0.0, -np.abs(inside) + 0.03)
    cover(picture, style.floor, 0.55 * lip * (inside < 0))
    cover(picture, style.outline, (np.abs(inside + 0.1) < 0.02).astype(np.float32) * 0.6)
    hole = smoothstep(0.0, 0.03, inside)
    sides = relief(blurred(inside, 1.2)) * chart.scale
    strata = 0.14 * np.sin(inside * 46 + 2 * fractal(rng, chart.shape, chart.scale * 0.4, 2))
    tone = np.clip(0.62 - 0.24 * sides + strata, 0.1, 1.1) * np.exp(-np.clip(inside, 0, 9) / 0.2)
    cover(picture, style.wall, hole, light=tone)


def paint_rubble(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Fallen stones, the larger ones on top."""
    if not chart.has(*HEAPS):
        return
    rng = chart.rng("rubble")
    area = chart.depth_in(chart.terrain(*HEAPS))
    cover(
        picture,
        style.dirt,
        0.6 * smoothstep(-0.15, 0.35, area + 0.1 * fractal(rng, chart.shape, chart.scale * 0.3)),
    )
    for layer in (Strewn(0.12, 0.35), Strewn(0.2, 0.34), Strewn(0.34, 0.34)):
        _strew(picture, chart, style, area, layer)


class Strewn(NamedTuple):
    """One layer of stones of about `size` spaces, on a `share` of the ground."""

    size: float
    share: float


def _strew(picture: Picture, chart: Chart, style: MapStyle, area: Field, layer: Strewn) -> None:
    """Stones with shadow and light; none lies half outside of the heap."""
    size = layer.size
    rng = chart.rng(f"rubble {size}")
    labels = voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * size))
    count = int(labels.max()) + 1
    seams = seam_distance(labels) / chart.scale
    kept = (rng.random(count) < layer.share)[labels] & (area > size * 0.3)
    stones = ((seams > size * 0.14) & kept).astype(np.float32)
    body = smoothstep(0.35, 0.65, blurred(stones, chart.scale * size * 0.11))
    _drop_shadow(picture, style, body, round(chart.scale * size * 0.22))
    tone = np.clip(rng.normal(0.98, 0.12, count), 0.7, 1.3).astype(np.float32)[labels]
    dome = blurred(smoothstep(0.0, size * 0.5, seams), 1.0)
    light = tone + np.clip(relief(dome) * chart.scale * size * 0.5, -0.4, 0.45)
    cover(picture, style.wall, body, light=light)


def _drop_shadow(picture: Picture, style: MapStyle, body: Field, off: int) -> None:
    if off < 1:
        return
    moved = np.zeros_like(body)
    moved[off:, off:] = body[:-off, :-off]
    cover(picture, style.outline, 0.6 * blurred(moved, off * 0.5))
