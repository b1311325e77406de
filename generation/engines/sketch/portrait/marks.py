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
    if marks.scar:
        color = mix(color, floats(sitting.traits.skin.blush) * 1.12 + 0.06, _scar(marks.scar, x, y) * 0.75)
    return color


def mark_relief(sitting: Sitting, x: Array, y: Array) -> Array:
    """Heights in head units of what stands out from the skin."""
    side = sitting.traits.marks.scar
    return (
        floats(0.012 * _scar(side, x, y) - 0.02 * _scar(side, x, y, width=0.012))
        if side
        else np.zeros_like(x)
    )


def _scar(side: int, x: Array, y: Array, width: float = 0.024) -> Array:
    """A cut from the brow over the eye down to the cheek."""
    t = np.clip((y + 0.42) / 0.92, 0, 1)
    line = side * (0.27 + 0.13 * t + 0.02 * np.sin(t * 9))
    depth = np.exp(-(((x - line) / width) ** 2)) * np.clip(np.sin(np.pi * t), 0, 1) ** 0.4
    over_the_eye = smoothstep(0.07, 0.13, floats(np.abs(y)))
    return floats(np.nan_to_num(depth) * over_the_eye)


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
