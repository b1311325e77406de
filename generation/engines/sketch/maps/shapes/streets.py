"""What stands under the open sky: stalls, tents, fences, signposts."""

import numpy as np

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.shapes.parts import M, boards, sack

GOODS = (M.CLOTH, M.BREW, M.TRIM, M.COPPER, M.EMBER, M.STRAW, M.GREEN_CLOTH)


def fence(pen: Pen, width: float, height: float) -> None:
    """Rails between posts."""
    level = width >= height
    long_side, thick = (width, min(height, 0.3)) if level else (height, min(width, 0.3))
    for side in (-1, 1):
        wobble = pen.rng.uniform(-0.012, 0.012, 2).tolist()
        rail = [
            (-long_side / 2, side * thick * 0.16 + wobble[0]),
            (long_side / 2, side * thick * 0.16 + wobble[1]),
        ]
        placed = rail if level else [(y, x) for x, y in rail]
        pen.bar(placed, max(thick * 0.26, 0.05), M.WOOD, tone=1.0 + 0.06 * side, lift=0.03)
    count = max(1, round(long_side / 1.0))
    post = max(thick * 0.72, 0.12)
    for index in range(count + 1):
        along = -long_side / 2 + index / count * long_side
        inset = min(max(along, -long_side / 2 + post / 2), long_side / 2 - post / 2)
        x, y = (inset, 0.0) if level else (0.0, inset)
        pen.box(
            x,
            y,
            post,
            post,
            M.DARK_WOOD,
            turn=float(pen.rng.uniform(-6, 6)),
            bevel=0.03,
            tone=1.15,
            lift=0.04,
        )
        pen.box(x, y, post * 0.5, post * 0.5, M.WOOD, bevel=0.02, rim=0.4)


def market_stall(pen: Pen, width: float, height: float) -> None:
    """A striped awning over the back, a counter with goods at the front."""
    counter = min(height * 0.36, 0.8)
    top = height / 2 - counter
    for side in (-1, 1):
        pen.disc(side * (width / 2 - 0.07), height / 2 - 0.07, 0.06, M.DARK_WOOD, bevel=0.02)
    boards(pen, (0, height / 2 - counter / 2), width * 0.94, counter, board=0.2)
    _wares(pen, width * 0.86, height / 2 - counter * 0.46, counter)
    colors = (M.CLOTH, M.LINEN)
    if pen.rng.random() < 0.5:
        colors = (M.BLUE_CLOTH, M.LINEN) if pen.rng.random() < 0.5 else (M.GREEN_CLOTH, M.LINEN)
    ridge = -height / 2 + (top + height / 2) * 0.36
    stripes = max(3, round(width / 0.36)) | 1
    for index in range(stripes):
        x0, x1 = (width * ((index + side) / stripes - 0.5) for side in (0, 1))
        cloth = colors[index % 2]
        pen.slope(
            ((x0, -height / 2), (x1, -height / 2), (x1, ridge), (x0, ridge)), cloth, (0, -1), steep=0.16
        )
        middle, hem = (x0 + x1) / 2, top + 0.04
        scallop = (
            (x0, ridge),
            (x1, ridge),
            (x1, hem),
            (middle + (x1 - x0) * 0.25, hem + 0.08),
            (middle, hem + 0.1),
        )
        front = (*scallop, (middle - (x1 - x0) * 0.25, hem + 0.08), (x0, hem))
        pen.slope(front, cloth, (0, 1), steep=0.16, lift=0.08)
    pen.bar(((-width / 2, ridge), (width / 2, ridge)), 0.05, M.LINEN, rim=0.4)


def _wares(pen: Pen, width: float, y: float, depth: float) -> None:
    """Boxes and baskets, each with one kind of goods."""
    count = max(2, round(width / 0.52))
    for index in range(count):
        x = width * ((index + 0.5) / count - 0.5)
        size = min(width / count * 0.84, depth * 0.66)
        if pen.rng.random() < 0.25:
            sack(pen, x, y + 0.08, size * 0.4)
            continue
        pen.box(x, y + 0.1, size, size * 0.9, M.WOOD, bevel=0.02, tone=1.1, lift=0.03)
        pen.box(x, y + 0.1, size * 0.84, size * 0.72, M.SHADE, bevel=0.01, rim=0.5)
        ware = GOODS[int(pen.rng.integers(len(GOODS)))]
        for dx, dy in (
            (-0.26, -0.2),
            (0.0, -0.22),
            (0.26, -0.18),
            (-0.25, 0.1),
            (0.02, 0.08),
            (0.27, 0.12),
            (0.12, -0.05),
        ):
            jitter = float(pen.rng.uniform(-0.03, 0.03))
            pen.ball(x + size * (dx + jitter), y + 0.1 + size * (dy + jitter), size * 0.145, ware)


