"""What masons and sculptors left: pillars, graves, fountains, stairs."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen, ellipse
from generation.engines.sketch.maps.shapes.parts import M, candle, curb, rounded, wedge


def altar(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.STONE, bevel=0.05)
    pen.box(0, 0, width * 0.92, height * 0.82, M.PALE_STONE, bevel=0.05, lift=0.02)
    pen.box(0, 0.02, width * 0.36, height * 0.96, M.CLOTH, bevel=0.03, lift=0.015)
    for side in (-1, 1):
        pen.line(
            ((side * width * 0.155, -height * 0.44), (side * width * 0.155, height * 0.48)), 0.025, M.TRIM
        )
    pen.circle(0, 0, height * 0.19, 0.035, M.GOLD)
    for turn in range(8):
        angle = turn * np.pi / 4
        x, y = float(np.cos(angle)) * height, float(np.sin(angle)) * height
        pen.line(((x * 0.22, y * 0.22), (x * 0.29, y * 0.29)), 0.025, M.GOLD)
    for side in (-1, 1):
        candle(pen, side * width * 0.38, -height * 0.22)
        candle(pen, side * width * 0.29, -height * 0.27)
    pen.disc(-width * 0.33, height * 0.16, 0.1, M.GOLD, bevel=0.03, lift=0.03)
    pen.disc(-width * 0.33, height * 0.16, 0.065, M.CLOTH, bevel=0.02, rim=0.5)
    pen.box(width * 0.33, height * 0.14, 0.3, 0.22, M.LEATHER, turn=-8, bevel=0.02, lift=0.03)
    pen.box(width * 0.33, height * 0.13, 0.26, 0.18, M.PAPER, turn=-8, bevel=0.01, rim=0.5)


def column(pen: Pen, width: float, height: float) -> None:
    """A broken column: fluted, its top split; a fallen one where it is longer than wide."""
    if max(width, height) > 1.4 * min(width, height):
        _fallen(pen, width, height)
        return
    radius = min(width, height) / 2
    pen.polygon(rounded(0, 0, radius * 1.9, radius * 1.9, 0.05), M.DARK_STONE, bevel=0.05)
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    flutes = radius * (0.82 + 0.045 * np.abs(np.cos(8 * angles)))
    rim = list(zip((flutes * np.cos(angles)).tolist(), (flutes * np.sin(angles)).tolist(), strict=True))
    pen.polygon(rim, M.STONE, bevel=0.06, lift=0.05)
    start = float(pen.rng.uniform(0, 2 * np.pi))
    for low, high, tone in ((0.0, 2.4, 1.12), (2.4, 4.3, 0.82), (4.3, 6.28, 0.98)):
        reach = radius * 0.76
        points = [(0.04, 0.02), *wedge((reach, reach), (reach, reach), start + low, start + high)[:5]]
        pen.polygon(points, M.PALE_STONE, bevel=0.05, tone=tone, rim=0.7)
    for _ in range(4):
        angle = float(pen.rng.uniform(0, 6.3))
        x, y = radius * 0.95 * float(np.cos(angle)), radius * 0.95 * float(np.sin(angle))
        pen.lump(x, y, radius * float(pen.rng.uniform(0.08, 0.17)), M.STONE, bevel=0.04, lift=0.03)


def _fallen(pen: Pen, width: float, height: float) -> None:
    """Drums in a row, lit along the top."""
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)
    count = max(2, round(long_side / (short_side * 1.1)))
    step = long_side / count
    for index in range(count):
        shift, gap = float(pen.rng.uniform(-0.06, 0.06)) * short_side, step * 0.04
        u0, u1 = index * step - long_side / 2 + gap, (index + 1) * step - long_side / 2 - gap
        for band in range(5):
            v0, v1 = ((band + side) / 5 - 0.5 for side in (0, 1))
            edge = ((u0, v0), (u1, v0), (u1, v1), (u0, v1))
            tone = (0.9, 1.16, 1.06, 0.9, 0.72)[band] if level else (0.95, 1.16, 1.04, 0.9, 0.72)[band]
            placed = [(u, v * short_side * 0.92 + shift) for u, v in edge]
            pen.polygon(
                [(u, v) if level else (v, u) for u, v in placed], M.STONE, bevel=0.03, tone=tone, rim=0.5
            )


def fountain(pen: Pen, width: float, height: float) -> None:
    """A round basin with a bowl on a pillar in its middle, and water falling from it."""
    across, down = width / 2, height / 2
    rim = min(0.32, min(across, down) * 0.24)
    pen.polygon(ellipse(0, 0, across, down, 40), M.DARK_STONE, bevel=0.04)
    inner = (across - rim, down - rim)
    pen.polygon(ellipse(0, 0, *inner, 40), M.WATER, bevel=0.1, rim=0.8)
    pen.polygon(ellipse(0.03, 0.03, inner[0] * 0.8, inner[1] * 0.8, 40), M.WATER, bevel=0.2, tone=0.84, rim=0)
    for share in (0.86, 0.66, 0.52):
        points = ellipse(0, 0, inner[0] * share, inner[1] * share, 40)
        start = int(pen.rng.integers(40))
        ring = [points[(start + i) % 40] for i in range(31)]
        pen.line(ring, 0.02, M.LINEN, strength=0.4)
    curb(pen, (across, down), inner, M.PALE_STONE, lift=0.05)
    bowl = min(across, down) * 0.4
    pen.polygon(ellipse(0, 0, bowl, bowl, 8), M.STONE, bevel=0.06, lift=0.09)
    pen.disc(0, 0, bowl * 0.78, M.WATER, bevel=0.05, tone=1.15)
    pen.disc(0, 0, bowl * 0.3, M.PALE_STONE, bevel=0.06, lift=0.05)
    for turn in range(8):
        angle = turn * np.pi / 4 + np.pi / 8
        x, y = float(np.cos(angle)), float(np.sin(angle))
        pen.line(
            ((x * bowl * 0.3, y * bowl * 0.3), (x * bowl * 1.2, y * bowl * 1.2)), 0.035, M.LINEN, strength=0.6
        )
        pen.glow(x * bowl * 1.25, y * bowl * 1.25, 0.14, M.LINEN, 0.7)
    pen.glow(0, 0, bowl * 0.36, M.LINEN, 0.8)


def grate(pen: Pen, width: float, height: float) -> None:
    """Iron bars over a dark shaft, in a frame of stone."""
    rim = min(0.13, min(width, height) * 0.16)
    pen.box(0, 0, width, height, M.DARK_STONE, bevel=0.03)
    pen.box(0, 0, width - rim, height - rim, M.STONE, bevel=0.03, tone=0.9)
    inner_w, inner_h = width - 2 * rim, height - 2 * rim
    pen.box(0, 0, inner_w, inner_h, M.SHADE, bevel=0.03)
    for count, level in ((max(2, round(inner_h / 0.4)), True), (max(3, round(inner_w / 0.17)), False)):
        for index in range(count):
            off = (index + 0.5) / count - 0.5
            ends = ((-inner_w / 2, off * inner_h), (inner_w / 2, off * inner_h))
            if not level:
                ends = ((off * inner_w, -inner_h / 2), (off * inner_w, inner_h / 2))
            pen.bar(ends, 0.06, M.STEEL if pen.inked else M.IRON, tone=1.5, lift=0.03, rim=0.5)


def grave(pen: Pen, width: float, height: float) -> None:
    """A mound of earth below a headstone."""
    mound = rounded(0, height * 0.08, width * 0.8, height * 0.78, width * 0.3)
    pen.polygon(mound, M.EARTH, bevel=0.14)
    for _ in range(round(14 * width * height)):
        x, y = (
            float(pen.rng.uniform(-0.32, 0.32)) * width,
            height * (0.08 + float(pen.rng.uniform(-0.32, 0.32))),
        )
        pen.lump(x, y, float(pen.rng.uniform(0.02, 0.05)), M.EARTH, bevel=0.02, tone=1.25, rim=0.4)
    deep = min(0.2, height * 0.14)
    pen.box(0, -height / 2 + deep * 0.9, width * 0.86, deep * 1.7, M.DARK_STONE, bevel=0.03)
    stone = [
        (-width * 0.36, -height / 2 + deep * 1.35),
        (-width * 0.36, -height / 2 + deep * 0.5),
        (-width * 0.2, -height / 2 + deep * 0.16),
        (width * 0.2, -height / 2 + deep * 0.16),
        (width * 0.36, -height / 2 + deep * 0.5),
        (width * 0.36, -height / 2 + deep * 1.35),
    ]
    pen.polygon(stone, M.PALE_STONE, bevel=0.05, lift=0.08)
    pen.line(((-width * 0.2, -height / 2 + deep), (width * 0.2, -height / 2 + deep)), 0.02, M.DARK_STONE)
    for side in (-1, 1):
        for petal in (M.CLOTH, M.TRIM, M.LINEN):
            x = side * width * float(pen.rng.uniform(0.1, 0.24))
            y = -height / 2 + deep * float(pen.rng.uniform(1.9, 2.4))
            pen.disc(x, y, 0.035, petal, bevel=0.01, rim=0.5)


def pillar(pen: Pen, width: float, height: float) -> None:
    """A square foot with round mouldings, brightest on top."""
    radius = min(width, height) / 2
    pen.polygon(rounded(0, 0, radius * 2, radius * 2, radius * 0.16), M.DARK_STONE, bevel=0.06)
    for share, material, lift in (
        (0.9, M.STONE, 0.03),
        (0.74, M.DARK_STONE, 0.0),
        (0.68, M.PALE_STONE, 0.05),
    ):
        pen.disc(0, 0, radius * share, material, bevel=radius * 0.16, lift=lift)
    pen.circle(0, 0, radius * 0.46, 0.018, M.DARK_STONE, strength=0.6)
    pen.glow(-radius * 0.16, -radius * 0.16, radius * 0.5, M.PAPER, 0.22, light=False)


def sarcophagus(pen: Pen, width: float, height: float) -> None:
    """A coffin of stone, a knight carved upon its lid."""

    def coffin(share: float) -> list[tuple[float, float]]:
        half_w, half_h = width / 2 * share, height / 2 - width / 2 * (1 - share)
        outline = ((-0.72, -1), (0.72, -1), (1, -0.45), (0.72, 1), (-0.72, 1), (-1, -0.45))
        return [(x * half_w, y * half_h) for x, y in outline]

    pen.polygon(coffin(1.0), M.DARK_STONE, bevel=0.05)
    pen.polygon(coffin(0.88), M.STONE, bevel=0.06, lift=0.03)
    pen.polygon(coffin(0.72), M.PALE_STONE, bevel=0.02, tone=0.86, rim=0.5)
    w, h = width, height
    body = (
        (-w * 0.17, -h * 0.2),
        (w * 0.17, -h * 0.2),
        (w * 0.13, h * 0.1),
        (w * 0.1, h * 0.36),
        (-w * 0.1, h * 0.36),
        (-w * 0.13, h * 0.1),
    )
    pen.polygon(body, M.PALE_STONE, bevel=0.07, lift=0.05, rim=0.7)
    pen.disc(0, -h * 0.29, w * 0.12, M.PALE_STONE, bevel=0.06, lift=0.04)
    pen.line(((0, -h * 0.04), (0, h * 0.34)), 0.05, M.DARK_STONE)
    pen.line(((-w * 0.12, h * 0.0), (w * 0.12, h * 0.0)), 0.045, M.DARK_STONE)
    for side in (-1, 1):
        pen.bar(
            ((side * w * 0.17, -h * 0.16), (side * w * 0.03, -h * 0.02)),
            0.07,
            M.PALE_STONE,
            lift=0.02,
            rim=0.6,
        )


def _stairs(pen: Pen, width: float, height: float, *, down: bool) -> None:
    """Steps between two cheeks; each throws a shadow on the next lower one."""
    steps = max(5, round(height * 3.5))
    depth = height / steps
    pen.box(0, 0, width, height, M.DARK_STONE, bevel=0.02)
    for index in range(steps):
        y = height / 2 - depth * (index + 0.5)
        climbed = index / (steps - 1)
        inset = 0.06 + (0.12 * climbed if down else -0.04 * climbed)
        tone = 1.0 if not pen.inked or not down else 1.0 - 0.9 * climbed
        pen.box(0, y, width * (0.92 - inset), depth, M.STONE, bevel=0.03, tone=tone, rim=0.7)
        darkness = climbed**1.3 * 0.97 if down else 0.42 * (1 - climbed)
        pen.veil(0, y, width * (0.94 - inset), depth * 1.04, darkness)
        lower = y - depth * 0.4 if down else y + depth * 0.4
        pen.veil(0, lower, width * (0.92 - inset), depth * 0.3, 0.35)
    for side in (-1, 1):
        count = max(2, round(height / 0.5))
        for index in range(count):
            y = height * ((index + 0.5) / count - 0.5)
            tone = float(pen.rng.uniform(0.92, 1.1))
            pen.box(
                side * width * 0.46, y, width * 0.1, height / count, M.STONE, bevel=0.03, tone=tone, rim=0.8
            )


def stairs_down(pen: Pen, width: float, height: float) -> None:
    _stairs(pen, width, height, down=True)


def stairs_up(pen: Pen, width: float, height: float) -> None:
    _stairs(pen, width, height, down=False)


def statue(pen: Pen, width: float, height: float) -> None:
    """A guard on a plinth, seen from above: cloak, shoulders, helmet, a spear and a shield."""
    side = min(width, height)
    pen.box(0, 0, side, side, M.DARK_STONE, bevel=0.05)
    pen.polygon(ellipse(0, 0, side * 0.44, side * 0.44, 8), M.STONE, bevel=0.05, lift=0.03)
    s = side
    cloak = ((-0.27, -0.02), (-0.22, -0.2), (-0.1, -0.33), (0.1, -0.33), (0.22, -0.2), (0.27, -0.02))
    pen.polygon([(x * s, y * s) for x, y in cloak], M.DARK_STONE, bevel=0.07, tone=1.3, lift=0.06)
    for x in (-0.12, 0.0, 0.12):
        pen.line(((s * x * 0.7, -s * 0.08), (s * x * 1.2, -s * 0.28)), 0.018, M.DARK_STONE, strength=0.8)
    pen.bar(((s * 0.25, s * 0.02), (s * 0.27, s * 0.2)), 0.11 * s, M.PALE_STONE, lift=0.04)
    pen.bar(((-s * 0.25, s * 0.02), (-s * 0.2, s * 0.17)), 0.11 * s, M.PALE_STONE, lift=0.04)
    pen.polygon(ellipse(0, -s * 0.01, s * 0.3, s * 0.13), M.PALE_STONE, bevel=s * 0.07, lift=0.06)
    pen.bar(((s * 0.29, -s * 0.3), (s * 0.29, s * 0.4)), 0.035, M.PALE_STONE, lift=0.06)
    tip = ((s * 0.29, s * 0.5), (s * 0.335, s * 0.38), (s * 0.245, s * 0.38))
    pen.polygon(tip, M.PALE_STONE, bevel=0.02, lift=0.04)
    pen.polygon(ellipse(-s * 0.19, s * 0.2, s * 0.15, s * 0.1), M.STONE, bevel=0.05, tone=1.1, lift=0.06)
    pen.disc(-s * 0.19, s * 0.2, s * 0.04, M.PALE_STONE, bevel=0.02)
    pen.ball(0, 0, s * 0.125, M.PALE_STONE, lift=0.06)
    pen.bar(((0, -s * 0.1), (0, s * 0.09)), 0.035, M.DARK_STONE, tone=1.4)


def well(pen: Pen, width: float, height: float) -> None:
    """A curb of stones about deep water, a windlass across it with a rope and a bucket."""
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.DARK_STONE, bevel=0.04)
    pen.disc(0, 0, radius * 0.7, M.SHADE, bevel=0.02)
    pen.disc(radius * 0.06, radius * 0.06, radius * 0.56, M.WATER, bevel=0.12, tone=0.8, rim=0)
    pen.glow(radius * 0.16, radius * 0.14, radius * 0.3, M.LINEN, 0.28, light=False)
    curb(pen, (radius, radius), (radius * 0.68, radius * 0.68), lift=0.04)
    for side in (-1, 1):
        pen.box(side * radius * 0.86, 0, radius * 0.2, radius * 0.3, M.DARK_WOOD, bevel=0.03, lift=0.06)
    pen.bar(((-radius * 0.92, 0), (radius * 0.92, 0)), radius * 0.13, M.WOOD, lift=0.12)
    for share in np.linspace(-0.24, 0.1, 5).tolist():
        pen.line(((radius * share, -radius * 0.08), (radius * (share + 0.03), radius * 0.08)), 0.03, M.ROPE)
    pen.disc(radius * 0.3, radius * 0.24, radius * 0.17, M.DARK_WOOD, bevel=0.03, lift=0.08)
    pen.disc(radius * 0.3, radius * 0.24, radius * 0.12, M.WATER, bevel=0.02, rim=0.6)
