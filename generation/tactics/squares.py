"""Steps on a square grid.

A space belongs to whatever is at its centre. A step goes from centre to centre and must meet no wall and no
door that stops walkers. Diagonally, the rule "Corners" of Playing on a Grid holds (D&D 5e Basic Rules, ch. 9;
Player's Handbook, p. 192): no step crosses the corner of a wall or of terrain that fills its space. So both
ways around the corner must be free of walls, and neither of the two spaces beside it may be filled.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import Polygon, STRtree

from generation.layout.plan import MapLayout, Point
from generation.layout.spaces import Spaces, spaces_within
from generation.tactics.barriers import Segments, lines_of, of_doors, of_walls, stops_walkers
from generation.tactics.steps import Indices, Steps
from generation.vocabulary import TerrainType

HOLLOW = frozenset({TerrainType.PIT, TerrainType.LAVA, TerrainType.WATER, TerrainType.DEEP_WATER})
"""Terrain that lies below the floor: where it cannot be entered, one can still pass its corners."""


def square_at(layout: MapLayout, point: Point) -> int:
    """The number of the square that a point of the map lies in."""
    column = min(int(point[0]), layout.columns - 1)
    row = min(int(point[1]), layout.rows - 1)
    return row * layout.columns + column


def square_steps(layout: MapLayout) -> Steps:
    """The steps between the squares of a layout."""
    rows, columns = np.indices((layout.rows, layout.columns)).reshape(2, -1)
    centers = np.column_stack((columns, rows)).astype(np.float64) + 0.5
    one, other = _neighbours(layout)
    tree = STRtree(lines_of(np.stack((centers[one], centers[other]), axis=1)))
    walled = _met(tree, of_walls(layout.walls))
    free = ~walled & ~_met(tree, of_doors(door for door in layout.doors if stops_walkers(door)))
    costs, filled = _terrain(layout)
    costs[~_ground(layout, one[~walled], other[~walled])] = np.inf
    diagonal = np.abs(centers[one] - centers[other]).sum(axis=1) > 1.5
    _keep_off_corners(layout, free, filled)
    return _both_ways(centers, one[free], other[free], diagonal[free], costs.ravel())


def _neighbours(layout: MapLayout) -> tuple[Indices, Indices]:
    """Pairs of squares: each with the one to its right, below, below to the right, and below to the left.

    In this order, and in each part of it row by row.
    """
    numbers = np.arange(layout.columns * layout.rows).reshape(layout.rows, layout.columns)
    one = (numbers[:, :-1], numbers[:-1], numbers[:-1, :-1], numbers[:-1, 1:])
    other = (numbers[:, 1:], numbers[1:], numbers[1:, 1:], numbers[1:, :-1])
    return np.concatenate([part.ravel() for part in one]), np.concatenate([part.ravel() for part in other])


def _met(lines: STRtree, barriers: Segments) -> NDArray[np.bool_]:
    """For each line of a tree, whether a barrier meets it."""
    met = np.zeros(len(lines), dtype=np.bool_)
    met[lines.query(lines_of(barriers), predicate="intersects")[1]] = True
    return met


def _terrain(layout: MapLayout) -> tuple[NDArray[np.float64], Spaces]:
    """Rows × columns: the cost of entering, infinite where nobody can; and whether terrain fills the square.

    Where areas lie over each other, the worst one counts.
    """
    costs = np.full((layout.rows, layout.columns), np.nan, dtype=np.float64)
    filled = np.zeros_like(costs, dtype=np.bool_)
    for area in layout.terrain:
        inside = spaces_within(Polygon(area.polygon), layout.columns, layout.rows)
        costs[inside] = np.fmax(costs[inside], np.inf if area.cost is None else area.cost)
        if area.cost is None and area.type not in HOLLOW:
            filled |= inside
    return np.where(np.isnan(costs), 1.0, costs), filled


def _ground(layout: MapLayout, one: Indices, other: Indices) -> Spaces:
    """The squares that are no rock: those that some way, even through a locked door, joins to a room.

    `one` and `other` are the neighbours with no wall between. A layout without rooms is ground everywhere.
    """
    rooms = np.zeros((layout.rows, layout.columns), dtype=np.bool_)
    for room in layout.rooms:
        rooms |= spaces_within(Polygon(room.polygon), layout.columns, layout.rows)
    if not rooms.any():
        return ~rooms
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(rooms.size, rooms.size))
    labels = np.asarray(connected_components(graph, directed=False)[1]).reshape(rooms.shape)
    return np.isin(labels, labels[rooms])


def _keep_off_corners(layout: MapLayout, free: NDArray[np.bool_], filled: Spaces) -> None:
    """Close, in `free`, the diagonal steps that would cut a corner; it is ordered as `_neighbours` says."""
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
    diagonal: NDArray[np.bool_],
    costs: NDArray[np.float64],
) -> Steps:
    """The steps there and back, without those into squares that cannot be entered."""
    start, end = np.concatenate((one, other)), np.concatenate((other, one))
    entered = np.isfinite(costs[end])
    return Steps(
        centers=centers,
        start=start[entered],
        end=end[entered],
        cost=costs[end[entered]],
        diagonal=np.tile(diagonal, 2)[entered],
    )
