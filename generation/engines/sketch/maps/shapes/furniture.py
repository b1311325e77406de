"""Furniture: what people sit at, lie in and keep things in."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.shapes.parts import (
    MEAL,
    M,
    boards,
    bottle,
    candle,
    dyes,
    mug,
    plate,
    rounded,
    scroll,
)

SPINES = (M.CLOTH, M.LEATHER, M.TRIM, M.BLUE_CLOTH, M.LINEN, M.GREEN_CLOTH, M.DARK_WOOD, M.COPPER)


def bar(pen: Pen, width: float, height: float) -> None:
    """A counter: a polished top, a footrail at the front, drinks."""
    pen.bar(((-width / 2 + 0.06, height / 2 - 0.03), (width / 2 - 0.06, height / 2 - 0.03)), 0.05, M.COPPER)
    pen.box(0, -0.03, width, height - 0.06, M.DARK_WOOD, bevel=0.04)
    boards(pen, (0, -0.03), width - 0.1, height - 0.2, board=0.24, lift=0.02)
    pen.box(0, height / 2 - 0.1, width, 0.08, M.DARK_WOOD, bevel=0.025, lift=0.015)
    for x in np.arange(-width / 2 + 0.3, width / 2 - 0.25, 0.42).tolist():
        if pen.rng.random() < 0.62:
            thing = (mug, mug, bottle, plate)[int(pen.rng.integers(4))]
            reach = max(height / 2 - 0.28, 0.01)
            thing(pen, float(x) + float(pen.rng.uniform(-0.1, 0.1)), float(pen.rng.uniform(-reach, reach)))


def bed(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_WOOD, bevel=0.03)
    pen.polygon(rounded(0, 0.0, width * 0.9, height * 0.92, 0.06), M.LINEN, bevel=0.05)
    pillows = (0.0,) if width < 1.3 else (-width * 0.22, width * 0.22)
    for x in pillows:
        soft = rounded(x, -height * 0.33, min(width * 0.7, 0.64), height * 0.17, 0.09)
        pen.polygon(soft, M.PAPER, bevel=0.08, lift=0.04, rim=0.7)
        pen.line(((x - 0.12, -height * 0.33), (x + 0.1, -height * 0.34)), 0.012, M.ROPE, strength=0.6)
    cover = [
        (-width * 0.46, -height * 0.19),
        (width * 0.46, -height * 0.19),
        (width * 0.465, height * 0.46),
        (-width * 0.465, height * 0.46),
    ]
    pen.polygon(cover, dyes(pen)[0], bevel=0.06, lift=0.03)
    _folds(pen, width, height)
    pen.box(0, -height * 0.16, width * 0.93, height * 0.1, M.LINEN, bevel=0.04, lift=0.03, rim=0.7)
    pen.box(0, -height / 2 + 0.05, width, 0.1, M.WOOD, bevel=0.03, lift=0.03)
    pen.box(0, height / 2 - 0.04, width, 0.08, M.WOOD, bevel=0.03, lift=0.02)


def _folds(pen: Pen, width: float, height: float) -> None:
    """Creases across a blanket."""
    for _ in range(5):
        x, y = float(pen.rng.uniform(-0.3, 0.3)) * width, float(pen.rng.uniform(0.0, 0.36)) * height
        dx, dy = float(pen.rng.uniform(0.08, 0.2)) * width, float(pen.rng.uniform(-0.05, 0.07)) * height
        pen.line(((x - dx, y - dy), (x, y), (x + dx, y + dy * 0.4)), 0.03, M.SHADE, strength=0.16)
        pen.line(
            ((x - dx, y - dy - 0.03), (x, y - 0.03), (x + dx, y + dy * 0.4 - 0.03)),
            0.02,
            M.LINEN,
            strength=0.1,
        )


def bench(pen: Pen, width: float, height: float) -> None:
    """Two boards on legs that stick out a little."""
    level = width >= height
    length, depth = max(width, height), min(width, height)
    for side in (-1, 1):
        along = side * (length / 2 - min(0.2, length * 0.15))
        leg = (0.09, depth) if level else (depth, 0.09)
        pen.box(*((along, 0.0) if level else (0.0, along)), *leg, M.DARK_WOOD, bevel=0.02)
    size = (length, depth * 0.84) if level else (depth * 0.84, length)
    boards(pen, (0, 0), *size, board=max(depth * 0.4, 0.1), lift=0.02)


def bookshelf(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_WOOD, bevel=0.03)
    pen.box(0, height * 0.07, width * 0.95, height * 0.7, M.SHADE, bevel=0.01)
    x = -width * 0.465
    while x < width * 0.44:
        thick = float(pen.rng.uniform(0.06, 0.13))
        spine = SPINES[int(pen.rng.integers(len(SPINES)))]
        deep = height * float(pen.rng.uniform(0.46, 0.64))
        tone = float(pen.rng.uniform(0.85, 1.15))
        pen.box(x + thick / 2, height * 0.4 - deep / 2, thick, deep, spine, bevel=0.02, tone=tone, rim=0.6)
        pen.line(
            ((x + 0.02, height * 0.4 - 0.05), (x + thick - 0.02, height * 0.4 - 0.05)),
            0.014,
            M.GOLD,
            strength=0.7,
        )
        x += thick + 0.008
    pen.box(0, -height * 0.4, width, height * 0.2, M.WOOD, bevel=0.03, lift=0.04)
    for side in (-1, 1):
        pen.box(side * (width / 2 - 0.03), 0, 0.06, height, M.WOOD, bevel=0.02, lift=0.02)


def chair(pen: Pen, width: float, height: float) -> None:
    for side in (-1, 1):
        pen.disc(side * width * 0.36, height * 0.36, width * 0.1, M.DARK_WOOD, bevel=0.02)
    seat = rounded(0, height * 0.06, width * 0.86, height * 0.78, width * 0.14)
    pen.polygon(seat, M.WOOD, bevel=0.04, grain=90)
    pen.line(((-width * 0.14, -height * 0.2), (-width * 0.14, height * 0.38)), 0.012, M.DARK_WOOD)
    pen.line(((width * 0.14, -height * 0.2), (width * 0.14, height * 0.38)), 0.012, M.DARK_WOOD)
    back = [(-width * 0.47, -height * 0.3), (0.0, -height * 0.42), (width * 0.47, -height * 0.3)]
    pen.bar(back, height * 0.16, M.DARK_WOOD, lift=0.05)


def cupboard(pen: Pen, width: float, height: float) -> None:
    """A tall cabinet: its cornice from above, the doors' edges and knobs at the front."""
    pen.box(0, height / 2 - 0.05, width * 0.96, 0.1, M.DARK_WOOD, bevel=0.02)
    for side in (-1, 1):
        pen.disc(side * 0.07, height / 2 - 0.02, 0.025, M.GOLD, bevel=0.01, rim=0.6)
    pen.box(0, -0.04, width, height - 0.08, M.WOOD, bevel=0.045, lift=0.02)
    pen.box(0, -0.05, width * 0.9, height * 0.66, M.WOOD, bevel=0.02, tone=0.86, rim=0.7)
    pen.line(((0, height * 0.26), (0, height / 2 - 0.08)), 0.014, M.SHADE)
    for share in (-0.3, -0.02, 0.26):
        if pen.rng.random() < 0.75:
            thing = (plate, bottle, mug)[int(pen.rng.integers(3))]
            thing(pen, width * (share + float(pen.rng.uniform(-0.06, 0.06))), -height * 0.08)


