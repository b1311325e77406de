"""Roads and trails: where they lead, how they fork, and how they come over water."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString

from generation.layout.plan import Point, PropKind
from generation.layout.raster import Field, Points
from generation.layout.wilds.country import Country
from generation.layout.wilds.paths import Paths, smoothed
from generation.layout.wilds.water import River, lay_bridge, log_bridge
from generation.layout.wilds.ways import (
    Side,
    crossings,
    edge_point,
    normals,
    resampled,
    ribbon,
    straightened,
)
from generation.vocabulary import TerrainType


def long_sides(country: Country) -> tuple[Side, Side]:
    """The two sides that the long way through a country joins."""
    return (Side.LEFT, Side.RIGHT) if country.width >= country.height else (Side.TOP, Side.BOTTOM)


def price_of_walking(country: Country, *, wander: float = 0.8, also: Field | None = None) -> Field:
    """What a space costs those who look for a way: water is dear, and what is kept free too."""
    raster = country.raster
    price = np.exp(wander * raster.noise(country.rng, 13.0))
    price += 3.0 * (country.kept > 0)
    price += 2.5 * (~raster.inset(min(2.5, country.side * 0.15)))
    price += 5.0 * (country.covered(TerrainType.WATER, TerrainType.PIT) > 0)
    if also is not None:
        price += also
    return np.asarray(price, dtype=np.float32)


def road_across(country: Country, price: Field, start: Side, end: Side, *, spread: float = 0.12) -> Points:
    """Where a road leads from side to side, in about the middle of both."""
    shares = 0.5 + country.rng.uniform(-spread, spread, 2)
    first, last = (
        edge_point(country.width, country.height, side, float(share))
        for side, share in zip((start, end), shares, strict=True)
    )
    return Paths(country.raster, price).between(first, last)


def lay_way(
    country: Country, line: Points, width: float, rivers: Sequence[River] = (), *, bridged: float = 0.8
) -> None:
    """Tread a way along a line; at rivers there is a bridge, with that chance, or a ford."""
    water = shapely.union_all([river.area for river in rivers])
    line = straightened(line, water, 0.8) if rivers else line
    ground = ribbon(country.rng, line, width, rough=0.045 * width + 0.02)
    country.lay(TerrainType.ROAD, [ground.difference(water) if rivers else ground])
    country.keep([ground])
    country.tread(line, width)
    for river in rivers:
        for deck in crossings(line, river.area, 0.55):
            _cross(country, river, deck, width, bridged)


def _cross(country: Country, river: River, deck: LineString, width: float, bridged: float) -> None:
    if river.deep or country.rng.random() < bridged:
        if width < 1.3 and deck.length < 5 and country.rng.random() < 0.5:
            log_bridge(country, deck)
        else:
            lay_bridge(country, deck, max(width + 0.3, 1.2), rails=width > 1.4)
    else:
        middle = deck.interpolate(0.5, normalized=True)
        country.note("Ford", "crossing", (middle.x, middle.y), "The way goes through the water here")


def fork(
    country: Country, price: Field, sides: Sequence[Side], width: float, rivers: Sequence[River]
) -> None:
    """Ways from the older ones to other sides, each with a signpost where it leaves."""
    ends = [
        edge_point(country.width, country.height, side, float(country.rng.uniform(0.2, 0.8)))
        for side in sides
    ]
    for line in side_ways(country, price, ends):
        if line is not None:
            lay_way(country, line, width, rivers, bridged=0.5)
            signpost(country, line, width)


def side_ways(country: Country, price: Field, ends: Sequence[Point]) -> list[Points | None]:
    """Where ways lead from the middle of older ones to places; None to those that lie beside one."""
    old = np.concatenate(country.trodden)
    lines: list[Points | None] = []
    for line in Paths(country.raster, price).from_way(country.ways < 0.5, ends):
        start = old[int(np.argmin(np.hypot(*(old - line[0]).T)))]
        far = float(np.hypot(*(line[-1] - start))) > 2.0
        lines.append(smoothed(resampled(np.concatenate((start[None, :], line[1:])))) if far else None)
    return lines


def signpost(country: Country, line: Points, width: float) -> None:
    """A signpost beside the beginning of a way."""
    index = min(5, len(line) - 1)
    x, y = line[index] + normals(line)[index] * (width / 2 + 0.9)
    country.put(PropKind.SIGNPOST, (float(x), float(y)), 0.9, float(country.rng.uniform(-25, 25)))


def trails_to(
    country: Country, ends: Sequence[Point], width: float, rivers: Sequence[River], *, price: Field
) -> None:
    """Trails from the older ways to places, each taking to the one before it where that is near."""
    for line in side_ways(country, price, ends):
        if line is not None:
            lay_way(country, line, width, rivers, bridged=0.3)


def milestones(country: Country, line: Points, width: float, every: float) -> None:
    """Stones beside a road, always on the same side."""
    offsets = normals(line) * (width / 2 + 0.7)
    step = max(1, round(every * 2))
    for index in range(step // 2, len(line), step):
        x, y = line[index] + offsets[index]
        country.put(PropKind.PILLAR, (float(x), float(y)), 0.45)
