"""Windows: a sill across the wall, a frame, and panes that gleam; by night there is light behind them."""

from functools import partial
from typing import NamedTuple

import numpy as np
from shapely import Point as ShapelyPoint
from shapely import Polygon

from generation.engines.sketch.maps.built.site import indoor_rooms
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.doors import material_at
from generation.engines.sketch.maps.pen import Pen, Sprite
from generation.engines.sketch.maps.props import Sprites, stamp
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import MapLayout, Point, WallMaterial
from generation.vocabulary import MapEnvironment, TimeOfDay

M = Material

PANE = 0.36  #: spaces across a pane, about
BEHIND = 0.3  #: spaces from a window to the room that it belongs to, at most
GLASS = 0.1  #: how deep the glass looks from above


def paint_windows(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Every window, across its gap in the wall; those in a ship's rail are gun ports."""
    rng = chart.rng("windows")
    sprites = Sprites(rng)
    lit = chart.time_of_day is not TimeOfDay.DAY
    for window in chart.layout.windows:
        (x0, y0), (x1, y1) = window.start, window.end
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        opening = Opening(
            length=round(float(np.hypot(x1 - x0, y1 - y0)), 4),
            turn=round(float(np.degrees(np.arctan2(y1 - y0, x1 - x0))), 3),
            wooden=material_at(chart.layout.walls, *middle) is WallMaterial.WOOD,
            port=chart.environment is MapEnvironment.SHIP and not _of_a_room(chart.layout, middle),
            lit=lit,
        )
        sprite = sprites.of(opening, partial(_drawn, chart, style, opening, rng))
        stamp(picture, style, sprite, (middle[0] * chart.scale, middle[1] * chart.scale), 0.0)


class Opening(NamedTuple):
    """A gap in a wall: how long in spaces, how turned in degrees, and what is in it."""

    length: float
    turn: float
    wooden: bool
    port: bool
    lit: bool


def _of_a_room(layout: MapLayout, at: Point) -> bool:
    """Whether there is a room with a roof behind a window."""
    rooms = indoor_rooms(layout)
    return any(Polygon(room.polygon).distance(ShapelyPoint(at)) < BEHIND for room in rooms)


def _drawn(chart: Chart, style: MapStyle, opening: Opening, rng: np.random.Generator) -> Sprite:
    pen = Pen(style, chart.scale, (opening.length, 1.2), opening.turn, rng)
    if opening.port:
        _port(pen, opening.length)
    else:
        _glaze(pen, opening.length, wooden=opening.wooden, lit=opening.lit)
    return pen.sprite()


def _port(pen: Pen, length: float) -> None:
    """A gun port: a dark sill between two posts."""
    pen.box(0, 0, length, 0.2, M.DARK_WOOD, bevel=0.02, tone=0.7)
    for side in (-1, 1):
        pen.box(side * (length / 2 - 0.06), 0, 0.12, 0.3, M.DARK_WOOD, bevel=0.03, tone=1.2, lift=0.03)
        pen.disc(side * (length / 2 - 0.06), 0, 0.03, M.IRON, bevel=0.01)


def _glaze(pen: Pen, length: float, *, wooden: bool, lit: bool) -> None:
    sill = (M.WOOD, 0.24) if wooden else (M.PALE_STONE, 0.32)
    pen.box(0, 0, length, sill[1], sill[0], bevel=0.03, tone=0.96)
    pen.box(0, 0, length, 0.17, M.LINEN if pen.inked else M.DARK_WOOD, bevel=0.02)
    panes = max(2, round(length / PANE))
    step = (length - 0.08) / panes
    for index in range(panes):
        x = (index + 0.5 - panes / 2) * step
        pen.box(
            x,
            0,
            step - 0.05,
            GLASS,
            M.FIRE if lit else M.GLASS,
            bevel=0.01,
            tone=1.0 if lit else 1.15,
            rim=0.6,
        )
        if not lit and not pen.inked:
            gleam = ((x - step * 0.2, GLASS / 2 - 0.01), (x + step * 0.05, -GLASS / 2 + 0.01))
            pen.line(gleam, 0.03, M.PAPER, strength=0.75)
    if lit:
        pen.glow(0, 0, length * 0.9, M.FIRE, 0.4)
