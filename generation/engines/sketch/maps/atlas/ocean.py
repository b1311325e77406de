"""The open sea: rhumb lines from the compass, waves, and a ship or a monster where there is room."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from generation.engines.sketch.maps.atlas.composition import Plate
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.quill import Quill, sprites, stamp
from generation.engines.sketch.maps.atlas.sea_life import draw_serpent, draw_ship, draw_waves, draw_whale
from generation.engines.sketch.maps.atlas.sheet import SHIFT, Pixels
from generation.engines.sketch.maps.texture import Field, Picture, bands, cover, smoothstep
from generation.layout.plan import RouteKind

RAYS = 32
COARSE = 5  #: samples of the survey; ships need not be placed more exactly
ROOM = 58.0  #: units about a ship or a monster
SEA_PER_BEAST = 400_000.0  #: square units
BEASTS = (draw_ship, draw_serpent, draw_ship, draw_whale, draw_ship)  #: as many as there is room for
LARGE = 1.35  #: as many units
APART = 330.0  #: units from one to the other
WAVES_APART = (105.0, 70.0)  #: units across and down


def draw_rhumb_lines(picture: Picture, page: Plate) -> None:
    """Faint rays over the sea, such as sailors steered by."""
    sheet = page.sheet
    centers = [(each.x, each.y) for each in page.composition.ornaments if each.ornament.is_compass]
    if not centers or not sheet.sea.any():
        return
    lines = np.zeros(sheet.shape, dtype=np.uint8)
    for x, y in centers:
        reach = math.hypot(*sheet.shape)
        for number in range(RAYS):
            angle = number * 2 * math.pi / RAYS
            ends = np.array(((x, y), (x + reach * math.sin(angle), y - reach * math.cos(angle))))
            first, last = np.round(ends * (1 << SHIFT)).astype(int).tolist()
            cv2.line(lines, first, last, 255 if number % 4 == 0 else 150, 1, cv2.LINE_AA, SHIFT)
    away = smoothstep(14, 60, -sheet.shore / sheet.unit) * sheet.sea
    for rows in bands(sheet.height):
        faint = lines[rows].astype(np.float32) * sheet.finer(away.astype(np.float32), rows)
        cover(picture[rows], page.look.deep, faint * (0.26 / 255))


def fill_sea(picture: Picture, page: Plate) -> None:
    """Waves here and there; ships and beasts in the widest waters."""
    room = _room(page)
    rng = page.sheet.rng("sea")
    beasts = list(_widest(page, room))
    for x, y in beasts:
        cv2.circle(
            room,
            (int(x / page.sheet.step), int(y / page.sheet.step)),
            round(ROOM * page.sheet.unit / page.sheet.step),
            0,
            -1,
        )
    waves = _waves(page, room, rng)
    unit = page.sheet.unit
    drawings = [draw(Quill(page.look, rng, LARGE * unit)) for draw, _ in zip(BEASTS, beasts, strict=False)]
    for sprite, (x, y) in zip(sprites(drawings, LARGE * unit), beasts, strict=True):
        stamp(picture, sprite, x, y)
    crests = sprites([draw_waves(Quill(page.look, rng, unit)) for _ in range(4)], unit)
    for (x, y), which in zip(waves, rng.integers(4, size=len(waves)), strict=True):
        stamp(picture, crests[which], float(x), float(y))


def _room(page: Plate) -> Field:
    """Pixels from each sample at sea to what is no open water; the page's rim counts as such."""
    sheet = page.sheet
    free = (sheet.sea & (page.clear == 0)).astype(np.uint8)
    thick = max(1, round(8 * sheet.unit / sheet.step))
    for route in sheet.layout.routes:
        if route.kind == RouteKind.SEA_LANE:
            cv2.polylines(free, [sheet.surveyed(route.points)], False, 0, thick, cv2.LINE_8, SHIFT)
    framed = np.pad(free, 1)
    away = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1]
    return np.asarray(away * sheet.step, dtype=np.float32)


def _widest(page: Page, room: Field) -> Iterator[tuple[float, float]]:
    """Where there is most room, each place far from those before."""
    sheet = page.sheet
    surface = float(sheet.sea.sum()) * (sheet.step / sheet.unit) ** 2
    left, pixel = room[::COARSE, ::COARSE].copy(), COARSE * sheet.step
    rows, columns = np.indices(left.shape, dtype=np.float32)
    for _ in range(min(len(BEASTS), math.ceil(surface / SEA_PER_BEAST))):
        row, column = np.unravel_index(int(np.argmax(left)), left.shape)
        if left[row, column] < ROOM * sheet.unit:
            return
        yield (float(column) + 0.5) * pixel, (float(row) + 0.5) * pixel
        away = np.hypot(rows - row, columns - column) * pixel
        np.minimum(left, np.maximum(away - APART * sheet.unit, 0), out=left)


def _waves(page: Page, room: Field, rng: np.random.Generator) -> Pixels:
    at = page.spread(rng, *WAVES_APART)
    kept = (page.sheet.sampled(room, at) > 20 * page.sheet.unit) & (
        page.sheet.sampled(-page.sheet.shore, at) > 70 * page.sheet.unit
    )
    waves: Pixels = at[kept & (rng.random(len(at)) < 0.28)]
    return waves
