"""Roads through country: woods at the sides, ditches, bridges, and places to be waylaid."""

import numpy as np
from numpy.typing import NDArray

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field, Points
from generation.layout.wilds import flora, relief, roads, water
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, huts, nature, ruins, stones, wayside
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.water import River
from generation.layout.wilds.ways import normals, ribbon
from generation.vocabulary import TerrainType

DROVERS = camps.camp(
    "Drovers, who share their fire and their rumours",
    "Pilgrims on their way back, and none the holier",
    "A tinker, two mules, and too many locks",
)
FARM = huts.hut(
    "A farmer who has shut the door and does not open",
    "The toll keeper counts everybody who passes, for somebody",
    inside=(PropKind.BED, PropKind.HEARTH, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.HAY, PropKind.BARREL, PropKind.WELL),
)

PLACES = (
    Place(
        names=("Broken wagon", "Robbed coach", "Blocked road"),
        radius=3.4,
        build=wayside.waylaid,
        near=Near.ON_WAY,
        least=2.2,
        apart=28.0,
    ),
    Place(names=("Roadside camp", "Drovers' fire"), radius=3.3, build=DROVERS, near=Near.WAY),
    Place(names=("Wayside shrine", "Pilgrims' shrine"), radius=2.3, build=stones.shrine, near=Near.WAY),
    Place(
        names=("Old toll house", "Burnt farm", "Watch post"),
        radius=3.6,
        build=ruins.house(
            "Soldiers were quartered here once", "The cellar door is nailed shut, from outside"
        ),
        near=Near.WAY,
    ),
    Place(
        names=("Fallen watchtower", "Beacon tower"),
        radius=3.6,
        build=ruins.tower("From the stump one sees both ends of the road", "Crows keep watch here now"),
        trail=True,
    ),
    Place(names=("Millpond", "Cattle pond"), radius=3.3, build=nature.pond),
    Place(names=("Barley field", "Fallow field"), radius=4.4, build=stones.field, near=Near.WAY, least=2.6),
    Place(names=("Milestone rest", "Halfway well"), radius=2.5, build=wayside.milepost, near=Near.WAY),
    Place(names=("Loggers' clearing", "Timber yard"), radius=3.6, build=wayside.loggers, near=Near.WAY),
    Place(names=("Charcoal kilns", "Charcoal burners"), radius=3.2, build=wayside.woodcutter, trail=True),
    Place(names=("Lonely farm", "Ferryman's house"), radius=4.4, build=FARM, near=Near.WAY, least=huts.LEAST),
    Place(names=("Gallows yard", "Plague graves"), radius=3.6, build=stones.graveyard, least=2.6, trail=True),
    Place(names=("Toll bar", "False toll"), radius=3.0, build=wayside.toll, near=Near.ON_WAY, once=True),
    Place(
        names=("Wolves' den", "Goblin hole"),
        radius=2.8,
        build=nature.lair("Harness leather, chewed", "Somebody's boots, with somebody's feet"),
        near=Near.AWAY,
    ),
)


def make_road(brief: MapBrief) -> MapLayout:
    """A road through country for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    if country.side >= 14:
        relief.hills(country, (0.24, 0.08), max(11.0, country.side * 0.35))
    rivers = _rivers(country)
    _roads(country, rivers)
    founder = Founder(country)
    founder.found(PLACES)
    ends = [spot.at(0, spot.radius * 0.7) for place, spot in founder.spots if place.trail]
    roads.trails_to(country, ends, 1.0, rivers, price=roads.price_of_walking(country))
    if country.side >= 18 and country.rng.random() < 0.4:
        relief.outcrops(country, 0.03, 7.0)
    lay_asked(country)
    cover = _grow(country)
    ambushes(
        country,
        cover,
        (
            "Bowmen behind the trees, one on the other side to drive the prey",
            "A boy keeps watch and whistles when the load is worth it",
            "Pits for the spears, dug last night",
        ),
    )
    return finish(country)


def _rivers(country: Country) -> list[River]:
    start, end = roads.long_sides(country)
    if country.side < 14 or country.rng.random() < 0.4:
        return []
    return [water.lay_river(country, start.next, end.next, float(country.rng.uniform(1.8, 3.4)))]


def _roads(country: Country, rivers: list[River]) -> None:
    rng = country.rng
    start, end = roads.long_sides(country)
    width = 2.2 if country.side < 40 else 2.6
    price = roads.price_of_walking(country, wander=0.6)
    line = roads.road_across(country, price, start, end)
    roads.lay_way(country, line, width, rivers, bridged=0.9)
    if country.side >= 16 and rng.random() < 0.6:
        sides = [start.next if rng.random() < 0.5 else end.next]
        roads.fork(country, price, sides * (1 if country.side < 70 else 2), 1.4, rivers)
    _ditches(country, line, width)
    if country.side >= 14:
        roads.milestones(country, line, width, every=22.0)


def _ditches(country: Country, line: Points, width: float) -> None:
    """Overgrown ditches beside the road, where nothing crosses them."""
    free = country.kept
    across = normals(line)
    for side in (-1, 1):
        middle = line + across * (side * (width / 2 + 0.75))
        clear = country.raster.at(country.raster.distance(free), middle) > 0.3
        wanted = clear & (_stretches(country.rng, len(line)) > 0)
        for run in np.split(np.arange(len(line)), np.flatnonzero(np.diff(wanted.astype(int)) != 0) + 1):
            if wanted[run[0]] and len(run) > 6:
                ditch = ribbon(country.rng, middle[run], 0.65, rough=0.06)
                country.lay(TerrainType.DIFFICULT, [ditch])
                country.keep([ditch])


def _stretches(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Above 0 for about half of `count` places in a row, in long runs."""
    return np.sin(np.arange(count) / 14 + rng.uniform(0, 2 * np.pi)) + rng.uniform(-0.6, 0.6)


def _grow(country: Country) -> Field:
    """Woods that come close to the road here and there; answers how well one is hidden."""
    raster, rng = country.raster, country.rng
    noise = raster.noise(rng, 9.0)
    away = np.clip((country.ways - 0.5) / 3.0, 0, 1)
    woods = np.clip(0.42 + 0.95 * noise + 0.025 * np.minimum(country.ways, 14), 0, 1) * away
    under = flora.patches(country, TerrainType.TREES, woods + 0.3 * noise, 0.17)
    firs = flora.stands(country, 16.0, 0.25)
    flora.strew(
        country,
        {PropKind.BROADLEAF: 1.1 - firs, PropKind.CONIFER: 0.04 + firs},
        woods.astype(np.float32),
        flora.TREES,
        overlap=0.74,
    )
    flora.stones(country, 0.3)
    flora.strew(
        country,
        {PropKind.BUSH: 4.0, PropKind.STUMP: 0.5, PropKind.ROCKS: 0.6, PropKind.LOG: 0.4},
        np.clip(0.07 + 0.1 * noise, 0.02, 1).astype(np.float32),
        flora.SHRUBS,
    )
    return np.asarray(np.clip(under * 3 + 0.3 + 0.4 * woods, 0, 1), dtype=np.float32)
