"""The six materials of token frames, each a function from the frame's surface to its colour.

A material sees a `Surface`: where every pixel lies across and along the frame, and which way is out. It
shades by a light from the upper left, as maps and icons are lit.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from generation.post_processing.arrays import Floats
from generation.post_processing.outline import Outline
from generation.post_processing.runes import rune_distance
from generation.vocabulary import TokenBorderStyle

_LIGHT = np.array([-0.48, -0.62, 0.62], dtype=np.float32)
_HALFWAY = _LIGHT + np.array([0, 0, 1], dtype=np.float32)
_HALFWAY /= np.linalg.norm(_HALFWAY)


@dataclass(frozen=True)
class Surface:
    """The frame's pixels, flat. `across` is 0 at the outer edge and 1 at the inner one."""

    outline: Outline
    across: Floats
    width: float  #: of the frame, in radii
    color: Floats  #: red, green and blue, 0 to 1

    @property
    def pixel(self) -> float:
        """Width of a pixel as a share of the frame's."""
        return self.outline.pixel / self.width

    @property
    def length(self) -> float:
        """Length of the frame in widths, about."""
        return 2 * np.pi * (1 - self.width / 2) / self.width


Material = Callable[[Surface], Floats]


def plain(surface: Surface) -> Floats:
    """One colour, a little rounded."""
    return _tone(surface.color, 0.42 + 0.2 * _lit(surface, _slope(surface.across, 0, 1, 0.9)))


def double(surface: Surface) -> Floats:
    """A broad outer line and a fine inner one with darkness between."""
    across, pixel = surface.across, surface.pixel
    slope = np.where(across < 0.6, _slope(across, 0, 0.52, 1.2), _slope(across, 0.72, 1, 1.2))
    light = 0.4 + 0.3 * _lit(surface, slope)
    gap = _band(across, 0.52, 0.72, pixel)
    return _tone(surface.color, light * (1 - 0.93 * gap))


def metal(surface: Surface) -> Floats:
    """A bevelled band that mirrors the sky, between two polished lips."""
    across, pixel = surface.across, surface.pixel
    slope = (
        1.5 * _band(across, 0.0, 0.2, pixel)
        + _slope(across, 0.2, 0.78, 0.85) * _band(across, 0.2, 0.78, pixel)
        - 1.1 * _band(across, 0.78, 0.87, pixel)
        + _slope(across, 0.87, 1, 1.3) * _band(across, 0.87, 1, pixel)
    )
    around = np.arctan2(surface.outline.out_y, surface.outline.out_x)
    mirrored = 0.62 * np.cos(2 * (around - 0.84)) + 0.38 * np.cos(5 * (around + 2.3))
    brushed = _noise(surface.across * 9, surface.outline.along * 26, period=26, seed=3)
    light = 0.33 + 0.13 * mirrored + 0.27 * _lit(surface, slope) + 0.03 * brushed
    engraved = np.maximum(_line(across, 0.2, pixel), _line(across, 0.8, pixel))
    return _tone(surface.color, light * (1 - 0.5 * engraved) + 0.6 * _gloss(surface, slope, 16))


def stone(surface: Surface) -> Floats:
    """Hewn blocks with mortar between, each of its own shade, pitted by the chisel."""
    blocks = _blocks(surface, count=max(8, round(surface.length / 2.1)), seed=11)
    depth = np.minimum(blocks.edge, np.minimum(surface.across, 1 - surface.across) * 1.1)
    x, y = surface.outline.x / surface.width, surface.outline.y / surface.width
    coarse, fine = _noise(x * 2.2, y * 2.2, seed=5), _noise(x * 6, y * 6, seed=6)
    chisel = _noise(x * 2.5 + y * 2.5, (y - x) * 11, seed=7)
    rounded = np.exp(-((depth / 0.13) ** 2))
    slope = _slope(surface.across, 0, 1, 1.3) * rounded + 0.3 * coarse + 0.2 * fine
    light = 0.38 + 0.24 * _lit(surface, slope) + 0.1 * blocks.shade + 0.05 * chisel + 0.03 * fine
    mortar = 1 - np.clip((blocks.edge - 0.02) / max(0.07, _finest_line(surface)), 0, 1)
    return _tone(_muted(surface.color, 0.55), light * (1 - 0.75 * mortar))


