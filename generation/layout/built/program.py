"""Which room of a house is for what: by size, by the way from the hall, by what lies beside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from generation.layout.built import purposes as p
from generation.layout.furnishing import Purpose

ASTRAY = 3.0  #: cost of an annex that is not beside what it belongs to
UNFIT = 4.0  #: cost of a room too small or too large


@dataclass(frozen=True, kw_only=True)
class Want:
    """A room that a house should have: of about `ideal` spaces, `away` from the hall (0 near, 1 far)."""

    purpose: Purpose
    ideal: float
    away: float
    beside: Purpose | None = None


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where one room lies: its spaces, how far from the hall (0 to 1), the rooms beside it."""

    spaces: int
    away: float
    beside: frozenset[int]


def _want(purpose: Purpose, ideal: float, away: float, beside: Purpose | None = None) -> Want:
    return Want(purpose=purpose, ideal=ideal, away=away, beside=beside)


HOME = (
    _want(p.MASTER, 24, 0.8),
    _want(p.KITCHEN, 22, 0.5),
    _want(p.PANTRY, 9, 0.7, p.KITCHEN),
    _want(p.STUDY, 15, 0.5),
    _want(p.DINING, 26, 0.1),
    _want(p.BEDCHAMBER, 16, 0.8),
    _want(p.PARLOR, 24, 0.2),
    _want(p.SERVANTS, 18, 0.9),
    _want(p.BEDCHAMBER, 16, 0.8),
    _want(p.HIDDEN, 9, 0.8, p.STUDY),
    _want(p.LIBRARY, 26, 0.4),
    _want(p.STOREROOM, 14, 0.7),
    _want(p.BEDCHAMBER, 16, 0.8),
    _want(p.CHAPEL, 24, 0.6),
    _want(p.WASHROOM, 12, 0.7),
    _want(p.ARMORY, 20, 0.4),
    _want(p.WORKSHOP, 18, 0.6),
    _want(p.GALLERY, 50, 0.3),
)
"""The rooms of a house, the first ones first; a larger one has more of the last ones."""

MORE = (
    _want(p.BEDCHAMBER, 16, 0.8),
    _want(p.BEDCHAMBER, 18, 0.7),
    _want(p.STOREROOM, 14, 0.7),
    _want(p.PARLOR, 24, 0.3),
    _want(p.SERVANTS, 18, 0.9),
    _want(p.WASHROOM, 12, 0.7),
    _want(p.WORKSHOP, 18, 0.6),
    _want(p.GALLERY, 50, 0.4),
    _want(p.ARMORY, 20, 0.5),
    _want(p.STUDY, 16, 0.5),
)


def wants_for(count: int, first: Sequence[Want] = HOME, more: Sequence[Want] = MORE) -> list[Want]:
    """What `count` rooms are for."""
    return [
        first[index] if index < len(first) else more[(index - len(first)) % len(more)]
        for index in range(count)
    ]


def assigned(wants: Sequence[Want], settings: Sequence[Setting]) -> list[Purpose]:
    """A purpose for each setting, of which there are as many as wants: those first that others lie beside."""
    purposes: dict[int, Purpose] = {}
    for annexes in (False, True):
        some = [want for want in wants if (want.beside is not None) is annexes]
        left = [index for index in range(len(settings)) if index not in purposes]
        if not some:
            continue
        costs = [[_cost(want, settings[index], purposes) for index in left] for want in some]
        for row, column in zip(*linear_sum_assignment(np.array(costs)), strict=True):
            purposes[left[int(column)]] = some[int(row)].purpose
    return [purposes[index] for index in range(len(settings))]


def _cost(want: Want, setting: Setting, purposes: dict[int, Purpose]) -> float:
    cost = 1.5 * abs(float(np.log(setting.spaces / want.ideal))) + abs(setting.away - want.away)
    if not want.purpose.least <= setting.spaces <= want.purpose.most:
        cost += UNFIT
    if want.beside is not None and all(purposes.get(other) != want.beside for other in setting.beside):
        cost += ASTRAY
    return cost
