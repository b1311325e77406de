"""Warmth and rain over a land."""

from dataclasses import dataclass

import numpy as np

from generation.layout.lands.bias import biased
from generation.layout.lands.noise import blurred
from generation.layout.lands.sheet import Field, Mask
from generation.layout.noise import smooth_noise
from generation.vocabulary import MapEnvironment, MapKind

LAPSE = 0.55  #: warmth lost from the sea to the highest summit

WARMTH = {
    MapEnvironment.DESERT: 0.86,
    MapEnvironment.ARCTIC: 0.16,
    MapEnvironment.SWAMP: 0.62,
    MapEnvironment.MOUNTAIN: 0.45,
    MapEnvironment.FOREST: 0.5,
    MapEnvironment.GRASSLAND: 0.54,
}
WETNESS = {
    MapEnvironment.DESERT: -0.32,
    MapEnvironment.SWAMP: 0.25,
    MapEnvironment.FOREST: 0.2,
    MapEnvironment.GRASSLAND: -0.05,
}


@dataclass(frozen=True, kw_only=True)
class Climate:
    """0 is polar ice and rainless desert, 1 tropical and soaked."""

    warmth: Field
    wetness: Field


def climate_of(
    rng: np.random.Generator,
    kind: MapKind,
    environment: MapEnvironment | None,
    height: Field,
    land: Mask,
) -> Climate:
    """By latitude, height, and the wind that rains out on the mountains."""
    shape = height.shape
    side = max(shape)
    down = np.linspace(0, 1, shape[0])[:, None]
    if kind is MapKind.WORLD:
        equator = float(rng.choice([0.5, 0.62, 0.95, 0.05], p=[0.3, 0.3, 0.3, 0.1]))
        latitude = np.abs(down - equator) / max(equator, 1 - equator)
        warmth = 1.02 - 1.08 * latitude**1.15
        if environment in WARMTH:
            warmth = 0.3 * warmth + 0.7 * WARMTH[environment]
    else:
        latitude = np.full_like(down, 0.5)
        base = WARMTH.get(environment, 0.0) if environment else 0.0
        warmth = (
            base or float(rng.choice([0.4, 0.52, 0.72], p=[0.2, 0.5, 0.3]) + rng.uniform(-0.05, 0.05))
        ) + 0.12 * (down - 0.5)
    warmth = warmth - LAPSE * height + 0.05 * smooth_noise(rng, shape, side / 4)
    turns = 0 if kind is MapKind.WORLD else int(rng.integers(4))
    rain = np.rot90(_rain(np.rot90(height, turns), np.rot90(land, turns)), -turns)
    if kind is MapKind.WORLD:  # trade winds blow from the east, those of the middle latitudes from the west
        eastern = np.flip(_rain(np.flip(height, 1), np.flip(land, 1)), 1)
        trade = np.clip((0.36 - latitude) / 0.1 + 0.5, 0, 1)
        rain = rain * (1 - trade) + eastern * trade
    wetness = _ranked(blurred(rain, side / 90), land) + 0.16 * smooth_noise(rng, shape, side / 7)
    wetness += biased(WETNESS, environment, 0.0)
    return Climate(warmth=warmth, wetness=wetness)


def _rain(height: Field, land: Mask) -> Field:
    """Rain of a wind from the left: much where it climbs, little behind the mountains."""
    side = height.shape[1]
    smooth = blurred(height, 2)
    climb = np.maximum(np.diff(smooth, axis=1, prepend=smooth[:, :1]), 0)
    rain = np.zeros_like(height)
    moisture = np.full(height.shape[0], 0.85)
    for column in range(side):
        share = np.clip(1.4 / side + 2.2 * climb[:, column], 0, 0.4)
        fallen = moisture * share
        rain[:, column] = fallen
        gained = np.where(land[:, column], 0.35 * fallen, (1 - moisture) * 14 / side)
        moisture = np.clip(moisture - fallen + gained, 0.02, 1)
        moisture[1:-1] = 0.9 * moisture[1:-1] + 0.05 * (moisture[:-2] + moisture[2:])
    return rain


def _ranked(field: Field, land: Mask) -> Field:
    """The share of the land that has less."""
    known = np.sort(field[land])
    return np.asarray(np.searchsorted(known, field) / max(len(known), 1))
