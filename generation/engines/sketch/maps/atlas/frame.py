"""The page's frame: a blank margin, and a band of dark and pale bars that counts the spaces."""

import cv2
import numpy as np

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Picture

OUTER, INNER = 8.0, 17.0  #: units from the page's edge to the band, and to the map
BAR = 40.0  #: units that a bar is long, at least
SPACES = (1, 2, 5, 10, 20, 50, 100)  #: that a bar may stand for


def draw_frame(picture: Picture, page: Page) -> None:
    """One bar for every few spaces, between two lines."""
    sheet, look = page.sheet, page.look
    outer, inner = (max(round(units * sheet.unit), least) for units, least in ((OUTER, 1), (INNER, 3)))
    height, width = sheet.shape
    if min(height, width) <= 2 * inner:
        return
    _lay(picture, outer, mixed(look.paper, look.ink, 0.35 if look.colored else 0.04), 0.75)
    spaces = next((count for count in SPACES if count * sheet.scale >= BAR * sheet.unit), SPACES[-1])
    band = picture[outer : height - outer, outer : width - outer]
    deep = inner - outer
    across, down = (
        (np.arange(outer, side - outer) / (sheet.scale * spaces)).astype(np.int64) % 2 == 0
        for side in (width, height)
    )
    bars = np.array((look.bright, look.ink), dtype=np.uint8)
    for part, dark in (
        (band[:deep], across[None, :]),
        (band[-deep:], across[None, :]),
        (band[deep:-deep, :deep], down[deep:-deep, None]),
        (band[deep:-deep, -deep:], down[deep:-deep, None]),
    ):
        part[:] = part * 0.14 + bars[dark.astype(np.int64)] * 0.86
    line = max(1, round(1.6 * sheet.unit))
    for at in (outer, inner):
        corner = (width - 1 - at, height - 1 - at)
        cv2.rectangle(picture, (at, at), corner, [round(channel) for channel in look.ink], line)


def _lay(picture: Picture, reach: int, color: Color, alpha: float) -> None:
    """A colour over so many pixels along each edge."""
    flat = np.array(color, dtype=np.float32) * alpha
    for part in (
        picture[:reach],
        picture[-reach:],
        picture[reach:-reach, :reach],
        picture[reach:-reach, -reach:],
    ):
        part[:] = part * (1 - alpha) + flat
