"""Spaces of a plan as boolean grids: which can be stood on, and whether all of them hang together."""

from collections import deque

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely import MultiPolygon, Polygon

Space = tuple[int, int]
"""Column and row of one space."""

DIRECTIONS: tuple[Space, ...] = ((0, -1), (1, 0), (0, 1), (-1, 0))
"""Steps to the four neighbours, clockwise from the one above."""

Spaces = NDArray[np.bool_]
"""Rows × columns; True where the centre of a space lies inside."""

Area = Polygon | MultiPolygon
"""A surface with holes, in grid spaces."""


def spaces_within(area: Area, columns: int, rows: int) -> Spaces:
    """The spaces whose centres lie in `area`."""
    spaces = np.zeros((rows, columns), dtype=np.bool_)
    left, top, right, bottom = (max(int(edge), 0) for edge in area.bounds)
    x, y = np.meshgrid(
        np.arange(left, min(right + 1, columns)) + 0.5, np.arange(top, min(bottom + 1, rows)) + 0.5
    )
    shapely.prepare(area)
    spaces[top : bottom + 1, left : right + 1] = shapely.contains_xy(area, x, y)
    return spaces


def components(spaces: Spaces) -> tuple[NDArray[np.int32], int]:
    """Number the groups of spaces that side by side steps join, from 1; 0 is no space."""
    labels, count = ndimage.label(spaces)
    return np.asarray(labels, dtype=np.int32), int(count)


def hang_together(spaces: Spaces) -> bool:
    """Whether side by side steps lead from every space to every other."""
    return components(spaces)[1] <= 1


def sums_under(spaces: Spaces, width: int, height: int) -> NDArray[np.int32]:
    """How many spaces lie under each place of a rectangle, by its top left one; none if it is too large."""
    table = np.zeros((spaces.shape[0] + 1, spaces.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(spaces, axis=0, dtype=np.int32), axis=1, out=table[1:, 1:])
    sums = (
        table[height:, width:] - table[:-height, width:] - table[height:, :-width] + table[:-height, :-width]
    )
    return np.asarray(sums, dtype=np.int32)


def places_for(free: Spaces, width: int, height: int) -> Spaces:
    """Where a rectangle fits on free spaces, by its top left one."""
    return np.asarray(sums_under(~free, width, height) == 0)


def shortest_way(open_spaces: Spaces, start: Space, goal: Space) -> list[Space]:
    """The spaces of a shortest way by side by side steps, both ends included; empty where there is none.

    Of equally short ways it is one that turns seldom.
    """
    rows, columns = open_spaces.shape
    came: dict[Space, Space] = {start: start}
    queue = deque([start])
    while queue and goal not in came:
        x, y = here = queue.popleft()
        before = (x - came[here][0], y - came[here][1])
        for dx, dy in sorted(DIRECTIONS, key=lambda step: step != before):
            a, b = x + dx, y + dy
            if (a, b) not in came and 0 <= a < columns and 0 <= b < rows and open_spaces[b, a]:
                came[a, b] = here
                queue.append((a, b))
    if goal not in came:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]
