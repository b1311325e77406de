"""The head: skin over the relief of the face, with eyes, lips, brows and what life left on it."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import (
    Array,
    Box,
    Rgb,
    floats,
    fbm,
    mix,
    noise,
    paste,
    smoothstep,
)
from generation.engines.sketch.portrait.eyes import Eyes, eye_space, paint_eye
from generation.engines.sketch.portrait.face import Face, bump, head_relief, mouth_line
from generation.engines.sketch.portrait.frame import Frame
from generation.engines.sketch.portrait.light import SKIN, Light, Material, lit


@dataclass(frozen=True, kw_only=True)
class Skin:
    """Colours of a skin and what is on it."""

    tone: Rgb = (0.86, 0.66, 0.54)
    blush: Rgb = (0.80, 0.40, 0.34)  #: cheeks, nose, ears
    lips: Rgb = (0.68, 0.36, 0.33)
    brows: Rgb = (0.22, 0.14, 0.09)
    stubble: float = 0.0
    freckles: float = 0.0
    scales: float = 0.0
    brow_weight: float = 1.0
    brow_tilt: float = 0.0  #: more is angrier
    material: Material = SKIN


def paint_head(
    picture: Array, frame: Frame, face: Face, eyes: Eyes, skin: Skin, light: Light, rng: np.random.Generator
) -> Array:
    """`picture` with the bare head painted on it."""
    box = head_box(frame)
    if box.empty:
        return picture
    x, y = frame.grid(box, tilted=True)
    mask, depth, across = head_relief(face, x, y)
    color = skin_color(face, skin, across, y, box, frame, rng)
    relief = depth * frame.unit + _pores(skin, across, y, box, frame, rng)
    shaded = lit(color, relief, light, skin.material, scale=frame.unit)
    shaded = _paint_features(shaded, face, eyes, skin, across, y, frame, light, rng)
    return paste(picture, shaded, smoothstep(-0.6 / frame.unit, 0.9 / frame.unit, mask), box)


def head_box(frame: Frame) -> Box:
    """The pixels around the head."""
    corners = frame.px([(-1.0, -1.1), (1.0, -1.1), (1.0, 1.2), (-1.0, 1.2)], tilted=True)
    return frame.box(corners)


def skin_color(
    face: Face, skin: Skin, x: Array, y: Array, box: Box, frame: Frame, rng: np.random.Generator
) -> Array:
    """The unlit colour of the face."""
    a = floats(np.abs(x))
    mottled = fbm(box.shape, frame.unit * 0.16, rng, octaves=3)
    color = floats(skin.tone) * (0.93 + 0.14 * mottled)[:, :, None]
    warm = (
        0.55 * bump(a, y, 0.42, 0.27, 0.18, 0.14)
        + 0.55 * bump(x, y, 0.0, face.nose_y - 0.06, 0.13, 0.1)
        + 0.25 * bump(x, y, 0, 0.9, 0.15, 0.09)
        + 0.22 * bump(a, y, face.eye_x, 0.02, 0.2, 0.13)
    )
    color = mix(color, skin.blush, np.clip(warm * (0.55 + 0.5 * mottled), 0, 0.75))
    if skin.stubble:
        beard = smoothstep(0.42, 0.62, y + 0.35 * (a - 0.2)) * smoothstep(0.1, 0.3, floats(y - 0.3 * a))
        color = mix(color, floats(skin.tone) * floats((0.50, 0.52, 0.55)), beard * skin.stubble)
    if skin.freckles:
        dots = smoothstep(0.80, 0.9, noise(box.shape, max(2.0, frame.unit * 0.022), rng))
        where = bump(a, y, 0.28, 0.2, 0.3, 0.18)
        color = mix(color, floats(skin.tone) * floats((0.62, 0.45, 0.36)), dots * where * skin.freckles)
    return color


def _pores(skin: Skin, x: Array, y: Array, box: Box, frame: Frame, rng: np.random.Generator) -> Array:
    if skin.scales:
        return floats(skin.scales * frame.unit * scale_pattern(x, y))
    return floats((fbm(box.shape, frame.unit * 0.05, rng, octaves=2) - 0.5) * frame.unit * 0.004)


def scale_pattern(x: Array, y: Array, size: float = 0.085) -> Array:
    """Overlapping rounded scales, heights in head units."""
    best = np.zeros_like(x)
    for shift in (0.0, 0.5):
        row = np.floor(y / size + shift)
        cy = y / size + shift - row - 0.5
        cx = x / size + 0.5 * (row % 2) + shift
        cx = cx - np.floor(cx) - 0.5
        best = np.maximum(best, np.clip(1 - (cx * 2) ** 2 - (cy * 2) ** 2, 0, 1) ** 0.5 * (0.6 + 0.4 * cy))
    return floats(best * size * 0.35)


def _paint_features(
    color: Array,
    face: Face,
    eyes: Eyes,
    skin: Skin,
    x: Array,
    y: Array,
    frame: Frame,
    light: Light,
    rng: np.random.Generator,
) -> Array:
    color = _paint_nostrils(color, face, x, y)
    color = _paint_lips(color, face, skin, x, y, frame)
    for side in (-1, 1):
        color = paint_eye(color, eyes, eye_space(face, eyes, x, y, side, frame.unit), light.lean)
    return _paint_brows(color, face, skin, x, y, frame, rng)


def _paint_nostrils(color: Array, face: Face, x: Array, y: Array) -> Array:
    a = floats(np.abs(x))
    hole = bump(a, y, 0.07 * face.nose, face.nose_y + 0.022, 0.038 * face.nose, 0.017)
    under = bump(x, y, 0, face.nose_y + 0.03, 0.13 * face.nose, 0.03)
    return floats(
        color * (1 - 0.72 * smoothstep(0.25, 0.8, hole))[:, :, None] * (1 - 0.22 * under)[:, :, None]
    )


def _paint_lips(color: Array, face: Face, skin: Skin, x: Array, y: Array, frame: Frame) -> Array:
    w = 0.25 * face.mouth
    t = floats(np.clip(np.abs(x) / w, 0, 2))
    line = mouth_line(face, x)
    soft = max(1.2 / frame.unit, 0.012)
    bow = 0.058 * face.lips * np.clip(1 - t**1.7, 0, 1) ** 0.8 * (1 - 0.28 * np.exp(-((t / 0.16) ** 2)))
    top, bottom = line - bow, line + 0.085 * face.lips * np.clip(1 - t**2.2, 0, 1) ** 0.75
    body = smoothstep(-soft, soft, floats(y - top)) * smoothstep(-soft, soft, floats(bottom - y)) * (t < 1)
    luminance = color.mean(axis=2, keepdims=True) / max(float(np.mean(skin.tone)), 0.05)
    tint = floats(skin.lips) * np.clip(luminance * 1.05, 0, 1.6)
    upper_shade = np.where((y < line)[:, :, None], 0.74, 1.05)
    color = mix(color, tint * upper_shade, floats(body * 0.78))
    slit = np.exp(-(((y - line) / (0.011 + 0.004 * (1 - t))) ** 2)) * smoothstep(1.12, 0.85, t)
    color = mix(color, (0.13, 0.04, 0.04), floats(slit * 0.85))
    return floats(color * (1 - 0.25 * bump(x, y, 0, face.mouth_y + 0.14, 0.15, 0.03))[:, :, None])


def _paint_brows(
    color: Array, face: Face, skin: Skin, x: Array, y: Array, frame: Frame, rng: np.random.Generator
) -> Array:
    grain = noise(x.shape, max(1.5, frame.unit * 0.012), rng, stretch=3.0)
    result = color
    for side in (-1, 1):
        t = floats((x * side - 0.1) / 0.42)
        arch = -0.205 - 0.055 * np.sin(np.clip(t, 0, 1) * 2.3) + 0.085 * np.clip(t - 0.72, 0, 1)
        arch = arch + skin.brow_tilt * (0.5 - t) * 0.12
        thick = 0.034 * skin.brow_weight * np.interp(t, [0, 0.15, 0.6, 1.0], [0.75, 1.05, 0.85, 0.18])
        body = smoothstep(1.25, 0.45, floats(np.abs(y - arch) / np.maximum(thick, 1e-3)))
        body = body * smoothstep(-0.06, 0.08, t) * smoothstep(1.04, 0.92, t)
        result = mix(result, floats(skin.brows) * 0.8, floats(body * (0.62 + 0.38 * grain)))
    return result
