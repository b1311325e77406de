"""Scatters trees and stones: never on top of each other, thick where a field says so, thin elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.spatial import cKDTree

from generation.layout.raster import Field, Points, Raster

FINEST = 0.55  #: spaces between candidates, at least


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Diameters in spaces, from `least` to `most`; small ones are more frequent where `lean` is above 1."""

    least: float
    most: float
    lean: float = 1.4

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        """`count` diameters."""
        return self.least + (self.most - self.least) * rng.random(count) ** self.lean


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Things that stand somewhere: their middles, and their radii in spaces."""

    points: Points
    radii: NDArray[np.float64]


def scatter(
    rng: np.random.Generator,
    raster: Raster,
    density: Field,
    clearance: Field,
    sizes: Sizes,
    *,
    overlap: float = 0.75,
    inset: float = 0.6,
    among: Stand | None = None,
) -> Stand:
    """Things of these sizes, as thick as `density` (0 to 1) says.

    Two of them stand at least `overlap` times their radii together apart. Each keeps `inset` times its radius
    of `clearance`, which is a field of distances to what must stay free.
    """
    cell = max(FINEST, overlap * (sizes.least * 0.65 + sizes.most * 0.35) * 0.72)
    points = _jittered(rng, raster.width, raster.height, cell)
    radii = sizes.draw(rng, len(points)) / 2
    kept = rng.random(len(points)) < raster.at(density, points)
    kept &= raster.at(clearance, points) > inset * radii
    if among is not None and len(among.points):
        kept[kept] = _apart(points[kept], radii[kept], among, overlap)
    points, radii = points[kept], radii[kept]
    chosen = _thinned(points, radii, overlap)
    return Stand(points=points[chosen], radii=radii[chosen])


def _jittered(rng: np.random.Generator, width: float, height: float, cell: float) -> Points:
    """One point in each cell of a grid."""
    rows, columns = int(np.ceil(height / cell)), int(np.ceil(width / cell))
    corners = np.indices((columns, rows)).reshape(2, -1).T
    points = (corners + rng.random(corners.shape)) * cell
    inside = (points > 0.05).all(axis=1) & (points < (width - 0.05, height - 0.05)).all(axis=1)
    return np.asarray(points[inside])


def _apart(points: Points, radii: NDArray[np.float64], among: Stand, overlap: float) -> NDArray[np.bool_]:
    """Which points keep away from what stands there already."""
    tree = cKDTree(among.points)
    reach = overlap * (float(radii.max(initial=0)) + float(among.radii.max()))
    near = cKDTree(points).sparse_distance_matrix(tree, reach, output_type="coo_matrix")
    close = near.data < overlap * (radii[near.row] + among.radii[near.col])
    apart = np.ones(len(points), dtype=np.bool_)
    apart[near.row[close]] = False
    return apart


def _thinned(points: Points, radii: NDArray[np.float64], overlap: float) -> NDArray[np.intp]:
    """Indices of those that are left when the larger of two that stand too close stays."""
    if not len(points):
        return np.empty(0, dtype=np.intp)
    pairs = cKDTree(points).query_pairs(2 * overlap * float(radii.max()), output_type="ndarray")
    one, other = pairs.T
    gaps = np.hypot(*(points[one] - points[other]).T)
    close = gaps < overlap * (radii[one] + radii[other])
    one, other = one[close], other[close]
    count = len(points)
    links = coo_array((np.ones(2 * len(one)), (np.r_[one, other], np.r_[other, one])), shape=(count, count))
    table = links.tocsr()
    gone = np.zeros(count, dtype=np.bool_)
    chosen = []
    for index in np.argsort(-radii, kind="stable").tolist():
        if not gone[index]:
            chosen.append(index)
            gone[table.indices[table.indptr[index] : table.indptr[index + 1]]] = True
    return np.array(sorted(chosen), dtype=np.intp)
