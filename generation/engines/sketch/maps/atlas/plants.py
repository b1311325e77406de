"""Trees, tufts and what else grows on the page."""

import numpy as np

from generation.engines.sketch.maps.atlas.look import WHITE, mixed
from generation.engines.sketch.maps.atlas.quill import Drawing, Quill
from generation.engines.sketch.maps.styles import Color
from generation.vocabulary import Season


def draw_round_tree(quill: Quill, width: float) -> Drawing:
    """A crown like a cloud on a short trunk, shaded at its lower right."""
    rng, look = quill.rng, quill.look
    height = width * rng.uniform(0.95, 1.15)
    middle = -height * 0.62
    quill.line([(0, 0), (0.2, middle)], width * 0.13)
    fill = _leaf(quill, look.foliage)
    turn = np.linspace(0, 2 * np.pi, 10, endpoint=False) + rng.uniform(0, 0.6)
    reach = rng.uniform(0.86, 1.08, 10)
    x, y = np.cos(turn) * reach * width / 2, middle + np.sin(turn) * reach * height * 0.42
    quill.shape(zip(x.tolist(), y.tolist(), strict=True), fill, width=1.0, smooth=True)
    _crown_shade(quill, width, height, middle, fill)
    return quill.drawing()


def _crown_shade(quill: Quill, width: float, height: float, middle: float, fill: Color) -> None:
    turn = np.linspace(-0.35, 0.75 * np.pi, 6)
    outer = np.column_stack((np.cos(turn) * width * 0.44, middle + np.sin(turn) * height * 0.37))
    inner = np.column_stack((np.cos(turn) * width * 0.16, middle + np.sin(turn) * height * 0.12))[::-1]
    if quill.look.colored:
        quill.shape(
            map(tuple, np.concatenate((outer, inner))),
            mixed(fill, quill.look.ink, 0.45),
            width=0,
            opacity=0.6,
            smooth=True,
        )
    for share in (0.3, 0.62) if quill.look.colored else (0.15, 0.4, 0.65, 0.88):
        a = turn[0] + share * (turn[-1] - turn[0])
        start = (float(np.cos(a)) * width * 0.2, middle + float(np.sin(a)) * height * 0.16)
        end = (float(np.cos(a)) * width * 0.38, middle + float(np.sin(a)) * height * 0.32)
        quill.line([start, end], 0.7, opacity=0.8)


def draw_conifer(quill: Quill, width: float) -> Drawing:
    """Three tiers of boughs."""
    rng, look = quill.rng, quill.look
    height = width * rng.uniform(1.5, 1.85)
    fill = _leaf(quill, look.needles)
    quill.line([(0, 0), (0, -height * 0.2)], width * 0.13)
    tiers = (0.14, 0.38, 0.64)
    left, right = [], []
    for tier, low in enumerate(tiers):
        half = width / 2 * (1 - 0.24 * tier)
        left += [(-half, -height * low), (-half * 0.42, -height * (low + 0.23))]
        right += [(half, -height * low), (half * 0.42, -height * (low + 0.23))]
    outline = [*left[:-1], (0, -height), *right[:-1][::-1]]
    quill.shape(outline, fill, width=1.0)
    shade = [(0, -height), *right[:-1][::-1], (0.05 * width, -height * 0.16)]
    if look.colored:
        quill.shape(shade, mixed(fill, look.ink, 0.5), width=0, opacity=0.55)
    else:
        for low in (0.24, 0.42, 0.6, 0.76):
            quill.line(
                [(0.06 * width, -height * low), (0.3 * width * (1.1 - low), -height * (low - 0.07))], 0.8
            )
    if look.season is Season.WINTER and look.colored:
        _snowed(quill, width, height)
    return quill.drawing()


def _snowed(quill: Quill, width: float, height: float) -> None:
    white = mixed(quill.look.bright, WHITE, 0.5)
    for low in (0.3, 0.56, 0.84):
        half = width * 0.3 * (1.2 - low)
        quill.line(
            [(-half, -height * (low - 0.08)), (-half * 0.2, -height * (low + 0.08))],
            width * 0.12,
            color=white,
        )


