"""The floors of houses, painted and inked; what is laid under the open sky is painted with the land."""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely import Polygon

from generation.engines.sketch.maps.built.flooring import (
    Floor,
    Flooring,
    Hole,
    flooring_for,
    frame_of,
    lay_floor,
)
from generation.engines.sketch.maps.built.litter import nail, strew
from generation.engines.sketch.maps.built.pieces import Outline, Pieces
from generation.engines.sketch.maps.built.ship import hulls
from generation.engines.sketch.maps.built.site import floored_rooms
from generation.engines.sketch.maps.built.surface import ink_pieces, paint_pieces
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Picture
from generation.vocabulary import MapEnvironment, TerrainType

NAILED = (Flooring.BOARDS, Flooring.DECK)
SEEN_INDOORS = frozenset(TerrainType) - {TerrainType.FLOOR, TerrainType.STAIRS, TerrainType.HILL}
HEAPS = (TerrainType.RUBBLE, TerrainType.DIFFICULT)
INSIDE = 0.6  #: the share of a terrain's area from which on it is something in a room
RUINED = 0.34  #: the share of a ruin's floor that is gone


def paint_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The floor of every indoor room, by what the room is for."""
    rng = chart.rng("flooring")
    pieces = Pieces(chart)
    boards: list[tuple[int, Outline]] = []
    for floor in _floors(chart):
        first = len(pieces)
        laid = lay_floor(pieces, floor, style, rng)
        boards += enumerate(laid, start=first) if floor.flooring in NAILED else ()
    paint_pieces(picture, chart, pieces, chart.rng("boards"))
    nail(picture, chart, pieces, boards)
    _strew(picture, chart, style, rng)


def ink_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Joints of boards and stones on the blank paper, fading in and out."""
    pieces = Pieces(chart)
    rng = chart.rng("flooring")
    for floor in _floors(chart):
        lay_floor(pieces, floor, style, rng)
    if len(pieces) == 1:
        return
    ink_pieces(picture, chart, pieces, style)
    _strew(picture, chart, style, rng)


def _strew(picture: Picture, chart: Chart, style: MapStyle, rng: np.random.Generator) -> None:
    for room in floored_rooms(chart.layout):
        if _usual(chart, room.name) is Flooring.EARTH:
            strew(picture, chart, style, room, rng)


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
    holes = _holes(chart)
    for room in floored_rooms(chart.layout):
        polygon = Polygon(room.polygon)
        ship = next((hull for hull in ships if hull.intersects(polygon)), None)
        yield Floor(
            area=np.array(room.polygon),
            flooring=_usual(chart, room.name),
            frame=frame_of(ship if ship is not None else polygon),
            gone=gone,
            holes=tuple(hole for hole in holes if Polygon(hole.outline).intersects(polygon)),
        )


def _holes(chart: Chart) -> list[Hole]:
    """Terrain that lies in houses and not about them: a pool, a pit, fallen stones."""
    rooms = shapely.unary_union([Polygon(room.polygon) for room in floored_rooms(chart.layout)])
    return [
        Hole(np.array(area.polygon), area.type in HEAPS)
        for area in chart.layout.terrain
        if area.type in SEEN_INDOORS
        and Polygon(area.polygon).intersection(rooms).area > INSIDE * Polygon(area.polygon).area
    ]
