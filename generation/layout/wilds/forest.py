"""Forests: old trees, undergrowth, a path, a stream, and clearings."""

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
    Place(names=("Glade", "Sunlit glade", "Deer meadow"), radius=4.2, build=pieces.clearing),
    Place(names=("Hunters' camp", "Outlaws' camp"), radius=3.4, build=pieces.camp, near=Near.WAY),
    Place(names=("Standing stones", "Old circle"), radius=3.6, build=pieces.standing_stones),
    Place(names=("Fairy ring", "Toadstool ring"), radius=2.2, build=pieces.mushroom_ring, near=Near.AWAY),
    Place(names=("Lair", "Bone hollow"), radius=3.0, build=pieces.lair, near=Near.AWAY),
    Place(names=("Forest pool", "Still pond"), radius=3.4, build=pieces.pond),
    Place(names=("Ruined lodge", "Fallen chapel"), radius=3.6, build=pieces.ruin),
)


def make_forest(brief: MapBrief) -> MapLayout:
    """A forest for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    start, end = kit.long_sides(country)
    path = kit.way_across(country, start, end, sway=country.side * 0.16)
    if country.side >= 12:
        stream = kit.way_across(country, start.next, end.next, sway=country.side * 0.12)
        water = kit.lay_stream(country, stream, 1.8)
        kit.lay_road(country, path, 1.3)
        kit.lay_bridge(country, path, water, 1.4)
    else:
        kit.lay_road(country, path, 1.2)
    found(country, PLACES, kit.distance_to(country, path))
    _grow(country)
    settle(country)
    return country.layout()


def _grow(country: Country) -> None:
    noise = country.raster.noise(country.rng, 9.0)
    kit.undergrowth(country, noise, 0.3)
    density = np.clip(0.75 + 0.5 * noise, 0, 1)
    kinds = ((PropKind.BROADLEAF, 3.0), (PropKind.CONIFER, 1.0))
    country.strew(kinds, density, Sizes(least=1.8, most=4.0), overlap=0.72, inset=0.55)
    country.strew(
        ((PropKind.BUSH, 3.0), (PropKind.LOG, 0.6), (PropKind.STUMP, 0.7), (PropKind.ROCKS, 0.8)),
        np.full(country.raster.shape, 0.12, dtype=np.float32),
        Sizes(least=0.6, most=1.2),
    )
