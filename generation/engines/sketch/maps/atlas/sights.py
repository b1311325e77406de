"""What else is worth a note on a map: ruins, caves, stones, bridges."""

import math

from generation.engines.sketch.maps.atlas.buildings import draw_tower
from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.quill import Quill
from generation.vocabulary import TerrainType


def draw_ruin(quill: Quill) -> None:
    """Broken columns and an arch that is left over."""
    stone = quill.look.bright
    quill.shape([(-12, 0), (-12, -14), (-10, -12.4), (-8.6, -15), (-8, -9), (-8, 0)], stone, width=1.0)
    quill.shape([(-3.4, 0), (-3.4, -8), (-1.6, -10), (-0.4, -6.4), (0.4, 0)], stone, width=1.0)
    arch = [(4, 0), (4, -13.4), (7, -15.6), (12.6, -15), (11.6, -12.6), (8.6, -12.4), (7.4, -10), (7.4, 0)]
    quill.shape(arch, stone, width=1.0)
    for x in (-6.0, 2.0, 10.6):
        quill.disc(x, -0.6, 1.3, stone, width=0.9)


def draw_cave(quill: Quill) -> None:
    """A dark mouth in a rock."""
    look = quill.look
    rock = [(-12, 0), (-10.4, -7), (-5.4, -10.6), (-1, -14.4), (4.6, -12), (9.6, -7), (12, 0)]
    quill.shape(rock, mixed(look.bright, look.rock, 0.45 if look.colored else 0.0), width=1.2)
    quill.shape([(-5, 0), (-4.6, -4.6), (-1, -8.4), (3.4, -6.4), (5, 0)], look.ink, width=0.9, opacity=0.92)
    quill.line([(6.6, -7.4), (8.6, -2.6)], 0.8)
    quill.line([(4.4, -10), (6.2, -7.6)], 0.8)


def draw_lair(quill: Quill) -> None:
    """A cave with eyes in the dark, and bones before it."""
    draw_cave(quill)
    for x in (-1.5, 1.7):
        quill.disc(x, -3.6, 0.85, quill.look.gold if quill.look.colored else quill.look.bright, width=0)
    draw_bone(quill, 10, 2.0)


def draw_bone(quill: Quill, x: float, y: float) -> None:
    """A skull's little brother."""
    quill.line([(x - 3, y), (x + 3, y - 1.6)], 1.3)
    for side in (-1, 1):
        quill.disc(x + side * 3.2, y - 0.8 - side * 0.8, 0.9, quill.look.bright, width=0.8)


def draw_mine(quill: Quill) -> None:
    """A timbered adit, and two picks over it."""
    look = quill.look
    quill.shape(
        [(-9, 0), (-6, -6), (0, -8.4), (6, -6), (9, 0)],
        mixed(look.bright, look.rock, 0.5 if look.colored else 0.0),
    )
    quill.shape([(-3.6, 0), (-3, -5), (3, -5), (3.6, 0)], look.ink, width=1.2, opacity=0.92)
    for side in (-1, 1):
        quill.line([(side * 5.5, -9.6), (-side * 4.4, -19)], 1.5)
        quill.line([(-side * 7.6, -15.6), (-side * 5.2, -19), (-side * 1.2, -20.4)], 1.4)


def draw_stones(quill: Quill) -> None:
    """A ring of standing stones."""
    stone = quill.look.bright
    for x, y, height in ((-4.0, -5.0, 6.0), (4.0, -5.0, 6.5), (-10.0, -2.4, 9.0), (10.0, -2.4, 8.4)):
        quill.shape(
            [(x - 1.7, y), (x - 1.3, y - height), (x + 1.3, y - height - 0.6), (x + 1.8, y)], stone, width=1.0
        )
    for x in (-5.0, 5.0):
        quill.shape([(x - 2, 1), (x - 1.6, -9), (x + 1.6, -9), (x + 2, 1)], stone, width=1.0)
    quill.shape([(-8, -9), (-8, -11.6), (8, -11.6), (8, -9)], stone, width=1.0)


