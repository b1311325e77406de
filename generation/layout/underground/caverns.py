"""Carves caves: blobs and winding tunnels, roughened with noise, smoothed by a cellular automaton."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist
from shapely import LineString, Polygon

from generation.layout.plan import Point
from generation.layout.spaces import components, spaces_within
from generation.layout.terrain import blob
from generation.layout.walls import DIGITS

SAMPLES = 6  #: raster samples per space while carving
EDGE = 0.9  #: spaces of solid rock along the map's edge
CLEARANCE = 0.06  #: spaces between a step's line and the wall, at least
TUNNEL = 0.72  #: half the width of a tunnel, in spaces

Mask = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Cavern:
    """A chamber of about `radius` spaces."""

    center: Point
    radius: float


def carve(rng: np.random.Generator, columns: int, rows: int, wanted: int) -> tuple[list[Cavern], Polygon]:
    """About `wanted` caverns and a floor that joins them all; every space of it can be walked to."""
    caverns = _scatter(rng, columns, rows, wanted)
    tunnels = _tunnels(rng, caverns)
    mask = _carved(rng, columns, rows, caverns, tunnels)
    floor = _smooth_floor(mask)
    return caverns, _joined(floor, columns, rows)


def _scatter(rng: np.random.Generator, columns: int, rows: int, wanted: int) -> list[Cavern]:
    share = float(np.sqrt(columns * rows / wanted))
    largest = float(np.clip(share * 0.48, 1.8, min(columns, rows) / 2 - 1.5))
    placed = np.empty((0, 3))  # x, y, radius
    tries = wanted * 40
    for attempt in range(tries):
        if len(placed) == wanted:
            break
        radius = max(1.5, largest * (1.0 - 0.6 * attempt / tries) * rng.uniform(0.75, 1.1))
        radius = min(radius, min(columns, rows) / 2 - 1.2)
        x, y = (float(rng.uniform(radius + 1, side - radius - 1)) for side in (columns, rows))
        gaps = np.hypot(placed[:, 0] - x, placed[:, 1] - y) - placed[:, 2] - radius
        if (gaps > 1.6).all():
            placed = np.vstack((placed, (round(x, 3), round(y, 3), radius)))
    return [Cavern(center=(x, y), radius=radius) for x, y, radius in placed.tolist()]


def _tunnels(rng: np.random.Generator, caverns: Sequence[Cavern]) -> list[NDArray[np.float64]]:
    """Winding lines along a spanning tree, and between a few more neighbours."""
    if len(caverns) < 2:
        return []
    centers = np.array([cavern.center for cavern in caverns])
    distances = cdist(centers, centers)
    tree = minimum_spanning_tree(distances).toarray()
    pairs = {(min(a, b), max(a, b)) for a, b in np.argwhere(tree > 0).tolist()}
    for a in range(len(caverns)):
        if rng.random() < 0.3:
            b = int(np.argsort(distances[a])[min(3, len(caverns) - 1)])
            pairs.add((min(a, b), max(a, b)))
    return [_winding(rng, centers[a], centers[b]) for a, b in sorted(pairs)]


def _winding(
    rng: np.random.Generator, start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    length = float(np.hypot(*(end - start)))
    steps = max(4, int(length))
    along = np.linspace(0, 1, steps)[:, None]
    across = np.array((start[1] - end[1], end[0] - start[0])) / max(length, 1e-6)
    sway = ndimage.gaussian_filter1d(rng.normal(0, 1, steps), 1.5) * np.sin(np.pi * along[:, 0])
    return start + (end - start) * along + across * (sway * min(length / 4, 2.5))[:, None]


def _carved(
    rng: np.random.Generator,
    columns: int,
    rows: int,
    caverns: Sequence[Cavern],
    tunnels: Sequence[NDArray[np.float64]],
) -> Mask:
    rough = np.zeros((rows * SAMPLES, columns * SAMPLES), dtype=np.uint8)
    for cavern in caverns:
        shape = np.asarray(blob(rng, cavern.center, cavern.radius).exterior.coords)
        cv2.fillPoly(rough, [_pixels(shape)], 255)
    _draw_tunnels(rough, tunnels, TUNNEL + 0.3)
    height = cv2.distanceTransform(rough, cv2.DIST_L2, 3) - cv2.distanceTransform(255 - rough, cv2.DIST_L2, 3)
    grown = (height / SAMPLES + _noise(rng, rough.shape) > 0).astype(np.uint8) * 255
    smooth = _automaton(grown)
    _draw_tunnels(smooth, tunnels, TUNNEL)
    return _without_edge(smooth)


def _noise(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Three octaves of smooth noise, about -1 to 1."""
    height, width = shape
    total = np.zeros(shape, dtype=np.float32)
    for spaces, weight in ((2.4, 0.6), (1.0, 0.4), (0.55, 0.3)):
        cell = spaces * SAMPLES
        coarse = rng.uniform(-1, 1, (int(height / cell) + 3, int(width / cell) + 3)).astype(np.float32)
        total += weight * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return total


