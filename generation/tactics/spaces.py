"""Steps between the spaces of a map, squares and hexagons alike.

A space belongs to whatever is at its centre. A step goes from centre to centre and must meet no wall, no
window and no door that stops walkers. Hexagons touch along whole sides only. From square to square one can
also step diagonally, and there the rule "Corners" of Playing on a Grid holds (D&D 5e Basic Rules, ch. 9;
Player's Handbook, p. 192): no step crosses the corner of a wall or of terrain that fills its space. So both
ways around the corner must be free of walls, and neither of the two spaces beside it may be filled.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import Polygon, STRtree

from generation.lattice import Indices
from generation.layout.plan import MapLayout, Point
from generation.layout.terrain import cost_of
from generation.tactics.barriers import Segments, lines_of, of_doors, of_walls, of_windows, stops_walkers
from generation.tactics.steps import Steps
from generation.vocabulary import TerrainType

HOLLOW = frozenset({TerrainType.PIT, TerrainType.LAVA, TerrainType.WATER, TerrainType.DEEP_WATER})
"""Terrain that lies below the floor: where it cannot be entered, one can still pass its corners."""

Flags = NDArray[np.bool_]


def space_at(layout: MapLayout, point: Point) -> int:
    """The number of the space that a point of the map lies in."""
    return layout.lattice.space_at(*point)


def space_steps(layout: MapLayout) -> Steps:
    """The steps between the spaces of a layout."""
    lattice = layout.lattice
    centers = lattice.centers
    one, other = lattice.neighbours
    tree = STRtree(lines_of(np.stack((centers[one], centers[other]), axis=1)))
    walled = _met(tree, np.concatenate((of_walls(layout.walls), of_windows(layout.windows))))
    free = ~walled & ~_met(tree, of_doors(door for door in layout.doors if stops_walkers(door)))
    costs, filled = _terrain(layout)
    costs[~_ground(layout, one[~walled], other[~walled])] = np.inf
    diagonal = np.zeros(len(one), dtype=np.bool_)
    if not lattice.hexagonal:
        diagonal = np.abs(centers[one] - centers[other]).sum(axis=1) > 1.5
        _keep_off_corners(layout, free, filled.reshape(layout.rows, layout.columns))
    return _both_ways(centers, one[free], other[free], diagonal[free], costs)


def _met(lines: STRtree, barriers: Segments) -> Flags:
    """For each line of a tree, whether a barrier meets it."""
    met = np.zeros(len(lines), dtype=np.bool_)
    met[lines.query(lines_of(barriers), predicate="intersects")[1]] = True
    return met


def _terrain(layout: MapLayout) -> tuple[NDArray[np.float64], Flags]:
    """For each space: the cost of entering, infinite where nobody can; and whether terrain fills it."""
    centers = layout.lattice.centers
    costs = np.full(len(centers), _as_number(cost_of(layout.base)), dtype=np.float64)
    filled = np.zeros(len(centers), dtype=np.bool_)
    for room in layout.rooms:
        if not room.outdoors:
            costs[_inside(room.polygon, centers)] = 1.0
    for area in layout.terrain:
        inside = _inside(area.polygon, centers)
        costs[inside] = _as_number(area.cost)
        filled[inside] = area.cost is None and area.type not in HOLLOW
    return costs, filled


def _as_number(cost: float | None) -> float:
    return np.inf if cost is None else cost


def _inside(polygon: tuple[Point, ...], centers: NDArray[np.float64]) -> Flags:
    """Which centres lie in a polygon; only those within its bounds are looked at closely."""
    shape = Polygon(polygon)
    left, top, right, bottom = shape.bounds
    x, y = centers.T
    inside = np.asarray((x >= left) & (x <= right) & (y >= top) & (y <= bottom))
    shapely.prepare(shape)
    inside[inside] = shapely.contains_xy(shape, x[inside], y[inside])
    return inside


def _ground(layout: MapLayout, one: Indices, other: Indices) -> Flags:
    """The spaces that are no rock: under the open sky all, else those that some way joins to a room.

    `one` and `other` are the neighbours with no wall between; locked doors don't part them. A layout without
    rooms is ground everywhere.
    """
    centers = layout.lattice.centers
    rooms = np.zeros(len(centers), dtype=np.bool_)
    for room in layout.rooms:
        rooms |= _inside(room.polygon, centers)
    if layout.base is not None or not rooms.any():
        return np.ones_like(rooms)
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(rooms.size, rooms.size))
    labels = np.asarray(connected_components(graph, directed=False)[1])
    return np.isin(labels, labels[rooms])


def _keep_off_corners(layout: MapLayout, free: Flags, filled: Flags) -> None:
    """Close, in `free`, the diagonal steps that would cut a corner; it is ordered as `neighbours` says."""
    rows, columns = layout.rows, layout.columns
    shapes = ((rows, columns - 1), (rows - 1, columns), (rows - 1, columns - 1), (rows - 1, columns - 1))
    ends = np.cumsum([height * width for height, width in shapes])[:-1]
    parts = zip(np.split(free, ends), shapes, strict=True)
    right, below, falling, rising = (part.reshape(shape) for part, shape in parts)  # views of `free`
    around = right[:-1] & right[1:] & below[:, :-1] & below[:, 1:]
    falling &= around & ~filled[:-1, 1:] & ~filled[1:, :-1]
    rising &= around & ~filled[:-1, :-1] & ~filled[1:, 1:]


def _both_ways(
    centers: NDArray[np.float64],
    one: Indices,
    other: Indices,
    diagonal: Flags,
    costs: NDArray[np.float64],
) -> Steps:
    """The steps there and back, without those into spaces that cannot be entered."""
    start, end = np.concatenate((one, other)), np.concatenate((other, one))
    entered = np.isfinite(costs[end])
    return Steps(
        centers=centers,
        costs=costs,
        start=start[entered],
        end=end[entered],
        diagonal=np.tile(diagonal, 2)[entered],
    )
