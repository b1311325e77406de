"""Writes SVG: numbers, escaped text, elements and path data."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from shapely import MultiPolygon, Polygon

from generation.layout.plan import Point

# All but what XML 1.0 allows in a document (section 2.2, "Char"): it cannot be written, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """A number in as few characters as a hundredth of a pixel needs."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(value: str) -> str:
    """Text between tags, in one line."""
    return escape(" ".join(_FORBIDDEN.sub("", value).split()))


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element with its children; attributes without a value are left out, and `_` is written as `-`."""
    written = "".join(
        f" {key.replace('_', '-')}={_value(value)}" for key, value in attributes.items() if value is not None
    )
    content = "".join(children)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return quoteattr(_FORBIDDEN.sub("", value)) if isinstance(value, str) else f'"{number(value)}"'


def line_data(points: Iterable[Point], *, closed: bool = False) -> str:
    """Path data of straight lines from point to point."""
    corners = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{corners}{'Z' if closed else ''}"


def outline_data(shape: Polygon | MultiPolygon) -> str:
    """Path data of an outline, its holes wound the other way round."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    rings = [ring for part in parts if not part.is_empty for ring in (part.exterior, *part.interiors)]
    return "".join(line_data(_points(list(ring.coords)[:-1]), closed=True) for ring in rings)


def _points(coordinates: Sequence[Sequence[float]]) -> list[Point]:
    return [(float(x), float(y)) for x, y, *_ in coordinates]
