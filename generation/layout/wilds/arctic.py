"""Arctic ground: snow, a frozen lake, drifts, a crevasse."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds import kit, pieces
from generation.layout.wilds.country import Country
from generation.layout.wilds.places import Near, Place, Spot, found
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.settle import settle
from generation.layout.wilds.ways import ribbon
from generation.vocabulary import TerrainType


def frozen_lake(spot: Spot) -> None:
    """Ice, with a hole that somebody cut."""
    spot.area = spot.lay(TerrainType.ICE, spot.radius * 0.9)
    spot.lay(TerrainType.DEEP_WATER, 0.7, spot.radius * 0.3, 0)
    spot.note("Hole in the ice", "danger", "The ice about it holds one, not three", spot.radius * 0.3, 0)


PLACES = (
    Place(names=("Frozen lake", "Black ice", "Ice hole"), radius=5.5, build=frozen_lake),
    Place(names=("Trappers' camp", "Lost expedition"), radius=3.4, build=pieces.camp),
    Place(names=("Frozen ruin", "Snowed-in tower"), radius=3.8, build=pieces.ruin),
    Place(names=("Wolves' lair", "Kill site"), radius=2.8, build=pieces.lair, near=Near.AWAY),
    Place(names=("Rime stones", "Standing stones"), radius=3.4, build=pieces.standing_stones),
)


def make_arctic(brief: MapBrief) -> MapLayout:
    """Arctic ground for `brief`, which has been checked."""
    country = Country(brief, TerrainType.SNOW)
    start, end = kit.long_sides(country)
    if country.side >= 12:
        rift = kit.way_across(country, start.next, end.next, sway=country.side * 0.1, spread=0.35)
        crevasse = ribbon(country.rng, rift, 1.4, rough=0.2, swell=0.3)
        country.lay(TerrainType.PIT, [crevasse])
        country.keep([crevasse], 0.5)
    found(country, PLACES, kit.distance_to(country, None))
    rocks = country.raster.noise(country.rng, 8.0)
    field = kit.free_of(country, rocks - country.raster.level(rocks, 0.06), 1.2)
    country.cliff(country.raster.polygons(field, least=2.5))
    kit.thickets(country, TerrainType.DIFFICULT, 0.16, 6.0)
    woods = np.clip(country.raster.noise(country.rng, 9.0) - 0.2, 0, 0.8)
    country.strew(((PropKind.CONIFER, 1.0),), woods, Sizes(least=1.4, most=3.0), overlap=0.8)
    country.strew(
        ((PropKind.ICE_SPIKE, 1.0), (PropKind.ROCKS, 1.0), (PropKind.BOULDER, 0.7)),
        np.clip(rocks - 0.3, 0, 0.4),
        Sizes(least=0.7, most=1.5),
        overlap=1.0,
    )
    settle(country)
    return country.layout()
