"""Places in open country: what they are called, where they like to lie, and how they are furnished."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from shapely import Point as ShapelyPoint
from shapely import Polygon

from generation.layout.plan import Point, PropKind
from generation.layout.terrain import blob
from generation.layout.wilds.country import Country
from generation.layout.wilds.raster import Field, Flags
from generation.vocabulary import TerrainType

SHRINKING = (1.0, 0.8, 0.62)  #: shares of its radius that a place makes do with, tried in turn


class Near(StrEnum):
    """Where a place likes to lie."""

    ANYWHERE = "anywhere"
    WAY = "way"  #: beside a road, a trail or a river
    AWAY = "away"  #: as far from ways as there is room


class Spot:
    """Somewhere to build, `radius` spaces about `center`; its own x and y are turned by `angle`."""

    def __init__(self, country: Country, center: Point, radius: float, angle: float) -> None:
        self.country = country
        self.rng = country.rng
        self.center = center
        self.radius = radius
        self.angle = angle
        self.area: Polygon = blob(country.rng, center, radius * 0.88)

    def at(self, x: float, y: float) -> Point:
        """The point of the map that lies at x, y of this spot."""
        cos, sin = float(np.cos(self.angle)), float(np.sin(self.angle))
        return self.center[0] + x * cos - y * sin, self.center[1] + x * sin + y * cos

    def put(
        self, kind: PropKind, x: float, y: float, width: float, height: float, rotation: float = 0.0
    ) -> None:
        """Stand a thing at x, y of this spot; `rotation` is in degrees against this spot's own x."""
        self.country.put(kind, self.at(x, y), width, height, rotation + float(np.degrees(self.angle)))

    def ring(self, count: int, radius: float, jitter: float = 0.15) -> list[tuple[float, float, float]]:
        """`count` points about the middle: x, y and the angle in degrees that faces outwards."""
        start = self.rng.uniform(0, 2 * np.pi)
        turns = start + (np.arange(count) + self.rng.uniform(-jitter, jitter, count)) * 2 * np.pi / count
        return [
            (float(np.cos(turn)) * radius, float(np.sin(turn)) * radius, float(np.degrees(turn)))
            for turn in turns.tolist()
        ]

    def scatter(
        self, kind: PropKind, count: int, size: float, *, inner: float = 0.0, outer: float = 0.85
    ) -> None:
        """Things lying about, between two shares of the radius."""
        for _ in range(count):
            turn = self.rng.uniform(0, 2 * np.pi)
            reach = self.radius * np.sqrt(self.rng.uniform(inner**2, outer**2))
            scale = size * self.rng.uniform(0.8, 1.2)
            self.put(kind, reach * np.cos(turn), reach * np.sin(turn), scale, scale, self.rng.uniform(0, 360))

    def lay(self, terrain: TerrainType, radius: float, x: float = 0.0, y: float = 0.0) -> Polygon:
        """Ground of one type about a point of this spot."""
        area = blob(self.rng, self.at(x, y), radius)
        self.country.lay(terrain, [area])
        return area

    def note(self, name: str, kind: str, description: str, x: float = 0.0, y: float = 0.0) -> None:
        """Tell the game master of something here."""
        self.country.note(name, kind, self.at(x, y), description)


Build = Callable[[Spot], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A kind of place that is `radius` spaces large at its best."""

    names: tuple[str, ...]
    radius: float
    build: Build
    near: Near = Near.ANYWHERE
    least: float = 1.6  #: with a smaller radius it is no such place
    avoids: tuple[TerrainType, ...] = ()


def usual_count(country: Country) -> int:
    """How many places a country of this size has where the brief does not say."""
    return int(np.clip(round(1.25 * (country.size / 150) ** 0.75), 1, 40))


def found(country: Country, places: Sequence[Place], ways: Field) -> None:
    """Build as many places as the brief asks for: the first kind first, the others in shuffled rounds.

    `ways` holds the distance to the nearest road, trail or river.
    """
    wanted = country.brief.rooms or usual_count(country)
    order = [0, *(1 + country.rng.permutation(len(places) - 1)).tolist()]
    used: dict[str, int] = {}
    misses = 0
    turn = 0
    while len(country.sites) < wanted and misses < 2 * len(places):
        place = places[order[turn % len(order)]]
        turn += 1
        misses = 0 if _build(country, place, ways, used) else misses + 1


def _build(country: Country, place: Place, ways: Field, used: dict[str, int]) -> bool:
    for share in SHRINKING:
        radius = min(place.radius * share, country.side * 0.3)
        if radius < place.least:
            return False
        center = find_room(country, radius, ways, place.near, first=not country.sites)
        if center is not None:
            spot = Spot(country, center, radius, _facing(country, center, ways))
            place.build(spot)
            country.keep([ShapelyPoint(center).buffer(radius * 0.85), spot.area])
            country.site(_name(country, place, used), spot.area)
            return True
    return False


def _name(country: Country, place: Place, used: dict[str, int]) -> str:
    """Each name of a place is taken once before any comes again."""
    start = int(country.rng.integers(len(place.names)))
    names = [place.names[(start + index) % len(place.names)] for index in range(len(place.names))]
    name = min(names, key=lambda name: used.get(name, 0))
    used[name] = used.get(name, 0) + 1
    return name


def find_room(
    country: Country, radius: float, ways: Field, near: Near = Near.ANYWHERE, *, first: bool = False
) -> Point | None:
    """The middle of a free circle, or None; the first place of a country lies towards its middle."""
    raster = country.raster
    edge = min(radius * 0.9, country.side / 2 - 0.5)
    free: Flags = country.clearance() > radius
    free &= (raster.x > edge) & (raster.x < country.width - edge)
    free &= (raster.y > edge) & (raster.y < country.height - edge)
    weight = np.where(free, 1.0, 0.0).astype(np.float32)
    if near is Near.WAY:
        weight *= np.exp(-(((ways - radius) / 1.5) ** 2)) + 1e-6
    elif near is Near.AWAY:
        weight *= np.minimum(ways, 12) ** 2 + 1e-6
    if first:
        off = np.hypot(raster.x / country.width - 0.5, raster.y / country.height - 0.5)
        weight *= np.exp(-((off / 0.22) ** 2)) + 1e-6
    total = np.cumsum(weight, dtype=np.float64)
    if total[-1] <= 0:
        return None
    index = int(np.searchsorted(total, country.rng.random() * total[-1], side="right"))
    row, column = divmod(min(index, weight.size - 1), weight.shape[1])
    return round(float(raster.x[0, column]), 3), round(float(raster.y[row, 0]), 3)


def _facing(country: Country, center: Point, ways: Field) -> float:
    """The angle of a spot whose way lies below it, as its own y counts."""
    step = 1.0
    around = np.array(
        [
            (center[0] - step, center[1]),
            (center[0] + step, center[1]),
            (center[0], center[1] - step),
            (center[0], center[1] + step),
        ]
    )
    west, east, north, south = np.asarray(country.raster.at(ways, around), dtype=float).tolist()
    if west == east and north == south:
        return float(country.rng.uniform(0, 2 * np.pi))
    return float(np.arctan2(north - south, west - east)) - np.pi / 2
