"""Paths of cells as smooth lines: shared cells stay shared points, so that what joins still joins."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from generation.layout.lands.sheet import Coordinates, Sheet
from generation.layout.plan import Point
from generation.layout.walls import DIGITS

ROUNDS = 4  #: of smoothing
PULLS = 4  #: at a line over the sea, until it is straight
SEA_ROUNDS = 120  #: of smoothing a line over the sea
BERTH = 2.5  #: cells that a ship keeps off the coast
HARBOUR = 8  #: cells at either end that lie nearer to it


def smooth_lines(
    sheet: Sheet,
    paths: Sequence[Sequence[int]],
    *,
    fixed: Mapping[int, Point],
    shift: Coordinates | None = None,
    within: shapely.Geometry | None = None,
) -> list[tuple[Point, ...]]:
    """A line for each path of cells. The ends of paths and the `fixed` cells stay where they are.

    `shift` moves every cell, n × (x, y) spaces; what would leave `within` is not smoothed.
    """
    cells = np.array(sorted({cell for path in paths for cell in path}), dtype=np.int64)
    if not len(cells):
        return []
    number = {int(cell): index for index, cell in enumerate(cells)}
    routes = [np.array([number[cell] for cell in path]) for path in paths]
    straight = sheet.centers[cells].copy()
    for cell, point in fixed.items():
        if cell in number:
            straight[number[cell]] = point
    movable = _movable(routes, len(cells))
    movable[[number[cell] for cell in fixed if cell in number]] = False
    moved = straight.copy()
    if shift is not None:
        moved[movable] += shift[cells[movable]]
    smoothed = _relaxed(moved, routes, movable)
    if within is not None:
        smoothed = _kept_within(smoothed, straight, routes, within)
    points = np.round(smoothed, DIGITS)
    return [_line(points[route]) for route in routes]


def _movable(routes: Iterable[NDArray[np.int64]], count: int) -> NDArray[np.bool_]:
    """All but the ends that no other path goes through."""
    through = np.zeros(count, dtype=np.bool_)
    for route in routes:
        through[route[1:-1]] = True
    return through


def _edges(routes: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Neighbours along the paths, each pair once, both ways."""
    steps = np.concatenate([np.column_stack((route[:-1], route[1:])) for route in routes])
    once = np.unique(np.sort(steps, axis=1), axis=0)
    return np.concatenate((once, once[:, ::-1]))


def _relaxed(
    points: Coordinates, routes: Sequence[NDArray[np.int64]], movable: NDArray[np.bool_]
) -> Coordinates:
    edges = _edges(routes)
    degree = np.maximum(np.bincount(edges[:, 0], minlength=len(points)), 1)[:, None]
    for _ in range(ROUNDS):
        total = np.zeros_like(points)
        np.add.at(total, edges[:, 0], points[edges[:, 1]])
        points = np.where(movable[:, None], 0.5 * points + 0.5 * total / degree, points)
    return points


def _kept_within(
    smoothed: Coordinates,
    straight: Coordinates,
    routes: Sequence[NDArray[np.int64]],
    within: shapely.Geometry,
) -> Coordinates:
    """Put the ends of the steps that leave the area back on their cells, until none does."""
    edges = _edges(routes)
    edges = edges[: len(edges) // 2]
    points = smoothed.copy()
    for _ in range(8):
        outside = ~shapely.covers(within, shapely.linestrings(points[edges]))
        off = np.unique(edges[outside])
        back = off[(points[off] != straight[off]).any(axis=1)]
        if not len(back):
            break
        points[back] = straight[back]
    return points


def _line(points: Coordinates) -> tuple[Point, ...]:
    line = [(float(x), float(y)) for x, y in points]
    return (line[0], *(after for before, after in pairwise(line) if after != before))


def sea_line(
    sheet: Sheet, path: Sequence[int], sea: shapely.Geometry, offing: shapely.Geometry
) -> tuple[Point, ...]:
    """A wide curve along a path of sea cells, as straight as the offing lets it be: all off the coast."""
    points = sheet.centers[list(path)]
    straight = points
    if len(points) > 2 * HARBOUR + 1:
        middle = points[HARBOUR:-HARBOUR]
        for _ in range(PULLS):
            middle = _finer(_tightened(middle, offing), 4 * sheet.cell)
        straight = _finer(np.concatenate((points[:HARBOUR], middle, points[-HARBOUR:])), sheet.cell)
    curve = straight.copy()
    free = curve[HARBOUR : len(curve) - HARBOUR]  # a view: harbours stay as they are
    for _ in range(SEA_ROUNDS if len(free) > 2 else 0):
        free[1:-1] = 0.5 * free[1:-1] + 0.25 * (free[:-2] + free[2:])
    for line in (curve, straight):
        drawn = np.round(line, DIGITS)
        if shapely.covers(sea, shapely.LineString(drawn)):
            return _line(drawn)
    return _line(np.round(points, DIGITS))


def _finer(points: Coordinates, step: float) -> Coordinates:
    """The same line with a point every so many spaces at least."""
    return shapely.get_coordinates(shapely.segmentize(shapely.LineString(points), step))


def _tightened(points: Coordinates, within: shapely.Geometry) -> Coordinates:
    """The corners that are left of a path when it is pulled tight."""
    kept = [0]
    while kept[-1] < len(points) - 1:
        here = kept[-1]
        ahead = points[here + 1 :]
        rays = shapely.linestrings(np.stack((np.broadcast_to(points[here], ahead.shape), ahead), axis=1))
        free = np.nonzero(shapely.covers(within, rays))[0]
        kept.append(here + 1 + (int(free[-1]) if len(free) else 0))
    return points[kept]
