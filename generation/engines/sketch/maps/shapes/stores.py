"""Goods, tools and what they are kept in."""

import itertools

import numpy as np

from generation.engines.sketch.maps.pen import Pen, ellipse
from generation.engines.sketch.maps.shapes.parts import M, boards, sack


def anvil(pen: Pen, width: float, height: float) -> None:
    """Horn to the right, on a block cut from a trunk."""
    reach = min(width * 0.42, height * 0.5)
    pen.disc(0, 0, reach, M.DARK_WOOD, bevel=0.05)
    pen.disc(0, 0, reach * 0.88, M.WOOD, bevel=0.03, tone=1.1, rim=0.5)
    for share in (0.62, 0.36):
        pen.circle(0, 0, reach * share, 0.012, M.DARK_WOOD)
    w, h = width / 2, height * 0.2
    face = ((-w * 0.86, -h), (w * 0.3, -h), (w * 0.62, -h * 0.7), (w, 0), (w * 0.62, h * 0.7), (w * 0.3, h))
    pen.polygon((*face, (-w * 0.86, h)), M.IRON, bevel=0.06, tone=1.5, lift=0.08)
    pen.box(-w * 0.3, 0, w * 1.02, h * 1.5, M.STEEL, bevel=0.02, tone=0.86, rim=0.5)
    pen.box(-w * 0.72, 0, 0.04, 0.04, M.SHADE, bevel=0.005, rim=0)
    pen.bar(((-w * 0.3, h * 1.4), (w * 0.36, h * 1.9)), 0.045, M.WOOD, lift=0.03)
    pen.box(w * 0.4, h * 1.93, 0.11, 0.17, M.STEEL, turn=15, bevel=0.03, tone=0.8, lift=0.03)


def barrel(pen: Pen, width: float, height: float) -> None:
    """Standing, its lid set a little deeper than the staves; lying, where it is much longer than wide."""
    if max(width, height) > 1.3 * min(width, height):
        _lying_barrel(pen, width, height)
        return
    radius = min(width, height) / 2
    count = 16
    for index in range(count):
        start, end = (2 * np.pi * (index + share) / count for share in (0.0, 1.0))
        rim = [
            (radius * float(np.cos(a)), radius * float(np.sin(a))) for a in (start, (start + end) / 2, end)
        ]
        near = [(x * 0.8, y * 0.8) for x, y in rim[::-1]]
        pen.polygon(rim + near, M.WOOD, bevel=0.02, tone=float(pen.rng.uniform(0.8, 1.0)), rim=0.5)
    pen.circle(0, 0, radius * 0.95, 0.045, M.IRON)
    pen.disc(0, 0, radius * 0.8, M.SHADE, bevel=0.02, rim=0.5)
    edges = np.linspace(-0.76, 0.76, 5) * radius
    for top, bottom in itertools.pairwise(edges):
        rows = np.linspace(top, bottom, 4)
        half = np.sqrt(np.maximum((radius * 0.77) ** 2 - rows**2, 1e-6))
        strip = [(float(x), float(y)) for x, y in zip(half, rows, strict=True)]
        strip += [(-x, y) for x, y in strip[::-1]]
        pen.polygon(strip, M.WOOD, bevel=0.015, tone=float(pen.rng.uniform(0.95, 1.12)), rim=0.5, grain=0)
    pen.disc(radius * 0.3, -radius * 0.3, radius * 0.1, M.DARK_WOOD, bevel=0.015)


def _lying_barrel(pen: Pen, width: float, height: float) -> None:
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)
    along = np.linspace(-1, 1, 9)
    swell = short_side / 2 * (1 - 0.2 * along**2)
    for index, (low, high) in enumerate(((-1.0, -0.5), (-0.5, 0.0), (0.0, 0.5), (0.5, 1.0))):
        upper = [(long_side / 2 * float(u), float(s) * low) for u, s in zip(along, swell, strict=True)]
        lower = [(long_side / 2 * float(u), float(s) * high) for u, s in zip(along, swell, strict=True)][::-1]
        placed = [(u, v) if level else (v, u) for u, v in upper + lower]
        pen.polygon(
            placed,
            M.WOOD,
            bevel=0.02,
            tone=(0.86, 1.08, 1.04, 0.8)[index],
            rim=0.6,
            grain=0.0 if level else 90.0,
        )
    for share in (-0.86, -0.42, 0.42, 0.86):
        reach = short_side / 2 * (1 - 0.2 * share**2)
        ends = ((long_side / 2 * share, -reach), (long_side / 2 * share, reach))
        pen.line([(u, v) if level else (v, u) for u, v in ends], 0.06, M.IRON)


def chest(pen: Pen, width: float, height: float) -> None:
    """The lid is rounded: bright along its ridge."""
    pen.box(0, 0, width, height, M.WOOD, bevel=0.09, tone=0.92)
    for share in (-0.25, 0.0, 0.25):
        pen.line(((-width / 2 + 0.03, height * share), (width / 2 - 0.03, height * share)), 0.012, M.SHADE)
    for x in (-width * 0.32, width * 0.32):
        pen.box(x, 0, width * 0.1, height * 1.02, M.IRON, bevel=0.025, tone=1.4, lift=0.015)
        for y in (-0.38, -0.12, 0.14, 0.38):
            pen.disc(x, height * y, 0.016, M.STEEL, bevel=0.008, rim=0)
    pen.box(0, height * 0.4, width * 0.22, height * 0.24, M.GOLD, bevel=0.025, lift=0.03)
    pen.disc(0, height * 0.41, 0.026, M.SHADE, bevel=0.005, rim=0)


