"""Skin: its colours before light falls on it, and its fine relief."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Box, fbm, floats, mix, noise, smoothstep
from generation.engines.sketch.portrait.face import bump
from generation.engines.sketch.portrait.looks import HairStyle
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


def skin_color(sitting: Sitting, space: HeadSpace) -> Array:
    """The unlit colour of the face."""
    skin = sitting.traits.skin
    mottled = fbm(space.box.shape, space.unit * 0.16, sitting.rng("mottle"), octaves=3)
    color = floats(skin.tone) * (0.97 + 0.06 * mottled)[:, :, None]
    color = _zones(color, sitting, space)
    flushed = np.clip(_flushed(sitting, space) * (0.85 + 0.3 * mottled), 0, 0.75)
    color = mix(color, skin.blush, flushed)
    if skin.scales:
        color = _scaly(color, sitting, space)
    if skin.stubble:
        color = _stubbled(color, sitting, space)
    if skin.freckles:
        color = _freckled(color, sitting, space)
    return floats(color)


def _flushed(sitting: Sitting, space: HeadSpace) -> Array:
    """Where blood shows: cheeks, the tip of the nose, the lids, the chin, and the rims of the head."""
    face, a, x, y = sitting.traits.face, space.away, space.x, space.y
    strong = 1.25 if sitting.traits.feminine else 0.9
    cheeks = 0.42 * strong * bump(a, y, 0.40, 0.26, 0.19, 0.14)
    nose = 0.42 * bump(x, y, 0.0, face.nose_y - 0.04, 0.12, 0.1)
    lids = 0.22 * bump(a, y, face.eye_x, -0.02, 0.22, 0.14)
    chin = 0.2 * bump(x, y, 0, 0.88, 0.15, 0.09)
    return floats(cheeks + nose + lids + chin + 0.2 * smoothstep(0.08, 0.0, space.mask))


def _zones(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    """Foreheads are a little golden, jaws a little cooler, sockets a little darker."""
    a, y = space.away, space.y
    forehead = floats(0.6 * bump(a, y, 0.0, -0.5, 0.5, 0.25))
    jaw = smoothstep(0.45, 0.8, y) * (0.0 if sitting.traits.feminine else 0.8)
    if sitting.traits.hair.style in (HairStyle.BALD, HairStyle.MOHAWK):
        scalp = smoothstep(-0.5, -0.66, floats(y - 0.5 * np.clip(a - 0.45, 0, 1))) * 0.65
        color = mix(color, color * 0.85 + floats(sitting.traits.hair.color) * 0.06, scalp)
    socket = floats(0.5 * bump(a, y, 0.27, -0.04, 0.2, 0.14))
    color = mix(color, color * floats((1.03, 1.01, 0.93)), forehead)
    color = mix(color, color * floats((0.92, 0.95, 0.97)), jaw)
    return mix(color, color * floats((0.88, 0.82, 0.84)), socket)


def _scaly(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    spotted = noise(space.box.shape, space.unit * 0.09, sitting.rng("scales"))
    color = color * (0.82 + 0.36 * spotted)[:, :, None]
    belly = floats(bump(space.x, space.y, 0, 0.95, 0.3, 0.35))
    return mix(color, floats(sitting.traits.skin.tone) * 0.55 + floats((0.36, 0.31, 0.22)), belly * 0.6)


def _stubbled(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    skin, a, y = sitting.traits.skin, space.away, space.y
    beard = smoothstep(0.38, 0.62, floats(y + 0.35 * (a - 0.2))) * smoothstep(0.05, 0.3, floats(y - 0.3 * a))
    lips = 1 - bump(space.x, y, 0, sitting.traits.face.mouth_y, 0.2, 0.055)
    grain = 0.6 + 0.4 * noise(space.box.shape, max(1.5, space.unit * 0.012), sitting.rng("stubble"))
    shade = floats(skin.tone) * 0.45 + floats(sitting.traits.hair.color) * 0.22
    return mix(color, shade, beard * lips * grain * skin.stubble * 0.75)


def _freckled(color: Array, sitting: Sitting, space: HeadSpace) -> Array:
    skin = sitting.traits.skin
    dots = noise(space.box.shape, max(1.6, space.unit * 0.019), sitting.rng("freckles"))
    where = bump(space.away, space.y, 0.24, 0.2, 0.3, 0.15)
    dark = floats(skin.tone) * floats((0.66, 0.48, 0.38))
    return mix(color, dark, smoothstep(0.8, 0.95, dots) * where * skin.freckles * 0.85)


def skin_relief(sitting: Sitting, space: HeadSpace) -> Array:
    """Heights in pixels of pores, scales or bark."""
    if sitting.traits.skin.scales:
        return floats(space.unit * scale_pattern(space.x, space.y))
    if sitting.traits.skin.bark:
        sway = fbm(space.box.shape, space.unit * 0.3, sitting.rng("bark"), octaves=3) * 14
        return floats(space.unit * 0.035 * np.abs(np.sin(space.x * 17 + sway)))
    pores = fbm(space.box.shape, space.unit * 0.05, sitting.rng("pores"), octaves=2) - 0.5
    rough = 0.002 + 0.007 * sitting.traits.age
    return floats(pores * space.unit * rough)


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
