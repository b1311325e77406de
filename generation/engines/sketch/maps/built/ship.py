"""Ships: the hull's side below the rail, its shadow on the water, the bowsprit. Decks are floors."""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from generation.engines.sketch.maps.built.coursing import Block, stretch
from generation.engines.sketch.maps.built.flooring import frame_of
from generation.engines.sketch.maps.built.pieces import Cut, Frame, Pieces
from generation.engines.sketch.maps.built.shadows import REACH, fall_of
from generation.engines.sketch.maps.built.site import THICKNESS, Run, polygons_of, runs_of
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.props import stamp
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import WallMaterial
from generation.vocabulary import MapEnvironment, TerrainType

RAIL = THICKNESS[WallMaterial.WOOD] / 2
STRAKES = ((0.0, RAIL + 0.1, 1.0), (RAIL + 0.1, RAIL + 0.2, 0.82), (RAIL + 0.2, RAIL + 0.28, 0.6))
"""From and to how many spaces outside the plan's line, and how bright: the side falls away from the light."""

SMALLEST = 12.0  #: square spaces; what is smaller is no ship
FREEBOARD = 1.6  #: a hull's height against that of a wall
SPRIT = 0.15  #: the bowsprit's length beyond the bow, as a share of the ship's


class Bow(NamedTuple):
    """The foremost point, and the way ahead."""

    tip: tuple[float, float]
    ahead: NDArray[np.float64]


def hulls(chart: Chart) -> list[Polygon]:
    """The outlines of ships: all that one can stand on above the water."""
    if chart.environment is not MapEnvironment.SHIP or not chart.open_air:
        return []
    decks = [area.polygon for area in chart.layout.terrain if area.type is TerrainType.FLOOR]
    decks += [room.polygon for room in chart.layout.rooms]
    merged = shapely.unary_union([Polygon(deck).buffer(0.01) for deck in decks if len(deck) > 2])
    if not isinstance(merged, Polygon | MultiPolygon):
        return []
    return [Polygon(part.buffer(-0.01).exterior) for part in polygons_of(merged) if part.area > SMALLEST]


def bow_of(hull: Polygon) -> Bow:
    """Where a ship is pointed: the end of its longer axis with less of the hull about it."""
    frame = frame_of(hull)
    ends = [hull.intersection(Polygon(_end(frame, side))).area for side in (-1, 1)]
    side = -1.0 if ends[0] < ends[1] else 1.0
    ahead = frame.axes[0] * side
    points = np.asarray(hull.exterior.coords)[:-1, :2]
    reach = points @ ahead
    foremost = points[reach > reach.max() - 0.05].mean(axis=0)
    return Bow((float(foremost[0]), float(foremost[1])), ahead)


def _end(frame: Frame, side: int) -> NDArray[np.float64]:
    """The last sixth of a ship's length."""
    u0, u1 = sorted((side * frame.length / 2, side * frame.length / 3))
    return frame.box(u0, -frame.width, u1, frame.width)


def paint_ship(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The sides of every hull and their shadow; rails are walls, and decks belong to the open ground."""
    found = hulls(chart)
    if not found:
        return
    rng = chart.rng("ship")
    outer = [hull.buffer(STRAKES[-1][1], join_style="mitre", mitre_limit=2) for hull in found]
    rings = [np.asarray(polygon.exterior.coords) for polygon in outer if isinstance(polygon, Polygon)]
    fall_of(picture, chart, style, rings, REACH[chart.time_of_day] * FREEBOARD)
    pieces = Pieces(chart)
    for hull in found:
        for low, high, tone in reversed(STRAKES):
            color = style.color(Material.DARK_WOOD)
            cut = Cut(color=(color[0] * tone, color[1] * tone, color[2] * tone), wood=1.0, joint=0.02)
            blocks = [block for run in _outline(hull) for block in _strakes(run, low, high)]
            pieces.add([block.outline for block in blocks], cut, [block.turn for block in blocks])
    paint_pieces(picture, chart, pieces, rng)
    _lines(picture, chart, style.outline, rings)


def paint_bowsprits(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The spar of every ship that leans out over its bow, and the figurehead below it."""
    rng = chart.rng("bowsprits")
    for hull in hulls(chart):
        _bowsprit(picture, chart, style, hull, rng)


def ink_ship(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """A second line about every hull."""
    for hull in hulls(chart):
        outer = hull.buffer(STRAKES[-1][1], join_style="mitre", mitre_limit=2)
        if isinstance(outer, Polygon):
            corners = chart.pixels((x, y) for x, y, *_ in outer.exterior.coords)
            cv2.fillPoly(picture, [corners], style.paper, cv2.LINE_AA, SHIFT)
            _lines(picture, chart, style.ink, [np.asarray(outer.exterior.coords)])


def _outline(hull: Polygon) -> list[Run]:
    """The hull's line, with the sea to its right."""
    return runs_of([LineString(orient(hull, -1.0).exterior.coords)])


def _strakes(run: Run, low: float, high: float) -> list[Block]:
    """Planks along the outside of a hull."""
    length, beyond = LineString(run.points).length, high * 0.6
    stops = np.linspace(-beyond, length + beyond, max(2, round(length / 3) + 1)).tolist()
    return [stretch(run, start, end, low, high) for start, end in pairwise(stops)]


def _lines(
    picture: Picture, chart: Chart, color: tuple[float, float, float], rings: list[NDArray[np.float64]]
) -> None:
    thick = max(1, round(chart.scale * 0.03))
    cv2.polylines(
        picture,
        [chart.pixels(ring[:, :2].tolist()) for ring in rings],
        True,
        color,
        thick,
        cv2.LINE_AA,
        SHIFT,
    )


def _bowsprit(
    picture: Picture, chart: Chart, style: MapStyle, hull: Polygon, rng: np.random.Generator
) -> None:
    """A spar that leans out over the bow, lashed to it, with a figurehead below."""
    bow = bow_of(hull)
    reach = frame_of(hull).length * SPRIT
    inside = min(reach * 0.6, 1.6)
    length = reach + inside
    turn = float(np.degrees(np.arctan2(bow.ahead[1], bow.ahead[0])))
    pen = Pen(style, chart.scale, (length, 1.2), turn, rng)
    root, tip = -length / 2, length / 2
    pen.polygon(
        ((root + inside + 0.2, -0.2), (root + inside + 0.75, 0), (root + inside + 0.2, 0.2)),
        Material.GOLD,
        bevel=0.06,
    )
    pen.polygon(((root, -0.16), (tip, -0.06), (tip, 0.06), (root, 0.16)), Material.WOOD, bevel=0.06, lift=0.1)
    for share in (0.0, 0.1, 0.2, 0.62, 0.66, 0.95):
        x = root + 0.1 + share * (length - 0.2)
        half = 0.18 - 0.1 * share
        pen.bar(((x, -half), (x, half)), 0.06, Material.ROPE, lift=0.02)
    middle = np.array(bow.tip) + bow.ahead * (reach - inside) / 2
    stamp(
        picture,
        style,
        pen.sprite(),
        (float(middle[0]) * chart.scale, float(middle[1]) * chart.scale),
        0.16 * chart.scale,
    )
