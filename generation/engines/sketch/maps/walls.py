"""Rock where nobody dug, the masonry around floors, and the shadows that it throws."""

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import (
    Field,
    Mask,
    Picture,
    blurred,
    blurred_mask,
    cover,
    fractal,
    grain,
    relief,
    scattered,
    seam_distance,
    smoothstep,
    voronoi,
    warp,
)
from generation.vocabulary import MapEnvironment

INNER = 0.1  #: spaces that a wall reaches over the floor
OUTER = 0.3  #: spaces that masonry reaches into the rock


def paint_rock(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Broken rock that sinks into the dark away from the floors."""
    rng = chart.rng("rock")
    lumps = voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * 0.62))
    sway = [fractal(rng, chart.shape, chart.scale * 0.4, 3) * chart.scale * 0.16 for _ in range(2)]
    lumps = warp(lumps, sway[0], sway[1])
    seams = seam_distance(lumps) / chart.scale
    tone = np.clip(rng.normal(1, 0.13, int(lumps.max()) + 1), 0.65, 1.4).astype(np.float32)
    surface = smoothstep(0.0, 0.22, seams) + 0.5 * fractal(rng, chart.shape, chart.scale * 0.3, 3)
    lit = relief(blurred(surface, chart.scale * 0.018)) * chart.scale * 0.08
    light = tone[lumps] + np.clip(lit, -0.5, 0.5)
    light *= 0.45 + 0.55 * smoothstep(0.0, 0.09, seams)
    away = np.clip(-chart.to_wall, 0, 9)
    light *= 0.5 + 0.85 * np.exp(-away / 0.9) + 0.12 * fractal(rng, chart.shape, chart.scale * 3, 3)
    cover(picture, style.rock, _outside(chart), light=np.clip(light, 0, 3))
    if style.veins:
        _paint_veins(picture, chart, style.veins, rng)


def _outside(chart: Chart) -> Field:
    return 1 - chart.floor.astype(np.float32) / 255


def _paint_veins(
    picture: Picture, chart: Chart, color: tuple[float, float, float], rng: np.random.Generator
) -> None:
    """Crystal veins that glow in the rock."""
    ridge = 1 - np.abs(fractal(rng, chart.shape, chart.scale * 2.4, 4)) * 14
    patch = smoothstep(0.0, 0.6, fractal(rng, chart.shape, chart.scale * 4, 2))
    vein = np.clip(ridge, 0, 1) * patch * _outside(chart)
    glow = blurred(vein, chart.scale * 0.14)
    cover(picture, color, np.clip(0.75 * vein + 0.8 * glow, 0, 0.85))


def shade_floor(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Dark along every wall, darker where the light from the top left does not reach."""
    off = round(chart.scale * 0.24)
    solid = blurred_mask(255 - chart.floor, chart.scale * 0.09)
    cast = np.zeros_like(solid)
    cast[off:, off:] = solid[:-off, :-off]
    cast = np.maximum(cast, _half(solid, off // 2))
    inside = np.clip(chart.to_wall, 0, 9)
    occlusion = 0.5 * np.exp(-inside / 0.2) + 0.22 * np.exp(-inside / 0.9)
    floor = chart.floor.astype(np.float32) / 255
    shadow = np.clip(occlusion + 0.42 * cast.astype(np.float32) / 255, 0, 0.82) * floor
    cover(picture, style.outline, shadow)


def _half(solid: Mask, off: int) -> Mask:
    moved = np.zeros_like(solid)
    moved[off:, off:] = solid[: solid.shape[0] - off, : solid.shape[1] - off]
    return moved


def paint_walls(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """A band of stones along every wall: squared ones in dungeons, boulders in caves."""
    rng = chart.rng("walls")
    band = _band(chart, rng)
    seeds = _boulders(chart, rng) if chart.natural else _blocks(chart, rng)
    labels = voronoi(chart.shape, seeds)
    seams = seam_distance(labels) / chart.scale
    edge = np.minimum(chart.to_wall + OUTER, INNER - chart.to_wall)
    rim = np.minimum(seams, np.clip(edge, 0, 1))
    tone = np.clip(rng.normal(1.04, 0.1, int(labels.max()) + 1), 0.75, 1.35).astype(np.float32)
    surface = smoothstep(0.0, 0.1, rim) + 0.25 * fractal(rng, chart.shape, chart.scale * 0.16, 3)
    light = tone[labels] + np.clip(relief(blurred(surface, 0.8)) * chart.scale * 0.05, -0.45, 0.45)
    light += 0.04 * grain(rng, chart.shape) + 0.1 * fractal(rng, chart.shape, chart.scale * 0.9, 3)
    light *= 0.4 + 0.6 * smoothstep(0.008, 0.045, seams)
    if chart.natural:
        light *= 1 - 0.6 * smoothstep(0.1, OUTER + 0.25, -chart.to_wall)
    cover(picture, style.wall, band, light=np.clip(light, 0, 3))
    _outline(picture, chart, style)


def _band(chart: Chart, rng: np.random.Generator) -> Field:
    """Where a wall is, 0 to 1; in caves it is ragged and goes over into the rock."""
    pixel = 0.7 / chart.scale
    if chart.natural:
        rough = fractal(rng, chart.shape, chart.scale * 1.1, 4)
        outer = smoothstep(0.0, 0.25, chart.to_wall + OUTER + 0.2 + 0.45 * rough)
    else:
        outer = smoothstep(-pixel, pixel, chart.to_wall + OUTER)
    inner = smoothstep(-pixel, pixel, INNER - chart.to_wall)
    return outer * inner


def _blocks(chart: Chart, rng: np.random.Generator) -> NDArray[np.float64]:
    """Seeds for squared stones, one after the other along the middle of each wall."""
    apart = 0.28 if chart.environment is MapEnvironment.SEWER else 0.5
    seeds = np.concatenate([_along(np.array(wall.points), apart, rng) for wall in chart.layout.walls])
    for door in (door for door in chart.layout.doors if door.secret):
        seeds = _closed_up(seeds, np.array((door.start, door.end)))
    return seeds * chart.scale


def _closed_up(seeds: NDArray[np.float64], door: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two stones in place of a secret door; those of the corridor behind must not show between them."""
    away = np.hypot(*(seeds - door.mean(axis=0)).T)
    own = door[0] + np.outer((0.25, 0.75), door[1] - door[0])
    return np.concatenate((seeds[away > 0.75], own))


def _along(line: NDArray[np.float64], apart: float, rng: np.random.Generator) -> NDArray[np.float64]:
    steps = np.hypot(*np.diff(line, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(steps)))
    count = max(2, round(float(travelled[-1]) / apart))
    at = (np.arange(count) + rng.uniform(-0.28, 0.28, count)) / count * travelled[-1]
    return np.column_stack([np.interp(at, travelled, line[:, axis]) for axis in (0, 1)])


def _boulders(chart: Chart, rng: np.random.Generator) -> NDArray[np.float64]:
    """Seeds for stones of all sizes."""
    seeds = scattered(rng, chart.shape, chart.scale * 0.36)
    return seeds[rng.random(len(seeds)) < 0.55]


def _outline(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Dark lines where a wall meets the floor and where masonry meets rock."""
    half = max(0.018, 0.9 / chart.scale)
    inner = 1 - smoothstep(half * 0.5, half * 1.6, np.abs(chart.to_wall - INNER))
    cover(picture, style.outline, 0.9 * inner)
    if not chart.natural:
        outer = 1 - smoothstep(half * 0.5, half * 1.8, np.abs(chart.to_wall + OUTER))
        cover(picture, style.outline, 0.75 * outer)
