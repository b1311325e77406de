"""Where on a map something is asked for."""

from collections.abc import Iterable

import strawberry

from generation.layout import plan
from schema.fields import described


@strawberry.input(description="A place on a map, in grid spaces from the top left corner.")
class PointInput:
    """A point as a client asks for it."""

    x: float = described("Spaces from the left edge.")
    y: float = described("Spaces from the top edge.")

    def value(self) -> plan.Point:
        """x, y."""
        return self.x, self.y


def values(line: Iterable[PointInput]) -> tuple[plan.Point, ...]:
    """A line or an outline as plain points."""
    return tuple(point.value() for point in line)
