"""What lies flat on floors: rugs, carpets, circles of magic."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.shapes.parts import M, dyes


def rug(pen: Pen, width: float, height: float) -> None:
    """Diamonds on a plain ground, fringed at both ends."""
    _fringe(pen, width, height)
    rim = min(width, height)
    ground, pattern = dyes(pen)
    pen.box(0, 0, width, height, ground, bevel=0.02)
    pen.box(0, 0, width - rim * 0.12, height - rim * 0.12, M.TRIM, bevel=0.01, rim=0.5)
    pen.box(0, 0, width - rim * 0.18, height - rim * 0.18, ground, bevel=0.01, tone=0.86, rim=0.5)
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)
    count = max(1, round((long_side - rim * 0.3) / (short_side * 0.62)))
    step = (long_side - rim * 0.3) / count
    for off in ((np.arange(count) + 0.5 - count / 2) * step).tolist():
        for share, cloth in ((1.0, M.TRIM), (0.72, pattern), (0.34, M.LINEN)):
            a, b = step * 0.46 * share, short_side * 0.33 * share
            points = ((-a, 0.0), (0.0, -b), (a, 0.0), (0.0, b))
            placed = [(x + off, y) if level else (y, x + off) for x, y in points]
            pen.polygon(placed, cloth, bevel=0.008, rim=0.5)


def carpet(pen: Pen, width: float, height: float) -> None:
    """A broad woven carpet: borders within borders, a medallion, a flower in each corner."""
    _fringe(pen, width, height)
    rim = min(width, height)
    ground, pattern = dyes(pen)
    bands = (
        (0.0, ground, 0.8),
        (0.06, M.TRIM, 1.0),
        (0.085, pattern, 1.0),
        (0.19, M.TRIM, 1.0),
        (0.215, ground, 1.0),
    )
    for inset, cloth, tone in bands:
        pen.box(
            0, 0, width - 2 * inset * rim, height - 2 * inset * rim, cloth, bevel=0.01, tone=tone, rim=0.5
        )
    _border_flowers(pen, width, height, rim * 0.1375)
    inner_w, inner_h = width - 0.43 * rim, height - 0.43 * rim
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        corner = (x * inner_w / 2, y * inner_h / 2)
        leg = rim * 0.15
        points = (corner, (corner[0] - x * leg, corner[1]), (corner[0], corner[1] - y * leg))
        pen.polygon(points, pattern, bevel=0.01, rim=0.5)
    for share, cloth in (
        (0.42, M.TRIM),
        (0.37, pattern),
        (0.24, M.LINEN),
        (0.2, ground),
        (0.08, M.TRIM),
    ):
        pen.polygon(
            _medallion(inner_w * share, inner_h * share, rim * share * 0.1), cloth, bevel=0.008, rim=0.5
        )


def _medallion(across: float, down: float, lobe: float) -> list[tuple[float, float]]:
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x = across * np.cos(angles) + lobe * np.cos(angles) * np.cos(8 * angles)
    y = down * np.sin(angles) + lobe * np.sin(angles) * np.cos(8 * angles)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _border_flowers(pen: Pen, width: float, height: float, inset: float) -> None:
    w, h = width / 2 - inset, height / 2 - inset
    size = min(inset * 0.28, 0.07)
    for along in np.arange(-w, w + 0.01, 2 * w / max(2, round(2 * w / (inset * 1.5)))).tolist():
        for y in (-h, h):
            pen.disc(along, y, size, M.TRIM, bevel=0.006, rim=0.4)
    for along in np.arange(-h, h + 0.01, 2 * h / max(2, round(2 * h / (inset * 1.5)))).tolist()[1:-1]:
        for x in (-w, w):
            pen.disc(x, along, size, M.TRIM, bevel=0.006, rim=0.4)


def _fringe(pen: Pen, width: float, height: float) -> None:
    """Threads at the two shorter ends."""
    level = width > height
    long_side, short_side = (width, height) if level else (height, width)
    for end in (-1, 1):
        for off in np.linspace(-short_side / 2 + 0.03, short_side / 2 - 0.03, max(4, round(short_side * 12))):
            inner, outer = end * (long_side / 2 - 0.02), end * (long_side / 2 + 0.06)
            ends = ((inner, float(off)), (outer, float(off + pen.rng.uniform(-0.02, 0.02))))
            pen.line([(x, y) if level else (y, x) for x, y in ends], 0.016, M.LINEN)


def magic_circle(pen: Pen, width: float, height: float) -> None:
    """A star in rings, with signs between them."""
    radius = min(width, height) / 2
    pen.glow(0, 0, radius * 1.1, M.MAGIC, 0.4)
    for share, thick in ((0.97, 0.05), (0.79, 0.03), (0.34, 0.03), (0.3, 0.018)):
        pen.circle(0, 0, radius * share, thick * 2.2, M.MAGIC, strength=0.22)
        pen.circle(0, 0, radius * share, thick, M.MAGIC)
    star = [radius * 0.79 * np.array((np.sin(a), -np.cos(a))) for a in np.arange(6) * 4 * np.pi / 5]
    points = [(float(x), float(y)) for x, y in star]
    pen.line(points, 0.1, M.MAGIC, strength=0.2)
    pen.line(points, 0.035, M.MAGIC)
    for x, y in points[:-1]:
        pen.disc(x, y, radius * 0.07, M.MAGIC, bevel=0.01, rim=1.0 if pen.inked else 0.0)
    for index in range(18):
        angle = (index + 0.5) / 18 * 2 * np.pi
        _rune(pen, radius * 0.88, angle, radius * 0.05)


def _rune(pen: Pen, reach: float, angle: float, size: float) -> None:
    """A sign of a few strokes, its foot to the middle."""
    out = np.array((np.cos(angle), np.sin(angle)))
    side = np.array((-out[1], out[0]))
    nodes = [out * (reach + u * size) + side * v * size for u in (-1, 0, 1) for v in (-0.6, 0, 0.6)]
    order = pen.rng.permutation(len(nodes))[: int(pen.rng.integers(3, 5))]
    pen.line([(float(nodes[i][0]), float(nodes[i][1])) for i in order.tolist()], 0.022, M.MAGIC)
