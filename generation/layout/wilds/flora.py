"""What grows and lies about: woods with their stands, undergrowth, stones."""

from collections.abc import Mapping

import numpy as np

from generation.layout.plan import PropKind
from generation.layout.raster import Field
from generation.layout.scatter import Sizes, Stand, scatter
from generation.layout.wilds.country import Country
from generation.vocabulary import TerrainType

Mixture = Mapping[PropKind, float | Field]
"""How often each kind comes, everywhere or place by place."""

SCALE = {PropKind.CONIFER: 0.82, PropKind.PALM: 0.85, PropKind.DEAD_TREE: 0.8}  #: crowns against broad ones
LONG = {PropKind.LOG: 3.2}  #: how many times as wide as high
TREES = Sizes(least=1.7, most=4.0, lean=1.5)
YOUNG = Sizes(least=1.2, most=2.0)
SHRUBS = Sizes(least=0.6, most=1.3)
ROUGH = Sizes(least=0.55, most=1.9, lean=2.2)


def strew(
    country: Country,
    mixture: Mixture,
    density: Field | float,
    sizes: Sizes,
    *,
    overlap: float = 0.75,
    inset: float = 0.6,
    clearance: Field | None = None,
) -> Stand:
    """Scatter things over the country, as thick as `density` (0 to 1) says."""
    stand = scatter(
        country.rng,
        country.raster,
        np.broadcast_to(np.asarray(density, dtype=np.float32), country.raster.shape),
        country.clearance() if clearance is None else clearance,
        sizes,
        overlap=overlap,
        inset=inset,
        among=country.standing(),
    )
    kinds = _drawn(country, mixture, stand)
    turns = country.rng.uniform(0, 360, len(stand.points))
    for index, (x, y) in enumerate(stand.points.tolist()):
        kind = kinds[index]
        size = 2 * float(stand.radii[index]) * SCALE.get(kind, 1.0)
        shape = (size * LONG[kind] * 0.6, size * 0.6) if kind in LONG else (size, size)
        country.put(kind, (x, y), shape, float(turns[index]))
    return stand


def _drawn(country: Country, mixture: Mixture, stand: Stand) -> list[PropKind]:
    """A kind for each thing, by the weights where it stands."""
    count = len(stand.points)
    weights = np.zeros((len(mixture), count))
    for index, weight in enumerate(mixture.values()):
        local = weight if isinstance(weight, float) else country.raster.at(weight, stand.points)
        weights[index] = np.maximum(local, 0)
    total = np.cumsum(weights, axis=0)
    chosen = (country.rng.random(count) * total[-1] > total).sum(axis=0)
    kinds = list(mixture)
    return [kinds[min(index, len(kinds) - 1)] for index in chosen.tolist()]


def stands(country: Country, wave: float, share: float) -> Field:
    """1 where another kind of tree has taken over, on about `share` of the country, 0 elsewhere."""
    noise = country.raster.noise(country.rng, wave, octaves=2)
    return np.asarray(np.clip((noise - country.raster.level(noise, share)) * 6 + 0.5, 0, 1))


def patches(
    country: Country,
    terrain: TerrainType,
    field: Field,
    share: float,
    *,
    margin: float = 0.35,
    least: float = 2.5,
) -> Field:
    """Lay ground on about `share` of what is free, where `field` is highest; how far inside of it one is."""
    raster = country.raster
    room = country.clearance() - np.float32(margin)
    over = np.minimum(field - raster.level(field, share, among=room > 0), room * 1.5)
    country.lay(terrain, raster.polygons(over, least=least))
    return np.asarray(over, dtype=np.float32)


def stones(country: Country, amount: float, *, overlap: float = 0.95) -> None:
    """Boulders and rocks here and there, in groups."""
    noise = country.raster.noise(country.rng, 5.0)
    density = np.clip(noise * 1.6 - 0.45, 0, 1) * amount
    strew(country, {PropKind.BOULDER: 1.0, PropKind.ROCKS: 0.8}, density, ROUGH, overlap=overlap)