def wood(surface: Surface) -> Floats:
    """Bent staves with their grain, pegged where they meet."""
    staves = _blocks(surface, count=8, seed=21)
    along = surface.outline.along * surface.length
    wander = 0.16 * _noise(along * 0.35, surface.across * 2 + staves.number * 7, seed=22)
    rings = surface.across * 5.5 + wander * 9 + staves.number * 1.7
    grain = 0.5 + 0.5 * np.sin(2 * np.pi * rings)
    fibre = _noise(along * 1.3, surface.across * 26 + staves.number * 5, seed=23)
    slope = _slope(surface.across, 0, 1, 1.1) * np.abs(surface.across * 2 - 1) ** 2
    light = 0.3 + 0.2 * _lit(surface, slope) - 0.11 * grain**2 + 0.05 * fibre + 0.06 * staves.shade
    joint = 1 - np.clip(staves.edge / max(0.06, _finest_line(surface)), 0, 1)
    peg = np.hypot(staves.edge - 0.34, surface.across - 0.5) / 0.13
    dark = np.maximum(0.75 * joint, 0.55 * np.exp(-((peg - 1) ** 2) * 6))
    lit_peg = 0.16 * np.clip(1 - peg, 0, 1)
    browned = surface.color * np.array([0.92, 0.78, 0.62], dtype=np.float32)
    return _tone(browned, (light + lit_peg) * (1 - dark))


def arcane(surface: Surface) -> Floats:
    """Dark enamel with runes and two rims that glow in the frame's colour."""
    across, pixel = surface.across, surface.pixel
    runes = rune_distance(surface.outline.along, across, length=surface.length)
    smoke = _noise(surface.outline.x * 5, surface.outline.y * 5, seed=31)
    rims = np.minimum(np.abs(across - 0.1), np.abs(across - 0.9))
    core = np.maximum(_stroke(runes, 0.055, pixel), _stroke(rims, 0.05, pixel))
    glow = np.exp(-runes / 0.13) * 0.75 + np.exp(-rims / 0.12) * 0.6
    pulse = 0.85 + 0.25 * np.cos(2 * np.pi * 3 * surface.outline.along + 0.6)
    vivid = surface.color / max(float(surface.color.max()), 0.05)
    enamel = _muted(surface.color, 0.3) * 0.14 + 0.03 + 0.025 * smoke[:, None]
    lit = enamel + vivid * (glow * pulse)[:, None] * 0.62
    return _mixed(lit, 0.35 * vivid + 0.65, core[:, None] * 0.92)


MATERIALS: dict[TokenBorderStyle, Material] = {
    TokenBorderStyle.PLAIN: plain,
    TokenBorderStyle.DOUBLE: double,
    TokenBorderStyle.METAL: metal,
    TokenBorderStyle.STONE: stone,
    TokenBorderStyle.WOOD: wood,
    TokenBorderStyle.ARCANE: arcane,
}


@dataclass(frozen=True)
class _Blocks:
    """Blocks laid one after the other along a frame: `edge` is the distance to a joint, in widths."""

    number: Floats
    shade: Floats  #: -1 to 1, one value a block
    edge: Floats


def _finest_line(surface: Surface) -> float:
    """The finest line that survives, as a share of the width: one pixel and a bit."""
    return 1.2 * surface.pixel


