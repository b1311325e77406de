"""Rivers: where enough water gathers, from the source to the sea or a lake."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.layout.lands.land import Land
from generation.layout.lands.sheet import Cells, Field, Mask

SHORTEST = 0.03  #: of the map's longer side


@dataclass(frozen=True)
class River:
    """The cells of one river from its source to its mouth.

    The last cell is the sea's, a lake's, the map's edge, or one of the river that it joins.
    """

    cells: tuple[int, ...]
    flow: float  #: at its mouth
    joins: bool  #: whether it ends in another river


def rivers_of(land: Land, threshold: float) -> list[River]:
    """The rivers that carry at least `threshold`, the greatest first."""
    flow, downstream = land.flow, land.drainage.downstream
    full = land.land.ravel() & (flow >= threshold)
    wet = full & land.dry.ravel()
    ahead = _main_branch(full, flow, downstream)
    shortest = max(6, round(SHORTEST * max(land.sheet.shape)))
    rivers: list[River] = []
    drawn: set[int] = set()
    mouths = np.nonzero(wet & ~wet[downstream])[0]
    edge = np.nonzero(wet & (downstream == np.arange(len(wet))))[0]
    starts = np.concatenate((mouths, edge))
    waiting = [(int(cell), False) for cell in starts[np.argsort(-flow[starts], kind="stable")]]
    while waiting:
        following: list[tuple[int, bool]] = []
        for cell, joins in waiting:
            course = _upstream(cell, ahead, wet)
            end = int(downstream[cell])
            if len(course) < shortest:
                continue
            course = course[::-1] + ([end] if end != cell else [])
            rivers.append(River(tuple(course), float(flow[cell]), joins))
            drawn.update(course)
            following += _tributaries(course, wet, downstream, drawn)
        waiting = sorted(following, key=lambda branch: (-flow[branch[0]], branch[0]))
    return sorted(rivers, key=lambda river: (-river.flow, river.cells))


def _main_branch(full: Mask, flow: Field, downstream: Cells) -> Cells:
    """For each cell the one upstream that brings the most water; -1 at a source."""
    cells = np.nonzero(full & (downstream != np.arange(len(full))))[0]
    cells = cells[np.argsort(flow[cells], kind="stable")]
    ahead = np.full(len(full), -1, dtype=np.int64)
    ahead[downstream[cells]] = cells  # the last one written wins: the greatest
    return ahead


def _upstream(cell: int, ahead: Cells, wet: Mask) -> list[int]:
    """The cells up to a source, or to the lake that feeds the river."""
    course = [cell]
    while ahead[course[-1]] >= 0 and wet[course[-1]]:
        course.append(int(ahead[course[-1]]))
    return course


def _tributaries(
    course: Sequence[int], wet: Mask, downstream: Cells, drawn: set[int]
) -> list[tuple[int, bool]]:
    """The cells that drain into a river and are no part of it."""
    inside = np.zeros(len(wet), dtype=np.bool_)
    inside[list(course)] = wet[list(course)]
    joining = np.nonzero(wet & inside[downstream])[0]
    return [(int(cell), True) for cell in joining if int(cell) not in drawn]
