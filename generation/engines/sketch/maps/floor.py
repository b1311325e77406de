"""Floors: flagstones, tiles, cobbles and planks in cut rooms; bare rock in caves."""

from collections.abc import Callable, Sequence
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import (
    Field,
    Labels,
    Mask,
    Picture,
    bands,
    blurred,
    cover,
    fractal,
    grain,
    relief,
    scattered,
    seam_distance,
    shade,
    smoothstep,
    voronoi,
    warp,
)
from generation.vocabulary import MapEnvironment

BRICK = (0.5, 0.22)  #: spaces along a brick and across it
BRICK_RED = (138.0, 84.0, 64.0)


class Paving(IntEnum):
    """How a floor is laid."""

    FLAGSTONES = 0
    TILES = 1
    COBBLES = 2
    PLANKS = 3
    BRICKS = 4


_WORDS = (
    (Paving.TILES, ("throne", "temple", "sanctum", "shrine", "chapel", "hall", "royal")),
    (Paving.PLANKS, ("barracks", "quarters", "bedchamber", "library", "archive", "scriptorium", "guard")),
    (Paving.COBBLES, ("cell", "den", "store", "kitchen", "well", "cistern", "oubliette", "collapsed")),
)


def paving_for(name: str | None) -> Paving:
    """How the floor of a room of that name is laid."""
    words = (name or "").lower()
    return next((paving for paving, keys in _WORDS if any(key in words for key in keys)), Paving.FLAGSTONES)


