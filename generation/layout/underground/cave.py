"""Caves: chambers that water made, the tunnels between them, and what lives there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely import Point as ShapelyPoint
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import MapBrief
from generation.layout.lights import lights_of
from generation.layout.maker import field_of
from generation.layout.plan import Light, MapLayout, Point, PointOfInterest, Prop, PropKind, Room
from generation.layout.spaces import spaces_within
from generation.layout.terrain import COSTS, Ground, blob, wanted_terrain
from generation.layout.underground.caverns import Cavern, carve
from generation.layout.walls import corners, walls_around
from generation.vocabulary import TerrainType

SPACES_PER_CAVERN = 90
USUAL_TERRAIN = (TerrainType.DEEP_WATER, TerrainType.RUBBLE)
SLIT = 0.002  #: spaces; too thin to see
DAYLIGHT = "#d6e6ff"


class Dressing(StrEnum):
    """Where a thing lies in a cavern."""

    BY_WALL = "by_wall"
    INSIDE = "inside"
    MIDDLE = "middle"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """`count` things of one kind, `size` spaces across."""

    kind: PropKind
    dressing: Dressing
    count: int
    size: float


@dataclass(frozen=True, kw_only=True)
class Character:
    """What makes one cavern different from the next."""

    names: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    note: tuple[str, str] | None = None  #: kind and description of what there is to find


def _cluster(kind: PropKind, dressing: Dressing, count: int, size: float) -> Cluster:
    return Cluster(kind=kind, dressing=dressing, count=count, size=size)


_STONES = (
    _cluster(PropKind.STALAGMITE, Dressing.BY_WALL, 4, 0.75),
    _cluster(PropKind.ROCKS, Dressing.BY_WALL, 2, 0.8),
    _cluster(PropKind.FUNGUS, Dressing.BY_WALL, 2, 0.75),
)

CHARACTERS = (
    Character(
        names=("Fungus grotto", "Glowing garden", "Mushroom cave"),
        clusters=(_cluster(PropKind.FUNGUS, Dressing.BY_WALL, 12, 0.9), *_STONES),
    ),
    Character(
        names=("Beast's lair", "Bone cave", "Feeding ground"),
        clusters=(_cluster(PropKind.BONES, Dressing.INSIDE, 4, 0.8), *_STONES),
        note=("danger", "Something large sleeps here"),
    ),
    Character(
        names=("Stalagmite hall", "Dripping hall", "Hall of teeth"),
        clusters=(
            _cluster(PropKind.STALAGMITE, Dressing.INSIDE, 6, 0.7),
            *_STONES,
        ),
    ),
    Character(
        names=("Smugglers' camp", "Outlaws' fire", "Hunters' rest"),
        clusters=(
            _cluster(PropKind.CAMPFIRE, Dressing.MIDDLE, 1, 1.0),
            _cluster(PropKind.CRATE, Dressing.BY_WALL, 3, 0.85),
            _cluster(PropKind.BARREL, Dressing.BY_WALL, 2, 0.7),
            *_STONES,
        ),
        note=("camp", "The embers are still warm"),
    ),
    Character(
        names=("Echoing cave", "Bat roost", "Windy hollow"),
        clusters=(
            _cluster(PropKind.ROCKS, Dressing.INSIDE, 3, 0.9),
            *_STONES,
        ),
    ),
    Character(
        names=("Hoard", "Forgotten cache"),
        clusters=(
            _cluster(PropKind.CHEST, Dressing.BY_WALL, 2, 0.8),
            _cluster(PropKind.BONES, Dressing.INSIDE, 2, 0.8),
            *_STONES,
        ),
        note=("treasure", "Chests under a drift of bones"),
    ),
)


def make_cave(brief: MapBrief) -> MapLayout:
    """A cave for `brief`, which has been checked."""
    rng = np.random.default_rng(brief.layout_seed % 2**64)
    columns, rows = field_of(brief.grid)
    wanted = brief.rooms or max(2, round(columns * rows / SPACES_PER_CAVERN))
    caverns, floor = carve(rng, columns, rows, wanted)
    dresser = _Dresser(rng, brief, caverns, floor)
    dresser.lay_terrain()
    dresser.dress()
    daylight = Light(position=dresser.mouth, range=6.0, color=DAYLIGHT, intensity=0.9)
    return MapLayout(
        seed=brief.layout_seed,
        columns=columns,
        rows=rows,
        walls=walls_around(floor),
        lights=(daylight, *lights_of(rng, dresser.props)),
        rooms=tuple(dresser.rooms()),
        terrain=tuple(dresser.ground.areas),
        points_of_interest=tuple(dresser.points_of_interest()),
        props=tuple(dresser.props),
    )


class _Dresser:
    """Gives the caverns of one cave their characters, waters and dwellers."""

    def __init__(
        self, rng: np.random.Generator, brief: MapBrief, caverns: Sequence[Cavern], floor: Polygon
    ) -> None:
        self._rng = rng
        self._brief = brief
        self._floor = floor
        self._hollows = [_hollow(cavern, floor) for cavern in caverns]
        order = sorted(range(len(caverns)), key=lambda index: sum(caverns[index].center))
        self._hollows = [self._hollows[index] for index in order]
        self.mouth: Point = caverns[order[0]].center
        self._characters = self._choose_characters()
        self.ground = Ground(spaces_within(floor, *field_of(brief.grid)))
        self.props: list[Prop] = []
        self._taken: list[list[Polygon]] = [[] for _ in caverns]
        self._taken[0].append(ShapelyPoint(self.mouth).buffer(1.2))
        self._walls = floor.boundary
        shapely.prepare(self._walls)

    def _choose_characters(self) -> list[Character]:
        """In shuffled rounds, so that nothing comes twice before everything came once."""
        chosen: list[Character] = []
        while len(chosen) < len(self._hollows):
            chosen += [CHARACTERS[index] for index in self._rng.permutation(len(CHARACTERS)).tolist()]
        return chosen[: len(self._hollows)]

    def lay_terrain(self) -> None:
        """Pools, rubble, pits: each kind in some of the caverns, never in the first one."""
        for terrain in wanted_terrain(self._brief.terrain, USUAL_TERRAIN):
            share = max(1, len(self._hollows) // 3)
            laid = 0
            for index in self._rng.permutation(len(self._hollows)).tolist():
                if laid < share and (index or len(self._hollows) == 1) and terrain in COSTS:
                    laid += self._lay(terrain, index)

    def _lay(self, terrain: TerrainType, index: int) -> bool:
        hollow = self._hollows[index]
        pit = terrain is TerrainType.PIT
        size = self._rng.uniform(0.7, 0.9) if pit else self._rng.uniform(0.22, 0.34) * np.sqrt(hollow.area)
        spot = self._spot(hollow.buffer(-min(size, 1.5)))
        if spot is None:
            return False
        area = blob(self._rng, spot, max(size, 0.7)).intersection(hollow.buffer(-0.8 if pit else -0.15))
        crowded = any(area.intersects(other) for other in self._taken[index])
        if not isinstance(area, Polygon) or area.area < 0.5 or crowded:
            return False
        if not self.ground.add(TerrainType.WATER if terrain is TerrainType.DEEP_WATER else terrain, area):
            return False
        self._taken[index].append(area)
        if terrain is TerrainType.DEEP_WATER:
            self._deepen(area)
        return True

    def _deepen(self, pool: Polygon) -> None:
        deep = pool.buffer(-0.6)
        if isinstance(deep, Polygon) and deep.area > 0.8:
            self.ground.add(TerrainType.DEEP_WATER, deep)

    def dress(self) -> None:
        """Put each cavern's things where its character wants them."""
        for index, character in enumerate(self._characters):
            for cluster in character.clusters:
                for _ in range(self._how_many(cluster, self._hollows[index])):
                    self._place(cluster, index)

    def _how_many(self, cluster: Cluster, hollow: Polygon) -> int:
        if cluster.dressing is Dressing.MIDDLE:
            return cluster.count
        return max(1, round(cluster.count * min(hollow.area / 40, 2.0)))

    def _place(self, cluster: Cluster, index: int) -> None:
        size = cluster.size * self._rng.uniform(0.8, 1.2)
        spot = self._spot_for(cluster.dressing, self._hollows[index], size)
        if spot is None:
            return
        body = ShapelyPoint(spot).buffer(size / 2 + 0.05, quad_segs=4)
        if any(body.intersects(other) for other in self._taken[index]):
            return
        self._taken[index].append(body)
        turn = round(self._rng.uniform(0, 360), 1)
        self.props.append(
            Prop(kind=cluster.kind, position=spot, width=round(size, 3), height=round(size, 3), rotation=turn)
        )

    def _spot_for(self, dressing: Dressing, hollow: Polygon, size: float) -> Point | None:
        if dressing is Dressing.MIDDLE:
            return _rounded(hollow.representative_point())
        if dressing is Dressing.INSIDE:
            return self._spot(hollow.buffer(-size / 2 - 0.4, quad_segs=2))
        return self._spot_by_wall(hollow.buffer(-size / 2, quad_segs=2), size / 2 + 0.1)

    def _spot_by_wall(self, inside: BaseGeometry, reach: float) -> Point | None:
        """A point of the rim of `inside` that has a wall within reach, not the mouth of a tunnel."""
        if not isinstance(inside, Polygon) or inside.is_empty:
            return None
        shares = self._rng.random(12)
        points = shapely.line_interpolate_point(inside.exterior, shares, normalized=True)
        walled = points[shapely.dwithin(self._walls, points, reach)]
        return _rounded(walled[0]) if len(walled) else None

    def _spot(self, area: BaseGeometry) -> Point | None:
        """A random point of `area`; None where there is none to be found."""
        if area.is_empty:
            return None
        left, top, right, bottom = area.bounds
        for _ in range(12):
            point = ShapelyPoint(self._rng.uniform(left, right), self._rng.uniform(top, bottom))
            if area.contains(point):
                return _rounded(point)
        return None

    def rooms(self) -> Iterator[Room]:
        """The caverns, numbered from the mouth."""
        for number, (hollow, character) in enumerate(
            zip(self._hollows, self._characters, strict=True), start=1
        ):
            name = character.names[int(self._rng.integers(len(character.names)))]
            yield Room(number=number, name=name, polygon=corners(hollow))

    def points_of_interest(self) -> Iterator[PointOfInterest]:
        """The mouth of the cave, then what the characters tell of, as many as the brief asks for."""
        notes = [("Shaft of daylight", "entrance", self.mouth, "A rope hangs down from the surface")]
        for hollow, character in zip(self._hollows, self._characters, strict=True):
            if character.note:
                kind, description = character.note
                notes.append((character.names[0], kind, _rounded(hollow.representative_point()), description))
        for index, (name, kind, at, description) in enumerate(
            notes[: self._brief.points_of_interest], start=1
        ):
            yield PointOfInterest(
                id=f"poi-{index}", name=name, kind=kind, position=at, description=description
            )


def _hollow(cavern: Cavern, floor: Polygon) -> Polygon:
    """The part of the floor that belongs to a cavern."""
    x, y = cavern.center
    inside = floor.intersection(ShapelyPoint(x, y).buffer(cavern.radius + 0.6))
    pieces = inside.geoms if isinstance(inside, shapely.MultiPolygon) else [inside]
    largest = max(pieces, key=lambda piece: piece.area)
    assert isinstance(largest, Polygon)
    return _slit(largest)


def _slit(area: Polygon) -> Polygon:
    """Cut from each pillar of rock to the outside: a room's outline has no holes."""
    cuts = [shapely.shortest_line(area.exterior, hole).buffer(SLIT) for hole in area.interiors]
    left = area.difference(shapely.union_all(cuts))
    largest = max(shapely.get_parts(left).tolist(), key=lambda piece: piece.area)
    assert isinstance(largest, Polygon)
    return _slit(largest) if largest.interiors else largest


def _rounded(point: shapely.Geometry) -> Point:
    x, y = shapely.get_coordinates(point)[0]
    return round(float(x), 4), round(float(y), 4)
