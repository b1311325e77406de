"""Terrain that a brief asks for and the country does not have by itself."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from shapely import Point as ShapelyPoint
from shapely import Polygon

from generation.layout.plan import Point
from generation.layout.raster import Field
from generation.layout.terrain import blob, cost_of
from generation.layout.wilds.country import WATERS, Country
from generation.layout.wilds.flora import patches
from generation.layout.wilds.relief import outcrops
from generation.layout.wilds.roads import long_sides, price_of_walking, road_across
from generation.layout.wilds.settle import cut_off
from generation.layout.wilds.ways import ribbon
from generation.vocabulary import TerrainType

PASSED_OVER = (TerrainType.STAIRS,)  #: needs something built to lead to
SHARES = (1.0, 0.7, 0.45)  #: of its size that a pool or a pit makes do with, tried in turn
TRIES = 12
LEAST_SHARE = 0.008  #: of the country that a kind of ground covers at least


def lay_asked(country: Country) -> None:
    """Lay what is asked for and not there yet; as much of it as pleases, and at least some."""
    for terrain in country.brief.terrain:
        if terrain is country.base or terrain in PASSED_OVER or _has(country, terrain):
            continue
        before = len(country.patches)
        _WAYS.get(terrain, _patches)(country, terrain)
        if not _has(country, terrain):
            _pool(country, terrain)
        for patch in country.patches[before:]:
            patch.wanted = True


def _has(country: Country, terrain: TerrainType) -> bool:
    """Whether there is enough of it to be seen."""
    laid = sum(patch.area.area for patch in country.patches if patch.type is terrain)
    return laid > min(LEAST_SHARE * country.size, 12.0)


def _patches(country: Country, terrain: TerrainType) -> None:
    """Smooth patches on a sixth of the country."""
    noise = country.raster.noise(country.rng, 7.0)
    patches(country, terrain, noise, 0.16)


def _hills(country: Country, _: TerrainType) -> None:
    patches(country, TerrainType.HILL, country.raster.noise(country.rng, 10.0, octaves=2), 0.25, least=6.0)


def _cliffs(country: Country, _: TerrainType) -> None:
    outcrops(country, 0.07, 8.0)


def _road(country: Country, _: TerrainType) -> None:
    """Along the track that people take anyway, or straight through."""
    if country.trodden:
        line = country.trodden[0]
    else:
        line = road_across(country, price_of_walking(country), *long_sides(country))
    ground = ribbon(country.rng, line, 1.4, rough=0.08)
    country.lay(TerrainType.ROAD, [ground.difference(country.ground(*WATERS, TerrainType.PIT, near=ground))])
    country.keep([ground])


def _pool(country: Country, terrain: TerrainType) -> None:
    """A round piece of ground of about a fortieth of the country, where it parts nothing."""
    best = float(np.clip(np.sqrt(country.size / 130), 0.8, 6.0))
    clearance = country.clearance()
    for share in SHARES:
        for _ in range(TRIES):
            radius = max(best * share, 0.75)
            spot = _room(country, radius, clearance)
            if spot is not None and _lay_pool(country, terrain, blob(country.rng, spot, radius)):
                return
        clearance = np.full_like(clearance, country.side)  # nowhere free: then where something else is


def _room(country: Country, radius: float, clearance: Field) -> Point | None:
    raster = country.raster
    inside = raster.inset(min(radius + 1.2, country.side / 2 - 0.6))
    free = inside & (clearance > radius + 0.2)
    return raster.spot(country.rng, free.astype(np.float32))


def _lay_pool(country: Country, terrain: TerrainType, area: Polygon) -> bool:
    """Lay a pool, or answer False where it would cut something off."""
    before = list(country.patches)
    lost = cut_off(country) if cost_of(terrain) is None else 0
    if terrain is TerrainType.DEEP_WATER:
        country.lay(TerrainType.WATER, [area.buffer(0.7)])
    if terrain is TerrainType.LAVA:
        country.lay(TerrainType.RUBBLE, [area.buffer(0.6)])
    if terrain is TerrainType.MOUNTAIN:
        country.cliff([area])
    else:
        country.lay(terrain, [area])
    if cost_of(terrain) is None and cut_off(country) > lost:
        country.patches = before
        return False
    country.keep([area.buffer(0.7) if terrain in WATERS else area])
    center = ShapelyPoint(area.centroid.coords[0])
    story = _STORIES.get(terrain)
    if story:
        country.note(story[0], "danger", (center.x, center.y), story[1])
    return True


_WAYS: Mapping[TerrainType, Callable[[Country, TerrainType], None]] = MappingProxyType(
    {
        TerrainType.HILL: _hills,
        TerrainType.MOUNTAIN: _cliffs,
        TerrainType.ROAD: _road,
        TerrainType.WATER: _pool,
        TerrainType.DEEP_WATER: _pool,
        TerrainType.LAVA: _pool,
        TerrainType.PIT: _pool,
        TerrainType.FLOOR: _pool,
    }
)

_STORIES: Mapping[TerrainType, tuple[str, str]] = MappingProxyType(
    {
        TerrainType.LAVA: ("Fire below", "The ground has torn open, and glows"),
        TerrainType.PIT: ("Sinkhole", "Nobody has heard a stone reach the bottom"),
    }
)