def draw_tomb(quill: Quill) -> None:
    """A barrow with a door, and a stone beside it."""
    look = quill.look
    mound = [(-12, 0), (-9, -6), (-3, -9.4), (3, -9.4), (9, -6), (12, 0)]
    quill.shape(mound, mixed(look.bright, look.foliage[0], 0.4 if look.colored else 0.0), smooth=False)
    quill.shape([(-2.6, 0), (-2.6, -5), (2.6, -5), (2.6, 0)], look.ink, opacity=0.9)
    quill.line([(-4, -5.4), (4, -5.4)], 1.5)
    quill.line([(14, 1), (14, -7)], 1.4)
    quill.line([(11.6, -4.6), (16.4, -4.6)], 1.4)


def draw_battlefield(quill: Quill) -> None:
    """Crossed swords."""
    for side in (-1, 1):
        quill.line([(side * -8, 0), (side * 7, -15)], 1.7)
        quill.line([(side * -7.6, -4.6), (side * -3.4, -0.6)], 1.5)


def draw_bridge(quill: Quill) -> None:
    """Two arches."""
    deck = [(-14, -3), (-7, -7), (0, -8.4), (7, -7), (14, -3)]
    under = [
        (14, 0.6),
        (11.6, 0.6),
        (10, -3),
        (5.4, -3.4),
        (2, 0.6),
        (-2, 0.6),
        (-5.4, -3.4),
        (-10, -3),
        (-11.6, 0.6),
        (-14, 0.6),
    ]
    quill.shape([*deck, *under], quill.look.bright, width=1.1)
    quill.line([(x, y - 2.2) for x, y in deck], 1.0)


def draw_oasis(quill: Quill) -> None:
    """A pool under a palm."""
    look = quill.look
    turn = [index / 12 * 2 * math.pi for index in range(12)]
    quill.shape(
        [(8 * math.cos(a), 2.6 * math.sin(a)) for a in turn],
        look.sea if look.colored else look.bright,
        width=1.0,
    )
    top = (-3.0, -13.0)
    quill.line([(-6, 0), (-5.6, -7), top], 1.5)
    for dx, dy in ((-7, -1), (-5, 4), (6, -2), (6, 3), (1, -5)):
        quill.line(
            [top, (top[0] + 0.6 * dx, top[1] + 0.4 * dy - 2), (top[0] + dx, top[1] + dy)],
            1.5,
            color=mixed(look.foliage[0], look.ink, 0.5),
        )


def draw_volcano(quill: Quill) -> None:
    """A cone that smokes."""
    look = quill.look
    cone = [(-19, 0), (-11, -8), (-5, -22), (-2, -20.4), (1.6, -22), (5, -20.6), (11, -9), (19, 0)]
    quill.shape(cone, mixed(look.bright, look.rock, 0.4 if look.colored else 0.0), width=1.3)
    quill.shape(
        [(1, -21), (5, -20.6), (11, -9), (19, 0), (4, 0), (6, -9)],
        mixed(look.rock, look.ink, 0.35),
        width=0,
        opacity=0.5,
    )
    fire = look.washes[TerrainType.LAVA][0] if look.colored else look.ink
    quill.line([(-1, -20.6), (-2.6, -14), (0.4, -9)], 1.5, color=fire)
    for x, y, radius in ((0.0, -26.0, 3.0), (4.0, -30.0, 3.8), (9.6, -33.4, 3.0)):
        quill.disc(x, y, radius, mixed(look.paper, look.ink, 0.18), width=0.9)


def draw_wreck(quill: Quill) -> None:
    """A hull on its side, and a broken mast."""
    hull = [(-13, -3), (-9.6, 1.4), (6, 1.4), (11, -5.4), (4, -3.4), (-6, -4.6)]
    quill.shape(hull, mixed(quill.look.bright, quill.look.rock, 0.5), width=1.1)
    for x in (-6.0, -1.0, 4.0):
        quill.line([(x, -3.6), (x - 1.2, 1)], 0.8)
    quill.line([(-2, -4), (4, -16)], 1.3)
    quill.line([(-2, -11), (7, -9.6)], 1.1)


