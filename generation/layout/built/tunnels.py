"""The tunnels of a sewer: channels between walkways, along lines that cross in junctions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np

from generation.layout.built.splitting import Block

EDGE = 1  #: spaces of rock along the edge of the field
APART = (17, 14)  #: spaces between tunnels, across and down, about
CLOSEST = 9  #: spaces between tunnels, at least
LOOPS = 0.4  #: share of the tunnels dug that nobody would need
LITTLE = 15  #: spaces a side
SHORTEST = 4  #: spaces that a tunnel to the edge of the field has, crossing included
OUTFALLS = 0.55  #: share of the tunnels that lead on to the edge of the field

Node = tuple[int, int]
"""A crossing: the numbers of its upright and its level line."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where tunnels run: from `start` on, `channel` spaces of water between walkways of one space."""

    start: int
    channel: int

    @property
    def breadth(self) -> int:
        """Walkways and channel."""
        return self.channel + 2

    @property
    def end(self) -> int:
        """The first line of the grid after it."""
        return self.start + self.breadth

    @property
    def middle(self) -> float:
        """Half way across."""
        return self.start + self.breadth / 2


@dataclass(frozen=True, kw_only=True)
class Tunnel:
    """A stretch of tunnel: its floor, and the water in it."""

    floor: Block
    channel: Block
    level: bool
    grate: float | None = None  #: where along it the water leaves the map, if it does


@dataclass(frozen=True, kw_only=True)
class Works:
    """All tunnels, the lines that they follow, and how many of them meet at each crossing."""

    upright: tuple[Line, ...]
    level: tuple[Line, ...]
    tunnels: tuple[Tunnel, ...]
    degrees: dict[Node, int]

    def crossing(self, node: Node) -> Block:
        """Where two lines cross."""
        one, other = self.upright[node[0]], self.level[node[1]]
        return Block(one.start, other.start, one.breadth, other.breadth)


def sewer_works(rng: np.random.Generator, columns: int, rows: int) -> Works:
    """Tunnels for a field: a main one across it, and others that join it."""
    trunk_channel = 3 if min(columns, rows) >= 18 else (2 if min(columns, rows) >= 13 else 1)
    level = _lines(rng, rows, APART[1], trunk_channel)
    upright = _lines(rng, columns, APART[0], 2 if columns >= 24 else 1)
    trunk = int(rng.integers(len(level)))
    level = tuple(
        line if index == trunk else Line(start=line.start, channel=min(line.channel, int(rng.integers(1, 3))))
        for index, line in enumerate(level)
    )
    graph = _joined(rng, len(upright), len(level), trunk)
    works = Works(upright=upright, level=level, tunnels=(), degrees={})
    tunnels = [*_between(graph, works), *_outward(rng, graph, works, trunk, (columns, rows))]
    return replace(works, tunnels=tuple(tunnels), degrees=dict(graph.degree))


def _lines(rng: np.random.Generator, length: int, apart: int, channel: int) -> tuple[Line, ...]:
    """Lines at about equal distances, jittered."""
    breadth = channel + 2
    count = max(1, round((length - 2 * EDGE) / apart))
    share = (length - 2 * EDGE) / count
    jitter = max(0.0, min(share - CLOSEST - breadth, share * 0.3)) / 2
    if count == 1:  # off the middle: rooms need the rock on one side, all of it where there is little
        jitter = max(0.0, share - breadth) / 2
    off = rng.uniform(-jitter, jitter, count)
    if length < LITTLE:
        off = np.copysign(jitter, off)
    starts = [round(EDGE + share * (index + 0.5) - breadth / 2 + float(off[index])) for index in range(count)]
    return tuple(
        Line(start=int(np.clip(start, EDGE, length - EDGE - breadth)), channel=channel) for start in starts
    )


def _joined(rng: np.random.Generator, across: int, down: int, trunk: int) -> "nx.Graph[Node]":
    """Crossings, and the tunnels dug between them: enough to reach all, and some more."""
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from((x, y) for x in range(across) for y in range(down))
    for x, y in list(graph):
        for other in ((x + 1, y), (x, y + 1)):
            if other in graph:
                weight = 0.0 if other[1] == y == trunk else float(rng.uniform(0.1, 1))
                graph.add_edge((x, y), other, weight=weight)
    dug = nx.minimum_spanning_tree(graph)
    for edge in sorted(graph.edges):
        if not dug.has_edge(*edge) and rng.random() < LOOPS:
            dug.add_edge(*edge)
    return dug


def _between(graph: "nx.Graph[Node]", works: Works) -> Iterator[Tunnel]:
    upright, level = works.upright, works.level
    for one, other in sorted((min(edge), max(edge)) for edge in graph.edges):
        if one[1] == other[1]:
            yield _tunnel(level[one[1]], upright[one[0]].start, upright[other[0]].end, level=True)
        else:
            yield _tunnel(upright[one[0]], level[one[1]].start, level[other[1]].end, level=False)


def _outward(
    rng: np.random.Generator,
    graph: "nx.Graph[Node]",
    works: Works,
    trunk: int,
    field: tuple[int, int],
) -> Iterator[Tunnel]:
    """Tunnels that lead on to the edge of the field; the main one does on both sides."""
    upright, level = works.upright, works.level
    for y, line in enumerate(level):
        for beyond, last in ((-1, upright[0].end), (len(upright), upright[-1].start)):
            if y == trunk or (_reaches_far(last, field[0]) and rng.random() < OUTFALLS):
                graph.add_edge((max(beyond, 0) - (beyond > 0), y), (beyond, y))
                yield _outfall(line, last, field[0], level=True, before=beyond < 0)
    for x, line in enumerate(upright):
        for beyond, last in ((-1, level[0].end), (len(level), level[-1].start)):
            if _reaches_far(last, field[1]) and rng.random() < OUTFALLS:
                graph.add_edge((x, max(beyond, 0) - (beyond > 0)), (x, beyond))
                yield _outfall(line, last, field[1], level=False, before=beyond < 0)


def _reaches_far(last: int, length: int) -> bool:
    return min(last, length - last) >= EDGE + SHORTEST


def _outfall(line: Line, last: int, length: int, *, level: bool, before: bool) -> Tunnel:
    """From a crossing to the edge of the field, its water up to the grate at the end."""
    if before:
        return _tunnel(line, EDGE, last, level=level, open_first=True)
    return _tunnel(line, last, length - EDGE, level=level, open_last=True)


def _tunnel(
    line: Line, first: int, last: int, *, level: bool, open_first: bool = False, open_last: bool = False
) -> Tunnel:
    """Along a line; where it ends in a crossing its water ends with the water there."""
    floor = Block(first, line.start, last - first, line.breadth)
    start, stop = first + (not open_first), last - (not open_last)
    channel = Block(start, line.start + 1, stop - start, line.channel)
    grate = (float(first) if open_first else float(last)) if open_first or open_last else None
    if not level:
        floor, channel = _swapped(floor), _swapped(channel)
    return Tunnel(floor=floor, channel=channel, level=level, grate=grate)


def _swapped(block: Block) -> Block:
    return Block(block.top, block.left, block.height, block.width)


def lengthwise(tunnel: Tunnel) -> range:
    """The spaces along a tunnel."""
    floor = tunnel.floor
    return range(floor.left, floor.right) if tunnel.level else range(floor.top, floor.bottom)
