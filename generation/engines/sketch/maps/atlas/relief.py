"""Mountains, hills and dunes, lit from the left and hachured on the right."""

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.atlas.look import WHITE, mixed
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill
from generation.vocabulary import Season, TerrainType

Line = NDArray[np.float64]


def draw_mountain(quill: Quill, width: float, *, snow: float) -> Drawing:
    """A peak `width` units wide; `snow` is the share of its height that lies under snow."""
    height = width * quill.rng.uniform(0.72, 0.92)
    if quill.rng.random() < 0.4:
        side = quill.rng.choice((-1, 1))
        _peak(quill, side * width * 0.3, width * 0.62, height * quill.rng.uniform(0.5, 0.66), snow * 0.6)
    _peak(quill, 0, width, height, snow)
    return quill.drawing()


def _peak(quill: Quill, x: float, width: float, height: float, snow: float) -> None:
    rng = quill.rng
    top = np.array((x + width * rng.uniform(-0.07, 0.07), -height))
    left = _slope(rng, np.array((x - width / 2, 0.0)), top)
    right = _slope(rng, np.array((x + width / 2, 0.0)), top)
    ridge = _ridge(rng, top, width)
    _body(quill, left, right, ridge, height)
    if snow > 0:
        _snow_cap(quill, left, right, ridge, snow)
    _hachures(quill, ridge, right, width, height)
    quill.line(map(tuple, left), 1.2)
    quill.line(map(tuple, right), 1.7)
    quill.line(map(tuple, ridge[: rng.integers(4, 6)]), 0.9)


def _slope(rng: np.random.Generator, foot: Line, top: Line) -> Line:
    """From the foot to the top: flat at first, steep at last, with a shoulder or two."""
    share = np.array((0.0, 0.2, 0.4, 0.58, 0.72, 0.87, 1.0))
    rise = share**1.22
    rise[1:-1] += rng.normal(0, 0.035, 5)
    return np.column_stack((foot[0] + (top[0] - foot[0]) * share, foot[1] + (top[1] - foot[1]) * rise))


def _ridge(rng: np.random.Generator, top: Line, width: float) -> Line:
    """From the top down to the middle of the foot, turning to and fro."""
    share = np.array((0.0, 0.16, 0.34, 0.52, 0.72, 0.94))
    sway = np.array((0, 0.05, -0.02, 0.07, 0.0, 0.09)) * width * rng.uniform(0.5, 1.4)
    sway[1:] += rng.normal(0, 0.018 * width, 5)
    return np.column_stack((top[0] + sway, top[1] * (1 - share)))


def _body(quill: Quill, left: Line, right: Line, ridge: Line, height: float) -> None:
    """What hides the land behind, and the shade on the side away from the light."""
    look = quill.look
    count = quill.rng.integers(1 << 30)
    lit = mixed(look.bright, look.rock, 0.14 if look.colored else 0.0)
    body = quill.fading(f"body{count}", lit, -height, height * 0.04)
    quill.shape(map(tuple, np.concatenate((left, right[::-1]))), body, width=0)
    if look.colored:
        dark = quill.fading(f"shade{count}", mixed(look.rock, look.ink, 0.25), -height, height * 0.04)
        quill.shape(map(tuple, np.concatenate((ridge, right))), dark, width=0, opacity=0.62)


def _snow_cap(quill: Quill, left: Line, right: Line, ridge: Line, snow: float) -> None:
    """White down to a ragged line, a little blue in the shade."""
    top = ridge[0]
    low = top[1] * (1 - snow)
    ragged = [(_at_height(left, low), low)]
    middle = [(_at_height(ridge, low * f), low * f) for f in (0.82,)]
    ragged += [((ragged[0][0] + middle[0][0]) / 2, low * 1.18), *middle]
    ragged += [((middle[0][0] + _at_height(right, low)) / 2, low * 1.16), (_at_height(right, low), low)]
    sides = [tuple(point) for point in (*left[left[:, 1] < low], *right[right[:, 1] < low][::-1])]
    outline = [ragged[0], *sides, *ragged[:0:-1]]
    white = mixed(quill.look.bright, WHITE, 0.6)
    quill.shape(outline, white, width=0, opacity=0.92)
    shade = [
        tuple(ridge[0]),
        *[tuple(p) for p in right[right[:, 1] < low][::-1]],
        ragged[-1],
        ragged[3],
        middle[0],
    ]
    quill.shape(shade, mixed(white, quill.look.deep, 0.3), width=0, opacity=0.6)


