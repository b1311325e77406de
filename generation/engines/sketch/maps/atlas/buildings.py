"""Settlements and strongholds as little views, drawn from the back to the front."""

from generation.engines.sketch.maps.atlas.look import mixed
from generation.engines.sketch.maps.atlas.quill import Quill
from generation.engines.sketch.maps.styles import Color


def draw_house(quill: Quill, x: float, width: float, height: float, *, y: float = 0.0) -> None:
    """A gabled house seen from its front left corner; `x` is its left."""
    eaves, gable = y - 0.52 * height, x + 0.24 * width
    corner, right = x + 0.48 * width, x + width
    wall = quill.look.bright
    quill.shape([(x, y), (x, eaves), (gable, y - height), (corner, eaves), (corner, y)], wall, width=0.9)
    quill.shape([(corner, y), (corner, eaves), (right, eaves), (right, y)], _shaded(quill, wall), width=0.9)
    roof = [
        (gable, y - height),
        (right - 0.24 * width, y - height),
        (right + 0.04 * width, eaves),
        (corner, eaves),
    ]
    quill.shape(roof, _roof(quill), width=1.0)
    if height > 7:
        quill.line([(gable, y), (gable, y - 0.3 * height)], 1.4)


def draw_tower(
    quill: Quill,
    x: float,
    width: float,
    height: float,
    *,
    y: float = 0.0,
    pointed: bool = False,
    flag: bool = False,
) -> None:
    """A tower about `x`, with battlements or a pointed roof."""
    half = width / 2
    quill.shape(
        [(x - half, y), (x - half, y - height), (x + half, y - height), (x + half, y)],
        quill.look.bright,
        width=1.0,
    )
    quill.shape(
        [(x + 0.1 * width, y), (x + 0.1 * width, y - height), (x + half, y - height), (x + half, y)],
        _shade(quill),
        width=0,
        opacity=_depth(quill),
    )
    top = y - height
    if pointed:
        tip = top - 1.5 * width
        quill.shape([(x - half - 0.8, top), (x, tip), (x + half + 0.8, top)], _roof(quill), width=1.0)
        top = tip
    else:
        _battlements(quill, x - half - 0.8, x + half + 0.8, top, teeth=3)
        top -= 2.4
    if width > 3.4:
        quill.line([(x - 0.12 * width, y - 0.62 * height), (x - 0.12 * width, y - 0.42 * height)], 1.2)
    if flag:
        _flag(quill, x, top)


def _battlements(quill: Quill, left: float, right: float, top: float, *, teeth: int) -> None:
    step = (right - left) / (2 * teeth - 1)
    outline = [(left, top)]
    for tooth in range(teeth):
        x = left + 2 * tooth * step
        outline += [(x, top - 2.4), (x + step, top - 2.4), (x + step, top - 1.0)]
        if tooth < teeth - 1:
            outline.append((x + 2 * step, top - 1.0))
    outline.append((right, top))
    quill.shape(outline, quill.look.bright, width=0.9)


def _flag(quill: Quill, x: float, top: float) -> None:
    quill.line([(x, top), (x, top - 6.5)], 0.9)
    quill.shape([(x, top - 6.5), (x + 5.4, top - 5.2), (x, top - 3.6)], _roof(quill), width=0.8)


def draw_wall(
    quill: Quill, left: float, right: float, height: float, *, y: float = 0.0, gate: bool = True
) -> None:
    """A wall with battlements, and a gate in its middle."""
    quill.shape(
        [(left, y), (left, y - height), (right, y - height), (right, y)], quill.look.bright, width=1.0
    )
    _battlements(quill, left, right, y - height, teeth=max(3, round((right - left) / 4.5)))
    if gate:
        middle = (left + right) / 2
        arch = [
            (middle - 2.4, y),
            (middle - 2.4, y - 3.6),
            (middle, y - 5.6),
            (middle + 2.4, y - 3.6),
            (middle + 2.4, y),
        ]
        quill.shape(arch, quill.look.ink, width=0.8, opacity=0.85)


