"""Trees as a bird sees them."""

import cv2
import numpy as np

from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Picture


def paint_growth(picture: Picture, land: Land, style: MapStyle) -> None:
    """Everything that grows, as plain crowns."""
    for prop in land.growth:
        at = np.round(np.array(prop.position) * land.chart.scale * (1 << SHIFT)).astype(int)
        radius = round(min(prop.width, prop.height) / 2 * land.chart.scale * (1 << SHIFT))
        center = (int(at[0]), int(at[1]))
        cv2.circle(picture, center, radius, (66, 92, 44), -1, cv2.LINE_AA, SHIFT)
        cv2.circle(picture, center, radius, style.outline, 1, cv2.LINE_AA, SHIFT)
