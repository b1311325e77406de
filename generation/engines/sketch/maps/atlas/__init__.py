"""Draws regions and worlds as pages of a hand-drawn atlas."""

from collections.abc import Callable, Sequence
from functools import cached_property

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.maps.atlas.coast import ink_coast
from generation.engines.sketch.maps.atlas.composition import Composition, compose, kept_clear
from generation.engines.sketch.maps.atlas.country import draw_country
from generation.engines.sketch.maps.atlas.look import look_for
from generation.engines.sketch.maps.atlas.ocean import draw_rhumb_lines, fill_sea
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.paper import age_page, paint_washes
from generation.engines.sketch.maps.atlas.realms import tint_realms
from generation.engines.sketch.maps.atlas.sheet import Sheet
from generation.engines.sketch.maps.atlas.ways import draw_ways
from generation.engines.sketch.maps.atlas.writing import draw_frame, draw_ornaments, draw_places, write_names
from generation.engines.sketch.maps.styles import style_for
from generation.engines.sketch.maps.texture import Mask, Picture, stroke
from generation.engines.sketch.stroke import Stroke
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec
from generation.vocabulary import Season, TimeOfDay

Paint = Callable[[Picture, Page], None]


def atlas_strokes(spec: RenderSpec, layout: MapLayout) -> Sequence[Stroke]:
    """The strokes that draw `layout` into a picture of `spec.width` × `spec.height` pixels, in order.

    The look comes from the words and the palette of `spec.style`, chance from `spec.seed`; places that are
    for the game master only are not drawn.
    """
    sheet = Sheet(layout, width=spec.width, height=spec.height, seed=spec.seed)
    page = _page(spec, sheet)
    atlas = _Atlas(page)
    paints: tuple[Paint, ...] = (
        paint_washes,
        tint_realms,
        atlas.draw_rhumb_lines,
        ink_coast,
        draw_ways,
        atlas.fill_sea,
        atlas.draw_country,
        draw_places,
        age_page,
        draw_frame,
        atlas.draw_ornaments,
        atlas.write_names,
    )
    return [_stroke(paint, page) for paint in paints]


class _Atlas:
    """The strokes that ask what stands where; that is worked out once."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def composition(self) -> Composition:
        return compose(self._page)

    @cached_property
    def clear(self) -> Mask:
        return kept_clear(self._page, self.composition)

    def draw_rhumb_lines(self, picture: Picture, page: Page) -> None:
        draw_rhumb_lines(picture, page, self.composition)

    def fill_sea(self, picture: Picture, page: Page) -> None:
        fill_sea(picture, page, self.clear)

    def draw_country(self, picture: Picture, page: Page) -> None:
        draw_country(picture, page, self.clear)

    def draw_ornaments(self, picture: Picture, page: Page) -> None:
        draw_ornaments(picture, page, self.composition)

    def write_names(self, picture: Picture, page: Page) -> None:
        write_names(picture, page, self.composition)


def _page(spec: RenderSpec, sheet: Sheet) -> Page:
    style = style_for(spec.style)
    if isinstance(spec.subject, MapBrief):
        brief = spec.subject
        look = look_for(style, brief.season, brief.time_of_day)
        return Page(sheet, look, title=brief.name, grid=brief.grid)
    return Page(sheet, look_for(style, Season.SUMMER, TimeOfDay.DAY), title=None, grid=Grid())


def _stroke(paint: Paint, page: Page) -> Stroke:
    return stroke(lambda picture: paint(picture, page))
