"""Eyes and brows, painted by the face's own coordinates so that they follow its turn."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats, mix, smoothstep
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.light import Light
from generation.engines.sketch.portrait.traits import Eyes


@dataclass(frozen=True)
class EyeSpace:
    """One eye's own coordinates: `across` from -1, inner corner, to 1, outer; `down` in the same unit."""

    across: Array
    down: Array
    upper: Array  #: `down` of the upper lid's edge
    lower: Array
    pixel: float  #: size of a pixel in this unit


def eye_space(face: Face, eyes: Eyes, x: Array, y: Array, *, unit: float) -> EyeSpace:
    """The coordinates of the eye at positive `x`; mirror `x` for the other one."""
    e = (x - face.eye_x) / face.eye_half
    f = y / face.eye_half
    cos, sin = np.cos(face.slant), np.sin(face.slant)
    across, down = floats(e * cos - f * sin), floats(e * sin + f * cos)
    inside = np.clip(1 - np.abs(across) ** 2.3, 0, 1)
    opening = 0.03 if eyes.shut else eyes.open
    upper = floats(0.10 - 0.60 * opening * inside**0.75 * (1 - 0.16 * across))
    lower = floats(0.10 + 0.25 * (0.4 + 0.6 * opening) * inside**0.9)
    return EyeSpace(across, down, upper, lower, 1 / (unit * face.eye_half))


def paint_eye(color: Array, eyes: Eyes, space: EyeSpace, side: int, light: Light) -> Array:
    """`color` with one eye painted: lids, white, iris, glint."""
    shade = color.mean(axis=2, keepdims=True)
    color = _lid_shadows(color, eyes, space)
    open_mask = _between(space) * (np.abs(space.across) < 1)
    color = mix(color, _eyeball(eyes, space, side, light, shade), floats(open_mask))
    color = _lashes(color, eyes, space)
    return _tear_duct(color, eyes, space)


def _between(space: EyeSpace) -> Array:
    soft = max(space.pixel, 0.05)
    above = smoothstep(-soft, soft, floats(space.down - space.upper))
    below = smoothstep(-soft, soft, floats(space.lower - space.down))
    return floats(above * below)


def _eyeball(eyes: Eyes, space: EyeSpace, side: int, light: Light, shade: Array) -> Array:
    gx = floats(space.across * side - eyes.gaze[0] + 0.03 * side)
    gy = floats(space.down + 0.06 - eyes.gaze[1])
    radius = floats(np.hypot(gx, gy))
    soft = max(space.pixel * 1.2, 0.03)
    round_off = 1 - 0.42 * space.across**2 - 0.18 * np.clip(space.down, 0, 1)
    ball = floats(eyes.sclera) * round_off[:, :, None]
    ball = mix(
        ball, ball * floats((1.0, 0.78, 0.74)), smoothstep(0.55, 1.0, floats(np.abs(space.across))) * 0.7
    )
    ball = mix(ball, _iris(eyes, radius, gx, gy), smoothstep(0.46 + soft, 0.46 - soft, radius))
    pupil = floats(np.hypot(gx * (2.6 if eyes.slit else 1.0), gy * (0.55 if eyes.slit else 1.0)))
    if eyes.glow is None:
        ball = mix(ball, (0.02, 0.015, 0.02), smoothstep(0.17 + soft, 0.17 - soft, pupil))
    elif eyes.slit:
        ball = mix(ball, (0.06, 0.02, 0.02), smoothstep(0.17 + soft, 0.17 - soft, pupil) * 0.9)
    lid_shadow = smoothstep(0.34, 0.0, floats(space.down - space.upper)) * (
        0.72 if eyes.glow is None else 0.15
    )
    ball = ball * (1 - lid_shadow[:, :, None] * floats((0.8, 0.85, 0.85)))
    if eyes.glow is None:
        ball = ball * np.clip(0.45 + 1.1 * shade, 0.5, 1.02)
    return _glint(floats(ball), gx, gy, light.lean, soft)


def _iris(eyes: Eyes, radius: Array, gx: Array, gy: Array) -> Array:
    if eyes.glow is not None:
        heat = smoothstep(0.45, 0.0, radius)
        return mix(floats(eyes.glow) * 0.9, floats(eyes.glow) * 0.3 + 0.85, heat)
    rays = 0.9 + 0.16 * np.cos(np.arctan2(gy, gx) * 23) * np.cos(np.arctan2(gy, gx) * 9 + 1)
    lit_below = 0.62 + 0.75 * smoothstep(-0.25, 0.42, floats(gy))
    ring = 1 - 0.72 * smoothstep(0.35, 0.46, radius)
    inner = mix(eyes.iris, floats(eyes.iris) * floats((1.5, 1.25, 0.8)), smoothstep(0.28, 0.15, radius) * 0.6)
    return floats(inner * (rays * lit_below * ring)[:, :, None])


def _glint(ball: Array, gx: Array, gy: Array, light_side: float, soft: float) -> Array:
    main = floats(np.hypot(gx - 0.15 * light_side, (gy + 0.17) * 1.1))
    ball = mix(ball, (1.0, 0.98, 0.94), smoothstep(0.095 + soft, 0.095 - soft, main) * 0.95)
    small = floats(np.hypot(gx + 0.18 * light_side, gy - 0.18))
    return mix(ball, (0.85, 0.9, 1.0), smoothstep(0.07 + soft, 0.03, small) * 0.3)


def _lid_shadows(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    near = floats(np.exp(-((space.across / 1.15) ** 4)))
    crease_y = space.upper - 0.24 - 0.05 * space.across
    crease = floats(np.exp(-(((space.down - crease_y) / 0.075) ** 2))) * near
    lid = smoothstep(0.5, 0.0, floats(np.abs(space.down - space.upper + 0.12))) * near
    under = floats(np.exp(-(((space.down - space.lower - 0.12) / 0.14) ** 2))) * near
    color = color * (1 - floats(crease * 0.48)[:, :, None] * floats((0.75, 0.95, 0.95)))
    color = color * (1 - floats(lid * (0.10 + 0.4 * eyes.liner))[:, :, None] * floats((0.7, 0.95, 0.9)))
    return floats(color * (1 - floats(under * 0.16)[:, :, None] * floats((0.6, 1, 0.9))))


def _lashes(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    within = smoothstep(1.18, 0.98, floats(np.abs(space.across)))
    outer = np.clip(0.55 + 0.55 * space.across, 0.2, 1.2)
    soft = max(space.pixel * 1.2, 0.025)
    wing = space.upper - 0.16 * np.clip(space.across - 0.72, 0, 1)
    thick = 0.055 + 0.075 * outer
    line = smoothstep(thick + soft, thick - soft, floats(np.abs(space.down - wing + thick * 0.5))) * within
    color = mix(color, (0.06, 0.035, 0.03), line * (0.72 + 0.25 * eyes.liner))
    low = smoothstep(0.04 + soft, 0.0, floats(np.abs(space.down - space.lower - 0.02)))
    low = (
        low * smoothstep(1.05, 0.9, floats(np.abs(space.across))) * (0.35 + 0.4 * np.clip(space.across, 0, 1))
    )
    return mix(color, (0.14, 0.07, 0.06), floats(low * (0.6 + 0.4 * eyes.liner)))


def _tear_duct(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    if eyes.shut or eyes.glow is not None:
        return color
    spot = floats(np.hypot((space.across + 0.93) / 0.13, (space.down - 0.12) / 0.1))
    return mix(color, (0.62, 0.33, 0.30), smoothstep(1.1, 0.5, spot) * 0.7)
