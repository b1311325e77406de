"""Beasts seen from the front: wolves, bears and great cats, in layers of fur."""

from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Points, Rgb, floats, ribbon, spline
from generation.engines.sketch.portrait.gear import glow
from generation.engines.sketch.portrait.hair import Lock, paint_locks
from generation.engines.sketch.portrait.light import BONE, Material
from generation.engines.sketch.portrait.palette import IVORY, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form, paint_forms

_WET = Material(gloss=0.9, sharpness=24)
_DARK = (0.04, 0.03, 0.03)
_LID = [(0.14, -0.02), (0.26, -0.16), (0.42, -0.2), (0.52, -0.17), (0.42, -0.04), (0.26, 0.02)]
_BALL = [(0.21, -0.04), (0.28, -0.13), (0.39, -0.16), (0.45, -0.14), (0.38, -0.05), (0.28, -0.02)]
_BROW = [(0.08, -0.12), (0.24, -0.26), (0.5, -0.34), (0.62, -0.26), (0.44, -0.22), (0.24, -0.13)]
_BRIDGE = [(-0.17, -0.2), (0.17, -0.2), (0.26, 0.3), (0.3, 0.6), (-0.3, 0.6), (-0.26, 0.3)]
_LIPS = [
    (-0.4, 0.55),
    (-0.3, 0.36),
    (0, 0.3),
    (0.3, 0.36),
    (0.4, 0.55),
    (0.32, 0.82),
    (0, 0.78),
    (-0.32, 0.82),
]
_JAW = [(-0.3, 0.72), (0.3, 0.72), (0.24, 1.0), (0, 1.08), (-0.24, 1.0)]
_NOSE = [(-0.2, 0.36), (0, 0.31), (0.2, 0.36), (0.16, 0.48), (0.03, 0.58), (-0.03, 0.58), (-0.16, 0.48)]
_MOUTH = [(-0.34, 0.86), (-0.2, 0.8), (0, 0.7), (0.2, 0.8), (0.34, 0.86)]


@dataclass(frozen=True, kw_only=True)
class Pelt:
    """A kind of beast: colours, ears, muzzle."""

    back: Rgb
    face: Rgb
    pale: Rgb
    ear: tuple[tuple[float, float], ...]
    muzzle: float = 1.0  #: width
    mane: float = 1.0
    beak: bool = False  #: instead of a muzzle


_POINTED = ((0.28, -0.62), (0.46, -1.1), (0.78, -1.62), (0.94, -1.0), (0.88, -0.45))
_ROUND = ((0.42, -0.7), (0.5, -1.12), (0.8, -1.22), (1.02, -0.98), (0.92, -0.6))
_TUFTED = ((0.30, -0.66), (0.44, -0.98), (0.92, -1.5), (0.84, -0.96), (0.78, -0.5))
PELTS = {
    "bear": Pelt(
        back=(0.20, 0.12, 0.07), face=(0.30, 0.19, 0.11), pale=(0.50, 0.36, 0.22), ear=_ROUND, muzzle=1.25
    ),
    "owlbear": Pelt(
        back=(0.24, 0.15, 0.09), face=(0.40, 0.27, 0.16), pale=(0.72, 0.60, 0.42), ear=_TUFTED, beak=True
    ),
    "lion|leonin": Pelt(
        back=(0.36, 0.17, 0.06),
        face=(0.66, 0.45, 0.22),
        pale=(0.84, 0.72, 0.52),
        ear=_ROUND,
        muzzle=1.15,
        mane=1.35,
    ),
    "tiger|cat|tabaxi|panther|leopard": Pelt(
        back=(0.55, 0.28, 0.09), face=(0.68, 0.40, 0.16), pale=(0.86, 0.78, 0.64), ear=_POINTED, mane=0.85
    ),
    "fox|dog|hound": Pelt(
        back=(0.46, 0.20, 0.07), face=(0.62, 0.30, 0.11), pale=(0.84, 0.78, 0.68), ear=_POINTED, muzzle=0.85
    ),
    "rat|boar": Pelt(
        back=(0.18, 0.15, 0.13), face=(0.29, 0.25, 0.22), pale=(0.45, 0.38, 0.34), ear=_ROUND, muzzle=0.9
    ),
    "wolf|worg|gnoll": Pelt(
        back=(0.20, 0.205, 0.225), face=(0.36, 0.36, 0.37), pale=(0.66, 0.65, 0.62), ear=_POINTED
    ),
}


