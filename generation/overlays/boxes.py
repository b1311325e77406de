"""`Box`: a rectangle in pixels."""

from collections.abc import Iterable
from dataclasses import dataclass

from generation.layout.plan import Point


@dataclass(frozen=True)
class Box:
    """`right` and `bottom` lie outside of it."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, reach: float) -> "Box":
        """One that reaches farther on all sides."""
        return Box(self.left - reach, self.top - reach, self.right + reach, self.bottom + reach)

    def meets(self, other: "Box") -> bool:
        """Whether the two have ground in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def box_about(center: Point, reach: float) -> Box:
    """A square about a point."""
    x, y = center
    return Box(x - reach, y - reach, x + reach, y + reach)


def box_around(points: Iterable[Point], reach: float) -> Box:
    """The box around some points, and `reach` farther."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down)).grown(reach)
