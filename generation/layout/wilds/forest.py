"""Forests: old trees, undergrowth, a path, a stream, and clearings."""

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

HUNTERS = camps.camp(
    "Hunters, who have seen something they will not hunt",
    "The fire is warm, and nobody is here",
    "Deserters, hungry, and well armed",
)
OUTLAWS = camps.camp(
    "Outlaws who rob the rich, and lately everybody",
    "Six bedrolls, and only two who sleep",
    kind="danger",
    treasure="Three purses, a ring with a crest, and a list of coaches",
)
HERMIT = huts.hut(
    "A hermit who talks to the trees, and is answered",
    "A woodcutter's home; the table is laid for one too many",
    "The witch is out, and the kettle boils",
    inside=(PropKind.BED, PropKind.STOVE, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.STUMP, PropKind.LOG, PropKind.BARREL),
)

PLACES = (
    Place(names=("Sunlit glade", "Deer meadow", "Moon clearing", "Glade"), radius=4.6, build=nature.glade),
    Place(names=("Hunters' camp", "Trackers' fire"), radius=3.4, build=HUNTERS, near=Near.WAY, trail=True),
    Place(names=("Standing stones", "Old circle"), radius=3.8, build=stones.standing_stones, trail=True),
    Place(names=("Fairy ring", "Toadstool ring"), radius=2.3, build=nature.mushroom_ring, near=Near.AWAY),
    Place(names=("Hollow oak", "Grandfather tree"), radius=3.4, build=nature.great_tree, least=2.2),
    Place(
        names=("Bear's den", "Owlbear's lair", "Bone hollow"),
        radius=3.0,
        build=nature.lair("Gnawed bones, and a smell of wet fur", "It is at home, and asleep"),
        near=Near.AWAY,
    ),
    Place(names=("Forest pool", "Still pond", "Nixie's pool"), radius=3.6, build=nature.pond),
    Place(
        names=("Fallen chapel", "Overgrown shrine"),
        radius=3.8,
        build=ruins.temple("The roots hold the stones together", "Antlers lie on the altar"),
        least=2.8,
        trail=True,
    ),
    Place(
        names=("Ruined lodge", "Old watch house"),
        radius=3.6,
        build=ruins.house("A hunting lodge, burnt down"),
    ),
    Place(names=("Outlaws' camp", "Robbers' hold"), radius=3.6, build=OUTLAWS, near=Near.AWAY, trail=True),
    Place(
        names=("Hermit's hut", "Woodcutter's hut", "Witch's hut"),
        radius=4.2,
        build=HERMIT,
        least=huts.LEAST,
        trail=True,
    ),
    Place(names=("Felled ground", "Loggers' clearing"), radius=3.6, build=wayside.loggers, near=Near.WAY),
    Place(names=("Thorn hall", "Webbed thicket"), radius=3.0, build=nature.thicket, near=Near.AWAY),
)


def make_forest(brief: MapBrief) -> MapLayout:
    """A forest for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    rng = country.rng
    if country.side >= 16:
        relief.hills(country, (0.2,), max(12.0, country.side * 0.3))
    rivers = _streams(country)
    _paths(country, rivers)
    founder = Founder(country)
    founder.found(PLACES, lonely=0.75)
    ends = [spot.at(0, spot.radius * 0.7) for place, spot in founder.spots if place.trail]
    roads.trails_to(country, ends, 1.0, rivers, price=roads.price_of_walking(country))
    if country.side >= 18 and rng.random() < 0.45:
        relief.outcrops(country, 0.035, 7.0)
    _fell_over(country, rivers)
    lay_asked(country)
    cover = _grow(country)
    ambushes(
        country,
        cover,
        (
            "They lie in the bracken and wait for a whistle",
            "Goblins in the branches, with stones",
            "A snare across the path, and those who set it",
        ),
    )
    return finish(country)


def _streams(country: Country) -> list[River]:
    start, end = roads.long_sides(country)
    if country.side < 12 or country.rng.random() < 0.15:
        return []
    return [
        water.lay_river(country, start.next, end.next, float(country.rng.uniform(1.5, 2.7)))
        for _ in range(1 + int(country.side >= 110))
    ]


def _paths(country: Country, rivers: list[River]) -> None:
    start, end = roads.long_sides(country)
    price = roads.price_of_walking(country, wander=1.0)
    roads.lay_way(country, roads.road_across(country, price, start, end), 1.3, rivers, bridged=0.6)
    if country.side >= 18 and country.rng.random() < 0.7:
        sides = [start.next, end.next][: 1 + int(country.side >= 60)]
        roads.fork(country, price, sides, 1.1, rivers)


def _fell_over(country: Country, rivers: list[River]) -> None:
    """A trunk has fallen over a stream, away from the paths."""
    for river in rivers:
        at = water.shore_point(country, river)
        if at is not None and river.width < 3.5:
            water.log_bridge(country, water.across(river, at, 0.5))


def _grow(country: Country) -> Field:
    """Trees, undergrowth and what lies between; answers how well one is hidden."""
    raster, rng = country.raster, country.rng
    noise = raster.noise(rng, 8.0)
    thin = raster.noise(rng, 34.0, octaves=2) if country.side >= 40 else np.zeros(1, dtype=np.float32)
    under = flora.patches(country, TerrainType.TREES, noise + 0.4 * thin, 0.3)
    firs = flora.stands(country, 14.0, 0.3)
    flora.strew(
        country,
        {PropKind.BROADLEAF: 1.15 - firs, PropKind.CONIFER: 0.05 + firs},
        np.clip(0.95 + 0.5 * noise + 0.5 * thin, 0.08, 1).astype(np.float32),
        flora.TREES,
        overlap=0.68,
        inset=0.52,
    )
    flora.strew(
        country,
        {PropKind.BROADLEAF: 1.15 - firs, PropKind.CONIFER: 0.3 + firs},
        np.clip(0.75 + 0.5 * noise + 0.5 * thin, 0.05, 1).astype(np.float32),
        flora.YOUNG,
        overlap=0.7,
    )
    litter = {
        PropKind.BUSH: 3.0,
        PropKind.LOG: 0.5,
        PropKind.STUMP: 0.5,
        PropKind.ROCKS: 0.7,
        PropKind.BOULDER: 0.4,
    }
    flora.strew(country, litter, np.clip(0.12 + 0.12 * noise, 0.02, 1).astype(np.float32), flora.SHRUBS)
    return np.asarray(np.clip(under * 3 + 0.4, 0, 1), dtype=np.float32)
