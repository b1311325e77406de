"""Places in open country: what they are called, where they like to lie, and who furnishes them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from generation.layout.plan import Point
from generation.layout.raster import Field
from generation.layout.wilds.country import WATERS, Country
from generation.layout.wilds.spot import Spot
from generation.vocabulary import TerrainType

BRIDGED = (TerrainType.FLOOR, TerrainType.PIT)  #: with water, the parts of a road where no place can lie
SHRINKING = (1.0, 0.8, 0.62)  #: shares of its radius that a place makes do with, tried in turn
COARSE = 3000  #: square spaces; in larger countries the search for room is coarser
BESIDE = 4.5  #: spaces that a place may lie nearer to what it likes to be near to, or further off
MOST = 60  #: places in a country whose brief does not say


class Near(StrEnum):
    """Where a place likes to lie."""

    ANYWHERE = "anywhere"
    WAY = "way"  #: beside a road or a trail
    ON_WAY = "on_way"  #: in the middle of the road
    AWAY = "away"  #: as far from ways as there is room
    SHORE = "shore"  #: at the water


Sample = TypeVar("Sample", bound=np.generic)

Build = Callable[[Spot], None]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A kind of place that is about `radius` spaces large at its best, `least` at its smallest."""

    names: tuple[str, ...]
    radius: float
    build: Build
    near: Near = Near.ANYWHERE
    least: float = 1.6
    trail: bool = False  #: whether people go there often enough to leave a trail
    once: bool = False  #: whether one is enough, however large the country
    apart: float = 24.0  #: spaces from one of its kind to the next, at least


def usual_count(country: Country) -> int:
    """How many places a country of this size has where the brief does not say."""
    return int(np.clip(round(1.25 * (country.size / 150) ** 0.75), 1, MOST))


