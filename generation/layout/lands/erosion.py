"""Heights that uplift and running water make of a land: valleys that join, ridges between them.

The stream power law, solved implicitly from the outlets upstream (Braun and Willett 2013, "A very efficient
O(n), implicit and parallel method to solve the stream power equation"), from coarse cells to fine ones
(Cordonnier et al. 2016, "Large Scale Terrain Generation from Tectonic Uplift and Fluvial Erosion").
"""

import numpy as np

from generation.layout.lands.hydrology import Mesh, drain
from generation.layout.lands.noise import blurred, fractal, resized
from generation.layout.lands.sheet import Field, Mask

ROUNDS = ((4, 24), (2, 8), (1, 2))  #: cells to a cell, and steps of time on that scale
EXPONENT = 0.45  #: of the drained area
ROUGHNESS = 0.25  #: of the ground that the first rain falls on
STEP = 8.0  #: time of one step; the law is stable at any


def eroded(rng: np.random.Generator, uplift: Field, outlets: Mask) -> Field:
    """Heights from 0 at the outlets to 1 at the highest summit; `uplift` is greater than 0."""
    height = stirred(rng, uplift)
    for scale, steps in ROUNDS:
        shape = (max(uplift.shape[0] // scale, 4), max(uplift.shape[1] // scale, 4))
        mesh, rising, sinks = Mesh(*shape), resized(uplift, shape), _outlets_on(outlets, shape)
        height = np.where(sinks, 0, np.maximum(resized(height, shape), 0))
        height += np.where(sinks, 0, 0.01 * height.max() * rng.random(shape))
        ease = np.exp(0.5 * rng.normal(0, 1, shape)) * scale ** (2 * EXPONENT - 1)
        for _ in range(steps):
            height = _worn(rng, mesh, height, uplift=rising, ease=ease, sinks=sinks)
    return np.asarray(height / height.max())


def stirred(rng: np.random.Generator, uplift: Field) -> Field:
    """Rough ground for the first rivers to find their ways on: it keeps them from running straight."""
    rough = fractal(rng, uplift.shape, max(uplift.shape) / 8, gain=0.7)
    return np.asarray(5 * uplift + ROUGHNESS * (rough - rough.min()))


def _outlets_on(outlets: Mask, shape: tuple[int, int]) -> Mask:
    """The outlets on coarser cells; the largest share wins, and one always stays."""
    share = resized(outlets.astype(np.float64), shape)
    return np.asarray(share >= min(0.5, float(share.max())))


def _worn(
    rng: np.random.Generator, mesh: Mesh, height: Field, *, uplift: Field, ease: Field, sinks: Mask
) -> Field:
    """One step of time: the land rises, rivers cut where the rock lets them, slopes creep.

    `ease` says how quickly a river cuts that drains one cell.
    """
    flow = drain(mesh, height, sinks, wander=rng)
    cut = STEP * ease.ravel() * flow.gathered(np.ones(height.size)) ** EXPONENT
    risen = height.ravel() + STEP * uplift.ravel()
    level = height.ravel().copy()
    for cells in flow.order[1:]:
        level[cells] = (risen[cells] + cut[cells] * level[flow.downstream[cells]]) / (1 + cut[cells])
    worn = level.reshape(height.shape)
    return np.where(sinks, 0, 0.85 * worn + 0.15 * blurred(worn, 1.0))
