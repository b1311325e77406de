"""How far a path goes, and how many days a journey takes."""

from collections.abc import Sequence
from itertools import pairwise
from math import dist

from generation.briefs import Grid
from generation.layout.plan import Point
from generation.vocabulary import DiagonalRule

MILES_PER_DAY = {"walking": 24.0, "walking fast": 30.0, "walking slow": 18.0}


def path_distance(
    points: Sequence[Point], grid: Grid, rule: DiagonalRule = DiagonalRule.EQUIDISTANT
) -> float:
    """The distance of a movement path in the grid's units, counted in spaces by the diagonal rule."""
    return route_length(points, grid)


def route_length(points: Sequence[Point], grid: Grid) -> float:
    """The length of a line in the grid's units."""
    return grid.distance * sum(dist(here, there) for here, there in pairwise(points))


def travel_days(points: Sequence[Point], mode: str, grid: Grid) -> float:
    """The days that a journey takes by a way of travelling out of `MILES_PER_DAY`."""
    return route_length(points, grid) / MILES_PER_DAY[mode]
