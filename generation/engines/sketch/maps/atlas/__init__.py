"""Draws regions and worlds as pages of a hand-drawn atlas."""

from collections.abc import Callable, Sequence

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps.atlas.coast import ink_coast
from generation.engines.sketch.maps.atlas.composition import Plate
from generation.engines.sketch.maps.atlas.country import draw_country
from generation.engines.sketch.maps.atlas.frame import draw_frame
from generation.engines.sketch.maps.atlas.look import look_for
from generation.engines.sketch.maps.atlas.ocean import draw_rhumb_lines, fill_sea
from generation.engines.sketch.maps.atlas.paper import age_page, paint_washes
from generation.engines.sketch.maps.atlas.realms import tint_realms
from generation.engines.sketch.maps.atlas.sheet import Sheet
from generation.engines.sketch.maps.atlas.ways import draw_ways
from generation.engines.sketch.maps.atlas.writing import draw_ornaments, draw_places, write_names
from generation.engines.sketch.maps.styles import style_for
from generation.engines.sketch.maps.texture import Picture, stroke
from generation.engines.sketch.stroke import Stroke
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec
from generation.vocabulary import Season, TimeOfDay

Paint = Callable[[Picture, Plate], None]

STROKES: tuple[Paint, ...] = (
    paint_washes,
    tint_realms,
    draw_rhumb_lines,
    ink_coast,
    draw_ways,
    fill_sea,
    draw_country,
    draw_places,
    age_page,
    draw_frame,
    draw_ornaments,
    write_names,
)


def atlas_strokes(spec: RenderSpec, layout: MapLayout) -> Sequence[Stroke]:
    """The strokes that draw `layout` into a picture of `spec.width` × `spec.height` pixels, in order.

    The look comes from the words and the palette of `spec.style`, chance from `spec.seed`; places that are
    for the game master only are not drawn.
    """
    plate = plate_of(spec, layout)
    return [_stroke(paint, plate) for paint in STROKES]


def plate_of(spec: RenderSpec, layout: MapLayout) -> Plate:
    """The page that `spec` asks for; nothing of it is worked out yet."""
    sheet = Sheet(layout, width=spec.width, height=spec.height, seed=spec.seed)
    style = style_for(spec.style)
    if not isinstance(spec.subject, MapBrief):
        return Plate(sheet, look_for(style, Season.SUMMER, TimeOfDay.DAY), title=None, grid=Grid())
    brief = spec.subject
    look = look_for(style, brief.season, brief.time_of_day)
    return Plate(sheet, look, title=brief.name, grid=brief.grid)


def _stroke(paint: Paint, plate: Plate) -> Stroke:
    return stroke(lambda picture: paint(picture, plate))