def round_table(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.DARK_WOOD, bevel=0.05)
    step = 0.24
    for off in np.arange(-radius + 0.04, radius, step).tolist():
        top, bottom = max(off, -radius * 0.93), min(off + step, radius * 0.93)
        tone = float(pen.rng.uniform(0.92, 1.08))
        pen.polygon(_strip(radius * 0.94, top, bottom), M.WOOD, bevel=0.015, tone=tone, rim=0.5, grain=0)
    candle(pen, 0, 0)
    for turn in np.arange(4) * np.pi / 2 + float(pen.rng.uniform(0, 1.5)):
        if pen.rng.random() < 0.7:
            reach = radius * float(pen.rng.uniform(0.5, 0.66))
            thing = MEAL[int(pen.rng.integers(len(MEAL)))]
            thing(pen, reach * float(np.cos(turn)), reach * float(np.sin(turn)))


def _strip(radius: float, top: float, bottom: float) -> list[tuple[float, float]]:
    """The part of a disc between two heights."""
    rows = np.linspace(top, bottom, 5)
    half = np.sqrt(np.maximum(radius**2 - rows**2, 1e-6))
    right = [(float(x), float(y)) for x, y in zip(half, rows, strict=True)]
    left = [(-float(x), float(y)) for x, y in zip(half[::-1], rows[::-1], strict=True)]
    return right + left


