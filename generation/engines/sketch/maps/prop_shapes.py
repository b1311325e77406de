"""How each prop is drawn, from above, its back up."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from generation.engines.sketch.maps.pen import Pen
from generation.engines.sketch.maps.styles import Material
from generation.layout.plan import PropKind

M = Material

Draw = Callable[[Pen, float, float], None]
"""Draws a thing `width` × `height` spaces large."""


def _boards(pen: Pen, width: float, height: float, material: M = M.WOOD) -> None:
    """A wooden surface of boards along its longer side."""
    pen.box(0, 0, width, height, material)
    level = width >= height
    across = height if level else width
    half = (width if level else height) / 2 - 0.03
    for offset in np.arange(-across / 2 + 0.22, across / 2 - 0.08, 0.22).tolist():
        ends = ((-half, offset), (half, offset)) if level else ((offset, -half), (offset, half))
        pen.line(ends, 0.014, M.SHADE)


def altar(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.STONE)
    pen.box(0, 0, width * 0.88, height * 0.78, M.PALE_STONE)
    pen.box(0, 0, width * 0.34, height * 0.78, M.CLOTH, bevel=0.02)
    pen.circle(0, 0, height * 0.2, 0.03, M.GOLD)
    for x in (-width * 0.36, width * 0.36):
        pen.disc(x, -height * 0.2, 0.07, M.LINEN)
        pen.glow(x, -height * 0.2, 0.2, M.FIRE)


def barrel(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.DARK_WOOD)
    pen.circle(0, 0, radius * 0.9, 0.05, M.IRON)
    pen.disc(0, 0, radius * 0.74, M.WOOD)
    for offset in (-0.36, 0.0, 0.36):
        reach = radius * 0.72 * float(np.sqrt(1 - offset**2))
        pen.line(((-reach, radius * offset), (reach, radius * offset)), 0.014, M.SHADE)


def bed(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_WOOD)
    pen.box(0, 0.02, width * 0.88, height * 0.92, M.LINEN)
    pen.box(0, height * 0.14, width * 0.9, height * 0.62, M.CLOTH, bevel=0.06)
    pen.box(0, -height * 0.15, width * 0.9, height * 0.09, M.LINEN, bevel=0.03)
    pillows = (0.0,) if width < 1.3 else (-width * 0.21, width * 0.21)
    for x in pillows:
        pen.box(x, -height * 0.34, min(width * 0.62, 0.6), height * 0.16, M.PAPER, bevel=0.06)


def bones(pen: Pen, width: float, height: float) -> None:
    """A skull, ribs and what else was left."""
    reach = min(width, height) / 2
    for _ in range(5):
        x, y = pen.rng.uniform(-0.6, 0.6, 2) * reach
        angle = pen.rng.uniform(0, np.pi)
        dx, dy = np.cos(angle) * reach * 0.42, np.sin(angle) * reach * 0.42
        _bone(pen, (float(x - dx), float(y - dy)), (float(x + dx), float(y + dy)))
    for index in range(4):
        y = reach * (0.12 + 0.2 * index)
        _bone(pen, (-reach * 0.3, y), (reach * 0.3, y - reach * 0.08))
    pen.disc(0, -reach * 0.3, reach * 0.3, M.BONE)
    for side in (-0.12, 0.12):
        pen.disc(side * reach, -reach * 0.24, reach * 0.08, M.SHADE, bevel=0.01)


def _bone(pen: Pen, start: tuple[float, float], end: tuple[float, float]) -> None:
    pen.line((start, end), 0.085, M.SHADE)
    pen.line((start, end), 0.055, M.BONE)


def bookshelf(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_WOOD)
    pen.box(0, height * 0.06, width * 0.94, height * 0.66, M.SHADE, bevel=0.01)
    x = -width * 0.46
    covers = (M.CLOTH, M.WOOD, M.TRIM, M.WATER, M.LINEN, M.DARK_STONE, M.BREW)
    while x < width * 0.43:
        thick = float(pen.rng.uniform(0.06, 0.13))
        cover = covers[int(pen.rng.integers(len(covers)))]
        pen.box(x + thick / 2, height * 0.06, thick, height * pen.rng.uniform(0.44, 0.62), cover, bevel=0.02)
        x += thick + 0.012


def _fire(pen: Pen, radius: float) -> None:
    pen.glow(0, 0, radius * 2.1, M.EMBER, 0.75)
    for size, material in ((0.72, M.EMBER), (0.5, M.FIRE)):
        for _ in range(5):
            x, y = pen.rng.uniform(-0.3, 0.3, 2) * radius
            pen.glow(x, y, radius * size, material, 0.85)
    pen.glow(0, 0, radius * 0.4, M.LINEN, 0.9)


def brazier(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    for angle in (45, 135, 225, 315):
        x, y = radius * np.cos(np.radians(angle)), radius * np.sin(np.radians(angle))
        pen.disc(float(x) * 0.94, float(y) * 0.94, radius * 0.2, M.IRON, bevel=0.02)
    pen.disc(0, 0, radius * 0.92, M.IRON)
    pen.disc(0, 0, radius * 0.72, M.SHADE, bevel=0.02)
    for _ in range(7):
        x, y = pen.rng.uniform(-0.42, 0.42, 2) * radius
        pen.lump(float(x), float(y), radius * 0.2, M.EMBER, bevel=0.02)
    _fire(pen, radius * 0.66)


def campfire(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    for turn in (0, 60, 120):
        pen.box(0, 0, radius * 1.3, radius * 0.24, M.DARK_WOOD, turn=turn + 15)
    for index in range(9):
        angle = index / 9 * 2 * np.pi
        pen.lump(
            float(np.cos(angle)) * radius * 0.9, float(np.sin(angle)) * radius * 0.9, radius * 0.22, M.STONE
        )
    _fire(pen, radius * 0.62)


def cauldron(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.IRON)
    pen.disc(0, 0, radius * 0.78, M.SHADE, bevel=0.02)
    pen.disc(0, 0, radius * 0.7, M.BREW, bevel=0.02)
    for _ in range(6):
        x, y = pen.rng.uniform(-0.4, 0.4, 2) * radius
        pen.circle(float(x), float(y), radius * float(pen.rng.uniform(0.06, 0.14)), 0.018, M.LINEN)
    pen.glow(0, 0, radius * 1.1, M.BREW, 0.35)


def chair(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0.03, width * 0.86, height * 0.8, M.WOOD, bevel=0.03)
    pen.box(0, -height * 0.42, width * 0.92, height * 0.18, M.DARK_WOOD, bevel=0.02)


def chest(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.WOOD, bevel=0.07)
    for x in (-width * 0.32, width * 0.32):
        pen.box(x, 0, width * 0.1, height * 1.02, M.IRON, bevel=0.02)
    pen.line(((-width / 2, height * 0.16), (width / 2, height * 0.16)), 0.02, M.SHADE)
    pen.box(0, height * 0.2, width * 0.16, height * 0.24, M.GOLD, bevel=0.02)


def crate(pen: Pen, width: float, height: float) -> None:
    _boards(pen, width, height)
    frame = 0.1
    pen.box(0, 0, frame, float(np.hypot(width, height)) * 0.86, M.DARK_WOOD, turn=45, bevel=0.02)
    for side in (-1, 1):
        pen.box(0, side * (height - frame) / 2, width, frame, M.WOOD, bevel=0.02)
        pen.box(side * (width - frame) / 2, 0, frame, height, M.WOOD, bevel=0.02)


def fungus(pen: Pen, width: float, height: float) -> None:
    reach = min(width, height) / 2
    pen.glow(0, 0, reach * 1.4, M.FUNGUS_GLOW, 0.45)
    for size in np.linspace(0.46, 0.2, 8).tolist():
        x, y = pen.rng.uniform(-0.66, 0.66, 2) * reach
        cap = reach * float(size)
        pen.disc(float(x), float(y), cap, M.FUNGUS, bevel=0.06)
        pen.glow(float(x), float(y), cap * 0.9, M.FUNGUS_GLOW, 0.8)


def magic_circle(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.glow(0, 0, radius * 1.05, M.MAGIC, 0.35)
    for share in (0.96, 0.8, 0.34):
        pen.circle(0, 0, radius * share, 0.045, M.MAGIC)
    star = [radius * 0.8 * np.array((np.sin(a), -np.cos(a))) for a in np.arange(6) * 4 * np.pi / 5]
    pen.line([(float(x), float(y)) for x, y in star], 0.04, M.MAGIC)
    for index in range(16):
        angle = index / 16 * 2 * np.pi
        x, y = radius * 0.88 * float(np.cos(angle)), radius * 0.88 * float(np.sin(angle))
        dx, dy = pen.rng.uniform(-0.07, 0.07, 2).tolist()
        pen.line(((x - dx, y - dy), (x + dy, y - dx), (x + dx, y + dy)), 0.025, M.MAGIC)


def pillar(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.ring_of(0, 0, radius * 1.12, 8, M.DARK_STONE, bevel=0.04)
    pen.disc(0, 0, radius * 0.92, M.STONE, bevel=0.1)
    pen.circle(0, 0, radius * 0.7, 0.03, M.DARK_STONE)
    pen.disc(0, 0, radius * 0.58, M.STONE, bevel=0.12)


def rocks(pen: Pen, width: float, height: float) -> None:
    reach = min(width, height) / 2
    pen.lump(0, 0, reach * 0.62, M.STONE, bevel=0.1)
    for _ in range(6):
        angle = pen.rng.uniform(0, 2 * np.pi)
        x, y = np.cos(angle) * reach * 0.68, np.sin(angle) * reach * 0.68
        pen.lump(float(x), float(y), reach * float(pen.rng.uniform(0.14, 0.32)), M.DARK_STONE)


def round_table(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.DARK_WOOD)
    pen.disc(0, 0, radius * 0.86, M.WOOD)
    pen.disc(radius * 0.2, -radius * 0.2, 0.08, M.STEEL, bevel=0.02)
    pen.disc(-radius * 0.3, radius * 0.1, 0.06, M.LINEN, bevel=0.02)


def rug(pen: Pen, width: float, height: float) -> None:
    for end in (-1, 1):
        for x in np.linspace(-width / 2 + 0.04, width / 2 - 0.04, max(4, round(width * 9))).tolist():
            pen.line(((x, end * height / 2), (x, end * (height / 2 + 0.07))), 0.018, M.TRIM)
    pen.box(0, 0, width, height, M.CLOTH, bevel=0.015)
    pen.box(0, 0, width * 0.86, height - width * 0.14, M.TRIM, bevel=0.01)
    pen.box(0, 0, width * 0.8, height - width * 0.2, M.CLOTH, bevel=0.01)
    step = min(width, height) * 0.44
    for offset in np.arange(-(height - step) / 2 + step * 0.3, (height - step) / 2, step).tolist():
        diamond = (
            (0, offset - step * 0.4),
            (width * 0.24, offset),
            (0, offset + step * 0.4),
            (-width * 0.24, offset),
        )
        pen.polygon(diamond, M.TRIM, bevel=0.01)
        pen.disc(0, offset, step * 0.14, M.CLOTH, bevel=0.01)


def sarcophagus(pen: Pen, width: float, height: float) -> None:
    def coffin(share: float) -> list[tuple[float, float]]:
        half_w, half_h = width / 2 * share, height / 2 - width / 2 * (1 - share)
        outline = ((-0.72, -1), (0.72, -1), (1, -0.45), (0.72, 1), (-0.72, 1), (-1, -0.45))
        return [(x * half_w, y * half_h) for x, y in outline]

    pen.polygon(coffin(1.0), M.DARK_STONE, bevel=0.05)
    pen.polygon(coffin(0.84), M.PALE_STONE, bevel=0.06)
    pen.line(((0, -height * 0.3), (0, height * 0.34)), 0.05, M.DARK_STONE)
    pen.line(((-width * 0.22, -height * 0.14), (width * 0.22, -height * 0.14)), 0.05, M.DARK_STONE)
    pen.disc(0, -height * 0.33, width * 0.12, M.STONE, bevel=0.03)


def _stairs(pen: Pen, width: float, height: float, *, down: bool) -> None:
    """Steps between two cheeks; each throws a shadow on the next lower one."""
    steps = max(6, round(height * 3.5))
    depth = height / steps
    pen.box(0, 0, width, height, M.DARK_STONE, bevel=0.02)
    for index in range(steps):
        y = height / 2 - depth * (index + 0.5)
        climbed = index / (steps - 1)
        inset = 0.06 + (0.12 * climbed if down else -0.04 * climbed)
        pen.box(0, y, width * (0.92 - inset), depth, M.STONE, bevel=0.03)
        darkness = climbed**1.3 * 0.97 if down else 0.42 * (1 - climbed)
        pen.veil(0, y, width * (0.94 - inset), depth * 1.04, darkness)
        lower = y - depth * 0.4 if down else y + depth * 0.4
        pen.veil(0, lower, width * (0.92 - inset), depth * 0.3, 0.35)
    for side in (-1, 1):
        pen.box(side * width * 0.47, 0, width * 0.08, height, M.STONE, bevel=0.03)


def stairs_down(pen: Pen, width: float, height: float) -> None:
    _stairs(pen, width, height, down=True)


def stairs_up(pen: Pen, width: float, height: float) -> None:
    _stairs(pen, width, height, down=False)


def stalagmite(pen: Pen, width: float, height: float) -> None:
    """A cone from above: rings that narrow towards a lit tip."""
    reach = min(width, height) / 2
    for _ in range(3):
        x, y = pen.rng.uniform(-0.85, 0.85, 2) * reach
        pen.lump(float(x), float(y), reach * 0.24, M.DARK_STONE)
    angles = np.arange(11) / 11 * 2 * np.pi
    rim = reach * pen.rng.uniform(0.8, 1.05, 11)
    for share in (1.0, 0.74, 0.5, 0.28):
        lean = -reach * (1 - share) * 0.25
        xs, ys = lean + rim * share * np.cos(angles), lean + rim * share * np.sin(angles)
        pen.polygon(
            zip(xs.tolist(), ys.tolist(), strict=True), M.PALE_STONE if share < 0.4 else M.STONE, bevel=0.1
        )


def statue(pen: Pen, width: float, height: float) -> None:
    """A knight on a plinth, both hands on his sword."""
    side = min(width, height)
    pen.box(0, 0, side, side, M.DARK_STONE, bevel=0.05)
    pen.ring_of(0, 0, side * 0.47, 8, M.STONE, bevel=0.05)
    pen.disc(0, -side * 0.03, side * 0.3, M.DARK_STONE, bevel=0.06)
    for x in (-side * 0.22, side * 0.22):
        pen.disc(x, 0, side * 0.13, M.PALE_STONE, bevel=0.05)
        pen.line(((x, side * 0.04), (x * 0.2, side * 0.24)), 0.09, M.STONE)
    pen.line(((0, side * 0.18), (0, side * 0.44)), 0.05, M.DARK_STONE)
    pen.line(((-side * 0.09, side * 0.24), (side * 0.09, side * 0.24)), 0.04, M.DARK_STONE)
    pen.disc(0, -side * 0.02, side * 0.14, M.PALE_STONE, bevel=0.06)


def table(pen: Pen, width: float, height: float) -> None:
    _boards(pen, width, height)
    level = width >= height
    for _ in range(max(2, round(width * height * 1.6))):
        x = float(pen.rng.uniform(-0.42, 0.42) * width)
        y = float(pen.rng.uniform(-0.34, 0.34) * height)
        thing = pen.rng.random()
        if thing < 0.4:
            pen.disc(x, y, 0.11, M.LINEN if level else M.STEEL, bevel=0.02)
            pen.disc(x, y, 0.07, M.PAPER, bevel=0.01)
        elif thing < 0.7:
            pen.disc(x, y, 0.06, M.GOLD, bevel=0.02)
        else:
            pen.box(x, y, 0.2, 0.26, M.PAPER, turn=float(pen.rng.uniform(-40, 40)), bevel=0.01)


def throne(pen: Pen, width: float, height: float) -> None:
    pen.box(0, 0, width, height, M.DARK_STONE, bevel=0.05)
    pen.box(0, 0, width * 0.86, height * 0.86, M.STONE, bevel=0.04)
    pen.box(0, 0.06, width * 0.5, height * 0.56, M.CLOTH, bevel=0.06)
    pen.box(0, -height * 0.32, width * 0.62, height * 0.2, M.GOLD, bevel=0.05)
    for side in (-1, 1):
        pen.box(side * width * 0.29, 0.04, width * 0.12, height * 0.56, M.GOLD, bevel=0.04)
        pen.disc(side * width * 0.29, height * 0.33, width * 0.07, M.CLOTH, bevel=0.03)


def torch(pen: Pen, width: float, height: float) -> None:
    pen.box(0, -height * 0.3, width * 0.5, height * 0.2, M.IRON, bevel=0.02)
    pen.box(0, -height * 0.05, width * 0.2, height * 0.6, M.DARK_WOOD, bevel=0.02)
    pen.disc(0, height * 0.26, width * 0.22, M.EMBER, bevel=0.02)
    pen.glow(0, height * 0.28, 0.34, M.EMBER, 0.8)
    pen.glow(0, height * 0.28, 0.2, M.FIRE, 0.95)
    pen.glow(0, height * 0.26, 0.09, M.LINEN, 0.95)


def weapon_rack(pen: Pen, width: float, height: float) -> None:
    pen.box(0, -height * 0.2, width, height * 0.34, M.DARK_WOOD, bevel=0.02)
    for index, x in enumerate(np.arange(-width / 2 + 0.16, width / 2 - 0.1, 0.24).tolist()):
        pen.line(((x, -height * 0.34), (x, height * 0.42)), 0.05, M.SHADE)
        pen.line(((x, -height * 0.34), (x, height * 0.42)), 0.032, M.WOOD if index % 2 else M.STEEL)
        head = ((x - 0.06, height * 0.34), (x, height * 0.56), (x + 0.06, height * 0.34))
        pen.polygon(head, M.STEEL, bevel=0.02)
    pen.box(0, height * 0.08, width, height * 0.12, M.WOOD, bevel=0.02)


def well(pen: Pen, width: float, height: float) -> None:
    radius = min(width, height) / 2
    pen.disc(0, 0, radius, M.DARK_STONE)
    count = 14
    for index in range(count):
        angle = index / count * 360
        x, y = np.cos(np.radians(angle)) * radius * 0.84, np.sin(np.radians(angle)) * radius * 0.84
        pen.box(float(x), float(y), radius * 0.27, radius * 0.33, M.STONE, turn=angle, bevel=0.04)
    pen.disc(0, 0, radius * 0.66, M.SHADE, bevel=0.02)
    pen.disc(radius * 0.05, radius * 0.05, radius * 0.56, M.WATER, bevel=0.09)
    pen.circle(0.05, 0.02, radius * 0.26, 0.018, M.LINEN)


DRAWINGS: Mapping[PropKind, Draw] = MappingProxyType(
    {
        PropKind.ALTAR: altar,
        PropKind.BARREL: barrel,
        PropKind.BED: bed,
        PropKind.BONES: bones,
        PropKind.BOOKSHELF: bookshelf,
        PropKind.BRAZIER: brazier,
        PropKind.CAMPFIRE: campfire,
        PropKind.CAULDRON: cauldron,
        PropKind.CHAIR: chair,
        PropKind.CHEST: chest,
        PropKind.CRATE: crate,
        PropKind.FUNGUS: fungus,
        PropKind.MAGIC_CIRCLE: magic_circle,
        PropKind.PILLAR: pillar,
        PropKind.ROCKS: rocks,
        PropKind.ROUND_TABLE: round_table,
        PropKind.RUG: rug,
        PropKind.SARCOPHAGUS: sarcophagus,
        PropKind.STAIRS_DOWN: stairs_down,
        PropKind.STAIRS_UP: stairs_up,
        PropKind.STALAGMITE: stalagmite,
        PropKind.STATUE: statue,
        PropKind.TABLE: table,
        PropKind.THRONE: throne,
        PropKind.TORCH: torch,
        PropKind.WEAPON_RACK: weapon_rack,
        PropKind.WELL: well,
    }
)
