"""Draws an overlay: SVG written here, and a PNG made from the very same SVG."""

from collections.abc import Mapping, Sequence

from PIL import Image

from generation.briefs import Grid
from generation.overlays.campaign import draw_party, draw_resource, draw_route, draw_territory
from generation.overlays.colors import opacity
from generation.overlays.elements import (
    EffectArea,
    MovementPath,
    OverlayElement,
    PartyMarker,
    PositionMarker,
    RangeIndicator,
    ResourceMarker,
    Territory,
    TravelRoute,
)
from generation.overlays.labels import draw_notes
from generation.overlays.page import Page, Part
from generation.overlays.raster import png_of, rasterized
from generation.overlays.sheet import Mark, Sheet
from generation.overlays.svg import element, text
from generation.overlays.tactical import Tokens, draw_area, draw_path, draw_position, draw_range
from generation.overlays.tokens import token_art

NO_PICTURES: Mapping[str, bytes] = {}


def overlay_svg(
    elements: Sequence[OverlayElement],
    grid: Grid,
    *,
    title: str,
    tokens: Mapping[str, bytes] = NO_PICTURES,
) -> str:
    """The overlay as a self-contained SVG of the map's size in pixels.

    `tokens` are picture files by `token_id`; a marker whose token is not among them shows its initials.
    """
    sheet = Sheet(grid)
    art, definitions = token_art(elements, tokens, sheet.unit)
    marks = [(_draw(each, sheet, art), opacity(each.color)) for each in elements]
    marks.sort(key=lambda pair: pair[0].level)
    return write_svg(sheet, title, marks, definitions)


def write_svg(
    sheet: Sheet, title: str, marks: Sequence[tuple[Mark, float | None]], definitions: str = ""
) -> str:
    """Marks, each with its opacity, and over all of them their labels."""
    width, height = sheet.grid.width, sheet.grid.height
    notes = [note for mark, _ in reversed(marks) for note in mark.notes]
    labels = draw_notes(notes, [box for mark, _ in marks for box in mark.taken], width, height)
    page = Page(
        width=width,
        height=height,
        title=title,
        definitions=definitions,
        parts=(*(_part(mark, seen) for mark, seen in marks), *labels),
    )
    return page.written()


def _part(mark: Mark, seen: float | None) -> Part:
    return Part(mark.box, element("g", element("title", text(mark.title)), mark.drawing, opacity=seen))


def _draw(each: OverlayElement, sheet: Sheet, art: Tokens) -> Mark:
    match each:
        case PositionMarker():
            mark = draw_position(each, sheet, art)
        case RangeIndicator():
            mark = draw_range(each, sheet)
        case EffectArea():
            mark = draw_area(each, sheet)
        case MovementPath():
            mark = draw_path(each, sheet)
        case PartyMarker():
            mark = draw_party(each, sheet)
        case Territory():
            mark = draw_territory(each, sheet)
        case TravelRoute():
            mark = draw_route(each, sheet)
        case ResourceMarker():
            mark = draw_resource(each, sheet)
    return mark


def overlay_png(svg: str) -> bytes:
    """The SVG that `overlay_svg` wrote as a transparent PNG of its size."""
    return png_of(svg)


def overlay_picture(svg: str) -> Image.Image:
    """The same as a picture (RGBA)."""
    return Image.fromarray(rasterized(svg))
