"""Makes one of a country whose cliffs and chasms cut some spaces off: digs passes to them."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from shapely import LineString, MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from generation.layout.raster import Points
from generation.layout.shapes import fitted, polygons_of, solid
from generation.layout.wilds.country import Country, Patch
from generation.layout.wilds.ways import resampled

PASS = (0.74, 1.1)  #: half the width of a pass in spaces, where it is narrow and where it is wide
ROUNDED = 0.22  #: spaces of roundness that the corners of dug rock get
CLEARANCE = 0.05  #: spaces between a step's line and a wall, at least
LEAST_CLIFF = 1.2  #: square spaces; less rock than this is no cliff
ROUNDS = 12
FILLED = 2  #: rounds in which niches are filled; those that are left are dug out
NICHE = 2  #: spaces; what is larger is a place of its own
REACH = 0.8  #: spaces from the middle of a niche to the rock that it lies in
GROWTH = 0.3  #: spaces of rock about the middle of a niche that is filled

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


def settle(country: Country) -> None:
    """Fill niches and dig until every space that can be entered can be walked to from every other.

    Where that does not help, all that blocks is taken away.
    """
    steps = _Steps(country)
    for turn in range(ROUNDS):
        lost = steps.lost()
        if not lost:
            return
        if turn < FILLED:
            lost = _fill(country, steps.centers, lost)
        if lost:
            _cut(country, [steps.way_to(group) for group in lost])
    _cut(country, [country.field])


def cut_off(country: Country) -> int:
    """How many of the spaces that can be entered are cut off from the others."""
    return sum(len(group) for group in _Steps(country).lost())


class _Steps:
    """The spaces of a country and the steps between them, side by side."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self.centers = country.lattice.centers
        pairs = cKDTree(self.centers).query_pairs(1.01, output_type="ndarray")
        self._pairs = pairs[np.lexsort(pairs.T[::-1])]
        self._tree = STRtree(np.asarray(shapely.linestrings(self.centers[self._pairs])))
        self._away = np.empty(0)
        self._before = np.empty(0, dtype=np.int32)

    def lost(self) -> list[Indices]:
        """The groups of spaces that are cut off from the largest one."""
        entered = enterable(self._country, self.centers)
        one, other = self._pairs.T
        free = entered[one] & entered[other] & ~self._walled()
        labels = self._groups(one[free], other[free])
        main = int(np.argmax(np.bincount(labels[entered])))
        cut_off = np.flatnonzero(entered & (labels != main))
        if not len(cut_off):
            return []
        self._explore(free, np.flatnonzero(entered & (labels == main)))
        order = cut_off[np.argsort(labels[cut_off], kind="stable")]
        return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)

    def _groups(self, one: NDArray[np.intp], other: Indices) -> Indices:
        count = len(self.centers)
        graph = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)

    def _walled(self) -> Flags:
        """Which steps a wall stops."""
        met = np.zeros(len(self._pairs), dtype=np.bool_)
        walls = _walls(self._country)
        met[self._tree.query(walls, predicate="dwithin", distance=CLEARANCE)[1]] = True
        return met

    def _explore(self, free: Flags, goals: Indices) -> None:
        """Find, for every space, the way to `goals` that breaks through least rock."""
        one, other = self._pairs.T
        wanted = _covered(self._country, self.centers)
        price = np.where(free, 0.001, np.where(wanted[one] | wanted[other], 50.0, 1.0))
        count = len(self.centers)
        graph = csr_array(coo_array((price, (one, other)), shape=(count, count)))
        self._away, self._before, _ = dijkstra(
            graph, directed=False, indices=goals, return_predecessors=True, min_only=True
        )

    def way_to(self, group: Indices) -> BaseGeometry:
        """The gully that would join a group of lost spaces to the others."""
        way = [int(group[np.argmin(self._away[group])])]
        while self._before[way[-1]] >= 0:
            way.append(int(self._before[way[-1]]))
        return self._pass(self.centers[way])

    def _pass(self, way: Points) -> BaseGeometry:
        """A gully along a way from centre to centre."""
        line = resampled(way) if len(way) > 1 else way
        widths = self._country.rng.uniform(*PASS, len(line))
        gully = shapely.union_all(shapely.buffer(shapely.points(line), widths, quad_segs=3))
        return gully.union(LineString(np.concatenate((way, way[-1:]))).buffer(PASS[0], quad_segs=3))


