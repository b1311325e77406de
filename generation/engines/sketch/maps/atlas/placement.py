"""Finds places on a page for things that must not overlap, such as labels: a greedy search by importance.

Candidate positions and a test of each against all that is placed already, as cartographers' programs do
(Christensen, Marks and Shieber 1995, "An Empirical Study of Algorithms for Point-Feature Label Placement").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from shapely import intersects
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree


class Candidate(Protocol):
    """A place that something could take: what it would cover, and how bad that would be."""

    @property
    def shape(self) -> BaseGeometry:
        """Asked for only when its turn has come."""
        ...

    @property
    def cost(self) -> float:
        """The least is best."""
        ...


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Something that wants one of several places; a higher rank chooses earlier."""

    rank: float
    candidates: Sequence[Candidate]


def place(wishes: Sequence[Wish], page: BaseGeometry, obstacles: Sequence[BaseGeometry]) -> list[int | None]:
    """The number of the candidate that each wish gets, or None where there is no place for it.

    What is chosen lies within `page` and touches neither an obstacle nor anything else that is chosen. Each
    wish gets its cheapest candidate that those of higher rank have left free; the earlier of equals is first.
    """
    chosen: list[int | None] = [None] * len(wishes)
    fixed = STRtree(list(obstacles))
    taken = np.empty(len(wishes), dtype=object)
    count = 0
    for number in sorted(range(len(wishes)), key=lambda each: -wishes[each].rank):
        candidates = wishes[number].candidates
        for option in sorted(range(len(candidates)), key=lambda each: candidates[each].cost):
            shape = candidates[option].shape
            if not page.covers(shape) or fixed.query(shape, predicate="intersects").size:
                continue
            if not intersects(shape, taken[:count]).any():
                chosen[number] = option
                taken[count] = shape
                count += 1
                break
    return chosen
