"""`Page`: a sheet, its look, and what is asked to be on it; and the signs of its places."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from shapely import box
from shapely.geometry.base import BaseGeometry

from generation.briefs import Grid
from generation.engines.sketch.maps.atlas.buildings import draw_anchor
from generation.engines.sketch.maps.atlas.lettering import Typecase
from generation.engines.sketch.maps.atlas.look import Look
from generation.engines.sketch.maps.atlas.places import Sign, Standing, sign_for
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill, Sprite, sprites
from generation.engines.sketch.maps.atlas.sheet import Pixels, Sheet
from generation.engines.sketch.maps.texture import Field
from generation.layout.plan import PointOfInterest, RouteKind
from generation.vocabulary import TerrainType

SIGN = 1.3  #: how much larger the signs of places are than the units that they are drawn in
LEGIBLE = 7.6  #: pixels; letters are a little larger at least
FRAME = 26.0  #: units from the page's edge to where the map begins to be free
CLUTTER: tuple[tuple[TerrainType, float], ...] = (
    (TerrainType.MOUNTAIN, 0.8),
    (TerrainType.HILL, 0.15),
    (TerrainType.TREES, 0.4),
    (TerrainType.DIFFICULT, 0.1),
)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A place, its sign, and the pixel that it stands on."""

    place: PointOfInterest
    sign: Sign
    sprite: Sprite
    x: float
    y: float

    @property
    def outline(self) -> BaseGeometry:
        """What the sign covers, in pixels."""
        left, top = round(self.x) - self.sprite.x, round(self.y) - self.sprite.y
        height, width = self.sprite.pixels.shape[:2]
        outline: BaseGeometry = box(left, top, left + width, top + height)
        return outline


def box_mean(sums: Field, bounds: tuple[float, float, float, float], step: float) -> float:
    """The mean of a field over a box in pixels (left, top, right, bottom), from the field's integral."""
    rows, columns = sums.shape
    left, right = (min(max(round(x / step), 0), columns - 1) for x in bounds[::2])
    top, bottom = (min(max(round(y / step), 0), rows - 1) for y in bounds[1::2])
    total = float(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])
    return total / float(max((right - left) * (bottom - top), 1))


class Page:
    """Everything that strokes ask; worked out when first asked for, and then kept."""

    def __init__(self, sheet: Sheet, look: Look, *, title: str | None, grid: Grid) -> None:
        self.sheet = sheet
        self.look = look
        self.title = title
        self.grid = grid
        self.type = Typecase()

    @cached_property
    def free(self) -> BaseGeometry:
        """The page within its frame."""
        margin = FRAME * self.sheet.unit
        within: BaseGeometry = box(margin, margin, self.sheet.width - margin, self.sheet.height - margin)
        return within

    def letters(self, size: float) -> float:
        """Pixels of letters that are so many units high on a large page; on small ones they stay legible."""
        return float(max(size * self.sheet.unit, LEGIBLE + 0.1 * size))

    @cached_property
    def places(self) -> tuple[Placed, ...]:
        """The places that are no secret, from the back to the front."""
        known = [place for place in self.sheet.layout.points_of_interest if not place.gm_only]
        known.sort(key=lambda place: (place.position[1], place.position[0]))
        signs = [sign_for(place.kind) for place in known]
        at = self.sheet.pixels(place.position for place in known)
        rng = self.sheet.rng("places")
        drawings = [
            self._drawing(sign, rng, seaside=bool(near))
            for sign, near in zip(signs, self._by_the_sea(at), strict=True)
        ]
        return tuple(
            Placed(place=place, sign=sign, sprite=sprite, x=float(x), y=float(y))
            for place, sign, sprite, (x, y) in zip(
                known, signs, sprites(drawings, SIGN * self.sheet.unit), at, strict=True
            )
        )

    def _drawing(self, sign: Sign, rng: np.random.Generator, *, seaside: bool) -> Drawing:
        quill = Quill(self.look, rng, SIGN * self.sheet.unit)
        sign.draw(quill)
        if seaside and sign.standing >= Standing.TOWN:
            draw_anchor(quill, quill.drawing().right + 4, 2)
        return quill.drawing()

    def _by_the_sea(self, at: Pixels) -> Field:
        """Whether there is a shore close to each point."""
        near = max(20 * self.sheet.unit, 0.7 * self.sheet.scale)
        return np.asarray(self.sheet.sampled(self.sheet.off_sea, at) < near)

    @cached_property
    def clutter(self) -> Field:
        """How much a label would hide over the survey, 0 to 1."""
        sheet = self.sheet
        hidden = np.zeros(sheet.survey_shape, dtype=np.float32)
        for kind, weight in CLUTTER:
            hidden[sheet.lies(kind)] = weight
        hidden[np.abs(sheet.shore) < 7 * sheet.unit] = 0.9
        thick = max(1, round(7 * sheet.unit / sheet.step))
        for route in sheet.layout.routes:
            weight = 0.5 if route.kind == RouteKind.SEA_LANE else 0.8
            cv2.polylines(hidden, [sheet.surveyed(route.points)], False, weight, thick, cv2.LINE_8, 4)
        return hidden

    @cached_property
    def _clutter_sums(self) -> Field:
        return np.asarray(cv2.integral(self.clutter))

    def crowding(self, left: float, top: float, right: float, bottom: float) -> float:
        """The mean clutter of a box in pixels."""
        return box_mean(self._clutter_sums, (left, top, right, bottom), self.sheet.step)

    def spread(self, rng: np.random.Generator, across: float, down: float) -> Pixels:
        """Points all over the page, so many units apart: rows that are moved by half, and shaken."""
        sheet = self.sheet
        steps = np.array((across, down)) * sheet.unit
        columns, rows = np.meshgrid(
            *(
                np.arange(-0.5, side / step + 1)
                for side, step in zip((sheet.width, sheet.height), steps, strict=True)
            )
        )
        columns = columns + 0.5 * (np.arange(len(rows)) % 2)[:, None]
        at = np.column_stack((columns.ravel(), rows.ravel())) + rng.uniform(-0.3, 0.3, (rows.size, 2))
        at *= steps
        return np.asarray(at[((at >= 0) & (at < (sheet.width, sheet.height))).all(axis=1)])
