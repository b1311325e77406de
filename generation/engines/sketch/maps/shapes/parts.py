"""Parts that many things are made of: boards, stones in a ring, fire, sacks, what stands on tables."""

from collections.abc import Callable, Sequence

import numpy as np
from shapely import box

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.styles import Material
from generation.layout.plan import Point

M = Material

Draw = Callable[[Pen, float, float], None]
"""Draws a thing `width` × `height` spaces large, from above, its back up."""


def boards(
    pen: Pen,
    center: Point,
    width: float,
    height: float,
    material: M = M.WOOD,
    *,
    board: float = 0.2,
    lift: float = 0.0,
    level: bool | None = None,
) -> None:
    """Boards about `board` spaces wide; they run across where `level`, else along what is longer."""
    x, y = center
    pen.box(x, y, width, height, M.DARK_WOOD, bevel=0.02, lift=lift)
    runs_level = width >= height if level is None else level
    across = (height if runs_level else width) - 0.02
    count = max(1, round(across / board))
    step = across / count
    for index in range(count):
        off = (index + 0.5) * step - across / 2
        tone = float(pen.rng.uniform(0.9, 1.08))
        if runs_level:
            pen.box(x, y + off, width - 0.02, step, material, bevel=0.016, tone=tone, rim=0.5)
        else:
            pen.box(x + off, y, step, height - 0.02, material, bevel=0.016, tone=tone, rim=0.5)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> list[Point]:
    """The outline of a rectangle about (x, y) with round corners."""
    radius = min(radius, width * 0.49, height * 0.49)
    half_w, half_h = width / 2 - radius, height / 2 - radius
    shape = box(x - half_w, y - half_h, x + half_w, y + half_h).buffer(radius, quad_segs=5)
    return [(float(px), float(py)) for px, py in shape.exterior.coords[:-1]]


def wedge(outer: Point, inner: Point, start: float, end: float) -> list[Point]:
    """A piece of a ring between two angles in radians; `outer` and `inner` are radii across and down."""
    angles = np.linspace(start, end, 5)
    far = [(outer[0] * float(np.cos(a)), outer[1] * float(np.sin(a))) for a in angles]
    near = [(inner[0] * float(np.cos(a)), inner[1] * float(np.sin(a))) for a in angles[::-1]]
    return far + near


def curb(pen: Pen, outer: Point, inner: Point, material: M = M.STONE, *, lift: float = 0.0) -> None:
    """Stones set in a ring, `outer` to `inner` radii."""
    count = max(8, round(np.pi * (outer[0] + outer[1]) / 0.34))
    for index in range(count):
        start, end = (2 * np.pi * (index + share) / count for share in (0.03, 0.97))
        tone = float(pen.rng.uniform(0.88, 1.1))
        pen.polygon(wedge(outer, inner, start, end), material, bevel=0.03, tone=tone, lift=lift, rim=0.7)


def fire(pen: Pen, x: float, y: float, radius: float) -> None:
    """Flames that light what is around them."""
    pen.glow(x, y, radius * 2.1, M.EMBER, 0.7)
    for size, material in ((0.72, M.EMBER), (0.5, M.FIRE)):
        for _ in range(5):
            dx, dy = (pen.rng.uniform(-0.34, 0.34, 2) * radius).tolist()
            pen.glow(x + dx, y + dy, radius * size, material, 0.85)
    pen.glow(x, y, radius * 0.42, M.FLAME, 0.9)
    _tongues(pen, x, y, radius)


def _tongues(pen: Pen, x: float, y: float, radius: float) -> None:
    """In ink flames are outlines."""
    if not pen.inked:
        return
    for turn in (-0.5, 0.5, 0.0):
        tip = (x + turn * radius * 0.7, y - radius * (0.75 - abs(turn) * 0.5))
        left, right = (
            (x + turn * radius * 0.5 - radius * 0.26, y),
            (x + turn * radius * 0.5 + radius * 0.26, y),
        )
        pen.polygon((tip, right, (x + turn * radius * 0.4, y + radius * 0.5), left), M.PAPER, bevel=0.01)


def coil(pen: Pen, x: float, y: float, radius: float) -> None:
    """A rope, laid down in rings."""
    pen.disc(x, y, radius, M.ROPE, bevel=0.03, lift=0.03)
    for share in (0.72, 0.44):
        pen.circle(x, y, radius * share, 0.016, M.LEATHER, strength=0.8)
    pen.disc(x, y, radius * 0.24, M.SHADE, bevel=0.01, rim=0)


