"""Shapes that several elements are drawn with, as path data and SVG. All in pixels."""

from collections.abc import Sequence

import numpy as np
import shapely

from generation.layout.plan import Point
from generation.overlays.colors import INK
from generation.overlays.svg import element, line_data, number


def stroked(
    data: str, color: str, width: float, *, under: str = INK, seen: float = 0.65, dashes: str | None = None
) -> list[str]:
    """A line over a wider one of another colour, so that it shows on dark and on light ground."""
    shape: dict[str, str | float | None] = {
        "d": data,
        "fill": "none",
        "stroke_linejoin": "round",
        "stroke_linecap": "round",
    }
    return [
        element("path", **shape, stroke=under, stroke_opacity=seen, stroke_width=2.05 * width),
        element("path", **shape, stroke=color, stroke_width=width, stroke_dasharray=dashes),
    ]


def circle_data(center: Point, radius: float) -> str:
    """A circle."""
    (x, y), r, across = center, number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 1 {across} 0a{r} {r} 0 1 1 -{across} 0Z"


def saltire_data(center: Point, arm: float) -> str:
    """An X."""
    x, y = center
    falling = [(x - arm, y - arm), (x + arm, y + arm)]
    rising = [(x - arm, y + arm), (x + arm, y - arm)]
    return line_data(falling) + line_data(rising)


def plus_data(center: Point, arm: float) -> str:
    """A +."""
    x, y = center
    return line_data([(x - arm, y), (x + arm, y)]) + line_data([(x, y - arm), (x, y + arm)])


def disc(center: Point, radius: float, **attributes: str | float | None) -> str:
    """A circle as an element."""
    return element("circle", cx=center[0], cy=center[1], r=radius, **attributes)


def places_along(line: Sequence[Point], step: float, most: int) -> list[Point]:
    """Points of a line from start to end, `step` apart, or farther where they would be more than `most`."""
    shape = shapely.LineString(line)
    count = min(max(round(shape.length / step), 1), most)
    places = shapely.line_interpolate_point(shape, np.linspace(0, shape.length, count + 1))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(places)]
