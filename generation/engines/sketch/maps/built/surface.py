"""How stones and boards look: a tone for each, bevelled rims, dark joints, grain along the wood."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.built.pieces import Pieces, Window, tiles
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import (
    NOISE,
    Field,
    Labels,
    Picture,
    blurred,
    cover,
    endless_noise,
    noise_at,
    relief,
    seam_distance,
    smoothstep,
)

GRAIN = (26.0, 330.0)  #: noise pixels per space along the grain and across it
PATCHES = 20.0  #: noise pixels per space where ink fades in and out
FINE, BROAD = 110.0, 16.0  #: noise pixels per space of what is rough, and of what is worn and dusty

Numbers = NDArray[np.float32]
"""One for each kind of piece, or for each piece."""


class Look(NamedTuple):
    """What is looked up by a piece's number; `joint` to `wood` by its kind."""

    kinds: NDArray[np.uint8]
    colors: NDArray[np.float32]
    turns: Numbers
    offsets: NDArray[np.float32]
    joint: Numbers
    bevel: Numbers
    rough: Numbers
    wood: Numbers


class Part(NamedTuple):
    """A tile of the picture: the window about it, where in that it lies, and pixels per space."""

    window: Window
    inner: Window
    scale: float


class Clouds(NamedTuple):
    """The endless noise at two sizes, in pixels of the picture."""

    fine: Field
    broad: Field


def paint_pieces(picture: Picture, chart: Chart, pieces: Pieces, rng: np.random.Generator) -> None:
    """Paint every piece; what lies between stays as it is."""
    if len(pieces) == 1:
        return
    look = look_of(pieces, rng)
    clouds = Clouds(_enlarged(FINE, chart.scale), _enlarged(BROAD, chart.scale))
    for window, inner in tiles(chart.shape):
        labels = pieces.labels[window]
        kept = labels[inner] > 0
        if kept.any():
            colors = _painted(labels, look, clouds, Part(window, inner, chart.scale))
            picture[window][inner][kept] = np.clip(colors, 0, 255)


def ink_pieces(picture: Picture, chart: Chart, pieces: Pieces, style: MapStyle) -> None:
    """Draw the joints of all pieces on blank paper, here strong, there hardly seen."""
    if len(pieces) == 1:
        return
    clouds = _enlarged(PATCHES, chart.scale)
    for window, inner in tiles(chart.shape):
        labels = pieces.labels[window]
        laid = labels[inner] > 0
        if laid.any():
            line = 1 - smoothstep(0.3, 1.4, seam_distance(labels))[inner]
            strong = 0.15 + 0.3 * smoothstep(-0.1, 0.4, _seen(clouds, window)[inner])
            part = picture[window][inner]
            part[laid] = np.round(style.paper)
            cover(part, style.ink, strong * line * laid)


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
        kinds=kinds,
        colors=(tints * bases).astype(np.float32),
        turns=pieces.turns,
        offsets=rng.uniform(0, NOISE, (count, 2)).astype(np.float32),
        joint=np.array([cut.joint for cut in pieces.cuts], dtype=np.float32),
        bevel=np.array([cut.bevel for cut in pieces.cuts], dtype=np.float32),
        rough=np.array([cut.rough for cut in pieces.cuts], dtype=np.float32),
        wood=np.array([cut.wood for cut in pieces.cuts], dtype=np.float32),
    )


def _enlarged(fineness: float, scale: float) -> Field:
    """The endless noise, `fineness` of its pixels to a space."""
    side = max(8, round(NOISE * scale / fineness))
    way = cv2.INTER_AREA if side < NOISE else cv2.INTER_LINEAR
    return np.asarray(
        cv2.resize(np.array(endless_noise()), (side, side), interpolation=way), dtype=np.float32
    )


def _seen(noise: Field, window: Window) -> Field:
    """The part of the noise that lies in a window, wherever that is: it goes on without end."""
    side = noise.shape[0]
    rows = np.arange(window[0].start, window[0].stop) % side
    columns = np.arange(window[1].start, window[1].stop) % side
    return np.asarray(noise[rows[:, None], columns[None, :]])


def _painted(labels: Labels, look: Look, clouds: Clouds, part: Part) -> Field:
    """The colours of all pixels of a tile that lie on a piece, one after the other."""
    window, inner, scale = part
    seams = np.minimum(seam_distance(labels) / np.float32(scale), 9)
    kinds = look.kinds[labels]
    joint = look.joint[kinds]
    bevel = look.bevel[kinds]
    fine = _seen(clouds.fine, window) * look.rough[kinds]
    rounded = np.clip(seams - joint * np.float32(0.5), 0, bevel)
    surface = blurred(rounded * np.float32(4) + np.float32(0.05) * fine, 0.7)
    lit = np.clip(relief(surface) * np.float32(scale * 0.055), -0.3, 0.3)
    light = 1 + lit + np.float32(0.07) * fine + np.float32(0.06) * _seen(clouds.broad, window)
    light *= 0.32 + 0.68 * smoothstep(0.0, 1.0, seams / joint - np.float32(0.15))
    kept = labels[inner] > 0
    numbers, shine = labels[inner][kept], light[inner][kept]
    wood = look.wood[look.kinds[numbers]]
    if wood.any():
        rows, columns = np.nonzero(kept)
        at_x = (columns + (window[1].start + inner[1].start)).astype(np.float32) / np.float32(scale)
        at_y = (rows + (window[0].start + inner[0].start)).astype(np.float32) / np.float32(scale)
        shine += wood * _grain(numbers, look, at_x, at_y)
    return np.asarray(look.colors[numbers] * shine[:, None], dtype=np.float32)


def _grain(numbers: NDArray[np.int32], look: Look, x: Numbers, y: Numbers) -> Numbers:
    """Fibres along each board and broad stripes of lighter and darker wood, at points of the plan."""
    cos, sin = np.cos(look.turns)[numbers], np.sin(look.turns)[numbers]
    along = (x * cos + y * sin) * np.float32(GRAIN[0])
    across = (y * cos - x * sin) * np.float32(GRAIN[1])
    start, side = look.offsets[numbers, 0], look.offsets[numbers, 1]
    fine = noise_at(along + start, across + side)
    broad = noise_at(along * np.float32(0.5) + side, across * np.float32(0.22) + start)
    return np.asarray(0.09 * fine + 0.1 * broad, dtype=np.float32)
