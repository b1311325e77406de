"""Walls of wood: the posts of a timber frame, the logs of a palisade."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from shapely import LineString, Polygon

from generation.engines.sketch.maps.built.coursing import Block, along
from generation.engines.sketch.maps.built.pieces import Outline
from generation.engines.sketch.maps.built.site import Run
from generation.layout.plan import Room

POST = 0.32  #: spaces; a post is a little thicker than its wall
BAYS = 2.4  #: spaces between two posts
LOG = 0.17  #: radius of a palisade's logs, in spaces


def framed(run: Run, rooms: Iterable[Room]) -> bool:
    """Whether a wall belongs to a house: it runs along a room with a roof."""
    middle = LineString(run.points).interpolate(0.5, normalized=True)
    return any(Polygon(room.polygon).distance(middle) < 0.3 for room in rooms)


def posts(runs: Iterable[Run]) -> Iterator[Block]:
    """A post at each corner and more of them along long walls; doors and windows have posts of their own."""
    seen: list[tuple[float, float]] = []
    for run in runs:
        stations = list(along(run, BAYS))
        first, last = int(run.starts_free), len(stations) - int(run.ends_free)
        for at, turn in stations[first:last]:
            if all(abs(at[0] - x) + abs(at[1] - y) > POST for x, y in seen):
                seen.append(at)
                yield square(at, POST, turn)


def square(at: tuple[float, float], side: float, turn: float) -> Block:
    """A square about a point."""
    cos, sin = np.cos(turn) * side / 2, np.sin(turn) * side / 2
    corners = np.array(
        ((-cos + sin, -sin - cos), (cos + sin, sin - cos), (cos - sin, sin + cos), (-cos - sin, -sin + cos))
    )
    return Block(corners + at, turn, at)


def logs(run: Run, rng: np.random.Generator) -> Iterator[Block]:
    """Trunks side by side, as seen from above."""
    for at, turn in along(run, LOG * 1.8):
        radius = LOG * float(rng.uniform(0.9, 1.08))
        yield Block(circle(at, radius), turn, at)


def circle(at: tuple[float, float], radius: float, corners: int = 14) -> Outline:
    """A round outline."""
    angles = np.arange(corners) / corners * 2 * np.pi
    outline: Outline = np.array(at) + radius * np.column_stack((np.cos(angles), np.sin(angles)))
    return outline


def tops(blocks: Sequence[Block], share: float) -> Iterator[Block]:
    """The faces that are seen where posts and logs have been cut: the same shapes, smaller."""
    for block in blocks:
        middle = np.array(block.middle)
        yield Block((block.outline - middle) * share + middle, block.turn, block.middle)
