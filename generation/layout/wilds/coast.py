"""Coasts: the sea on one side, coves and headlands, a beach, dunes and cliffs."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field
from generation.layout.scatter import Sizes
from generation.layout.wilds import flora, relief, roads
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, huts, nature, ruins, stones, wrecks
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.ways import Side
from generation.vocabulary import TerrainType

CASTAWAYS = camps.camp(
    "Castaways, who have counted two hundred days",
    "Wreckers, with a lantern to move along the cliffs",
    "Smugglers, waiting for a light at sea",
    treasure="A chest with a false bottom, wet with salt",
)
FISHER = huts.hut(
    "A fisher who throws one fish of every catch back, and bows",
    "The nets hang outside, and they have been cut",
    inside=(PropKind.BED, PropKind.STOVE, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.BOAT, PropKind.BARREL, PropKind.FENCE, PropKind.CRATE),
)

PLACES = (
    Place(
        names=("Landing place", "Beached boats"),
        radius=3.0,
        build=wrecks.landing,
        near=Near.SHORE,
        apart=45.0,
    ),
    Place(
        names=("Old pier", "Jetty", "Ferry landing"),
        radius=2.6,
        build=wrecks.pier,
        near=Near.SHORE,
        once=True,
    ),
    Place(
        names=("Wreck", "Broken cog", "Stranded ship"),
        radius=4.2,
        build=wrecks.shipwreck,
        near=Near.SHORE,
        least=2.6,
        once=True,
    ),
    Place(names=("Castaways' camp", "Smugglers' camp"), radius=3.5, build=CASTAWAYS, trail=True),
    Place(
        names=("Fallen lighthouse", "Signal tower"),
        radius=3.8,
        build=ruins.tower("Its lamp was put out on purpose", "On moonless nights it is lit again"),
        trail=True,
    ),
    Place(
        names=("Fisher's hut", "Salt boiler's hut"), radius=4.4, build=FISHER, least=huts.LEAST, trail=True
    ),
    Place(names=("Tide stones", "Sea ring"), radius=3.5, build=stones.standing_stones),
    Place(
        names=("Seal bank", "Sea hag's larder", "Crab den"),
        radius=2.9,
        build=nature.lair(
            "Shells cracked by something stronger", "Half-eaten seals, and a drowned man's shoes"
        ),
        near=Near.SHORE,
        apart=45.0,
    ),
    Place(
        names=("Drowned giant", "Bones of a sea giant"),
        radius=4.0,
        build=nature.giant_bones,
        near=Near.SHORE,
        least=2.6,
        once=True,
    ),
    Place(names=("Sailors' graves", "Graves of the drowned"), radius=3.4, build=stones.graveyard, least=2.6),
    Place(names=("Sea shrine", "Storm shrine"), radius=2.3, build=stones.shrine, near=Near.WAY),
)


def make_coast(brief: MapBrief) -> MapLayout:
    """A coast for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    start, end = roads.long_sides(country)
    side = start.next if country.rng.random() < 0.5 else end.next
    shore, steep = _sea(country, side)
    price = roads.price_of_walking(country, also=np.clip(6 - shore, 0, 6) * 2)
    roads.lay_way(country, roads.road_across(country, price, start, end, spread=0.35), 1.2)
    founder = Founder(country, {Near.SHORE: shore})
    founder.found(PLACES)
    ends = [spot.at(0, spot.radius * 0.7) for place, spot in founder.spots if place.trail]
    roads.trails_to(country, ends, 0.9, (), price=price)
    _rocks(country, shore, steep)
    lay_asked(country)
    _grow(country, shore)
    ambushes(
        country,
        np.clip(1 - np.abs(shore - 5.5) / 2.5, 0, 1),
        (
            "In the dunes, until the boat is on the sand",
            "Under the boats, with knives",
        ),
    )
    return finish(country)


