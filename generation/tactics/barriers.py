"""What stops walkers and what stops sight, as straight pieces."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from generation.layout.plan import Door, Point, Wall, Window
from generation.vocabulary import DoorState

Segments = NDArray[np.float64]
"""n × 2 ends × (x, y), in grid spaces."""


def of_walls(walls: Iterable[Wall]) -> Segments:
    """The pieces of the walls between their points; points that repeat the one before make none."""
    lines = [np.array(wall.points, dtype=np.float64) for wall in walls if len(wall.points) > 1]
    pieces = [np.stack((line[:-1], line[1:]), axis=1) for line in lines]
    return _without_dots(np.concatenate(pieces) if pieces else np.empty((0, 2, 2)))


def of_doors(doors: Iterable[Door]) -> Segments:
    """The doors, each from side to side."""
    return _of_pairs((door.start, door.end) for door in doors)


def of_windows(windows: Iterable[Window]) -> Segments:
    """The windows, each from side to side."""
    return _of_pairs((window.start, window.end) for window in windows)


def _of_pairs(pairs: Iterable[tuple[Point, Point]]) -> Segments:
    ends = list(pairs)
    return _without_dots(np.array(ends, dtype=np.float64).reshape(-1, 2, 2))


def stops_walkers(door: Door) -> bool:
    """Whether nobody can just walk through: it is locked, or still secret.

    Opening a door is part of a move (SRD 5.1, "Other Activity on Your Turn"), so a closed door does
    not stop a walk. A secret door is a part of its wall until somebody has opened it.
    """
    return door.state is DoorState.LOCKED or (door.secret and door.state is not DoorState.OPEN)


def stops_sight(door: Door) -> bool:
    """Whether nobody can look through."""
    return door.state is not DoorState.OPEN


def lines_of(segments: Segments) -> NDArray[np.object_]:
    """The pieces as Shapely's lines."""
    return np.asarray(shapely.linestrings(segments))


def _without_dots(segments: Segments) -> Segments:
    longer = (segments[:, 0] != segments[:, 1]).any(axis=1)
    return np.asarray(segments[longer], dtype=np.float64)
