"""The colours of realms, along the inside of their borders."""

import cv2
import numpy as np
from PIL import ImageColor

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.sheet import SHIFT, Sheet
from generation.engines.sketch.maps.texture import (
    Field,
    Labels,
    Picture,
    bands,
    blurred,
    seam_distance,
    smoothstep,
)

WIDE = 26.0  #: units that a border's colour reaches inwards


def tint_realms(picture: Picture, page: Page) -> None:
    """A soft band of each realm's colour, and a broken line between neighbours."""
    sheet, look = page.sheet, page.look
    if not sheet.layout.territories:
        return
    owner = _owners(sheet)
    border = seam_distance(owner) * sheet.step
    alpha = _bands(sheet, owner, border)
    colors = _colors(page)[owner]
    colors = cv2.GaussianBlur(colors, (0, 0), max(2 * sheet.unit / sheet.step, 0.6))
    line = _border_line(sheet, owner, border)
    for rows in bands(sheet.height):
        share = (alpha_ := sheet.finer(alpha, rows))[:, :, None]
        if alpha_.any():
            below = picture[rows]
            mixed_ = below + (sheet.finer(colors, rows) - below) * share
            ink = sheet.finer(line, rows)[:, :, None]
            picture[rows] = np.clip(mixed_ + (np.array(look.ink, np.float32) - mixed_) * ink, 0, 255)


def _owners(sheet: Sheet) -> Labels:
    """The number of the realm at each sample of the survey, from 1; 0 is nobody's, as is the sea."""
    owner = np.zeros(sheet.survey_shape, dtype=np.int32)
    for number, territory in enumerate(sheet.layout.territories, start=1):
        cv2.fillPoly(owner, [sheet.surveyed(territory.polygon)], number, cv2.LINE_8, SHIFT)
    owner[sheet.shore <= 0] = 0
    return owner


def _colors(page: Page) -> Field:
    """The colour of each realm by its number."""
    table = np.zeros((len(page.sheet.layout.territories) + 1, 3), dtype=np.float32)
    for number, territory in enumerate(page.sheet.layout.territories, start=1):
        red, green, blue = ImageColor.getrgb(territory.color)[:3]
        faded = mixed((red, green, blue), page.look.ink, 0.1)
        table[number] = faded if page.look.wash >= 1 else mixed(faded, page.look.ink, 0.45)
    return table


def _bands(sheet: Sheet, owner: Labels, border: Field) -> Field:
    inside = (owner > 0).astype(np.float32)
    reach = border / sheet.unit
    uneven = 1 + 0.25 * sheet.noise("borders", 40, 3)
    alpha = inside * np.clip((0.12 + 0.62 * np.exp(-reach / WIDE)) * uneven, 0, 0.85)
    return blurred(alpha.astype(np.float32), 0.8)


def _border_line(sheet: Sheet, owner: Labels, border: Field) -> Field:
    inland = smoothstep(5, 9, sheet.shore / sheet.unit)
    line = 1 - smoothstep(0.5, 1.7, border / sheet.unit)
    dots = smoothstep(-0.1, 0.1, sheet.noise("dots", 11, 1))
    return np.asarray(0.8 * line * inland * dots, dtype=np.float32)
