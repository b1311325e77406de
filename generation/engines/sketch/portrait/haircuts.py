"""The locks of hair that is cut short or worn on the head."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats
from generation.engines.sketch.portrait.hair import Lock, Locks
from generation.engines.sketch.portrait.scalp import dome, hairline, hairline_y, outside_in
from generation.engines.sketch.portrait.sitting import Sitting


def short(sitting: Sitting) -> Locks:
    """Close at the sides, longer and brushed aside over the forehead."""
    rng = sitting.rng("hair")
    sweep = float(np.sign(sitting.turn or 1.0))
    locks: Locks = []
    for side in (-1, 1):
        near = 0.72 if side * sitting.turn <= 0 else 0.67
        for share in np.linspace(1, 0, 12):
            top = dome(side * (0.80 - 0.25 * share), 0.01 + 0.02 * share)
            end = floats([side * (near - 0.05 * share), 0.04 - 0.36 * share + rng.normal(0, 0.03)])
            middle = (top + end) / 2 + floats([side * (0.02 + 0.02 * share), 0])
            locks.append(Lock([top, middle, end], 0.09, 0.08, 0.3))
    for layer, reach in ((0.0, 0.6), (0.02, 1.04), (0.04, 0.85), (0.045, 1.02)):
        for t in outside_in(21):
            root = dome(t * 0.55 - sweep * 0.10, 0.03 + layer) * floats([1, 0.985])
            edge = hairline(sitting, float(np.clip(t * 0.95 + sweep * 0.08, -1, 1)))
            fall = floats([sweep * rng.uniform(0.03, 0.16), rng.normal(0.0, 0.05)])
            end = floats(root + (edge - root) * reach * rng.uniform(0.85, 1.08)) + fall
            lift = floats([t * 0.08 - sweep * 0.03 + rng.normal(0, 0.03), -0.05 - layer])
            locks.append(Lock([root, (root + end) / 2 + lift, end], 0.105, 0.03, 0.15))
    return locks


def tousled(sitting: Sitting) -> Locks:
    """Ruffled layers that fall where they like, over the brow too."""
    rng = sitting.rng("hair")
    locks: Locks = []
    for layer, volume in ((1.0, 0.03), (0.75, 0.06), (0.5, 0.08)):
        for t in outside_in(17):
            root = dome(t * 0.55 * layer, volume) * floats([1, 0.98])
            out = dome(t * (0.75 + 0.2 * layer), (volume + rng.uniform(-0.02, 0.06)) * (1 - 0.6 * t * t))
            end = floats([t * 0.74, 0.02 - 0.66 * (1 - abs(t) ** 2.5)]) * floats([1, 0.6 + 0.4 * layer])
            end = floats(end + rng.normal(0, 0.06, 2) + floats([0.05 * np.sign(sitting.turn), 0]))
            locks.append(Lock([root, out, end], 0.15, 0.03, 0.2))
    for t in np.linspace(-0.8, 0.8, 15):
        root = dome(t * 0.45, 0.07)
        fringe = hairline(sitting, t) + floats([rng.normal(0.04, 0.08), 0.06 + rng.uniform(0, 0.16)])
        locks.append(Lock([root, (root + fringe) / 2 + rng.normal(0, 0.04, 2), fringe], 0.12, 0.02, 0.2))
    return locks


def slicked(sitting: Sitting) -> Locks:
    """Combed back from the forehead."""
    rng = sitting.rng("hair")
    locks: Locks = []
    for t in outside_in(47):
        root = hairline(sitting, t) + floats([0, rng.normal(0, 0.025)])
        top = dome(t * 0.55, 0.06 + rng.uniform(0, 0.03))
        middle = (root + top) / 2 + floats([t * 0.1, -0.02])
        locks.append(Lock([root, (root * 0.8 + top * 0.2), middle, top], 0.12, 0.7, 0.05))
    for side in (-1, 1):
        for drop in (0.0, 0.12, 0.24):
            start, end = (side * 0.6, -0.45 + drop), (side * 0.76, -0.12 + drop * 1.6)
            locks.append(Lock([start, (side * 0.7, -0.36 + drop), end], 0.13, 0.2))
    return locks


def curly(sitting: Sitting) -> Locks:
    """Ringlets all over."""
    rng = sitting.rng("hair")
    locks = short(sitting)
    for ring in (1.0, 0.8, 0.6, 0.42):
        for t in np.linspace(-1.25, 1.25, 21):
            start = (
                dome(t, 0.16) * floats([ring**0.6, 1])
                + floats([0, (1 - ring) * 0.35])
                + rng.normal(0, 0.03, 2)
            )
            if start[1] > hairline_y(np.clip(start[0] / 0.72, -1, 1)) + 0.08 and abs(start[0]) < 0.66:
                continue
            locks.append(_curl(floats(start), rng))
    return locks


def _curl(start: Array, rng: np.random.Generator) -> Lock:
    spin = rng.choice([-1, 1])
    angles = np.linspace(0, 4.6, 7) * spin + rng.uniform(0, 6)
    radius = np.linspace(0.1, 0.045, 7)
    points = start + np.stack(
        [np.cos(angles) * radius, np.sin(angles) * radius * 1.2 + np.linspace(0, 0.12, 7)], axis=1
    )
    return Lock(floats(points), 0.12, 0.3)


def mohawk(sitting: Sitting) -> Locks:
    """A crest from the forehead over the crown, tall in its middle, tufts that lean where they like."""
    rng = sitting.rng("hair")
    locks: Locks = []
    for back in np.linspace(1, 0, 9):
        for row in rng.permutation(np.linspace(-1, 1, 7)):
            middle = sitting.turn * (0.15 + 0.4 * (1 - back))
            root = floats([middle + row * 0.12, -0.66 - 0.36 * back - 0.03 * (1 - abs(row))])
            tall = (0.32 + 0.22 * np.sin(np.pi * (0.25 + 0.6 * back))) * rng.uniform(0.8, 1.1)
            tip = root + floats([row * 0.16 + rng.normal(0, 0.05), -tall])
            bend = (root + tip) / 2 + floats([row * 0.06, -0.02])
            locks.append(
                Lock([root + floats([0, 0.04]), root - floats([0, 0.06]), bend, tip], 0.12, 0.04, 0.1)
            )
    return locks
