"""Draws the elements of a fight: who stands where, what reaches how far, what covers what, who goes where."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon

from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.overlays.areas import area_outline, covered_spaces
from generation.overlays.boxes import Box, box_about, box_around
from generation.overlays.colors import INK, PAPER, SHADOW, mixed, opaque
from generation.overlays.elements import EffectArea, MovementPath, PositionMarker, RangeIndicator
from generation.overlays.labels import Look, Note, around, at, distance, draw_line
from generation.overlays.lettering import Face, set_line
from generation.overlays.measures import cells_at, path_distance
from generation.overlays.shapes import circle_data, disc, places_along, plus_data, stroked
from generation.overlays.sheet import Level, Mark, Sheet
from generation.overlays.svg import element, line_data, number, outline_data
from generation.overlays.tokens import TokenArt

PLATE = 0.82  #: ems of a line of text that figures on plates are set in
REACH = 0.5  #: half of a playing piece, in sides of its space
RIM = 0.075  #: width of its coloured ring, in sides
PICTURE = 0.455  #: half of a token's picture within its ring, in sides
MOST_TINTED = 1_600  #: spaces; a radius of 100 feet covers 1,264
INSET = 0.03  #: spaces left free along the borders of covered spaces, so that they can be counted

Tokens = Mapping[str, TokenArt]
"""The pictures of tokens, by `token_id`."""


def draw_position(marker: PositionMarker, sheet: Sheet, tokens: Tokens) -> Mark:
    """A playing piece at its creature's size: the token's picture, or a disc with initials."""
    center, side = sheet.at(marker.position), marker.creature_size.grid_squares * sheet.unit
    color, reach = opaque(marker.color), REACH * side
    art = tokens.get(marker.token_id) if marker.token_id else None
    notes = []
    if marker.label:
        beside = around(center, reach + 0.03 * sheet.unit)
        notes.append(Note(text=marker.label, size=sheet.em, spots=beside))
    size = marker.creature_size.value
    return Mark(
        level=Level.PIECE,
        title=f"{marker.label} ({size})" if marker.label else f"{size.capitalize()} creature",
        drawing=_token(art, center, side, color) if art else _piece(center, side, color, marker.label or ""),
        box=box_about(center, reach + 0.1 * side),
        notes=tuple(notes),
        taken=(box_about(center, reach),),
    )


def initials(label: str) -> str:
    """What stands for a name on a piece: two letters, or a letter and a number."""
    words: list[str] = re.findall(r"[^\W_]+", label)
    if not words:
        return ""
    first, last = words[0], words[-1]
    if len(words) > 1:
        return first[0].upper() + (last[:2] if last.isdigit() else last[0].upper())
    return first[:2] if first.isdigit() else first[0].upper() + first[1:2]


def _piece(center: Point, side: float, color: str, label: str) -> str:
    x, y = center
    rim = RIM * side
    radius = REACH * side - 1.1 * rim
    parts = [
        disc((x, y + 0.04 * side), REACH * side, fill=SHADOW, fill_opacity=0.35),
        disc(center, radius, fill=mixed(color, INK, 0.62), stroke=INK, stroke_width=1.8 * rim),
        disc(center, radius, fill="none", stroke=color, stroke_width=rim),
        disc(
            center, radius + 0.3 * rim, fill="none", stroke=mixed(color, PAPER, 0.45), stroke_width=0.16 * rim
        ),
    ]
    letters = initials(label)
    if not letters:
        return "".join([*parts, disc(center, radius / 3, fill=PAPER)])
    line = set_line(letters, Face.SANS)
    size = min(0.98 * radius, 1.45 * radius / max(line.width, 0.1))
    return "".join([*parts, draw_line(line, center, size, fill=PAPER)])


def _token(art: TokenArt, center: Point, side: float, color: str) -> str:
    """The picture as it is, in a ring, or in a frame where it fills its corners."""
    x, y = center
    half, rim = PICTURE * side, RIM * side
    frame = REACH * side - rim / 2
    corner = 0.06 * side if art.fills_corners else frame
    box: dict[str, str | float | None] = {
        "x": x - frame,
        "y": y - frame,
        "width": 2 * frame,
        "height": 2 * frame,
        "rx": corner,
    }
    shade = {**box, "y": y - frame + 0.03 * side}
    return "".join(
        (
            element(
                "rect",
                **shade,
                fill=SHADOW,
                fill_opacity=0.4,
                stroke=SHADOW,
                stroke_opacity=0.3,
                stroke_width=rim,
            ),
            element("rect", **box, fill="none", stroke=INK, stroke_width=1.5 * rim),
            element("rect", **box, fill="none", stroke=color, stroke_width=rim),
            element("use", href=f"#{art.symbol}", x=x - half, y=y - half, width=2 * half, height=2 * half),
        )
    )


def draw_range(indicator: RangeIndicator, sheet: Sheet) -> Mark:
    """A ring where something still reaches, and a dashed one where it does with disadvantage."""
    center, color = sheet.at(indicator.origin), opaque(indicator.color)
    units, wide = sheet.grid.units, 0.045 * sheet.unit
    normal = sheet.far(indicator.range)
    parts = [
        disc(center, normal, fill=color, fill_opacity=0.08),
        *stroked(circle_data(center, normal), color, wide),
    ]
    named = f"{indicator.label} · " if indicator.label else ""
    notes = [_figure(f"{named}{indicator.range:g} {units}", color, sheet, _on_ring(center, normal))]
    title = f"{indicator.label or 'Range'}: {indicator.range:g} {units}"
    if indicator.long_range is not None:
        long = sheet.far(indicator.long_range)
        dashes = f"{number(4.5 * wide)} {number(4.5 * wide)}"
        parts += stroked(circle_data(center, long), color, wide, seen=0.4, dashes=dashes)
        notes.append(_figure(f"{indicator.long_range:g} {units}", color, sheet, _on_ring(center, long)))
        title += f", with disadvantage {indicator.long_range:g} {units}"
    parts += stroked(plus_data(center, 0.13 * sheet.unit), color, wide)
    box = box_about(center, max(normal, sheet.far(indicator.long_range or 0.0), 0.2 * sheet.unit) + 2 * wide)
    return Mark(level=Level.AREA, title=title, drawing="".join(parts), box=box, notes=tuple(notes))


def _on_ring(center: Point, radius: float) -> Sequence[Point]:
    """Points of a ring, from the top on and then to both sides; at last its centre."""
    turns = [math.radians(side * step) for step in range(0, 181, 30) for side in (1, -1)]
    ring = [(center[0] + radius * math.sin(turn), center[1] - radius * math.cos(turn)) for turn in turns]
    return [*ring, center]


def _figure(text: str, color: str, sheet: Sheet, points: Sequence[Point]) -> Note:
    return Note(text=text, size=PLATE * sheet.em, spots=at(*points), color=color, look=Look.PLATE)


def draw_area(area: EffectArea, sheet: Sheet) -> Mark:
    """The spaces that count as hit, tinted, under the exact outline."""
    color = opaque(area.color)
    shape = shapely.transform(area_outline(area, sheet.grid), lambda points: points * sheet.unit)
    data, wide = outline_data(shape), 0.05 * sheet.unit
    parts = [
        element("path", d=_spaces(area, sheet), fill=color, fill_opacity=0.34),
        element("path", d=data, fill=color, fill_opacity=0.16, fill_rule="evenodd"),
        *stroked(data, mixed(color, PAPER, 0.25), wide),
        *stroked(plus_data(sheet.at(area.origin), 0.1 * sheet.unit), color, 0.7 * wide),
    ]
    size = f"{area.size:g} {sheet.grid.units}"
    name = area.label or area.shape.value.capitalize()
    note = _figure(f"{name} · {size}", color, sheet, _inside(shape, sheet.em))
    title = f"{name}: {area.shape.value}, {size}"
    box = Box(*shape.bounds).grown(sheet.unit)  # covered spaces reach out of the shape
    return Mark(level=Level.AREA, title=title, drawing="".join(parts), box=box, notes=(note,))


def _spaces(area: EffectArea, sheet: Sheet) -> str:
    """The covered spaces, each a little smaller than it is; none where they are too many to be told apart."""
    corners = Lattice.of(sheet.grid).corners * (1 - 2 * INSET)
    centers = np.array(covered_spaces(area, sheet.grid)).reshape(-1, 2)
    if len(centers) > MOST_TINTED:
        return ""
    outlines = (centers[:, None, :] + corners) * sheet.unit
    return "".join(line_data(map(tuple, outline), closed=True) for outline in outlines.tolist())


def _inside(shape: Polygon, em: float) -> list[Point]:
    """Places of a label in a shape: its middle, above and below that, and at last its upper and lower end."""
    middle = shape.centroid if shape.contains(shape.centroid) else shapely.point_on_surface(shape)
    x, y = middle.x, middle.y
    _left, top, _right, bottom = shape.bounds
    rows = [y + 1.6 * em * step * side for step in range(4) for side in (1, -1)]
    return [*((x, row) for row in rows if top < row < bottom), (x, top), (x, bottom)]


def draw_path(path: MovementPath, sheet: Sheet) -> Mark:
    """A way with an arrow head, a dot for each step, and its distance."""
    color, line = opaque(path.color), sheet.line(path.points)
    wide, head = 0.085 * sheet.unit, 0.34 * sheet.unit
    shaft = _shortened(line, 0.8 * head)
    parts = [
        *stroked(line_data(shaft), color, wide),
        *(_dot(point, 0.045 * sheet.unit, PAPER, color) for point in _steps(path, sheet)),
        *(_dot(point, 0.085 * sheet.unit, PAPER, color) for point in line[1:-1]),
        _dot(line[0], 0.13 * sheet.unit, color, PAPER),
        *_arrow(shaft[-1], line[-1], head, color),
    ]
    length = f"{round(path_distance(path.points, sheet.grid), 1):,g} {sheet.grid.units}"
    text = f"{path.label} · {length}" if path.label else length
    spots = around(line[-1], 0.45 * sheet.unit)
    note = Note(text=text, size=PLATE * sheet.em, spots=spots, color=color, look=Look.PLATE)
    taken = (box_about(place, 0.15 * sheet.unit) for place in places_along(line, 0.5 * sheet.unit, most=200))
    return Mark(
        level=Level.WAY,
        title=f"{path.label or 'Movement'}: {length}",
        drawing="".join(parts),
        box=box_around(line, head),
        notes=(note,),
        taken=tuple(taken),
    )


def _steps(path: MovementPath, sheet: Sheet) -> list[Point]:
    """The places between the given points where another space is entered."""
    across = np.diff(cells_at(path.points, sheet.grid), axis=0)
    counts = np.abs(across).max(axis=1)
    if Lattice.of(sheet.grid).hexagonal:
        counts = np.maximum(counts, np.abs(across.sum(axis=1)))
    places: list[Point] = []
    for (start, end), count in zip(pairwise(sheet.line(path.points)), counts.tolist(), strict=True):
        shares = np.arange(1, count)[:, None] / max(count, 1)
        places += [(x, y) for x, y in (start + shares * np.subtract(end, start)).tolist()]
    return places


def _dot(center: Point, radius: float, fill: str, rim: str) -> str:
    return disc(center, radius, fill=fill, stroke=rim, stroke_width=radius / 2)


def _shortened(line: list[Point], by: float) -> list[Point]:
    """A line without its last `by` pixels; of a line no longer than that, its first point twice."""
    shape = shapely.LineString(line)
    end = max(shape.length - by, 0.0)
    cut = shapely.line_interpolate_point(shape, end)
    walked = np.cumsum([0.0, *(distance(*leg) for leg in pairwise(line))])
    kept = [point for point, far in zip(line, walked.tolist(), strict=True) if far < end]
    return [*(kept or line[:1]), (cut.x, cut.y)]


def _arrow(start: Point, end: Point, length: float, color: str) -> list[str]:
    """An arrow head whose point is at `end`, coming from `start`."""
    way = distance(start, end) or 1.0
    ahead = np.subtract(end, start) / way
    aside = np.array((-ahead[1], ahead[0]))
    base = np.array(end) - length * ahead
    wing, notch = 0.42 * length * aside, 0.22 * length * ahead
    corners = [(float(x), float(y)) for x, y in (end, base + wing, base + notch, base - wing)]
    data = line_data(corners, closed=True)
    rim: dict[str, str | float | None] = {"d": data, "stroke_linejoin": "round"}
    return [
        element("path", **rim, fill=INK, stroke=INK, stroke_width=0.2 * length, opacity=0.65),
        element("path", **rim, fill=color, stroke=color, stroke_width=0.05 * length),
    ]
