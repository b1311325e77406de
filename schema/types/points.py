"""Point: a place on a map."""

from collections.abc import Iterable
from typing import Self

import strawberry

from generation.layout import plan
from schema.fields import described


@strawberry.type(description="All coordinates are in grid spaces from the top left corner.")
class Point:
    """A place on a map."""

    x: float = described("Spaces from the left edge.")
    y: float = described("Spaces from the top edge.")

    @classmethod
    def of(cls, point: plan.Point) -> Self:
        """The served form of a point."""
        return cls(x=point[0], y=point[1])


def points(path: Iterable[plan.Point]) -> list[Point]:
    """A polyline or polygon as points."""
    return [Point.of(point) for point in path]