def paint_pelt(picture: Array, sitting: Sitting, pelt: Pelt) -> Array:
    """`picture` with the furry breast of an undressed beast."""
    rng = sitting.rng("breast")
    trunk = [
        (0.0, 0.4),
        (0.7, 0.6),
        (1.25, 1.3),
        (1.85, 2.2),
        (2.3, 4.0),
        (2.4, 7.0),
        (-2.4, 7.0),
        (-2.3, 4.0),
        (-1.85, 2.2),
        (-1.25, 1.3),
        (-0.7, 0.6),
    ]
    picture = paint_form(
        picture, sitting, Form(outlines=[trunk], color=scaled(pelt.back, 0.7), round=0.9, shadow=0.0)
    )
    locks = []
    for y in np.arange(4.6, 0.7, -0.21):
        wide = float(np.interp(y, [0.6, 1.3, 2.2, 4.6], [0.78, 1.4, 2.02, 2.6]))
        for x in np.linspace(-wide, wide, 25) + rng.normal(0, 0.05, 25):
            top = y + 0.22 * abs(x / wide) ** 3 + rng.normal(0, 0.05)
            end = (x * 1.09 + rng.normal(0, 0.07), top + rng.uniform(0.4, 0.65))
            locks.append(Lock([(x, top), (x * 1.04, top + 0.22), end], 0.21, 0.02, 0.12))
    return paint_locks(picture, sitting, locks, color=pelt.back, tilted=False, shadow=0.2)


def paint_beast_head(picture: Array, sitting: Sitting, pelt: Pelt) -> Array:
    """`picture` with the head."""
    picture = _ears(picture, sitting, pelt)
    skull = [
        (0, -0.98),
        (0.6, -0.82),
        (0.86, -0.2),
        (0.8, 0.4),
        (0.45, 0.86),
        (-0.45, 0.86),
        (-0.8, 0.4),
        (-0.86, -0.2),
        (-0.6, -0.82),
    ]
    picture = paint_form(picture, sitting, Form(outlines=[skull], color=pelt.face, round=0.6, tilted=True))
    picture = paint_locks(
        picture, sitting, _ring(sitting, 0.82, 1.35 * pelt.mane, 74, "mane"), color=pelt.back
    )
    picture = paint_locks(picture, sitting, _ring(sitting, 0.58, 0.98, 66, "cheeks"), color=pelt.face)
    picture = paint_locks(
        picture, sitting, _brow_fur(sitting), color=blend(pelt.face, pelt.back, 0.35), shadow=0.2
    )
    picture = paint_locks(picture, sitting, _cheek_fur(sitting), color=pelt.pale, shadow=0.2)
    picture = _eyes(picture, sitting, pelt)
    return _beak(picture, sitting) if pelt.beak else _muzzle(picture, sitting, pelt)


def _ears(picture: Array, sitting: Sitting, pelt: Pelt) -> Array:
    outline = floats(pelt.ear)
    center = outline.mean(axis=0)
    inner = (outline - center) * 0.62 + center + floats([0.0, 0.06])
    for side in (-1, 1):
        mirror = floats([side, 1])
        picture = paint_forms(
            picture,
            sitting,
            Form(outlines=[outline * mirror], color=pelt.back, round=0.16, tilted=True, shadow=0.2),
            Form(
                outlines=[inner * mirror],
                color=scaled(blend(pelt.pale, (0.5, 0.25, 0.2), 0.5), 0.6),
                round=0.12,
                tilted=True,
                shadow=0.0,
            ),
        )
    return picture


