"""What wheels and feet leave on roads."""

import cv2
import numpy as np

from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.texture import Field, blurred, smoothstep
from generation.vocabulary import MapEnvironment, TerrainType

WIDEST = (
    1.5  #: spaces from the middle of a road to its edge; what is wider is a yard, where all go as they like
)
GAUGE = 0.42  #: spaces from the middle of a road to a rut


def track_light(land: Land) -> Field | float:
    """The brightness of roads: ruts where carts go, darker verges; 1 elsewhere."""
    if TerrainType.ROAD not in land.present or land.chart.environment is MapEnvironment.TOWN:
        return 1.0
    inside = land.inside(TerrainType.ROAD)
    reach = round(1.4 * land.samples)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    ridge = np.asarray(cv2.dilate(np.maximum(inside, 0), kernel), dtype=np.float32)
    half = blurred(ridge, 0.3 * land.samples)
    aside = half - inside + 0.06 * land.noise("ruts", 0.9, 2)
    worn = (
        smoothstep(-0.5, 0.2, land.noise("worn", 2.4, 3))
        * smoothstep(0.5, 0.62, half)
        * smoothstep(WIDEST + 0.4, WIDEST, half)
    )
    rut = np.exp(-(((aside - GAUGE) / 0.085) ** 2)) * worn
    rim = np.exp(-(((aside - GAUGE + 0.16) / 0.06) ** 2)) * worn
    verge = np.exp(-np.clip(inside, 0, 9) / 0.16)
    on_road = smoothstep(-0.05, 0.1, inside)
    return np.asarray(1 - on_road * (0.24 * rut - 0.07 * rim + 0.12 * verge), dtype=np.float32)
