"""The locks of long hair: loose, tied or plaited."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats
from generation.engines.sketch.portrait.hair import Lock, Locks, braid
from generation.engines.sketch.portrait.haircuts import slicked
from generation.engines.sketch.portrait.looks import HairStyle
from generation.engines.sketch.portrait.scalp import dome, hairline, parting_of
from generation.engines.sketch.portrait.sitting import Sitting


def curtain(sitting: Sitting, style: HairStyle) -> Locks:
    """What falls behind neck and shoulders."""
    rng = sitting.rng("curtain")
    wave = 0.02 if style is HairStyle.LONG else 0.09
    length = 1.3 + 0.8 * sitting.traits.hair.length
    locks: Locks = []
    for t in np.linspace(-1, 1, 22):
        sway = wave * np.sin(np.linspace(0, 8, 6) + rng.uniform(0, 2))
        xs = np.interp(np.linspace(0, 1, 6), [0, 0.4, 1], [t * 0.5, t * 0.82, t * 0.92]) + sway
        xs = xs + sitting.wind * np.linspace(0, 1, 6) ** 1.6
        ys = np.linspace(-0.5, length + rng.uniform(-0.5, 0.12) - 0.45 * abs(t), 6)
        locks.append(Lock(np.stack([xs, ys], axis=1), 0.24, 0.08))
    return locks


def long_straight(sitting: Sitting) -> Locks:
    """Straight, from a parting to the breast."""
    return _parted(sitting, wave=0.035)


def wavy(sitting: Sitting) -> Locks:
    """In waves, from a parting to the breast."""
    return _parted(sitting, wave=0.085)


def _parted(sitting: Sitting, *, wave: float) -> Locks:
    """From a parting down both sides of the face to the breast."""
    rng = sitting.rng("hair")
    length = 1.0 + 0.75 * sitting.traits.hair.length
    locks: Locks = []
    for share in np.linspace(1, 0.0, 15):
        for side in (-1, 1):
            crown = _beside(sitting, side, float(share))
            reach = length * rng.uniform(0.6, 1.1) * (0.8 + 0.2 * share)
            locks.append(_fall(crown, share=share, length=reach, wave=wave, wind=sitting.wind, rng=rng))
    return [*locks, *_strays(sitting, rng)]


def _beside(sitting: Sitting, side: int, share: float) -> Array:
    """From the parting to the cheek; `share` is 1 for the outermost lock, 0 for the innermost."""
    parting = parting_of(sitting)
    root = floats([parting - side * 0.04 * share, -0.70 - 0.36 * share])
    front, crown = (
        hairline(sitting, side * 0.45) - floats([0, 0.06]),
        dome(side * 0.30 + parting * 0.2, 0.03),
    )
    temple, bulge = floats([side * 0.655 + sitting.turn * 0.25, -0.36]), dome(side * 0.72, 0.05)
    cheek = floats([side * (0.69 + 0.17 * share) + sitting.turn * 0.25 * (1 - share), 0.12])
    return floats([root, _between(front, crown, share), _between(temple, bulge, share), cheek])


def _between(first: Array, second: Array, share: float) -> Array:
    return floats(first + (second - first) * share)


def _fall(
    crown: Array, *, share: float, length: float, wave: float, wind: float, rng: np.random.Generator
) -> Lock:
    """A lock that falls on from the cheek by `length`."""
    side = np.sign(crown[-1, 0])
    steps = np.linspace(0.16, 1, 7)
    sway = wave * np.sin(steps * 8.5 + rng.uniform(0, 1.2) + 2 * share) + rng.normal(0, 0.01, 7)
    curl = 0.35 * np.clip(steps - 0.65, 0, 1) * rng.uniform(-0.5, 1)
    xs = crown[-1, 0] + side * (0.02 + 0.16 * np.sin(steps * 2.4) * (0.5 + 0.5 * share) - curl) + sway
    xs = xs + wind * rng.uniform(0.6, 1.1) * steps**1.6
    falling = np.stack([xs, 0.12 + (0.18 + length) * steps], axis=1)
    return Lock(np.vstack([crown, falling]), 0.15 + 0.05 * share, 0.05, 0.1)


def _strays(sitting: Sitting, rng: np.random.Generator) -> Locks:
    """Single strands that have come loose, before the forehead and beside the cheeks."""
    strays: Locks = []
    for side in (-1, 1):
        for _ in range(3):
            x = side * rng.uniform(0.56, 0.72) + sitting.turn * 0.3
            root = floats([parting_of(sitting) + side * 0.08, -0.97])
            brow = floats([side * rng.uniform(0.4, 0.55), -0.66])
            tip = floats([x - side * rng.uniform(0, 0.12), rng.uniform(0.4, 0.8)])
            knots = [root, brow, floats([x, -0.25]), floats([x + side * 0.05, 0.1]), tip]
            strays.append(Lock(knots, 0.035, 0.05, 0.2))
    return strays


def ponytail(sitting: Sitting) -> Locks:
    """Combed back and tied high at one side."""
    side = 1 if sitting.turn <= 0 else -1
    rng = sitting.rng("tail")
    tail = [
        Lock(
            [
                (side * 0.35, -1.05),
                (side * 0.85, -0.95 + o * 0.6),
                (side * (1.06 + o), -0.2),
                (side * (0.98 + o * 1.5), 0.7),
                (side * (0.86 + o) + rng.normal(0, 0.05) + sitting.wind, 1.5 + rng.uniform(-0.2, 0.2)),
            ],
            0.24,
            0.04,
        )
        for o in np.linspace(0.1, -0.12, 7)
    ]
    return [*tail, *slicked(sitting), *_wisps(sitting)]


def bun(sitting: Sitting) -> Locks:
    """Combed back and wound up."""
    ball: Locks = []
    for angle in np.linspace(0, 2 * np.pi, 11):
        around = angle + np.linspace(0, 1.9, 5)
        shell = (
            np.stack([np.cos(around) * 0.3, np.sin(around) * 0.25], axis=1) * np.linspace(1, 0.05, 5)[:, None]
        )
        ball.append(Lock(floats(shell + floats([0, -1.18])), 0.17, 0.3))
    return [*ball, *slicked(sitting), *_wisps(sitting)]


def _wisps(sitting: Sitting) -> Locks:
    """Loose strands beside the face."""
    rng = sitting.rng("wisps")
    return [
        Lock(
            [
                (side * 0.5 + sitting.turn * 0.3, -0.68),
                (side * 0.66, -0.3),
                (side * 0.67 + rng.normal(0, 0.02), 0.15),
                (side * 0.6, 0.5 + rng.uniform(0, 0.25)),
            ],
            0.07,
            0.05,
        )
        for side in (-1, 1)
    ]


def braids(sitting: Sitting) -> Locks:
    """Parted, and plaited from the temples down."""
    locks: Locks = []
    for side in (-1, 1):
        out = 0.86 if side * sitting.turn <= 0 else 0.82
        path = [
            (side * (out - 0.02), 0.06),
            (side * out, 0.5),
            (side * (out - 0.02), 1.3),
            (side * (out - 0.1), 2.1),
        ]
        locks += braid(path, 0.25, links=13)
    for share in np.linspace(1, 0, 12):
        for side in (-1, 1):
            crown = _beside(sitting, side, float(share))
            gathered = floats([side * (0.76 + 0.05 * share), 0.06 + 0.10 * share])
            locks.append(Lock(np.vstack([crown[:3], gathered]), 0.15, 0.25, 0.1))
    return locks
