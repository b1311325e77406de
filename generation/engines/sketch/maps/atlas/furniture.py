"""What every good map has besides the land: title, compass and scale, as wishes for room on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from shapely import box
from shapely.geometry.base import BaseGeometry

from generation import fonts
from generation.engines.sketch.maps.atlas.labels import block, broken
from generation.engines.sketch.maps.atlas.lettering import Line, Script
from generation.engines.sketch.maps.atlas.ornaments import (
    draw_cartouche,
    draw_compass,
    draw_scale_bar,
    round_distance,
)
from generation.engines.sketch.maps.atlas.page import FRAME, Page, box_mean
from generation.engines.sketch.maps.atlas.placement import Wish
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill
from generation.engines.sketch.maps.texture import Field

RANK = 900.0  #: after the cities, before all else
MARGIN = 8.0  #: units between the frame and what stands beside it
SIZES = (1.0, 0.8, 0.64)
TITLE = 46.0  #: units; letters of the title
COMPASS = 80.0  #: units; radius of the rose
SCALE_BAR = 420.0  #: units; length of the bar, at most


@dataclass(frozen=True, kw_only=True)
class Ornament:
    """A drawing in units and lines of letters in pixels about (0, 0), and the pixels around both."""

    drawing: Drawing
    lines: tuple[tuple[Line, float, float], ...]
    left: float
    top: float
    right: float
    bottom: float
    is_compass: bool = False

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels down."""
        return self.bottom - self.top


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """An ornament with its middle moved to a pixel."""

    ornament: Ornament
    x: float
    y: float
    cost: float

    @property
    def shape(self) -> BaseGeometry:
        """What it covers."""
        piece = self.ornament
        bounds = (piece.left + self.x, piece.top + self.y, piece.right + self.x, piece.bottom + self.y)
        outline: BaseGeometry = box(*bounds)
        return outline


def furniture(page: Page) -> Iterator[tuple[Wish, Sequence[Furnished]]]:
    """The ornaments, most important first, each with the places that it could take."""
    precious = _precious(page)
    for number, ways in enumerate((_titles(page), _compasses(page), _scale_bars(page))):
        standing = [
            Furnished(
                ornament=piece, x=x, y=y, cost=cost + 0.3 * smaller + _covered(page, precious, piece, x, y)
            )
            for smaller, piece in enumerate(ways)
            for x, y, cost in _spots(page, piece, number)
        ]
        if standing:
            yield Wish(rank=RANK - number, candidates=standing), standing


def _titles(page: Page) -> list[Ornament]:
    text = page.type.legible(page.title or "")
    if not text:
        return []
    return [_cartouche(page, _title_rows(page, text, TITLE * share * page.sheet.unit)) for share in SIZES]


def _title_rows(page: Page, text: str, size: float) -> list[Line]:
    """The title in one line, or in two where it is too long, or smaller where that is too long as well."""
    room = 0.5 * page.sheet.width
    script = Script(face=fonts.SERIF_BOLD, size=size, spacing=0.05)
    row = page.type.line(text, script)
    parts = broken(text)
    if row.length > 0.36 * page.sheet.width and parts:
        rows = [page.type.line(part, script) for part in parts]
    else:
        rows = [row]
    longest = max(line.length for line in rows)
    if longest <= room:
        return rows
    small = Script(face=fonts.SERIF_BOLD, size=size * room / longest, spacing=0.05)
    return [page.type.line("".join(line.letters), small) for line in rows]


def _cartouche(page: Page, rows: list[Line]) -> Ornament:
    unit = page.sheet.unit
    width, height, baselines = block(rows)
    quill = Quill(page.look, page.sheet.rng("cartouche"), unit)
    drawing = draw_cartouche(quill, width / unit + 24, height / unit)
    lines = tuple(
        (line, -line.length / 2, down - height / 2) for line, down in zip(rows, baselines, strict=True)
    )
    return _around(page, drawing, lines)


