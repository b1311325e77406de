"""The walls of houses: coursed stone, timber, ruins. The plan's line lies in the middle of each."""

import itertools
from collections.abc import Iterator

import cv2
import numpy as np
from shapely import LineString, MultiPolygon, Polygon

from generation.engines.sketch.maps.built.pieces import Cut, Outline, Pieces
from generation.engines.sketch.maps.built.site import (
    THICKNESS,
    Run,
    body_of,
    polygons_of,
    runs_of,
    wall_lines,
)
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import WallMaterial

STONE_LENGTH = 0.46  #: spaces along the wall, as a mean
BEAM_LENGTH = 3.4
ORDER = (WallMaterial.RUIN, WallMaterial.WOOD, WallMaterial.STONE)  #: later ones run through earlier ones


def paint_house_walls(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Every wall above ground that is not grown rock."""
    if not chart.open_air:
        return
    rng = chart.rng("masonry")
    for material in ORDER:
        lines = wall_lines(chart.shown_walls, material)
        if not lines:
            continue
        thickness = THICKNESS[material]
        pieces = Pieces(chart)
        for run in runs_of(lines):
            outlines, turns = zip(*_cut_along(run, thickness, material, rng), strict=True)
            pieces.add(outlines, _cut(material, style), turns)
        paint_pieces(picture, chart, pieces, rng)
        _outline(picture, chart, body_of(lines, thickness), style)


def ink_house_walls(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Walls filled with ink."""
    if not chart.open_air:
        return
    for material in ORDER:
        for polygon in polygons_of(
            body_of(wall_lines(chart.shown_walls, material), THICKNESS[material] * 0.7)
        ):
            rings = [chart.pixels(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
            cv2.fillPoly(picture, rings, style.ink, cv2.LINE_AA, SHIFT)


def _cut(material: WallMaterial, style: MapStyle) -> Cut:
    if material is WallMaterial.WOOD:
        return Cut(color=style.color(Material.WOOD), wood=1.0, joint=0.02, bevel=0.05, spread=0.08, rough=0.5)
    red, green, blue = (min(channel * 1.22, 235.0) for channel in style.wall)
    return Cut(color=(red, green, blue), joint=0.03, bevel=0.07, spread=0.09)


def _cut_along(
    run: Run, thickness: float, material: WallMaterial, rng: np.random.Generator
) -> Iterator[tuple[Outline, float]]:
    """Pieces one after the other along a run, and how each is turned."""
    line = LineString(run.points)
    usual = BEAM_LENGTH if material is WallMaterial.WOOD else STONE_LENGTH
    count = max(1, round(line.length / usual))
    inner = (np.arange(1, count) + rng.uniform(-0.25, 0.25, count - 1)) / count * line.length
    stops = [0.0 if run.starts_free else -thickness / 2, *inner.tolist()]
    stops.append(line.length + (0.0 if run.ends_free else thickness / 2))
    for start, end in itertools.pairwise(stops):
        yield _slice(run.points, start, end, thickness)


def _slice(points: Outline, start: float, end: float, thickness: float) -> tuple[Outline, float]:
    """The part of a run from one distance to another, straight on beyond its ends."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(steps)))
    between = travelled[(travelled > start) & (travelled < end)]
    at = np.array((start, *between.tolist(), end))
    middle = np.column_stack([np.interp(at, travelled, points[:, axis]) for axis in (0, 1)])
    first, last = points[1] - points[0], points[-1] - points[-2]
    if start < 0:
        middle[0] += first / steps[0] * start
    if end > travelled[-1]:
        middle[-1] += last / steps[-1] * (end - travelled[-1])
    heading = np.gradient(middle, axis=0)
    heading /= np.maximum(np.hypot(*heading.T), 1e-9)[:, None]
    across = np.column_stack((-heading[:, 1], heading[:, 0])) * thickness / 2
    turn = float(np.arctan2(heading[0][1], heading[0][0]))
    return np.concatenate((middle + across, (middle - across)[::-1])), turn


def _outline(picture: Picture, chart: Chart, body: Polygon | MultiPolygon, style: MapStyle) -> None:
    """Dark lines along the faces of a wall."""
    thick = max(1, round(chart.scale * 0.025))
    for polygon in polygons_of(body):
        rings = [chart.pixels(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        cv2.polylines(picture, rings, True, style.outline, thick, cv2.LINE_AA, SHIFT)
