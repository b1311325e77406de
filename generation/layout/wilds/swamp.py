"""Swamps: a net of pools with firm ground between, dead trees, a way of planks."""

import numpy as np
import shapely
from shapely import LineString
from shapely.ops import substring

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field, Points
from generation.layout.scatter import Sizes
from generation.layout.wilds import flora, roads
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, huts, nature, ruins, stones
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.ways import ribbon, stretches_over
from generation.vocabulary import TerrainType

POACHERS = camps.camp(
    "Poachers who pay in hides for a safe way out",
    "Lizardfolk, who wait for the drums",
    "The fire smokes with wet peat, to keep something off",
)
HAG = huts.hut(
    "The hag sells what people have lost here",
    "The hut stood somewhere else yesterday",
    "Bottles hang from the eaves, each with a breath in it",
    inside=(PropKind.BED, PropKind.CUPBOARD, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.CAULDRON, PropKind.DEAD_TREE, PropKind.BONES, PropKind.FENCE),
)

PLACES = (
    Place(
        names=("Hag's hut", "Stilt house", "Fever hut"),
        radius=4.4,
        build=HAG,
        least=huts.LEAST,
        once=True,
        trail=True,
    ),
    Place(
        names=("Dry island", "Poachers' camp", "Peat cutters' camp"), radius=3.4, build=POACHERS, trail=True
    ),
    Place(
        names=("Drowned chapel", "Sunken temple"),
        radius=3.8,
        build=ruins.temple(
            "Mud has covered the steps, and something swept them", "Frogs sit on the altar, in rows"
        ),
        least=2.8,
    ),
    Place(
        names=("Sunken house", "Drowned tower"),
        radius=3.6,
        build=ruins.tower("The lower floors are under water, and lit"),
    ),
    Place(names=("Witch stones", "Bog circle"), radius=3.4, build=stones.standing_stones),
    Place(
        names=("Crocodile bank", "Hydra's nest", "Toad king's court"),
        radius=2.9,
        build=nature.lair("Eggs, warm under rotting leaves", "Slides in the mud, as broad as a boat"),
        near=Near.AWAY,
    ),
    Place(names=("Toadstool ring", "Rotting hollow"), radius=2.3, build=nature.mushroom_ring),
    Place(names=("Bog graves", "Peat graves"), radius=3.2, build=stones.graveyard, least=2.6),
    Place(names=("Lantern bog", "Wisp hollow"), radius=2.2, build=nature.bog_light, near=Near.AWAY),
)


def make_swamp(brief: MapBrief) -> MapLayout:
    """A swamp for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    raster = country.raster
    wet = raster.noise(country.rng, 7.5) + 0.18 * raster.noise(country.rng, 2.6)
    wet -= raster.level(wet, 0.5)
    founder = Founder(country, {Near.AWAY: np.clip(wet * 6 + 2, 0, 6)})
    line = _way(country, wet)
    country.tread(line, 1.3)
    country.keep([ribbon(country.rng, line, 1.6)])
    founder.found(PLACES, lonely=0.8)
    pools = _flood(country, wet)
    ends = [spot.at(0, spot.radius * 0.7) for place, spot in founder.spots if place.trail]
    side = roads.side_ways(country, 1 + np.clip(pools * 6, 0, 3), ends)
    _planks(country, [line, *(way for way in side if way is not None)])
    lay_asked(country)
    cover = _grow(country, pools)
    ambushes(
        country,
        cover,
        (
            "Under the water, breathing through reeds",
            "What looks like a log is none",
            "Behind the dead trees, with poisoned darts",
        ),
    )
    return finish(country)


def _way(country: Country, wet: Field) -> Points:
    """Where people go through the swamp: over firm ground as far as there is some."""
    start, end = roads.long_sides(country)
    price = roads.price_of_walking(country, wander=0.5, also=np.clip(wet * 9, 0, 4))
    return roads.road_across(country, price, start, end)


def _flood(country: Country, wet: Field) -> Field:
    """Pools wherever it is low and nobody lives; how deep inside of them one is."""
    raster = country.raster
    dry = raster.distance(raster.fill(site.area for site in country.sites))
    ruts = raster.distance_to_line(country.trodden[0])
    pools = np.minimum(wet, (dry - 0.5) * 0.35)
    pools = np.where(ruts < 1.0, np.minimum(pools, wet * 0.5 + 0.02), pools).astype(np.float32)
    country.lay(TerrainType.WATER, raster.polygons(pools, least=1.5))
    country.lay(TerrainType.DEEP_WATER, raster.polygons(pools - np.float32(0.34), least=2.0))
    return np.asarray(pools, dtype=np.float32)


def _planks(country: Country, lines: list[Points]) -> None:
    """Trodden mud where it is firm, planks where it is not."""
    for index, line in enumerate(lines):
        width = 1.5 if index == 0 else 1.1
        ground = ribbon(country.rng, line, width, rough=0.04)
        flooded = country.ground(TerrainType.WATER, near=ground)
        decks = [
            substring(LineString(line), first, last).buffer(width / 2 + 0.05, cap_style="flat")
            for first, last in stretches_over(line, flooded, 0.8)
        ]
        country.lay(TerrainType.ROAD, [ground.difference(shapely.union_all([*decks, flooded]))])
        country.lay(TerrainType.FLOOR, decks)
        country.keep([ground, *decks])
        if index:
            country.tread(line, width)


def _grow(country: Country, pools: Field) -> Field:
    """Reeds, lily pads, dead trees and living ones; answers how well one is hidden."""
    rng = country.rng
    noise = country.raster.noise(rng, 6.0)
    under = flora.patches(
        country, TerrainType.TREES, np.where(pools < -0.05, noise, -9).astype(np.float32), 0.1
    )
    flora.patches(country, TerrainType.DIFFICULT, np.where(pools < 0, -noise, -9).astype(np.float32), 0.12)
    dry = np.clip(0.35 - pools * 1.5, 0, 0.6) * np.clip(0.7 + noise, 0.1, 1)
    flora.strew(
        country,
        {PropKind.DEAD_TREE: 1.3, PropKind.BROADLEAF: 0.8 + noise},
        np.where(pools < 0.06, dry, 0.02).astype(np.float32),
        Sizes(least=1.4, most=3.6, lean=1.4),
        overlap=0.85,
    )
    shore = np.exp(-(((pools - 0.04) / 0.1) ** 2)) * np.clip(0.6 + noise, 0, 1)
    flora.strew(country, {PropKind.REEDS: 1.0}, shore * 0.55, Sizes(least=0.8, most=1.5), overlap=0.85)
    floating = np.where(pools > 0.12, np.clip(0.1 - 0.5 * noise, 0, 0.4), 0).astype(np.float32)
    flora.strew(country, {PropKind.LILY_PADS: 1.0}, floating, Sizes(least=0.8, most=1.5), overlap=0.95)
    litter = {
        PropKind.BUSH: 2.0,
        PropKind.LOG: 0.8,
        PropKind.STUMP: 0.7,
        PropKind.FUNGUS: 0.4,
        PropKind.ROCKS: 0.3,
    }
    flora.strew(country, litter, np.where(pools < 0, 0.12, 0.01).astype(np.float32), flora.SHRUBS)
    return np.asarray(np.clip(under * 3 + 0.4 + 0.5 * shore, 0, 1), dtype=np.float32)
