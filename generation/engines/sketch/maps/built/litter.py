"""What lies on floors and is too small for a piece of its own: nails, straw, pebbles."""

from collections.abc import Sequence

import cv2
import numpy as np
import shapely
from shapely import Polygon

from generation.engines.sketch.maps.built.pieces import Outline, Pieces
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import Color, Manner, MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import Room

NAIL: Color = (58, 42, 30)
STRAW_ROOMS = ("stable", "barn", "byre", "coop", "sty", "pen")


def strew(picture: Picture, chart: Chart, style: MapStyle, room: Room, rng: np.random.Generator) -> None:
    """Pebbles on bare earth; straw where animals are kept."""
    area = np.array(room.polygon)
    inked = style.manner is Manner.INKED
    dark, light = (style.ink, style.paper) if inked else (style.outline, style.color(Material.STONE))
    pebbles = _points(area, 3.0, rng)
    for (x, y), size in zip(pebbles, rng.uniform(0.015, 0.04, len(pebbles)), strict=True):
        _dot(picture, chart, (x + 0.015, y + 0.015), size, dark)
        _dot(picture, chart, (x, y), size, light)
    if any(word in (room.name or "").lower() for word in STRAW_ROOMS):
        stalks = _points(area, 6.0 if inked else 26.0, rng)
        _straw(picture, chart, style.ink if inked else style.color(Material.STRAW), stalks, rng)


def _straw(picture: Picture, chart: Chart, color: Color, points: Outline, rng: np.random.Generator) -> None:
    turns = rng.uniform(0, np.pi, len(points))
    half = np.column_stack((np.cos(turns), np.sin(turns))) * rng.uniform(0.05, 0.14, (len(points), 1))
    ends = np.stack((points - half, points + half), axis=1)
    tones = rng.uniform(0.6, 1.1, len(points))
    thick = max(1, round(chart.scale * 0.014))
    red, green, blue = color
    for line, tone in zip(ends, tones.tolist(), strict=True):
        placed = np.round((line * chart.scale - 0.5) * (1 << SHIFT)).astype(np.int32)
        cv2.polylines(
            picture, [placed], False, (red * tone, green * tone, blue * tone), thick, cv2.LINE_AA, SHIFT
        )


def _points(area: Outline, count: float, rng: np.random.Generator) -> Outline:
    """Points in an area, `count` to a square space, more of them in some places than in others."""
    polygon = Polygon(area)
    low, high = area.min(axis=0), area.max(axis=0)
    points = rng.uniform(low, high, (rng.poisson(count * float(np.prod(high - low))), 2))
    clumps = rng.uniform(low, high, (max(1, round(polygon.area / 4)), 2))
    away = np.min(np.hypot(*(points[:, None] - clumps[None]).transpose(2, 0, 1)), axis=1)
    kept = rng.random(len(points)) < np.exp(-away / 1.2)
    found: Outline = points[kept & shapely.contains_xy(polygon.buffer(-0.16), points)]
    return found


def _dot(picture: Picture, chart: Chart, at: tuple[float, float], size: float, color: Color) -> None:
    center = (
        round((at[0] * chart.scale - 0.5) * (1 << SHIFT)),
        round((at[1] * chart.scale - 0.5) * (1 << SHIFT)),
    )
    cv2.circle(
        picture, center, round(max(size * chart.scale, 0.55) * (1 << SHIFT)), color, -1, cv2.LINE_AA, SHIFT
    )


def nail(picture: Picture, chart: Chart, pieces: Pieces, boards: Sequence[tuple[int, Outline]]) -> None:
    """Two nails at each end of a board, where that board is seen; it goes by its number."""
    if not boards or chart.scale < 40:
        return
    corners = np.stack([outline for _, outline in boards])
    along, across = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    near = np.concatenate([corners[:, 0] + along * 0.07, corners[:, 1] - along * 0.07])
    heads = np.concatenate([near + np.tile(across, (2, 1)) * share for share in (0.28, 0.72)])
    numbers = np.tile([number for number, _ in boards], 4)
    columns, rows = np.floor(heads * chart.scale).astype(np.int64).T
    height, width = chart.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    seen = pieces.labels[np.where(inside, rows, 0), np.where(inside, columns, 0)] == numbers
    for x, y in heads[inside & seen].tolist():
        _dot(picture, chart, (x, y), 0.009, NAIL)
