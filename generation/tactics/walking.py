"""Cheapest walks over steps. Distances are in grid spaces at ordinary cost, terrain included.

Dijkstra's algorithm, by SciPy: compiled, it settles a whole map sooner than A* in Python finds one goal.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from generation.layout.plan import Point
from generation.tactics.steps import Steps
from generation.vocabulary import DiagonalRule

STRAIGHTNESS = 1e-7  #: price of a space's length in the air: picks the straightest of equally cheap walks
SLACK = 1e-9  #: share by which a sum of steps may pass a limit, since feet are no exact binary fractions


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The centres of the spaces that are walked over, both ends included, and what it costs."""

    points: tuple[Point, ...]
    distance: float


def cheapest_walk(steps: Steps, start: int, goal: int, rule: DiagonalRule) -> Walk | None:
    """The cheapest walk from space to space; of equally cheap ones the straightest. None where none leads.

    Entering a space costs, leaving it does not: a walk into difficult terrain costs more than the one out.
    """
    costs = _priced(steps, rule, steps.cost)
    ranked = _priced(steps, rule, steps.cost + STRAIGHTNESS * steps.lengths)
    [totals], [before] = dijkstra(ranked, indices=[start], return_predecessors=True)
    spaces = len(steps.centers)
    nodes = [min(range(goal, len(totals), spaces), key=lambda node: float(totals[node]))]
    if not np.isfinite(totals[nodes[0]]):
        return None
    while nodes[-1] != start:
        nodes.append(int(before[nodes[-1]]))
    nodes.reverse()
    distance = sum(float(costs[here, there]) for here, there in pairwise(nodes))
    return Walk(points=_points(steps, np.array(nodes) % spaces), distance=distance)


def spaces_in_reach(steps: Steps, start: int, limit: float, rule: DiagonalRule) -> tuple[Point, ...]:
    """The centres of the spaces to which the cheapest walk is at most `limit`, the first one included."""
    most = limit * (1 + SLACK)
    totals = dijkstra(_priced(steps, rule, steps.cost), indices=[start], limit=most)
    best = totals.reshape(-1, len(steps.centers)).min(axis=0)
    return _points(steps, np.flatnonzero(best <= most))


def _points(steps: Steps, spaces: NDArray[np.intp]) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in steps.centers[spaces])


def _priced(steps: Steps, rule: DiagonalRule, prices: NDArray[np.float64]) -> csr_array:
    """The steps as a graph of n nodes, or of 2n where every second diagonal costs twice.

    There, node `space` stands for an even number of diagonals so far and `n + space` for an odd one.
    """
    spaces = len(steps.centers)
    if rule is DiagonalRule.EQUIDISTANT:
        return csr_array((prices, (steps.start, steps.end)), shape=(spaces, spaces))
    flip = np.where(steps.diagonal, spaces, 0)
    start = np.concatenate((steps.start, steps.start + spaces))
    end = np.concatenate((steps.end + flip, steps.end + spaces - flip))
    paid = np.concatenate((prices, np.where(steps.diagonal, 2 * prices, prices)))
    return csr_array((paid, (start, end)), shape=(2 * spaces, 2 * spaces))
