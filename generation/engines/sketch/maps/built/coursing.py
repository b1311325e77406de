"""Cuts walls into the pieces that they are built of: blocks of stone, beams, posts, logs."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from shapely import LineString

from generation.engines.sketch.maps.built.pieces import Outline
from generation.engines.sketch.maps.built.site import Run

LEAST_CUT = 0.28  #: spaces; shorter stones are not split once more


class Block(NamedTuple):
    """One piece of a wall, and the direction that it lies in, in radians."""

    outline: Outline
    turn: float
    middle: tuple[float, float]


def blocks(run: Run, thickness: float, length: float, rng: np.random.Generator) -> Iterator[Block]:
    """Stones one after the other, about `length` long; here and there two beside each other."""
    stops = _stops(run, thickness, length, rng)
    for start, end in pairwise(stops):
        if end - start > LEAST_CUT and rng.random() < 0.32:
            seam = float(rng.uniform(-0.14, 0.14)) * thickness
            yield stretch(run, start, end, -thickness / 2, seam)
            yield stretch(run, start, end, seam, thickness / 2)
        else:
            yield stretch(run, start, end, -thickness / 2, thickness / 2)


def beams(run: Run, thickness: float, length: float, rng: np.random.Generator) -> Iterator[Block]:
    """Two rows of boards about `length` long, their joints apart."""
    for low, high in ((-thickness / 2, 0.0), (0.0, thickness / 2)):
        for start, end in pairwise(_stops(run, thickness, length, rng)):
            yield stretch(run, start, end, low, high)


def along(run: Run, apart: float) -> Iterator[tuple[tuple[float, float], float]]:
    """Points about `apart` spaces from one another, both ends among them, and the direction there."""
    line = LineString(run.points)
    count = max(1, round(line.length / apart))
    for share in np.linspace(0, 1, count + 1).tolist():
        at = line.interpolate(share, normalized=True)
        before, after = (
            line.interpolate(min(max(share + off, 0), 1), normalized=True) for off in (-0.01, 0.01)
        )
        yield (at.x, at.y), float(np.arctan2(after.y - before.y, after.x - before.x))


def _stops(run: Run, thickness: float, length: float, rng: np.random.Generator) -> list[float]:
    """Where pieces end; at corners the run goes on to the outer face of the other wall."""
    whole = LineString(run.points).length
    count = max(1, round(whole / length))
    inner = (np.arange(1, count) + rng.uniform(-0.26, 0.26, count - 1)) / count * whole
    first = 0.0 if run.starts_free else -thickness / 2
    last = whole if run.ends_free else whole + thickness / 2
    return [first, *inner.tolist(), last]


def stretch(run: Run, start: float, end: float, low: float, high: float) -> Block:
    """What lies between two distances along a run and two distances to its right."""
    points = run.points
    steps = np.hypot(*np.diff(points, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(steps)))
    between = travelled[(travelled > start + 1e-6) & (travelled < end - 1e-6)]
    at = np.array((start, *between.tolist(), end))
    middle = np.column_stack([np.interp(at, travelled, points[:, axis]) for axis in (0, 1)])
    if start < 0:
        middle[0] += (points[1] - points[0]) / steps[0] * start
    if end > travelled[-1]:
        middle[-1] += (points[-1] - points[-2]) / steps[-1] * (end - travelled[-1])
    heading = np.gradient(middle, axis=0)
    heading /= np.maximum(np.hypot(*heading.T), 1e-9)[:, None]
    right = np.column_stack((-heading[:, 1], heading[:, 0]))
    outline = np.concatenate((middle + right * low, (middle + right * high)[::-1]))
    center = outline.mean(axis=0)
    turn = float(np.arctan2(heading[0][1], heading[0][0]))
    return Block(outline, turn, (float(center[0]), float(center[1])))
