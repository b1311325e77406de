"""Ways over land and sea: the cheapest paths between places, and which of them are worth having."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from scipy.sparse.csgraph import dijkstra

from generation.layout.lands.hydrology import Mesh
from generation.layout.lands.sheet import Cells, Field

Step = tuple[int, int]
"""Two neighbouring cells, the smaller number first."""


@dataclass(frozen=True)
class Way:
    """A path of cells from one place to another, which are numbered as they were given."""

    start: int
    end: int
    cells: tuple[int, ...]
    cost: float


@dataclass(frozen=True)
class Reach:
    """How dear it is to get to each cell from the nearest of some places."""

    cost: Field
    before: Cells  #: the cell before on the way; negative at a place and where nobody gets to
    place: Cells  #: the number of the nearest place; -1 where nobody gets to


def reach(mesh: Mesh, weights: Field, places: Sequence[int]) -> Reach:
    """The cheapest ways from `places` (cells) over the mesh; infinite weights block."""
    cost, before, source = dijkstra(
        mesh.graph(weights), directed=False, indices=list(places), min_only=True, return_predecessors=True
    )
    cost, before, source = cost[: mesh.size], before[: mesh.size], source[: mesh.size]
    numbers = np.full(mesh.size, -1, dtype=np.int64)
    numbers[list(places)] = np.arange(len(places))
    reached = np.isfinite(cost)
    place = np.where(reached, numbers[np.where(reached, source, places[0])], -1)
    return Reach(cost=cost, before=np.asarray(before, dtype=np.int64), place=place)


def ways_between(mesh: Mesh, weights: Field, places: Sequence[int]) -> list[Way]:
    """For every two places whose lands touch, the cheapest way from the one to the other."""
    found = reach(mesh, weights, places)
    one, other, _ = mesh.pairs
    near, far = found.place[one], found.place[other]
    meeting = np.nonzero((near != far) & (near >= 0) & (far >= 0) & np.isfinite(weights))[0]
    cost = found.cost[one[meeting]] + weights[meeting] + found.cost[other[meeting]]
    pair = np.sort(np.column_stack((near[meeting], far[meeting])), axis=1)
    order = np.lexsort((meeting, cost, pair[:, 1], pair[:, 0]))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (pair[order][1:] != pair[order][:-1]).any(axis=1)
    ways = []
    for index in order[first].tolist():
        step = int(meeting[index])
        head = path_back(found, int(one[step]))[::-1]
        tail = path_back(found, int(other[step]))
        ways.append(Way(int(near[step]), int(far[step]), (*head, *tail), float(cost[index])))
    return ways


def path_back(found: Reach, cell: int) -> list[int]:
    """The cells from one back to its place."""
    path = [cell]
    while found.before[path[-1]] >= 0:
        path.append(int(found.before[path[-1]]))
    return path


def worth_having(ways: Iterable[Way], detour: float, network: "nx.Graph[int] | None" = None) -> list[Way]:
    """The ways that join what is not joined yet, or spare more than a `detour` (a factor) of going around.

    `network` is what is there already, places by number with weights. This is the greedy spanner (Althöfer et
    al. 1993, "On sparse spanners of weighted graphs"), which holds a minimum spanning tree.
    """
    there: nx.Graph[int] = nx.Graph() if network is None else network.copy()
    chosen = []
    for way in sorted(ways, key=lambda way: (way.cost, way.start, way.end)):
        there.add_nodes_from((way.start, way.end))
        around = nx.single_source_dijkstra_path_length(there, way.start, cutoff=detour * way.cost)
        if way.end not in around:
            there.add_edge(way.start, way.end, weight=way.cost)
            chosen.append(way)
    return chosen


def new_stretches(cells: Sequence[int], trodden: set[Step]) -> list[list[int]]:
    """The parts of a path that nobody has trodden yet; they are added to `trodden`."""
    stretches: list[list[int]] = []
    for before, after in pairwise(cells):
        step = (min(before, after), max(before, after))
        if step in trodden:
            continue
        trodden.add(step)
        if stretches and stretches[-1][-1] == before:
            stretches[-1].append(after)
        else:
            stretches.append([before, after])
    return stretches
