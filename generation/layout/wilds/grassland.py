"""Grassland: meadows and hills under a wide sky, a river, a few trees."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field
from generation.layout.wilds import flora, relief, roads, water
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, huts, nature, ruins, stones, wayside
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.water import River
from generation.vocabulary import TerrainType

RIDERS = camps.camp(
    "Riders of the plains; they ask for a song, or for salt",
    "Herders who have lost three beasts in three nights",
    "A war party that waits for the moon",
)
SHEPHERD = huts.hut(
    "A shepherd with one dog too few",
    "Nobody has lived here for years, and the stove is warm",
    inside=(PropKind.BED, PropKind.STOVE, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.HAY, PropKind.BARREL, PropKind.FENCE),
)

PLACES = (
    Place(names=("Standing stones", "Giants' ring", "Sun ring"), radius=4.4, build=stones.standing_stones),
    Place(names=("Herders' camp", "Riders' camp"), radius=3.8, build=RIDERS),
    Place(names=("Watering hole", "Heron pond"), radius=4.0, build=nature.pond),
    Place(names=("King's barrow", "Green mound"), radius=4.0, build=stones.barrow, least=2.6),
    Place(
        names=("Ruined farmhouse", "Roofless barn"),
        radius=3.9,
        build=ruins.house("The roof beams were taken, the bed was not", "Swallows nest where the loft was"),
        trail=True,
    ),
    Place(
        names=("Wheat field", "Oat field", "Fallow"), radius=4.8, build=stones.field, near=Near.WAY, least=2.6
    ),
    Place(names=("Old orchard", "Apple garth"), radius=4.2, build=stones.orchard, near=Near.WAY, least=2.6),
    Place(names=("Crossroads shrine", "Lone shrine"), radius=2.3, build=stones.shrine, near=Near.WAY),
    Place(
        names=("Shepherd's hut", "Drover's bothy"), radius=4.4, build=SHEPHERD, least=huts.LEAST, trail=True
    ),
    Place(
        names=("Lion's kill", "Lair in the grass", "Bulette's wallow"),
        radius=2.9,
        build=nature.lair("The grass moves against the wind", "Half an ox, and drag marks"),
        near=Near.AWAY,
    ),
    Place(names=("Giant's bones", "Fallen giant"), radius=4.0, build=nature.giant_bones, least=2.6),
    Place(names=("Village well", "Deep well"), radius=2.4, build=wayside.well, near=Near.WAY),
    Place(names=("Lone oak", "Meeting tree"), radius=3.4, build=nature.great_tree, least=2.2),
)


def make_grassland(brief: MapBrief) -> MapLayout:
    """A grassland for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    heights = relief.hills(country, (0.42, 0.2, 0.07), max(11.0, min(country.side * 0.45, 34.0)), least=6.0)
    rivers = _rivers(country)
    _tracks(country, rivers)
    founder = Founder(country)
    founder.found(PLACES)
    ends = [spot.at(0, spot.radius * 0.8) for place, spot in founder.spots if place.trail]
    roads.trails_to(country, ends, 1.0, rivers, price=roads.price_of_walking(country))
    if country.side >= 14 and country.rng.random() < 0.6:
        relief.outcrops(country, 0.025, 6.0)
    lay_asked(country)
    cover = _grow(country, heights)
    ambushes(
        country,
        cover,
        (
            "Flat in the tall grass, with spears",
            "Riders behind the crest, waiting for a signal",
            "A pack that has learned to come from downwind",
        ),
    )
    return finish(country)


def _rivers(country: Country) -> list[River]:
    start, end = roads.long_sides(country)
    if country.side < 12 or country.rng.random() < 0.25:
        return []
    width = float(country.rng.uniform(1.8, 2.6) + min(country.side, 80) / 50)
    return [water.lay_river(country, start, end, width, spread=0.3)]


def _tracks(country: Country, rivers: list[River]) -> None:
    start, end = roads.long_sides(country)
    price = roads.price_of_walking(country, wander=0.8)
    roads.lay_way(country, roads.road_across(country, price, start.next, end.next), 1.4, rivers)
    if country.side >= 18 and country.rng.random() < 0.6:
        sides = [start, end][: 1 + int(country.side >= 60)]
        roads.fork(country, price, sides, 1.2, rivers)


def _grow(country: Country, heights: Field) -> Field:
    """Tall grass in the hollows, copses, stones on the heights; answers how well one is hidden."""
    raster, rng = country.raster, country.rng
    noise = raster.noise(rng, 7.0)
    tall = flora.patches(country, TerrainType.DIFFICULT, noise - 0.25 * heights, 0.15)
    copses = np.clip(raster.noise(rng, 8.0) * 1.6 - 0.75, 0, 0.85)
    flora.patches(country, TerrainType.TREES, copses + 0.02 * noise, 0.04)
    flora.strew(country, {PropKind.BROADLEAF: 1.0}, copses.astype(np.float32), flora.TREES, overlap=0.8)
    flora.strew(country, {PropKind.BROADLEAF: 1.0}, 0.022, flora.TREES, overlap=1.0)
    flora.stones(country, 0.22)
    bushes = np.clip(0.2 * noise + 0.25 * copses + 0.03, 0.015, 1).astype(np.float32)
    flora.strew(country, {PropKind.BUSH: 5.0, PropKind.ROCKS: 0.8}, bushes, flora.SHRUBS)
    return np.asarray(np.clip(tall * 3 + 0.5 + 0.4 * copses, 0, 1), dtype=np.float32)