def _at_height(line: Line, y: float) -> float:
    order = np.argsort(line[:, 1])
    return float(np.interp(y, line[order, 1], line[order, 0]))


def _hachures(quill: Quill, ridge: Line, right: Line, width: float, height: float) -> None:
    """Strokes that run down the dark side, the way that water would."""
    rng = quill.rng
    count = max(3, round(width / (7.5 if quill.look.colored else 5.5)))
    for share in np.linspace(0.1, 0.86, count) + rng.normal(0, 0.02, count):
        y = -height * (1 - share)
        room = _at_height(right, y) - _at_height(ridge, y)
        for part in (0.04, 0.52) if room > 0.24 * width else (0.04,):
            start = _at_height(ridge, y) + room * (part + rng.uniform(0, 0.1))
            run = rng.uniform(0.3, 0.62) * room
            drop = run * (0.9 + 1.1 * (1 - share))
            if y + drop > -0.02 * height:
                continue
            quill.line(
                [(start, y), (start + 0.42 * run, y + 0.55 * drop), (start + 0.7 * run, y + drop)],
                0.8,
                opacity=0.85,
            )


def draw_hill(quill: Quill, width: float) -> Drawing:
    """A rounded rise that runs out to its left and right, with a few strokes on its right side."""
    rng, look = quill.rng, quill.look
    height = width * rng.uniform(0.26, 0.38)
    lean = rng.uniform(-0.08, 0.08)
    share = np.linspace(0, 1, 11)
    rise = np.sin(np.pi * share ** (1 + lean)) ** 1.25
    arc = np.column_stack(((share - 0.5) * width, -height * rise))
    lit = mixed(look.bright, look.washes[TerrainType.HILL][0], 0.5 if look.colored else 0.0)
    body = quill.fading(f"hill{rng.integers(1 << 30)}", lit, -height, 0.0)
    quill.shape(map(tuple, arc), body, width=0)
    quill.line(map(tuple, arc), 1.15)
    for at in np.linspace(0.56, 0.84, 4 if width > 24 else 3) + rng.normal(0, 0.015, 4 if width > 24 else 3):
        x, y = width * (at - 0.5), -height * float(np.interp(at, share, rise)) * 0.86
        run = min(0.55 * height, -y * 0.75) * rng.uniform(0.7, 1.0)
        quill.line([(x, y), (x + 0.25 * run, y + 0.5 * run), (x + 0.62 * run, y + run)], 0.75, opacity=0.75)
    return quill.drawing()


def draw_dune(quill: Quill, width: float) -> Drawing:
    """A crest of sand with dots in its lee."""
    rng = quill.rng
    height = width * rng.uniform(0.16, 0.24)
    crest = [
        (-width / 2, 0),
        (-width * 0.18, -height * 0.8),
        (width * 0.12, -height),
        (width / 2, -height * 0.1),
    ]
    quill.line(crest, 0.9, opacity=0.75)
    for _ in range(round(width * 0.45)):
        share = rng.uniform(0.1, 0.95)
        drop = rng.uniform(0.12, 0.9) * width * 0.28 * np.sin(np.pi * share)
        quill.disc(
            (share - 0.5) * width,
            -height * np.sin(np.pi * share) * 0.8 + drop,
            0.55,
            quill.look.ink,
            width=0,
            opacity=0.6,
        )
    return quill.drawing()


def snowline(season: Season, *, cold: bool, large: bool) -> float:
    """The share of a mountain that lies under snow."""
    if season is Season.WINTER or cold:
        return 0.5 if large else 0.4
    return 0.3 if large else 0.0
