"""The walls of houses, ships and ruins. The plan's line lies in the middle of each."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from shapely import LineString, MultiPolygon, Polygon

from generation.engines.sketch.maps.built.coursing import Block, beams, blocks
from generation.engines.sketch.maps.built.pieces import Cut, Outline, Pieces
from generation.engines.sketch.maps.built.ruin import broken_blocks, footing, tumbled
from generation.engines.sketch.maps.built.site import (
    THICKNESS,
    Run,
    body_of,
    indoor_rooms,
    polygons_of,
    runs_of,
    wall_lines,
)
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.built.timber import framed, logs, posts, tops
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import Color, MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import WallMaterial
from generation.vocabulary import MapEnvironment

STONE_LENGTH = 0.48  #: spaces along the wall, as a mean
BEAM_LENGTH = 3.2
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
        runs = runs_of(lines)
        if material is WallMaterial.STONE:
            _stone(picture, chart, style, runs, rng)
            _outline(picture, chart, style, body_of(lines, THICKNESS[material]))
        elif material is WallMaterial.RUIN:
            _ruin(picture, chart, style, runs, rng)
        else:
            _wood(picture, chart, style, runs, rng)


def _lay(pieces: Pieces, laid: Iterable[Block], cut: Cut) -> None:
    found = list(laid)
    if found:
        pieces.add([block.outline for block in found], cut, [block.turn for block in found])


def _stone(
    picture: Picture, chart: Chart, style: MapStyle, runs: Sequence[Run], rng: np.random.Generator
) -> None:
    pieces = Pieces(chart)
    cut = stone_cut(style)
    for run in runs:
        _lay(pieces, blocks(run, THICKNESS[WallMaterial.STONE], STONE_LENGTH, rng), cut)
    paint_pieces(picture, chart, pieces, rng)


def stone_cut(style: MapStyle, share: float = 1.2, moss: float = 0.0) -> Cut:
    """Blocks of a wall's stone, brighter where the light falls on their tops."""
    color = _brighter(style.wall, share)
    if moss:
        red, green, blue = (a + (b - a) * moss for a, b in zip(color, style.moss, strict=True))
        color = (red, green, blue)
    return Cut(color=color, joint=0.03, bevel=0.07, spread=0.1)


def _brighter(color: Color, share: float) -> Color:
    red, green, blue = (min(channel * share, 235.0) for channel in color)
    return red, green, blue


def _ruin(
    picture: Picture, chart: Chart, style: MapStyle, runs: Sequence[Run], rng: np.random.Generator
) -> None:
    thickness = THICKNESS[WallMaterial.RUIN]
    core = Cut(color=_brighter(style.wall, 0.62), joint=0.012, bevel=0.02, spread=0.06, rough=3.0)
    ground, standing = Pieces(chart), Pieces(chart)
    fallen = [block for run in runs for block in tumbled(run, thickness, rng)]
    for run in runs:
        _lay(ground, footing(run, thickness, rng), core)
        left = list(broken_blocks(run, thickness, rng))
        mossy = rng.random(len(left)) < 0.22
        _lay(standing, (b for b, green in zip(left, mossy, strict=True) if not green), stone_cut(style))
        _lay(standing, (b for b, green in zip(left, mossy, strict=True) if green), stone_cut(style, moss=0.5))
    _lay(ground, fallen, stone_cut(style, 1.1))
    _drop(picture, chart, style, fallen)
    paint_pieces(picture, chart, ground, rng)
    paint_pieces(picture, chart, standing, rng)


def _drop(picture: Picture, chart: Chart, style: MapStyle, stones: Sequence[Block]) -> None:
    """A dark edge at the bottom right of each loose stone."""
    for stone in stones:
        moved = np.round(((stone.outline + 0.03) * chart.scale - 0.5) * (1 << SHIFT)).astype(np.int32)
        cv2.fillPoly(picture, [moved], style.outline, cv2.LINE_AA, SHIFT)


def _wood(
    picture: Picture, chart: Chart, style: MapStyle, runs: Sequence[Run], rng: np.random.Generator
) -> None:
    """Beams between posts where wood carries a roof or a deck's rail, else a palisade."""
    rooms = indoor_rooms(chart.layout)
    ship = chart.environment is MapEnvironment.SHIP
    frame = [run for run in runs if ship or framed(run, rooms)]
    if frame:
        _frame(picture, chart, style, frame, rng)
    stakes = [log for run in runs if not (ship or framed(run, rooms)) for log in logs(run, rng)]
    _cut_ends(picture, chart, style, stakes, rng)


