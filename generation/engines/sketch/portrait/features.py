"""Nostrils, lips and brows, painted over the lit skin."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats, mix, smoothstep
from generation.engines.sketch.portrait.face import Face, bump, mouth_line
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.portrait.skin import HeadSpace

_BLOOD = floats((0.55, 0.95, 1.0))  #: what a shadow on skin takes away, by channel


def paint_nostrils(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    """`color` with nostrils and the soft shadow that the nose casts away from the lamp."""
    face, a, y = sitting.traits.face, space.away, space.y
    if face.snout:
        hole = bump(a - 0.3 * (y - 0.42), y, 0.12, 0.42, 0.05, 0.026)
        return floats(color * (1 - 0.9 * smoothstep(0.25, 0.75, hole))[:, :, None])
    end, wide = face.nose_y, face.nose
    cast = bump(space.x + 0.06 * sitting.light.lean, y, 0.0, end + 0.075, 0.12 * wide, 0.045)
    color = color * (1 - floats(0.26 * cast)[:, :, None] * _BLOOD)
    hole = bump(a, y + 0.35 * (a - 0.07), 0.068 * wide, end + 0.022, 0.036 * wide, 0.02)
    color = color * (1 - floats(0.66 * smoothstep(0.2, 0.95, hole))[:, :, None] * _BLOOD)
    wing = np.exp(-(((a - 0.152 * wide + 0.3 * (y - end) ** 2) / 0.018) ** 2))
    wing = wing * np.exp(-(((y - end + 0.01) / 0.045) ** 2))
    return floats(color * (1 - floats(0.22 * wing)[:, :, None] * _BLOOD))


def paint_age(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    """`color` with the lines that years and laughter draw: folds, bags, crow's feet, a furrowed brow."""
    face, a, y = sitting.traits.face, space.away, space.y
    age = float(np.clip((face.age - 0.25) / 0.6, 0, 1))
    depth = 0.10 + 0.42 * age + 0.15 * max(face.smile, 0.0)
    t = np.clip((y - face.nose_y + 0.03) / 0.30, 0, 1)
    fold = _line(a - 0.165 * face.nose - 0.13 * t**0.8, 0.022) * np.clip(np.sin(np.pi * t), 0, 1)
    lines = depth * fold
    if age > 0:
        lines = lines + age * _years(face, a, y)
    lines = floats(np.clip(lines, 0, 0.75))
    raised = floats(np.roll(lines, max(1, round(0.016 * space.unit)), axis=0))
    color = color * (1 - lines[:, :, None] * _BLOOD * 0.8)
    return floats(color * (1 + 0.14 * age * raised[:, :, None]))


def _years(face: Face, a: Array, y: Array) -> Array:
    """Lines that only the old have."""
    curve = y - 0.155 - 0.05 * ((a - face.eye_x) / 0.16) ** 2 * -1
    bag = 0.5 * _line(curve, 0.02) * _line(a - face.eye_x + 0.02, 0.15)
    waves = np.cos((y + 0.02 * np.cos(a * 7) + 0.012 * np.sin(a * 19)) * 62)
    brow = 0.42 * smoothstep(0.55, 1.0, floats(waves)) * bump(a, y, 0.0, -0.44, 0.42, 0.15)
    spread = np.arctan2(y - 0.02, np.maximum(a - face.eye_x - 0.02, 0.02))
    crow = 0.5 * smoothstep(0.5, 1.0, floats(np.cos(spread * 15 + 0.6))) * bump(a, y, 0.56, 0.03, 0.055, 0.1)
    frown = 0.4 * _line(a - 0.05, 0.014) * _line(y + 0.22, 0.075)
    mouth = 0.4 * _line(a - 0.27 - 0.1 * (y - 0.7), 0.02) * _line(y - 0.74, 0.09)
    hollow = 0.16 * bump(a, y, 0.42, 0.48, 0.11, 0.15)
    return floats(bag + brow + crow + frown + mouth + hollow)


def _line(off: Array, width: float) -> Array:
    return floats(np.exp(-((off / width) ** 2)))


