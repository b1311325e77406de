"""`Frame`: where the subject stands on the canvas.

Head units: one unit is half a head's height, (0, 0) lies between the eyes, x grows to the viewer's right and
y down, so that the crown is at y = -1 and the chin at y = 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from generation.engines.sketch.portrait.canvas import Array, Box, box_around, floats


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Places head units on a canvas of `width` × `height` pixels; `tilt` is radians clockwise."""

    width: int
    height: int
    x: float
    y: float
    unit: float
    tilt: float = 0.0

    def px(self, points: ArrayLike, *, tilted: bool = False) -> Array:
        """Points in head units as pixels; only the head is `tilted`."""
        given = floats(points)
        if tilted:
            given = self._turned(given, self.tilt)
        return floats(given * self.unit + floats([self.x, self.y]))

    def box(self, points: Array, margin: float = 2.0) -> Box:
        """The box on the canvas around points in pixels."""
        return box_around(points, margin, self.width, self.height)

    def grid(self, box: Box, *, tilted: bool = False) -> tuple[Array, Array]:
        """Head units x, y of every pixel in `box`."""
        rows, columns = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float32)
        x, y = (columns + 0.5 - self.x) / self.unit, (rows + 0.5 - self.y) / self.unit
        if not tilted:
            return floats(x), floats(y)
        cos, sin = np.cos(-self.tilt), np.sin(-self.tilt)
        return floats(x * cos - (y - 1) * sin), floats(x * sin + (y - 1) * cos + 1)

    @property
    def canvas(self) -> Box:
        """The whole canvas."""
        return Box(0, 0, self.width, self.height)

    def _turned(self, points: Array, angle: float) -> Array:
        """Rotated around the chin, where a head sits on its neck."""
        cos, sin = np.cos(angle), np.sin(angle)
        x, y = points[..., 0], points[..., 1] - 1
        return floats(np.stack([x * cos - y * sin, x * sin + y * cos + 1], axis=-1))