def _blocks(surface: Surface, *, count: int, seed: int) -> _Blocks:
    """`count` blocks of slightly different lengths; corners of a polygon are joints, too."""
    random = np.random.default_rng(seed)
    joints = np.arange(count) + random.uniform(-0.14, 0.14, count)
    joints = np.append(joints, joints[0] + count).astype(np.float32)
    position = (surface.outline.along * count - joints[0]) % count + joints[0]
    number = np.clip(np.searchsorted(joints, position, side="right") - 1, 0, count - 1)
    gap = np.minimum(position - joints[number], joints[number + 1] - position)
    edge = np.minimum(gap * surface.length / count, surface.outline.mitre / surface.width)
    shade = random.uniform(-1, 1, count).astype(np.float32)[number]
    return _Blocks(number=number.astype(np.float32), shade=shade, edge=edge.astype(np.float32))


def _slope(across: Floats, start: float, end: float, steepness: float) -> Floats:
    """Slope of a rounded bar between `start` and `end`: rises outside, level in the middle, falls inside."""
    bar: Floats = (1 - 2 * np.clip((across - start) / (end - start), 0, 1)) * steepness
    return bar


def _facing(surface: Surface, slope: Floats, direction: Floats) -> Floats:
    """Cosine between the surface, tilted outwards by `slope`, and a direction."""
    tilted = surface.outline.out_x * slope * direction[0] + surface.outline.out_y * slope * direction[1]
    facing: Floats = (tilted + direction[2]) / np.sqrt(1 + slope**2)
    return facing


def _lit(surface: Surface, slope: Floats) -> Floats:
    """Brightness against a level surface: 0 is level, about -1 turned away, 0.4 turned to the light."""
    lit: Floats = (np.maximum(_facing(surface, slope, _LIGHT), 0) - _LIGHT[2]) / _LIGHT[2]
    return lit


def _gloss(surface: Surface, slope: Floats, sharpness: float) -> Floats:
    """Mirror image of the light on a polished surface, 0 to 1."""
    mirrored = np.maximum(_facing(surface, slope, _HALFWAY), 0) ** sharpness
    glossy: Floats = mirrored * (np.abs(slope) > 0.25)
    return glossy


def _tone(color: Floats, light: Floats) -> Floats:
    """`color` under `light`: black at 0, itself at 0.4, white at 1."""
    lifted = color * np.clip(light / 0.4, 0, 1)[:, None]
    return _mixed(lifted, np.ones(3, dtype=np.float32), np.clip((light - 0.4) / 0.6, 0, 1)[:, None])


def _mixed(first: Floats, second: Floats, share: Floats) -> Floats:
    mixed: Floats = first + (second - first) * share
    return mixed


def _muted(color: Floats, share: float) -> Floats:
    """`color` with `share` of its colourfulness left."""
    grey = float(color @ np.array([0.3, 0.59, 0.11], dtype=np.float32))
    muted: Floats = grey + (color - grey) * share
    return muted


def _band(across: Floats, start: float, end: float, pixel: float) -> Floats:
    """1 between `start` and `end`, 0 outside, anti-aliased."""
    inside = np.minimum(across - start, end - across)
    band: Floats = np.clip(inside / pixel + 0.5, 0, 1)
    return band


def _line(across: Floats, position: float, pixel: float) -> Floats:
    return _stroke(np.abs(across - position), 0.035, pixel)


def _stroke(distance: Floats, half_width: float, pixel: float) -> Floats:
    """1 within `half_width` of a line, at least a pixel wide, anti-aliased."""
    stroke: Floats = np.clip((max(half_width, 0.5 * pixel) - distance) / pixel + 0.5, 0, 1)
    return stroke


def _noise(x: Floats, y: Floats, *, seed: int, period: int = 64) -> Floats:
    """Smooth noise, -1 to 1, one bump a unit; repeats every `period` units."""
    bumps = np.random.default_rng(seed).uniform(-1, 1, (period, period)).astype(np.float32)
    noise: Floats = map_coordinates(bumps, [y, x], order=1, mode="grid-wrap", prefilter=False)
    return noise
