"""What belongs to ships."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen, ellipse
from generation.engines.sketch.maps.shapes.parts import M, coil, rounded


def anchor(pen: Pen, width: float, height: float) -> None:
    """Ring at the back, flukes to the front, its rope coiled beside it."""
    w, h = width / 2, height / 2
    coil(pen, w * 0.62, -h * 0.4, min(w, h) * 0.36)
    thick = min(width, height) * 0.11
    pen.bar(((-w * 0.05, -h * 0.66), (w * 0.5, -h * 0.62)), 0.045, M.ROPE)
    arc = [
        (w * 0.84 * float(np.sin(a)), h * 0.12 + h * 0.66 * float(np.cos(a)))
        for a in np.linspace(-1.35, 1.35, 13)
    ]
    pen.bar(arc, thick, M.IRON, tone=1.35, lift=0.03)
    for side in (-1, 1):
        x, y = side * w * 0.84 * float(np.sin(1.35)), h * 0.12 + h * 0.66 * float(np.cos(1.35))
        fluke = (
            (x, y - thick * 1.9),
            (x + side * thick * 1.1, y + thick * 0.4),
            (x - side * thick * 1.6, y + thick * 0.5),
        )
        pen.polygon(fluke, M.IRON, bevel=0.03, tone=1.3, lift=0.02)
    pen.bar(((0, -h * 0.7), (0, h * 0.78)), thick * 1.1, M.IRON, tone=1.45, lift=0.03)
    pen.bar(((-w * 0.5, -h * 0.48), (w * 0.5, -h * 0.48)), thick * 1.2, M.WOOD, lift=0.04)
    pen.circle(0, -h * 0.82, thick * 1.1, thick * 0.5, M.IRON)


def boat(pen: Pen, width: float, height: float) -> None:
    """A rowing boat, its bow to the back: ribs, thwarts, oars."""
    w, h = width / 2, height / 2
    pen.polygon(_hull(w, h, 1.0), M.DARK_WOOD, bevel=0.06)
    pen.polygon(_hull(w, h, 0.9), M.WOOD, bevel=0.04, tone=1.08, grain=90, rim=0.7)
    pen.polygon(_hull(w, h, 0.78), M.WOOD, bevel=0.08, tone=0.62, grain=90, rim=0.7)
    for share in (-0.5, -0.25, 0.0, 0.25, 0.5):
        pen.line(((w * share, -h * 0.7), (w * share, h * 0.76)), 0.014, M.SHADE, strength=0.6)
    for y in np.linspace(-0.5, 0.74, 7).tolist():
        reach = _beam(y) * w * 0.77
        pen.line(((-reach, h * y), (reach, h * y)), 0.045, M.DARK_WOOD)
    for y in (-0.3, 0.14, 0.56):
        reach = _beam(y) * w * 0.86
        pen.box(0, h * y, reach * 2, min(0.24, h * 0.16), M.WOOD, bevel=0.03, lift=0.07)
    for side in (-1, 1):
        blade = (side * w * 0.34, h * 0.86)
        pen.bar(((side * w * 0.3, -h * 0.5), blade), 0.05, M.WOOD, tone=1.15, lift=0.05)
        pen.polygon(
            ellipse(blade[0], h * 0.74, 0.08, h * 0.14, 14),
            M.WOOD,
            bevel=0.02,
            tone=1.12,
            grain=90,
            lift=0.04,
        )
    coil(pen, 0, -h * 0.56, min(w * 0.26, 0.16))


def _beam(along: float) -> float:
    """The half width of a hull from its bow at -1 to its stern at 1, against the widest."""
    return (
        float(np.sqrt(max(1 - ((0.25 - along) / 1.25) ** 2, 0)))
        if along < 0.25
        else 1 - 0.3 * ((along - 0.25) / 0.75) ** 2
    )


def _hull(w: float, h: float, share: float) -> list[tuple[float, float]]:
    rows = np.concatenate((-1 + 1.25 * np.linspace(0, 1, 14) ** 2, np.linspace(0.3, 1, 8)))
    right = [(w * share * _beam(float(v)), h * float(v) * (1 - (1 - share) * 0.5 * w / h)) for v in rows]
    return right + [(-x, y) for x, y in right[::-1]]


def cannon(pen: Pen, width: float, height: float) -> None:
    """Muzzle to the front, on a wheeled carriage."""
    w, h = width / 2, height / 2
    for y in (-0.56, 0.06):
        pen.bar(((-w * 0.84, h * y), (w * 0.84, h * y)), 0.08, M.DARK_WOOD)
        for side in (-1, 1):
            pen.box(side * w * 0.86, h * y, w * 0.26, h * 0.3, M.DARK_WOOD, bevel=0.03, tone=1.1)
            pen.disc(side * w * 0.86, h * y, 0.04, M.IRON, bevel=0.01)
    bed = ((-w * 0.62, -h * 0.82), (w * 0.62, -h * 0.82), (w * 0.5, h * 0.34), (-w * 0.5, h * 0.34))
    pen.polygon(bed, M.WOOD, bevel=0.04, grain=90, lift=0.03)
    for side in (-1, 1):
        cheek = (
            (side * w * 0.62, -h * 0.82),
            (side * w * 0.38, -h * 0.82),
            (side * w * 0.34, h * 0.34),
            (side * w * 0.5, h * 0.34),
        )
        pen.polygon(cheek, M.WOOD, bevel=0.03, tone=0.9, grain=90, lift=0.03)
    gun = [(-w * 0.34, -h * 0.72), (w * 0.34, -h * 0.72), (w * 0.24, h * 0.8), (-w * 0.24, h * 0.8)]
    pen.polygon(gun, M.IRON, bevel=w * 0.16, tone=1.3, lift=0.09)
    pen.box(-w * 0.08, h * 0.02, w * 0.07, h * 1.4, M.STEEL, bevel=0.01, tone=0.8, rim=0)
    pen.ball(0, -h * 0.84, w * 0.16, M.IRON, lift=0.03)
    for y, share in ((-0.7, 0.78), (-0.34, 0.7), (0.08, 0.62), (0.46, 0.56), (0.82, 0.64)):
        pen.box(0, h * y, w * share, 0.075, M.IRON, bevel=0.025, tone=1.6, rim=0.8)
    pen.box(0, h * 0.92, w * 0.4, h * 0.09, M.SHADE, bevel=0.01)


def helm(pen: Pen, width: float, height: float) -> None:
    """A ship's wheel with eight spokes, its stand behind it."""
    radius = min(width, height) / 2
    pen.box(0, 0, radius * 0.6, radius * 1.5, M.DARK_WOOD, bevel=0.04)
    for turn in range(8):
        angle = turn * np.pi / 4
        x, y = float(np.cos(angle)), float(np.sin(angle))
        pen.bar(((0, 0), (x * radius * 0.96, y * radius * 0.96)), radius * 0.09, M.WOOD, tone=1.12, lift=0.05)
        pen.bar(
            ((x * radius * 0.8, y * radius * 0.8), (x * radius * 0.97, y * radius * 0.97)),
            radius * 0.13,
            M.WOOD,
        )
    for index in range(8):
        start, end = ((index + side + 0.5) * np.pi / 4 for side in (0, 1))
        outer, inner = radius * 0.76, radius * 0.58
        angles = np.linspace(start, end, 5)
        far = [(outer * float(np.cos(a)), outer * float(np.sin(a))) for a in angles]
        near = [(inner * float(np.cos(a)), inner * float(np.sin(a))) for a in angles[::-1]]
        pen.polygon(far + near, M.WOOD, bevel=0.03, tone=1.0 + 0.08 * (index % 2), rim=0.7, lift=0.04)
    pen.circle(0, 0, radius * 0.67, 0.022, M.GOLD)
    pen.disc(0, 0, radius * 0.24, M.WOOD, bevel=0.05, lift=0.04)
    pen.ball(0, 0, radius * 0.12, M.GOLD)


