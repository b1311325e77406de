"""What grows on a land, as fields above 0 where it does, and as terrain in drawing order."""

from collections.abc import Iterator, Mapping

import numpy as np
from shapely import Polygon

from generation.layout.lands.land import Land
from generation.layout.lands.noise import blurred, fractal
from generation.layout.lands.outlines import areas_above, rings_by_size, without_holes, without_small_holes
from generation.layout.lands.sheet import Field
from generation.layout.plan import TerrainArea
from generation.layout.walls import corners
from generation.vocabulary import MapEnvironment, TerrainType

COSTS: Mapping[TerrainType, float] = {
    TerrainType.GRASS: 1.0,
    TerrainType.SAND: 1.5,
    TerrainType.SNOW: 2.0,
    TerrainType.ICE: 2.0,
    TerrainType.TREES: 2.0,
    TerrainType.DIFFICULT: 3.0,
    TerrainType.HILL: 2.0,
    TerrainType.MOUNTAIN: 4.0,
    TerrainType.RUBBLE: 3.0,
    TerrainType.LAVA: 6.0,
    TerrainType.WATER: 2.0,
    TerrainType.DEEP_WATER: 1.0,
}
"""Nothing is closed: the highest pass can be climbed, the widest sea sailed."""

LAYERS = (
    TerrainType.SAND,
    TerrainType.SNOW,
    TerrainType.ICE,
    TerrainType.TREES,
    TerrainType.DIFFICULT,
    TerrainType.HILL,
    TerrainType.RUBBLE,
    TerrainType.MOUNTAIN,
    TerrainType.LAVA,
)
"""What covers the grass, in drawing order."""

ASKED_SHARE: Mapping[TerrainType, float] = {
    **dict.fromkeys(LAYERS, 0.07),
    TerrainType.DIFFICULT: 0.05,
    TerrainType.LAVA: 0.012,
}
"""Of the land, what a terrain covers at least when it was asked for."""

ONLY_ASKED = (TerrainType.RUBBLE, TerrainType.LAVA)
"""Badlands and fields of lava: no land has them unless somebody wants them."""

SMALLEST_COPSE = 12  #: cells
SMALLEST_WASTE = 80  #: cells; a desert or a field of snow is no speck
WASTES = (TerrainType.SAND, TerrainType.SNOW, TerrainType.ICE, TerrainType.DIFFICULT)

FOREST_SHARE = {
    MapEnvironment.FOREST: 0.62,
    MapEnvironment.SWAMP: 0.3,
    MapEnvironment.GRASSLAND: 0.1,
    MapEnvironment.DESERT: 0.05,
    MapEnvironment.ARCTIC: 0.25,
}
MOUNTAIN_SHARE = {
    MapEnvironment.MOUNTAIN: 0.26,
    MapEnvironment.GRASSLAND: 0.04,
    MapEnvironment.SWAMP: 0.04,
    MapEnvironment.COAST: 0.07,
}
SWAMP_SHARE = {MapEnvironment.SWAMP: 0.2, MapEnvironment.DESERT: 0.0, MapEnvironment.FOREST: 0.03}


def biomes_of(
    rng: np.random.Generator,
    land: Land,
    environment: MapEnvironment | None,
    asked: tuple[TerrainType, ...],
) -> dict[TerrainType, Field]:
    """For each kind of ground a field that is above 0 where it lies."""
    side = max(land.sheet.shape)
    warmth = land.climate.warmth + 0.03 * fractal(rng, land.sheet.shape, side / 20)
    wetness = land.climate.wetness
    relief = blurred(land.height, side / 110)
    rough = relief + 0.35 * blurred(np.abs(land.height - blurred(land.height, 4)), 3) / 0.05 * 0.1
    patches = fractal(rng, land.sheet.shape, side / 9, gain=0.6)
    flat = np.exp(-relief / 0.05)
    wet_flat = flat * (0.6 + 0.4 * wetness) + 0.12 * patches - np.clip(0.25 - warmth, 0, 1) * 4
    woods = (
        0.55 * wetness + 0.2 * patches - 1.1 * np.clip(relief - 0.35, 0, 1) - 2 * np.clip(0.2 - warmth, 0, 1)
    )
    mountains = MOUNTAIN_SHARE.get(environment, 0.1) if environment else 0.1
    fields = {
        TerrainType.SAND: np.minimum(warmth - 0.66, 0.36 - wetness) + 0.02 * patches,
        TerrainType.SNOW: 0.2 - warmth,
        TerrainType.ICE: 0.03 - warmth,
        TerrainType.TREES: _covering(land, woods, FOREST_SHARE.get(environment, 0.3) if environment else 0.3),
        TerrainType.DIFFICULT: _covering(
            land, wet_flat, SWAMP_SHARE.get(environment, 0.025) if environment else 0.025
        ),
        TerrainType.HILL: _covering(land, rough + 0.015 * patches, min(2.3 * mountains, mountains + 0.16)),
        TerrainType.RUBBLE: rough - 0.3 * np.abs(patches),
        TerrainType.MOUNTAIN: _covering(land, rough, mountains),
        TerrainType.LAVA: relief,
    }
    for terrain, share in ASKED_SHARE.items():
        if terrain in asked:
            fields[terrain] = np.maximum(fields[terrain], _covering(land, fields[terrain], share))
        elif terrain in ONLY_ASKED:
            fields[terrain] = np.full(land.sheet.shape, -1.0)
    return {terrain: _on_land(land, field) for terrain, field in fields.items()}


def terrain_of(land: Land, biomes: Mapping[TerrainType, Field]) -> Iterator[TerrainArea]:
    """The terrain in drawing order: land out of the sea, what grows on it, lakes with their islands."""
    for ring, inside in rings_by_size(land.coasts):
        yield _area(TerrainType.GRASS if inside else TerrainType.DEEP_WATER, ring)
    for terrain in LAYERS:
        smallest = (SMALLEST_WASTE if terrain in WASTES else SMALLEST_COPSE) * land.sheet.cell**2
        for area in areas_above(land.sheet, biomes[terrain]):
            if area.area >= smallest:
                yield _area(terrain, without_holes(without_small_holes(area, smallest)))
    for ring, inside in rings_by_size(areas_above(land.sheet, land.lake_depth)):
        yield _area(TerrainType.WATER if inside else TerrainType.GRASS, ring)


def _area(terrain: TerrainType, ring: Polygon) -> TerrainArea:
    return TerrainArea(type=terrain, cost=COSTS[terrain], polygon=corners(ring))


def _covering(land: Land, score: Field, share: float) -> Field:
    """A score, shifted so that it is above 0 on the given share of the land."""
    return np.asarray(score - np.quantile(score[land.land], 1 - min(share, 1.0)))


def _on_land(land: Land, field: Field) -> Field:
    """The field, sloping to 0 at the coast: its outline follows the coast's and never crosses it."""
    steepness = float(np.abs(np.diff(field, axis=1)).mean()) + 1e-9
    return np.minimum(field / steepness, land.shore - 0.02)