def draw_palm(quill: Quill, width: float) -> Drawing:
    """A bent trunk and a head of fronds."""
    rng, look = quill.rng, quill.look
    height = width * rng.uniform(1.15, 1.4)
    lean = rng.uniform(-0.2, 0.25) * width
    top = (lean, -height)
    quill.line([(0, 0), (lean * 0.35, -height * 0.5), top], width * 0.11)
    green = _leaf(quill, ((116, 140, 66),)) if look.colored else look.ink
    for angle in (-0.2, 0.5, 1.15, 2.0, 2.65, 3.35):
        dx, dy = float(np.cos(angle)) * width * 0.5, float(np.sin(angle)) * width * 0.3
        path = [
            top,
            (top[0] + dx * 0.55, top[1] - dy * 0.9 - width * 0.05),
            (top[0] + dx, top[1] - dy * 0.2 + width * 0.1),
        ]
        quill.line(path, width * (0.15 if look.colored else 0.1), color=look.ink)
        if look.colored:
            quill.line(path, width * 0.075, color=mixed(green, look.paper, 0.15))
    return quill.drawing()


def draw_reeds(quill: Quill, width: float) -> Drawing:
    """A tuft of reeds over a few lines of still water."""
    rng, look = quill.rng, quill.look
    for offset, share in ((0.0, 1.0), (0.14, 0.6), (0.26, 0.35)):
        half = width / 2 * share * rng.uniform(0.85, 1.1)
        shift = rng.uniform(-0.1, 0.1) * width
        quill.line(
            [(shift - half, offset * width), (shift + half, offset * width)],
            0.9,
            color=look.deep,
            opacity=0.85,
        )
    for angle in np.radians((-34, -15, 2, 19, 36)) + rng.normal(0, 0.06, 5):
        length = width * rng.uniform(0.36, 0.56) * (1.1 - 0.5 * abs(float(angle)))
        tip = (float(np.sin(angle)) * length, -float(np.cos(angle)) * length)
        quill.line([(float(np.sin(angle)) * width * 0.06, 0), tip], 1.0)
    return quill.drawing()


def draw_grass(quill: Quill, width: float) -> Drawing:
    """Three blades."""
    for angle in (-0.5, 0.02, 0.48):
        length = width * quill.rng.uniform(0.35, 0.6)
        quill.line([(angle * width * 0.3, 0), (angle * length, -length)], 0.8, opacity=0.6)
    return quill.drawing()


def draw_drift(quill: Quill, width: float) -> Drawing:
    """Snow that the wind has heaped up."""
    cool = mixed(quill.look.deep, quill.look.ink, 0.2)
    for x, y in ((0.0, 0.0), (float(quill.rng.uniform(-0.4, 0.4)) * width, 0.3 * width)):
        half = width * float(quill.rng.uniform(0.3, 0.5))
        crest = [
            (x - half, y),
            (x - 0.2 * half, y - 0.26 * half),
            (x + 0.3 * half, y - 0.2 * half),
            (x + half, y),
        ]
        quill.line(crest, 0.8, color=cool, opacity=0.45 if quill.look.colored else 0.8)
    return quill.drawing()


def draw_crack(quill: Quill, width: float) -> Drawing:
    """A crack in the ice that forks."""
    cool = mixed(quill.look.deep, quill.look.ink, 0.2)
    bend = float(quill.rng.uniform(-0.2, 0.2)) * width
    quill.line([(-width / 2, 0), (-0.1 * width, bend), (width / 2, 0.2 * bend)], 0.8, color=cool, opacity=0.5)
    quill.line([(-0.1 * width, bend), (0.16 * width, bend - 0.3 * width)], 0.8, color=cool, opacity=0.5)
    return quill.drawing()


def draw_rocks(quill: Quill, width: float) -> Drawing:
    """A few stones."""
    for x, y, size in ((-0.3, 0.0, 0.2), (0.2, -0.1, 0.26), (0.02, 0.2, 0.14)):
        left, right, top = (x - size) * width, (x + size) * width, (y - 1.2 * size) * width
        base = y * width
        outline = [
            (left, base),
            (left + 0.3 * size * width, top),
            (right - 0.5 * size * width, top),
            (right, base),
        ]
        quill.shape(outline, quill.look.bright, width=0.9)
        quill.line([(right - 0.5 * size * width, top), (right - 0.7 * size * width, base)], 0.7)
    return quill.drawing()


def _leaf(quill: Quill, colors: tuple[Color, ...]) -> Color:
    if not quill.look.colored:
        return quill.look.bright
    color = colors[int(quill.rng.integers(len(colors)))]
    return mixed(color, quill.look.paper, float(quill.rng.uniform(0.0, 0.22)))
