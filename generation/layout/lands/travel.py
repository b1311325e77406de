"""What it costs to get about: the weights of steps over land and over sea."""

from collections.abc import Mapping

import numpy as np
from scipy import ndimage

from generation.layout.lands.land import Land
from generation.layout.lands.sheet import Field, Mask
from generation.vocabulary import TerrainType

GOING: Mapping[TerrainType, float] = {
    TerrainType.SAND: 1.5,
    TerrainType.SNOW: 1.6,
    TerrainType.ICE: 3.0,
    TerrainType.TREES: 1.7,
    TerrainType.HILL: 1.7,
    TerrainType.DIFFICULT: 4.0,
    TerrainType.MOUNTAIN: 6.0,
}
"""How much dearer a road is through each ground than over grass."""

CLIMB = 70.0  #: cells of road that a climb from the sea to the highest summit is worth, on a straight slope
FORD = 5.0  #: cells of road that a crossing is worth
LAKE = 4.0  #: what a cell of lake parts two lands by
BY_THE_SEA = 3.0  #: how much dearer the outermost cells of a coast are


def land_weights(land: Land, biomes: Mapping[TerrainType, Field], river: Mask) -> Field:
    """For each pair of neighbouring cells what a road between them costs; infinite over water."""
    going = np.ones(land.sheet.shape)
    for terrain, factor in GOING.items():
        going = np.maximum(going, np.where(biomes[terrain] > 0, factor, 1))
    going += np.where(river, FORD, 0) + np.where(land.shore < 1.5, BY_THE_SEA, 0)
    one, other, length = land.mesh.pairs
    flat, height = going.ravel(), land.height.ravel()
    weights = length * (flat[one] + flat[other]) / 2 + CLIMB * np.abs(height[one] - height[other])
    return np.where(_open(land, land.dry) & _bridgeable(land, river), weights, np.inf)


def sea_weights(land: Land) -> Field:
    """For each pair of neighbouring cells what a sea lane between them costs; infinite over land."""
    one, other, length = land.mesh.pairs
    near = 1 + 3 * np.exp(land.shore / (max(land.sheet.shape) / 45)).ravel()
    return np.where(_open(land, ~land.land), length * (near[one] + near[other]) / 2, np.inf)


def realm_weights(land: Land, biomes: Mapping[TerrainType, Field], river: Mask) -> Field:
    """What it takes to rule from one cell into the next; infinite over the sea.

    Rivers, mountains and lakes part lands.
    """
    ground = land_weights(land, biomes, river)
    _, _, length = land.mesh.pairs
    shallow = np.where(_open(land, land.land), LAKE * length, np.inf)
    return np.where(np.isfinite(ground), ground, shallow)


def nearest_sea(land: Land) -> Field:
    """For each cell the number of the sea cell next to it."""
    rows, columns = ndimage.distance_transform_edt(land.land, return_distances=False, return_indices=True)
    return np.asarray(rows * land.sheet.columns + columns)


def _bridgeable(land: Land, river: Mask) -> Mask:
    """The pairs whose step does not slip across a river between two of its cells."""
    beside, opposite = land.mesh.corners
    flat = river.ravel()
    return ~(flat[beside] & flat[opposite])


def _open(land: Land, cells: Mask) -> Mask:
    """The pairs whose step, and diagonally both ways around it, stay on these cells."""
    one, other, _ = land.mesh.pairs
    beside, opposite = land.mesh.corners
    flat = cells.ravel()
    return np.asarray(flat[one] & flat[other] & flat[beside] & flat[opposite])
