"""Which way water runs and rock falls: noise drawn out along the lines of a field."""

import cv2
import numpy as np

from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.texture import Field, blurred

LEVEL = 0.004  #: a slope too small to count against any shore, and enough where there is none
STEPS = 9  #: samples that noise is drawn out by, to both sides


def streaks(land: Land, inside: Field) -> Field:
    """Lines along the shores and between them, about -1 to 1."""
    smooth = blurred(np.clip(inside, -1, 4), 0.45 * land.samples)
    down, across = _direction(smooth)
    return drawn_out(land, "streaks", -down, across)


def falls(land: Land, inside: Field, salt: str) -> Field:
    """Lines that run straight from the rim inwards, about -1 to 1."""
    down, across = _direction(blurred(np.clip(inside, -2, 4), 0.2 * land.samples))
    return drawn_out(land, salt, across, down)


def _direction(field: Field) -> tuple[Field, Field]:
    """The unit vector, down and to the right, in which a field rises; one for all where it is level."""
    down, across = np.gradient(field)
    down, across = down + LEVEL, across - 0.5 * LEVEL
    length = np.maximum(np.hypot(down, across), 1e-6)
    return np.asarray(down / length, np.float32), np.asarray(across / length, np.float32)


def drawn_out(land: Land, salt: str, across: Field, down: Field) -> Field:
    """Noise averaged along a field of directions (line integral convolution, Cabral and Leedom 1993)."""
    grain = blurred(land.chart.rng(salt).normal(0, 1, land.shape).astype(np.float32), 0.8)
    x, y = np.meshgrid(np.arange(land.shape[1], dtype=np.float32), np.arange(land.shape[0], dtype=np.float32))
    total = grain.copy()
    for way in (-1.0, 1.0):
        at_x, at_y = x.copy(), y.copy()
        for _ in range(STEPS):
            step_x = cv2.remap(across, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            step_y = cv2.remap(down, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            at_x, at_y = at_x + way * step_x, at_y + way * step_y
            total += cv2.remap(grain, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(total / max(float(total.std()) * 1.6, 1e-6), dtype=np.float32)
