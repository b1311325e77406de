"""Windows: a sill across the wall, a frame, and glass that gleams."""

import numpy as np

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.props import stamp
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture

DEEP = 0.3  #: spaces from the inner sill to the outer one


def paint_windows(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Every window, across its gap in the wall."""
    rng = chart.rng("windows")
    for window in chart.layout.windows:
        (x0, y0), (x1, y1) = window.start, window.end
        length = float(np.hypot(x1 - x0, y1 - y0))
        pen = Pen(style, chart.scale, (length, DEEP), float(np.degrees(np.arctan2(y1 - y0, x1 - x0))), rng)
        _glaze(pen, length)
        stamp(picture, style, pen.sprite(), ((x0 + x1) / 2 * chart.scale, (y0 + y1) / 2 * chart.scale), 0.0)


def _glaze(pen: Pen, length: float) -> None:
    pen.box(0, 0, length, DEEP, Material.PALE_STONE, bevel=0.02)
    pen.box(0, 0, length * 0.96, 0.13, Material.DARK_WOOD, bevel=0.02)
    pen.box(0, 0, length * 0.9, 0.07, Material.WATER, bevel=0.01)
    for share in np.linspace(-0.45, 0.45, max(3, round(length * 3))).tolist():
        pen.box(length * share, 0, 0.05, 0.13, Material.DARK_WOOD, bevel=0.01)