def mast(pen: Pen, width: float, height: float) -> None:
    """A mast cut across: rings in the wood, bands of iron; with its yard and furled sail where it is long."""
    size = min(width, height)
    if max(width, height) > 1.6 * size:
        _yard(pen, width, height)
    radius = min(size / 2, 0.55)
    pen.polygon(ellipse(0, 0, radius, radius, 8), M.DARK_WOOD, bevel=0.05)
    for turn in range(8):
        angle = (turn + 0.5) * np.pi / 4
        x, y = radius * 0.86 * float(np.cos(angle)), radius * 0.86 * float(np.sin(angle))
        pen.bar(((x * 0.94, y * 0.94), (x * 1.06, y * 1.06)), 0.06, M.ROPE, lift=0.02)
    pen.disc(0, 0, radius * 0.72, M.IRON, bevel=0.05, tone=1.3, lift=0.06)
    pen.disc(0, 0, radius * 0.62, M.WOOD, bevel=0.05, tone=1.14)
    for share in (0.5, 0.38, 0.25, 0.12):
        pen.circle(0, 0, radius * share, 0.014, M.DARK_WOOD, strength=0.7)
    pen.line(((0, 0), (radius * 0.3, -radius * 0.5)), 0.02, M.DARK_WOOD)


def _yard(pen: Pen, width: float, height: float) -> None:
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)

    def place(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return points if level else [(y, x) for x, y in points]

    half = long_side / 2
    pen.bar(place([(-half + 0.06, 0), (half - 0.06, 0)]), min(0.2, short_side * 0.22), M.WOOD, lift=0.1)
    count = max(4, round(long_side / 0.7))
    for index in range(count):
        u = (index + 0.5) / count * (long_side - 0.5) - (long_side - 0.5) / 2
        bulge = rounded(u, 0.06, (long_side - 0.5) / count, min(0.42, short_side * 0.5), 0.16)
        pen.polygon(
            place(bulge), M.CANVAS, bevel=0.1, tone=float(pen.rng.uniform(0.94, 1.04)), lift=0.05, rim=0.7
        )
    for index in range(1, count):
        u = index / count * (long_side - 0.5) - (long_side - 0.5) / 2
        pen.bar(place([(u, -0.2), (u, 0.24)]), 0.05, M.ROPE)
