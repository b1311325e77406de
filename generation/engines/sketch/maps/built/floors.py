"""The floors of houses, painted and inked; what is laid under the open sky is painted with the land."""

from collections.abc import Iterator

import numpy as np
from shapely import Polygon

from generation.engines.sketch.maps.built.flooring import (
    Floor,
    Flooring,
    flooring_for,
    frame_of,
    lay_floor,
)
from generation.engines.sketch.maps.built.litter import nail, strew
from generation.engines.sketch.maps.built.pieces import Outline, Pieces
from generation.engines.sketch.maps.built.ship import hulls
from generation.engines.sketch.maps.built.site import indoor_rooms
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Picture, cover, fractal, seam_distance, smoothstep
from generation.vocabulary import MapEnvironment

NAILED = (Flooring.BOARDS, Flooring.DECK)
RUINED = 0.34  #: the share of a ruin's floor that is gone


def paint_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The floor of every indoor room, by what the room is for."""
    rng = chart.rng("flooring")
    pieces = Pieces(chart)
    boards: list[Outline] = []
    for floor in _floors(chart):
        laid = lay_floor(pieces, floor, style, rng)
        boards += laid if floor.flooring in NAILED else []
    paint_pieces(picture, chart, pieces, chart.rng("boards"))
    nail(picture, chart, pieces, boards)
    for room in indoor_rooms(chart.layout):
        if _usual(chart, room.name) is Flooring.EARTH:
            strew(picture, chart, style, room, rng)


def ink_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Joints of boards and stones on the blank paper, fading in and out."""
    pieces = Pieces(chart)
    rng = chart.rng("flooring")
    for floor in _floors(chart):
        lay_floor(pieces, floor, style, rng)
    if len(pieces) == 1:
        return
    laid = pieces.labels > 0
    cover(picture, style.paper, laid.astype(np.float32))
    seams = seam_distance(pieces.labels) / chart.scale
    pixel = 1 / chart.scale
    line = 1 - smoothstep(0.3 * pixel, 1.4 * pixel, seams)
    broken = fractal(chart.rng("joints"), chart.shape, chart.scale * 1.6, 3)
    cover(picture, style.ink, (0.15 + 0.3 * smoothstep(-0.1, 0.4, broken)) * line * laid)


def _usual(chart: Chart, name: str | None) -> Flooring:
    """What the floor of a room is made of; on ships everything is deck."""
    if chart.environment is MapEnvironment.SHIP:
        return Flooring.DECK
    return flooring_for(
        name, Flooring.FLAGSTONES if chart.environment is MapEnvironment.RUINS else Flooring.BOARDS
    )


def _floors(chart: Chart) -> Iterator[Floor]:
    """The floor of every room that has a roof, or had one."""
    if not chart.open_air:
        return
    ships = hulls(chart)
    gone = RUINED if chart.environment is MapEnvironment.RUINS else 0.0
    for room in indoor_rooms(chart.layout):
        if Polygon(room.polygon).area > 0.01:
            yield _floor(room.polygon, _usual(chart, room.name), ships, gone)


def _floor(
    points: tuple[tuple[float, float], ...], flooring: Flooring, ships: list[Polygon], gone: float
) -> Floor:
    """A floor along its own axes; decks lie along those of their ship."""
    polygon = Polygon(points)
    ship = next((hull for hull in ships if hull.intersects(polygon)), None)
    frame = frame_of(ship if ship is not None else polygon)
    return Floor(area=np.array(points), flooring=flooring, frame=frame, gone=gone)