def _around(page: Page, drawing: Drawing, lines: tuple[tuple[Line, float, float], ...]) -> Ornament:
    unit = page.sheet.unit
    left, top, right, bottom = (
        unit * side for side in (drawing.left, drawing.top, drawing.right, drawing.bottom)
    )
    for line, x, y in lines:
        left, right = min(left, x), max(right, x + line.length)
        top, bottom = min(top, y - line.above), max(bottom, y + line.below)
    return Ornament(drawing=drawing, lines=lines, left=left, top=top, right=right, bottom=bottom)


def _compasses(page: Page) -> list[Ornament]:
    return [_compass(page, COMPASS * share) for share in SIZES]


def _compass(page: Page, radius: float) -> Ornament:
    unit = page.sheet.unit
    drawing = draw_compass(Quill(page.look, page.sheet.rng("compass"), unit, jitter=0.15), radius)
    script = Script(face=fonts.SERIF_BOLD, size=0.32 * radius * unit)
    lines = []
    for letter, x, y in (("N", 0.0, -1.06), ("E", 1.06, 0.11), ("S", 0.0, 1.3), ("W", -1.06, 0.11)):
        line = page.type.line(letter, script)
        shift = -0.5 if x == 0 else 0.0 if x > 0 else -1.0
        lines.append((line, x * radius * unit + shift * line.length, y * radius * unit))
    return replace(_around(page, drawing, tuple(lines)), is_compass=True)


def _scale_bars(page: Page) -> list[Ornament]:
    grid = page.grid
    if grid.distance <= 0:
        return []
    per_unit = grid.distance / page.sheet.scale * page.sheet.unit
    longest = min(SCALE_BAR, 0.3 * page.sheet.width / page.sheet.unit)
    return [_scale_bar(page, *round_distance(longest * share * per_unit), per_unit) for share in SIZES]


def _scale_bar(page: Page, distance: float, parts: int, per_unit: float) -> Ornament:
    unit = page.sheet.unit
    length = distance / per_unit
    drawing = draw_scale_bar(Quill(page.look, page.sheet.rng("scale"), unit, jitter=0.2), length, parts)
    script = Script(face=fonts.SERIF, size=page.letters(17))
    lines = []
    for part in (0, parts // 2 if parts % 2 == 0 else 1, parts):
        line = page.type.line(f"{distance * part / parts:.10g}", script)
        lines.append((line, part / parts * length * unit - line.length / 2, -7 * unit))
    units = page.type.legible(page.grid.units)
    if units:
        line = page.type.line(units, Script(face=fonts.SERIF_ITALIC, size=page.letters(19), spacing=0.06))
        lines.append((line, (length * unit - line.length) / 2, 10 * unit + line.above))
    return _around(page, drawing, tuple(lines))


def _spots(page: Page, piece: Ornament, number: int) -> Iterator[tuple[float, float, float]]:
    """Where an ornament could stand, and how unusual that is: titles at the top, scales at the foot."""
    margin = (FRAME + MARGIN) * page.sheet.unit
    low_x, high_x = margin - piece.left, page.sheet.width - margin - piece.right
    low_y, high_y = margin - piece.top, page.sheet.height - margin - piece.bottom
    if low_x > high_x or low_y > high_y:
        return
    for down in np.linspace(0, 1, 9):
        for across in np.linspace(0, 1, 9):
            x, y = low_x + across * (high_x - low_x), low_y + down * (high_y - low_y)
            aside = min(across, 1 - across) + min(down, 1 - down)
            custom = (0.5 * down, 0.15 * aside, 0.4 * (1 - down))[number]
            yield float(x), float(y), 0.1 * custom + 0.25 * aside


def _precious(page: Page) -> Field:
    """Sums over the survey of what ornaments had better not cover."""
    value: Field = (page.sheet.shore > -10 * page.sheet.unit) + 0.4 * page.clutter
    return np.asarray(cv2.integral(value.astype(np.float32)))


def _covered(page: Page, sums: Field, piece: Ornament, x: float, y: float) -> float:
    """How precious what an ornament would cover is."""
    bounds = (x + piece.left, y + piece.top, x + piece.right, y + piece.bottom)
    return box_mean(sums, bounds, page.sheet.step)
