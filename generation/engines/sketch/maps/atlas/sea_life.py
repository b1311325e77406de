"""What sails and swims on the open sea."""

import math
from collections.abc import Sequence

import numpy as np

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill
from generation.layout.plan import Point


def draw_ship(quill: Quill) -> Drawing:
    """A galleon under full sail."""
    look = quill.look
    wood = mixed(look.rock, look.ink, 0.25) if look.colored else look.bright
    for x, tall, flag in ((-7.0, 27.0, True), (5.0, 31.0, True)):
        quill.line([(x, -4), (x, -tall)], 1.3)
        if flag:
            quill.shape([(x, -tall), (x + 6.5, -tall + 1.6), (x, -tall + 3)], look.roof, width=0.8)
    hull = [(-19, -11), (-16, -3), (-12, 2.4), (12, 2.4), (18, -6), (22, -9), (12, -6), (-9, -6), (-10, -11)]
    quill.shape(hull, wood, width=1.3)
    quill.line([(-15, -2.4), (14, -2.4)], 0.9)
    quill.line([(18, -7), (27, -13)], 1.2)
    for x, top, low, wide in ((-7.0, 24.0, 9.0, 6.4), (5.0, 28.0, 17.4, 5.6), (5.0, 16.4, 8.0, 7.6)):
        sail = [
            (x - wide, -top),
            (x + wide, -top),
            (x + wide + 3.2, -(top + low) / 2),
            (x + wide, -low),
            (x - wide, -low),
            (x - wide + 3, -(top + low) / 2),
        ]
        quill.shape(sail, look.bright, width=1.0, smooth=False)
    quill.shape([(12, -9), (25, -12.4), (12.6, -21)], look.bright, width=1.0)
    _wash(quill, -20, 20, 3.4)
    return quill.drawing()


def draw_serpent(quill: Quill) -> Drawing:
    """A head on a long neck, and humps behind it."""
    look = quill.look
    skin = mixed(look.needles[2], look.sea, 0.4) if look.colored else look.bright
    humps = ((-2.0, 9.0, 15.0), (14.0, 8.0, 11.0), (28.0, 6.5, 7.5))
    for middle, half, tall in humps:
        turn = np.linspace(math.pi, 0, 11)
        arc = [(middle + half * math.cos(a), 3 - tall * math.sin(a) ** 0.9) for a in turn]
        _limb(quill, arc, 5.2, skin)
        for a in turn[2:-2:2]:
            x, y = middle + half * 1.28 * math.cos(a), 3 - (tall + 3.6) * math.sin(a) ** 0.9
            quill.line([(middle + half * 1.02 * math.cos(a), 3 - (tall + 0.6) * math.sin(a)), (x, y)], 1.0)
    neck = [(-15, 3), (-18.5, -7), (-16.5, -16), (-20, -23), (-27, -22)]
    _limb(quill, neck, 5.0, skin)
    head = [
        (-22, -27.4),
        (-28, -28.4),
        (-36, -23.4),
        (-35.4, -21.6),
        (-29, -21.4),
        (-35, -18.6),
        (-27, -17.6),
        (-22, -20),
    ]
    quill.shape(head, skin, width=1.2)
    quill.disc(-28.4, -25.2, 1.0, look.ink, width=0)
    quill.line([(-23, -27), (-19.4, -31)], 1.1)
    tail = [(37, 3), (40, -4), (45, -7.4)]
    _limb(quill, tail, 3.2, skin)
    quill.shape([(44, -7), (51, -12.4), (48.6, -6), (52, -1.6)], skin, width=1.0)
    _wash(quill, -22, 44, 4)
    return quill.drawing()


def draw_whale(quill: Quill) -> Drawing:
    """A back, a tail and a spout."""
    look = quill.look
    skin = mixed(look.deep, look.paper, 0.45) if look.colored else look.bright
    back = [(-18, 2), (-17, -4.6), (-10, -9.4), (0, -9.8), (10, -5), (17, 2)]
    quill.shape(back, skin, width=1.2)
    quill.disc(-12.4, -2.4, 0.9, look.ink, width=0)
    quill.line([(-17, -0.6), (-11, 0.4)], 0.9)
    quill.shape(
        [(20, 2), (22, -5), (18, -9), (23, -8), (24, -9.4), (26, -7.4), (30, -8), (25, -4.6), (24, 2)],
        skin,
        width=1.1,
    )
    for side in (-1, 1):
        quill.line(
            [(-8, -11), (-8 + side * 2, -18), (-8 + side * 6, -19.4), (-8 + side * 7.6, -16)],
            1.0,
            color=look.deep,
        )
    _wash(quill, -22, 28, 3)
    return quill.drawing()


def draw_waves(quill: Quill) -> Drawing:
    """Two or three crests, one behind the other."""
    for x, y in ((-5.0, 0.0), (4.0, -3.4), (6.5, 2.4))[: int(quill.rng.integers(2, 4))]:
        crest = [(x - 7, y), (x - 3.6, y - 2.8), (x, y), (x + 3.6, y - 2.8), (x + 7, y)]
        quill.line(crest, 0.85, color=quill.look.deep, opacity=0.55)
    return quill.drawing()


def _limb(quill: Quill, points: Sequence[Point], width: float, skin: tuple[float, float, float]) -> None:
    """A thick line with an outline, both by the same hand."""
    steady = [tuple(point) for point in quill.strayed(points)]
    quill.line(steady, width + 2.2, steady=True)
    quill.line(steady, width, color=skin, steady=True)


def _wash(quill: Quill, left: float, right: float, y: float) -> None:
    """Water about a hull or a body."""
    for start, end, down in (
        (left - 3, left + 9, 0.0),
        (left + 12, right - 12, 1.6),
        (right - 9, right + 4, 0.2),
    ):
        middle = (start + end) / 2
        quill.line([(start, y + down), (middle, y + down - 1.4), (end, y + down)], 0.9, color=quill.look.deep)
