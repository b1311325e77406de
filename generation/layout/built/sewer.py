"""Sewers: channels with walkways, in solid rock."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, box
from shapely import Point as ShapelyPoint

from generation.briefs import MapBrief
from generation.layout.built.sewer_rooms import (
    CHAMBER,
    HIDEOUTS,
    SIDE_ROOMS,
    STORE,
    WAY_IN,
    Burrower,
    chambers,
)
from generation.layout.built.site import Place, Site, open_site
from generation.layout.built.splitting import Block
from generation.layout.built.tunnels import Tunnel, lengthwise, sewer_works
from generation.layout.furnishing import Furnisher, Purpose, bounds_of, spaces_under
from generation.layout.lights import wall_torches
from generation.layout.plan import Door, Light, MapLayout, Point, Prop, PropKind
from generation.layout.shapes import without_holes
from generation.layout.spaces import Area, Space, Spaces, spaces_within
from generation.layout.terrain import Ground, blob, cost_of, wanted_terrain
from generation.layout.walls import walls_around
from generation.vocabulary import DoorState, TerrainType

SPACES_PER_ROOM = 80
BASINS_FROM = 16  #: spaces a side; in less, a chamber would be all there is
BASINS = 0.25  #: share of the rooms that are chambers in the tunnels
SPACES_PER_BRIDGE = 9
WALKWAY_PER_LADDER = 110
REST = 0.3  #: spaces by which planks reach over a walkway
DAYLIGHT = "#cfe0ff"


def make_sewer(brief: MapBrief) -> MapLayout:
    """A sewer for `brief`, which has been checked."""
    site = open_site(brief, base=None)
    wanted = brief.rooms or max(2, round(site.columns * site.rows / SPACES_PER_ROOM))
    digger = _Digger(site, wanted)
    digger.lay_water()
    digger.build()
    digger.lay_asked()
    return site.plan()


class _Digger:
    """One sewer while it is dug."""

    def __init__(self, site: Site, wanted: int) -> None:
        self._site = site
        self._rng = site.rng
        self._works = sewer_works(site.rng, site.columns, site.rows)
        basins = max(1, round(wanted * BASINS)) if min(site.columns, site.rows) >= BASINS_FROM else 0
        self._chambers = list(chambers(site.rng, self._works, site.columns, site.rows, basins))
        self._water = self._united([tunnel.channel for tunnel in self._works.tunnels], pools=True)
        tunnels = [tunnel.floor for tunnel in self._works.tunnels]
        dug = self._grid(self._united(tunnels))
        self._walkways = dug & ~self._grid(self._water)
        starts = self._walkways.copy()
        for chamber in self._chambers:
            for x, y in chamber.spaces:
                self._walkways[y, x] = False
                starts[y, x] &= chamber.angular
        burrower = Burrower(site.rng, dug, starts)
        self._rooms = list(burrower.rooms(wanted - len(self._chambers)))
        rooms = [block for room in self._rooms for block in (room.block, room.stub)]
        self._floor = self._united([*tunnels, *rooms])
        self._ground = Ground(self._grid(self._floor))
        self._taken: set[Space] = {space for room in self._rooms for space in room.doorstep}
        site.walls += walls_around(self._floor)

    def _united(self, blocks: Sequence[Block], *, pools: bool = False) -> Area:
        """Blocks and chambers in one, or blocks and the pools of chambers."""
        pieces = [box(block.left, block.top, block.right, block.bottom) for block in blocks]
        pieces += [chamber.pool if pools else chamber.polygon for chamber in self._chambers]
        united = shapely.union_all(pieces).simplify(0)
        assert isinstance(united, Polygon | MultiPolygon)
        return united

    def _grid(self, area: Area) -> Spaces:
        return spaces_within(area, self._site.columns, self._site.rows)

    def lay_water(self) -> None:
        """The channels and pools, deep where that is asked for, with planks across."""
        for piece in without_holes(self._water):
            self._site.lay(TerrainType.WATER, piece)
        if TerrainType.DEEP_WATER in self._site.brief.terrain:
            for piece in without_holes(self._water.buffer(-0.35, join_style="mitre")):
                self._site.lay(TerrainType.DEEP_WATER, piece)
        for tunnel in self._works.tunnels:
            self._bridge(tunnel)
            self._bar(tunnel)

    def _bridge(self, tunnel: Tunnel) -> None:
        """Planks across the channel, where the tunnel is a tunnel only."""
        spots = [at for at in lengthwise(tunnel)[2:-2] if self._between_walls(tunnel, at)]
        count = max(1, len(spots) // SPACES_PER_BRIDGE) if spots else 0
        for index in range(count):
            at = spots[int((index + self._rng.uniform(0.2, 0.8)) * len(spots) / count)]
            left, top, right, bottom = _across(tunnel, at)
            self._site.lay(TerrainType.FLOOR, box(left, top, right, bottom))

    def _between_walls(self, tunnel: Tunnel, at: int) -> bool:
        """Whether there are walkways on both sides, and rock behind them."""
        floor, open_spaces = tunnel.floor, self._ground.open_spaces
        if tunnel.level:
            sides = ((at, floor.top), (at, floor.bottom - 1))
            outside = ((at, floor.top - 1), (at, floor.bottom))
        else:
            sides = ((floor.left, at), (floor.right - 1, at))
            outside = ((floor.left - 1, at), (floor.right, at))
        walk = all(self._walkways[y, x] for x, y in sides)
        return walk and not any(open_spaces[y, x] for x, y in outside)

    def _bar(self, tunnel: Tunnel) -> None:
        """The grate at which the water leaves the map."""
        if tunnel.grate is None:
            return
        x, y = tunnel.channel.center
        broad = float(tunnel.channel.height if tunnel.level else tunnel.channel.width)
        inward = 0.32 if tunnel.grate <= 1 else -0.32
        at = (tunnel.grate + inward, y) if tunnel.level else (x, tunnel.grate + inward)
        turn = (90.0 if tunnel.grate > 1 else 270.0) if tunnel.level else (180.0 if tunnel.grate > 1 else 0.0)
        self._site.props.append(
            Prop(kind=PropKind.GRATE, position=at, width=broad, height=0.5, rotation=turn)
        )
        self._site.notes.add("Outfall", "landmark", at, "Bars as thick as an arm; one has been sawn through")

    def build(self) -> None:
        """Chambers and rooms: doors, furniture, torches, names."""
        hidden = self._hidden()
        if not self._chambers and not self._rooms:
            crossing = self._works.crossing((0, 0))
            self._site.places.append(Place(name="Junction", spaces=crossing.spaces))
        passed = self._wet_or_passed().union(*(room.approach for room in self._rooms))
        for chamber in self._chambers:
            self._fit_out(CHAMBER, chamber.polygon, chamber.spaces, chamber.spaces & passed)
        for index, (room, purpose) in enumerate(zip(self._rooms, self._purposes(hidden), strict=True)):
            secret = index in hidden
            state = DoorState.LOCKED if self._rng.random() < 0.2 and not secret else DoorState.CLOSED
            start, end = room.door.ends
            self._site.doors.append(Door(start=start, end=end, state=state, secret=secret))
            area = box(room.block.left, room.block.top, room.block.right, room.block.bottom)
            self._fit_out(purpose, area, room.block.spaces, self._taken, hidden=secret, door=room.door.middle)
        self._climbs()

    def _wet_or_passed(self) -> set[Space]:
        """Spaces of water and of tunnels."""
        wet = {(int(x), int(y)) for y, x in np.argwhere(self._grid(self._water))}
        return wet.union(*(tunnel.floor.spaces for tunnel in self._works.tunnels))

    def _hidden(self) -> set[int]:
        """The rooms whose doors are secret: one in six, and at least one."""
        count = max(1, len(self._rooms) // 6) if self._rooms else 0
        return set(range(len(self._rooms) - count, len(self._rooms)))

    def _purposes(self, hidden: set[int]) -> Iterator[Purpose]:
        order = [SIDE_ROOMS[index] for index in self._rng.permutation(len(SIDE_ROOMS)).tolist()]
        recent: list[Purpose] = []
        for index, room in enumerate(self._rooms):
            choice = HIDEOUTS if index in hidden else order
            fitting = [use for use in choice if use.least <= room.block.area <= use.most] or [STORE]
            fresh = [use for use in fitting if use not in recent[-5:]] or fitting
            recent.append(WAY_IN if index == 0 and index not in hidden else fresh[0])
            yield recent[-1]

    def _fit_out(
        self,
        purpose: Purpose,
        area: Polygon,
        floor: set[Space],
        keep: set[Space],
        *,
        hidden: bool = False,
        door: Point | None = None,
    ) -> None:
        """Name, furniture, notes and torches of one room."""
        site = self._site
        name = site.one_of(purpose.names)
        site.places.append(Place(name=name, spaces=floor, polygon=area))
        placed = Furnisher(self._rng, floor, floor - keep).furnish(purpose.furnishings)
        site.props += placed
        self._taken |= {space for prop in placed for space in spaces_under(prop)}
        for prop in placed:
            if prop.kind is PropKind.STAIRS_UP:
                left, top, right, bottom = bounds_of(spaces_under(prop))
                site.lay(TerrainType.STAIRS, box(left, top, right, bottom))
                site.notes.add("Stairs up", "stairs", prop.position, "To the cellar of an empty house")
        if placed and purpose.treasure:
            site.notes.add(name, "secret" if hidden else "treasure", placed[0].position, purpose.treasure)
        if not hidden:
            torches = wall_torches(self._rng, area, 9.0, [door] if door else [])
            rim = self._floor.boundary
            site.props += [torch for torch in torches if rim.distance(ShapelyPoint(torch.position)) < 0.4]

    def _climbs(self) -> None:
        """Ladders up to the streets, where daylight falls in."""
        site = self._site
        spots = [(int(x), int(y)) for y, x in np.argwhere(self._walkways)]
        count = max(1, len(spots) // WALKWAY_PER_LADDER)
        for index in self._rng.permutation(len(spots))[:count].tolist():
            x, y = spots[index]
            if (x, y) in self._taken:
                continue
            at = (x + 0.5, y + 0.5)
            self._taken.add((x, y))
            site.props.append(Prop(kind=PropKind.LADDER, position=at, width=0.55, height=0.8))
            site.lights.append(Light(position=at, range=4.0, color=DAYLIGHT, intensity=0.7))
            site.notes.add(
                "Manhole", "landmark", at, "Rungs up to a lid in the street; it is heavy, and loud"
            )

    def lay_asked(self) -> None:
        """Heaps, pits and the like: what the brief asks for, or some rubble."""
        there = {area.type for area in self._site.terrain}
        for terrain in wanted_terrain(self._site.brief.terrain, (TerrainType.RUBBLE,)):
            if terrain not in there:
                self._lay(terrain)

    def _lay(self, terrain: TerrainType) -> None:
        """On free ground of rooms, chambers and tunnels; never so that somebody is cut off."""
        closed = cost_of(terrain) is None
        for x, y in self._spots():
            at = (x + 0.5, y + 0.5)
            area = box(x + 0.06, y + 0.06, x + 0.94, y + 0.94)
            if not closed:
                heap = blob(self._rng, at, float(self._rng.uniform(0.9, 1.5))).intersection(self._floor)
                area = heap if isinstance(heap, Polygon) else area
            if self._ground.add(terrain, area):
                self._site.lay(terrain, area)
                self._taken.add((x, y))
                if terrain is TerrainType.PIT:
                    self._site.notes.add("Shaft", "trap", at, "Covered with rotten boards")
                return

    def _spots(self) -> list[Space]:
        """Free spaces in chance order: those of rooms first, and there those that no wall touches."""
        rooms = [space for room in self._rooms for space in sorted(room.inner - self._taken)]
        spaces = [(int(x), int(y)) for y, x in np.argwhere(self._walkways)]
        spaces = [space for space in spaces if space not in self._taken]
        orders = [self._rng.permutation(len(group)).tolist() for group in (rooms, spaces)]
        return [group[i] for group, order in zip((rooms, spaces), orders, strict=True) for i in order]


def _across(tunnel: Tunnel, at: int) -> tuple[float, float, float, float]:
    """The ground of a plank bridge, which rests on both walkways."""
    channel = tunnel.channel
    if tunnel.level:
        return at + 0.1, channel.top - REST, at + 0.9, channel.bottom + REST
    return channel.left - REST, at + 0.1, channel.right + REST, at + 0.9