def crate(pen: Pen, width: float, height: float) -> None:
    """Boards, a frame about them and a brace across."""
    boards(pen, (0, 0), width, height, board=0.16)
    frame = min(0.1, min(width, height) * 0.16)
    slope = float(np.degrees(np.arctan2(height, width)))
    pen.box(0, 0, float(np.hypot(width, height)) * 0.86, frame, M.WOOD, turn=-slope, bevel=0.02, lift=0.02)
    for side in (-1, 1):
        pen.box(side * (width - frame) / 2, 0, frame, height, M.WOOD, bevel=0.02, tone=1.08, lift=0.02)
    for side in (-1, 1):
        pen.box(0, side * (height - frame) / 2, width, frame, M.WOOD, bevel=0.02, tone=1.08, lift=0.02)
        for end in (-1, 1):
            pen.disc(
                end * (width - frame) / 2, side * (height - frame) / 2, 0.017, M.IRON, bevel=0.005, rim=0
            )


def hay(pen: Pen, width: float, height: float) -> None:
    """A heap of straw, stalks all over and some beside it."""
    angles = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    for share, tone in ((1.0, 0.7), (0.84, 0.9), (0.58, 1.04)):
        reach = share * pen.rng.uniform(0.88, 1.0, 28)
        x = width / 2 * reach * np.cos(angles)
        y = height / 2 * reach * np.sin(angles)
        rim = 1.0 if share == 1.0 else 0.0
        pen.polygon(zip(x.tolist(), y.tolist(), strict=True), M.STRAW, bevel=0.12, tone=tone, rim=rim)
    count = round(min(220, 30 + width * height * 55))
    for material, strength in ((M.LEATHER, 0.55), (M.PAPER, 0.6), (M.STRAW, 1.0)):
        for _ in range(count // 3):
            angle, reach = float(pen.rng.uniform(0, 6.3)), float(pen.rng.uniform(0, 1)) ** 0.5
            x, y = width / 2 * reach * float(np.cos(angle)), height / 2 * reach * float(np.sin(angle))
            turn = float(pen.rng.uniform(0, np.pi))
            dx, dy = 0.1 * float(np.cos(turn)), 0.1 * float(np.sin(turn))
            pen.line(((x - dx, y - dy), (x + dx, y + dy)), 0.014, material, strength=strength)


def ladder(pen: Pen, width: float, height: float) -> None:
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)
    rail = min(0.1, short_side * 0.2)
    half = short_side / 2 - rail / 2

    def place(u: float, v: float) -> tuple[float, float]:
        return (u, v) if level else (v, u)

    count = max(2, round(long_side / 0.3))
    for off in ((np.arange(count) + 0.5) / count - 0.5).tolist():
        pen.bar(
            (place(off * long_side, -half), place(off * long_side, half)), 0.06, M.WOOD, tone=1.06, lift=0.04
        )
    for side in (-1, 1):
        ends = (place(-long_side / 2, side * half), place(long_side / 2, side * half))
        pen.bar(ends, rail, M.WOOD, tone=0.9, lift=0.03)


def wagon(pen: Pen, width: float, height: float) -> None:
    """A cart of boards between four wheels, shafts to the front, something on it."""
    shafts = height * 0.24
    body_h, body_w = height - shafts, width * 0.76
    middle = -shafts / 2
    for side in (-1, 1):
        pen.bar(
            ((side * width * 0.13, middle + body_h / 2), (side * width * 0.16, height / 2)),
            0.07,
            M.WOOD,
            tone=0.9,
        )
    pen.bar(((-width * 0.2, height / 2 - 0.08), (width * 0.2, height / 2 - 0.08)), 0.06, M.DARK_WOOD)
    for along in (-0.3, 0.3):
        y = middle + body_h * along
        pen.bar(((-width / 2 + 0.06, y), (width / 2 - 0.06, y)), 0.08, M.IRON)
        for side in (-1, 1):
            wheel = side * (width / 2 - 0.07)
            pen.box(wheel, y, 0.12, min(body_h * 0.34, 0.8), M.DARK_WOOD, bevel=0.03)
            pen.disc(wheel, y, 0.07, M.IRON, bevel=0.02, tone=1.3)
    boards(pen, (0, middle), body_w, body_h, board=0.18, level=False, lift=0.04)
    _load(pen, (0, middle), body_w - 0.2, body_h - 0.24)
    for side in (-1, 1):
        pen.box(side * (body_w / 2 - 0.03), middle, 0.08, body_h, M.WOOD, bevel=0.025, tone=0.94, lift=0.05)
        pen.box(
            0, middle + side * (body_h / 2 - 0.03), body_w, 0.08, M.WOOD, bevel=0.025, tone=0.94, lift=0.05
        )


def _load(pen: Pen, center: tuple[float, float], width: float, height: float) -> None:
    """Sacks and a crate in the back of a wagon."""
    x, y = center
    size = min(width * 0.46, 0.5)
    for dx, dy in ((-0.26, -0.36), (0.24, -0.3), (-0.2, -0.1)):
        at = (x + width * dx, y + height * dy)
        sack(pen, *at, size * 0.46)
    pen.box(x + width * 0.2, y + height * 0.12, size, size, M.WOOD, turn=8, bevel=0.03, lift=0.06)
    pen.box(x + width * 0.2, y + height * 0.12, size * 0.8, size * 0.14, M.DARK_WOOD, turn=53, bevel=0.02)
    pen.polygon(
        ellipse(x - width * 0.22, y + height * 0.27, size * 0.42, size * 0.42),
        M.DARK_WOOD,
        bevel=0.03,
        lift=0.05,
    )
    pen.circle(x - width * 0.22, y + height * 0.27, size * 0.36, 0.03, M.IRON)
