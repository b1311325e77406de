"""Pen strokes that stand for grounds, as tiles of ink that repeat without a seam."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.outdoors.tile import Tile
from generation.engines.sketch.maps.texture import Field, Mask, smoothstep

Marks = Callable[[Tile], Mask]
"""Draws ink, 0 to 255, on a tile."""

FINE = 0.014  #: spaces across a fine stroke
SPREAD = 0.62  #: how far strokes of one tuft lean apart, in radians


def tufts(per_space: float, tall: float = 0.16) -> Marks:
    """Tufts of three or five blades, here and there."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        hearts = _apart(tile, per_space)
        for lean in (-SPREAD, 0.0, SPREAD, -0.3, 0.34):
            length = tall * (1.15 - 0.55 * abs(lean)) * tile.rng.uniform(0.8, 1.1, len(hearts))
            _strokes(tile, ink, hearts + np.array((lean * 0.06 * tile.scale, 0)), lean - np.pi / 2, length)
        return ink

    return draw


def _blank(tile: Tile) -> Mask:
    return np.zeros((tile.side, tile.side), dtype=np.uint8)


def _apart(tile: Tile, per_space: float) -> NDArray[np.float64]:
    """Places about evenly spread, clustered a little."""
    spots = tile.spots(per_space * 1.8)
    keep = tile.at(tile.noise(1.6, 3), spots) + tile.rng.normal(0, 0.35, len(spots)) > 0.0
    return spots[keep]


def _strokes(
    tile: Tile,
    ink: Mask,
    start: NDArray[np.float64],
    turn: float | NDArray[np.float64],
    length: NDArray[np.float64],
) -> None:
    ahead = np.column_stack((np.cos(turn) * length, np.sin(turn) * length)) * tile.scale
    bend = np.column_stack((-ahead[:, 1], ahead[:, 0])) * 0.12
    tile.draw(ink, np.stack((start, start + ahead * 0.5 + bend, start + ahead), axis=1), 255, FINE)


def stipple(per_space: float) -> Marks:
    """Dots in drifts."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        spots = tile.spots(per_space * 2)
        dense = smoothstep(-0.5, 0.7, tile.noise(1.5, 3))
        spots = spots[tile.at(dense, spots) > tile.rng.random(len(spots))]
        dots = np.stack((spots, spots + 0.004 * tile.scale), axis=1)
        tile.draw(ink, dots, 235, 0.024)
        return ink

    return draw


def leaves(per_space: float) -> Marks:
    """Small leaves and ticks, as they lie under trees."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        spots = _apart(tile, per_space)
        turn = tile.rng.uniform(0, 2 * np.pi, len(spots))
        for side in (-0.5, 0.5):
            _strokes(tile, ink, spots, turn + side, np.full(len(spots), 0.07))
        return ink

    return draw


def flowers(per_space: float) -> Marks:
    """Tiny rings."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        spots = _apart(tile, per_space)
        angles = np.linspace(0, 2 * np.pi, 8)
        ring = np.column_stack((np.cos(angles), np.sin(angles))) * 0.032 * tile.scale
        tile.draw(ink, spots[:, None] + ring[None], 255, FINE)
        return ink

    return draw


def drifts(per_space: float) -> Marks:
    """Flat curves, as wind leaves them in sand and snow."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        spots = _apart(tile, per_space)
        reach = tile.rng.uniform(0.25, 0.7, len(spots))
        share = np.linspace(-0.5, 0.5, 7)
        x = share[None, :] * reach[:, None] * tile.scale
        y = -0.16 * np.cos(share * np.pi)[None, :] * reach[:, None] * tile.scale
        tile.draw(ink, spots[:, None] + np.stack((x, y + 0.25 * x), axis=-1), 200, FINE)
        return ink

    return draw


def waves(per_space: float) -> Marks:
    """Pairs of flat arcs, as the open sea is drawn."""

    def draw(tile: Tile) -> Mask:
        ink = _blank(tile)
        spots = _apart(tile, per_space)
        share = np.linspace(0, 2, 11)
        reach = tile.rng.uniform(0.22, 0.42, len(spots))
        x = (share - 1)[None, :] * reach[:, None] * tile.scale
        y = -0.2 * np.abs(np.sin(share * np.pi))[None, :] * reach[:, None] * tile.scale
        tile.draw(ink, spots[:, None] + np.stack((x, y), axis=-1), 255, 1.2 * FINE)
        return ink

    return draw


def cracks(apart: float) -> Marks:
    """Long cracks, broken off here and there."""

    def draw(tile: Tile) -> Mask:
        seams = tile.cells(apart).seams + 0.05 * tile.noise(0.6, 3)
        pixel = 1 / tile.scale
        line = 1 - smoothstep(0.3 * pixel, 1.5 * pixel, np.abs(seams))
        return _levels(line * smoothstep(-0.15, 0.2, tile.noise(1.3, 3)))

    return draw


def cobbles(size: float) -> Marks:
    """Outlines of stones, some of them left out."""

    def draw(tile: Tile) -> Mask:
        seams = tile.cells(size, 0.36).seams
        pixel = 1 / tile.scale
        line = 1 - smoothstep(0.012, 0.012 + 1.4 * pixel, seams)
        return _levels(0.8 * line * (0.3 + 0.7 * smoothstep(-0.25, 0.25, tile.noise(1.4, 3))))

    return draw


def gravel(share: float) -> Marks:
    """Outlined stones of three sizes, shaded at one side."""

    def draw(tile: Tile) -> Mask:
        ink: Field = np.zeros((tile.side, tile.side), dtype=np.float32)
        pixel = 1.2 / tile.scale
        for size in (0.16, 0.27, 0.42):
            cells = tile.cells(size)
            kept = (tile.rng.random(cells.count) < share)[cells.numbers]
            rim = size * 0.12
            body = smoothstep(rim, rim + pixel, cells.seams) * kept
            line = body * (1 - smoothstep(rim + 0.016, rim + 0.016 + pixel, cells.seams))
            ink = np.asarray(ink * (1 - body) + line)
        return _levels(ink)

    return draw


def _levels(field: Field) -> Mask:
    return np.asarray(np.clip(255 * field, 0, 255), dtype=np.uint8)


def together(*marks: Marks) -> Marks:
    """Several marks on one tile."""

    def draw(tile: Tile) -> Mask:
        return np.asarray(np.maximum.reduce([each(tile) for each in marks]))

    return draw
