"""Builds houses on a site: walls about a floor plan, doors, furniture, windows, lights."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import networkx as nx
from shapely import LineString, Polygon, box

from generation.layout.built import purposes
from generation.layout.built.masonry import Edge, boundary, edge_of
from generation.layout.built.program import Setting, Want, assigned
from generation.layout.built.site import Place, Site
from generation.layout.built.splitting import Part, Role
from generation.layout.furnishing import SIDES, Furnisher, Furnishing, Purpose, bounds_of, spaces_under
from generation.layout.lights import BURNING, OFF_WALL
from generation.layout.plan import Point, Prop, PropKind, WallMaterial
from generation.layout.spaces import DIRECTIONS, Space
from generation.vocabulary import DoorState, TerrainType

STAIRS: Mapping[PropKind, tuple[str, str]] = MappingProxyType(
    {
        PropKind.STAIRS_UP: ("Stairs up", "To the upper floor"),
        PropKind.STAIRS_DOWN: ("Cellar stairs", "Down to the cellar"),
    }
)
TALL = (PropKind.BOOKSHELF, PropKind.HEARTH, PropKind.CUPBOARD, PropKind.STOVE, PropKind.STAIRS_UP)
SPACES_PER_LAMP = 36
SPACES_PER_WINDOW = 3.4  #: along a wall
SMALL = 9  #: spaces; in less, one step inside the door is all that is kept free


class Opening(NamedTuple):
    """A door of the house and the rooms that it joins."""

    edge: Edge
    rooms: tuple[int, int]


class House:
    """One house of a site: `parts` are its rooms; the first hall is where the front door leads.

    Things stand and doors open on the spaces of `standing` only, and one walks on those of `afoot` only,
    where these are given. Without a `shell` there are walls between rooms alone: somebody else builds the
    outer ones. With `doors` even halls and passages have doors between them, not arches. Lanterns hang in the
    rooms that are `lit`, which are all where none are named. `stairs` says what there is to tell of them.
    """

    def __init__(
        self,
        site: Site,
        parts: Sequence[Part],
        material: WallMaterial,
        *,
        standing: set[Space] | None = None,
        afoot: set[Space] | None = None,
        shell: bool = True,
        doors: bool = False,
        lit: Container[int] | None = None,
        stairs: Mapping[PropKind, tuple[str, str]] = STAIRS,
    ) -> None:
        self._site = site
        self._rng = site.rng
        self.parts = list(parts)
        self.rooms = [part.spaces for part in parts]
        self.purposes: list[Purpose] = [purposes.STOREROOM] * len(parts)
        self.names: list[str] = [""] * len(parts)
        self.openings: list[Opening] = []
        self._owner = {space: index for index, room in enumerate(self.rooms) for space in room}
        self._ways: list[set[Space]] = [set() for _ in parts]
        self._tall: set[Space] = set()
        self._standing = self._owner.keys() if standing is None else standing
        self._afoot = self._owner.keys() if afoot is None else afoot
        self._doors = doors
        self._lit = range(len(parts)) if lit is None else lit
        self._stairs = stairs
        site.build_on(self._owner)
        if shell:
            site.masonry.enclose(self._owner.keys(), material)
        for edges in self.shared.values():
            site.masonry.build(edges, material)

    @cached_property
    def hall(self) -> int:
        """The part that the front door leads into."""
        return next((i for i, part in enumerate(self.parts) if part.role is Role.HALL), 0)

    @property
    def spaces(self) -> set[Space]:
        """Everything indoors."""
        return set(self._owner)

    @property
    def middle(self) -> Point:
        """The middle of the ground that it takes."""
        left, top, right, bottom = bounds_of(self.spaces)
        return (left + right) / 2, (top + bottom) / 2

    @cached_property
    def shared(self) -> dict[tuple[int, int], list[Edge]]:
        """The edges between any two rooms that lie side by side."""
        shared: dict[tuple[int, int], list[Edge]] = {}
        for (x, y), one in sorted(self._owner.items()):
            for side in ((1, 0), (0, 1)):
                other = self._owner.get((x + side[0], y + side[1]), one)
                if other != one:
                    pair = (min(one, other), max(one, other))
                    shared.setdefault(pair, []).append(edge_of((x, y), side))
        return shared

    def doorways(self, one: int, other: int) -> list[Edge]:
        """The edges between two rooms where a door could be."""
        within = self._site.within
        return [
            edge
            for edge in self.shared[min(one, other), max(one, other)]
            if all(space in self._standing for space in edge.sides)
            and (within is None or within.covers(LineString(edge.ends)))
        ]

    def assign(self, wants: Sequence[Want], hall: Purpose) -> None:
        """Say what every room is for: the hall, the passages, and the others by what is wanted."""
        for index, part in enumerate(self.parts):
            usual = purposes.PASSAGE if part.role is Role.PASSAGE else purposes.HALL
            self.purposes[index] = part.use or usual
        self.purposes[self.hall] = hall
        others = [i for i, part in enumerate(self.parts) if part.role is Role.ROOM and not part.use]
        away = nx.single_source_shortest_path_length(self._doorless, self.hall)
        farthest = max(away.values()) or 1
        settings = [
            Setting(
                spaces=len(self.rooms[index]),
                away=away.get(index, farthest) / farthest,
                beside=frozenset(others.index(o) for o in self._doorless[index] if o in others),
            )
            for index in others
        ]
        for index, purpose in zip(others, assigned(wants[: len(others)], settings), strict=True):
            self.purposes[index] = purpose

    @cached_property
    def _doorless(self) -> "nx.Graph[int]":
        """Which rooms lie side by side."""
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.parts)))
        graph.add_edges_from(pair for pair in self.shared if self.doorways(*pair))
        return graph

    def join(self) -> None:
        """Doors until every room can be entered, by way of halls and passages where that can be."""
        for one, other in self._doorless.edges:
            weight = self._reluctance(one, other) + 1 / len(self.doorways(one, other))
            self._doorless.edges[one, other]["weight"] = weight
        tree = nx.minimum_spanning_tree(self._doorless)
        for index in range(len(self.parts)):
            if self.purposes[index] is purposes.HIDDEN and tree.degree[index] != 1:
                self.purposes[index] = purposes.STOREROOM
        for one, other in sorted((min(pair), max(pair)) for pair in tree.edges):
            self._connect(one, other)

    def _reluctance(self, one: int, other: int) -> float:
        """How little one wants a door between two rooms."""
        roles = {self.parts[one].role, self.parts[other].role}
        uses = {self.purposes[one], self.purposes[other]}
        settled = self.parts[one].use or self.parts[other].use
        if settled and Role.HALL in roles:
            return 0.5
        if purposes.HIDDEN in uses:
            return 30.0 if uses & {purposes.STUDY, purposes.LIBRARY, purposes.MASTER} else 50.0
        if purposes.PANTRY in uses:
            return 1.0 if purposes.KITCHEN in uses else 6.0
        if Role.ROOM not in roles:
            return 0.0
        if roles == {Role.ROOM}:
            return 8.0 if uses & {purposes.KITCHEN, purposes.DINING, purposes.PARLOR} else 12.0
        return 2.0

    def _connect(self, one: int, other: int) -> None:
        """A door between two rooms, or an open arch; passages run into one another."""
        edges = self.doorways(one, other)
        roles = {self.parts[one].role, self.parts[other].role}
        uses = {self.purposes[one], self.purposes[other]}
        edge = self.spot(edges)
        masonry = self._site.masonry
        if roles == {Role.PASSAGE}:
            for each in edges:
                masonry.remove(each)
        elif purposes.HIDDEN in uses:
            masonry.hang(edge, secret=True)
        elif Role.ROOM not in roles and not self._doors:
            masonry.remove(edge)
        else:
            masonry.hang(edge, self._state())
        self._open(edge, one, other)

    def also(self, one: Purpose, other: Purpose) -> None:
        """A door more, between the first two rooms of these purposes that lie side by side."""
        joined = {opening.rooms for opening in self.openings}
        for pair in sorted(self.shared):
            uses = [self.purposes[index] for index in pair]
            edges = self.doorways(*pair)
            if pair not in joined and (uses in ([one, other], [other, one])) and len(edges) > 1:
                edge = self.spot(edges)
                self._site.masonry.hang(edge, self._state())
                self._open(edge, *pair)
                return

    def _state(self) -> DoorState:
        roll = self._rng.random()
        if roll < 0.14:
            return DoorState.OPEN
        return DoorState.LOCKED if roll > 0.92 else DoorState.CLOSED

    def _open(self, edge: Edge, one: int, other: int) -> None:
        self.openings.append(Opening(edge, (one, other)))
        for space in edge.sides:
            self._keep_free(space, edge)

    def _keep_free(self, space: Space, edge: Edge) -> None:
        """The space behind a door, and in rooms of some size the one after it."""
        index = self._owner.get(space)
        if index is None:
            return
        self._ways[index].add(space)
        before, after = edge.sides
        across = (before[0] - after[0], before[1] - after[1])
        step = 1 if space == before else -1
        beyond = (space[0] + step * across[0], space[1] + step * across[1])
        if len(self.rooms[index]) >= SMALL and beyond in self.rooms[index]:
            self._ways[index].add(beyond)

    def spot(self, edges: Sequence[Edge]) -> Edge:
        """An edge for a door, not in a corner where there is a choice."""
        among = set(edges)
        inner = [edge for edge in edges if edge.along(1) in among and edge.along(-1) in among]
        choice = inner or edges
        return choice[int(self._rng.integers(len(choice)))]

    def outer_edges(self, index: int, side: Space) -> list[Edge]:
        """The edges of a room on one side of the house that one could come in by."""
        edges = []
        for x, y in sorted(self.rooms[index]):
            outside = (x + side[0], y + side[1])
            edge = edge_of((x, y), side)
            if self._site.is_open(outside) and self._site.masonry.is_wall(edge):
                edges.append(edge)
        return edges

    def any_outer_edges(self) -> list[Edge]:
        """The edges on all sides of all rooms that one could come in by."""
        return [
            edge for i in range(len(self.parts)) for side in DIRECTIONS for edge in self.outer_edges(i, side)
        ]

    def outer_door(self, edge: Edge, state: DoorState = DoorState.CLOSED) -> Space:
        """A door to the outside; answers with the space before it, which stays free."""
        self._site.masonry.hang(edge, state)
        outside, inside = edge.sides
        if inside not in self._owner:
            outside, inside = inside, outside
        self._keep_free(inside, edge)
        self._site.keep_free(outside)
        self._site.doorsteps.add(outside)
        return outside

    def standing_in(self, index: int) -> set[Space]:
        """The spaces of a room where things can stand."""
        return self.rooms[index] & self._standing

    def kept_clear(self, index: int) -> set[Space]:
        """The spaces of a room where nothing stands, for those who come in."""
        return set(self._ways[index])

    def keep_clear(self, index: int, space: Space) -> None:
        """Nothing is to stand on this space of a room."""
        self._ways[index].add(space)

    def furnisher(self, index: int, but: Iterable[Space] = ()) -> Furnisher:
        """To put things into one room; nothing before its doors, `but` on these spaces."""
        room = self.standing_in(index)
        shell = frozenset(
            ((x, y), (dx, dy))
            for x, y in room
            for dx, dy in DIRECTIONS
            if (x + dx, y + dy) not in self._owner
        )
        free = room - (self._ways[index] - set(but))
        return Furnisher(self._rng, room, free, shell, self.rooms[index] & self._afoot)

    def furnish(self, index: int, extra: Sequence[Furnishing] = ()) -> Sequence[Prop]:
        """The things of one room, and a lamp where nothing else gives light."""
        return self.settle(index, self.furnisher(index).furnish((*extra, *self.purposes[index].furnishings)))

    def settle(self, index: int, placed: Sequence[Prop]) -> Sequence[Prop]:
        """Enter what was put into a room, and what there is to tell about it."""
        purpose = self.purposes[index]
        if placed and purpose.treasure:
            kind = "secret" if purpose is purposes.HIDDEN else "treasure"
            self._site.notes.add(self.names[index], kind, placed[0].position, purpose.treasure)
        for prop in placed:
            self._lay_steps(prop)
        self._tall |= {space for prop in placed if prop.kind in TALL for space in spaces_under(prop)}
        self._site.props += placed
        if index in self._lit and not any(prop.kind in BURNING for prop in placed):
            self._hang_lamps(index)
        return placed

    def _lay_steps(self, prop: Prop) -> None:
        """Stairs are ground as well as a thing."""
        if prop.kind in self._stairs:
            self._site.lay(TerrainType.STAIRS, box(*bounds_of(spaces_under(prop))))
            name, told = self._stairs[prop.kind]
            self._site.notes.add(name, "stairs", prop.position, told)

    def _hang_lamps(self, index: int) -> None:
        """Lanterns on walls, away from the doors."""
        room = self.rooms[index]
        sides = [
            (space, side)
            for space in sorted(self.standing_in(index) - self._ways[index] - self._tall)
            for side in SIDES
            if self._site.masonry.is_wall(edge_of(space, side))
        ]
        wanted = max(1, len(room) // SPACES_PER_LAMP) if sides else 0
        step = len(sides) / max(wanted, 1)
        start = self._rng.uniform(0, step)
        for count in range(wanted):
            (x, y), side = sides[int(start + count * step) % len(sides)]
            reach = 0.5 - OFF_WALL
            at = (round(x + 0.5 + side[0] * reach, 4), round(y + 0.5 + side[1] * reach, 4))
            self._site.props.append(
                Prop(kind=PropKind.LANTERN, position=at, width=0.3, height=0.3, rotation=SIDES[side])
            )

    def glaze_all(self) -> None:
        """Windows in all rooms."""
        for index in range(len(self.parts)):
            self.glaze(index)

    def glaze(self, index: int) -> None:
        """Windows in the outer walls of a room, evenly, not in corners nor behind what is tall."""
        if self.purposes[index] is purposes.HIDDEN:
            return
        for run in self._outer_runs(index):
            inner = run[1:-1] if len(run) > 2 else run[:0]
            count = round(len(inner) / SPACES_PER_WINDOW + 0.2)
            for number in range(count):
                ideal = (number + 0.5) * len(inner) / count - 0.5
                near = sorted(range(len(inner)), key=lambda at: (abs(at - ideal), at))[:3]
                edge = next((inner[at] for at in near if self._may_glaze(inner[at])), None)
                if edge:
                    self._site.masonry.glaze(edge)

    def _may_glaze(self, edge: Edge) -> bool:
        one, other = edge.sides
        outside, inside = (one, other) if other in self._owner else (other, one)
        solid = all(self._site.masonry.is_wall(each) for each in (edge, edge.along(1), edge.along(-1)))
        return solid and inside not in self._tall and self._site.is_open(outside)

    def _outer_runs(self, index: int) -> list[list[Edge]]:
        """The straight stretches of a room's outer walls."""
        runs: list[list[Edge]] = []
        edges = {e for e in boundary(self.rooms[index]) if any(s not in self._owner for s in e.sides)}
        for edge in sorted(edges, key=lambda e: (e.level, e.y, e.x) if e.level else (e.level, e.x, e.y)):
            if runs and edge == runs[-1][-1].along(1):
                runs[-1].append(edge)
            else:
                runs.append([edge])
        return runs

    def enter_rooms(
        self, outline: Callable[[int], Polygon] | None = None, *, outdoors: Container[int] = ()
    ) -> None:
        """Put the rooms on the site's list, from the front door on, each under a name of its own.

        Their outlines are those of their spaces where no others are given; some may lie under the open sky.
        """
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.parts)))
        graph.add_edges_from(opening.rooms for opening in self.openings)
        order = list(nx.bfs_tree(graph, self.hall, sort_neighbors=sorted))
        for index in order:
            self.names[index] = self._site.one_of(self.purposes[index].names)
            place = Place(
                name=self.names[index],
                spaces=self.rooms[index],
                outdoors=index in outdoors,
                polygon=outline(index) if outline else None,
            )
            self._site.places.append(place)
