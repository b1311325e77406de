"""Hills and dunes: light on what rises out of the plain."""

import cv2
import numpy as np

from generation.engines.sketch.maps.outdoors.land import WATERS, Land
from generation.engines.sketch.maps.texture import Field, blurred, smoothstep
from generation.vocabulary import TerrainType


def hill_light(land: Land) -> Field | float:
    """What to add to the brightness on hills: light on slopes to the top left, shade on the others."""
    hills = [area.polygon for area in land.chart.layout.terrain if area.type is TerrainType.HILL]
    if not hills:
        return 0.0
    height = np.zeros(land.shape, dtype=np.float32)
    for hill in hills:
        mask = np.zeros(land.shape, dtype=np.uint8)
        cv2.fillPoly(mask, [land.placed(hill)], 1, shift=4)
        inside = land.distance(mask > 0) + 0.25 * land.noise("hills", 1.6, 3)
        height += smoothstep(-0.2, 2.2, inside) + 0.35 * smoothstep(-0.1, 0.5, inside)
    slope = _slope(blurred(height, 0.18 * land.samples), land.samples)
    light = np.clip(0.4 * slope, -0.3, 0.13) + 0.03 * np.minimum(height, 1)
    dry = 1 - smoothstep(-0.2, 0.1, land.inside(TerrainType.ICE, *WATERS))
    return np.asarray(light * dry, dtype=np.float32)


def drift_light(land: Land) -> Field:
    """The same for the drifts of snow that wind has heaped up everywhere."""
    drifts = land.noise("heaped", 2.6, 3)
    return np.asarray(np.clip(0.16 * _slope(drifts, land.samples), -0.16, 0.1) - 0.03, dtype=np.float32)


def _slope(height: Field, samples: float) -> Field:
    """Rise per space towards the bottom right."""
    back = np.roll(height, (1, 1), axis=(0, 1))
    back[0], back[:, 0] = height[0], height[:, 0]
    return np.asarray((height - back) * samples / np.sqrt(2), dtype=np.float32)
