"""How far a way on a map goes, and how many days a journey takes.

Points are in grid spaces, lengths in the grid's units.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generation.briefs import Grid
from generation.extents import LONG, STEP
from generation.lattice import Lattice
from generation.layout.plan import Point
from generation.vocabulary import DiagonalRule, GridType

Cells = NDArray[np.int64]
"""n × (column, row) of squares, or n × (q, r) of hexagons in axial coordinates."""

MILES_PER_DAY = {
    "walking": 24.0,
    "walking fast": 30.0,
    "walking slow": 18.0,
    "riding": 48.0,
    "wagon": 24.0,
    "rowboat": 12.0,
    "keelboat": 8.0,
    "ship": 48.0,
    "sailing ship": 48.0,
    "warship": 60.0,
    "longship": 72.0,
    "galley": 96.0,
    "flying": 64.0,
    "airship": 192.0,
}
"""How far one gets in a day, by the ways of travelling.

On foot by the SRD 5.2.1's "Travel Pace"; a wagon keeps that pace (SRD 5.1, "Mounts and Vehicles"). A mount
goes a tenth of its speed in miles an hour for eight hours (Dungeon Master's Guide 2014, p. 242, "Special
Travel Pace"): a riding horse by its 60 feet, a griffon by its 80. Vessels go by the SRD 5.2.1's "Airborne
and Waterborne Vehicles": large crews sail day and night, whoever rows alone does so for eight hours.
"""

_METRES_PER_MILE = 1609.344
MILES_PER_UNIT = {
    name: miles
    for names, miles in (
        (("mi", "mile", "miles"), 1.0),
        (("ft", "foot", "feet"), 1 / 5280),
        (("yd", "yard", "yards"), 1 / 1760),
        (("m", "metre", "metres", "meter", "meters"), 1 / _METRES_PER_MILE),
        (("km", "kilometre", "kilometres", "kilometer", "kilometers"), 1000 / _METRES_PER_MILE),
        (("nmi", "nautical mile", "nautical miles"), 1852 / _METRES_PER_MILE),
        (("league", "leagues"), 3.0),
    )
    for name in names
}


def path_distance(
    points: Sequence[Point], grid: Grid, rule: DiagonalRule = DiagonalRule.EQUIDISTANT
) -> float:
    """What a walk along `points` costs on open ground.

    From space to space as the grid counts them: on squares by `rule`, on hexagons by steps; as the crow flies
    where there is no grid (SRD 5.1, "Playing on a Grid"; Dungeon Master's Guide 2014, p. 252).
    """
    if grid.type is GridType.GRIDLESS:
        return route_length(points, grid)
    legs = np.abs(np.diff(cells_at(points, grid), axis=0))
    if Lattice.of(grid).hexagonal:
        across = np.diff(cells_at(points, grid), axis=0)
        steps = (legs.sum(axis=1) + np.abs(across.sum(axis=1))) // 2
        return float(steps.sum()) * grid.distance
    steps, diagonals = int(legs.max(axis=1).sum()), int(legs.min(axis=1).sum())
    extra = diagonals // 2 if rule is DiagonalRule.ALTERNATING else 0
    return (steps + extra) * grid.distance


def route_length(points: Sequence[Point], grid: Grid) -> float:
    """The length of a line, as the crow flies from point to point."""
    legs = np.diff(np.array(points, dtype=np.float64), axis=0)
    return float(np.hypot(legs[:, 0], legs[:, 1]).sum()) * grid.distance


def miles_per_unit(units: str) -> float | None:
    """How many miles one of a grid's units is, by its usual names; None where we do not know it."""
    return MILES_PER_UNIT.get(units.strip().rstrip(".").lower())


def travel_days(points: Sequence[Point], mode: str, grid: Grid) -> float:
    """The days that a journey along `points` takes by a mode out of `MILES_PER_DAY`.

    New routes are refused on grids whose units we do not know (see `checking`). Where a grid was given such
    units afterwards, they count as miles.
    """
    miles = route_length(points, grid) * (miles_per_unit(grid.units) or 1.0)
    return miles / MILES_PER_DAY[mode]


def cells_at(points: Sequence[Point], grid: Grid) -> Cells:
    """The space that each point lies in; on a border the one to the right or below."""
    array = np.array(points, dtype=np.float64).reshape(-1, 2)
    if not Lattice.of(grid).hexagonal:
        inside = np.clip(np.floor(array), 0, (grid.columns - 1, grid.rows - 1))
        return np.asarray(inside.astype(np.int64))
    if grid.type is GridType.HEX_COLUMNS:
        array = array[:, ::-1]
    # Axial coordinates: one step along r goes half a space across (redblobgames.com/grids/hexagons).
    r = (array[:, 1] - LONG / 2) / STEP
    q = array[:, 0] - 0.5 - r / 2
    return _nearest_hexagon(np.column_stack((q, r)))


def _nearest_hexagon(axial: NDArray[np.float64]) -> Cells:
    """Fractional axial coordinates, rounded: of the three that sum to zero the one furthest off gives way."""
    cube = np.column_stack((axial, -axial.sum(axis=1)))
    rounded = np.round(cube)
    off = np.abs(rounded - cube)
    worst = off.argmax(axis=1)
    rows = np.arange(len(cube))
    rounded[rows, worst] -= rounded.sum(axis=1)
    return np.asarray(rounded[:, :2].astype(np.int64))
