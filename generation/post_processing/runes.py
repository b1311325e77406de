"""Runes along a frame: strokes after the Elder Futhark, as distances, so that they can glow."""

import numpy as np

from generation.post_processing.arrays import Floats

Stroke = tuple[float, float, float, float]  #: from x, y to x, y; 0 to 1 from the rune's outer left corner

_STAVE = (0.3, 0.0, 0.3, 1.0)
_GLYPHS: tuple[tuple[Stroke, ...], ...] = (
    (_STAVE, (0.3, 0.4, 0.8, 0.0), (0.3, 0.75, 0.8, 0.35)),  # fehu
    (_STAVE, (0.3, 0.0, 0.75, 0.3), (0.75, 0.3, 0.75, 1.0)),  # uruz
    (_STAVE, (0.3, 0.25, 0.75, 0.5), (0.75, 0.5, 0.3, 0.75)),  # thurisaz
    (_STAVE, (0.3, 0.0, 0.8, 0.3), (0.3, 0.35, 0.8, 0.65)),  # ansuz
    (_STAVE, (0.3, 0.0, 0.75, 0.25), (0.75, 0.25, 0.3, 0.5), (0.3, 0.5, 0.8, 1.0)),  # raidho
    ((0.15, 0.0, 0.85, 1.0), (0.85, 0.0, 0.15, 1.0)),  # gebo
    ((0.2, 0.0, 0.2, 1.0), (0.8, 0.0, 0.8, 1.0), (0.2, 0.35, 0.8, 0.65)),  # hagalaz
    ((0.5, 0.0, 0.5, 1.0), (0.2, 0.35, 0.8, 0.65)),  # naudhiz
    ((0.5, 0.0, 0.5, 1.0), (0.5, 0.4, 0.15, 0.0), (0.5, 0.4, 0.85, 0.0)),  # algiz
    ((0.5, 0.0, 0.5, 1.0), (0.5, 0.0, 0.15, 0.35), (0.5, 0.0, 0.85, 0.35)),  # tiwaz
    ((0.5, 0.0, 0.9, 0.4), (0.9, 0.4, 0.15, 1.0), (0.5, 0.0, 0.1, 0.4), (0.1, 0.4, 0.85, 1.0)),  # othala
    ((0.7, 0.0, 0.3, 0.35), (0.3, 0.35, 0.7, 0.65), (0.7, 0.65, 0.3, 1.0)),  # sowilo
)
_TOP, _BOTTOM = 0.23, 0.77  #: of a rune, across the frame
_ASPECT = 0.72  #: of a rune: width by height
_SPACING = 1.15  #: from rune to rune, in widths of the frame


def rune_distance(along: Floats, across: Floats, *, length: float) -> Floats:
    """Distance to the nearest rune's stroke, in widths of the frame.

    `along` is 0 to 1 around a frame `length` widths long, `across` 0 outside and 1 inside.
    """
    count = max(12, round(length / _SPACING))
    position, spacing = along * count, length / count
    number = np.floor(position).astype(np.int64) % count
    order = np.random.default_rng(9).integers(0, len(_GLYPHS), count)
    height = _BOTTOM - _TOP
    x = 0.5 + (position % 1 - 0.5) * spacing / (height * _ASPECT)
    y = (across - _TOP) / height
    distance = np.full_like(across, np.inf)
    for glyph in np.unique(order):
        here = order[number] == glyph
        distance[here] = _to_strokes(x[here], y[here], _GLYPHS[glyph]) * height
    return distance


def _to_strokes(x: Floats, y: Floats, strokes: tuple[Stroke, ...]) -> Floats:
    distances = [_to_stroke(x, y, stroke) for stroke in strokes]
    nearest: Floats = np.minimum.reduce(distances)
    return nearest


def _to_stroke(x: Floats, y: Floats, stroke: Stroke) -> Floats:
    x1, y1, x2, y2 = stroke
    dx, dy = (x2 - x1) * _ASPECT, y2 - y1
    px, py = (x - x1) * _ASPECT, y - y1
    share = np.clip((px * dx + py * dy) / (dx * dx + dy * dy), 0, 1)
    return np.hypot(px - share * dx, py - share * dy).astype(np.float32)
