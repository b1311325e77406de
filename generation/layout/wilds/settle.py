"""Makes one of a country whose cliffs and chasms cut some spaces off: digs passes to them."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from generation.layout.wilds.country import Country
from generation.layout.wilds.shapes import fitted, polygons_of

PASS = 0.72  #: half the width of a pass, in spaces
CLEARANCE = 0.05  #: spaces between a step's line and a wall, at least
LEAST_CLIFF = 1.2  #: square spaces; less rock than this is no cliff
ROUNDS = 12

Flags = NDArray[np.bool_]


def settle(country: Country) -> None:
    """Dig until every space that can be entered can be walked to from every other.

    Where digging does not help, all that blocks is taken away.
    """
    steps = _Steps(country)
    for _ in range(ROUNDS):
        cuts = steps.cuts()
        if not cuts:
            return
        _cut(country, shapely.union_all(cuts))
    _cut(country, country.field)


def in_one_piece(country: Country) -> bool:
    """Whether every space that can be entered can be walked to from every other."""
    return not _Steps(country).cuts()


class _Steps:
    """The spaces of a country and the steps between them, side by side."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self._centers = country.lattice.centers
        pairs = cKDTree(self._centers).query_pairs(1.01, output_type="ndarray")
        self._pairs = pairs[np.lexsort(pairs.T[::-1])]

    def cuts(self) -> list[BaseGeometry]:
        """Passes that would join the spaces cut off to the others; empty where there are none."""
        entered = enterable(self._country, self._centers)
        one, other = self._pairs.T
        free = entered[one] & entered[other] & ~self._walled()
        labels = self._groups(one[free], other[free])
        sizes = np.bincount(labels[entered])
        main = int(np.argmax(sizes))
        lost = [group for group in np.unique(labels[entered]).tolist() if group != main]
        if not lost:
            return []
        return self._ways(free, entered, labels, main, lost)

    def _groups(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
        count = len(self._centers)
        graph = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)

    def _walled(self) -> Flags:
        """Which steps a wall stops."""
        met = np.zeros(len(self._pairs), dtype=np.bool_)
        walls = _walls(self._country)
        if walls:
            lines = shapely.linestrings(self._centers[self._pairs])
            met[STRtree(np.asarray(lines)).query(walls, predicate="dwithin", distance=CLEARANCE)[1]] = True
        return met

    def _ways(
        self, free: Flags, entered: Flags, labels: NDArray[np.intp], main: int, lost: list[int]
    ) -> list[BaseGeometry]:
        """For each lost group the way to the main one that breaks through least rock."""
        one, other = self._pairs.T
        count = len(self._centers)
        price = np.where(free, 0.001, 1.0)
        graph = csr_array(coo_array((price, (one, other)), shape=(count, count)))
        goals = np.flatnonzero(entered & (labels == main))
        away, before, _ = dijkstra(
            graph, directed=False, indices=goals, return_predecessors=True, min_only=True
        )
        cuts: list[BaseGeometry] = []
        for group in lost:
            members = np.flatnonzero(entered & (labels == group))
            node = int(members[np.argmin(away[members])])
            way = [node]
            while before[node] >= 0:
                node = int(before[node])
                way.append(node)
            cuts.append(LineString(self._centers[way]).buffer(PASS, quad_segs=3))
        return cuts


def enterable(country: Country, points: NDArray[np.float64]) -> Flags:
    """At which points the ground that lies on top can be entered."""
    entered = np.ones(len(points), dtype=np.bool_)
    if all(patch.cost is not None for patch in country.patches):
        return entered
    first = next(index for index, patch in enumerate(country.patches) if patch.cost is None)
    tree = STRtree(np.asarray(shapely.points(points)))
    for patch in country.patches[first:]:
        inside = [tree.query(part, predicate="covers") for part in polygons_of([patch.area])]
        for indices in inside:
            entered[indices] = patch.cost is not None
    return entered


def _walls(country: Country) -> list[BaseGeometry]:
    walls: list[BaseGeometry] = [patch.area.boundary for patch in country.patches if patch.walled]
    glass = [LineString((window.start, window.end)) for window in country.windows]
    return walls + [line.shape for line in country.lines] + glass


def _cut(country: Country, cut: BaseGeometry) -> None:
    """Take `cut` out of all that blocks."""
    for patch in country.patches:
        if patch.cost is None and patch.area.intersects(cut):
            left = [part for part in polygons_of([patch.area.difference(cut)]) if part.area > LEAST_CLIFF]
            solid = [Polygon(part.exterior) if patch.walled else part for part in left]
            patch.area = fitted(shapely.union_all(solid), country.field)
    country.patches = [patch for patch in country.patches if not patch.area.is_empty]
    for line in country.lines:
        line.shape = line.shape.difference(cut)
    country.windows = [
        window for window in country.windows if not LineString((window.start, window.end)).intersects(cut)
    ]
