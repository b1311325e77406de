"""Corridors between the rooms of a dungeon, dug through rock along cheapest paths."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import networkx as nx
import numpy as np
from scipy.spatial import KDTree

from generation.layout.spaces import DIRECTIONS, Space
from generation.layout.underground.rooms import Chamber, Doorway

ROCK_COST = 1.0
CORRIDOR_COST = 0.4  #: corridors that are there already are cheap, so that new ones join them
BESIDE_COST = 1.2  #: corridors side by side would melt into one wide, shapeless one
TURN_COST = 0.7  #: straight corridors look dug on purpose
SEARCH_LIMIT = 6000  #: spaces looked at before a pair of rooms counts as too far apart


@dataclass(frozen=True, kw_only=True)
class Route:
    """A corridor from one room's doorway to another's; `spaces` includes both porches."""

    rooms: tuple[int, int]
    doorways: tuple[Doorway, Doorway]
    spaces: tuple[Space, ...]


@dataclass(frozen=True, kw_only=True)
class Network:
    """Rooms (indices into `chambers`) that corridors join into one whole."""

    chambers: tuple[Chamber, ...]
    routes: tuple[Route, ...]

    @property
    def area(self) -> float:
        """Spaces that the rooms take up."""
        return sum(float(chamber.polygon.area) for chamber in self.chambers)

    @property
    def doorways(self) -> list[Doorway]:
        """Every doorway in use, once, in the order of the routes."""
        return list(dict.fromkeys(way for route in self.routes for way in route.doorways))

    @property
    def spaces(self) -> set[Space]:
        """Every space of every corridor."""
        return {space for route in self.routes for space in route.spaces}

    def graph(self) -> "nx.Graph[int]":
        """Rooms as nodes, corridors as edges with their `length`."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.chambers)))
        graph.add_edges_from((*route.rooms, {"length": len(route.spaces)}) for route in self.routes)
        return graph


def join_chambers(rng: np.random.Generator, chambers: Sequence[Chamber], columns: int, rows: int) -> Network:
    """Dig corridors until every room is reached (Kruskal's order), and a few more for loops.

    Rooms that no corridor can reach are left out.
    """
    digger = Digger(chambers, columns, rows)
    pairs = _pairs_by_distance(chambers)
    routes = list(_spanning_routes(digger, pairs, len(chambers)))
    routes += _loops(rng, digger, pairs, routes)
    return _largest_network(chambers, routes)


def _pairs_by_distance(chambers: Sequence[Chamber]) -> list[tuple[int, int]]:
    if len(chambers) < 2:
        return []
    centers = np.array([chamber.center for chamber in chambers])
    near = min(len(chambers), 24)
    query = KDTree(centers).query(centers, k=near)
    distances, neighbors = (np.asarray(found).ravel().tolist() for found in query)
    rows = np.repeat(np.arange(len(chambers)), near)
    pairs = {
        (min(a, b), max(a, b)): distance
        for a, b, distance in zip(rows.tolist(), neighbors, distances, strict=True)
        if a != b
    }
    return sorted(pairs, key=lambda pair: (pairs[pair], pair))


def _spanning_routes(digger: "Digger", pairs: Iterable[tuple[int, int]], count: int) -> Iterator[Route]:
    joined: nx.utils.UnionFind[int] = nx.utils.UnionFind(range(count))
    for a, b in pairs:
        if joined[a] != joined[b] and (route := digger.dig(a, b)):
            joined.union(a, b)
            yield route