def paint_mouth(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    """`color` with lips, or the slit of a muzzle."""
    face = sitting.traits.face
    if face.snout:
        return _muzzle_slit(color, face, space)
    y = space.y
    t = floats(np.clip(space.away / face.mouth_half, 0, 2))
    line = mouth_line(face, space.x)
    color = _lip_color(color, sitting, space, t, line)
    slit = np.exp(-(((y - line) / (0.009 + 0.007 * (1 - t))) ** 2)) * smoothstep(1.1, 0.6, t)
    color = mix(color, floats(sitting.traits.skin.lips) * floats((0.2, 0.12, 0.12)), floats(slit * 0.85))
    corner = bump(t, y - line, 1.03, 0.0, 0.09, 0.02)
    color = color * (1 - floats(0.4 * corner)[:, :, None] * _BLOOD)
    below = bump(space.x, y, 0, face.mouth_y + 0.155, 0.14, 0.032)
    return floats(color * (1 - floats(0.2 * below)[:, :, None] * _BLOOD))


def _lip_color(color: Array, sitting: Sitting, space: HeadSpace, t: Array, line: Array) -> Array:
    face, skin, y = sitting.traits.face, sitting.traits.skin, space.y
    soft = max(1.5 / space.unit, 0.022)
    bow = 0.06 * face.lips * np.clip(1 - t**1.8, 0, 1) ** 0.85 * (1 - 0.3 * np.exp(-((t / 0.17) ** 2)))
    deep = 0.088 * face.lips * np.clip(1 - t**2.3, 0, 1) ** 0.8
    upper = smoothstep(-soft, soft * 0.8, floats(y - line + bow))
    lower = smoothstep(-soft, soft, floats(line + deep - y))
    body = floats(upper * lower * smoothstep(1.05, 0.85, t))
    brightness = color.mean(axis=2, keepdims=True) / max(float(np.mean(skin.tone)), 0.05)
    tint = floats(skin.lips) * np.clip(brightness * 1.08, 0, 1.5)
    color = mix(color, tint * np.where((y < line)[:, :, None], 0.74, 1.04), body * 0.8)
    x = space.x - 0.045 * sitting.light.lean
    wet = bump(x, y, 0.0, face.mouth_y + 0.047, 0.075, 0.017) * face.lips
    return floats(color + (0.12 * wet * body)[:, :, None] * floats(sitting.light.key_color))


def _muzzle_slit(color: Array, face: Face, space: HeadSpace) -> Array:
    line = mouth_line(face, space.x) + 0.02 - 0.35 * np.clip(space.away - 0.2, 0, 1) ** 1.3
    slit = np.exp(-(((space.y - line) / 0.016) ** 2)) * smoothstep(0.62, 0.5, space.away)
    return mix(color, (0.07, 0.03, 0.03), floats(slit * 0.9))


def paint_brows(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    """`color` with brows, hair by hair."""
    skin = sitting.traits.skin
    if not skin.brow_weight:
        return color
    strands = sitting.rng("brows").random((2, 64), dtype=np.float32)
    for index, side in enumerate((-1, 1)):
        lift = skin.brow_lift * side
        t = floats((space.x * side - 0.105) / 0.4)
        off, thick = _brow_shape(sitting, t, space.y + lift)
        place = t * 30 - off * 9 * np.interp(t, [0, 0.3, 1], [0.2, 0.8, 1.3])
        hair = np.interp(np.mod(place, 64), np.arange(65), np.append(strands[index], strands[index][0]))
        ragged = thick * (0.75 + 0.5 * hair)
        body = smoothstep(1.15, 0.35, floats(np.abs(off) / np.maximum(ragged / 0.034, 1e-3)))
        body = body * smoothstep(-0.08, 0.2, t) * smoothstep(1.04, 0.8, t)
        color = mix(color, floats(skin.brows) * 0.8, floats(body * (0.45 + 0.5 * hair)))
    return color


def _brow_shape(sitting: Sitting, t: Array, y: Array) -> tuple[Array, Array]:
    """Distance from a brow's middle, in its usual half thickness, and its half thickness at `t` along it."""
    skin = sitting.traits.skin
    along = np.clip(t, 0, 1)
    arch = -0.195 - (0.06 if sitting.traits.feminine else 0.045) * np.sin(along * 2.5)
    arch = arch + 0.07 * np.clip(t - 0.7, 0, 1) + skin.brow_tilt * (0.5 - along) * 0.1
    thick = 0.032 * skin.brow_weight * np.interp(t, [0, 0.2, 0.65, 1.0], [0.6, 1.0, 0.8, 0.22])
    return floats((y - arch) / 0.034), floats(thick)