def paint_floor(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The base colour of every floor, stone by stone, with its relief."""
    rng = chart.rng("floor")
    if chart.natural:
        _paint_bare_rock(picture, chart, style, rng)
        return
    pavings = _pavings(chart)
    labels = lay_stones(chart, rng)
    _color_stones(picture, labels, pavings, style, rng)
    seams = seam_distance(labels) / chart.scale
    _carve_seams(picture, chart, seams, style, rng)


def _pavings(chart: Chart) -> Mask:
    """Which paving each pixel has; corridors have flagstones."""
    if chart.environment is MapEnvironment.SEWER:
        return np.full(chart.shape, Paving.BRICKS, dtype=np.uint8)
    kinds = np.full(chart.shape, Paving.FLAGSTONES, dtype=np.uint8)
    for room in chart.layout.rooms:
        cv2.fillPoly(kinds, [chart.pixels(room.polygon)], int(paving_for(room.name)), shift=SHIFT)
    return kinds


def lay_stones(chart: Chart, rng: np.random.Generator) -> Labels:
    """A number for each stone or plank; the borders waver as hand-cut ones do."""
    pavings = _pavings(chart)
    sway = 0.035 * chart.scale
    shifts = [fractal(rng, chart.shape, chart.scale * 0.35, 2) * sway for _ in range(2)]
    labels = warp(_flagstones(chart, rng), shifts[0], shifts[1])
    present = set(np.unique(pavings).tolist())
    offset = int(labels.max()) + 1
    for paving, lay in _LAYERS:
        if paving in present:
            laid = lay(chart, rng) + offset
            offset = int(laid.max()) + 1
            np.copyto(labels, laid, where=pavings == paving)
    return labels


def _flagstones(chart: Chart, rng: np.random.Generator) -> Labels:
    """Rectangular slabs: blocks of two by two spaces, split until they please."""
    labels = np.zeros(chart.shape, dtype=np.int32)
    count = 0
    for top in range(0, chart.layout.rows, 2):
        for left in range(0, chart.layout.columns, 2):
            for x0, y0, x1, y1 in split_block(rng, (left, top, left + 2.0, top + 2.0)):
                count += 1
                rows = slice(round(y0 * chart.scale), round(y1 * chart.scale))
                labels[rows, round(x0 * chart.scale) : round(x1 * chart.scale)] = count
    return labels


Rectangle = tuple[float, float, float, float]


def split_block(rng: np.random.Generator, block: Rectangle) -> list[Rectangle]:
    """Slabs that together cover a block: it is cut in two until they please."""
    x0, y0, x1, y1 = block
    width, height = x1 - x0, y1 - y0
    if max(width, height) <= 1.0 and (min(width, height) < 0.75 or rng.random() < 0.72):
        return [block]
    cut = float(rng.choice((0.4, 0.5, 0.5, 0.6)))
    if width > height or (width == height and rng.random() < 0.5):
        middle = x0 + width * cut
        return split_block(rng, (x0, y0, middle, y1)) + split_block(rng, (middle, y0, x1, y1))
    middle = y0 + height * cut
    return split_block(rng, (x0, y0, x1, middle)) + split_block(rng, (x0, middle, x1, y1))


def _tiles(chart: Chart, _: np.random.Generator) -> Labels:
    """Square tiles of half a space, even numbers and odd ones like a chessboard."""
    step = chart.scale / 2
    columns = (np.arange(chart.width) / step).astype(np.int32)
    rows = (np.arange(chart.height) / step).astype(np.int32)
    across = 2 * (chart.layout.columns + 1)
    return rows[:, None] * across * 2 + columns[None, :] * 2 + (rows[:, None] + columns[None, :]) % 2


def _cobbles(chart: Chart, rng: np.random.Generator) -> Labels:
    return voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * 0.36))


def _planks(chart: Chart, rng: np.random.Generator) -> Labels:
    """Boards a quarter of a space wide, two to four spaces long."""
    row = (np.arange(chart.height) / (chart.scale * 0.3)).astype(np.int32)
    count = int(row.max()) + 1
    lengths = rng.uniform(2.0, 3.8, count)[row] * chart.scale
    starts = rng.uniform(0, 4, count)[row] * chart.scale
    along = (np.arange(chart.width)[None, :] + starts[:, None]) / lengths[:, None]
    return row[:, None] * 512 + along.astype(np.int32)


def _bricks(chart: Chart, _: np.random.Generator) -> Labels:
    """Rows of bricks, each row moved by half a brick."""
    row = (np.arange(chart.height) / (chart.scale * BRICK[1])).astype(np.int32)
    along = np.arange(chart.width)[None, :] / (chart.scale * BRICK[0]) + 0.5 * (row[:, None] % 2)
    return row[:, None] * (int(chart.layout.width / BRICK[0]) + 3) + along.astype(np.int32)


_LAYERS: Sequence[tuple[Paving, Callable[[Chart, np.random.Generator], Labels]]] = (
    (Paving.TILES, _tiles),
    (Paving.COBBLES, _cobbles),
    (Paving.PLANKS, _planks),
    (Paving.BRICKS, _bricks),
)


def _color_stones(
    picture: Picture, labels: Labels, pavings: Mask, style: MapStyle, rng: np.random.Generator
) -> None:
    """Every stone has a tone of its own, some a warmer or colder one."""
    count = int(labels.max()) + 1
    tone = np.clip(rng.normal(1, 0.085, count), 0.78, 1.2)
    warmth = rng.normal(0, 0.022, count)
    tints = np.column_stack((tone + warmth, tone, tone - warmth)).astype(np.float32)
    brick = tuple(0.55 * own + 0.45 * red for own, red in zip(style.floor, BRICK_RED, strict=True))
    bases = np.array([style.floor, style.floor, style.floor, style.planks, brick], dtype=np.float32)
    bases[Paving.COBBLES] *= 0.9
    for rows in bands(picture.shape[0]):
        colors = tints[labels[rows]] * bases[pavings[rows]]
        checker = (labels[rows] % 2 == 0) & (pavings[rows] == Paving.TILES)
        colors[checker] *= 0.82
        picture[rows] = np.clip(colors, 0, 255)


def _carve_seams(
    picture: Picture, chart: Chart, seams: Field, style: MapStyle, rng: np.random.Generator
) -> None:
    """Bevelled edges, joints of differing width, worn and rough surfaces."""
    wear = fractal(rng, chart.shape, chart.scale * 0.8, 4)
    joint = 0.018 + 0.02 * np.clip(wear + 0.2, 0, 1)
    rounded = smoothstep(0.0, 0.07, seams - joint)
    surface = blurred(rounded, chart.scale * 0.012)
    surface += 0.22 * fractal(rng, chart.shape, chart.scale * 0.16, 3)
    light = 1 + np.clip(relief(surface) * chart.scale * 0.022, -0.26, 0.26)
    light += 0.12 * wear + 0.028 * grain(rng, chart.shape)
    shade(picture, light.astype(np.float32))
    cover(picture, style.dirt, 0.82 * (1 - smoothstep(0.0, 0.035, seams - joint * 0.5)))


def _paint_bare_rock(picture: Picture, chart: Chart, style: MapStyle, rng: np.random.Generator) -> None:
    """Washed stone: broad tones, slabs that hardly show, pebbles and grit."""
    picture[:] = np.array(style.floor, dtype=np.uint8)
    broad = fractal(rng, chart.shape, chart.scale * 3.2, 3)
    rough = fractal(rng, chart.shape, chart.scale * 0.7, 4)
    slabs = voronoi(chart.shape, scattered(rng, chart.shape, chart.scale * 1.1))
    sway = [fractal(rng, chart.shape, chart.scale * 0.5, 3) * chart.scale * 0.22 for _ in range(2)]
    slabs = warp(slabs, sway[0], sway[1])
    seams = seam_distance(slabs) / chart.scale
    tone = np.clip(rng.normal(1, 0.07, int(slabs.max()) + 1), 0.8, 1.2).astype(np.float32)
    surface = 0.5 * smoothstep(0.0, 0.16, seams) + 0.6 * rough
    light = tone[slabs] + 0.2 * broad + np.clip(relief(surface) * chart.scale * 0.05, -0.28, 0.28)
    light += 0.03 * grain(rng, chart.shape)
    shade(picture, light * 0.95)
    crack = (1 - smoothstep(0.0, 0.03, seams)) * smoothstep(-0.15, 0.35, broad + 0.5 * rough)
    cover(picture, style.dirt, 0.75 * crack)
    cover(picture, style.dirt, 0.35 * smoothstep(0.0, 0.7, -broad))


def weather_floor(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Moss in damp corners, stains, and cracks across some stones."""
    rng = chart.rng("weather")
    damp = fractal(rng, chart.shape, chart.scale * 2.6, 4)
    near_wall = np.exp(-np.clip(chart.to_wall, 0, 9) / 0.55).astype(np.float32)
    moss = smoothstep(0.12, 0.55, damp + 0.42 * near_wall - 0.12)
    moss *= 0.55 + 0.45 * fractal(rng, chart.shape, chart.scale * 0.09, 2)
    cover(picture, style.moss, np.clip(0.5 * moss, 0, 1))
    stains = smoothstep(0.2, 0.75, fractal(rng, chart.shape, chart.scale * 1.7, 4))
    cover(picture, style.dirt, 0.4 * stains)
    draw_cracks(picture, chart, rng)


def draw_cracks(picture: Picture, chart: Chart, rng: np.random.Generator) -> None:
    """Fine cracks all over, each lit along its lower edge."""
    cracks = np.zeros(chart.shape, dtype=np.uint8)
    count = int(chart.layout.columns * chart.layout.rows * 0.11)
    lines = [_crack(chart, rng) for _ in range(count)]
    thickness = max(1, round(chart.scale * 0.018))
    cv2.polylines(cracks, lines, isClosed=False, color=255, thickness=thickness, lineType=cv2.LINE_AA)
    deep = cv2.min(cracks, chart.floor).astype(np.float32) / 255
    lit = np.roll(deep, (thickness, thickness), axis=(0, 1))
    shade(picture, 1 - 0.5 * deep + 0.16 * np.clip(lit - deep, 0, 1))


def _crack(chart: Chart, rng: np.random.Generator) -> NDArray[np.int32]:
    steps = int(rng.integers(4, 9))
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.55, steps))
    walk = np.column_stack((np.cos(heading), np.sin(heading))) * rng.uniform(0.08, 0.2, (steps, 1))
    start = rng.uniform(0, 1, 2) * (chart.layout.columns, chart.layout.rows)
    return np.round((start + np.cumsum(walk, axis=0)) * chart.scale).astype(np.int32)
