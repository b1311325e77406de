"""What burns: hearths, stoves, braziers, lanterns."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen, ellipse
from generation.engines.sketch.maps.shapes.parts import M, fire


def brazier(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    for angle in (45, 135, 225, 315):
        x, y = radius * np.cos(np.radians(angle)), radius * np.sin(np.radians(angle))
        pen.disc(float(x) * 0.9, float(y) * 0.9, radius * 0.18, M.IRON, bevel=0.03)
    pen.disc(0, 0, radius * 0.92, M.IRON, bevel=0.06, tone=1.35)
    pen.disc(0, 0, radius * 0.74, M.SHADE, bevel=0.02)
    for _ in range(9):
        x, y = pen.rng.uniform(-0.46, 0.46, 2) * radius
        pen.lump(
            float(x),
            float(y),
            radius * 0.2,
            M.EMBER,
            bevel=0.03,
            tone=float(pen.rng.uniform(0.5, 1.1)),
            rim=0.5,
        )
    fire(pen, 0, 0, radius * 0.6)


def campfire(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.polygon(ellipse(0, 0, radius * 0.82, radius * 0.82), M.SHADE, bevel=0.08, rim=0)
    for index in range(11):
        angle = index / 11 * 2 * np.pi + float(pen.rng.uniform(-0.1, 0.1))
        x, y = float(np.cos(angle)) * radius * 0.86, float(np.sin(angle)) * radius * 0.86
        tone = float(pen.rng.uniform(0.8, 1.05))
        pen.lump(x, y, radius * 0.21, M.STONE, bevel=0.06, tone=tone)
    start = float(pen.rng.uniform(0, 60))
    for turn in (start, start + 60, start + 125):
        angle = np.radians(turn)
        dx, dy = radius * 0.58 * float(np.cos(angle)), radius * 0.58 * float(np.sin(angle))
        pen.bar(((-dx, -dy), (dx, dy)), radius * 0.2, M.DARK_WOOD, lift=0.04)
    fire(pen, 0, 0, radius * 0.6)


def cauldron(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    for side in (-1, 1):
        pen.circle(side * radius * 0.92, 0, radius * 0.14, 0.035, M.IRON)
    pen.disc(0, 0, radius * 0.94, M.IRON, bevel=0.09, tone=1.3)
    pen.disc(0, 0, radius * 0.78, M.SHADE, bevel=0.02)
    pen.disc(0, 0, radius * 0.7, M.BREW, bevel=0.05)
    for _ in range(9):
        angle, reach = float(pen.rng.uniform(0, 6.3)), radius * 0.56 * float(pen.rng.uniform(0.1, 1)) ** 0.5
        x, y = reach * float(np.cos(angle)), reach * float(np.sin(angle))
        size = radius * float(pen.rng.uniform(0.05, 0.12))
        pen.disc(x, y, size, M.BREW, bevel=0.015, tone=1.35, rim=0.5)
    pen.glow(0, 0, radius * 1.1, M.BREW, 0.35)


def hearth(pen: Pen, width: float, height: float) -> None:
    """A fireplace: masonry at its back and sides, logs on the fire, a slab before it."""
    cheek = min(width * 0.17, 0.4)
    slab = height * 0.2
    pen.box(0, height / 2 - slab / 2, width * 0.94, slab, M.STONE, bevel=0.04, tone=0.92)
    pen.box(0, -slab / 2, width, height - slab, M.DARK_STONE, bevel=0.03)
    opening = width - 2 * cheek
    pen.box(0, height * 0.06, opening, height * 0.62, M.SHADE, bevel=0.02)
    _masonry(pen, (-width / 2, -height / 2), (width / 2, -height / 2 + height * 0.26))
    for side in (-1, 1):
        left = side * (width / 2 - cheek / 2) - cheek / 2
        _masonry(pen, (left, -height / 2 + height * 0.26), (left + cheek, height / 2 - slab))
    reach = min(opening, height) * 0.42
    for tilt in (-0.16, 0.14):
        y = height * (0.1 + tilt)
        pen.bar(
            ((-opening * 0.34, y + tilt * 0.3), (opening * 0.34, y - tilt * 0.4)),
            0.11,
            M.DARK_WOOD,
            lift=0.03,
        )
    for share in (-0.22, 0.22, 0.0):
        fire(pen, opening * share, height * 0.08, reach * (0.66 if share else 0.86))
    pen.glow(0, height * 0.4, width * 0.5, M.EMBER, 0.3)


def _masonry(pen: Pen, low: tuple[float, float], high: tuple[float, float]) -> None:
    """A rectangle of squared stones, from one corner to the other."""
    width, height = high[0] - low[0], high[1] - low[1]
    level = width >= height
    long_side, short_side = (width, height) if level else (height, width)
    count = max(1, round(long_side / 0.32))
    for index in range(count):
        along = (index + 0.5) / count * long_side
        x, y = (
            (low[0] + along, low[1] + short_side / 2) if level else (low[0] + short_side / 2, low[1] + along)
        )
        size = (long_side / count, short_side) if level else (short_side, long_side / count)
        pen.box(
            x, y, *size, M.STONE, bevel=0.035, tone=float(pen.rng.uniform(0.88, 1.12)), lift=0.03, rim=0.8
        )


def lantern(pen: Pen, width: float, height: float) -> None:
    """An iron lantern with panes, lit."""
    radius = min(width, height) / 2
    pen.glow(0, 0, radius + 0.2, M.FIRE, 0.7)
    pen.polygon(ellipse(0, 0, radius, radius, 8), M.STEEL if pen.inked else M.IRON, bevel=0.03, tone=1.25)
    pen.polygon(ellipse(0, 0, radius * 0.78, radius * 0.78, 8), M.FIRE, bevel=0.02)
    pen.glow(0, 0, radius * 0.8, M.FLAME, 0.95)
    for turn in () if pen.inked else range(4):  # in ink so many bars would be a blot
        angle = np.pi / 4 * turn + np.pi / 8
        dx, dy = radius * 0.86 * float(np.cos(angle)), radius * 0.86 * float(np.sin(angle))
        pen.line(((-dx, -dy), (dx, dy)), 0.02, M.IRON)
    pen.disc(0, 0, radius * 0.2, M.IRON, bevel=0.02, tone=1.5, lift=0.02)


def stove(pen: Pen, width: float, height: float) -> None:
    """An iron stove on a slab: two rings, a pipe at the back, embers behind the grate."""
    pen.box(0, 0, width, height, M.STONE, bevel=0.04, tone=0.9)
    pen.box(0, -height * 0.03, width * 0.84, height * 0.78, M.IRON, bevel=0.05, tone=1.25, lift=0.05)
    ring = min(width, height) * 0.15
    for side in (-1, 1):
        pen.disc(side * width * 0.19, height * 0.06, ring, M.IRON, bevel=0.02, tone=0.85)
        pen.circle(side * width * 0.19, height * 0.06, ring * 0.6, 0.016, M.SHADE)
    pen.disc(width * 0.19, height * 0.06, ring * 0.86, M.COPPER, bevel=0.04, lift=0.03)
    pen.disc(width * 0.19, height * 0.06, ring * 0.62, M.BREW, bevel=0.02)
    pen.disc(0, -height * 0.3, min(width, height) * 0.12, M.IRON, bevel=0.03, tone=1.4, lift=0.06)
    pen.disc(0, -height * 0.3, min(width, height) * 0.07, M.SHADE, bevel=0.01)
    pen.box(0, height * 0.36, width * 0.4, height * 0.08, M.EMBER, bevel=0.01)
    for share in (-0.12, -0.04, 0.04, 0.12):
        pen.line(((width * share, height * 0.32), (width * share, height * 0.4)), 0.02, M.IRON)
    pen.glow(0, height * 0.42, width * 0.4, M.EMBER, 0.55)


def torch(pen: Pen, width: float, height: float) -> None:
    pen.box(0, -height * 0.3, width * 0.5, height * 0.2, M.IRON, bevel=0.02)
    pen.bar(((0, -height * 0.3), (0, height * 0.2)), width * 0.2, M.DARK_WOOD)
    pen.disc(0, height * 0.26, width * 0.2, M.EMBER, bevel=0.02)
    pen.glow(0, height * 0.28, 0.36, M.EMBER, 0.75)
    pen.glow(0, height * 0.28, 0.2, M.FIRE, 0.95)
    pen.glow(0, height * 0.26, 0.09, M.FLAME, 0.95)
