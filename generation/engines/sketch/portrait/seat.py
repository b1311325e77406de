"""What somebody sits on: the back of a carved chair."""

import numpy as np

from generation.engines.sketch.portrait.body import build_of
from generation.engines.sketch.portrait.canvas import Array, floats, ribbon, spline
from generation.engines.sketch.portrait.light import LEATHER, METAL
from generation.engines.sketch.portrait.palette import WOOD, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, mirrored, paint_form, paint_forms

_HALF = ((0.0, -1.05), (0.5, -0.98), (0.95, -0.7), (1.18, -0.3), (1.22, 0.4), (1.22, 4.0), (1.22, 9.0))


def paint_seat(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the chair's back: a wooden frame, padded in the second dye, with knobs of brass."""
    wide = floats([max(1.0, build_of(sitting.traits).shoulder / 1.35), 1])
    dress, half = sitting.traits.dress, floats(_HALF) * wide
    outline = spline(np.vstack([mirrored(half)[::-1][:-1], half]))
    angles = np.linspace(0, 2 * np.pi, 20)
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[outline],
            color=scaled(blend(dress.second, WOOD, 0.25), 0.6),
            round=0.3,
            smooth=False,
            relief=_buttoned,
        ),
        Form(
            outlines=[ribbon(outline, 0.24)],
            color=WOOD,
            material=LEATHER,
            round=0.11,
            smooth=False,
            relief=_carved,
        ),
    )
    for place in (
        floats([0, -1.12]),
        half[3] + floats([0.06, -0.06]),
        mirrored(half[3:4])[0] - floats([0.06, 0.06]),
    ):
        knob = place + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.17
        form = Form(outlines=[knob], color=dress.trim, material=METAL, round=0.16, smooth=False)
        picture = paint_form(picture, sitting, form)
    return picture


def _buttoned(x: Array, y: Array) -> Array:
    return floats(0.05 * np.abs(np.sin((x + y * 0.8) * 4.2) * np.sin((x - y * 0.8) * 4.2)) ** 0.5)


def _carved(x: Array, y: Array) -> Array:
    return floats(0.012 * np.sin(x * 24 + 3 * np.sin(y * 6)) * np.sin(y * 24))
