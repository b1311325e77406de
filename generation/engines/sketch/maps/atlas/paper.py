"""The sheet itself, and the soft washes over it."""

import numpy as np

from generation.engines.sketch.maps.atlas.look import Look
from generation.engines.sketch.maps.atlas.sheet import Sheet
from generation.engines.sketch.maps.texture import Picture, bands


def paint_paper(picture: Picture, sheet: Sheet, look: Look) -> None:
    """Parchment with clouds, and a wash over the seas that fades away from the shore."""
    base = np.array(look.paper, np.float32) * (1 + 0.06 * sheet.noise("clouds", 300, 4))[:, :, None]
    if look.wash:
        off = np.clip(-sheet.shore / sheet.unit, 0, None)
        alpha = look.wash * (0.3 + 0.4 * np.exp(-off / 60)) * (sheet.shore < 0)
        base += (np.array(look.sea, np.float32) - base) * alpha[:, :, None]
    for rows in bands(sheet.height):
        picture[rows] = np.clip(sheet.finer(base, rows), 0, 255)
