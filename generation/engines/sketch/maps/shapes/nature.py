"""What grew or was left below ground: rocks, dripstones, mushrooms, bones."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.shapes.parts import M
from generation.layout.plan import Point


def bones(pen: Pen, width: float, height: float) -> None:
    """A skull, ribs and what else was left."""
    reach = min(width, height) / 2
    for _ in range(5):
        x, y = pen.rng.uniform(-0.62, 0.62, 2) * reach
        angle = pen.rng.uniform(0, np.pi)
        dx, dy = np.cos(angle) * reach * 0.4, np.sin(angle) * reach * 0.4
        _bone(pen, (float(x - dx), float(y - dy)), (float(x + dx), float(y + dy)), reach * 0.13)
    pen.bar(((0.0, reach * 0.06), (0.0, reach * 0.84)), reach * 0.12, M.BONE, tone=0.9)
    for index in range(4):
        y = reach * (0.14 + 0.17 * index)
        for side in (-1, 1):
            rib = ((0.0, y), (side * reach * 0.24, y - reach * 0.02), (side * reach * 0.34, y + reach * 0.12))
            pen.bar(rib, reach * 0.08, M.BONE, lift=0.02, rim=0.6)
    pen.disc(0, -reach * 0.32, reach * 0.27, M.BONE, bevel=0.06, lift=0.04)
    pen.box(0, -reach * 0.08, reach * 0.26, reach * 0.16, M.BONE, bevel=0.02)
    for side in (-1, 1):
        pen.disc(side * reach * 0.11, -reach * 0.26, reach * 0.08, M.SHADE, bevel=0.01, rim=0)
        pen.line(((side * reach * 0.05, -reach * 0.1), (side * reach * 0.05, -reach * 0.02)), 0.012, M.SHADE)


def _bone(pen: Pen, start: Point, end: Point, thick: float) -> None:
    pen.bar((start, end), thick * 0.7, M.BONE, lift=0.02, rim=0.7)
    for x, y in (start, end):
        pen.disc(x, y, thick * 0.5, M.BONE, bevel=0.02, rim=0.6)


def fungus(pen: Pen, width: float, height: float) -> None:
    """Caps that glow, the largest below."""
    reach = min(width, height) / 2
    pen.glow(0, 0, reach * 1.4, M.FUNGUS_GLOW, 0.45)
    for size in np.linspace(0.46, 0.18, 9).tolist():
        x, y = (pen.rng.uniform(-0.62, 0.62, 2) * reach).tolist()
        cap = reach * float(size)
        pen.disc(x, y, cap, M.FUNGUS, bevel=cap * 0.35, lift=0.06)
        for _ in range(4):
            angle, away = float(pen.rng.uniform(0, 6.3)), cap * float(pen.rng.uniform(0.3, 0.72))
            dot = (x + away * float(np.cos(angle)), y + away * float(np.sin(angle)))
            pen.disc(*dot, cap * 0.12, M.FUNGUS_GLOW, bevel=0.01, rim=0)
        pen.glow(x, y, cap * 0.9, M.FUNGUS_GLOW, 0.55)


def rocks(pen: Pen, width: float, height: float) -> None:
    """One stone among smaller ones."""
    reach = min(width, height) / 2
    for _ in range(6):
        angle = pen.rng.uniform(0, 2 * np.pi)
        x, y = np.cos(angle) * reach * 0.66, np.sin(angle) * reach * 0.66
        tone = float(pen.rng.uniform(0.9, 1.3))
        pen.lump(
            float(x),
            float(y),
            reach * float(pen.rng.uniform(0.16, 0.32)),
            M.DARK_STONE,
            bevel=0.07,
            tone=tone,
        )
    pen.lump(0, 0, reach * 0.62, M.STONE, bevel=reach * 0.22, lift=0.05)
    pen.lump(-reach * 0.08, -reach * 0.08, reach * 0.36, M.STONE, bevel=reach * 0.2, tone=1.12, rim=0)
    pen.line(
        ((-reach * 0.1, reach * 0.1), (reach * 0.12, reach * 0.2), (reach * 0.3, reach * 0.12)),
        0.02,
        M.DARK_STONE,
    )


def stalagmite(pen: Pen, width: float, height: float) -> None:
    """A cone from above: it narrows to a lit tip."""
    reach = min(width, height) / 2
    for _ in range(4):
        x, y = pen.rng.uniform(-0.85, 0.85, 2) * reach
        pen.lump(float(x), float(y), reach * 0.22, M.DARK_STONE, tone=1.2)
    angles = np.arange(13) / 13 * 2 * np.pi
    rim = reach * pen.rng.uniform(0.82, 1.05, 13)
    for index, share in enumerate((1.0, 0.78, 0.56, 0.36, 0.18)):
        lean = -reach * (1 - share) * 0.22
        xs, ys = lean + rim * share * np.cos(angles), lean + rim * share * np.sin(angles)
        points = list(zip(xs.tolist(), ys.tolist(), strict=True))
        pen.polygon(points, M.STONE, bevel=reach * 0.2, tone=0.72 + 0.13 * index, rim=0.5 if index else 1.0)
