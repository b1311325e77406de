"""Broken walls: a footing, the stones that still lie on it, and those that have fallen off."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from shapely import LineString, Point

from generation.engines.sketch.maps.built.coursing import Block, blocks, stretch
from generation.engines.sketch.maps.built.pieces import Outline
from generation.engines.sketch.maps.built.site import Run

LENGTH = 0.4  #: of a stone, in spaces along the wall
GONE = 0.16  #: the share of stones that are gone
FRAYED = 1.0  #: spaces from a broken end over which more and more are gone


def footing(run: Run, thickness: float, rng: np.random.Generator) -> Iterator[Block]:
    """The rough core of a wall, now wider, now narrower than it was."""
    whole = LineString(run.points).length
    first = 0.0 if run.starts_free else -thickness / 2
    last = whole if run.ends_free else whole + thickness / 2
    stops = np.linspace(first, last, max(2, round((last - first) / 0.2)) + 1).tolist()
    for start, end in pairwise(stops):
        left, right = (thickness / 2 * rng.uniform(0.72, 1.06, 2)).tolist()
        yield stretch(run, start - 0.01, end + 0.01, -left, right)


def broken_blocks(run: Run, thickness: float, rng: np.random.Generator) -> Iterator[Block]:
    """The stones that are left, none of them quite where it was laid."""
    line = LineString(run.points)
    for block in blocks(run, thickness * 0.96, LENGTH, rng):
        if rng.random() > _chance_of_loss(line, run, block):
            yield _moved(block, rng)


def _chance_of_loss(line: LineString, run: Run, block: Block) -> float:
    """Stones are missing here and there, and most of all where the wall breaks off."""
    at = float(line.project(Point(block.middle)))
    away = min(at if run.starts_free else FRAYED, line.length - at if run.ends_free else FRAYED)
    return float(GONE + (0.75 - GONE) * max(0.0, 1 - away / FRAYED) ** 1.5)


def _moved(block: Block, rng: np.random.Generator) -> Block:
    """A stone, turned a little, pushed a little, its corners worn."""
    angle = float(rng.normal(0, 0.06))
    turned = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
    middle = block.outline.mean(axis=0)
    corners = (block.outline - middle) * 0.95 @ turned + middle + rng.normal(0, 0.014, 2)
    return Block(worn(corners, rng), block.turn + angle, block.middle)


def worn(corners: Outline, rng: np.random.Generator) -> Outline:
    """An outline whose corners are cut off, each by a little."""
    before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
    share = rng.uniform(0.06, 0.24, (len(corners), 1))
    outline: Outline = np.stack(
        (corners + (before - corners) * share, corners + (after - corners) * share), axis=1
    ).reshape(-1, 2)
    return outline


def tumbled(run: Run, thickness: float, rng: np.random.Generator) -> Iterator[Block]:
    """Stones beside a wall, most of them close to it."""
    line = LineString(run.points)
    for _ in range(rng.poisson(line.length * 1.1)):
        at = float(rng.uniform(0, line.length))
        away = float(rng.choice((-1, 1))) * (thickness / 2 + abs(float(rng.normal(0, 0.26))))
        size = float(rng.uniform(0.07, 0.17))
        angles = np.arange(7) / 7 * 2 * np.pi + float(rng.uniform(0, 1))
        reach = size * rng.uniform(0.75, 1.15, (7, 1))
        middle = np.array(stretch(run, max(at - 0.01, 0), at + 0.01, away - 0.01, away + 0.01).middle)
        yield Block(
            middle + reach * np.column_stack((np.cos(angles), np.sin(angles))), 0.0, (middle[0], middle[1])
        )
