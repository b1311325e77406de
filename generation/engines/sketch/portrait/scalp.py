"""Where hair grows: the hairline, the parting and the head's upper outline."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Points, floats
from generation.engines.sketch.portrait.sitting import Sitting


def hairline_y(t: Points | float) -> Array:
    """Height of the hairline from ear (-1) to ear (1)."""
    away = np.abs(floats(t))
    return floats(-0.64 + 0.08 * away**2 + 0.42 * away**5)


def hairline(sitting: Sitting, t: float) -> Array:
    """The point of the hairline at `t`, on a turned head."""
    x = 0.68 * t + sitting.turn * 0.5 * (1 - abs(t))
    return floats([x, float(hairline_y(t))])


def dome(t: float, volume: float = 0.0) -> Array:
    """A point of the head's upper outline: -1 at the left ear, 0 at the crown, 1 at the right ear."""
    angle = t * np.pi / 2 * 1.05
    return floats([np.sin(angle) * (0.745 + volume), -0.27 - np.cos(angle) * (0.82 + volume)])


def parting_of(sitting: Sitting) -> float:
    """Where the hair is parted, across the crown."""
    return float(np.sign(sitting.turn or 1.0)) * -0.22


def outside_in(count: int) -> list[float]:
    """From both sides towards the middle, so that the middle lies on top."""
    return sorted((float(t) for t in np.linspace(-1, 1, count)), key=lambda t: -abs(t))
