"""Paths of cells as smooth lines: shared cells stay shared points, so that what joins still joins."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from generation.layout.lands.sheet import Coordinates, Sheet
from generation.layout.plan import Point
from generation.layout.walls import DIGITS


def smooth_lines(
    sheet: Sheet,
    paths: Sequence[Sequence[int]],
    *,
    fixed: Mapping[int, Point],
    shift: Coordinates | None = None,
    within: shapely.Geometry | None = None,
    rounds: int = 4,
) -> list[tuple[Point, ...]]:
    """A line for each path of cells. The ends of paths and the `fixed` cells stay where they are.

    `shift` moves every cell, n × (x, y) spaces. The more `rounds`, the smoother; what would leave `within` is
    not smoothed.
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
    smoothed = _relaxed(moved, routes, movable, rounds)
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
    points: Coordinates, routes: Sequence[NDArray[np.int64]], movable: NDArray[np.bool_], rounds: int
) -> Coordinates:
    edges = _edges(routes)
    degree = np.maximum(np.bincount(edges[:, 0], minlength=len(points)), 1)[:, None]
    for _ in range(rounds):
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
