"""How stones and boards look: a tone for each, bevelled rims, dark joints, grain along the wood."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.built.pieces import Pieces, Window, tiles
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.texture import (
    NOISE,
    Field,
    Labels,
    Picture,
    blurred,
    noise_at,
    relief,
    seam_distance,
    smoothstep,
)

GRAIN = (26.0, 330.0)  #: noise pixels per space along the grain and across it


class Look(NamedTuple):
    """What is looked up by a piece's number."""

    colors: NDArray[np.float32]
    turns: NDArray[np.float32]
    wood: NDArray[np.float32]
    joint: NDArray[np.float32]
    bevel: NDArray[np.float32]
    rough: NDArray[np.float32]
    offsets: NDArray[np.float32]


def paint_pieces(picture: Picture, chart: Chart, pieces: Pieces, rng: np.random.Generator) -> None:
    """Paint every piece; what lies between stays as it is."""
    if len(pieces) == 1:
        return
    look = look_of(pieces, rng)
    for window, inner in tiles(chart.shape):
        labels = pieces.labels[window]
        if not labels.any():
            continue
        painted = _painted(labels, look, window, chart.scale)[inner]
        kept = labels[inner] > 0
        below = picture[window][inner]
        below[kept] = np.clip(painted[kept], 0, 255)


def look_of(pieces: Pieces, rng: np.random.Generator) -> Look:
    """The looks of all pieces: some are brighter than others, some warmer."""
    kinds, count = pieces.kinds, len(pieces)
    spread = np.array([cut.spread for cut in pieces.cuts])[kinds]
    tone = np.clip(rng.normal(1, 1, count) * spread + 1 - spread, 0.6, 1.35)
    warmth = rng.normal(0, 0.25, count) * spread
    checker = np.array([cut.checker for cut in pieces.cuts])[kinds]
    tone *= 1 - checker * (np.arange(count) % 2)
    tints = np.column_stack((tone + warmth, tone, tone - warmth))
    bases = np.array([cut.color for cut in pieces.cuts])[kinds]
    return Look(
        colors=(tints * bases).astype(np.float32),
        turns=pieces.turns,
        wood=_of_kind(pieces, "wood"),
        joint=_of_kind(pieces, "joint"),
        bevel=_of_kind(pieces, "bevel"),
        rough=_of_kind(pieces, "rough"),
        offsets=rng.uniform(0, NOISE, (count, 2)).astype(np.float32),
    )


def _of_kind(pieces: Pieces, name: str) -> NDArray[np.float32]:
    values: NDArray[np.float32] = np.array([getattr(cut, name) for cut in pieces.cuts], dtype=np.float32)
    return values[pieces.kinds]


def _painted(labels: Labels, look: Look, window: Window, scale: float) -> Field:
    seams = seam_distance(labels) / scale
    mottle = _mottle(labels.shape, window, 110 / scale)
    broad = _mottle(labels.shape, window, 16 / scale)
    bevel = look.bevel[labels]
    joint = look.joint[labels]
    rounded = np.clip((seams - joint * 0.5) / bevel, 0, 1)
    surface = blurred((rounded * bevel * 4).astype(np.float32) + 0.05 * mottle * look.rough[labels], 0.7)
    light = 1 + np.clip(relief(surface) * scale * 0.055, -0.3, 0.3)
    light += 0.07 * mottle * look.rough[labels] + 0.06 * broad
    if look.wood[labels].any():
        light += look.wood[labels] * _grain(labels, look, window, scale)
    light *= 0.32 + 0.68 * smoothstep(0.0, 1.0, (seams - joint * 0.15) / joint)
    return np.asarray(look.colors[labels] * light[:, :, None], dtype=np.float32)


def _mottle(shape: tuple[int, int], window: Window, step: float) -> Field:
    """Noise, `step` of its pixels for one of the picture; it lies still, whatever tile it is seen through."""
    rows = np.arange(window[0].start, window[0].start + shape[0], dtype=np.float32) * step
    columns = np.arange(window[1].start, window[1].start + shape[1], dtype=np.float32) * step
    x, y = np.meshgrid(columns, rows)
    return noise_at(x, y)


def _grain(labels: Labels, look: Look, window: Window, scale: float) -> Field:
    """Fibres along each board and broad stripes of lighter and darker wood."""
    turn = look.turns[labels]
    x = (np.arange(labels.shape[1], dtype=np.float32) + window[1].start)[None, :] / scale
    y = (np.arange(labels.shape[0], dtype=np.float32) + window[0].start)[:, None] / scale
    cos, sin = np.cos(turn), np.sin(turn)
    along, across = x * cos + y * sin, y * cos - x * sin
    off_x, off_y = look.offsets[labels, 0], look.offsets[labels, 1]
    fine = noise_at(along * GRAIN[0] + off_x, across * GRAIN[1] + off_y)
    broad = noise_at(along * GRAIN[0] * 0.5 + off_y, across * GRAIN[1] * 0.22 + off_x)
    return np.asarray(0.09 * fine + 0.1 * broad, dtype=np.float32)
