"""`Plate`: a page with its labels and ornaments, none over another, and what keeps clear of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from shapely import get_coordinates

from generation import fonts
from generation.engines.sketch.maps.atlas.areas import feature_labels, realm_labels
from generation.engines.sketch.maps.atlas.furniture import Furnished, furniture
from generation.engines.sketch.maps.atlas.labels import Label, Lettering, beside
from generation.engines.sketch.maps.atlas.lettering import Script
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.placement import Wish, place
from generation.engines.sketch.maps.atlas.places import Standing
from generation.engines.sketch.maps.atlas.sheet import SHIFT
from generation.engines.sketch.maps.atlas.streams import river_labels
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Mask
from generation.layout.plan import RouteKind

SMALLER = 0.75  #: of their size, letters of cities where there is little room
RANKS = {
    Standing.CAPITAL: 1000.0,
    Standing.CITY: 980.0,
    Standing.TOWN: 600.0,
    Standing.STRONGHOLD: 480.0,
    Standing.VILLAGE: 460.0,
    Standing.SIGHT: 440.0,
}
SCRIPTS = {
    Standing.CAPITAL: (fonts.SERIF_BOLD, 27.0),
    Standing.CITY: (fonts.SERIF_BOLD, 24.0),
    Standing.TOWN: (fonts.SERIF, 20.5),
    Standing.STRONGHOLD: (fonts.SERIF, 18.0),
    Standing.VILLAGE: (fonts.SERIF, 17.0),
    Standing.SIGHT: (fonts.SERIF_ITALIC, 16.5),
}
"""Face, and size in units."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A name where it stands."""

    way: Lettering
    color: Color


@dataclass(frozen=True)
class Composition:
    """All that stands on a page besides the land."""

    labels: tuple[Written, ...]
    ornaments: tuple[Furnished, ...]


class Plate(Page):
    """A page, and what stands on it."""

    @cached_property
    def composition(self) -> Composition:
        """Labels and ornaments."""
        return _composed(self)

    @cached_property
    def clear(self) -> Mask:
        """Where nothing of the land is drawn, over the survey: under names, signs, roads and rivers."""
        return _kept_clear(self, self.composition)


def _composed(page: Page) -> Composition:
    """Find places for all labels and ornaments of a page; what finds none is left out."""
    labels = [*_place_labels(page), *feature_labels(page), *realm_labels(page), *river_labels(page)]
    pieces = list(furniture(page))
    wishes = [Wish(rank=label.rank, candidates=label.ways) for label in labels] + [wish for wish, _ in pieces]
    chosen = place(wishes, page.free, [placed.outline for placed in page.places])
    written = tuple(
        Written(way=label.ways[option], color=label.color)
        for label, option in zip(labels, chosen[: len(labels)], strict=True)
        if option is not None
    )
    standing = tuple(
        ways[option]
        for (_, ways), option in zip(pieces, chosen[len(labels) :], strict=True)
        if option is not None
    )
    return Composition(written, standing)


def _place_labels(page: Page) -> Iterator[Label]:
    for placed in page.places:
        face, size = SCRIPTS[placed.sign.standing]
        ways = list(beside(page, placed, Script(face=face, size=page.letters(size))))
        if placed.sign.standing >= Standing.CITY:  # small letters are better than none
            small = Script(face=face, size=SMALLER * page.letters(size))
            ways += [Lettering(lines=way.lines, cost=way.cost + 1) for way in beside(page, placed, small)]
        yield Label(rank=RANKS[placed.sign.standing], color=page.look.ink, ways=ways)


def _kept_clear(page: Page, composition: Composition) -> Mask:
    sheet = page.sheet
    mask = np.zeros(sheet.survey_shape, dtype=np.uint8)
    shapes = [written.way.shape for written in composition.labels]
    shapes += [placed.outline for placed in page.places]
    shapes += [standing.shape for standing in composition.ornaments]
    for shape in shapes:
        corners = get_coordinates(shape) / sheet.step - 0.5
        cv2.fillPoly(mask, [np.round(corners * (1 << SHIFT)).astype(np.int32)], 1, cv2.LINE_8, SHIFT)
    thick = max(1, round(9 * sheet.unit / sheet.step))
    for route in sheet.layout.routes:
        if route.kind != RouteKind.SEA_LANE:
            cv2.polylines(mask, [sheet.surveyed(route.points)], False, 1, thick, cv2.LINE_8, SHIFT)
    return mask
