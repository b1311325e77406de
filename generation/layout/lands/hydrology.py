"""Water on a height field: depressions filled, the way down from every cell, what gathers on it.

Depressions are filled to the level of their outlets, as by the priority flood (Barnes, Lehman and Mulla 2014,
"Priority-Flood"): the level of a cell is the lowest ridge that any way to an outlet must cross, and those
ways make up a minimum spanning tree of the cells, rooted at the outlets.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from generation.layout.lands.sheet import Cells, Field, Mask

STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""Rows and columns to half of a cell's neighbours; the other half is opposite."""


@dataclass(frozen=True)
class Mesh:
    """The cells of a field of `rows` × `columns`, each joined to its eight neighbours."""

    rows: int
    columns: int

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.rows * self.columns

    @cached_property
    def pairs(self) -> tuple[Cells, Cells, Field]:
        """Each pair of neighbours once: the one, the other, and the distance in cells."""
        numbers = np.arange(self.size).reshape(self.rows, self.columns)
        one, other, length = [], [], []
        for down, right in STEPS:
            start = numbers[: self.rows - down, max(-right, 0) : self.columns - max(right, 0)]
            end = numbers[down:, max(right, 0) : self.columns + min(right, 0)]
            one.append(start.ravel())
            other.append(end.ravel())
            length.append(np.full(start.size, np.hypot(down, right)))
        return np.concatenate(one), np.concatenate(other), np.concatenate(length)

    @cached_property
    def corners(self) -> tuple[Cells, Cells]:
        """For each pair the two cells that a step between them passes: its own ends if it is straight."""
        one, other, _ = self.pairs
        row, column = np.divmod(one, self.columns)
        next_row, next_column = np.divmod(other, self.columns)
        return next_row * self.columns + column, row * self.columns + next_column

    @cached_property
    def _places(self) -> tuple[Cells, csr_array]:
        """The order of the pairs in a sparse matrix over the cells and one more node, and such a matrix."""
        one, other, _ = self.pairs
        cells = np.arange(self.size)
        rows, columns = np.concatenate((one, cells)), np.concatenate((other, np.full(self.size, self.size)))
        numbers = np.arange(len(rows), dtype=np.float64) + 1
        matrix = csr_array((numbers, (rows, columns)), shape=(self.size + 1, self.size + 1))
        return matrix.data.astype(np.int64) - 1, matrix

    def graph(self, weights: Field, root: Field | None = None) -> csr_array:
        """The pairs with their weights; infinite ones join nothing.

        One more node, numbered last, is joined to each cell with the weights of `root`, or to none.
        """
        order, matrix = self._places
        joined = np.full(self.size, np.inf) if root is None else root
        values = np.concatenate((weights, joined))[order]
        kept = np.isfinite(values)
        before = np.concatenate(([0], np.cumsum(kept)))
        shape = (self.size + 1, self.size + 1)
        return csr_array((values[kept], matrix.indices[kept], before[matrix.indptr]), shape=shape)


@dataclass(frozen=True)
class Drainage:
    """Where water stands and runs. All are flat, a value for each cell."""

    surface: Field  #: heights with depressions filled; falls along every step downstream
    depth: Field  #: of water that stands in a depression
    downstream: Cells  #: the next cell on the way to an outlet; an outlet's is itself
    order: tuple[Cells, ...]  #: the cells by their distance from the outlets in steps, outlets first

    def gathered(self, rain: Field) -> Field:
        """What falls on each cell and all that drain through it."""
        total = rain.astype(np.float64).ravel().copy()
        for cells in reversed(self.order[1:]):
            np.add.at(total, self.downstream[cells], total[cells])
        return total


def drain(
    mesh: Mesh,
    height: Field,
    outlets: Mask,
    *,
    wander: np.random.Generator | None = None,
    fall: float = 1e-6,
) -> Drainage:
    """Fill and drain a height field; `fall` is the least fall of each step. There must be an outlet.

    With `wander` water takes a way down that is steep, though not always the steepest: on a plain it would
    else run in eight directions only (Fairfield and Leymarie 1991, "Drainage networks from grid digital
    elevation models").
    """
    ground = height.astype(np.float64).ravel()
    sinks = outlets.ravel()
    parent = _ways_out(mesh, ground, sinks)
    filled = _highest_on_the_way(ground, parent)
    downstream = _steepest(height.shape, filled, parent, wander)
    downstream[sinks] = np.nonzero(sinks)[0]
    order = _by_steps(downstream)
    surface = filled.copy()
    for cells in order[1:]:
        surface[cells] = np.maximum(filled[cells], surface[downstream[cells]] + fall)
    return Drainage(surface=surface, depth=filled - ground, downstream=downstream, order=order)


def _ways_out(mesh: Mesh, ground: Field, sinks: Mask) -> Cells:
    """For each cell the next one on the way out whose highest cell is lowest; an outlet's is itself."""
    one, other, _ = mesh.pairs
    weights = np.maximum(ground[one], ground[other]) - ground.min() + 1
    tree = minimum_spanning_tree(mesh.graph(weights, np.where(sinks, 0.5, np.inf)))
    _, parent = breadth_first_order(tree, mesh.size, directed=False)
    ways = np.asarray(parent[: mesh.size], dtype=np.int64)
    ways[sinks] = np.nonzero(sinks)[0]
    return ways


def _highest_on_the_way(ground: Field, parent: Cells) -> Field:
    """The highest ground from each cell to its outlet."""
    level, ahead = ground.copy(), parent
    while True:
        level = np.maximum(level, level[ahead])
        further = ahead[ahead]
        if np.array_equal(further, ahead):
            return level
        ahead = further


def _steepest(
    shape: tuple[int, int], filled: Field, parent: Cells, wander: np.random.Generator | None
) -> Cells:
    """The neighbour with the steepest fall; where nothing falls, the next cell on the way out."""
    rows, columns = shape
    level = np.pad(filled.reshape(shape), 1, constant_values=np.inf)
    numbers = np.arange(rows * columns).reshape(shape)
    best, chosen = np.zeros(shape), parent.reshape(shape).copy()
    for down, right in (*STEPS, *((-down, -right) for down, right in STEPS)):
        neighbour = level[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]
        slope = (level[1:-1, 1:-1] - neighbour) / np.hypot(down, right)
        if wander is not None:
            slope *= 0.5 + wander.random(shape, dtype=np.float32)
        steeper = slope > best
        best[steeper] = slope[steeper]
        chosen[steeper] = (numbers + down * columns + right)[steeper]
    return chosen.ravel()


def _by_steps(downstream: Cells) -> tuple[Cells, ...]:
    """The cells grouped by how many steps they are from their outlets."""
    steps = (downstream != np.arange(len(downstream))).astype(np.int64)
    ahead = downstream
    while True:
        further = ahead[ahead]
        if np.array_equal(further, ahead):
            break
        steps += steps[ahead]
        ahead = further
    ordered: NDArray[np.int64] = np.argsort(steps, kind="stable")
    return tuple(np.split(ordered, np.cumsum(np.bincount(steps))[:-1]))