def sack(pen: Pen, x: float, y: float, radius: float, material: M = M.CANVAS) -> None:
    """A filled bag: round, creased towards the neck where it is tied."""
    angles = np.arange(18) / 18 * 2 * np.pi
    bulge = (
        radius
        * (1 + 0.07 * np.cos(3 * angles + float(pen.rng.uniform(0, 6))))
        * (1 + 0.05 * np.cos(2 * angles))
    )
    outline = zip((x + bulge * np.cos(angles)).tolist(), (y + bulge * np.sin(angles)).tolist(), strict=True)
    tone = float(pen.rng.uniform(0.82, 0.98))
    pen.polygon(outline, material, bevel=radius * 0.5, tone=tone, lift=0.05)
    neck = (x + radius * float(pen.rng.uniform(-0.2, 0.2)), y + radius * float(pen.rng.uniform(-0.2, 0.2)))
    for turn in np.linspace(0, 2 * np.pi, 8)[:-1].tolist():
        near, far = radius * 0.26, radius * float(pen.rng.uniform(0.5, 0.78))
        crease = [
            (neck[0] + reach * float(np.cos(turn)), neck[1] + reach * float(np.sin(turn)))
            for reach in (near, far)
        ]
        pen.line(crease, 0.014, M.LEATHER, strength=0.5)
    pen.disc(*neck, radius * 0.24, material, bevel=radius * 0.1, tone=tone * 0.9, lift=0.02, rim=0.7)
    pen.circle(*neck, radius * 0.2, 0.022, M.LEATHER)


DYES = (M.CLOTH, M.CLOTH, M.CLOTH, M.BLUE_CLOTH, M.GREEN_CLOTH)


def dyes(pen: Pen) -> tuple[M, M]:
    """The colours of a piece of cloth: its ground, mostly in the style's own dye, and its pattern."""
    ground = DYES[int(pen.rng.integers(len(DYES)))]
    others = [dye for dye in (M.BLUE_CLOTH, M.CLOTH, M.GREEN_CLOTH) if dye is not ground]
    return ground, others[int(pen.rng.random() < 0.3)]


def candle(pen: Pen, x: float, y: float) -> None:
    """A lit candle on its dish."""
    pen.disc(x, y, 0.08, M.TRIM, bevel=0.015, lift=0.02)
    pen.disc(x, y, 0.045, M.PAPER, bevel=0.015)
    pen.glow(x, y, 0.22, M.FIRE, 0.8)
    pen.glow(x, y, 0.05, M.FLAME, 0.95)


def mug(pen: Pen, x: float, y: float) -> None:
    """A tankard of ale."""
    angle = float(pen.rng.uniform(0, 2 * np.pi))
    handle = (x + 0.085 * float(np.cos(angle)), y + 0.085 * float(np.sin(angle)))
    pen.disc(*handle, 0.035, M.DARK_WOOD, bevel=0.01)
    pen.disc(x, y, 0.075, M.WOOD, bevel=0.02, lift=0.025)
    pen.disc(x, y, 0.052, M.PAPER, bevel=0.01, rim=0.6)


def plate(pen: Pen, x: float, y: float) -> None:
    """A plate with something on it."""
    pen.disc(x, y, 0.13, M.STEEL, bevel=0.02, lift=0.02)
    pen.disc(x, y, 0.09, M.STEEL, bevel=0.015, tone=0.88, rim=0.5)
    food = (M.COPPER, M.BREW, M.TRIM)[int(pen.rng.integers(3))]
    pen.lump(x + 0.01, y, 0.055, food, bevel=0.02, rim=0.6)


def bottle(pen: Pen, x: float, y: float) -> None:
    """A bottle, standing."""
    glass = (M.BREW, M.WATER, M.LEATHER)[int(pen.rng.integers(3))]
    pen.disc(x, y, 0.055, glass, bevel=0.02, lift=0.03, tone=0.85)
    pen.disc(x, y, 0.02, M.ROPE, bevel=0.005, rim=0.5)


def loaf(pen: Pen, x: float, y: float) -> None:
    """Bread."""
    turn = float(pen.rng.uniform(0, np.pi))
    dx, dy = 0.07 * float(np.cos(turn)), 0.07 * float(np.sin(turn))
    pen.bar(((x - dx, y - dy), (x + dx, y + dy)), 0.11, M.ROPE, lift=0.025)
    for share in (-0.6, 0.0, 0.6):
        cut_x, cut_y = x + dx * share, y + dy * share
        pen.line(
            ((cut_x - dy * 0.4, cut_y + dx * 0.4), (cut_x + dy * 0.4, cut_y - dx * 0.4)), 0.012, M.LEATHER
        )


def scroll(pen: Pen, x: float, y: float) -> None:
    """A sheet with writing."""
    turn = float(pen.rng.uniform(-40, 40))
    pen.box(x, y, 0.2, 0.26, M.PAPER, turn=turn, bevel=0.01, lift=0.012, rim=0.6)
    angle = np.radians(turn)
    along, down = np.array((np.cos(angle), np.sin(angle))), np.array((-np.sin(angle), np.cos(angle)))
    for row in (-0.07, -0.025, 0.02, 0.065):
        ends = [np.array((x, y)) + down * row + along * side * 0.065 for side in (-1, 1)]
        pen.line([(float(px), float(py)) for px, py in ends], 0.008, M.LEATHER, strength=0.7)


MEAL: Sequence[Callable[[Pen, float, float], None]] = (mug, plate, bottle, loaf, mug, plate)
"""What lies about where people eat and drink."""