def _spire(quill: Quill, x: float, width: float, height: float, *, y: float = 0.0) -> None:
    """A church tower with a cross."""
    draw_tower(quill, x, width, height * 0.55, y=y, pointed=True)
    tip = y - height * 0.55 - 1.5 * width
    quill.line([(x, tip), (x, tip - 4)], 0.9)
    quill.line([(x - 1.4, tip - 2.7), (x + 1.4, tip - 2.7)], 0.9)


def draw_village(quill: Quill) -> None:
    """Two or three cottages."""
    flip = quill.rng.random() < 0.5
    draw_house(quill, -3 if flip else -8, 10, 8.5, y=-3.6)
    draw_house(quill, -11 if flip else 0, 10.5, 9)
    if quill.rng.random() < 0.6:
        draw_house(quill, 1 if flip else -12, 9, 7.5, y=1.2)


def draw_town(quill: Quill) -> None:
    """Houses about a church."""
    _spire(quill, float(quill.rng.uniform(-3, 3)), 5.2, 20, y=-5)
    draw_house(quill, -15, 11, 9.5, y=-3.4)
    draw_house(quill, 4, 11.5, 9.5, y=-3)
    draw_house(quill, -9.5, 11, 9.5, y=0.4)
    draw_house(quill, 1.5, 11, 9, y=1.4)


def draw_city(quill: Quill) -> None:
    """Roofs and towers behind a wall."""
    draw_tower(quill, -8, 5.4, 20, y=-3, pointed=True)
    _spire(quill, 3, 6, 30, y=-3)
    draw_house(quill, -17, 11, 11, y=-5)
    draw_house(quill, 6, 12, 12, y=-5)
    draw_house(quill, -6, 11, 10, y=-4)
    draw_wall(quill, -18, 18, 8)
    draw_tower(quill, -18, 6, 12)
    draw_tower(quill, 18, 6, 12)


def draw_capital(quill: Quill) -> None:
    """A city with a palace over it."""
    draw_tower(quill, -9, 6, 28, y=-4, pointed=True, flag=True)
    draw_tower(quill, 9, 6, 25, y=-4, pointed=True)
    draw_tower(quill, 0, 9, 28, y=-4, pointed=True, flag=True)
    for x in (-22, -11, 2, 12):
        draw_house(quill, x, 11, 11, y=-5)
    draw_wall(quill, -24, 24, 9)
    for x in (-24, -9, 9, 24):
        draw_tower(quill, x, 6.4, 13)


def draw_port(quill: Quill) -> None:
    """A town with masts beside it."""
    draw_town(quill)
    draw_anchor(quill, 20, 2)


def draw_anchor(quill: Quill, x: float, y: float) -> None:
    """The sign of a harbour."""
    ink = quill.look.deep
    quill.line([(x, y - 10), (x, y)], 1.3, color=ink)
    quill.line([(x - 2.6, y - 8), (x + 2.6, y - 8)], 1.2, color=ink)
    quill.line(
        [(x - 5, y - 3.6), (x - 3, y - 0.6), (x, y + 0.3), (x + 3, y - 0.6), (x + 5, y - 3.6)], 1.3, color=ink
    )
    quill.disc(x, y - 11.4, 1.4, None, width=1.0)


def draw_castle(quill: Quill) -> None:
    """A keep between two towers."""
    draw_tower(quill, 0, 11, 19, y=-2, flag=True)
    draw_wall(quill, -13, 13, 9)
    draw_tower(quill, -13, 7, 15, pointed=True)
    draw_tower(quill, 13, 7, 15, pointed=True)


def draw_watchtower(quill: Quill) -> None:
    """A tower that stands alone."""
    draw_tower(quill, 0, 7.5, 20, flag=bool(quill.rng.random() < 0.6))
    quill.line([(-7, 0.4), (7, 0.4)], 1.0)


