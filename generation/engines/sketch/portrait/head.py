"""The head: skin over the relief of the face, with eyes, lips, brows and what life left on it."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import (
    Array,
    Box,
    fbm,
    floats,
    mix,
    noise,
    paste,
    smoothstep,
)
from generation.engines.sketch.portrait.eyes import eye_space, paint_eye
from generation.engines.sketch.portrait.face import Face, bump, head_relief, mouth_line
from generation.engines.sketch.portrait.light import lit
from generation.engines.sketch.portrait.marks import mark_color, mark_relief
from generation.engines.sketch.portrait.sitting import Sitting


@dataclass(frozen=True, kw_only=True)
class HeadSpace:
    """The head's pixels: `x` runs across the turned face, `y` down, `mask` is above 0 inside."""

    box: Box
    x: Array
    y: Array
    depth: Array
    mask: Array
    unit: float

    @property
    def away(self) -> Array:
        """Distance from the middle of the face."""
        return floats(np.abs(self.x))


def paint_head(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the bare head painted on it."""
    space = head_space(sitting)
    if space is None:
        return picture
    color = mark_color(sitting, skin_color(sitting, space), space.x, space.y)
    relief = space.depth * space.unit + _skin_relief(sitting, space)
    shaded = lit(color, relief, sitting.light, sitting.traits.skin.material, scale=space.unit)
    shaded = _paint_features(shaded, sitting, space)
    soft = 1 / space.unit
    return paste(picture, shaded, smoothstep(-0.6 * soft, 0.9 * soft, space.mask), space.box)


def head_space(sitting: Sitting) -> HeadSpace | None:
    """The coordinates of the head's pixels; None where it lies outside the canvas."""
    frame = sitting.frame
    corners = frame.px([(-1.0, -1.1), (1.0, -1.1), (1.0, 1.2), (-1.0, 1.2)], tilted=True)
    box = frame.box(corners)
    if box.empty:
        return None
    x, y = frame.grid(box, tilted=True)
    mask, depth, across = head_relief(sitting.traits.face, x, y)
    return HeadSpace(box=box, x=across, y=y, depth=depth, mask=mask, unit=frame.unit)


def skin_color(sitting: Sitting, space: HeadSpace) -> Array:
    """The unlit colour of the face."""
    skin, face, a, x, y = sitting.traits.skin, sitting.traits.face, space.away, space.x, space.y
    mottled = fbm(space.box.shape, space.unit * 0.16, sitting.rng("mottle"), octaves=3)
    color = floats(skin.tone) * (0.965 + 0.07 * mottled)[:, :, None]
    warm = 0.28 * bump(a, y, 0.40, 0.28, 0.2, 0.16) + 0.22 * bump(a, y, face.eye_x, 0.02, 0.2, 0.13)
    warm = warm + 0.4 * bump(x, y, 0.0, face.nose_y - 0.06, 0.13, 0.1) + 0.25 * bump(x, y, 0, 0.9, 0.15, 0.09)
    color = mix(color, skin.blush, np.clip(warm * (0.8 + 0.2 * mottled), 0, 0.75))
    if skin.scales:
        color = (
            color
            * (0.82 + 0.36 * noise(space.box.shape, space.unit * 0.09, sitting.rng("scales")))[:, :, None]
        )
        belly = floats(bump(x, y, 0, 0.95, 0.3, 0.35))
        color = mix(color, floats(skin.tone) * 0.55 + floats((0.36, 0.31, 0.22)), belly * 0.6)
    if skin.stubble:
        color = _stubbled(color, sitting, space)
    if skin.freckles:
        color = _freckled(color, sitting, space)
    return floats(color)


def _stubbled(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    skin, a, y = sitting.traits.skin, space.away, space.y
    beard = smoothstep(0.40, 0.60, floats(y + 0.35 * (a - 0.2))) * smoothstep(0.1, 0.3, floats(y - 0.3 * a))
    grain = 0.6 + 0.4 * noise(space.box.shape, max(1.5, space.unit * 0.012), sitting.rng("stubble"))
    shade = floats(skin.tone) * 0.42 + floats(sitting.traits.hair.color) * 0.25
    return mix(color, shade, beard * grain * skin.stubble * 0.8)


def _freckled(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    skin = sitting.traits.skin
    dots = noise(space.box.shape, max(1.6, space.unit * 0.019), sitting.rng("freckles"))
    where = bump(space.away, space.y, 0.26, 0.2, 0.3, 0.17)
    return mix(
        color,
        floats(skin.tone) * floats((0.62, 0.45, 0.36)),
        smoothstep(0.78, 0.92, dots) * where * skin.freckles,
    )


def _skin_relief(sitting: Sitting, space: HeadSpace) -> Array:
    marks = mark_relief(sitting, space.x, space.y) * space.unit
    if sitting.traits.skin.scales:
        return floats(marks + space.unit * scale_pattern(space.x, space.y))
    if sitting.traits.skin.bark:
        sway = fbm(space.box.shape, space.unit * 0.3, sitting.rng("bark"), octaves=3) * 14
        return floats(marks + space.unit * 0.035 * np.abs(np.sin(space.x * 17 + sway)))
    pores = fbm(space.box.shape, space.unit * 0.05, sitting.rng("pores"), octaves=2) - 0.5
    rough = 0.003 + 0.006 * sitting.traits.age
    return floats(marks + pores * space.unit * rough)


def scale_pattern(x: Array, y: Array, size: float = 0.095) -> Array:
    """Overlapping rounded scales, heights in head units."""
    best = np.zeros_like(x)
    for shift in (0.0, 0.5):
        row = np.floor(y / size + shift)
        cy = y / size + shift - row - 0.5
        cx = x / size + 0.5 * (row % 2) + shift
        cx = cx - np.floor(cx) - 0.5
        best = np.maximum(best, np.clip(1 - (cx * 2) ** 2 - (cy * 2) ** 2, 0, 1) ** 0.5 * (0.7 + 0.5 * cy))
    return floats(best * size * 0.3)


def _paint_features(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    face, eyes = sitting.traits.face, sitting.traits.eyes
    color = _paint_nostrils(color, face, space)
    color = _paint_muzzle_slit(color, face, space) if face.snout else _paint_lips(color, sitting, space)
    for side in (-1, 1):
        color = paint_eye(
            color, eyes, eye_space(face, eyes, space.x * side, space.y, unit=space.unit), side, sitting.light
        )
    return _paint_brows(color, sitting, space)


def _paint_nostrils(color: Array, face: Face, space: HeadSpace) -> Array:
    a, y = space.away, space.y
    if face.snout:
        hole = bump(a - 0.3 * (y - 0.42), y, 0.12, 0.42, 0.05, 0.026)
        return floats(color * (1 - 0.9 * smoothstep(0.25, 0.75, hole))[:, :, None])
    hole = bump(a, y, 0.07 * face.nose, face.nose_y + 0.022, 0.038 * face.nose, 0.017)
    under = bump(space.x, y, 0, face.nose_y + 0.03, 0.13 * face.nose, 0.03)
    return floats(
        color * (1 - 0.72 * smoothstep(0.25, 0.8, hole))[:, :, None] * (1 - 0.22 * under)[:, :, None]
    )


def _paint_muzzle_slit(color: Array, face: Face, space: HeadSpace) -> Array:
    line = mouth_line(face, space.x) + 0.02 - 0.35 * np.clip(space.away - 0.2, 0, 1) ** 1.3
    slit = np.exp(-(((space.y - line) / 0.016) ** 2)) * smoothstep(0.62, 0.5, space.away)
    return mix(color, (0.07, 0.03, 0.03), floats(slit * 0.9))


def _paint_lips(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    face, skin, y = sitting.traits.face, sitting.traits.skin, space.y
    t = floats(np.clip(space.away / (0.25 * face.mouth), 0, 2))
    line = mouth_line(face, space.x)
    soft = max(1.2 / space.unit, 0.014)
    bow = 0.058 * face.lips * np.clip(1 - t**1.7, 0, 1) ** 0.8 * (1 - 0.28 * np.exp(-((t / 0.16) ** 2)))
    bottom = line + 0.085 * face.lips * np.clip(1 - t**2.2, 0, 1) ** 0.75
    body = (
        smoothstep(-soft, soft, floats(y - line + bow))
        * smoothstep(-soft, soft, floats(bottom - y))
        * (t < 1)
    )
    brightness = color.mean(axis=2, keepdims=True) / max(float(np.mean(skin.tone)), 0.05)
    tint = floats(skin.lips) * np.clip(brightness * 1.05, 0, 1.6)
    color = mix(color, tint * np.where((y < line)[:, :, None], 0.74, 1.05), floats(body * 0.72))
    slit = np.exp(-(((y - line) / (0.011 + 0.004 * (1 - t))) ** 2)) * smoothstep(1.12, 0.85, t)
    color = mix(color, (0.13, 0.04, 0.04), floats(slit * 0.85))
    return floats(color * (1 - 0.25 * bump(space.x, y, 0, face.mouth_y + 0.14, 0.15, 0.03))[:, :, None])


def _paint_brows(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    skin = sitting.traits.skin
    if not skin.brow_weight:
        return color
    grain = noise(space.x.shape, max(1.5, space.unit * 0.012), sitting.rng("brows"), stretch=3.0)
    for side in (-1, 1):
        t = floats((space.x * side - 0.1) / 0.42)
        along = np.clip(t, 0, 1)
        arch = -0.205 - 0.055 * np.sin(along * 2.3) + 0.085 * np.clip(t - 0.72, 0, 1)
        arch = arch + skin.brow_tilt * (0.5 - along) * 0.11
        thick = 0.034 * skin.brow_weight * np.interp(t, [0, 0.15, 0.6, 1.0], [0.5, 1.0, 0.85, 0.18])
        body = smoothstep(1.3, 0.4, floats(np.abs(space.y - arch) / np.maximum(thick, 1e-3)))
        body = body * smoothstep(-0.1, 0.22, t) * smoothstep(1.04, 0.9, t)
        color = mix(color, floats(skin.brows) * 0.75, floats(body * (0.55 + 0.45 * grain)))
    return color