def _frame(
    picture: Picture, chart: Chart, style: MapStyle, runs: Sequence[Run], rng: np.random.Generator
) -> None:
    thickness = THICKNESS[WallMaterial.WOOD]
    pieces = Pieces(chart)
    plate = Cut(color=style.color(Material.WOOD), wood=1.0, joint=0.018, bevel=0.04, spread=0.08, rough=0.5)
    for run in runs:
        _lay(pieces, beams(run, thickness, BEAM_LENGTH, rng), plate)
    paint_pieces(picture, chart, pieces, rng)
    _outline(picture, chart, style, body_of([LineString(run.points) for run in runs], thickness))
    _cut_ends(picture, chart, style, list(posts(runs)), rng)


def _cut_ends(
    picture: Picture, chart: Chart, style: MapStyle, standing: Sequence[Block], rng: np.random.Generator
) -> None:
    """Posts and logs: dark sides, and the bright wood where they were cut."""
    pieces = Pieces(chart)
    wood, dark = style.color(Material.WOOD), style.color(Material.DARK_WOOD)
    _lay(pieces, standing, Cut(color=_brighter(dark, 1.15), joint=0.02, bevel=0.06, spread=0.08))
    _lay(pieces, tops(standing, 0.64), Cut(color=_brighter(wood, 1.2), joint=0.01, bevel=0.06, spread=0.08))
    paint_pieces(picture, chart, pieces, rng)
    _edge(picture, chart, style, [block.outline for block in standing])


def _outline(picture: Picture, chart: Chart, style: MapStyle, body: Polygon | MultiPolygon) -> None:
    """Dark lines along the faces of a wall."""
    for polygon in polygons_of(body):
        _edge(
            picture,
            chart,
            style,
            [np.asarray(ring.coords) for ring in (polygon.exterior, *polygon.interiors)],
        )


def _edge(picture: Picture, chart: Chart, style: MapStyle, outlines: Iterable[Outline]) -> None:
    thick = max(1, round(chart.scale * 0.022))
    placed = [
        np.round((line[:, :2] * chart.scale - 0.5) * (1 << SHIFT)).astype(np.int32) for line in outlines
    ]
    cv2.polylines(picture, placed, True, style.outline, thick, cv2.LINE_AA, SHIFT)


def ink_house_walls(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Stone filled with ink, wood between two lines, ruins stone by stone."""
    if not chart.open_air:
        return
    rng = chart.rng("masonry")
    for material in ORDER:
        lines = wall_lines(chart.shown_walls, material)
        if not lines:
            continue
        body = body_of(lines, THICKNESS[material] * 0.8)
        if material is WallMaterial.STONE:
            _fill(picture, chart, style.ink, [body])
        elif material is WallMaterial.WOOD:
            _fill(picture, chart, style.paper, [body])
            _ink_lines(picture, chart, style, polygons_of(body))
            squares = [Polygon(post.outline) for post in posts(runs_of(lines))]
            _fill(picture, chart, style.ink, squares)
        else:
            _ink_ruin(picture, chart, style, runs_of(lines), rng)


def _ink_ruin(
    picture: Picture, chart: Chart, style: MapStyle, runs: Sequence[Run], rng: np.random.Generator
) -> None:
    """Stone after stone; where they are gone, a thin line tells where the wall stood."""
    for run in runs:
        cv2.polylines(picture, [chart.pixels(run.points)], False, style.ink, 1, cv2.LINE_AA, SHIFT)
    for stone in (Polygon(block.outline) for run in runs for block in _rubble_and_blocks(run, rng)):
        _fill(picture, chart, style.paper, [stone])
        _ink_lines(picture, chart, style, [stone])


def _rubble_and_blocks(run: Run, rng: np.random.Generator) -> list[Block]:
    thickness = THICKNESS[WallMaterial.RUIN]
    return [*tumbled(run, thickness, rng), *broken_blocks(run, thickness, rng)]


def _fill(picture: Picture, chart: Chart, color: Color, bodies: Iterable[Polygon | MultiPolygon]) -> None:
    for polygon in (part for body in bodies for part in polygons_of(body)):
        rings = [chart.pixels(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        cv2.fillPoly(picture, rings, color, cv2.LINE_AA, SHIFT)


def _ink_lines(picture: Picture, chart: Chart, style: MapStyle, shapes: Iterable[Polygon]) -> None:
    thick = max(1, round(chart.scale * 0.03))
    for polygon in shapes:
        rings = [chart.pixels(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        cv2.polylines(picture, rings, True, style.ink, thick, cv2.LINE_AA, SHIFT)
