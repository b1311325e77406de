"""Draws the elements of a campaign: the party and its trail, lands, journeys, and what is to be had where."""

from collections.abc import Sequence
from math import hypot

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.ops import substring

from generation.layout.plan import Point
from generation.overlays.boxes import Box, box_about, box_around
from generation.overlays.colors import INK, PAPER, SHADOW, mixed, opaque
from generation.overlays.elements import PartyMarker, ResourceMarker, Territory, TravelRoute
from generation.overlays.icons import draw_icon, icon, resource_icon
from generation.overlays.labels import Look, Note, Spots, along, around, at
from generation.overlays.lettering import Face
from generation.overlays.measures import travel_days
from generation.overlays.shapes import disc, places_along, saltire_data, stroked
from generation.overlays.sheet import Level, Mark, Sheet
from generation.overlays.svg import element, line_data, number, outline_data

Land = Polygon | MultiPolygon

BROWN = "#2a1c10"  #: what names on lands are written in
SPANS = 4  #: of a trail, each with larger dots than the one before
LINE_STRING = int(shapely.GeometryType.LINESTRING)
PIECES = 400  #: of a route that labels keep off


def draw_party(party: PartyMarker, sheet: Sheet) -> Mark:
    """A banner where the party is, and dots where it came from."""
    color, em, foot = opaque(party.color), sheet.em, sheet.at(party.position)
    line = [*sheet.line(party.trail), foot]
    parts = _trail(line, em, color) if party.trail else []
    notes = []
    if party.label:
        notes.append(_name(party.label, 1.1 * em, BROWN, _beside_banner(foot, em), face=Face.SERIF))
    x, y = foot
    return Mark(
        level=Level.PIECE,
        title=party.label or "Party",
        drawing="".join([*parts, *_banner(foot, em, color)]),
        box=box_around([*line, (x, y - 3.3 * em), (x + 2.3 * em, y)], 0.8 * em),
        notes=tuple(notes),
        taken=(Box(x - 0.5 * em, y - 3.4 * em, x + 2.4 * em, y + 0.4 * em),),
    )


def _beside_banner(foot: Point, em: float) -> Spots:
    """Below the foot of a banner, beside its cloth, above it."""

    def spots(width: float, height: float) -> list[Point]:
        x, y = foot
        cloth = y - 2.3 * em
        right, left = x + 2.5 * em + width / 2, x - 0.7 * em - width / 2
        return [(x, y + 0.55 * em + height / 2), (right, cloth), (left, cloth), (x, y - 4.1 * em)]

    return spots


def _trail(line: list[Point], em: float, color: str) -> list[str]:
    """Dots that grow towards where the party is now, from a cross where it set out."""
    shape, light = shapely.LineString(line), mixed(color, PAPER, 0.25)
    spans = [substring(shape, start / SPANS, (start + 1) / SPANS, normalized=True) for start in range(SPANS)]
    parts = []
    for span, size in zip(spans, np.linspace(0.28, 0.52, SPANS).tolist(), strict=True):
        apart = span.length / max(round(span.length / (0.85 * em)), 1)
        dotted: dict[str, str | float | None] = {
            "d": line_data([(x, y) for x, y in span.coords]),
            "fill": "none",
            "stroke_linecap": "round",
            "stroke_dasharray": f"0.01 {apart - 0.01:.3f}",
        }
        dark = element("path", **dotted, stroke=INK, stroke_opacity=0.7, stroke_width=(size + 0.2) * em)
        parts += [dark, element("path", **dotted, stroke=light, stroke_width=size * em)]
    return [*parts, *stroked(saltire_data(line[0], 0.38 * em), color, 0.2 * em)]


def _banner(foot: Point, em: float, color: str) -> list[str]:
    x, y = foot
    top = y - 3.3 * em
    corners = ((0, 0.15), (2.3, 0.15), (1.75, 0.95), (2.3, 1.75), (0, 1.75))
    cloth = [(x + across * em, top + down * em) for across, down in corners]
    pole, hem = line_data([(x, y), (x, top)]), line_data(cloth[:2])
    dark = element("path", d=pole, stroke=INK, stroke_width=0.34 * em, stroke_linecap="round")
    light = element(
        "path", d=pole, stroke=mixed(color, PAPER, 0.6), stroke_width=0.14 * em, stroke_linecap="round"
    )
    rim: dict[str, str | float | None] = {
        "stroke": INK,
        "stroke_width": 0.16 * em,
        "stroke_linejoin": "round",
    }
    return [
        element("ellipse", cx=x, cy=y, rx=0.55 * em, ry=0.24 * em, fill=SHADOW, fill_opacity=0.45),
        dark,
        element("path", d=line_data(cloth, closed=True), fill=color, **rim),
        element("path", d=hem, stroke=mixed(color, PAPER, 0.45), stroke_width=0.1 * em),
        light,
        draw_icon(icon("star"), (x + 0.95 * em, top + 0.95 * em), 1.25 * em, fill=PAPER, behind=color),
        disc((x, top), 0.2 * em, fill=PAPER, stroke=INK, stroke_width=0.1 * em),
    ]


