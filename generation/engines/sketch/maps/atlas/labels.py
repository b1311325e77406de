"""Where names could stand: beside places, along ranges, seas and rivers, across realms."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import LineString, Polygon, box, unary_union

from generation.engines.sketch.maps.atlas.lettering import Line, Script, Typecase
from generation.engines.sketch.maps.atlas.page import Page, Placed
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.engines.sketch.maps.styles import Color

PADDING = 0.16  #: ems that stay free about a label


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """One way to write a name: lines with their baselines, what they cover, and how bad that would be."""

    lines: tuple[tuple[Line, Pixels], ...]
    shape: Polygon
    cost: float


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name, all the ways that it could be written, and how much it counts."""

    rank: float
    color: Color
    ways: Sequence[Lettering]


def straight(line: Line, left: float, baseline: float) -> Pixels:
    """A level baseline from `left` on."""
    return np.array(((left, baseline), (left + line.length, baseline)))


def block(type_: Typecase, rows: Sequence[Line]) -> tuple[float, float, list[float]]:
    """Width and height of lines set below each other, and their baselines from the top."""
    size = rows[0].script.size
    above, below = type_.reach(rows[0])[0], type_.reach(rows[-1])[1]
    baselines = [above + number * 1.12 * size for number in range(len(rows))]
    return max(line.length for line in rows), baselines[-1] + below, baselines


def set_block(
    page: Page, rows: Sequence[Line], x: float, y: float, cost: float, *, across: float = 0.5
) -> Lettering:
    """Lines below each other with their top left corner at (x, y); `across` 0 is flush left, 1 flush right."""
    width, height, baselines = block(page.type, rows)
    pad = PADDING * rows[0].script.size
    lines = tuple(
        (line, straight(line, x + across * (width - line.length), y + down))
        for line, down in zip(rows, baselines, strict=True)
    )
    shape = box(x - pad, y - pad, x + width + pad, y + height + pad)
    return Lettering(lines=lines, shape=shape, cost=cost + busy(page, _grid(x, y, width, height)))


def _grid(x: float, y: float, width: float, height: float) -> Pixels:
    across, down = np.meshgrid(np.linspace(x, x + width, 9), np.linspace(y, y + height, 3))
    return np.column_stack((across.ravel(), down.ravel()))


def busy(page: Page, points: Pixels) -> float:
    """How much a label over these points would hide."""
    return float(page.sheet.sampled(page.clutter, points).mean())


def broken(text: str) -> tuple[str, ...] | None:
    """A long name on two lines as equal as can be, or None for a short one."""
    words = text.split(" ")
    if len(words) < 2 or len(text) < 13:
        return None
    ways = [(" ".join(words[:count]), " ".join(words[count:])) for count in range(1, len(words))]
    return min(ways, key=lambda way: max(len(part) for part in way))


def beside(page: Page, placed: Placed, script: Script) -> Iterator[Lettering]:
    """The ways to write a place's name about its sign."""
    text = page.type.legible(placed.place.name)
    if not text:
        return
    for parts, cost in (((text,), 0.0), (broken(text), 0.12)):
        if parts:
            rows = [page.type.line(part, script) for part in parts]
            yield from _around(page, placed, rows, cost)


def _around(page: Page, placed: Placed, rows: Sequence[Line], cost: float) -> Iterator[Lettering]:
    left, top, right, bottom = placed.outline.bounds
    width, height, _ = block(page.type, rows)
    middle, waist = (left + right) / 2, (top + bottom) / 2
    for ring, far in enumerate((0.3, 0.9, 1.8)):
        gap = far * rows[0].script.size
        rightwards, leftwards = right + gap, left - gap - width
        above, below = top - gap - height, bottom + gap
        centre, level = middle - width / 2, waist - height / 2
        for x, y, extra, across in (
            (centre, below, 0.0, 0.5),
            (rightwards, level, 0.06, 0.0),
            (rightwards, bottom - height, 0.08, 0.0),
            (leftwards, level, 0.12, 1.0),
            (leftwards, bottom - height, 0.12, 1.0),
            (centre, above, 0.16, 0.5),
            (middle - 0.25 * width, below, 0.14, 0.0),
            (middle - 0.75 * width, below, 0.14, 1.0),
            (rightwards, top, 0.16, 0.0),
            (rightwards, below - 0.4 * height, 0.2, 0.0),
            (leftwards, top, 0.2, 1.0),
            (leftwards, below - 0.4 * height, 0.2, 1.0),
            (middle - 0.2 * width, above, 0.24, 0.0),
            (middle - 0.8 * width, above, 0.24, 1.0),
        ):
            yield set_block(page, rows, x, y, cost + extra + 0.35 * ring, across=across)


def along(page: Page, line: Line, baseline: Pixels, cost: float) -> Lettering:
    """A name along a curve, which is as long as it has to be or longer."""
    above, below = page.type.reach(line)
    run = LineString(baseline)
    spare = max((run.length - line.length) / 2, 0.0)
    pad = PADDING * line.script.size
    part = _part(run, spare - pad, run.length - spare + pad)
    shift = (above - below) / 2
    middle = np.array([_offset(part, share, -shift) for share in np.linspace(0, 1, 13)])
    shape = LineString(middle).buffer((above + below) / 2 + pad, cap_style="flat")
    return Lettering(lines=((line, baseline),), shape=shape, cost=cost)


def _part(run: LineString, start: float, end: float) -> LineString:
    stations = np.linspace(max(start, 0), min(end, run.length), 24)
    return LineString([run.interpolate(at) for at in stations])


def _offset(run: LineString, share: float, across: float) -> tuple[float, float]:
    """A point `across` pixels below the curve."""
    at = share * run.length
    here, ahead = run.interpolate(max(at - 1, 0)), run.interpolate(min(at + 1, run.length))
    on = run.interpolate(at)
    dx, dy = ahead.x - here.x, ahead.y - here.y
    length = max(math.hypot(dx, dy), 1e-9)
    return on.x - across * dy / length, on.y + across * dx / length


def joined(ways: Iterable[Lettering]) -> Lettering:
    """Several lines of one name as one way to write it; its cost is the mean."""
    parts = list(ways)
    shape = unary_union([part.shape for part in parts]).convex_hull
    return Lettering(
        lines=tuple(line for part in parts for line in part.lines),
        shape=shape,
        cost=sum(part.cost for part in parts) / len(parts),
    )