def _loops(
    rng: np.random.Generator,
    digger: "Digger",
    pairs: Sequence[tuple[int, int]],
    routes: Sequence[Route],
) -> list[Route]:
    """A few more, where two rooms lie close and the way between them is long."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((*route.rooms, len(route.spaces)) for route in routes)
    wanted = len(routes) // 4 + (len(routes) > 2)
    found: list[Route] = []
    for index in rng.permutation(min(len(pairs), len(routes) * 3)).tolist():
        a, b = pairs[index]
        if len(found) < wanted and _far_apart(graph, a, b) and (route := digger.dig(a, b)):
            graph.add_edge(a, b, weight=len(route.spaces))
            found.append(route)
    return found


def _far_apart(graph: "nx.Graph[int]", a: int, b: int) -> bool:
    """Whether somebody has to pass through two other rooms at least."""
    if a not in graph or b not in graph:
        return False
    near = nx.single_source_shortest_path_length(graph, a, cutoff=2)
    return b not in near and nx.has_path(graph, a, b)


def _largest_network(chambers: Sequence[Chamber], routes: Sequence[Route]) -> Network:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(chambers)))
    graph.add_edges_from(route.rooms for route in routes)
    kept = max([sorted(group) for group in nx.connected_components(graph)], key=len)
    index = {old: new for new, old in enumerate(kept)}
    return Network(
        chambers=tuple(chambers[old] for old in kept),
        routes=tuple(
            Route(
                rooms=(index[route.rooms[0]], index[route.rooms[1]]),
                doorways=route.doorways,
                spaces=route.spaces,
            )
            for route in routes
            if route.rooms[0] in index
        ),
    )


class Digger:
    """Finds corridors between rooms and remembers what has been dug.

    A corridor may touch a room at a doorway only: the spaces beside a room stay rock, so that there is
    always a wall between the two. Spaces are numbered row by row.
    """

    def __init__(self, chambers: Sequence[Chamber], columns: int, rows: int) -> None:
        self._chambers = chambers
        self._columns = columns
        self._around = (-columns, 1, columns, -1)
        rooms = _room_grid(chambers, columns, rows)
        self._free: list[bool] = _away_from(rooms).ravel().tolist()
        self._dug: list[bool] = [False] * (columns * rows)
        self._beside: list[bool] = [False] * (columns * rows)
        self._used: set[Doorway] = set()
        self._doorways = [self._usable_doorways(chamber, rooms) for chamber in chambers]

    def dig(self, start: int, goal: int) -> Route | None:
        """The cheapest corridor between two rooms, dug; None where there is none within reach."""
        sources = self._open_doorways(start)
        targets = self._open_doorways(goal)
        path = self._search(sources.keys(), targets.keys(), self._chambers[goal])
        if not path:
            return None
        doorways = (sources[path[0]], targets[path[-1]])
        self._used.update(doorways)
        for space in path:
            self._dug[space] = True
            for step in self._around:
                self._beside[space + step] = True
        spaces = tuple((space % self._columns, space // self._columns) for space in path)
        return Route(rooms=(start, goal), doorways=doorways, spaces=spaces)

    def _usable_doorways(self, chamber: Chamber, rooms: np.ndarray) -> list[Doorway]:
        height, width = rooms.shape

        def usable(porch: Space) -> bool:
            x, y = porch
            if not (0 < x < width - 1 and 0 < y < height - 1):
                return False
            return sum(bool(rooms[y + dy, x + dx]) for dx, dy in DIRECTIONS) == 1

        return [doorway for doorway in chamber.doorways() if usable(doorway.porch)]

    def _open_doorways(self, room: int) -> dict[int, Doorway]:
        """Doorways by the number of their porch, without those right beside one in use."""
        used = {way for way in self._doorways[room] if way in self._used}
        beside = {(x + dx, y + dy) for x, y in (way.porch for way in used) for dx, dy in DIRECTIONS}
        ways = [way for way in self._doorways[room] if way in used or way.porch not in beside]
        return {way.porch[1] * self._columns + way.porch[0]: way for way in ways}

    def _search(self, sources: Iterable[int], targets: Iterable[int], goal: Chamber) -> list[int]:
        """A* over spaces, from any source to any target."""
        ends = set(targets)
        came: dict[int, int] = {source: source for source in sources}
        cost = dict.fromkeys(came, 0.0)
        queue = [(self._ahead(source, goal), source) for source in came]
        closed: set[int] = set()
        queue.sort()
        while queue and len(closed) < SEARCH_LIMIT:
            here = heappop(queue)[1]
            if here in ends:
                return _trace(came, here)
            if here in closed:
                continue
            closed.add(here)
            for there, price in self._steps(here, came[here], ends):
                total = cost[here] + price
                if total < cost.get(there, float("inf")):
                    cost[there] = total
                    came[there] = here
                    heappush(queue, (total + self._ahead(there, goal), there))
        return []

    def _steps(self, here: int, before: int, ends: set[int]) -> Iterator[tuple[int, float]]:
        straight = here - before
        for step in self._around:
            there = here + step
            if self._free[there] or self._dug[there] or there in ends:
                turn = TURN_COST if straight not in (0, step) else 0.0
                yield there, self._price(there) + turn

    def _price(self, space: int) -> float:
        if self._dug[space]:
            return CORRIDOR_COST
        return ROCK_COST + (BESIDE_COST if self._beside[space] else 0.0)

    def _ahead(self, space: int, goal: Chamber) -> float:
        """How far the room is at least, in steps."""
        y, x = divmod(space, self._columns)
        across = max(goal.left - x, x - goal.left - goal.width + 1, 0)
        down = max(goal.top - y, y - goal.top - goal.height + 1, 0)
        return float(across + down)


def _room_grid(chambers: Sequence[Chamber], columns: int, rows: int) -> np.ndarray:
    grid = np.zeros((rows, columns), dtype=np.bool_)
    for chamber in chambers:
        window = grid[chamber.top :, chamber.left :][: chamber.height, : chamber.width]
        window |= chamber.spaces
    return grid


def _away_from(rooms: np.ndarray) -> np.ndarray:
    """Spaces that no room touches, not even at a corner; never those of the outermost ring."""
    free = np.zeros_like(rooms)
    height, width = rooms.shape
    near = np.zeros((height - 2, width - 2), dtype=np.bool_)
    for y in range(3):
        for x in range(3):
            near |= rooms[y : y + height - 2, x : x + width - 2]
    free[1:-1, 1:-1] = ~near
    return free


def _trace(came: dict[int, int], end: int) -> list[int]:
    path = [end]
    while came[path[-1]] != path[-1]:
        path.append(came[path[-1]])
    return path[::-1]