def _sea(country: Country, side: Side) -> tuple[Field, Field]:
    """Lay sea and beach; answers how far inland one is, and where the shore is steep (above 0)."""
    raster, rng = country.raster, country.rng
    wave = float(np.clip(country.side * 0.7, 9, 40))
    bays = min(country.side * 0.13, 12.0) * raster.noise(rng, wave, octaves=2) + 0.5 * raster.noise(rng, 4.0)
    shore = (_from_side(country, side) - country.side * float(rng.uniform(0.3, 0.42)) + bays).astype(
        np.float32
    )
    if country.side >= 40:
        islands = 12 * (raster.noise(rng, 24.0) - 0.75)
        shore = np.maximum(shore, np.minimum(islands, -shore - 6)).astype(np.float32)
    steep = raster.noise(rng, 16.0, octaves=2) - raster.level(raster.noise(rng, 16.0, octaves=2), 0.3)
    beach = np.clip(3.4 + 1.2 * raster.noise(rng, 9.0) - 5 * np.clip(steep, 0, 0.5), 0.6, 6)
    country.lay(TerrainType.SAND, raster.polygons((beach - shore).astype(np.float32)))
    country.lay(TerrainType.WATER, raster.polygons(-shore))
    shelf = np.clip(2.3 + 1.0 * raster.noise(rng, 7.0), 0.9, 5)
    country.lay(TerrainType.DEEP_WATER, raster.polygons((-shore - shelf).astype(np.float32)))
    country.keep([patch.area for patch in country.patches if patch.type is TerrainType.WATER])
    return shore, np.asarray(steep, dtype=np.float32)


def _from_side(country: Country, side: Side) -> Field:
    raster = country.raster
    if side in (Side.LEFT, Side.RIGHT):
        across = raster.x if side is Side.LEFT else country.width - raster.x
    else:
        across = raster.y if side is Side.TOP else country.height - raster.y
    return np.broadcast_to(across, raster.shape).astype(np.float32)


def _rocks(country: Country, shore: Field, steep: Field) -> None:
    """Cliffs where the shore is steep, dunes where it is not, rocks out in the water."""
    raster, rng = country.raster, country.rng
    rough = 0.5 * raster.noise(rng, 3.0)
    face = np.minimum(1.0 - np.abs(shore - 2.2 + rough), steep * 6)
    face = np.minimum(face, (country.clearance() - 0.7) * 1.2).astype(np.float32)
    country.cliff(raster.polygons(relief.weathered(country, face), least=2.5, soft=0.2))
    stacks = np.minimum(raster.noise(rng, 5.0) - 0.75, np.minimum(-shore - 0.8, 5 + shore) * 0.4)
    country.cliff(raster.polygons(stacks.astype(np.float32), least=1.5, soft=0.2))
    dunes = np.minimum(1.4 - np.abs(shore - 5.2 + 1.5 * rough), -steep * 5)
    dunes = np.minimum(dunes, (country.clearance() - 0.2) * 2).astype(np.float32)
    country.lay(TerrainType.HILL, raster.polygons(dunes, least=4.0, soft=0.6))
    flora.strew(
        country,
        {PropKind.BOULDER: 1.0, PropKind.ROCKS: 1.2},
        (0.22 * np.exp(-(((shore + 0.6) / 1.3) ** 2)) * np.clip(steep * 5 + 0.2, 0.05, 1)).astype(np.float32),
        flora.ROUGH,
        clearance=raster.distance(country.covered(TerrainType.MOUNTAIN, TerrainType.FLOOR)),
    )


def _grow(country: Country, shore: Field) -> None:
    """Driftwood on the beach, palms or firs behind it, grass on the dunes."""
    raster, rng = country.raster, country.rng
    beach = np.exp(-(((shore - 1.6) / 1.2) ** 2)) * 0.07
    drift = {PropKind.LOG: 1.0, PropKind.ROCKS: 0.7, PropKind.BONES: 0.12}
    flora.strew(country, drift, beach.astype(np.float32), Sizes(least=0.6, most=1.4), overlap=1.2)
    noise = raster.noise(rng, 8.0)
    inland = np.clip((shore - 4.2) / 3.5, 0, 1)
    flora.patches(country, TerrainType.DIFFICULT, np.where(shore > 3.4, -noise, -9).astype(np.float32), 0.06)
    flora.patches(country, TerrainType.TREES, np.where(shore > 5.5, noise, -9).astype(np.float32), 0.08)
    tree = (PropKind.PALM, PropKind.CONIFER, PropKind.BROADLEAF)[int(rng.integers(3))]
    woods = inland * np.clip(1.1 * noise + 0.22 + 0.02 * np.minimum(shore, 20), 0, 0.85)
    flora.strew(country, {tree: 1.0}, woods.astype(np.float32), Sizes(least=1.8, most=3.8), overlap=0.78)
    flora.strew(
        country,
        {PropKind.BUSH: 3.0, PropKind.ROCKS: 0.6, PropKind.STUMP: 0.3},
        (inland * 0.08).astype(np.float32),
        flora.SHRUBS,
    )
