"""Labels: how they look, and where each of them lies, out of the way of the others where there is room."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import hypot

import numpy as np
from numpy.typing import NDArray

from generation.layout.plan import Point
from generation.overlays.boxes import Box
from generation.overlays.colors import INK, PAPER
from generation.overlays.lettering import CAP_HEIGHT, Face, Lettering, set_line, shortened
from generation.overlays.page import Part
from generation.overlays.svg import element, number, text

Spots = Callable[[float, float], Sequence[Point]]
"""Where the middle of a label of a width and a height in pixels may lie, best first."""

LONGEST = 36  #: characters of a label that are drawn
FALLBACK = "'Source Sans Pro', 'Noto Sans', 'DejaVu Sans', sans-serif"  #: for what our typefaces lack
LINE = 1.25  #: ems from line to line; a label is so high
OVERHANG = 0.4  #: ems that descenders and halos reach beyond a label
HALO = 0.2  #: ems of halo around letters
FAR = 0.03  #: what each step down the list of spots costs, in shares of a label's area
OVER_MARK, OVER_LABEL, OFF_MAP = 1.0, 4.0, 8.0  #: what lying over something costs


class Look(Enum):
    """The three ways of writing a label."""

    PLATE = "plate"  #: light on a dark plate with a coloured rim: figures
    LIGHT = "light"  #: light letters with a dark halo: names in a fight
    DARK = "dark"  #: dark letters with a light halo: names on lands


@dataclass(frozen=True, kw_only=True)
class Note:
    """A label that has no place yet; `size` is its em in pixels."""

    text: str
    size: float
    spots: Spots
    color: str = INK
    look: Look = Look.LIGHT
    face: Face = Face.SANS
    spacing: float = 0.0
    halo: float = HALO


def around(center: Point, reach: float) -> Spots:
    """Beside a round thing of radius `reach`: below, above, to the right, to the left, and across corners."""

    def spots(width: float, height: float) -> list[Point]:
        x, y = center
        aside, apart = reach + width / 2, reach + height / 2
        across = reach * 0.75
        return [
            (x, y + apart),
            (x, y - apart),
            (x + aside, y),
            (x - aside, y),
            *((x + i * (across + width / 2), y + j * (across + height / 2)) for i, j in _CORNERS),
            (x, y + apart + height),
            (x, y - apart - height),
        ]

    return spots


_CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


def at(*points: Point) -> Spots:
    """On one of these points."""
    return lambda _width, _height: points


def along(line: Sequence[Point], gap: float) -> Spots:
    """Beside a line, near its middle first: above and below it, or right and left where it is steep."""

    def spots(width: float, height: float) -> list[Point]:
        found: list[Point] = []
        for share in (0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86):
            (x, y), (across, down) = _on(line, share)
            away = gap + (abs(down) * width + abs(across) * height) / 2
            normal = (down, -across) if across > 0 else (-down, across)
            found += [(x + side * away * normal[0], y + side * away * normal[1]) for side in (1, -1)]
        return found

    return spots


def _on(line: Sequence[Point], share: float) -> tuple[Point, Point]:
    """The point at a share of a line's length, and the line's direction there (a unit vector)."""
    array = np.array(line)
    legs = np.diff(array, axis=0)
    lengths = np.hypot(legs[:, 0], legs[:, 1])
    ends = np.cumsum(lengths)
    leg = int(np.searchsorted(ends, share * ends[-1]).clip(0, len(legs) - 1))
    length = lengths[leg] or 1.0
    direction = legs[leg] / length
    x, y = array[leg] + direction * (share * ends[-1] - (ends[leg] - lengths[leg]))
    if not direction.any():
        direction = np.array((1.0, 0.0))
    return (float(x), float(y)), (float(direction[0]), float(direction[1]))


def draw_notes(notes: Sequence[Note], taken: Iterable[Box], width: float, height: float) -> list[Part]:
    """The notes as SVG, each at its best spot, given those before it; `width` and `height` are the map's."""
    marks = _array(taken)
    placed = np.empty((0, 4))
    drawn = []
    for note in notes:
        line = set_line(shortened(note.text, LONGEST), note.face, spacing=note.spacing)
        if line.width == 0:
            continue
        size = _extent(note, line)
        boxes = _boxes(note.spots(*size), size, (width, height))
        best = int(_costs(boxes, marks, placed, width, height).argmin())
        placed = np.vstack((placed, boxes[best]))
        left, top, right, bottom = boxes[best].tolist()
        box = Box(left, top, right, bottom)
        loose = 0.0 if line.outlines else line.width  # who sets the text may need more room than we guessed
        drawn.append(Part(box.grown((OVERHANG + loose) * note.size), element("g", _draw(note, line, box))))
    return drawn


