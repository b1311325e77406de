"""Mountains: cliffs in steps, a trail that climbs through them, scree."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds import kit, pieces
from generation.layout.wilds.country import Country
from generation.layout.wilds.places import Near, Place, found
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.settle import settle
from generation.vocabulary import TerrainType

PLACES = (
    Place(names=("Pass shrine", "Cairn"), radius=2.2, build=pieces.shrine, near=Near.WAY),
    Place(names=("Goatherds' camp", "Orc camp"), radius=3.2, build=pieces.camp, near=Near.WAY),
    Place(names=("Watchtower ruin", "Fallen keep"), radius=3.6, build=pieces.ruin),
    Place(names=("Eyrie", "Griffon's ledge"), radius=2.6, build=pieces.lair, near=Near.AWAY),
    Place(names=("Tarn", "Snowmelt pool"), radius=3.0, build=pieces.pond),
)


def make_mountain(brief: MapBrief) -> MapLayout:
    """A mountainside for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    start, end = kit.long_sides(country)
    trail = kit.way_across(country, start, end, sway=country.side * 0.22)
    kit.lay_road(country, trail, 1.2)
    ways = kit.distance_to(country, trail)
    height = country.raster.noise(country.rng, max(9.0, country.side * 0.45))
    found(country, PLACES, ways)
    for share in (0.55, 0.25):
        level = country.raster.level(height, share)
        band = 0.16 - np.abs(height - level)
        kit_field = kit.free_of(country, band, 0.9)
        country.lay(TerrainType.RUBBLE, country.raster.polygons(kit_field + 0.12, least=3.0))
        country.cliff(country.raster.polygons(kit_field, least=2.5))
    kit.stones(country, 0.8)
    country.strew(
        ((PropKind.CONIFER, 1.0),), np.clip(-height * 0.8, 0, 0.6), Sizes(least=1.4, most=2.8), overlap=0.85
    )
    settle(country)
    return country.layout()
