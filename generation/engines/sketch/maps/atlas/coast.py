"""The line between land and sea, and the ripples that run out from it."""

import numpy as np

from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Field, Picture, bands, smoothstep

RIPPLES = (7.0, 15.0, 25.0, 38.0, 54.0)  #: units off the shore
WIDEST = 62.0  #: units off the shore that the last ripple reaches


def ink_coast(picture: Picture, page: Page) -> None:
    """A firm line that swells a little, and ripples that thin out and break off."""
    sheet, look = page.sheet, page.look
    swell, broken, drift = (
        sheet.noise("pen", 60, 2),
        sheet.noise("ripples", 46, 3),
        sheet.noise("drift", 30, 2),
    )
    for rows in bands(sheet.height):
        off = sheet.finer(sheet.shore, rows)
        near = (off > -WIDEST * sheet.unit) & (off < 4 * sheet.unit)  # all else stays as it is
        if not near.any():
            continue
        fields = [sheet.finer(field, rows)[near] for field in (swell, broken, drift)]
        alpha = _ripples(off[near] / sheet.unit + 1.2 * fields[2], fields[1], sheet.unit)
        part = picture[rows]
        part[near] = _inked(part[near], look.deep, alpha)
        half = (1.2 + 0.45 * fields[0]) * sheet.pen
        part[near] = _inked(part[near], look.ink, np.clip(half + 0.5 - np.abs(off[near]), 0, 1))


def _inked(below: Picture, color: Color, alpha: Field) -> Picture:
    """Pixels with a share of ink over them."""
    return np.asarray(below + (np.array(color, np.float32) - below) * alpha[:, None], dtype=np.uint8)


def _ripples(off: Field, breaks: Field, unit: float) -> Field:
    """Lines along the shore, each fainter than the one before."""
    alpha = np.zeros_like(off)
    for number, at in enumerate(RIPPLES):
        half = 0.75 - 0.09 * number
        line = np.clip((half - np.abs(off + at)) * unit + 0.5, 0, 1)
        gaps = -0.5 + 0.16 * number
        alpha = np.maximum(alpha, (0.75 - 0.11 * number) * line * smoothstep(gaps, gaps + 0.12, breaks))
    return alpha