def draw_territory(territory: Territory, sheet: Sheet) -> Mark:
    """Somebody's land: a tint, hatching, a border that fades inwards, and whose it is."""
    color, em = opaque(territory.color), sheet.em
    land = land_of(sheet.line(territory.polygon))
    parts = draw_land(land, em, color)
    hatching = element(
        "path",
        d=_hatching(land, 0.9 * em),
        fill="none",
        stroke=color,
        stroke_opacity=0.34,
        stroke_width=0.14 * em,
    )
    named = " of ".join(each for each in (territory.label, territory.faction) if each)
    return Mark(
        level=Level.LAND,
        title=named or "Territory",
        drawing="".join([hatching, *parts]),
        box=Box(*land.bounds).grown(0.5 * em),
        notes=name_land(land, em, color, territory.label or territory.faction, territory.faction),
    )


def land_of(corners: Sequence[Point]) -> Land:
    """The land within an outline in pixels, in parts where the outline touches or crosses itself."""
    whole = Polygon(corners)
    if whole.is_valid:
        return whole
    parts = shapely.get_parts(shapely.make_valid(whole))
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])


def draw_land(land: Land, em: float, color: str) -> list[str]:
    """A tint and a border that fades inwards."""
    data = outline_data(land)
    return [
        element("path", d=data, fill=color, fill_opacity=0.13),
        *(_band(land, reach * em, color, faded) for reach, faded in ((1.0, 0.12), (0.6, 0.18), (0.3, 0.25))),
        *stroked(data, mixed(color, INK, 0.45), 0.15 * em, under=PAPER, seen=0.75),
    ]


def _hatching(land: Land, apart: float) -> str:
    """Lines from the lower left to the upper right, cut to the land."""
    left, top, right, bottom = land.bounds
    reach = bottom - top
    starts = np.arange(np.floor((left - reach) / apart) * apart, right, apart)
    lines = MultiLineString([[(x, bottom), (x + reach, top)] for x in starts.tolist()])
    cut = shapely.get_parts(shapely.intersection(lines, land, grid_size=0.01))
    pieces = cut[(shapely.get_type_id(cut) == LINE_STRING) & ~shapely.is_empty(cut)]
    starts, ends = (shapely.get_coordinates(shapely.get_point(pieces, end)).tolist() for end in (0, -1))
    return "".join(
        line_data([(x, y), (to_x, to_y)]) for (x, y), (to_x, to_y) in zip(starts, ends, strict=True)
    )


def _band(land: Land, reach: float, color: str, opacity: float) -> str:
    """The ground within `reach` pixels of the border: filled even-odd, what lies deeper in is left out."""
    inside = land.buffer(-reach, quad_segs=4)
    deeper = outline_data(inside) if isinstance(inside, Polygon | MultiPolygon) else ""
    data = outline_data(land) + deeper
    return element("path", d=data, fill=color, fill_opacity=opacity, fill_rule="evenodd")


def name_land(land: Land, em: float, color: str, name: str | None, owner: str | None) -> tuple[Note, ...]:
    """The name across the land, as large as there is room for, and below it whose it is."""
    if not name:
        return ()
    inner = shapely.maximum_inscribed_circle(land)
    (x, y), (edge_x, edge_y) = inner.coords[0], inner.coords[-1]
    room = 2 * hypot(edge_x - x, edge_y - y)
    size = float(np.clip(room / (0.8 * max(len(name), 4)), 1.05 * em, 2.2 * em))
    dark = mixed(color, INK, 0.72)
    stacked = at(*((x, y + size * step) for step in (0, 1.2, -1.2, 2.4, -2.4)))
    notes = [_name(name.upper(), size, dark, stacked, face=Face.SERIF, spacing=0.14)]
    if owner and owner != name:
        below = at(*((x, y + size * step) for step in (1.1, -1.1, 2.2)))
        notes.append(_name(owner, max(0.62 * size, 0.9 * em), dark, below, face=Face.ITALIC))
    return tuple(notes)


