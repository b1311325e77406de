"""What grows on a land, as fields above 0 where it does, and as terrain in drawing order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from shapely import Polygon

from generation.layout.lands.bias import biased
from generation.layout.lands.land import Land
from generation.layout.lands.noise import blurred, fractal
from generation.layout.lands.outlines import areas_above, rings_by_size, without_holes, without_small_holes
from generation.layout.lands.sheet import Field, Mask
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
    TerrainType.RUBBLE: 3.0,
    TerrainType.MOUNTAIN: 4.0,
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

GRASS_SHARE = 0.08  #: of the land, that nothing covers where grass was asked for
NOWHERE = np.array(-1.0)

ONLY_ASKED = (TerrainType.RUBBLE, TerrainType.LAVA)
"""Badlands and fields of lava: no land has them unless somebody wants them."""

WASTES = (TerrainType.SAND, TerrainType.SNOW, TerrainType.ICE, TerrainType.DIFFICULT)
SMALLEST_WASTE = 80  #: cells; a desert or a field of snow is no speck
SMALLEST_COPSE = 12  #: cells

FOREST_SHARE = {
    MapEnvironment.FOREST: 0.72,
    MapEnvironment.SWAMP: 0.34,
    MapEnvironment.GRASSLAND: 0.12,
    MapEnvironment.DESERT: 0.06,
    MapEnvironment.ARCTIC: 0.3,
}
"""Of the lowland; 0.36 elsewhere."""

MOUNTAIN_SHARE = {
    MapEnvironment.MOUNTAIN: 0.26,
    MapEnvironment.GRASSLAND: 0.04,
    MapEnvironment.SWAMP: 0.04,
    MapEnvironment.COAST: 0.07,
}
"""Of the land; 0.1 elsewhere."""

SWAMP_SHARE = {MapEnvironment.SWAMP: 0.2, MapEnvironment.DESERT: 0.0, MapEnvironment.FOREST: 0.03}
"""Of the land; 0.025 elsewhere."""

DESERT_WARMTH = 0.66
DESERT_WETNESS = 0.36  #: at most
SNOW_WARMTH = 0.2  #: at most
ICE_WARMTH = 0.03  #: at most


def biomes_of(
    rng: np.random.Generator,
    land: Land,
    environment: MapEnvironment | None,
    asked: tuple[TerrainType, ...],
) -> dict[TerrainType, Field]:
    """For each kind of ground a field that is above 0 where it lies, in about cells from its rim."""
    survey = _Survey(rng, land, environment)
    fields = survey.fields()
    bare = land.dry
    for terrain in reversed(LAYERS):
        # What lies higher would hide it: of what was asked for, only what is still bare counts.
        wanted = _covering(fields[terrain], bare, ASKED_SHARE[terrain]) if terrain in asked else NOWHERE
        fields[terrain] = np.asarray(wanted if terrain in ONLY_ASKED else np.maximum(fields[terrain], wanted))
        bare = bare & (fields[terrain] < 0)
    if TerrainType.GRASS in asked:
        meadows = _covering(survey.patches, land.dry, GRASS_SHARE)
        fields = {terrain: np.minimum(field, -meadows) for terrain, field in fields.items()}
    return {
        terrain: _on_land(land, np.broadcast_to(field, land.sheet.shape)) for terrain, field in fields.items()
    }


@dataclass
class _Survey:
    """How well each cell suits each kind of ground."""

    rng: np.random.Generator
    land: Land
    environment: MapEnvironment | None

    def __post_init__(self) -> None:
        shape = self.land.sheet.shape
        side = max(shape)
        self.warmth = self.land.climate.warmth + 0.03 * fractal(self.rng, shape, side / 20)
        self.patches = fractal(self.rng, shape, side / 9, gain=0.6)
        self.relief = blurred(self.land.height, side / 110)

    @cached_property
    def rugged(self) -> Field:
        """Height, and how cut up the ground is."""
        height = self.land.height
        cut = blurred(np.abs(height - blurred(height, 4)), 3)
        return np.asarray(self.relief + 0.7 * cut)

    @cached_property
    def hills(self) -> Field:
        """Above 0 on hills, mountains included."""
        peaks = biased(MOUNTAIN_SHARE, self.environment, 0.1)
        foothills = min(2.3 * peaks, peaks + 0.16)
        return _covering(self.rugged + 0.015 * self.patches, self.land.land, foothills)

    @cached_property
    def lowland(self) -> Mask:
        """Dry land below the hills."""
        return np.asarray(self.land.dry & (self.hills < 0))

    def fields(self) -> dict[TerrainType, Field]:
        """For each kind of ground a field above 0 where it lies."""
        everywhere = self.land.land
        peaks = biased(MOUNTAIN_SHARE, self.environment, 0.1)
        swamps = biased(SWAMP_SHARE, self.environment, 0.025)
        woods = biased(FOREST_SHARE, self.environment, 0.36)
        return {
            TerrainType.SAND: self._dry_and_hot(),
            TerrainType.SNOW: SNOW_WARMTH - self.warmth,
            TerrainType.ICE: ICE_WARMTH - self.warmth,
            TerrainType.TREES: _covering(self._wooded(), self.lowland, woods),
            TerrainType.DIFFICULT: _covering(self._sodden(), everywhere, swamps),
            TerrainType.HILL: self.hills,
            TerrainType.RUBBLE: self.rugged - 0.3 * np.abs(self.patches),
            TerrainType.MOUNTAIN: _covering(self.rugged, everywhere, peaks),
            TerrainType.LAVA: self.relief,
        }

    def _dry_and_hot(self) -> Field:
        dry = DESERT_WETNESS - self.land.climate.wetness
        return np.asarray(np.minimum(self.warmth - DESERT_WARMTH, dry) + 0.02 * self.patches)

    def _wooded(self) -> Field:
        """Where rain falls, below the tree line, in patches."""
        treeless = 1.1 * np.clip(self.relief - 0.35, 0, 1) + 2 * np.clip(SNOW_WARMTH - self.warmth, 0, 1)
        return np.asarray(0.55 * self.land.climate.wetness + 0.2 * self.patches - treeless)

    def _sodden(self) -> Field:
        """Where water stays: flat, wet, not frozen."""
        flat = np.exp(-self.relief / 0.05)
        wet = flat * (0.6 + 0.4 * self.land.climate.wetness) + 0.12 * self.patches
        return np.asarray(wet - 4 * np.clip(SNOW_WARMTH + 0.05 - self.warmth, 0, 1))


def terrain_of(
    land: Land, biomes: Mapping[TerrainType, Field], asked: tuple[TerrainType, ...]
) -> Iterator[TerrainArea]:
    """The terrain in drawing order: land out of the sea, what grows on it, lakes with their islands.

    Specks are left out, but for what was asked for.
    """
    for ring, inside in rings_by_size(land.coasts):
        yield _area(TerrainType.GRASS if inside else TerrainType.DEEP_WATER, ring)
    for terrain in LAYERS:
        specks = SMALLEST_WASTE if terrain in WASTES and terrain not in asked else SMALLEST_COPSE
        smallest = specks * land.sheet.cell**2
        for area in areas_above(land.sheet, biomes[terrain]):
            if area.area >= smallest:
                yield _area(terrain, without_holes(without_small_holes(area, smallest)))
    for ring, inside in rings_by_size(areas_above(land.sheet, land.lake_depth)):
        yield _area(TerrainType.WATER if inside else TerrainType.GRASS, ring)


def _area(terrain: TerrainType, ring: Polygon) -> TerrainArea:
    return TerrainArea(type=terrain, cost=COSTS[terrain], polygon=corners(ring))


def _covering(score: Field, where: Mask, share: float) -> Field:
    """A score, shifted so that it is above 0 on the given share of some cells."""
    return np.asarray(score - np.quantile(score[where], 1 - share)) if where.any() else score


def _on_land(land: Land, field: Field) -> Field:
    """The field, sloping to 0 at the coast: its outline follows the coast's and never crosses it."""
    steepness = float(np.abs(np.diff(field, axis=1)).mean()) + 1e-9
    return np.minimum(field / steepness, land.shore - 0.02)