def _ring(sitting: Sitting, inner: float, outer: float, count: int, part: str) -> list[Lock]:
    """Fur that stands out all around the head, longest below."""
    rng = sitting.rng(part)
    locks = []
    for layer in (1.0, 0.8, 0.6):
        for angle in np.linspace(-np.pi, np.pi, count) + rng.normal(0, 0.05, count):
            along = floats([np.sin(angle), np.cos(angle)])
            reach = (outer - inner) * layer * (1.0 + 0.25 * along[1]) * rng.uniform(0.8, 1.15)
            root = along * floats([inner * 0.95, inner]) * (0.75 + 0.25 * layer)
            end = root + along * reach + floats([0.0, 0.12 * abs(along[0])])
            locks.append(Lock([root, (root + end) / 2 + rng.normal(0, 0.02, 2), end], 0.12, 0.02, 0.3))
    return locks


def _brow_fur(sitting: Sitting) -> list[Lock]:
    rng = sitting.rng("brow fur")
    m = sitting.turn * 0.5
    locks = []
    for y in np.arange(-0.95, 0.1, 0.085):
        for x in np.linspace(-0.55, 0.55, 15) + rng.normal(0, 0.025, 15):
            spread = 0.18 * x
            locks.append(
                Lock(
                    [(x + m, y + 0.22), (x + m + spread, y + 0.08), (x + m + spread * 1.6, y - 0.1)],
                    0.07,
                    0.03,
                    0.2,
                )
            )
    return locks[::-1]


def _cheek_fur(sitting: Sitting) -> list[Lock]:
    rng = sitting.rng("cheek fur")
    m = sitting.turn * 0.85
    locks = []
    for row in np.linspace(1, 0, 6):
        for side in (-1, 1):
            for t in np.linspace(0, 1, 11):
                root = floats([m + side * (0.2 + 0.34 * row), 0.12 + 0.5 * t])
                end = root + floats([side * (0.3 + 0.1 * t), 0.08 + 0.25 * t]) + rng.normal(0, 0.02, 2)
                locks.append(Lock([root, (root + end) / 2, end], 0.085, 0.02, 0.2))
    return locks


def _eyes(picture: Array, sitting: Sitting, pelt: Pelt) -> Array:
    iris = sitting.traits.eyes.glow or scaled(sitting.traits.eyes.iris, 1.35)
    angles = np.linspace(0, 2 * np.pi, 14)
    round_pupil = floats([0.335, -0.095]) + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.036
    for side in (-1, 1):
        lid, ball, pupil, brow = (
            floats(points) * floats([side, 1]) + floats([sitting.turn * 0.7, 0])
            for points in (_LID, _BALL, round_pupil, _BROW)
        )
        picture = paint_forms(
            picture,
            sitting,
            Form(outlines=[lid], color=_DARK, round=0.05, tilted=True, shadow=0.5),
            Form(outlines=[ball], color=iris, material=_WET, round=0.08, tilted=True, shadow=0.0),
            Form(outlines=[pupil], color=_DARK, material=_WET, round=0.03, tilted=True, shadow=0.0),
            Form(outlines=[brow], color=scaled(pelt.back, 0.8), round=0.08, tilted=True, shadow=0.5),
        )
        picture = glow(
            picture, sitting, floats([side * 0.33 + sitting.turn * 0.7, -0.1]), 0.1, iris, strength=0.35
        )
    return picture