def _automaton(mask: Mask, rounds: int = 2) -> Mask:
    """Each sample becomes what most of its neighbours are (the 4-5 rule, on a finer grid)."""
    for _ in range(rounds):
        mask = (cv2.blur(mask, (5, 5)) > 127).astype(np.uint8) * 255
    return mask


def _draw_tunnels(mask: Mask, tunnels: Sequence[NDArray[np.float64]], half_width: float) -> None:
    lines = [_pixels(tunnel) for tunnel in tunnels]
    cv2.polylines(mask, lines, isClosed=False, color=255, thickness=round(2 * half_width * SAMPLES))


def _pixels(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.asarray(np.round(points * SAMPLES), dtype=np.int32)


def _without_edge(mask: Mask) -> Mask:
    edge = round(EDGE * SAMPLES)
    framed = np.zeros_like(mask)
    framed[edge:-edge, edge:-edge] = mask[edge:-edge, edge:-edge]
    return framed


def _smooth_floor(mask: Mask) -> Polygon:
    """The largest connected piece of the mask, with a smooth outline and without specks of rock."""
    outlines, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    areas = [
        cv2.contourArea(outline) if link[3] < 0 else -1.0
        for outline, link in zip(outlines, tree[0], strict=True)
    ]
    largest = int(np.argmax(areas))
    holes = [
        _smooth_ring(outline)
        for outline, link in zip(outlines, tree[0], strict=True)
        if link[3] == largest and cv2.contourArea(outline) > 1.2 * SAMPLES**2
    ]
    floor = shapely.difference(_smooth_ring(outlines[largest]), shapely.union_all(holes))
    return _largest_piece(floor)


def _smooth_ring(outline: cv2.typing.MatLike) -> Polygon:
    points = (np.asarray(outline, dtype=np.float64)[:, 0, :] + 0.5) / SAMPLES
    smooth = ndimage.gaussian_filter1d(points, SAMPLES * 0.25, axis=0, mode="wrap")
    ring = shapely.simplify(Polygon(smooth), 0.03)
    return _largest_piece(shapely.make_valid(ring))


def _largest_piece(area: shapely.Geometry) -> Polygon:
    pieces = [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]
    return max(pieces, key=lambda piece: piece.area)


def _joined(floor: Polygon, columns: int, rows: int) -> Polygon:
    """Widen what is too narrow for a creature: side by side steps then lead everywhere."""
    spaces = spaces_within(floor, columns, rows)
    labels, count = components(spaces)
    if count > 1:
        main = int(np.argmax(np.bincount(labels.ravel())[1:])) + 1
        digs = [_dig(labels, main, other) for other in range(1, count + 1) if other != main]
        widened = shapely.union_all([floor, *digs]).simplify(0.02)
        floor = _largest_piece(widened)
    floor = _opened(floor, columns, rows)
    return Polygon(
        np.round(floor.exterior.coords, DIGITS), [np.round(r.coords, DIGITS) for r in floor.interiors]
    )


def _opened(floor: Polygon, columns: int, rows: int) -> Polygon:
    """Take away thin rock between the centres of two spaces side by side: no step runs into a wall."""
    y, x = np.nonzero(spaces_within(floor, columns, rows))
    centers = np.column_stack((x, y)) + 0.5
    within = set(zip(x.tolist(), y.tolist(), strict=True))
    steps = [
        ((cx, cy), (cx + dx, cy + dy))
        for cx, cy in centers.tolist()
        for dx, dy in ((1, 0), (0, 1))
        if (int(cx) + dx, int(cy) + dy) in within
    ]
    lines = shapely.linestrings(steps)
    walls = shapely.STRtree(_segments(floor))
    blocked = lines[np.unique(walls.query(lines, predicate="dwithin", distance=CLEARANCE)[0])]
    return _largest_piece(shapely.union_all([floor, *shapely.buffer(blocked, 3 * CLEARANCE)]))


def _segments(floor: Polygon) -> NDArray[np.object_]:
    """Every straight piece of the outlines."""
    rings = [np.asarray(ring.coords) for ring in (floor.exterior, *floor.interiors)]
    ends = np.concatenate([np.stack((ring[:-1], ring[1:]), axis=1) for ring in rings])
    return np.asarray(shapely.linestrings(ends))


def _dig(labels: NDArray[np.int32], main: int, other: int) -> Polygon:
    """A way from one group of spaces to another, from centre to centre, along columns, then rows."""
    starts, ends = np.argwhere(labels == other), np.argwhere(labels == main)
    gaps = cdist(starts, ends, "cityblock")
    a, b = np.unravel_index(int(np.argmin(gaps)), gaps.shape)
    (y0, x0), (y1, x1) = starts[a] + 0.5, ends[b] + 0.5
    path = LineString([(x0, y0), (x1, y0), (x1, y1)])
    return path.buffer(0.49, join_style="mitre", cap_style="square")
