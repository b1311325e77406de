"""Windows: a sill across the wall, a frame, and panes that gleam; by night there is light behind them."""

import numpy as np

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.doors import material_at
from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.props import stamp
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import WallMaterial
from generation.vocabulary import TimeOfDay

M = Material

PANE = 0.36  #: spaces across a pane, about
GLASS = 0.1  #: how deep the glass looks from above


def paint_windows(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Every window, across its gap in the wall."""
    rng = chart.rng("windows")
    lit = chart.time_of_day is not TimeOfDay.DAY
    for window in chart.layout.windows:
        (x0, y0), (x1, y1) = window.start, window.end
        length = float(np.hypot(x1 - x0, y1 - y0))
        turn = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        wooden = material_at(chart.layout.walls, *middle) is WallMaterial.WOOD
        pen = Pen(style, chart.scale, (length, 1.2), turn, rng)
        _glaze(pen, length, wooden=wooden, lit=lit)
        stamp(picture, style, pen.sprite(), (middle[0] * chart.scale, middle[1] * chart.scale), 0.0)


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