def _name(text: str, size: float, color: str, spots: Spots, *, face: Face, spacing: float = 0.0) -> Note:
    halo = 0.11 if spacing else 0.17
    return Note(
        text=text, size=size, spots=spots, color=color, look=Look.DARK, face=face, spacing=spacing, halo=halo
    )


def draw_route(route: TravelRoute, sheet: Sheet) -> Mark:
    """A dashed way from a dot to an X, with the days that it takes."""
    color, em, line = opaque(route.color), sheet.em, sheet.line(route.points)
    dashes = f"{number(0.95 * em)} {number(0.75 * em)}"
    parts = [
        *stroked(line_data(line), color, 0.3 * em, under=PAPER, seen=0.72, dashes=dashes),
        disc(line[0], 0.36 * em, fill=color, stroke=PAPER, stroke_width=0.16 * em),
        *stroked(saltire_data(line[-1], 0.45 * em), color, 0.25 * em, under=PAPER, seen=0.9),
    ]
    journey = f"{days_text(travel_days(route.points, route.mode, sheet.grid))} {_way_of(route.mode)}"
    text = f"{route.label} · {journey}" if route.label else journey
    note = Note(text=text, size=0.85 * em, spots=along(line, 0.7 * em), color=color, look=Look.PLATE)
    return Mark(
        level=Level.WAY,
        title=f"{route.label or 'Journey'}: {journey}",
        drawing="".join(parts),
        box=box_around(line, em),
        notes=(note,),
        taken=tuple(box_about(place, 0.3 * em) for place in places_along(line, em, PIECES)),
    )


def _way_of(mode: str) -> str:
    """A mode as it is said after a time: riding, by ship."""
    return mode if mode.startswith(("walking", "riding", "flying")) else f"by {mode}"


def days_text(days: float) -> str:
    """Days as people say them: to the half day, and hours below one."""
    if days < 1:
        hours = max(round(days * 24), 1)
        return f"{hours} hour{'s' if hours > 1 else ''}"
    halves = round(days * 2) / 2
    return f"{halves:,g} day{'s' if halves > 1 else ''}"


def draw_resource(marker: ResourceMarker, sheet: Sheet) -> Mark:
    """A medallion with the resource's sign, how much there is, and what it is called."""
    color, em, center = opaque(marker.color), sheet.em, sheet.at(marker.position)
    radius = 1.05 * em
    name = title = marker.label or marker.resource
    notes = [_name(name, 0.95 * em, BROWN, around(center, radius + 0.25 * em), face=Face.SERIF)]
    if marker.quantity is not None:
        amount = quantity_text(marker.quantity)
        notes.insert(0, _amount(amount, center, em, color))
        title = f"{name}: {amount} {marker.resource}" if marker.label else f"{amount} {marker.resource}"
    return Mark(
        level=Level.PIECE,
        title=title,
        drawing=draw_medallion(center, radius, color)
        + draw_icon(resource_icon(marker.resource), center, 1.3 * em, fill=BROWN, behind=PAPER),
        box=box_about(center, 1.4 * radius),
        notes=tuple(notes),
        taken=(box_about(center, radius + 0.2 * em),),
    )


def draw_medallion(center: Point, radius: float, color: str) -> str:
    """A round plate with a coloured rim."""
    x, y = center
    return "".join(
        (
            disc((x, y + 0.11 * radius), 1.2 * radius, fill=SHADOW, fill_opacity=0.4),
            disc(center, radius, fill=PAPER, stroke=INK, stroke_width=0.4 * radius),
            disc(center, radius, fill="none", stroke=color, stroke_width=0.23 * radius),
        )
    )


def _amount(amount: str, center: Point, em: float, color: str) -> Note:
    x, y = center
    spots = at((x + 1.05 * em, y + 0.8 * em), (x - 1.05 * em, y + 0.8 * em), (x + 1.05 * em, y - 0.8 * em))
    return Note(text=f"×{amount}", size=0.68 * em, spots=spots, color=color, look=Look.PLATE)


def quantity_text(quantity: float) -> str:
    """A number in three figures: 12, 3.5, 1,200, 45k, 2.5M."""
    shown = float(f"{quantity:.3g}")
    for size, sign in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if shown >= max(size, 1e4):
            return f"{shown / size:g}{sign}"
    return f"{shown:,g}"