def signpost(pen: Pen, width: float, height: float) -> None:
    """A post with arms that point somewhere."""
    reach = max(width, height) * 0.5 + 0.15
    thick = min(max(min(width, height) * 0.26, 0.1), 0.2)
    for turn, share in ((0.0, 1.0), (155.0, 0.86)):
        angle = np.radians(turn + float(pen.rng.uniform(-8, 8)))
        along, side = np.array((np.cos(angle), np.sin(angle))), np.array((-np.sin(angle), np.cos(angle)))
        length = reach * share
        shape = (
            (-0.1, -thick),
            (length - thick, -thick),
            (length, 0.0),
            (length - thick, thick),
            (-0.1, thick),
        )
        points = [along * u + side * v for u, v in shape]
        pen.polygon(
            [(float(x), float(y)) for x, y in points],
            M.WOOD,
            bevel=0.025,
            grain=float(np.degrees(angle)),
            lift=0.06,
        )
        text = [along * u for u in (length * 0.28, length * 0.72)]
        pen.line([(float(x), float(y)) for x, y in text], 0.03, M.DARK_WOOD)
    pen.disc(0, 0, thick * 0.9, M.DARK_WOOD, bevel=0.04, tone=1.2, lift=0.06)
    pen.disc(0, 0, thick * 0.5, M.WOOD, bevel=0.02, rim=0.5)


def tent(pen: Pen, width: float, height: float) -> None:
    """Two slopes from a ridge, open at the front; a round pavilion where it is as wide as high."""
    if abs(width - height) < 0.08 * max(width, height):
        _pavilion(pen, min(width, height) / 2)
        return
    w, h = width / 2 - 0.08, height / 2 - 0.06
    for x in (-1, 1):
        for y in (-0.9, -0.3, 0.3, 0.9):
            pen.line(((x * w * 0.9, y * h), (x * (width / 2), y * h * 1.02)), 0.02, M.ROPE)
            pen.disc(x * (width / 2 - 0.01), y * h * 1.02, 0.03, M.DARK_WOOD, bevel=0.01)
    pen.polygon(((-w, -h), (w, -h), (w, h), (-w, h)), M.SHADE, bevel=0.02)
    for side in (-1, 1):
        face = (
            (0.0, -h - 0.03),
            (side * w, -h),
            (side * w, h * 0.96),
            (side * w * 0.52, h * 0.74),
            (0.0, h * 0.62),
        )
        pen.slope(face, M.CANVAS, (side, 0), steep=0.26, bevel=0.04)
        for y in (-0.62, -0.24, 0.14):
            pen.line(((0, h * y), (side * w, h * (y + 0.02))), 0.014, M.LEATHER, strength=0.5)
        flap = (
            (0.0, h * 0.62),
            (side * w * 0.52, h * 0.74),
            (side * w * 0.72, h * 1.02),
            (side * w * 0.3, h * 0.9),
        )
        pen.slope(flap, M.CANVAS, (side, 1), steep=0.3, bevel=0.03, lift=0.05)
        pen.line(((side * w * 0.8, -h), (side * w * 0.8, h * 0.9)), 0.05, M.CLOTH, strength=0.75)
    pen.bar(((0, -h - 0.04), (0, h * 0.64)), 0.06, M.CANVAS, tone=1.12, rim=0.5)
    pen.disc(0, h * 0.64, 0.05, M.DARK_WOOD, bevel=0.015)


def _pavilion(pen: Pen, radius: float) -> None:
    count = 12
    rim = radius * 0.94
    for index in range(count):
        start, end = (2 * np.pi * (index + side) / count for side in (0, 1))
        middle = (start + end) / 2
        edge = [(rim * float(np.cos(a)), rim * float(np.sin(a))) for a in (start, end)]
        sag = (rim * 0.95 * float(np.cos(middle)), rim * 0.95 * float(np.sin(middle)))
        cloth = M.CANVAS if index % 2 else M.CLOTH
        away = (float(np.cos(middle)), float(np.sin(middle)))
        peg = (radius * 1.02 * float(np.cos(start)), radius * 1.02 * float(np.sin(start)))
        pen.line((edge[0], peg), 0.02, M.ROPE)
        pen.disc(*peg, 0.03, M.DARK_WOOD, bevel=0.01)
        pen.slope(((0, 0), edge[0], sag, edge[1]), cloth, away, steep=0.26, bevel=0.03)
    pen.circle(0, 0, radius * 0.5, 0.03, M.TRIM, strength=0.7)
    pen.ball(0, 0, radius * 0.08, M.GOLD, lift=0.08)
    for x, y in ((0.14, -0.1), (0.3, -0.04)):
        pen.polygon(
            ((0.0, 0.0), (radius * x, radius * (y - 0.07)), (radius * x, radius * (y + 0.06))),
            M.CLOTH,
            bevel=0.01,
        )
