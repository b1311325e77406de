"""Deserts: dunes, outcrops of rock, an oasis, and what the sand has half buried."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds import kit, pieces
from generation.layout.wilds.country import Country
from generation.layout.wilds.places import Near, Place, Spot, found
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.settle import settle
from generation.vocabulary import TerrainType


def oasis(spot: Spot) -> None:
    """Water, grass, and palms about it."""
    spot.lay(TerrainType.GRASS, spot.radius * 0.85)
    spot.lay(TerrainType.WATER, spot.radius * 0.48)
    for x, y, _ in spot.ring(max(4, round(spot.radius * 1.6)), spot.radius * 0.7):
        size = float(spot.rng.uniform(1.8, 2.6))
        spot.put(PropKind.PALM, x, y, size, size, float(spot.rng.uniform(0, 360)))
    spot.note("Oasis", "place", "Sweet water, and the tracks of everything that drinks")


PLACES = (
    Place(names=("Oasis", "Palm well", "Sweet spring"), radius=4.6, build=oasis),
    Place(names=("Buried hall", "Half-buried ruin"), radius=4.0, build=pieces.ruin),
    Place(names=("Caravan camp", "Raiders' camp"), radius=3.6, build=pieces.camp),
    Place(names=("Bone field", "Giant's bones"), radius=3.0, build=pieces.lair, near=Near.AWAY),
    Place(names=("Sun stones", "Standing stones"), radius=3.6, build=pieces.standing_stones),
)


def make_desert(brief: MapBrief) -> MapLayout:
    """A desert for `brief`, which has been checked."""
    country = Country(brief, TerrainType.SAND)
    wind = float(country.rng.uniform(0, np.pi))
    dunes = country.raster.noise(country.rng, 6.0, stretch=3.0, angle=wind)
    found(country, PLACES, kit.distance_to(country, None))
    rocks = country.raster.noise(country.rng, 8.0)
    field = kit.free_of(country, rocks - country.raster.level(rocks, 0.09), 1.2)
    level = country.raster.level(dunes, 0.3)
    country.lay(
        TerrainType.HILL, country.raster.polygons(kit.free_of(country, dunes - level, 0.2), least=5.0)
    )
    country.lay(TerrainType.RUBBLE, country.raster.polygons(field + 0.2, least=4.0))
    country.cliff(country.raster.polygons(field, least=2.5))
    kit.stones(country, 0.5)
    country.strew(
        ((PropKind.CACTUS, 2.0), (PropKind.BUSH, 1.0), (PropKind.ROCKS, 1.0), (PropKind.BONES, 0.2)),
        np.clip(0.1 - 0.15 * dunes, 0, 1),
        Sizes(least=0.6, most=1.4),
        overlap=1.3,
    )
    settle(country)
    return country.layout()
