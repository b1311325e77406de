"""Roads through country: woods at the sides, and places to be waylaid."""

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
    Place(names=("Broken wagon", "Robbed cart"), radius=2.8, build=pieces.ambush, near=Near.WAY),
    Place(names=("Roadside camp", "Drovers' fire"), radius=3.2, build=pieces.camp, near=Near.WAY),
    Place(names=("Wayside shrine", "Pilgrims' stone"), radius=2.2, build=pieces.shrine, near=Near.WAY),
    Place(names=("Old toll house", "Burnt farm"), radius=3.6, build=pieces.ruin),
    Place(names=("Millpond", "Cattle pond"), radius=3.2, build=pieces.pond),
    Place(names=("Wood clearing", "Charcoal burners' glade"), radius=3.4, build=pieces.clearing),
)


def make_road(brief: MapBrief) -> MapLayout:
    """A road through country for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    start, end = kit.long_sides(country)
    road = kit.way_across(country, start, end, sway=country.side * 0.14, spread=0.1)
    if country.side >= 14 and country.rng.random() < 0.6:
        stream = kit.way_across(country, start.next, end.next, sway=country.side * 0.1)
        water = kit.lay_stream(country, stream, 2.4)
        kit.lay_road(country, road, 2.1)
        kit.lay_bridge(country, road, water, 2.4)
    else:
        kit.lay_road(country, road, 2.1)
    ways = kit.distance_to(country, road)
    found(country, PLACES, ways)
    noise = country.raster.noise(country.rng, 8.0)
    woods = np.clip(0.45 + 0.9 * noise + 0.04 * (ways - 4), 0, 1) * np.clip((ways - 1) / 3, 0, 1)
    kit.undergrowth(country, woods + 0.05 * noise, 0.18)
    country.strew(
        ((PropKind.BROADLEAF, 4.0), (PropKind.CONIFER, 1.0)), woods, Sizes(least=1.7, most=3.8), overlap=0.75
    )
    kit.stones(country, 0.4)
    country.strew(
        ((PropKind.BUSH, 1.0),),
        np.full(country.raster.shape, 0.08, dtype=np.float32),
        Sizes(least=0.6, most=1.2),
    )
    settle(country)
    return country.layout()
