"""Where names could stand: beside places, along ranges, seas and rivers, across realms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

import numpy as np
from shapely import LineString, box, unary_union
from shapely.geometry.base import BaseGeometry

from generation.engines.sketch.maps.atlas.lettering import Line, Script
from generation.engines.sketch.maps.atlas.page import Page, Placed
from generation.engines.sketch.maps.atlas.sheet import Pixels
from generation.engines.sketch.maps.styles import Color

WEIGHT = 1.6  #: of what a label hides, against its place
NARROW = 18  #: letters in a row of a very long name
PADDING = 0.16  #: ems that stay free about a label


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """One way to write a name: lines with their baselines, and how bad that would be."""

    lines: tuple[tuple[Line, Pixels], ...]
    cost: float

    @cached_property
    def shape(self) -> BaseGeometry:
        """What the lines cover, with a little room about them."""
        parts = [_strip(line, baseline) for line, baseline in self.lines]
        return parts[0] if len(parts) == 1 else unary_union(parts).convex_hull


def _strip(line: Line, baseline: Pixels) -> BaseGeometry:
    """What letters along a baseline cover."""
    pad = PADDING * line.script.size
    spare = line.length - float(np.hypot(*np.diff(baseline, axis=0).T).sum())
    if len(baseline) == 2:
        (left, y), (right, _) = baseline.tolist()
        level: BaseGeometry = box(left - pad, y - line.above - pad, right + pad, y + line.below + pad)
        return level
    first, last = baseline[0] - baseline[1], baseline[-1] - baseline[-2]
    reach = pad + max(spare / 2, 0.0)  # letters go straight on where a line is too short for them
    ends = [end / max(float(np.hypot(*end)), 1e-9) * reach for end in (first, last)]
    whole = np.concatenate(([baseline[0] + ends[0]], baseline, [baseline[-1] + ends[1]]))
    middle = beside_line(whole, (line.below - line.above) / 2)
    return LineString(middle).buffer((line.above + line.below) / 2 + pad, cap_style="flat")


def beside_line(line: Pixels, across: float) -> Pixels:
    """A line beside another, `across` pixels below one that runs to the right."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return np.asarray(line + across * np.column_stack((-along[:, 1], along[:, 0])))


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name, all the ways that it could be written, and how much it counts."""

    rank: float
    color: Color
    ways: Sequence[Lettering]


def straight(line: Line, left: float, baseline: float) -> Pixels:
    """A level baseline from `left` on."""
    return np.array(((left, baseline), (left + line.length, baseline)))


def block(rows: Sequence[Line]) -> tuple[float, float, list[float]]:
    """Width and height of lines set below each other, and their baselines from the top."""
    baselines = [rows[0].above + number * 1.12 * rows[0].script.size for number in range(len(rows))]
    return max(line.length for line in rows), baselines[-1] + rows[-1].below, baselines


def set_block(
    page: Page, rows: Sequence[Line], corner: tuple[float, float], cost: float, *, across: float = 0.5
) -> Lettering:
    """Lines below each other, by their top left corner; `across` 0 is flush left, 1 flush right."""
    x, y = corner
    width, height, baselines = block(rows)
    lines = tuple(
        (line, straight(line, x + across * (width - line.length), y + down))
        for line, down in zip(rows, baselines, strict=True)
    )
    return Lettering(lines=lines, cost=cost + WEIGHT * page.crowding(x, y, x + width, y + height))


def busy(page: Page, points: Pixels) -> float:
    """How much a label over these points would hide."""
    return WEIGHT * float(page.sheet.sampled(page.clutter, points).mean())


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
    ways = [(text,), broken(text)]
    if len(text) > 2 * NARROW:
        ways = [tuple(wrap(text, NARROW)), *reversed(ways)]
    for number, parts in enumerate(ways):
        if parts:
            rows = [page.type.line(part, script) for part in parts]
            yield from _around(page, placed, rows, 0.12 * number)


def _around(page: Page, placed: Placed, rows: Sequence[Line], cost: float) -> Iterator[Lettering]:
    left, top, right, bottom = placed.outline.bounds
    width, height, _ = block(rows)
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
            yield set_block(page, rows, (x, y), cost + extra + 0.35 * ring, across=across)
