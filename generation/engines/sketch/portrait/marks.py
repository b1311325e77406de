"""Scars, war paint and tattoos, as colour and relief of the face's own coordinates."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats, mix, smoothstep
from generation.engines.sketch.portrait.sitting import Sitting


def mark_color(sitting: Sitting, color: Array, x: Array, y: Array) -> Array:
    """`color` with what marks the skin."""
    marks = sitting.traits.marks
    if marks.war_paint:
        color = mix(color, marks.war_paint, _war_paint(sitting, x, y) * 0.82)
    if marks.tattoo:
        color = mix(color, marks.tattoo, _tattoo(sitting, x, y) * 0.78)
    return color


def paint_scar(color: Array, sitting: Sitting, x: Array, y: Array) -> Array:
    """`color`, lit, with a healed cut: a pale ridge between reddened edges."""
    side = sitting.traits.marks.scar
    if not side:
        return color
    red = floats((0.80, 0.52, 0.50))
    color = color * (1 - _scar(side, x, y, 0.040)[:, :, None] * 0.55 * (1 - red))
    color = color * (1 - _scar(side, x - 0.014 * sitting.light.lean, y, 0.015)[:, :, None] * 0.45)
    pale = np.clip(color * 1.15 + floats((0.13, 0.07, 0.07)), 0, 1)
    return mix(color, pale, _scar(side, x, y, 0.0125) * 0.9)


def _scar(side: int, x: Array, y: Array, width: float) -> Array:
    """A cut from the forehead through the brow, over the lid's corner, down to the cheek."""
    t = np.clip((y + 0.46) / 0.98, 0, 1)
    line = side * (0.245 + 0.17 * t + 0.012 * np.sin(t * 13) + 0.006 * np.sin(t * 31))
    depth = np.exp(-(((x - line) / (width * (0.45 + 0.75 * np.sin(np.pi * t)))) ** 2))
    ends = smoothstep(0.0, 0.08, floats(t)) * smoothstep(1.0, 0.9, floats(t))
    over_the_eye = smoothstep(0.085, 0.12, floats(np.abs(y - 0.005)))
    return floats(np.nan_to_num(depth) * ends * over_the_eye)


def _war_paint(sitting: Sitting, x: Array, y: Array) -> Array:
    kind = int(sitting.rng("war paint").integers(3))
    ragged = 0.015 * np.sin(x * 61) + 0.012 * np.sin(x * 23 + y * 31)
    if kind == 0:
        return smoothstep(0.15, 0.12, floats(np.abs(y - 0.02 + ragged)))
    if kind == 1:
        stripes = np.abs(((y + 0.2 * np.abs(x)) % 0.13) - 0.065) + ragged * 0.5
        return floats(
            smoothstep(0.04, 0.025, floats(stripes))
            * smoothstep(0.15, 0.2, floats(np.abs(x)))
            * (y > 0.1)
            * (y < 0.55)
        )
    across = smoothstep(0.12, 0.1, floats(np.abs(np.abs(x) - 0.31) + ragged))
    return floats(across * smoothstep(0.75, 0.6, floats(np.abs(y))))


def _tattoo(sitting: Sitting, x: Array, y: Array) -> Array:
    """Curling lines around one eye and cheek, and a sign on the forehead."""
    side = -1 if sitting.rng("tattoo").random() < 0.5 else 1
    dx, dy = x * side - 0.36, y - 0.08
    radius, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    spiral = np.abs(np.sin((radius * 9 - angle * 1.5) * 1.5)) * 0.08
    lines = smoothstep(0.022, 0.008, floats(spiral)) * smoothstep(0.2, 0.25, floats(radius))
    lines = lines * smoothstep(0.5, 0.42, floats(radius)) * (x * side > 0.08)
    sign = smoothstep(0.018, 0.008, floats(np.abs(np.abs(x) + np.abs(y + 0.5) - 0.1)))
    return floats(np.maximum(lines, sign))