class Founder:
    """Founds the places of a country; `near` holds the distance to what places like to be near to."""

    def __init__(self, country: Country, near: Mapping[Near, Field] | None = None) -> None:
        self._country = country
        self._near = dict(near or {})
        self._names: Counter[str] = Counter()
        self._every = 1 if country.size < COARSE else 2 if country.size < 4 * COARSE else 4
        self._x = country.raster.x[:, :: self._every]
        self._y = country.raster.y[:: self._every]
        self.spots: list[tuple[Place, Spot]] = []

    def found(self, places: Sequence[Place], *, lonely: float = 1.0, spare: int = 0) -> None:
        """As many places as the brief asks for: the first kind first, the others in shuffled rounds.

        Where it asks for none, a country has a `lonely` share of the usual number. The last `spare` ones of
        several are left to be found otherwise.
        """
        country = self._country
        wanted = country.brief.rooms or max(1, round(usual_count(country) * lonely))
        wanted = max(wanted - spare, 1)
        self.build(places[0])
        while len(self.spots) < wanted:
            again = [place for place in places if not (place.once and self._has(place))]
            order = country.rng.permutation(len(again)).tolist()
            built = [len(self.spots) < wanted and self.build(again[index]) for index in order]
            if not any(built):
                return

    def _thin(self, field: NDArray[Sample]) -> NDArray[Sample]:
        """The samples that are looked at: in large countries only some."""
        return field[:: self._every, :: self._every]

    def _has(self, place: Place) -> bool:
        return any(place is other for other, _ in self.spots)

    def build(self, place: Place) -> bool:
        """Found one place, where there is room for it."""
        country = self._country
        best = place.radius * float(country.rng.uniform(0.92, 1.18))
        for share in SHRINKING:
            radius = min(best * share, country.side * 0.3)
            if radius < place.least:
                return False
            center = self._room(radius, place)
            if center is not None:
                self._settle(place, Spot(country, center, radius, self._facing(center, place.near)))
                return True
        return False

    def _settle(self, place: Place, spot: Spot) -> None:
        spot.name = self._name(place)
        place.build(spot)
        self._country.keep([spot.area, *spot.kept])
        self._country.site(spot.name, spot.area)
        self.spots.append((place, spot))

    def _name(self, place: Place) -> str:
        """Each name of a place is taken once before any comes again."""
        start = int(self._country.rng.integers(len(place.names)))
        names = [place.names[(start + index) % len(place.names)] for index in range(len(place.names))]
        name = min(names, key=lambda name: self._names[name])
        self._names[name] += 1
        return name

    def _room(self, radius: float, place: Place) -> Point | None:
        """The middle of a free circle, or None; the first place of a country lies towards its middle."""
        country, raster = self._country, self._country.raster
        weight = self._free(radius, place.near) * self._liking(radius, place.near)
        for other, spot in self.spots:
            if other is place:
                x, y = spot.center
                weight *= (self._x - x) ** 2 + (self._y - y) ** 2 > place.apart**2
        if not self.spots:
            off = (self._x / country.width - 0.5) ** 2 + (self._y / country.height - 0.5) ** 2
            weight *= np.exp(-off / 0.04) + 1e-6
        return raster.spot(country.rng, weight, every=self._every)

    def _free(self, radius: float, near: Near) -> Field:
        country, raster = self._country, self._country.raster
        kept = country.kept
        if near is Near.ON_WAY:
            built = raster.fill(site.area for site in country.sites)
            kept = built | country.covered(*WATERS, *BRIDGED)
        elif near is Near.SHORE:
            built = raster.fill(site.area for site in country.sites)
            kept = np.where(country.covered(*WATERS) > 0, built, kept)
        least = radius * (0.75 if near in (Near.ON_WAY, Near.SHORE) else 1.0)
        room = raster.distance(self._thin(kept)) * self._every > least
        inside = raster.inset(min(radius * 0.9, country.side / 2 - 0.5))
        return np.asarray(room & self._thin(inside), dtype=np.float32)

    def _liking(self, radius: float, near: Near) -> Field:
        """How much places of this kind like it, for each sample."""
        ways = self._thin(self._country.ways)
        if near is Near.ON_WAY:
            road = self._country.raster.distance_to_line(self._country.trodden[0])
            return np.asarray(self._thin(road) < 0.15 * (1 + self._every), dtype=np.float32)
        if near is Near.AWAY:
            return np.asarray(np.minimum(ways, 12) ** 2 + 1e-3, dtype=np.float32)
        if near is Near.WAY:
            return _beside(ways, radius)
        if near is Near.SHORE:
            return _beside(self._thin(self._near[near]), 0.35 * radius)
        if near in self._near:
            return _beside(self._thin(self._near[near]), radius)
        return np.ones_like(ways)

    def _facing(self, center: Point, near: Near) -> float:
        """The angle of a spot below which, as its own y counts, lies what it is near to."""
        country = self._country
        if near is Near.ON_WAY:
            return _along(country, center)
        field = self._near.get(near, country.ways)
        around = np.array(center) + np.array([(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)])
        west, east, north, south = country.raster.at(field, around).tolist()
        if west == east and north == south:
            return float(country.rng.uniform(0, 2 * np.pi))
        return float(np.arctan2(north - south, west - east)) - np.pi / 2


def _beside(distance: Field, radius: float) -> Field:
    """About `radius` spaces away, and in no case much further."""
    off = distance - np.float32(radius)
    near = (np.abs(off) < BESIDE) & (distance > -0.2)
    return np.asarray(np.where(near, np.exp(-((off / 1.4) ** 2)) + 1e-6, 0), dtype=np.float32)


def _along(country: Country, center: Point) -> float:
    """The direction of the way that is nearest to a point."""
    line = min(country.trodden, key=lambda line: float(np.hypot(*(line - center).T).min()))
    index = int(np.argmin(np.hypot(*(line - center).T)))
    ahead = line[min(index + 3, len(line) - 1)] - line[max(index - 3, 0)]
    return float(np.arctan2(ahead[1], ahead[0]))
