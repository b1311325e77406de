"""`Frame`: where the subject stands on the canvas.

Head units: one unit is half a head's height, (0, 0) lies between the eyes, x grows to the viewer's right and
y down, so that the crown is at y = -1 and the chin at y = 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from generation.engines.sketch.portrait.canvas import Array, Box, box_around, floats, smoothstep


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Places head units on a canvas of `width` × `height` pixels; `tilt` is radians clockwise.

    A body's `slope` is how far its shoulder to the right hangs lower, per unit; its `twist` how far the
    middle of the breast lies from the middle of the trunk, as when it turns.
    """

    width: int
    height: int
    x: float
    y: float
    unit: float
    tilt: float = 0.0
    slope: float = 0.0
    twist: float = 0.0

    def px(self, points: ArrayLike, *, tilted: bool = False) -> Array:
        """Points in head units as pixels; only the head is `tilted`."""
        given = floats(points)
        if tilted:
            given = self._turned(given, self.tilt)
        elif self.slope or self.twist:
            given = self._posed(given)
        return floats(given * self.unit + floats([self.x, self.y]))

    def box(self, points: Array, margin: float = 2.0) -> Box:
        """The box on the canvas around points in pixels."""
        return box_around(points, margin, self.width, self.height)

    def grid(self, box: Box, *, tilted: bool = False) -> tuple[Array, Array]:
        """Head units x, y of every pixel in `box`."""
        rows, columns = np.mgrid[box.top : box.bottom, box.left : box.right].astype(np.float32)
        x, y = (columns + 0.5 - self.x) / self.unit, (rows + 0.5 - self.y) / self.unit
        if not tilted:
            return self._unposed(x, y)
        cos, sin = np.cos(-self.tilt), np.sin(-self.tilt)
        return floats(x * cos - (y - 1) * sin), floats(x * sin + (y - 1) * cos + 1)

    @property
    def canvas(self) -> Box:
        """The whole canvas."""
        return Box(0, 0, self.width, self.height)

    def _posed(self, points: Array) -> Array:
        x, y = points[..., 0], points[..., 1]
        turned = x + self.twist * _breast(x, y)
        return floats(np.stack([turned, y + self.slope * turned * _below_neck(y)], axis=-1))

    def _unposed(self, x: Array, y: Array) -> tuple[Array, Array]:
        """What `_posed` did, undone closely enough for textures."""
        if not (self.slope or self.twist):
            return floats(x), floats(y)
        straight = y - self.slope * x * _below_neck(y)
        return floats(x - self.twist * _breast(x - self.twist, straight)), floats(straight)

    def _turned(self, points: Array, angle: float) -> Array:
        """Rotated around the chin, where a head sits on its neck."""
        cos, sin = np.cos(angle), np.sin(angle)
        x, y = points[..., 0], points[..., 1] - 1
        return floats(np.stack([x * cos - y * sin, x * sin + y * cos + 1], axis=-1))


def _breast(x: Array, y: Array) -> Array:
    return floats(np.exp(-((x / 1.25) ** 2)) * smoothstep(1.3, 2.4, y))


def _below_neck(y: Array) -> Array:
    return floats(smoothstep(0.6, 1.6, y))
