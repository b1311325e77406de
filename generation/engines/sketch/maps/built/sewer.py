"""Channels of sewers: kerbs of stone along them, murky water, scum upon it, slime beside it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from generation.engines.sketch.maps.built.coursing import Block, stretch
from generation.engines.sketch.maps.built.flooring import Floor, Flooring, frame_of, lay_floor
from generation.engines.sketch.maps.built.pieces import Cut, Pieces
from generation.engines.sketch.maps.built.site import Run, runs_of
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Picture, blurred, cover, fractal, smoothstep
from generation.vocabulary import MapEnvironment, TerrainType

WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
SHADOW = 0.12  #: spaces that the shadow of a bridge falls to the bottom right
KERB = 0.24  #: spaces from the water to the walkway
MURK: tuple[Color, Color] = ((98, 104, 58), (34, 44, 30))  #: shallow and deep
SCUM: Color = (142, 142, 92)


def sewer(chart: Chart) -> bool:
    """Whether a plan is one of channels below a town."""
    return chart.environment is MapEnvironment.SEWER and not chart.open_air


def murky(style: MapStyle) -> MapStyle:
    """A style whose water nobody would drink."""
    shallows, deep = (
        (0.3 * own[0] + 0.7 * murk[0], 0.3 * own[1] + 0.7 * murk[1], 0.3 * own[2] + 0.7 * murk[2])
        for own, murk in zip((style.shallows, style.deep), MURK, strict=True)
    )
    return replace(style, shallows=shallows, deep=deep)


def paint_channels(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """What sewers have besides their water, which has been painted already."""
    rng = chart.rng("channels")
    inside = chart.depth_in(chart.terrain(*WATERS))
    rough = fractal(rng, chart.shape, chart.scale * 0.7, 4)
    drift = fractal(rng, chart.shape, chart.scale * 2.6, 2)
    scum = smoothstep(0.12, 0.2, rough + 0.8 * drift - 0.1) * smoothstep(0.0, 0.06, inside)
    cover(picture, style.outline, 0.3 * smoothstep(0.06, 0.2, rough + 0.8 * drift - 0.1) * (inside > 0))
    cover(picture, SCUM, 0.62 * scum, light=1 + 0.5 * fractal(rng, chart.shape, chart.scale * 0.12, 2))
    slime = np.exp(-np.abs(inside + 0.2) / 0.3) * smoothstep(-0.2, 0.5, rough) * (inside <= 0)
    cover(picture, style.moss, (0.8 * slime).astype(np.float32))
    pieces = Pieces(chart)
    cut = Cut(color=style.wall, joint=0.03, bevel=0.06, spread=0.1, rough=1.4)
    for run, side in _banks(chart):
        laid = list(_kerb(run, side))
        pieces.add([block.outline for block in laid], cut, [block.turn for block in laid])
    pieces.labels[inside > 0] = 0
    paint_pieces(picture, chart, pieces, rng)
    _lay_bridges(picture, chart, style, rng)


def _lay_bridges(picture: Picture, chart: Chart, style: MapStyle, rng: np.random.Generator) -> None:
    """Boards wherever a plan has floor over the water, their shadow below them."""
    bridges = [np.array(area.polygon) for area in chart.layout.terrain if area.type is TerrainType.FLOOR]
    shadow = chart.fill((outline + SHADOW).tolist() for outline in bridges)
    cover(picture, style.outline, 0.6 * blurred(shadow / np.float32(255), 0.07 * chart.scale))
    pieces = Pieces(chart)
    for outline in bridges:
        frame = frame_of(Polygon(outline))
        lay_floor(pieces, Floor(area=outline, flooring=Flooring.BOARDS, frame=frame), style, rng)
    paint_pieces(picture, chart, pieces, rng)


def _banks(chart: Chart) -> Iterator[tuple[Run, float]]:
    """Where walkways end at the water, and on which side of the line they lie: 1 is the right."""
    water = shapely.unary_union(
        [Polygon(area.polygon) for area in chart.layout.terrain if area.type in WATERS]
    )
    walls = shapely.unary_union([LineString(wall.points) for wall in chart.layout.walls])
    lines = shapely.line_merge(shapely.difference(water.boundary, walls.buffer(0.3)))
    long = [
        line
        for line in shapely.get_parts(lines).tolist()
        if isinstance(line, LineString) and line.length > 0.3
    ]
    for run in runs_of(long):
        length = LineString(run.points).length
        probe = stretch(run, length * 0.45, length * 0.55, 0.04, 0.08).middle
        yield run, -1.0 if water.contains(Point(probe)) else 1.0


def _kerb(run: Run, side: float) -> Iterator[Block]:
    """Stones along a bank, on beyond its ends so that corners are filled."""
    length = LineString(run.points).length
    stops = np.linspace(-KERB, length + KERB, max(2, round(length / 0.7)) + 1).tolist()
    low, high = sorted((0.0, side * KERB))
    return (stretch(run, start, end, low, high) for start, end in pairwise(stops))
