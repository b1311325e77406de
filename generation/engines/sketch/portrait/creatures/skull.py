"""A skull with light in its sockets: skeletons, liches and their like."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from generation.engines.sketch.portrait.canvas import Array, fbm, floats, mix, paste, smoothstep
from generation.engines.sketch.portrait.face import bump
from generation.engines.sketch.portrait.gear import glow
from generation.engines.sketch.portrait.light import BONE, lit
from generation.engines.sketch.portrait.palette import IVORY
from generation.engines.sketch.portrait.sitting import Form, Sitting, both_sides, paint_form

_HEIGHTS = [-1.04, -0.99, -0.88, -0.7, -0.4, -0.1, 0.08, 0.24, 0.4, 0.6, 0.85, 0.97, 1.04]
_HALVES = [0.0, 0.3, 0.52, 0.67, 0.745, 0.72, 0.66, 0.66, 0.52, 0.45, 0.40, 0.30, 0.0]


def paint_neck_bones(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the bones of the neck and the shoulders."""
    for y in np.arange(1.0, 2.3, 0.19):
        bone = [(-0.2, y), (-0.1, y - 0.06), (0.1, y - 0.06), (0.2, y), (0.1, y + 0.09), (-0.1, y + 0.09)]
        picture = paint_form(
            picture, sitting, Form(outlines=[bone], color=IVORY, material=BONE, round=0.1, shadow=0.6)
        )
    collar = both_sides(
        Form(
            outlines=[[(0.1, 1.75), (0.6, 1.62), (1.3, 1.6), (1.32, 1.75), (0.6, 1.78), (0.12, 1.92)]],
            color=IVORY,
            material=BONE,
            round=0.1,
        )
    )
    return paint_form(picture, sitting, collar)


def paint_skull(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the skull."""
    frame, unit = sitting.frame, sitting.frame.unit
    box = frame.box(frame.px([(-1, -1.1), (1, -1.1), (1, 1.2), (-1, 1.2)], tilted=True))
    if box.empty:
        return picture
    x, y = frame.grid(box, tilted=True)
    half = floats(np.nan_to_num(PchipInterpolator(_HEIGHTS, _HALVES, extrapolate=False)(y)))
    share = np.clip(np.abs(x) / np.maximum(half, 1e-3), 0, 1)
    u = floats(x - 0.62 * np.sin(sitting.traits.face.yaw) * np.sqrt(np.clip(1 - share**2, 0, 1)))
    depth = floats(
        0.75 * np.sqrt(np.clip(1 - share**2.3, 0, 1)) * np.sqrt(np.clip(1 - np.abs(y) ** 3.5, 0.02, 1))
    )
    rough = fbm(box.shape, unit * 0.1, sitting.rng("bone"), octaves=4)
    relief = (depth + _relief(u, y) + 0.02 * (rough - 0.5)) * unit
    shaded = lit(_color(u, y, rough), floats(relief), sitting.light, BONE, scale=unit)
    picture = paste(picture, shaded, smoothstep(-0.5 / unit, 0.9 / unit, floats(half - np.abs(x))), box)
    return _embers(picture, sitting)


def _holes(x: Array, y: Array) -> Array:
    """1 within the eye sockets and the nose."""
    a = np.abs(x)
    eye = ((a - 0.31) / 0.205) ** 2 + ((y - 0.02 - 0.1 * (a - 0.3)) / 0.185) ** 4
    nose = (a / (0.055 + 0.16 * np.clip(y - 0.2, 0, 0.3))) ** 2 + ((y - 0.33) / 0.13) ** 4
    return floats(np.maximum(smoothstep(1.25, 0.75, floats(eye)), smoothstep(1.3, 0.7, floats(nose))))


def _teeth(x: Array, y: Array) -> Array:
    """Heights of the teeth, 0 to 1."""
    rows = np.exp(-(((y - 0.605) / 0.07) ** 4)) + np.exp(-(((y - 0.755) / 0.062) ** 4))
    gaps = np.abs(np.sin(np.arctan(x * 1.6) * 15))
    return floats(rows * gaps**0.6 * (np.abs(x) < 0.33))


def _relief(x: Array, y: Array) -> Array:
    a = np.abs(x)
    brow = 0.07 * bump(floats(a), y, 0.29, -0.22, 0.26, 0.07)
    cheek = 0.12 * bump(floats(a), y, 0.5, 0.25, 0.15, 0.08)
    hollow = -0.16 * bump(floats(a), y, 0.44, 0.52, 0.12, 0.16)
    muzzle = 0.1 * bump(x, y, 0.0, 0.64, 0.32, 0.22)
    chin = 0.05 * bump(x, y, 0.0, 0.92, 0.2, 0.08)
    temple = -0.06 * bump(floats(a), y, 0.66, -0.1, 0.1, 0.2)
    return floats(brow + cheek + hollow + muzzle + chin + temple - 0.22 * _holes(x, y) + 0.03 * _teeth(x, y))


def _color(x: Array, y: Array, rough: Array) -> Array:
    color = floats(IVORY) * (0.78 + 0.36 * rough)[:, :, None]
    color = mix(color, (0.42, 0.30, 0.17), np.clip((rough - 0.5) * 1.6, 0, 0.6))
    between = np.exp(-(((y - 0.685) / 0.016) ** 2)) * smoothstep(0.42, 0.32, floats(np.abs(x)))
    gaps = (1 - _teeth(x, y)) * np.exp(-(((y - 0.68) / 0.14) ** 6)) * smoothstep(0.36, 0.3, floats(np.abs(x)))
    crack = np.exp(-(((x - 0.25 - 0.1 * np.sin(y * 13) - 0.04 * np.sin(y * 37)) / 0.008) ** 2)) * (y < -0.3)
    dark = np.maximum(np.maximum(_holes(x, y) * 0.96, between * 0.9), np.maximum(gaps * 0.75, crack * 0.7))
    return mix(color, (0.03, 0.02, 0.02), floats(dark))


def _embers(picture: Array, sitting: Sitting) -> Array:
    color = sitting.traits.magic or sitting.traits.eyes.glow or (0.35, 0.8, 1.0)
    for side in (-1, 1):
        at = floats([side * 0.3 + sitting.turn * 1.0, 0.04])
        picture = glow(picture, sitting, at, 0.17, color, strength=0.7)
        picture = glow(picture, sitting, at, 0.045, (1.0, 1.0, 1.0), strength=0.95)
    return picture
