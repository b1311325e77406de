"""The locks of each hair style, behind the head and over it."""

from collections.abc import Callable, Mapping

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Points, blur, darken, floats, paste, polygon_mask
from generation.engines.sketch.portrait.hair import Lock, braid, paint_locks
from generation.engines.sketch.portrait.looks import HairStyle, Headgear
from generation.engines.sketch.portrait.palette import scaled
from generation.engines.sketch.portrait.sitting import Sitting

Locks = list[Lock]


def paint_back_hair(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the hair that falls behind neck and shoulders."""
    style = sitting.traits.hair.style
    if style not in FALLING:
        return picture
    return paint_locks(picture, sitting, _curtain(sitting, style), shadow=0.0)


def paint_hair(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the hair over the head."""
    hair = sitting.traits.hair
    if hair.style is HairStyle.BALD:
        return picture
    if hair.style is not HairStyle.MOHAWK:
        picture = _paint_scalp(picture, sitting)
    picture = paint_locks(picture, sitting, _STYLES[_visible(sitting)](sitting))
    return paint_locks(
        picture,
        sitting,
        _baby_hair(sitting),
        color=scaled(sitting.traits.hair.color, 0.8),
        shadow=0.0,
    )


def _visible(sitting: Sitting) -> HairStyle:
    """The style as it shows: under a hood, what is tied up lies flat."""
    style = sitting.traits.hair.style
    hooded = sitting.traits.dress.headgear is Headgear.HOOD
    return HairStyle.SLICKED if hooded and style in _TIED else style


def _paint_scalp(picture: Array, sitting: Sitting) -> Array:
    """Dark roots under the locks, so that no skin shines through; soft towards the forehead."""
    frame, color = sitting.frame, floats(sitting.traits.hair.color)
    t = np.linspace(-1, 1, 15)
    front = np.stack([t * 0.70, _hairline_y(t) - 0.02], axis=1)
    angles = np.linspace(0, np.pi, 12)
    back = np.stack([np.cos(angles) * 0.75, -0.35 - 0.75 * np.sin(angles)], axis=1)
    outline = frame.px(np.vstack([front, back]), tilted=True)
    box = frame.box(outline, margin=0.2 * frame.unit)
    if box.empty:
        return picture
    mask = polygon_mask([outline], box)
    picture = darken(picture, blur(mask, 0.09 * frame.unit), box, 0.3)
    light = floats(sitting.light.key_color) * 0.45 + floats(sitting.light.fill_color)
    return paste(picture, color * 0.62 * light, blur(mask, 0.025 * frame.unit), box)


def _baby_hair(sitting: Sitting) -> Locks:
    """Short fine hair along the hairline."""
    if sitting.traits.hair.style not in _COMBED:
        return []
    rng = sitting.rng("baby hair")
    locks: Locks = []
    for t in np.linspace(-0.95, 0.95, 60):
        root = _hairline(sitting, float(t)) + floats([rng.normal(0, 0.012), rng.uniform(0.0, 0.04)])
        lean = 0.08 * np.sign(t - _parting(sitting)) * rng.uniform(0, 1) + 0.05 * t
        tip = root + floats([lean, -rng.uniform(0.06, 0.1)])
        locks.append(Lock([tip, (root + tip) / 2 + floats([0.01 * np.sign(t), -0.01]), root], 0.012, 0.02))
    return locks


def _hairline_y(t: Points | float) -> Array:
    """Height of the hairline from ear (-1) to ear (1)."""
    away = np.abs(floats(t))
    return floats(-0.64 + 0.08 * away**2 + 0.42 * away**5)


def _hairline(sitting: Sitting, t: float) -> Array:
    x = 0.68 * t + sitting.turn * 0.5 * (1 - abs(t))
    return floats([x, float(_hairline_y(t))])


def _dome(t: float, volume: float = 0.0) -> Array:
    """A point of the head's upper outline: -1 at the left ear, 0 at the crown, 1 at the right ear."""
    angle = t * np.pi / 2 * 1.05
    return floats([np.sin(angle) * (0.745 + volume), -0.27 - np.cos(angle) * (0.82 + volume)])


def _parting(sitting: Sitting) -> float:
    return float(np.sign(sitting.turn or 1.0)) * -0.22


def _over(sitting: Sitting, t: float, end: Array, volume: float) -> Array:
    """A curve from the parting over the dome to `end`; `t` says on which side it runs."""
    root = floats([_parting(sitting) + 0.12 * t, -1.0 - volume * 0.75])
    return floats([root, _dome(t * 0.62, volume) * 0.97, _dome(t * 0.86, volume), end])


def _short(sitting: Sitting) -> Locks:
    """Close at the sides, longer and brushed aside over the forehead."""
    rng = sitting.rng("hair")
    sweep = float(np.sign(sitting.turn or 1.0))
    locks: Locks = []
    for side in (-1, 1):
        near = 0.72 if side * sitting.turn <= 0 else 0.67
        for share in np.linspace(1, 0, 12):
            top = _dome(side * (0.80 - 0.25 * share), 0.01 + 0.02 * share)
            end = floats([side * (near - 0.05 * share), 0.04 - 0.36 * share + rng.normal(0, 0.03)])
            middle = (top + end) / 2 + floats([side * (0.02 + 0.02 * share), 0])
            locks.append(Lock([top, middle, end], 0.09, 0.08, 0.3))
    for layer, reach in ((0.0, 0.6), (0.02, 1.04), (0.04, 0.85), (0.045, 1.02)):
        for t in _outside_in(21):
            root = _dome(t * 0.55 - sweep * 0.10, 0.03 + layer) * floats([1, 0.985])
            edge = _hairline(sitting, float(np.clip(t * 0.95 + sweep * 0.08, -1, 1)))
            fall = floats([sweep * rng.uniform(0.03, 0.16), rng.normal(0.0, 0.05)])
            end = floats(root + (edge - root) * reach * rng.uniform(0.85, 1.08)) + fall
            lift = floats([t * 0.08 - sweep * 0.03 + rng.normal(0, 0.03), -0.05 - layer])
            locks.append(Lock([root, (root + end) / 2 + lift, end], 0.105, 0.03, 0.15))
    return locks


def _tousled(sitting: Sitting) -> Locks:
    """Ruffled layers that fall where they like, over the brow too."""
    rng = sitting.rng("hair")
    locks: Locks = []
    for layer, volume in ((1.0, 0.03), (0.75, 0.06), (0.5, 0.08)):
        for t in _outside_in(17):
            root = _dome(t * 0.55 * layer, volume) * floats([1, 0.98])
            out = _dome(t * (0.75 + 0.2 * layer), (volume + rng.uniform(-0.02, 0.06)) * (1 - 0.6 * t * t))
            end = floats([t * 0.74, 0.02 - 0.66 * (1 - abs(t) ** 2.5)]) * floats([1, 0.6 + 0.4 * layer])
            end = floats(end + rng.normal(0, 0.06, 2) + floats([0.05 * np.sign(sitting.turn), 0]))
            locks.append(Lock([root, out, end], 0.15, 0.03, 0.2))
    for t in np.linspace(-0.8, 0.8, 15):
        root = _dome(t * 0.45, 0.07)
        fringe = _hairline(sitting, t) + floats([rng.normal(0.04, 0.08), 0.06 + rng.uniform(0, 0.16)])
        locks.append(Lock([root, (root + fringe) / 2 + rng.normal(0, 0.04, 2), fringe], 0.12, 0.02, 0.2))
    return locks


def _slicked(sitting: Sitting) -> Locks:
    rng = sitting.rng("hair")
    locks: Locks = []
    for t in _outside_in(47):
        root = _hairline(sitting, t) + floats([0, rng.normal(0, 0.025)])
        top = _dome(t * 0.55, 0.06 + rng.uniform(0, 0.03))
        middle = (root + top) / 2 + floats([t * 0.1, -0.02])
        locks.append(Lock([root, (root * 0.8 + top * 0.2), middle, top], 0.12, 0.7, 0.05))
    for side in (-1, 1):
        for drop in (0.0, 0.12, 0.24):
            start, end = (side * 0.6, -0.45 + drop), (side * 0.76, -0.12 + drop * 1.6)
            locks.append(Lock([start, (side * 0.7, -0.36 + drop), end], 0.13, 0.2))
    return locks


def _long(sitting: Sitting) -> Locks:
    return _parted(sitting, wave=0.035)


def _wavy(sitting: Sitting) -> Locks:
    return _parted(sitting, wave=0.085)


def _parted(sitting: Sitting, *, wave: float) -> Locks:
    """From a parting down both sides of the face to the breast."""
    rng = sitting.rng("hair")
    length = 1.0 + 0.75 * sitting.traits.hair.length
    locks: Locks = []
    for share in np.linspace(1, 0.0, 15):
        for side in (-1, 1):
            crown = _beside(sitting, side, float(share))
            reach = length * rng.uniform(0.6, 1.1) * (0.8 + 0.2 * share)
            locks.append(_fall(crown, share=share, length=reach, wave=wave, wind=sitting.wind, rng=rng))
    return [*locks, *_strays(sitting, rng)]


def _beside(sitting: Sitting, side: int, share: float) -> Array:
    """From the parting to the cheek; `share` is 1 for the outermost lock, 0 for the innermost."""
    parting = _parting(sitting)
    root = floats([parting - side * 0.04 * share, -0.70 - 0.36 * share])
    front, crown = (
        _hairline(sitting, side * 0.45) - floats([0, 0.06]),
        _dome(side * 0.30 + parting * 0.2, 0.03),
    )
    temple, bulge = floats([side * 0.655 + sitting.turn * 0.25, -0.36]), _dome(side * 0.72, 0.05)
    cheek = floats([side * (0.69 + 0.17 * share) + sitting.turn * 0.25 * (1 - share), 0.12])
    return floats([root, _between(front, crown, share), _between(temple, bulge, share), cheek])


def _between(first: Array, second: Array, share: float) -> Array:
    return floats(first + (second - first) * share)


def _fall(
    crown: Array, *, share: float, length: float, wave: float, wind: float, rng: np.random.Generator
) -> Lock:
    """A lock that falls on from the cheek by `length`."""
    side = np.sign(crown[-1, 0])
    steps = np.linspace(0.16, 1, 7)
    sway = wave * np.sin(steps * 8.5 + rng.uniform(0, 1.2) + 2 * share) + rng.normal(0, 0.01, 7)
    curl = 0.35 * np.clip(steps - 0.65, 0, 1) * rng.uniform(-0.5, 1)
    xs = crown[-1, 0] + side * (0.02 + 0.16 * np.sin(steps * 2.4) * (0.5 + 0.5 * share) - curl) + sway
    xs = xs + wind * rng.uniform(0.6, 1.1) * steps**1.6
    falling = np.stack([xs, 0.12 + (0.18 + length) * steps], axis=1)
    return Lock(np.vstack([crown, falling]), 0.15 + 0.05 * share, 0.05, 0.1)


def _strays(sitting: Sitting, rng: np.random.Generator) -> Locks:
    """Single strands that have come loose, before the forehead and beside the cheeks."""
    strays: Locks = []
    for side in (-1, 1):
        for _ in range(3):
            x = side * rng.uniform(0.56, 0.72) + sitting.turn * 0.3
            root = floats([_parting(sitting) + side * 0.08, -0.97])
            brow = floats([side * rng.uniform(0.4, 0.55), -0.66])
            tip = floats([x - side * rng.uniform(0, 0.12), rng.uniform(0.4, 0.8)])
            knots = [root, brow, floats([x, -0.25]), floats([x + side * 0.05, 0.1]), tip]
            strays.append(Lock(knots, 0.035, 0.05, 0.2))
    return strays


def _curly(sitting: Sitting) -> Locks:
    rng = sitting.rng("hair")
    locks = _short(sitting)[:13]
    for ring in (1.0, 0.78, 0.55):
        for t in np.linspace(-1.25, 1.25, 21):
            start = (
                _dome(t, 0.16) * floats([ring**0.6, 1])
                + floats([0, (1 - ring) * 0.35])
                + rng.normal(0, 0.03, 2)
            )
            if start[1] > _hairline_y(np.clip(start[0] / 0.72, -1, 1)) + 0.08 and abs(start[0]) < 0.66:
                continue
            locks.append(_curl(floats(start), rng))
    return locks


def _curl(start: Array, rng: np.random.Generator) -> Lock:
    spin = rng.choice([-1, 1])
    angles = np.linspace(0, 4.6, 7) * spin + rng.uniform(0, 6)
    radius = np.linspace(0.1, 0.045, 7)
    points = start + np.stack(
        [np.cos(angles) * radius, np.sin(angles) * radius * 1.2 + np.linspace(0, 0.12, 7)], axis=1
    )
    return Lock(floats(points), 0.12, 0.3)


def _ponytail(sitting: Sitting) -> Locks:
    side = 1 if sitting.turn <= 0 else -1
    rng = sitting.rng("tail")
    tail = [
        Lock(
            [
                (side * 0.35, -1.05),
                (side * 0.85, -0.95 + o * 0.6),
                (side * (1.06 + o), -0.2),
                (side * (0.98 + o * 1.5), 0.7),
                (side * (0.86 + o) + rng.normal(0, 0.05) + sitting.wind, 1.5 + rng.uniform(-0.2, 0.2)),
            ],
            0.24,
            0.04,
        )
        for o in np.linspace(0.1, -0.12, 7)
    ]
    return [*tail, *_slicked(sitting), *_wisps(sitting)]


def _bun(sitting: Sitting) -> Locks:
    ball: Locks = []
    for angle in np.linspace(0, 2 * np.pi, 11):
        around = angle + np.linspace(0, 1.9, 5)
        shell = (
            np.stack([np.cos(around) * 0.3, np.sin(around) * 0.25], axis=1) * np.linspace(1, 0.05, 5)[:, None]
        )
        ball.append(Lock(floats(shell + floats([0, -1.18])), 0.17, 0.3))
    return [*ball, *_slicked(sitting), *_wisps(sitting)]


def _wisps(sitting: Sitting) -> Locks:
    """Loose strands beside the face."""
    rng = sitting.rng("wisps")
    return [
        Lock(
            [
                (side * 0.5 + sitting.turn * 0.3, -0.68),
                (side * 0.66, -0.3),
                (side * 0.67 + rng.normal(0, 0.02), 0.15),
                (side * 0.6, 0.5 + rng.uniform(0, 0.25)),
            ],
            0.07,
            0.05,
        )
        for side in (-1, 1)
    ]


def _braids(sitting: Sitting) -> Locks:
    locks: Locks = []
    for side in (-1, 1):
        path = [
            (side * 0.74, 0.1),
            (side * 0.82, 0.7),
            (side * 0.78, 1.3),
            (side * 0.72, 2.1 + 0.3 * sitting.turn),
        ]
        locks += braid(path, 0.3, links=11)
    for share in np.linspace(1, 0, 8):
        for side in (-1, 1):
            top = (_parting(sitting) * 0.3, -1.0 - 0.07 * share)
            brow = _dome(side * 0.42) * (0.84 + 0.2 * share) + floats([sitting.turn * 0.2 * (1 - share), 0])
            locks.append(Lock([top, brow, (side * 0.73, -0.3 + 0.1 * share), (side * 0.75, 0.2)], 0.19, 0.3))
    return locks


def _mohawk(sitting: Sitting) -> Locks:
    rng = sitting.rng("hair")
    locks: Locks = []
    for row in np.linspace(-1, 1, 19):
        root = floats([row * 0.13 + sitting.turn * 0.3, -0.84 - 0.1 * (1 - abs(row))])
        end = floats(
            [
                row * 0.34 + rng.normal(0, 0.04) + sitting.turn * 0.2,
                -1.5 + 0.14 * abs(row) + rng.normal(0, 0.05),
            ]
        )
        locks.append(Lock([root, (root + end) / 2 + floats([row * 0.04, 0]), end], 0.16, 0.08))
    for row in np.linspace(-1, 1, 7):
        root = floats([row * 0.1 + sitting.turn * 0.42, -0.62])
        locks.append(
            Lock([root, root + floats([row * 0.03, -0.3]), root + floats([row * 0.1, -0.7])], 0.13, 0.08)
        )
    return locks


def _curtain(sitting: Sitting, style: HairStyle) -> Locks:
    rng = sitting.rng("curtain")
    wave = 0.02 if style is HairStyle.LONG else 0.09
    length = 1.3 + 0.8 * sitting.traits.hair.length
    locks: Locks = []
    for t in np.linspace(-1, 1, 22):
        sway = wave * np.sin(np.linspace(0, 8, 6) + rng.uniform(0, 2))
        xs = np.interp(np.linspace(0, 1, 6), [0, 0.4, 1], [t * 0.5, t * 0.82, t * 0.92]) + sway
        xs = xs + sitting.wind * np.linspace(0, 1, 6) ** 1.6
        ys = np.linspace(-0.5, length + rng.uniform(-0.5, 0.12) - 0.45 * abs(t), 6)
        locks.append(Lock(np.stack([xs, ys], axis=1), 0.24, 0.08))
    return locks


def _outside_in(count: int) -> list[float]:
    """From both sides towards the middle, so that the middle lies on top."""
    return sorted((float(t) for t in np.linspace(-1, 1, count)), key=lambda t: -abs(t))


_TIED = {HairStyle.PONYTAIL, HairStyle.BUN, HairStyle.MOHAWK}
_COMBED = {HairStyle.SLICKED, HairStyle.PONYTAIL, HairStyle.BUN, HairStyle.BRAIDS}
FALLING = {HairStyle.LONG, HairStyle.WAVY}
_STYLES: Mapping[HairStyle, Callable[[Sitting], Locks]] = {
    HairStyle.SHORT: _short,
    HairStyle.TOUSLED: _tousled,
    HairStyle.SLICKED: _slicked,
    HairStyle.LONG: _long,
    HairStyle.WAVY: _wavy,
    HairStyle.CURLY: _curly,
    HairStyle.PONYTAIL: _ponytail,
    HairStyle.BUN: _bun,
    HairStyle.BRAIDS: _braids,
    HairStyle.MOHAWK: _mohawk,
}
