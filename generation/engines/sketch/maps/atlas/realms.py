"""The colours of realms, along the inside of their borders, and the borders themselves."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor
from scipy.ndimage import gaussian_filter1d

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.sheet import SHIFT, Pixels, Sheet
from generation.engines.sketch.maps.texture import (
    Field,
    Labels,
    Picture,
    bands,
    blurred,
    seam_distance,
)

HATCHES = np.radians((45.0, 135.0, 0.0, 90.0, 22.0, 112.0)).astype(np.float32)
SMOOTHING = 4.0  #: samples of the survey
WIDE = 22.0  #: units that a border's colour reaches inwards


def tint_realms(picture: Picture, page: Page) -> None:
    """A soft band of each realm's colour, or of hatching, along the inside of its border."""
    sheet, look = page.sheet, page.look
    if not sheet.layout.territories:
        return
    owner = _owners(sheet)
    border = np.minimum(seam_distance(owner), sum(sheet.shape)) * sheet.step  # a page may have no border
    alpha = _bands(sheet, owner, border)
    colors = blurred(_colors(page)[owner], 2 * sheet.unit / sheet.step)
    ink = np.array(look.ink, np.float32)
    for rows in bands(sheet.height):
        share = sheet.finer(alpha, rows)
        if not share.any():
            continue
        if look.colored:
            tint = sheet.finer(colors, rows)
        else:
            share = np.clip(1.8 * share - 0.25, 0, 1) * _hatching(sheet, owner, rows)
            tint = ink
        tinted = picture[rows] + (tint - picture[rows]) * share[:, :, None]
        picture[rows] = np.clip(tinted, 0, 255)


def _hatching(sheet: Sheet, owner: Labels, rows: slice) -> Field:
    """Parallel lines, in each realm at an angle of its own."""
    angles = HATCHES[np.arange(int(owner.max()) + 1) % len(HATCHES)]
    y, x = (np.arange(rows.start, rows.stop)[:, None], np.arange(sheet.width)[None, :])
    across = np.floor(np.arange(rows.start, rows.stop) / sheet.step).astype(int)
    down = np.floor(np.arange(sheet.width) / sheet.step).astype(int)
    turn = angles[owner[across[:, None], down[None, :]]]
    apart = 5.5 * sheet.unit
    phase = (x * np.cos(turn) + y * np.sin(turn)) / apart
    away = np.abs(phase % 1 - 0.5) * apart
    return np.asarray(np.clip(0.55 * sheet.unit + 0.5 - away, 0, 1), dtype=np.float32)


def _owners(sheet: Sheet) -> Labels:
    """The number of the realm at each sample of the survey, from 1; 0 is nobody's, as is the sea."""
    owner = np.zeros(sheet.survey_shape, dtype=np.int32)
    for number, territory in enumerate(sheet.layout.territories, start=1):
        cv2.fillPoly(owner, [sheet.surveyed(territory.polygon)], number, cv2.LINE_8, SHIFT)
    # A drawn shore is not quite the plan's: slivers of land between it and a realm are the realm's.
    reach = max(2, round(min(0.4 * sheet.scale, 9 * sheet.unit) / sheet.step))
    grown = cv2.dilate(owner.astype(np.float32), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    sliver = (owner == 0) & (sheet.off_sea < 1.5 * reach * sheet.step)
    owner[sliver] = grown[sliver]
    owner[sheet.sea] = 0
    return owner


def _colors(page: Page) -> Field:
    """The colour of each realm by its number."""
    table = np.zeros((len(page.sheet.layout.territories) + 1, 3), dtype=np.float32)
    for number, territory in enumerate(page.sheet.layout.territories, start=1):
        red, green, blue = ImageColor.getrgb(territory.color)[:3]
        faded = mixed(page.look.muted((red, green, blue)), page.look.ink, 0.1)
        table[number] = faded if page.look.wash >= 1 else mixed(faded, page.look.ink, 0.45)
    return table


def _bands(sheet: Sheet, owner: Labels, border: Field) -> Field:
    inside = ((owner > 0) & (sheet.shore > 0)).astype(np.float32)
    reach = border / sheet.unit
    uneven = 1 + 0.25 * sheet.noise("borders", 40, 3)
    alpha = inside * np.clip((0.07 + 0.62 * np.exp(-((reach / WIDE) ** 1.3))) * uneven, 0, 0.85)
    return blurred(alpha.astype(np.float32), 0.8)


def border_lines(page: Page) -> Iterator[Pixels]:
    """The courses of borders on land, each between two realms once, in pixels."""
    sheet = page.sheet
    if not sheet.layout.territories:
        return
    owner = _owners(sheet)
    for number in range(1, len(sheet.layout.territories) + 1):
        own = (owner == number).astype(np.uint8)
        rings, _ = cv2.findContours(own, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for ring in rings:
            if len(ring) > 3 * SMOOTHING:
                yield from _stretches(sheet, owner, number, ring[:, 0])


def _stretches(sheet: Sheet, owner: Labels, number: int, ring: NDArray[np.int32]) -> Iterator[Pixels]:
    """Those parts of a realm's outline that lie inland, against realms of lower numbers or nobody's land."""
    least = cv2.erode(owner.astype(np.float32), np.ones((3, 3), np.uint8))
    at = (ring.astype(np.float64) + 0.5) * sheet.step
    edge = np.minimum(at, (sheet.width, sheet.height) - at).min(axis=1)
    inland = sheet.sampled(sheet.off_sea, at) > 6 * sheet.unit
    wanted = inland & (edge > 4 * sheet.step) & (least[ring[:, 1], ring[:, 0]] < number)
    course = gaussian_filter1d(at, SMOOTHING, axis=0, mode="wrap")
    if wanted.all():
        yield np.concatenate((course, course[:1]))
        return
    start = int(np.argmin(wanted))
    course, wanted = np.roll(course, -start, axis=0), np.roll(wanted, -start)
    turns = np.flatnonzero(np.diff(wanted.astype(np.int8), append=0))
    for first, last in zip(turns[::2] + 1, turns[1::2] + 1, strict=True):
        if last - first > 2:
            yield course[first:last:3]
