"""Builds houses on a site: walls and doors about a floor plan, furniture, windows."""

from collections.abc import Sequence

import networkx as nx
import numpy as np

from generation.layout.built.masonry import Edge, boundary, edge_of
from generation.layout.built.purposes import HALL, PASSAGE, ROOMS
from generation.layout.built.site import Place, Site
from generation.layout.built.splitting import Block, Part, Role
from generation.layout.furnishing import Furnisher, Purpose
from generation.layout.plan import PropKind, WallMaterial
from generation.layout.spaces import Space
from generation.vocabulary import DoorState

TALL = (PropKind.BOOKSHELF, PropKind.HEARTH, PropKind.CUPBOARD, PropKind.STOVE)


class House:
    """One house of a site: `parts` are its rooms, the first hall is where the front door leads."""

    def __init__(self, site: Site, parts: Sequence[Part], material: WallMaterial) -> None:
        self._site = site
        self._rng = site.rng
        self.parts = list(parts)
        self.rooms = [part.block.spaces for part in parts]
        self._owner = {space: index for index, room in enumerate(self.rooms) for space in room}
        self._ways: list[set[Space]] = [set() for _ in parts]
        site.taken |= self._owner.keys()
        for room in self.rooms:
            site.masonry.enclose(room, material)
        self._join()

    @property
    def hall(self) -> int:
        """The part that the front door leads into."""
        return next((i for i, part in enumerate(self.parts) if part.role is Role.HALL), 0)

    def _shared(self) -> dict[tuple[int, int], list[Edge]]:
        """The edges between any two rooms."""
        shared: dict[tuple[int, int], list[Edge]] = {}
        for (x, y), one in sorted(self._owner.items()):
            for side in ((1, 0), (0, 1)):
                other = self._owner.get((x + side[0], y + side[1]), one)
                if other != one:
                    pair = (min(one, other), max(one, other))
                    shared.setdefault(pair, []).append(edge_of((x, y), side))
        return shared

    def _join(self) -> None:
        """Doors until every room can be entered, by way of halls and passages where that can be."""
        shared = self._shared()
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.parts)))
        for (one, other), edges in shared.items():
            weight = self._distance(one, other) + 1 / len(edges)
            graph.add_edge(one, other, weight=weight)
        for one, other in sorted(map(sorted, nx.minimum_spanning_edges(graph, data=False))):
            self._connect(shared[one, other], one, other)

    def _distance(self, one: int, other: int) -> float:
        roles = {self.parts[one].role, self.parts[other].role}
        if Role.ROOM not in roles:
            return 0.0
        return 10.0 if roles == {Role.ROOM} else 2.0

    def _connect(self, edges: Sequence[Edge], one: int, other: int) -> None:
        roles = {self.parts[one].role, self.parts[other].role}
        edge = self.spot(edges)
        if roles == {Role.PASSAGE}:
            for each in edges:
                self._site.masonry.remove(each)
        elif Role.ROOM not in roles:
            self._site.masonry.remove(edge)
        else:
            self._site.masonry.hang(edge)
        self._keep(edge)

    def spot(self, edges: Sequence[Edge]) -> Edge:
        """An edge for a door, not in a corner where there is a choice."""
        inner = [edge for edge in edges if edge.along(1) in edges and edge.along(-1) in edges]
        choice = inner or edges
        return choice[int(self._rng.integers(len(choice)))]

    def _keep(self, edge: Edge) -> None:
        for space in edge.sides:
            if space in self._owner:
                self._ways[self._owner[space]].add(space)

    def outer_edges(self, index: int, side: Space) -> list[Edge]:
        """The edges of a room on one side of the house."""
        return [
            edge_of((x, y), side)
            for x, y in sorted(self.rooms[index])
            if (x + side[0], y + side[1]) not in self._owner
        ]

    def outer_door(self, edge: Edge, state: DoorState = DoorState.CLOSED) -> Space:
        """A door to the outside; answers with the space before it."""
        self._site.masonry.hang(edge, state)
        self._keep(edge)
        outside = next(space for space in edge.sides if space not in self._owner)
        self._site.taken.add(outside)
        return outside

    def furnish(self, index: int, purpose: Purpose) -> None:
        """The things of one room."""
        furnisher = Furnisher(self._rng, self.rooms[index], self.rooms[index] - self._ways[index])
        self._site.props += furnisher.furnish(purpose.furnishings)

    def glaze(self, index: int, share: float = 0.4) -> None:
        """Windows in the outer walls of a room, between the corners, not behind what is tall."""
        masonry = self._site.masonry
        for edge in boundary(self.rooms[index]):
            outside = [space for space in edge.sides if space not in self._owner]
            flanks = (edge.along(1), edge.along(-1))
            if outside and masonry.is_wall(edge) and all(masonry.is_wall(flank) for flank in flanks):
                x, y = outside[0]
                inside = 0 <= x < self._site.columns and 0 <= y < self._site.rows
                if inside and self._rng.random() < share:
                    masonry.glaze(edge)


def plain_house(site: Site, parts: Sequence[Part], material: WallMaterial) -> House:
    """A whole house with purposes by chance."""
    house = House(site, parts, material)
    edge = house.spot(house.outer_edges(house.hall, (0, 1)) or house.outer_edges(house.hall, (1, 0)))
    house.outer_door(edge)
    order = site.rng.permutation(len(ROOMS)).tolist()
    for index, part in enumerate(parts):
        purpose = {Role.HALL: HALL, Role.PASSAGE: PASSAGE}.get(part.role, ROOMS[order[index % len(ROOMS)]])
        house.furnish(index, purpose)
        house.glaze(index)
        name = purpose.names[int(site.rng.integers(len(purpose.names)))]
        site.places.append(Place(name=name, spaces=house.rooms[index]))
    return house


def share_of(rng: np.random.Generator, length: int, low: float, high: float) -> int:
    """A whole number of spaces that is some share of a length."""
    return round(length * rng.uniform(low, high))


def in_the_middle(width: int, height: int, columns: int, rows: int) -> Block:
    """A block in the middle of a field, rather to the back."""
    return Block((columns - width) // 2, max(1, (rows - height) // 3), width, height)
