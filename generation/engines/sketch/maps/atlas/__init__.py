"""Draws regions and worlds as pages of a hand-drawn atlas."""

from collections.abc import Callable, Sequence

from generation.briefs import MapBrief, Subject
from generation.engines.sketch.maps.atlas.coast import ink_coast
from generation.engines.sketch.maps.atlas.look import Look, look_for
from generation.engines.sketch.maps.atlas.paper import age_page, paint_washes
from generation.engines.sketch.maps.atlas.sheet import Sheet
from generation.engines.sketch.maps.styles import style_for
from generation.engines.sketch.maps.texture import Picture, stroke
from generation.engines.sketch.stroke import Stroke
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec
from generation.vocabulary import Season, TimeOfDay

Paint = Callable[[Picture, Sheet, Look], None]

STROKES: tuple[Paint, ...] = (paint_washes, ink_coast, age_page)


def atlas_strokes(spec: RenderSpec, layout: MapLayout) -> Sequence[Stroke]:
    """The strokes that draw `layout` into a picture of `spec.width` × `spec.height` pixels, in order.

    The look comes from the words and the palette of `spec.style`, chance from `spec.seed`.
    """
    sheet = Sheet(layout, width=spec.width, height=spec.height, seed=spec.seed)
    look = look_for(style_for(spec.style), *_moment(spec.subject))
    return [_stroke(paint, sheet, look) for paint in STROKES]


def _moment(subject: Subject) -> tuple[Season, TimeOfDay]:
    if isinstance(subject, MapBrief):
        return subject.season, subject.time_of_day
    return Season.SUMMER, TimeOfDay.DAY


def _stroke(paint: Paint, sheet: Sheet, look: Look) -> Stroke:
    return stroke(lambda picture: paint(picture, sheet, look))
