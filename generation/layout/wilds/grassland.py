"""Grassland: meadows and hills under a wide sky, a stream, a few trees."""

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
    Place(names=("Standing stones", "Giants' ring"), radius=4.0, build=pieces.standing_stones),
    Place(names=("Herders' camp", "Riders' camp"), radius=3.6, build=pieces.camp),
    Place(names=("Watering hole", "Heron pond"), radius=3.8, build=pieces.pond),
    Place(names=("Ruined farmhouse", "Roofless barn"), radius=3.8, build=pieces.ruin),
    Place(names=("Roadside shrine", "Lone shrine"), radius=2.2, build=pieces.shrine, near=Near.WAY),
    Place(names=("Lion's kill", "Lair in the grass"), radius=2.8, build=pieces.lair, near=Near.AWAY),
)


def make_grassland(brief: MapBrief) -> MapLayout:
    """A grassland for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    hills = country.raster.noise(country.rng, max(10.0, country.side * 0.5))
    for share in (0.34, 0.12):
        level = country.raster.level(hills, share)
        country.lay(TerrainType.HILL, country.raster.polygons(hills - level, least=8.0, soft=0.8))
    start, end = kit.long_sides(country)
    stream = None
    if country.side >= 12:
        stream = kit.way_across(country, start, end, sway=country.side * 0.2)
        kit.lay_stream(country, stream, 2.6)
    track = kit.way_across(country, start.next, end.next, sway=country.side * 0.1)
    kit.lay_road(country, track, 1.2)
    if stream is not None:
        kit.lay_bridge(country, track, country.patches[-2].area, 1.5)
    found(country, PLACES, kit.distance_to(country, track))
    kit.thickets(country, TerrainType.DIFFICULT, 0.16, 7.0)
    noise = country.raster.noise(country.rng, 6.0)
    country.strew(
        ((PropKind.BROADLEAF, 1.0),), np.clip(noise - 0.35, 0, 1), Sizes(least=2.0, most=3.8), overlap=0.8
    )
    kit.stones(country, 0.3)
    country.strew(((PropKind.BUSH, 1.0),), np.clip(0.25 * noise + 0.08, 0, 1), Sizes(least=0.6, most=1.2))
    settle(country)
    return country.layout()