def _muzzle(picture: Array, sitting: Sitting, pelt: Pelt) -> Array:
    def place(points: Points, reach: float) -> Array:
        """Wider by the pelt's muzzle, and further to the side the more it stands out."""
        return floats(floats(points) * floats([pelt.muzzle, 1]) + floats([sitting.turn * reach, 0]))

    line = ribbon(spline(place(_MOUTH, 1.1)), 0.04)
    split = ribbon(place([(0, 0.56), (0, 0.72)], 1.18), 0.03)
    bridge_color = blend(pelt.face, pelt.pale, 0.3)
    picture = paint_forms(
        picture,
        sitting,
        Form(outlines=[place(_JAW, 1.0)], color=scaled(pelt.pale, 0.7), round=0.2, tilted=True),
        Form(
            outlines=[place(_BRIDGE, 0.9)],
            color=bridge_color,
            round=0.22,
            tilted=True,
            shadow=0.3,
        ),
        Form(outlines=[place(_LIPS, 1.1)], color=pelt.pale, round=0.26, tilted=True, shadow=0.4),
    )
    picture = paint_locks(picture, sitting, _bridge_fur(sitting, pelt), color=bridge_color, shadow=0.0)
    picture = paint_locks(picture, sitting, _lip_fur(sitting, pelt), color=pelt.pale, shadow=0.0)
    picture = paint_forms(
        picture,
        sitting,
        Form(outlines=[line, split], color=_DARK, round=0.02, tilted=True, smooth=False, shadow=0.0),
        Form(outlines=[place(_NOSE, 1.2)], color=scaled(_DARK, 1.6), material=_WET, round=0.12, tilted=True),
    )
    for side in (-1, 1):
        x = sitting.turn * 1.1 + side * 0.22 * pelt.muzzle
        fang = [(x - 0.045, 0.78), (x + 0.045, 0.78), (x - side * 0.01, 1.02)]
        tooth = Form(outlines=[fang], color=IVORY, material=BONE, round=0.04, tilted=True, smooth=False)
        picture = paint_form(picture, sitting, tooth)
    return picture


def _bridge_fur(sitting: Sitting, pelt: Pelt) -> list[Lock]:
    """Short fur that runs from the nose up between the eyes."""
    rng, locks = sitting.rng("bridge fur"), []
    for y in np.arange(-0.2, 0.42, 0.055):
        for x in np.linspace(-0.19, 0.19, 10) + rng.normal(0, 0.01, 10):
            at = floats([x * pelt.muzzle * (1 + 0.5 * y) + sitting.turn * 0.95, y])
            tip = at + floats([x * 0.35, -0.13])
            locks.append(Lock([at, (at + tip) / 2, tip], 0.04, 0.05, 0.2))
    return locks


def _lip_fur(sitting: Sitting, pelt: Pelt) -> list[Lock]:
    """Short fur that spreads from the nose over both lips."""
    rng, locks = sitting.rng("lip fur"), []
    for reach in (0.92, 0.7, 0.48, 0.28):
        for angle in np.linspace(-0.5, np.pi + 0.5, 44) + rng.normal(0, 0.03, 44):
            along = floats([np.cos(angle) * 0.34 * pelt.muzzle, np.sin(angle) * 0.22])
            at = floats([sitting.turn * 1.1, 0.56]) + along * reach
            tip = at + along * 0.3 + floats([0, 0.03])
            locks.append(Lock([at, (at + tip) / 2, tip], 0.04, 0.05, 0.2))
    return locks


def _beak(picture: Array, sitting: Sitting) -> Array:
    """A hooked beak, ridged along its middle, over a dark gape."""
    shift = floats([sitting.turn * 1.05, 0])
    lower = floats([(-0.17, 0.5), (0.17, 0.5), (0.1, 0.82), (0, 0.9), (-0.1, 0.82)]) + shift
    upper = [(-0.27, 0.2), (-0.13, 0.02), (0, -0.03), (0.13, 0.02), (0.27, 0.2), (0.26, 0.44), (0.13, 0.62)]
    upper += [(0.04, 0.92), (-0.02, 0.98), (-0.06, 0.86), (-0.15, 0.62), (-0.26, 0.44)]
    nostrils = [ribbon(floats([(side * 0.10, 0.2), (side * 0.14, 0.27)]) + shift, 0.05) for side in (-1, 1)]

    def ridge(x: Array, _: Array) -> Array:
        return floats(0.12 * np.exp(-np.abs(x - shift[0]) / 0.1))

    horn = (0.42, 0.33, 0.17)
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[lower], color=scaled(horn, 0.45), material=BONE, round=0.1, tilted=True),
        Form(
            outlines=[floats(upper) + shift], color=horn, material=BONE, round=0.2, tilted=True, relief=ridge
        ),
        Form(outlines=nostrils, color=_DARK, round=0.02, tilted=True, smooth=False, shadow=0.0),
    )