def table(pen: Pen, width: float, height: float) -> None:
    boards(pen, (0, 0), width, height, board=0.24)
    level = width >= height
    for side in (-1, 1):  # the ends are held together by a board across
        at = (side * (width / 2 - 0.09), 0.0) if level else (0.0, side * (height / 2 - 0.09))
        size = (0.14, height - 0.04) if level else (width - 0.04, 0.14)
        pen.box(*at, *size, M.WOOD, bevel=0.016, tone=0.88, rim=0.6)
    longer, shorter = (width, height) if level else (height, width)
    candles = longer > 1.8
    if candles:
        candle(pen, 0, 0)
    for along in np.arange(-longer / 2 + 0.28, longer / 2 - 0.2, 0.4).tolist():
        if (candles and abs(along) < 0.2) or pen.rng.random() > 0.7:
            continue
        across = float(pen.rng.uniform(-1, 1)) * max(shorter / 2 - 0.24, 0.0)
        thing = (*MEAL, scroll)[int(pen.rng.integers(len(MEAL) + 1))]
        thing(pen, *((along, across) if level else (across, along)))


def throne(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_STONE, bevel=0.05)
    pen.box(0, -height * 0.03, width * 0.88, height * 0.86, M.STONE, bevel=0.05, lift=0.02)
    pen.polygon(rounded(0, height * 0.06, width * 0.52, height * 0.58, 0.08), M.CLOTH, bevel=0.08)
    for x, y in ((-0.1, -0.04), (0.1, -0.04), (0.0, 0.12), (-0.1, 0.24), (0.1, 0.24)):
        pen.disc(width * x, height * y, 0.02, M.TRIM, bevel=0.008, rim=0.5)
    for side in (-1, 1):
        arm = rounded(side * width * 0.31, height * 0.04, width * 0.12, height * 0.62, 0.05)
        pen.polygon(arm, M.GOLD, bevel=0.04, lift=0.05)
        pen.ball(side * width * 0.31, height * 0.34, width * 0.07, M.GOLD)
    back = [
        (-width * 0.38, -height * 0.24),
        (-width * 0.4, -height * 0.44),
        (0, -height * 0.5),
        (width * 0.4, -height * 0.44),
        (width * 0.38, -height * 0.24),
    ]
    pen.polygon(back, M.GOLD, bevel=0.05, lift=0.08)
    pen.disc(0, -height * 0.36, width * 0.06, M.CLOTH, bevel=0.03)
    for side in (-1, 1):
        pen.ball(side * width * 0.39, -height * 0.37, width * 0.05, M.TRIM)


def weapon_rack(pen: Pen, width: float, height: float) -> None:
    pen.box(0, -height * 0.24, width, height * 0.36, M.DARK_WOOD, bevel=0.03)
    for index, x in enumerate(np.arange(-width / 2 + 0.16, width / 2 - 0.1, 0.27).tolist()):
        if index % 3 == 1:
            _axe(pen, x, height)
        else:
            _blade(pen, x, height, spear=index % 3 == 0)
    pen.box(0, -height * 0.06, width, height * 0.13, M.WOOD, bevel=0.02, lift=0.03)


def _blade(pen: Pen, x: float, height: float, *, spear: bool) -> None:
    if spear:
        pen.bar(((x, -height * 0.36), (x, height * 0.36)), 0.035, M.WOOD, lift=0.03)
        head = ((x - 0.05, height * 0.28), (x, height * 0.54), (x + 0.05, height * 0.28), (x, height * 0.22))
        pen.polygon(head, M.STEEL, bevel=0.02)
        return
    blade = (
        (x - 0.03, -height * 0.1),
        (x + 0.03, -height * 0.1),
        (x + 0.025, height * 0.4),
        (x, height * 0.52),
    )
    pen.polygon((*blade, (x - 0.025, height * 0.4)), M.STEEL, bevel=0.02, lift=0.03)
    pen.box(x, -height * 0.14, 0.16, 0.04, M.GOLD, bevel=0.01)
    pen.bar(((x, -height * 0.18), (x, -height * 0.34)), 0.045, M.LEATHER)


def _axe(pen: Pen, x: float, height: float) -> None:
    pen.bar(((x, -height * 0.36), (x, height * 0.48)), 0.04, M.WOOD, lift=0.03)
    edge = (
        (x - 0.02, height * 0.22),
        (x + 0.1, height * 0.12),
        (x + 0.12, height * 0.46),
        (x - 0.02, height * 0.38),
    )
    pen.polygon(edge, M.STEEL, bevel=0.02, lift=0.02)
