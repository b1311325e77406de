"""Dungeons: cut rooms, corridors, doors, and everything that waits behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import shapely
from shapely import Polygon, box

from generation.briefs import MapBrief
from generation.layout.furnishing import SIDES, Furnisher, Purpose
from generation.layout.lights import lights_of, wall_torches
from generation.layout.plan import Door, MapLayout, Point, PointOfInterest, Prop, PropKind, Room
from generation.layout.spaces import Area, Space, spaces_within
from generation.layout.terrain import Ground, basin, blob, wanted_terrain
from generation.layout.underground.corridors import Network, join_chambers
from generation.layout.underground.niches import Niche, find_niche
from generation.layout.underground.purposes import ENTRANCE, FLOODED, LAIR, PURPOSES, TREASURY
from generation.layout.underground.rooms import Chamber, ChamberShape, Doorway, place_chambers
from generation.layout.walls import corners, floor_of_spaces, walls_around
from generation.vocabulary import DoorState, TerrainType

SPACES_PER_ROOM = 42
USUAL_TERRAIN = (TerrainType.WATER, TerrainType.RUBBLE, TerrainType.PIT)
GAPS = (2, 3)  #: spaces of rock between rooms, tried in turn; through 3, a corridor can always pass
NOTE_KINDS = ("stairs", "treasure", "secret", "trap")  #: the weightiest first
SECRET_KINDS = ("secret", "trap")  #: what players have to find for themselves


def make_dungeon(brief: MapBrief) -> MapLayout:
    """A dungeon for `brief`, which has been checked, on squares whatever its grid."""
    rng = np.random.default_rng(brief.layout_seed % 2**64)
    columns, rows = brief.grid.columns, brief.grid.rows
    wanted = brief.rooms or max(1, round(columns * rows / SPACES_PER_ROOM))
    network = _dig(rng, columns, rows, wanted)
    tour = _Tour(network)
    niche = None if tour.hidden else find_niche(rng, network, spaces_within(_floor(network), columns, rows))
    floor = _floor(network, niche)
    builder = _Builder(rng, brief, tour, spaces_within(floor, columns, rows))
    if niche:
        builder.fill_niche(niche)
    builder.lay_stairs()
    builder.lay_terrain()
    builder.furnish()
    props = (*builder.props, *builder.torches())
    return MapLayout(
        seed=brief.layout_seed,
        columns=columns,
        rows=rows,
        walls=walls_around(floor),
        doors=tuple(_doors(rng, tour, niche)),
        lights=lights_of(rng, props),
        rooms=tuple(builder.rooms()),
        terrain=tuple(builder.ground.areas),
        points_of_interest=tuple(builder.points_of_interest()),
        props=props,
    )


def _dig(rng: np.random.Generator, columns: int, rows: int, wanted: int) -> Network:
    """Rooms that stand close; where corridors cannot reach most of them, rooms with more rock between."""
    networks: list[Network] = []
    for gap in GAPS:
        chambers = place_chambers(rng, columns, rows, wanted=wanted, gap=gap)
        networks.append(join_chambers(rng, chambers, columns, rows))
        if len(networks[-1].chambers) > 0.8 * len(chambers):
            break
    return max(networks, key=lambda network: network.area)


def _floor(network: Network, niche: Niche | None = None) -> Area:
    """All that can be walked on; a corridor reaches a little into round rooms, which curve away from it."""
    ways = [*network.doorways, niche.doorway] if niche else network.doorways
    thresholds = {
        way.inner
        for way in ways
        for chamber in network.chambers
        if chamber.shape is ChamberShape.ROUND and way.inner in chamber
    }
    pieces = [chamber.polygon for chamber in network.chambers]
    pieces += floor_of_spaces(network.spaces | thresholds | set(niche.spaces if niche else ()))
    floor = shapely.union_all(pieces).simplify(0)
    assert isinstance(floor, shapely.Polygon | shapely.MultiPolygon)
    return floor


class _Tour:
    """The rooms in the order in which somebody who comes in finds them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        graph = network.graph()
        self.doorways: list[list[Doorway]] = [[] for _ in network.chambers]
        for route in network.routes:
            for room, way in zip(route.rooms, route.doorways, strict=True):
                self.doorways[room].append(way)
        self.entrance = min(graph, key=lambda room: sum(network.chambers[room].center))
        away = nx.single_source_dijkstra_path_length(graph, self.entrance, weight="length")
        self.order = sorted(away, key=lambda room: (away[room], room))
        self.lair = max(self.order[len(self.order) // 2 :], key=self._size)
        self.hidden = self._hidden_rooms(graph)
        self.main_way = self._ways_along(nx.dijkstra_path(graph, self.entrance, self.lair, weight="length"))

    def _ways_along(self, rooms: Sequence[int]) -> set[Doorway]:
        """The doorways that somebody passes who goes from room to room."""
        steps = {frozenset(step) for step in pairwise(rooms)}
        return {
            way for route in self.network.routes if frozenset(route.rooms) in steps for way in route.doorways
        }

    def _size(self, room: int) -> float:
        return float(self.network.chambers[room].polygon.area)

    def _hidden_rooms(self, graph: "nx.Graph[int]") -> set[int]:
        """Rooms with a single way in that nobody passes through: one for every eight."""
        ends = {self.entrance, self.lair}
        leaves = [room for room in self.order if graph.degree[room] == 1 and room not in ends]
        smallest = sorted(leaves, key=self._size)
        return set(smallest[: max(1, len(self.order) // 8)])


def _doors(rng: np.random.Generator, tour: _Tour, niche: Niche | None) -> Iterator[Door]:
    """Some doorways stay open arches; the doors of hidden rooms are secret.

    No lock bars the way from the entrance to the lair.
    """
    if niche:
        start, end = niche.doorway.segment
        yield Door(start=start, end=end, state=DoorState.CLOSED, secret=True)
    hidden = [tour.network.chambers[room] for room in sorted(tour.hidden)]
    for way in tour.network.doorways:
        start, end = way.segment
        roll = rng.random()
        if any(way.inner in chamber for chamber in hidden):
            yield Door(start=start, end=end, state=DoorState.CLOSED, secret=True)
        elif roll < 0.55:
            yield Door(start=start, end=end)
        elif roll < 0.68:
            yield Door(start=start, end=end, state=DoorState.OPEN)
        elif roll < 0.8:
            state = DoorState.CLOSED if way in tour.main_way else DoorState.LOCKED
            yield Door(start=start, end=end, state=state)


class _Builder:
    """Fills the rooms of one dungeon: stairs, terrain, furniture, lights and notes."""

    def __init__(
        self,
        rng: np.random.Generator,
        brief: MapBrief,
        tour: _Tour,
        open_spaces: np.ndarray,
    ) -> None:
        self._rng = rng
        self._brief = brief
        self._tour = tour
        self.ground = Ground(open_spaces)
        self.props: list[Prop] = []
        self._floors = [_floor_spaces(chamber) for chamber in tour.network.chambers]
        self._purposes = _assign_purposes(rng, tour, self._floors)
        self._notes: list[PointOfInterest] = []
        self._taken: set[Space] = {space for way in tour.network.doorways for space in (way.inner, way.porch)}
        self._names = [self._name(purpose) for purpose in self._purposes]

    def _name(self, purpose: Purpose) -> str:
        return purpose.names[int(self._rng.integers(len(purpose.names)))]

    def fill_niche(self, niche: Niche) -> None:
        """A chest in the rock, and nothing before the door to it."""
        self._taken |= {niche.doorway.inner, *niche.spaces}
        x, y = niche.spaces[-1]
        at = (x + 0.5, y + 0.5)
        turn = SIDES[niche.doorway.outward]
        self.props.append(Prop(kind=PropKind.CHEST, position=at, width=0.8, height=0.6, rotation=turn))
        self._note("Hiding place", "secret", at, "A hollow behind a stone that turns")

    def lay_stairs(self) -> None:
        """Up and out at the entrance; further down from the lair."""
        self._stairs(self._tour.entrance, PropKind.STAIRS_UP, "Stairs up", "The way out")
        self._stairs(self._tour.lair, PropKind.STAIRS_DOWN, "Stairs down", "The dungeon goes on below")

    def _stairs(self, room: int, kind: PropKind, name: str, description: str) -> None:
        free = self._floors[room] - self._taken
        flights = list(_flights(free, self._floors[room]))
        if not flights:
            return
        spaces, side = flights[int(self._rng.integers(len(flights)))]
        xs, ys = [x for x, _ in spaces], [y for _, y in spaces]
        area = box(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
        steps = area.intersection(self._tour.network.chambers[room].polygon)
        assert isinstance(steps, Polygon)
        self.ground.add(TerrainType.STAIRS, steps)
        self._taken |= set(spaces)
        center = (area.centroid.x, area.centroid.y)
        size = 2.0 if len(spaces) == 4 else 1.0
        self.props.append(Prop(kind=kind, position=center, width=size, height=2.0, rotation=SIDES[side]))
        self._note(name, "stairs", center, description)

    def lay_terrain(self) -> None:
        """Each kind of terrain that the brief asks for, in a few rooms that have space for it."""
        for terrain in wanted_terrain(self._brief.terrain, USUAL_TERRAIN):
            asked = terrain in self._brief.terrain
            share = max(1, len(self._floors) // 6)
            laid = 0
            for room in self._rng.permutation(len(self._floors)).tolist():
                if laid < share and room != self._tour.entrance:
                    laid += self._lay(terrain, room)
            if not laid and asked and not self._lay(terrain, self._tour.entrance):
                self._lay_patch(terrain)

    def _lay(self, terrain: TerrainType, room: int) -> bool:
        if terrain is TerrainType.PIT:
            return self._lay_pit(room)
        if terrain in (TerrainType.WATER, TerrainType.DEEP_WATER, TerrainType.LAVA):
            return self._lay_pool(terrain, room)
        if terrain in (TerrainType.RUBBLE, TerrainType.DIFFICULT):
            return self._lay_rubble(terrain, room)
        return False

    def _lay_pit(self, room: int) -> bool:
        free = sorted(self._inner(room) - self._taken)
        if not free:
            return False
        x, y = free[int(self._rng.integers(len(free)))]
        if not self.ground.add(TerrainType.PIT, box(x + 0.06, y + 0.06, x + 0.94, y + 0.94)):
            return False
        self._taken.add((x, y))
        self._note("Pit", "trap", (x + 0.5, y + 0.5), "Thirty feet down, with something at the bottom")
        return True

    def _lay_pool(self, terrain: TerrainType, room: int) -> bool:
        chamber = self._tour.network.chambers[room]
        width, height = chamber.width - 2.6, chamber.height - 2.6
        angular = chamber.shape in (ChamberShape.ELL, ChamberShape.CROSS)
        if min(width, height) < 2 or angular or room in (self._tour.lair, *self._tour.hidden):
            return False
        round_room = chamber.shape is ChamberShape.ROUND
        pool = basin(chamber.center, width, height, rounding=0.5 if round_room else 0.25)
        covered = _spaces_of(pool)
        if covered & self._taken or not self.ground.add(terrain, pool):
            return False
        if terrain is TerrainType.DEEP_WATER:
            self._ring(pool)
        self._taken |= covered
        if terrain is not TerrainType.LAVA:
            self._purposes[room] = FLOODED
            self._names[room] = self._name(FLOODED)
        return True

    def _lay_patch(self, terrain: TerrainType) -> None:
        """A small pool, in whichever room has a space for it that no wall touches."""
        for room in self._rng.permutation(len(self._floors)).tolist():
            for x, y in sorted(self._inner(room) - self._taken):
                pool = basin((x + 0.5, y + 0.5), 0.94, 0.94, rounding=0.4)
                if self.ground.add(terrain, pool):
                    self._taken.add((x, y))
                    return

    def _ring(self, pool: Polygon) -> None:
        """Deep water lies within a rim of shallow water."""
        deep = pool.buffer(-0.35)
        self.ground.areas.pop()
        self.ground.add(TerrainType.WATER, pool)
        if isinstance(deep, Polygon) and not deep.is_empty:
            self.ground.add(TerrainType.DEEP_WATER, deep)

    def _lay_rubble(self, terrain: TerrainType, room: int) -> bool:
        spots = sorted(self._floors[room] - self._taken)
        if len(spots) < 4:
            return False
        x, y = spots[int(self._rng.integers(len(spots)))]
        chamber = self._tour.network.chambers[room]
        heap = blob(self._rng, (x + 0.5, y + 0.5), self._rng.uniform(0.9, 1.7)).intersection(chamber.polygon)
        return isinstance(heap, Polygon) and heap.area > 0.5 and self.ground.add(terrain, heap)

    def _inner(self, room: int) -> set[Space]:
        """Spaces of a room that no wall touches."""
        floor = self._floors[room]
        return {
            (x, y)
            for x, y in floor
            if all((x + dx, y + dy) in floor for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        }

    def furnish(self) -> None:
        """Furniture by each room's purpose, and a note where there is something to find."""
        self._taken |= {_step_inside(way) for way in self._tour.network.doorways}
        for room, purpose in enumerate(self._purposes):
            furnisher = Furnisher(self._rng, self._floors[room], self._floors[room] - self._taken)
            placed = furnisher.furnish(purpose.furnishings)
            self.props += placed
            if purpose.treasure and placed:
                kind = "secret" if room in self._tour.hidden else "treasure"
                self._note(self._names[room], kind, placed[0].position, purpose.treasure)

    def torches(self) -> Iterator[Prop]:
        """On the walls of most rooms, away from the doors."""
        for room, chamber in enumerate(self._tour.network.chambers):
            lit = room == self._tour.entrance or self._rng.random() < 0.8
            if lit and room not in self._tour.hidden:
                doors = [_middle_of(way) for way in self._tour.doorways[room]]
                yield from wall_torches(self._rng, chamber.polygon, 9.0, doors)

    def rooms(self) -> Iterator[Room]:
        """The rooms, numbered as one comes to them."""
        for number, room in enumerate(self._tour.order, start=1):
            polygon = self._tour.network.chambers[room].polygon
            yield Room(number=number, name=self._names[room], polygon=corners(polygon))

    def _note(self, name: str, kind: str, at: Point, description: str) -> None:
        secret = kind in SECRET_KINDS
        note = PointOfInterest(
            id="", name=name, kind=kind, position=at, description=description, gm_only=secret
        )
        self._notes.append(note)

    def points_of_interest(self) -> Iterator[PointOfInterest]:
        """The notes, the weightiest first, as many as the brief asks for."""
        ranked = sorted(self._notes, key=lambda note: NOTE_KINDS.index(note.kind))
        wanted = ranked[: self._brief.points_of_interest]
        for index, note in enumerate(wanted, start=1):
            yield replace(note, id=f"poi-{index}")


def _floor_spaces(chamber: Chamber) -> set[Space]:
    """The spaces of a room where something can stand: all but what a round or slanting wall cuts off."""
    rows, columns = np.nonzero(chamber.spaces)
    x, y = columns + chamber.left, rows + chamber.top
    squares = shapely.box(x + 0.12, y + 0.12, x + 0.88, y + 0.88)
    whole = shapely.contains(chamber.polygon, squares)
    return set(zip(x[whole].tolist(), y[whole].tolist(), strict=True))


def _assign_purposes(rng: np.random.Generator, tour: _Tour, floors: Sequence[set[Space]]) -> list[Purpose]:
    """What each room is for; neighbours in the tour differ as long as there is choice."""
    recent: list[Purpose] = []
    purposes: dict[int, Purpose] = {}
    for room in tour.order:
        size = len(floors[room])
        fitting = [p for p in PURPOSES if p.least <= size <= p.most] or list(PURPOSES)
        fresh = [p for p in fitting if p not in recent[-6:]] or fitting
        purpose = fresh[int(rng.integers(len(fresh)))]
        if room == tour.entrance:
            purpose = ENTRANCE
        elif room == tour.lair and size >= LAIR[0].least:
            purpose = LAIR[int(rng.integers(len(LAIR)))]
        elif room in tour.hidden:
            purpose = TREASURY
        purposes[room] = purpose
        recent.append(purpose)
    return [purposes[room] for room in range(len(floors))]


def _middle_of(way: Doorway) -> Point:
    (x0, y0), (x1, y1) = way.segment
    return (x0 + x1) / 2, (y0 + y1) / 2


def _step_inside(way: Doorway) -> Space:
    """The second space behind a door, which furniture leaves free."""
    return way.inner[0] - way.outward[0], way.inner[1] - way.outward[1]


def _spaces_of(polygon: Polygon) -> set[Space]:
    left, top, right, bottom = (int(edge) for edge in polygon.bounds)
    return {
        (x, y)
        for x in range(left, right + 1)
        for y in range(top, bottom + 1)
        if polygon.intersects(box(x, y, x + 1, y + 1))
    }


def _flights(free: set[Space], floor: set[Space]) -> Iterator[tuple[list[Space], Space]]:
    """Places for stairs two spaces long with a wall at their upper end: two wide where possible."""
    for width in (2, 1):
        found = False
        for x, y in sorted(free):
            for side in SIDES:
                spaces = [
                    (x + abs(side[1]) * i - side[0] * j, y + abs(side[0]) * i - side[1] * j)
                    for i in range(width)
                    for j in range(2)
                ]
                heads = [spaces[2 * i] for i in range(width)]
                backed = all((a + side[0], b + side[1]) not in floor for a, b in heads)
                if backed and set(spaces) <= free:
                    found = True
                    yield spaces, side
        if found:
            return
