"""The line between land and sea, and the ripples that run out from it."""

import numpy as np

from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.texture import Field, Picture, bands, cover, smoothstep

RIPPLES = (7.0, 15.0, 25.0, 38.0, 54.0)  #: units off the shore


def ink_coast(picture: Picture, page: Page) -> None:
    """A firm line that swells a little, and ripples that thin out and break off."""
    sheet, look = page.sheet, page.look
    shore = sheet.shore
    swell = sheet.noise("pen", 60, 2)
    broken = sheet.noise("ripples", 46, 3)
    drift = sheet.noise("drift", 30, 2)
    for rows in bands(sheet.height):
        off = sheet.finer(shore, rows)
        half = (1.4 + 0.5 * sheet.finer(swell, rows)) * sheet.unit
        cover(picture[rows], look.ink, np.clip(half + 0.5 - np.abs(off), 0, 1))
        if (off < 0).any():
            breaks, wander = sheet.finer(broken, rows), sheet.finer(drift, rows)
            cover(picture[rows], look.deep, _ripples(off / sheet.unit + 1.2 * wander, breaks, sheet.unit))


def _ripples(off: Field, breaks: Field, unit: float) -> Field:
    """Lines along the shore, each fainter than the one before."""
    alpha = np.zeros_like(off)
    for number, at in enumerate(RIPPLES):
        half = 0.75 - 0.09 * number
        line = np.clip((half - np.abs(off + at)) * unit + 0.5, 0, 1)
        gaps = -0.5 + 0.16 * number
        alpha = np.maximum(alpha, (0.75 - 0.11 * number) * line * smoothstep(gaps, gaps + 0.12, breaks))
    return alpha
