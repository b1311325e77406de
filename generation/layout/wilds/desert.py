"""Deserts: dunes, outcrops of rock, an oasis, and what the sand has half buried."""

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
from generation.layout.wilds.pieces import camps, nature, ruins, stones
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.spot import Spot
from generation.layout.wilds.ways import edge_point, meander, ribbon
from generation.vocabulary import TerrainType

NOMADS = camps.camp(
    "Nomads; water is free, and a question costs a story",
    "Raiders who rest by day",
    "A scholar's dig, and one helper too few",
)


def oasis(spot: Spot) -> None:
    """Water, grass, and palms about it."""
    grass = spot.lay(TerrainType.GRASS, spot.radius * 0.92)
    pool = spot.lay(TerrainType.WATER, spot.radius * 0.5)
    if spot.radius > 3.2:
        spot.country.lay(TerrainType.DEEP_WATER, [pool.buffer(-0.7)])
    for at, turn in spot.ring(max(4, round(spot.radius * 1.5)), spot.radius * 0.76, jitter=0.35):
        spot.put(PropKind.PALM, at, float(spot.rng.uniform(1.7, 2.7)), turn)
    for at, turn in spot.ring(max(3, round(spot.radius)), spot.radius * 0.5, jitter=0.5):
        spot.put(PropKind.REEDS, at, float(spot.rng.uniform(0.7, 1.1)), turn)
    spot.area = grass
    spot.tell(
        "place",
        "Sweet water, and the tracks of everything that drinks",
        "The old truce holds here: no blood within sight of the palms",
        "The water is a finger lower each morning",
    )


def sinking_sand(spot: Spot) -> None:
    """Sand that does not bear."""
    spot.area = spot.lay(TerrainType.DIFFICULT, spot.radius * 0.85)
    spot.scatter(PropKind.BONES, 2, 0.7, inner=0.8, outer=1.05)
    spot.tell("trap", "Quicksand; who struggles sinks faster", name="Quicksand")


PLACES = (
    Place(names=("Oasis", "Palm well", "Sweet spring"), radius=4.8, build=oasis, least=2.2),
    Place(
        names=("Buried hall", "Half-buried palace"),
        radius=4.2,
        build=ruins.house("The sand has filled all rooms but one", "Each storm uncovers another door"),
    ),
    Place(
        names=("Sun temple", "Temple of dust"),
        radius=4.2,
        build=ruins.temple("The columns hum before a storm", "The shadows here point to the sun"),
        least=2.8,
    ),
    Place(names=("Nomads' camp", "Raiders' camp"), radius=3.7, build=NOMADS, near=Near.WAY),
    Place(
        names=("Caravan", "Caravan's rest"),
        radius=4.0,
        build=camps.caravan,
        near=Near.WAY,
        least=2.6,
        once=True,
    ),
    Place(
        names=("Giant's bones", "Bleached giant"),
        radius=4.2,
        build=nature.giant_bones,
        near=Near.AWAY,
        least=2.6,
    ),
    Place(names=("Sun stones", "Wind stones"), radius=3.6, build=stones.standing_stones),
    Place(names=("Obelisk", "Nameless pillar"), radius=2.6, build=stones.obelisk),
    Place(
        names=("Scorpions' nest", "Ant lion's pit"),
        radius=2.8,
        build=nature.lair(
            "Husks of beetles, each as large as a dog", "The sand trickles, towards the middle"
        ),
        near=Near.AWAY,
    ),
    Place(names=("Still sand", "Sinking sand"), radius=2.6, build=sinking_sand, near=Near.AWAY),
    Place(
        names=("Signal tower", "Last tower"),
        radius=3.4,
        build=ruins.tower("From its top one saw the sea, when there was one"),
    ),
)


def make_desert(brief: MapBrief) -> MapLayout:
    """A desert for `brief`, which has been checked."""
    country = Country(brief, TerrainType.SAND)
    rng = country.rng
    wind = float(rng.uniform(0, np.pi))
    if country.side >= 14 and rng.random() < 0.45:
        _wadi(country)
    start, end = roads.long_sides(country)
    if country.side >= 12 and rng.random() < 0.75:
        price = roads.price_of_walking(country)
        roads.lay_way(country, roads.road_across(country, price, start, end), 1.5)
    founder = Founder(country)
    founder.found(PLACES)
    rocks = relief.outcrops(country, 0.1, 8.5, margin=0.9)
    dunes = _dunes(country, wind)
    lay_asked(country)
    _strew(country, dunes, rocks)
    ambushes(
        country,
        np.clip(1 - np.abs(rocks + 0.25) * 4, 0, 1),
        (
            "Buried to the eyes in the sand beside the rocks",
            "Riders behind the ridge, the sun at their backs",
        ),
    )
    return finish(country)


def _wadi(country: Country) -> None:
    """The bed of a river that runs one week of the year."""
    start, end = roads.long_sides(country)
    ends = [
        edge_point(country.width, country.height, side, float(country.rng.uniform(0.25, 0.75)))
        for side in (start.next, end.next)
    ]
    line = meander(country.rng, ends[0], ends[1], wave=16.0, sway=2.2)
    bed = ribbon(country.rng, line, 2.0, rough=0.25, swell=0.2)
    country.lay(TerrainType.RUBBLE, [bed])
    country.keep([bed])


def _dunes(country: Country, wind: float) -> Field:
    """Long dunes across the wind, crest upon crest."""
    raster = country.raster
    heights = raster.noise(country.rng, 6.5, stretch=2.6, angle=wind)
    free = (country.clearance() - 0.25) * 0.8
    for share in (0.36, 0.14):
        over = np.minimum(heights - raster.level(heights, share), free)
        country.lay(TerrainType.HILL, raster.polygons(over, least=5.0, soft=0.6))
    return heights


def _strew(country: Country, dunes: Field, rocks: Field) -> None:
    """Stones at the foot of the rocks, thorns and cacti in the hollows."""
    foot = np.clip(1 - np.abs(rocks + 0.12) * 5, 0, 1)
    flora.strew(
        country,
        {PropKind.BOULDER: 1.0, PropKind.ROCKS: 1.0},
        (foot * 0.4 + 0.012).astype(np.float32),
        flora.ROUGH,
        overlap=0.95,
        inset=0.9,
    )
    hollows = np.clip(0.05 - 0.09 * dunes, 0.004, 1).astype(np.float32)
    kinds = {
        PropKind.CACTUS: 2.0,
        PropKind.BUSH: 1.2,
        PropKind.ROCKS: 0.8,
        PropKind.BONES: 0.15,
        PropKind.DEAD_TREE: 0.3,
    }
    flora.strew(country, kinds, hollows, Sizes(least=0.6, most=1.5), overlap=1.25)
