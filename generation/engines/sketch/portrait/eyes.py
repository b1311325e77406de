"""Eyes, painted by the face's own coordinates so that they follow its turn."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, floats, mix, smoothstep
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.light import Light
from generation.engines.sketch.portrait.traits import Eyes

IRIS = 0.47  #: radius, in half widths of an eye


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
    inside = np.clip(1 - np.abs(across) ** 2.2, 0, 1)
    opening = 0.03 if eyes.shut else eyes.open
    base = 0.12 - 0.05 * across
    upper = floats(base - 0.60 * opening * inside**0.72 * (1 - 0.06 * across))
    lower = floats(base + 0.27 * (0.35 + 0.65 * opening) * inside**1.05 * (1 + 0.12 * across))
    return EyeSpace(across, down, upper, lower, 1 / (unit * face.eye_half))


def paint_eye(color: Array, eyes: Eyes, space: EyeSpace, side: int, light: Light) -> Array:
    """`color` with one eye painted: lids, white, iris, glint."""
    shade = color.mean(axis=2, keepdims=True)
    color = _lid_shadows(color, eyes, space)
    open_mask = _between(space) * (np.abs(space.across) < 1)
    color = mix(color, _eyeball(eyes, space, side, light, shade), floats(open_mask))
    color = _water_line(color, eyes, space)
    color = _lashes(color, eyes, space)
    return _tear_duct(color, eyes, space)


def _between(space: EyeSpace) -> Array:
    soft = max(space.pixel, 0.05)
    above = smoothstep(-soft, soft, floats(space.down - space.upper))
    below = smoothstep(-soft, soft, floats(space.lower - space.down))
    return floats(above * below)


def _eyeball(eyes: Eyes, space: EyeSpace, side: int, light: Light, shade: Array) -> Array:
    gx = floats(space.across * side - eyes.gaze[0] + 0.03 * side)
    gy = floats(space.down + 0.03 - eyes.gaze[1])
    radius = floats(np.hypot(gx, gy))
    soft = max(space.pixel * 1.2, 0.045)
    ball = _white(eyes, space)
    ball = mix(ball, _iris(eyes, radius, gx, gy), smoothstep(IRIS + soft, IRIS - soft, radius))
    pupil = floats(np.hypot(gx * (2.6 if eyes.slit else 1.0), gy * (0.55 if eyes.slit else 1.0)))
    if eyes.glow is None:
        ball = mix(ball, (0.02, 0.015, 0.02), smoothstep(0.18 + soft, 0.18 - soft, pupil))
    elif eyes.slit:
        ball = mix(ball, (0.06, 0.02, 0.02), smoothstep(0.17 + soft, 0.17 - soft, pupil) * 0.9)
    under_lid = smoothstep(0.42, 0.0, floats(space.down - space.upper))
    strength = 0.8 if eyes.glow is None else 0.15
    ball = ball * (1 - (under_lid * strength)[:, :, None] * floats((0.8, 0.85, 0.85)))
    if eyes.glow is None:
        ball = ball * np.clip(0.5 + 1.1 * shade, 0.55, 1.05)
    return _glint(floats(ball), gx, gy, light.lean, soft)


def _white(eyes: Eyes, space: EyeSpace) -> Array:
    """The white is a ball: it darkens and reddens towards the corners."""
    round_off = 0.95 - 0.45 * space.across**2 - 0.15 * np.clip(space.down, 0, 1)
    ball = floats(eyes.sclera) * round_off[:, :, None]
    corners = smoothstep(0.5, 1.0, floats(np.abs(space.across))) * 0.75
    return mix(ball, ball * floats((1.0, 0.76, 0.72)), corners)


def _iris(eyes: Eyes, radius: Array, gx: Array, gy: Array) -> Array:
    if eyes.glow is not None:
        heat = smoothstep(0.45, 0.0, radius)
        return mix(floats(eyes.glow) * 0.9, floats(eyes.glow) * 0.3 + 0.85, heat)
    angle = np.arctan2(gy, gx)
    rays = 0.92 + 0.14 * np.cos(angle * 23) * np.cos(angle * 9 + 1)
    lit_below = 0.5 + 1.0 * smoothstep(-0.3, 0.42, floats(gy))
    ring = 1 - 0.78 * smoothstep(0.33, 0.47, radius)
    inner = mix(eyes.iris, floats(eyes.iris) * floats((1.5, 1.25, 0.8)), smoothstep(0.3, 0.15, radius) * 0.6)
    return floats(inner * (rays * lit_below * ring)[:, :, None])


def _glint(ball: Array, gx: Array, gy: Array, light_side: float, soft: float) -> Array:
    main = floats(np.hypot(gx - 0.16 * light_side, (gy + 0.16) * 1.15))
    ball = mix(ball, (1.0, 0.98, 0.94), smoothstep(0.10 + soft, 0.10 - soft, main) * 0.97)
    small = floats(np.hypot(gx + 0.17 * light_side, gy - 0.2))
    return mix(ball, (0.85, 0.9, 1.0), smoothstep(0.08 + soft, 0.03, small) * 0.4)


def _lid_shadows(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    near = floats(np.exp(-((space.across / 1.2) ** 4)))
    crease_y = space.upper - 0.22 - 0.07 * space.across
    crease = floats(np.exp(-(((space.down - crease_y) / 0.07) ** 2))) * near
    above = floats(np.exp(-(((space.down - crease_y + 0.12) / 0.22) ** 2))) * near
    lid = smoothstep(0.5, 0.0, floats(np.abs(space.down - space.upper + 0.10))) * near
    lid = lid * (0.6 + 0.5 * np.clip(space.across, -0.5, 1))
    under = floats(np.exp(-(((space.down - space.lower - 0.16) / 0.17) ** 2))) * near
    color = color * (1 - floats(above * 0.10)[:, :, None] * floats((0.5, 0.95, 0.9)))
    color = color * (1 - floats(crease * 0.42)[:, :, None] * floats((0.7, 0.95, 0.95)))
    color = color * (1 - floats(lid * (0.12 + 0.42 * eyes.liner))[:, :, None] * floats((0.7, 0.95, 0.9)))
    return floats(color * (1 - floats(under * 0.13)[:, :, None] * floats((0.5, 1, 0.85))))


def _water_line(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    """The wet edge of the lower lid, a touch lighter than the skin."""
    if eyes.shut:
        return color
    edge = np.exp(-(((space.down - space.lower - 0.035) / 0.035) ** 2)) * (np.abs(space.across) < 0.95)
    return mix(color, np.clip(color * floats((1.22, 1.08, 1.06)), 0, 1), floats(edge * 0.5))


def _lashes(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    within = smoothstep(1.16, 0.98, floats(np.abs(space.across)))
    outer = np.clip(0.5 + 0.55 * space.across, 0.15, 1.2)
    soft = max(space.pixel * 1.2, 0.035)
    wing = space.upper - 0.22 * np.clip(space.across - 0.7, 0, 1)
    thick = (0.035 + 0.07 * outer) * (0.75 + 0.4 * eyes.liner)
    line = smoothstep(thick + soft, thick - soft, floats(np.abs(space.down - wing + thick * 0.5))) * within
    color = mix(color, (0.06, 0.035, 0.03), line * (0.72 + 0.25 * eyes.liner))
    color = mix(color, (0.06, 0.035, 0.03), _single_lashes(eyes, space, wing))
    low = smoothstep(0.05 + soft, 0.0, floats(np.abs(space.down - space.lower - 0.01)))
    fade = 0.2 + 0.45 * np.clip(space.across + 0.2, 0, 1)
    low = low * smoothstep(1.05, 0.9, floats(np.abs(space.across))) * fade
    return mix(color, (0.16, 0.08, 0.06), floats(low * (0.5 + 0.5 * eyes.liner)))


def _single_lashes(eyes: Eyes, space: EyeSpace, wing: Array) -> Array:
    """Single lashes that fan outwards from the upper lid, longest at the outer corner."""
    rise = np.clip(wing - space.down, 0, 1)
    length = 0.24 * eyes.liner * np.clip(space.across + 0.35, 0, 1.3)
    place = (space.across - rise * (0.5 + 0.9 * space.across)) * 7.5
    stripe = np.abs(place - np.round(place))
    taper = np.clip(1 - rise / np.maximum(length, 1e-3), 0, 1)
    drawn = smoothstep(0.34, 0.1, floats(stripe / (0.35 + 0.65 * taper)))
    above = (space.down < wing) & (np.abs(space.across) < 1.25)
    return floats(drawn * smoothstep(0.0, 0.4, floats(taper)) * above * eyes.liner)


def _tear_duct(color: Array, eyes: Eyes, space: EyeSpace) -> Array:
    if eyes.shut or eyes.glow is not None:
        return color
    spot = floats(np.hypot((space.across + 0.92) / 0.12, (space.down - 0.17) / 0.09))
    return mix(color, (0.62, 0.33, 0.30), smoothstep(1.1, 0.5, spot) * 0.6)
