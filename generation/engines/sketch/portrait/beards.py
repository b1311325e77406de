"""Beards and moustaches, as locks."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array
from generation.engines.sketch.portrait.hair import Lock, braid, paint_locks
from generation.engines.sketch.portrait.light import METAL
from generation.engines.sketch.portrait.looks import BeardStyle
from generation.engines.sketch.portrait.palette import GOLD
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form

_REACH = {BeardStyle.SHORT: 0.16, BeardStyle.FULL: 0.5, BeardStyle.LONG: 1.45, BeardStyle.BRAIDED: 0.75}


def paint_beard(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the beard that the traits ask for."""
    style = sitting.traits.hair.beard
    if style in (BeardStyle.NONE, BeardStyle.STUBBLE):
        return picture
    if style is BeardStyle.BRAIDED:
        picture = _paint_plaits(picture, sitting)
    if style in _REACH:
        picture = paint_locks(picture, sitting, _mane(sitting, _REACH[style]))
    if style is BeardStyle.GOATEE:
        picture = paint_locks(picture, sitting, _goatee(sitting))
    return paint_locks(picture, sitting, _moustache(sitting, style), shadow=0.25)


def _middle(sitting: Sitting, y: float) -> float:
    """Where the middle of the turned face lies at a height."""
    return sitting.turn * (1.05 - 0.25 * abs(y))


def _mane(sitting: Sitting, reach: float) -> list[Lock]:
    """From the cheeks and the jaw downwards; upper rows lie over lower ones."""
    rng = sitting.rng("beard")
    jaw = sitting.traits.face.width
    locks: list[Lock] = []
    for row in np.linspace(1, 0, 6):
        for t in np.linspace(-1, 1, 21):
            side = abs(t)
            if side < 0.4 and row < 0.6:
                continue
            top = float(np.interp(side, [0, 0.4, 0.6, 0.8, 1.0], [0.78, 0.62, 0.54, 0.38, 0.06]))
            jaw_y = 0.95 - 0.52 * side**2.2
            y = top + (jaw_y - top) * row + rng.normal(0, 0.012)
            x = t * (0.69 - 0.2 * np.clip(y - 0.2, 0, 1)) * jaw + _middle(sitting, y) * (1 - side) * 0.95
            if t * sitting.turn > 0:
                x *= 1 - 0.09 * side
            drop = (0.22 + reach * (1 - 0.6 * side)) * (0.5 + 0.5 * row) * rng.uniform(0.85, 1.1)
            narrow = 1 - 0.35 * min(1.0, reach) * row
            middle = (x * (1 + 0.05 * side) + rng.normal(0, 0.02), y + drop * 0.5)
            end = (x * narrow + rng.normal(0, 0.03), y + drop)
            locks.append(Lock([(x, y), middle, end], 0.12, 0.03, 0.08))
    return locks


def _goatee(sitting: Sitting) -> list[Lock]:
    rng = sitting.rng("beard")
    locks = []
    for t in np.linspace(-1, 1, 11):
        x = _middle(sitting, 0.85) + t * 0.17
        y = 0.80 + 0.05 * t * t
        end = (x * 0.9 + rng.normal(0, 0.02), 1.22 - 0.2 * t * t + rng.uniform(-0.03, 0.05))
        locks.append(Lock([(x, y), (x * 1.02, (y + end[1]) / 2), end], 0.1, 0.06))
    return locks


def _moustache(sitting: Sitting, style: BeardStyle) -> list[Lock]:
    grand = 1.35 if style in (BeardStyle.LONG, BeardStyle.BRAIDED, BeardStyle.MOUSTACHE) else 1.0
    nose = sitting.traits.face.nose_y
    locks: list[Lock] = []
    for share in np.linspace(1, 0, 5):
        for side in (-1, 1):
            m = _middle(sitting, 0.5) * 1.12
            start = (m + side * (0.02 + 0.03 * share), nose + 0.10 + 0.02 * share)
            middle = (m + side * 0.17, nose + 0.13 + 0.06 * share)
            end = (m + side * (0.24 + 0.1 * share) * grand, nose + 0.22 + 0.12 * share * grand)
            locks.append(Lock([start, middle, end], 0.085, 0.1))
    return locks


def _paint_plaits(picture: Array, sitting: Sitting) -> Array:
    for side in (-1, 1, 0):
        x = _middle(sitting, 0.9) * 0.6 + side * 0.26
        end = 2.15 if side == 0 else 1.95
        path = [(x, 0.95), (x + side * 0.05, 1.4), (x + side * 0.06, end)]
        picture = paint_locks(picture, sitting, braid(path, 0.27, links=7))
        ring = [
            (x + side * 0.06 + dx, end - 0.26 + dy)
            for dx, dy in ((-0.09, 0), (0.09, 0), (0.09, 0.12), (-0.09, 0.12))
        ]
        picture = paint_form(
            picture, sitting, Form(outlines=[ring], color=GOLD, material=METAL, round=0.08, tilted=True)
        )
    return picture