def draw_gate(quill: Quill) -> None:
    """An arch with something in it that shimmers."""
    look = quill.look
    outer = [(-8, 0), (-8, -11), (-4.4, -16), (0, -17.6), (4.4, -16), (8, -11), (8, 0)]
    inner = [(5, 0), (5, -10), (2.8, -13.2), (0, -14.4), (-2.8, -13.2), (-5, -10), (-5, 0)]
    quill.shape([*outer, *inner], look.bright, width=1.0)
    quill.shape(inner, look.sea if look.colored else look.ink, width=0.8, opacity=0.75)


def draw_great_tree(quill: Quill) -> None:
    """A tree that is older than the realm."""
    look = quill.look
    quill.shape(
        [(-4.6, 0), (-1.8, -4), (-1.8, -10), (1.8, -10), (1.8, -4), (4.6, 0)],
        mixed(look.rock, look.ink, 0.4),
        width=1.0,
    )
    turn = [index / 11 * 2 * math.pi for index in range(11)]
    reach = quill.rng.uniform(0.88, 1.1, 11)
    crown = [(11 * r * math.cos(a), -15.6 + 8.4 * r * math.sin(a)) for a, r in zip(turn, reach, strict=True)]
    quill.shape(crown, look.foliage[0] if look.colored else look.bright, width=1.1, smooth=True)
    for x, y in ((3.0, -13.0), (6.6, -15.0), (-2.0, -18.0), (5.0, -10.6)):
        quill.line([(x - 1.8, y), (x, y + 1.2), (x + 1.8, y)], 0.8)


def draw_falls(quill: Quill) -> None:
    """Water over an edge."""
    look = quill.look
    quill.shape([(-10, -13), (-10, 0), (-5, 0), (-5, -12)], mixed(look.bright, look.rock, 0.4), width=1.0)
    quill.shape([(5, -12), (5, 0), (10, 0), (10, -14)], mixed(look.bright, look.rock, 0.5), width=1.0)
    for x in (-3.4, -1.1, 1.1, 3.4):
        quill.line([(x, -12), (x * 0.95, 0.6)], 1.2, color=look.deep)
    quill.line([(-9, 2.6), (-4, 1.4), (0, 2.8), (4, 1.4), (9, 2.6)], 1.1, color=look.deep)


def draw_wizards_tower(quill: Quill) -> None:
    """Tall, thin, and with a star on it."""
    draw_tower(quill, 0, 6.4, 23, pointed=True)
    star = [
        (
            math.sin(index * math.pi / 5) * (3.4 if index % 2 == 0 else 1.4),
            -36.4 - math.cos(index * math.pi / 5) * (3.4 if index % 2 == 0 else 1.4),
        )
        for index in range(10)
    ]
    quill.shape(star, quill.look.gold if quill.look.colored else quill.look.bright, width=0.8)


def draw_monster(quill: Quill) -> None:
    """A skull: here is danger."""
    bone = quill.look.bright
    quill.shape(
        [
            (-6, -5),
            (-6.4, -10),
            (-3.4, -13.6),
            (3.4, -13.6),
            (6.4, -10),
            (6, -5),
            (3, -3.4),
            (3, 0),
            (-3, 0),
            (-3, -3.4),
        ],
        bone,
        width=1.1,
    )
    for side in (-1, 1):
        quill.disc(side * 2.7, -8.2, 1.7, quill.look.ink, width=0)
    quill.line([(0, -6), (0, -4.6)], 1.2)
    for x in (-1.2, 1.2):
        quill.line([(x, -2.4), (x, -0.2)], 0.9)


def draw_mark(quill: Quill) -> None:
    """A place that has no sign of its own."""
    look = quill.look
    quill.disc(0, -4, 4.4, look.bright, width=1.2)
    quill.disc(0, -4, 1.9, look.roof if look.colored else look.ink, width=0)
