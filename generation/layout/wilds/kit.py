"""Features that many countries share: roads, streams, undergrowth, stones."""

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import PropKind
from generation.layout.wilds.country import Country
from generation.layout.wilds.raster import Field, Points
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.ways import Side, crossings, edge_point, meander, ribbon, straightened
from generation.vocabulary import TerrainType


def long_sides(country: Country) -> tuple[Side, Side]:
    """The two sides that the long way through a country joins."""
    return (Side.LEFT, Side.RIGHT) if country.width >= country.height else (Side.TOP, Side.BOTTOM)


def way_across(country: Country, start: Side, end: Side, *, sway: float, spread: float = 0.18) -> Points:
    """A winding line from side to side, near the middle of both."""
    shares = 0.5 + country.rng.uniform(-spread, spread, 2)
    ends = [
        edge_point(country.width, country.height, side, float(share))
        for side, share in zip((start, end), shares, strict=True)
    ]
    return meander(country.rng, ends[0], ends[1], sway)


def lay_road(country: Country, line: Points, width: float) -> BaseGeometry:
    """A beaten road along a line."""
    road = ribbon(country.rng, line, width, rough=0.06 * width)
    country.lay(TerrainType.ROAD, [road])
    country.keep([road])
    return road


def lay_stream(country: Country, line: Points, width: float) -> BaseGeometry:
    """Running water along a line, deep in the middle where it is wide enough."""
    water = ribbon(country.rng, line, width, rough=0.12 * width, swell=0.15)
    country.lay(TerrainType.WATER, [water])
    if width > 2.2:
        country.lay(TerrainType.DEEP_WATER, [water.buffer(-0.75)])
    country.keep([water], 0.3)
    return water


def lay_bridge(country: Country, line: Points, water: BaseGeometry, width: float) -> bool:
    """Planks wherever a way crosses water; whether it does."""
    over = [straightened(part) for part in crossings(line, water, 0.7)]
    for stretch in over:
        country.lay(TerrainType.FLOOR, [stretch.buffer(width / 2, cap_style="flat")])
        for side in (-1, 1):
            _rail(country, stretch.parallel_offset(side * width / 2))
    return bool(over)


def _rail(country: Country, line: BaseGeometry) -> None:
    (x0, y0), (x1, y1) = shapely.get_coordinates(line)[[0, -1]].tolist()
    length = float(np.hypot(x1 - x0, y1 - y0))
    turn = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    country.put(PropKind.FENCE, ((x0 + x1) / 2, (y0 + y1) / 2), length, 0.2, turn)


def free_of(country: Country, field: Field, margin: float) -> Field:
    """The field, pushed below zero within `margin` spaces of what is kept free."""
    return np.minimum(field, (country.clearance() - margin) * 2)


def distance_to(country: Country, line: Points | None) -> Field:
    """Spaces to a way; far off where there is none."""
    if line is None:
        return np.full(country.raster.shape, country.width + country.height, dtype=np.float32)
    return country.raster.distance_to_line(line)


def undergrowth(country: Country, density: Field, share: float, margin: float = 0.4) -> None:
    """Thickets on about `share` of the country, where `density` is highest."""
    level = country.raster.level(density, share)
    field = free_of(country, density - level, margin)
    country.lay(TerrainType.TREES, country.raster.polygons(field, least=2.5))


def thickets(country: Country, terrain: TerrainType, share: float, wave: float, margin: float = 0.3) -> None:
    """Patches of some ground on about `share` of the country."""
    noise = country.raster.noise(country.rng, wave)
    level = country.raster.level(noise, share)
    country.lay(terrain, country.raster.polygons(free_of(country, noise - level, margin), least=2.0))


def stones(country: Country, amount: float) -> None:
    """Boulders and rocks here and there, in groups."""
    noise = country.raster.noise(country.rng, 5.0)
    density = np.clip(noise * 1.5 - 0.3, 0, 1) * amount
    kinds = ((PropKind.BOULDER, 1.0), (PropKind.ROCKS, 0.8))
    country.strew(kinds, density, Sizes(least=0.6, most=1.8, lean=2.0), overlap=0.95)


def span(line: Points) -> LineString:
    """A polyline as a shape."""
    return LineString(line)
