"""Seas, ranges, forests and other great features: where their names stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import ndimage
from shapely import Polygon

from generation.layout.lands.biomes import LAYERS
from generation.layout.lands.land import Land
from generation.layout.lands.noise import blurred
from generation.layout.lands.outlines import areas_above, polygons_of, without_holes
from generation.layout.lands.sheet import Field
from generation.vocabulary import TerrainType


class Feature(StrEnum):
    """What a named stretch of land or water is."""

    SEA = "sea"
    BAY = "bay"
    LAKE = "lake"
    ISLAND = "island"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    DESERT = "desert"
    SWAMP = "swamp"
    SNOWS = "snows"


GROUNDS: Mapping[Feature, TerrainType] = {
    Feature.MOUNTAINS: TerrainType.MOUNTAIN,
    Feature.FOREST: TerrainType.TREES,
    Feature.DESERT: TerrainType.SAND,
    Feature.SWAMP: TerrainType.DIFFICULT,
    Feature.SNOWS: TerrainType.SNOW,
}
MOST = 6  #: features of one kind that get a name
CONTINENT = 0.07  #: of the map's surface: what is larger is no island
SMALLEST = 0.004  #: of the map's surface


@dataclass(frozen=True)
class Label:
    """A feature and its surface."""

    feature: Feature
    area: Polygon


def labels_of(land: Land, biomes: Mapping[TerrainType, Field]) -> Iterator[Label]:
    """The features that are large enough for a name."""
    smallest = SMALLEST * land.sheet.width * land.sheet.height
    yield from _waters(land)
    for feature, terrain in GROUNDS.items():
        # Blurred, so that a range cut up by valleys is one feature.
        grown = blurred(np.clip(_in_sight(land, biomes, terrain), -6, 6), 2.5)
        for area in areas_above(land.sheet, grown, level=-0.3)[:MOST]:
            if area.area >= smallest:
                yield Label(feature, without_holes(_simple(area, land)))
    for area in areas_above(land.sheet, land.lake_depth)[:MOST]:
        if area.area >= smallest / 4:
            yield Label(Feature.LAKE, Polygon(area.exterior))
    for area in land.coasts[1 : MOST + 1]:
        if smallest / 4 <= area.area < CONTINENT * land.sheet.width * land.sheet.height:
            yield Label(Feature.ISLAND, Polygon(area.exterior))


def _in_sight(land: Land, biomes: Mapping[TerrainType, Field], terrain: TerrainType) -> Field:
    """Above 0 where nothing lies over a ground."""
    above = [-biomes[over] for over in LAYERS[LAYERS.index(terrain) + 1 :]]
    return np.asarray(np.min([biomes[terrain], -land.lake_depth, *above], axis=0))


def _waters(land: Land) -> Iterator[Label]:
    """Where the sea is widest, and lesser wide places that keep away from those before."""
    if land.land.all():
        return
    side = max(land.sheet.shape)
    wide = _room(land)
    down, across = np.indices(land.sheet.shape)
    free = np.where(land.land, -np.inf, wide)
    for number in range(MOST):
        row, column = np.unravel_index(int(np.argmax(free)), free.shape)
        reach = float(free[row, column])
        if reach < (0.05 if number else 0.01) * side:
            return
        away = np.hypot(down - row, across - column)
        core = np.where(away < 2.2 * reach, wide - 0.55 * reach, -1.0)
        labels, _ = ndimage.label(core > 0)
        core = np.where(labels == labels[row, column], core, -1.0)
        areas = areas_above(land.sheet, core)
        if areas:
            bay = _sheltered(land, int(row), int(column), 3.5 * reach)
            yield Label(Feature.BAY if bay else Feature.SEA, _simple(Polygon(areas[0].exterior), land))
        free = np.where(away < max(3.2 * reach, 0.3 * side), -np.inf, free)


def _sheltered(land: Land, row: int, column: int, reach: float) -> bool:
    """Whether land lies within reach on most sides of a cell."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)[:, None]
    steps = np.arange(1, max(reach, 3))
    rows = np.clip(row + np.round(steps * np.sin(angles)), 0, land.sheet.rows - 1).astype(np.int64)
    columns = np.clip(column + np.round(steps * np.cos(angles)), 0, land.sheet.columns - 1).astype(np.int64)
    return bool(land.land[rows, columns].any(axis=1).mean() > 0.6)


def _room(land: Land) -> Field:
    """Cells to the nearest land or edge of the map."""
    framed = np.pad(~land.land, 1)
    return np.asarray(ndimage.distance_transform_edt(framed))[1:-1, 1:-1]


def _simple(area: Polygon, land: Land) -> Polygon:
    simpler = polygons_of(area.simplify(land.sheet.cell * 0.8))
    return simpler[0] if simpler else area
