"""The line between land and sea."""

import numpy as np

from generation.engines.sketch.maps.atlas.look import Look
from generation.engines.sketch.maps.atlas.sheet import Sheet
from generation.engines.sketch.maps.texture import Picture, bands, cover, smoothstep


def ink_coast(picture: Picture, sheet: Sheet, look: Look) -> None:
    """A firm pen line."""
    half = 1.3 * sheet.unit
    for rows in bands(sheet.height):
        line = 1 - smoothstep(half - 0.6, half + 0.6, np.abs(sheet.finer(sheet.shore, rows)))
        cover(picture[rows], look.ink, line)
