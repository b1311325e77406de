"""Old-school maps: paper, ink, and hatching around every room."""

import cv2
import numpy as np

from generation.engines.sketch.maps.built.sewer import KERB, sewer
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.floor import draw_cracks, lay_stones
from generation.engines.sketch.maps.ground import HEAPS, WATERS
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import (
    Field,
    Picture,
    blurred_mask,
    cover,
    fractal,
    grain,
    scattered,
    seam_distance,
    shade,
    smoothstep,
    voronoi,
)
from generation.vocabulary import TerrainType

HATCHED = 0.85  #: how far hatching reaches into the rock, in spaces
HATCH_APART = 0.085  #: spaces between two strokes of a hatch
WALL = 0.075  #: how thick a wall's line is, in spaces


def ink_paper(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The sheet: plain, or parchment with cloudy tones and fibres."""
    picture[:] = np.array(style.paper, dtype=np.uint8)
    if not style.wash:
        return
    rng = chart.rng("paper")
    clouds = fractal(rng, chart.shape, chart.scale * 5, 4)
    fibers = cv2.GaussianBlur(grain(rng, chart.shape), (0, 0), sigmaX=3, sigmaY=0.5)
    shade(picture, 1 + 0.09 * clouds + 0.05 * fibers)
    blots = smoothstep(0.42, 0.62, fractal(rng, chart.shape, chart.scale * 4, 5))
    cover(picture, style.ink, 0.1 * blots)


def ink_rock(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """A wash of ink over the rock that thins out away from the walls."""
    if not style.wash:
        return
    away = np.clip(-chart.to_wall, 0, 9)
    rough = fractal(chart.rng("wash"), chart.shape, chart.scale * 1.2, 4)
    tone = (0.2 + 0.34 * np.exp(-away / 0.8) + 0.08 * rough) * (chart.to_wall < 0)
    cover(picture, style.ink, np.clip(tone, 0, 1).astype(np.float32))


def ink_hatching(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Clumps of parallel strokes, each clump turned another way, around all that is dug."""
    rng = chart.rng("hatching")
    seeds = scattered(rng, chart.shape, chart.scale * 0.36)
    clumps = voronoi(chart.shape, seeds)
    count = int(clumps.max()) + 1
    reach = (HATCHED * rng.uniform(0.62, 1.15, count)).astype(np.float32)
    turns = rng.uniform(0, np.pi, count)
    across = _across(chart, clumps, turns.astype(np.float32))
    apart = HATCH_APART * chart.scale
    off_line = np.abs((across / apart) % 1 - 0.5) * apart
    half = max(0.5, chart.scale * 0.009)
    line = 1 - smoothstep(half, half + 1.0, off_line)
    gap = smoothstep(0.4, 1.4, seam_distance(clumps))
    away = -_at_clump_centers(chart.to_wall, clumps, count)
    kept = (away < reach)[clumps] & (chart.to_wall < 0.02)
    cover(picture, style.ink, line * gap * kept)


def _across(chart: Chart, clumps: np.ndarray, turns: np.ndarray) -> Field:
    """How far each pixel lies across the strokes of its clump."""
    x = np.arange(chart.width, dtype=np.float32)[None, :]
    y = np.arange(chart.height, dtype=np.float32)[:, None]
    return np.asarray(x * np.cos(turns)[clumps] + y * np.sin(turns)[clumps], dtype=np.float32)


def _at_clump_centers(field: Field, clumps: np.ndarray, count: int) -> np.ndarray:
    """The mean of a field over each clump, so that a clump is there whole or not at all."""
    flat = clumps.ravel()
    sums = np.bincount(flat, weights=field.ravel(), minlength=count)
    return sums / np.maximum(np.bincount(flat, minlength=count), 1)


def ink_floor(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """A few joints between flagstones, here and there, and a soft shade under the walls."""
    rng = chart.rng("floor")
    floor = chart.floor.astype(np.float32) / 255
    if not chart.natural:
        seams = seam_distance(lay_stones(chart, rng)) / chart.scale
        pixel = 1 / chart.scale
        line = 1 - smoothstep(0.3 * pixel, 1.4 * pixel, seams)
        patchy = smoothstep(-0.05, 0.4, fractal(rng, chart.shape, chart.scale * 1.6, 3))
        cover(picture, style.ink, 0.34 * line * patchy * floor)
    else:
        rough = fractal(rng, chart.shape, chart.scale * 1.4, 4)
        contour = 1 - smoothstep(0.0, 0.03, np.abs((rough * 2.2) % 1 - 0.5))
        cover(picture, style.ink, 0.12 * contour * floor * (chart.to_wall > 0.3))
    draw_cracks(picture, chart, rng)


def ink_shadow(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The soft grey along the walls that lifts them off the page."""
    off = round(chart.scale * 0.13)
    solid = blurred_mask(255 - chart.floor, chart.scale * 0.045)
    cast = np.zeros_like(solid)
    cast[off:, off:] = solid[:-off, :-off]
    shadow = 0.3 * np.maximum(cast, solid // 2).astype(np.float32) / 255
    cover(picture, style.ink, shadow * (chart.floor > 127))


def ink_walls(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """One bold line, drawn by hand."""
    wobble = 0.012 * fractal(chart.rng("walls"), chart.shape, chart.scale * 0.3, 2)
    pixel = 0.6 / chart.scale
    line = 1 - smoothstep(WALL / 2 - pixel, WALL / 2 + pixel, np.abs(chart.to_wall + wobble + 0.01))
    cover(picture, style.ink, line)


def ink_water(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """A shoreline, rings that break off, and a tint where the style has colour."""
    if not chart.has(*WATERS):
        return
    rng = chart.rng("water")
    water = np.where(chart.terrain(TerrainType.FLOOR) > 127, 0, chart.terrain(*WATERS)).astype(np.uint8)
    shore = chart.depth_in(water) + 0.05 * fractal(rng, chart.shape, chart.scale * 0.5)
    inside = smoothstep(0.0, 1.2 / chart.scale, shore)
    tint = style.deep if style.wash else style.ink
    cover(picture, tint, inside * (0.1 + 0.16 * smoothstep(0.0, 1.6, shore)))
    pixel = 1.0 / chart.scale
    broken = fractal(rng, chart.shape, chart.scale * 0.55, 2)
    for ring, breaks in ((0.0, -1.0), (0.16, -0.22), (0.36, 0.0), (0.64, 0.12), (1.0, 0.2), (1.4, 0.24)):
        width = 0.028 if ring == 0 else 0.014
        line = 1 - smoothstep(width - pixel, width + pixel, np.abs(shore - ring))
        cover(picture, style.ink, line * smoothstep(breaks, breaks + 0.08, broken) * 0.9)
    if sewer(chart):
        kerb = 1 - smoothstep(0.014 - pixel, 0.014 + pixel, np.abs(shore + KERB))
        cover(picture, style.ink, kerb * (chart.to_wall > 0.05) * 0.9)


def ink_heaps(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Rubble: outlined stones, shaded on one side."""
    if not chart.has(*HEAPS):
        return
    rng = chart.rng("rubble")
    area = chart.depth_in(chart.terrain(*HEAPS))
    for size, share in ((0.15, 0.3), (0.26, 0.34), (0.4, 0.26)):
        labels = voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * size))
        count = int(labels.max()) + 1
        middle = _at_clump_centers(area, labels, count)
        kept = ((rng.random(count) < share) & (middle > size * 0.3))[labels]
        inner = seam_distance(labels) / chart.scale
        stone = smoothstep(size * 0.1, size * 0.1 + 1.5 / chart.scale, inner) * kept
        rim = stone * (1 - smoothstep(size * 0.1 + 0.015, size * 0.1 + 0.045, inner))
        cover(picture, style.paper, stone)
        cover(picture, style.ink, 0.9 * rim)


def ink_pits(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Black holes with a rim; molten ground is stippled."""
    for area in chart.layout.terrain:
        corners = chart.pixels(area.polygon)
        thick = max(1, round(chart.scale * 0.04))
        if area.type is TerrainType.PIT:
            cv2.fillPoly(picture, [corners], style.ink, cv2.LINE_AA, SHIFT)
            cv2.polylines(picture, [corners], True, style.paper, thick * 3, cv2.LINE_AA, SHIFT)
            cv2.polylines(picture, [corners], True, style.ink, thick, cv2.LINE_AA, SHIFT)
        elif area.type is TerrainType.LAVA:
            cv2.polylines(picture, [corners], True, style.ink, thick, cv2.LINE_AA, SHIFT)
    if chart.has(TerrainType.LAVA):
        _stipple(picture, chart, style)


def _stipple(picture: Picture, chart: Chart, style: MapStyle) -> None:
    rng = chart.rng("lava")
    crust = seam_distance(voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * 0.4))) / chart.scale
    inside = smoothstep(0.0, 0.03, chart.depth_in(chart.terrain(TerrainType.LAVA)))
    cover(picture, style.color(Material.EMBER), 0.5 * inside * (1 if style.wash else 0))
    cover(picture, style.ink, 0.75 * inside * smoothstep(0.03, 0.06, crust))


def ink_finish(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Parchment is darker and worn along its edges."""
    if not style.wash:
        return
    rng = chart.rng("edge")
    x = np.minimum(np.arange(chart.width), np.arange(chart.width)[::-1])[None, :]
    y = np.minimum(np.arange(chart.height), np.arange(chart.height)[::-1])[:, None]
    edge = np.minimum(x, y).astype(np.float32) / chart.scale
    edge += 0.5 * fractal(rng, chart.shape, chart.scale * 1.5, 4)
    cover(picture, style.ink, 0.5 * np.exp(-np.clip(edge, 0, 99) / 0.55))
    shade(picture, 1 + 0.02 * grain(rng, chart.shape))
