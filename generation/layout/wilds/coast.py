"""Coasts: the sea on one side, a beach, dunes and rocks."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.wilds import kit, pieces
from generation.layout.wilds.country import Country
from generation.layout.wilds.places import Near, Place, Spot, found
from generation.layout.wilds.scatter import Sizes
from generation.layout.wilds.settle import settle
from generation.layout.wilds.ways import Side
from generation.vocabulary import TerrainType


def boat(spot: Spot) -> None:
    """A boat drawn up, with nets and barrels."""
    spot.put(PropKind.BOAT, 0, 0, 1.5, 3.4, float(spot.rng.uniform(-30, 30)))
    spot.scatter(PropKind.BARREL, 2, 0.7, inner=0.6)
    spot.scatter(PropKind.CRATE, 2, 0.8, inner=0.6)
    spot.note("Beached boat", "place", "Footprints lead from it, and none lead back")


PLACES = (
    Place(names=("Beached boat", "Landing place"), radius=2.8, build=boat, near=Near.WAY),
    Place(names=("Castaways' camp", "Wreckers' camp"), radius=3.4, build=pieces.camp),
    Place(names=("Fallen lighthouse", "Old customs house"), radius=3.6, build=pieces.ruin),
    Place(names=("Tide stones", "Sea ring"), radius=3.4, build=pieces.standing_stones),
    Place(names=("Seal bank", "Sea hag's larder"), radius=2.8, build=pieces.lair, near=Near.WAY),
)


def make_coast(brief: MapBrief) -> MapLayout:
    """A coast for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    raster, rng = country.raster, country.rng
    side = (kit.long_sides(country)[0] + 1 + 2 * int(rng.integers(2))) % 4
    inland = _from_side(country, Side(side)) + country.side * 0.1 * raster.noise(rng, country.side * 0.5)
    shore = inland - country.side * 0.38
    country.lay(TerrainType.SAND, raster.polygons(3.5 + raster.noise(rng, 6.0) - shore))
    country.lay(TerrainType.WATER, raster.polygons(-shore))
    country.lay(TerrainType.DEEP_WATER, raster.polygons(-shore - 2.6 + 0.6 * raster.noise(rng, 6.0)))
    country.keep([patch.area for patch in country.patches if patch.type is TerrainType.WATER])
    ways = np.abs(shore).astype(np.float32)
    found(country, PLACES, ways)
    field = kit.free_of(country, raster.noise(rng, 8.0) - 0.75, 1.0)
    country.cliff(raster.polygons(field, least=2.5))
    beach = np.exp(-(((shore - 1.8) / 1.5) ** 2))
    country.strew(
        ((PropKind.LOG, 1.0), (PropKind.ROCKS, 1.0), (PropKind.BOULDER, 0.6)),
        beach * 0.08,
        Sizes(least=0.6, most=1.5),
        overlap=1.2,
    )
    palms = np.clip((shore - 3.2) / 3, 0, 1) * np.clip(raster.noise(rng, 7.0) + 0.25, 0, 0.7)
    tree = PropKind.PALM if rng.random() < 0.5 else PropKind.CONIFER
    country.strew(((tree, 3.0), (PropKind.BUSH, 1.0)), palms, Sizes(least=1.2, most=3.0), overlap=0.8)
    settle(country)
    return country.layout()


def _from_side(country: Country, side: Side) -> np.ndarray:
    raster = country.raster
    if side in (Side.LEFT, Side.RIGHT):
        across = raster.x if side is Side.LEFT else country.width - raster.x
    else:
        across = raster.y if side is Side.TOP else country.height - raster.y
    return np.broadcast_to(across, raster.shape).astype(np.float32)