def _fill(country: Country, centers: Points, lost: Sequence[Indices]) -> list[Indices]:
    """Let rock grow over spaces that are but niches in it; answers with those that are more than that."""
    rocks = [patch for patch in country.patches if patch.walled]
    tree = STRtree([patch.area for patch in rocks])
    links: dict[int, list[BaseGeometry]] = {}
    left: list[Indices] = []
    for group in lost:
        points = shapely.MultiPoint(centers[group])
        nearest = tree.nearest(points) if rocks and len(group) <= NICHE else None
        if nearest is None or rocks[nearest].area.distance(points) > REACH:
            left.append(group)
            continue
        rock = rocks[nearest].area
        ways = [shapely.shortest_line(point, rock).buffer(GROWTH) for point in points.geoms]
        links.setdefault(int(nearest), []).extend(ways)
    for index, grown in links.items():
        area = shapely.union_all([rocks[index].area, *grown])
        rocks[index].area = fitted(MultiPolygon(solid([area])), country.field)
    return left


def enterable(country: Country, points: NDArray[np.float64]) -> Flags:
    """At which points the ground that lies on top can be entered."""
    entered = np.ones(len(points), dtype=np.bool_)
    first = next((index for index, patch in enumerate(country.patches) if patch.cost is None), None)
    if first is None:
        return entered
    parts = [(part, patch.cost) for patch in country.patches[first:] for part in polygons_of([patch.area])]
    tree = STRtree(np.asarray(shapely.points(points)))
    which, where = tree.query([part for part, _ in parts], predicate="contains")
    order = np.argsort(which, kind="stable")
    # Of values for the same index the last one stays, as the ground that lies on top does.
    entered[where[order]] = np.array([cost is not None for _, cost in parts])[which[order]]
    return entered


def _covered(country: Country, points: Points) -> Flags:
    """Which points lie on ground that blocks and is wanted."""
    covered = np.zeros(len(points), dtype=np.bool_)
    for patch in country.patches:
        if patch.wanted and patch.cost is None and not patch.walled:
            covered |= shapely.contains_xy(patch.area, points)
    return covered


def _walls(country: Country) -> NDArray[np.object_]:
    """Every straight piece of what stops walkers."""
    lines = [
        ring
        for patch in country.patches
        if patch.walled
        for ring in shapely.get_rings(list(patch.area.geoms))
    ]
    lines += [part for line in country.lines for part in shapely.get_parts(line.shape).tolist()]
    lines += [LineString((window.start, window.end)) for window in country.windows]
    ends = [np.stack((points[:-1], points[1:]), axis=1) for points in map(shapely.get_coordinates, lines)]
    return np.asarray(shapely.linestrings(np.concatenate(ends))) if ends else np.empty(0, dtype=object)


def _cut(country: Country, cuts: Sequence[BaseGeometry]) -> None:
    """Take the cuts out of all that blocks."""
    tree = STRtree(cuts)
    for patch in country.patches:
        if patch.cost is None:
            _cut_out(country, patch, shapely.union_all(_met(tree, patch.area)))
    country.patches = [patch for patch in country.patches if not patch.area.is_empty]
    for line in country.lines:
        line.shape = line.shape.difference(shapely.union_all(_met(tree, line.shape)))
    country.windows = [
        window for window in country.windows if not _met(tree, LineString((window.start, window.end)))
    ]


def _met(tree: STRtree, shape: BaseGeometry) -> list[BaseGeometry]:
    """What of a tree meets a shape."""
    found: list[BaseGeometry] = tree.geometries[tree.query(shape, predicate="intersects")].tolist()
    return found


def _cut_out(country: Country, patch: Patch, cut: BaseGeometry) -> None:
    if cut.is_empty:
        return
    left = [part for part in polygons_of([patch.area.difference(cut)]) if part.area > LEAST_CLIFF]
    rings = [Polygon(part.exterior) if patch.walled else part for part in left]
    rounded = shapely.union_all(rings).buffer(-ROUNDED).buffer(ROUNDED, quad_segs=3)
    patch.area = fitted(rounded, country.field)
