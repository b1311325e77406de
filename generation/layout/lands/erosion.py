"""Heights that uplift and running water make of a land: valleys that join, ridges between them.

The stream power law, solved implicitly from the outlets upstream (Braun and Willett 2013, "A very efficient
O(n), implicit and parallel method to solve the stream power equation"), from coarse cells to fine ones
(Cordonnier et al. 2016, "Large Scale Terrain Generation from Tectonic Uplift and Fluvial Erosion").
"""

import numpy as np

from generation.layout.lands.hydrology import drain
from generation.layout.lands.noise import blurred, resized, smooth_noise
from generation.layout.lands.sheet import Field, Mask

ROUNDS = ((4, 24), (2, 8), (1, 3))  #: cells to a cell, and steps of time on that scale
EXPONENT = 0.45  #: of the drained area
STEP = 8.0  #: time of one step; the law is stable at any


def eroded(rng: np.random.Generator, uplift: Field, outlets: Mask) -> Field:
    """Heights from 0 at the outlets to 1 at the highest summit; `uplift` is greater than 0."""
    height = 0.02 * stirred(rng, uplift.shape)
    for scale, steps in ROUNDS:
        shape = (max(uplift.shape[0] // scale, 4), max(uplift.shape[1] // scale, 4))
        rising, sinks = resized(uplift, shape), _outlets_on(outlets, shape)
        height = np.where(sinks, 0, np.maximum(resized(height, shape), 0))
        height += np.where(sinks, 0, 0.01 * height.max() * rng.random(shape))
        for _ in range(steps):
            height = _worn(height, rising, sinks, scale)
    return np.asarray(height / height.max())


def stirred(rng: np.random.Generator, shape: tuple[int, int]) -> Field:
    """A rough plain for the first rivers to find their ways on."""
    return np.asarray(smooth_noise(rng, shape, max(shape) / 6) + 3)


def _outlets_on(outlets: Mask, shape: tuple[int, int]) -> Mask:
    """The outlets on coarser cells; the largest share wins, and one always stays."""
    share = resized(outlets.astype(np.float64), shape)
    return np.asarray(share >= min(0.5, float(share.max())))


def _worn(height: Field, uplift: Field, sinks: Mask, cell: float) -> Field:
    """One step of time: the land rises, rivers cut, slopes creep."""
    flow = drain(height, sinks)
    area = flow.gathered(np.ones(height.size)) * cell**2
    cut = STEP * area**EXPONENT / cell
    risen = height.ravel() + STEP * uplift.ravel()
    level = height.ravel().copy()
    for cells in flow.order[1:]:
        level[cells] = (risen[cells] + cut[cells] * level[flow.downstream[cells]]) / (1 + cut[cells])
    worn = level.reshape(height.shape)
    return np.where(sinks, 0, 0.85 * worn + 0.15 * blurred(worn, 1.0))