def _extent(note: Note, line: Lettering) -> tuple[float, float]:
    padding = 1.1 if note.look is Look.PLATE else 2 * HALO
    return (line.width + padding) * note.size, LINE * note.size


def _boxes(
    centers: Sequence[Point], size: tuple[float, float], sheet: tuple[float, float]
) -> NDArray[np.float64]:
    """Boxes about the centres, and after them the same ones moved onto the sheet."""
    middles, half = np.array(centers), np.array(size) / 2
    moved = np.maximum(np.minimum(middles, sheet - half), half)
    middles = np.vstack((middles, moved))
    return np.hstack((middles - half, middles + half))


def _array(boxes: Iterable[Box]) -> NDArray[np.float64]:
    rows = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _costs(
    boxes: NDArray[np.float64],
    marks: NDArray[np.float64],
    placed: NDArray[np.float64],
    width: float,
    height: float,
) -> NDArray[np.float64]:
    """What it costs to lie in each of the boxes, in shares of their area."""
    area = float(np.prod(boxes[0, 2:] - boxes[0, :2]))
    on_map = _overlaps(boxes, np.array([[0.0, 0.0, width, height]]))
    costs = (
        OFF_MAP * (area - on_map)
        + OVER_MARK * _overlaps(boxes, marks)
        + OVER_LABEL * _overlaps(boxes, placed)
    )
    return np.asarray(costs / area + FAR * np.arange(len(boxes)))


def _overlaps(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of each box lies under the others, all together."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray(np.prod(np.clip(high - low, 0.0, None), axis=2).sum(axis=1))


def _draw(note: Note, line: Lettering, box: Box) -> str:
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if note.look is Look.PLATE:
        plate = element(
            "rect",
            x=box.left,
            y=box.top,
            width=box.right - box.left,
            height=box.bottom - box.top,
            rx=(box.bottom - box.top) / 2,
            fill=INK,
            fill_opacity=0.86,
            stroke=note.color,
            stroke_width=0.12 * note.size,
        )
        return plate + draw_line(line, middle, note.size, fill=PAPER)
    fill, halo = (PAPER, INK) if note.look is Look.LIGHT else (note.color, PAPER)
    return draw_line(line, middle, note.size, fill=fill, halo=halo, width=note.halo)


def draw_line(
    line: Lettering, middle: Point, size: float, *, fill: str, halo: str | None = None, width: float = HALO
) -> str:
    """A line of text about a point, `size` pixels to the em; the halo is `width` ems wide on each side."""
    x, y = middle
    baseline = y + CAP_HEIGHT / 2 * size
    if line.outlines is None:
        return element(
            "text",
            text(line.text),
            x=x,
            y=baseline,
            font_family=FALLBACK,
            font_weight="600",
            font_size=size,
            text_anchor="middle",
            fill=fill,
            **_halo(halo, 2 * width * size),
        )
    scale = size / line.units
    left = x - line.width / 2 * size
    return element(
        "path",
        d=line.outlines,
        transform=f"translate({number(left)} {number(baseline)}) scale({scale:.5f} {-scale:.5f})",
        fill=fill,
        **_halo(halo, 2 * width * line.units),
    )


def _halo(color: str | None, width: float) -> dict[str, str | float | None]:
    if color is None:
        return {}
    return {
        "stroke": color,
        "stroke_width": width,
        "stroke_linejoin": "round",
        "stroke_opacity": 0.9,
        "paint_order": "stroke",
    }


def distance(one: Point, other: Point) -> float:
    """Pixels from point to point."""
    return hypot(other[0] - one[0], other[1] - one[1])
