"""Swamps: a net of pools with firm ground between, dead trees, a causeway."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds import kit, pieces
from generation.layout.wilds.country import Country
from generation.layout.wilds.places import Near, Place, found
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.settle import settle
from generation.layout.wilds.ways import ribbon
from generation.vocabulary import TerrainType

PLACES = (
    Place(names=("Witch's ring", "Hag stones"), radius=3.2, build=pieces.standing_stones),
    Place(names=("Dry island", "Poachers' camp"), radius=3.2, build=pieces.camp, near=Near.WAY),
    Place(names=("Sunken chapel", "Drowned house"), radius=3.6, build=pieces.ruin),
    Place(names=("Nest", "Crocodile bank"), radius=2.8, build=pieces.lair, near=Near.AWAY),
    Place(names=("Toadstool ring", "Rotting hollow"), radius=2.2, build=pieces.mushroom_ring),
)


def make_swamp(brief: MapBrief) -> MapLayout:
    """A swamp for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    start, end = kit.long_sides(country)
    way = kit.way_across(country, start, end, sway=country.side * 0.12)
    causeway = ribbon(country.rng, way, 1.4, rough=0.05)
    ways = kit.distance_to(country, way)
    found(country, PLACES, ways)
    wet = country.raster.noise(country.rng, 7.0)
    wet = wet - country.raster.level(wet, 0.46)
    pools = kit.free_of(country, wet, 0.3)
    country.lay(TerrainType.WATER, country.raster.polygons(pools, least=1.5))
    country.lay(TerrainType.DEEP_WATER, country.raster.polygons(pools - 0.38, least=1.5))
    country.lay(TerrainType.FLOOR, [causeway])
    country.keep([causeway])
    shore = np.exp(-((pools / 0.14) ** 2))
    country.strew(((PropKind.REEDS, 1.0),), shore * 0.6, Sizes(least=0.6, most=1.2), overlap=0.9)
    country.strew(
        ((PropKind.LILY_PADS, 1.0),),
        np.where(pools > 0.1, 0.16, 0.0).astype(np.float32),
        Sizes(least=0.7, most=1.4),
    )
    dry = np.clip(0.3 - pools * 2, 0, 0.6)
    country.strew(
        ((PropKind.DEAD_TREE, 2.0), (PropKind.BROADLEAF, 1.2), (PropKind.BUSH, 1.0)),
        dry,
        Sizes(least=1.2, most=3.0),
        overlap=0.85,
    )
    kit.undergrowth(country, -pools, 0.14, 0.5)
    settle(country)
    return country.layout()