def draw_lighthouse(quill: Quill) -> None:
    """A tower with a fire on it."""
    quill.shape([(-4, 0), (-2.4, -19), (2.4, -19), (4, 0)], quill.look.bright, width=1.0)
    quill.shape([(-3.7, -4), (-3.1, -10), (3.1, -10), (3.7, -4)], _roof(quill), width=0.8)
    quill.shape([(-3.4, -19), (-3.4, -23), (0, -26.5), (3.4, -23), (3.4, -19)], quill.look.gold, width=1.0)
    for x, y in ((-9, -25), (-8.4, -21), (9, -25), (8.4, -21)):
        quill.line([(x * 0.62, y), (x, y - 0.6)], 0.9)


def draw_temple(quill: Quill) -> None:
    """A gable on columns."""
    quill.shape([(-11, 0), (-11, -2), (11, -2), (11, 0)], quill.look.bright, width=1.0)
    for x in (-8, -2.7, 2.7, 8):
        quill.shape(
            [(x - 1.3, -2), (x - 1.1, -11), (x + 1.1, -11), (x + 1.3, -2)], quill.look.bright, width=0.9
        )
    quill.shape([(-11.5, -11), (-11.5, -13), (0, -19), (11.5, -13), (11.5, -11)], _roof(quill), width=1.0)


def draw_abbey(quill: Quill) -> None:
    """A church with a nave."""
    draw_house(quill, -6, 19, 12, y=0)
    _spire(quill, -7, 6.5, 24)


def draw_shrine(quill: Quill) -> None:
    """A small roof over a stone."""
    quill.shape([(-2.6, 0), (-2, -6), (2, -6), (2.6, 0)], quill.look.bright, width=0.9)
    quill.line([(-6, 0), (-6, -9)], 1.2)
    quill.line([(6, 0), (6, -9)], 1.2)
    quill.shape([(-9, -8.4), (0, -14.5), (9, -8.4)], _roof(quill), width=1.0)


def draw_inn(quill: Quill) -> None:
    """A house with a sign before it."""
    draw_house(quill, -10, 16, 13)
    quill.line([(9, 1), (9, -11), (14, -11)], 1.1)
    quill.shape([(11, -10.4), (11, -5.6), (15.6, -5.6), (15.6, -10.4)], quill.look.gold, width=0.9)


def draw_mill(quill: Quill) -> None:
    """A windmill."""
    quill.shape([(-5, 0), (-3.4, -13), (3.4, -13), (5, 0)], quill.look.bright, width=1.0)
    quill.shape([(-4.4, -13), (0, -18), (4.4, -13)], _roof(quill), width=1.0)
    for dx, dy in ((7, 7), (-7, 7), (7, -7), (-7, -7)):
        x, y = float(dx), float(dy)
        quill.shape(
            [(0, -13.5), (x, y - 13.5), (x - 0.36 * y, y - 13.5 + 0.36 * x)], quill.look.paper, width=0.8
        )


def draw_camp(quill: Quill) -> None:
    """Two tents."""
    for x, y, size in ((4.0, -2.0, 8.0), (-4.0, 0.0, 9.5)):
        quill.shape([(x - size, y), (x, y - 1.25 * size), (x + size, y)], quill.look.bright, width=1.0)
        quill.shape(
            [(x, y - 1.25 * size), (x + size, y), (x + 0.2 * size, y)],
            _shade(quill),
            width=0.8,
            opacity=_depth(quill),
        )
        quill.line([(x - 0.2 * size, y), (x, y - 0.7 * size), (x + 0.2 * size, y)], 1.0)


def _roof(quill: Quill) -> Color:
    look = quill.look
    if not look.colored:
        return mixed(look.bright, look.ink, 0.72)
    return mixed(look.roof, look.ink, float(quill.rng.uniform(0, 0.18)))


def _shaded(quill: Quill, color: Color) -> Color:
    return mixed(color, _shade(quill), 0.34 if quill.look.colored else 0.12)


def _shade(quill: Quill) -> Color:
    return mixed(quill.look.rock, quill.look.ink, 0.3)


def _depth(quill: Quill) -> float:
    return 0.55 if quill.look.colored else 0.3
