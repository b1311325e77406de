"""What is carried: behind the shoulders, on the breast, in the hands; and magic in the air."""

from collections.abc import Callable

import numpy as np

from generation.engines.sketch.portrait.body import build_of
from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, ribbon, spline
from generation.engines.sketch.portrait.light import LEATHER, METAL
from generation.engines.sketch.portrait.palette import LEATHER_BROWN, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form, paint_forms

Painter = Callable[[Array, Sitting], Array]

_SHIELD = [
    (-0.95, -0.95),
    (0, -1.1),
    (0.95, -0.95),
    (0.95, 0.2),
    (0.55, 1.1),
    (0, 1.6),
    (-0.55, 1.1),
    (-0.95, 0.2),
]


def wound(x: Array, y: Array) -> Array:
    """Leather wound around a grip."""
    return floats(0.014 * np.abs(np.sin((x + y) * 26)))


def paint_daggers(picture: Array, sitting: Sitting) -> Array:
    """Two knives in sheaths on the breast."""
    dress = sitting.traits.dress
    for shift in (0.0, 0.34):
        at = floats([-sitting.off_side * (0.72 - shift * 0.9), 2.55 + shift * 0.9])
        along = floats([sitting.off_side * 0.62, 0.78])
        across = floats([-along[1], along[0]])
        picture = paint_forms(
            picture,
            sitting,
            Form(
                outlines=[ribbon(floats([at, at + along * 0.75]), [0.2, 0.17, 0.05])],
                color=scaled(LEATHER_BROWN, 0.6),
                material=LEATHER,
                round=0.08,
                smooth=False,
            ),
            Form(
                outlines=[ribbon(floats([at - along * 0.42, at]), 0.11)],
                color=(0.1, 0.09, 0.09),
                material=LEATHER,
                round=0.05,
                smooth=False,
                relief=wound,
            ),
            Form(
                outlines=[ribbon(floats([at - across * 0.17, at + across * 0.17]), 0.08)],
                color=dress.metal,
                material=METAL,
                round=0.04,
                smooth=False,
            ),
        )
    return picture


def paint_shield(picture: Array, sitting: Sitting) -> Array:
    """A shield before the lower corner."""
    at = floats([-sitting.off_side * (build_of(sitting.traits).shoulder + 0.15), 3.6])
    dress, outline = sitting.traits.dress, floats(_SHIELD)
    angles = np.linspace(0, 2 * np.pi, 20)
    knob = at + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.26
    edge = ribbon(spline(at + np.vstack([outline, outline[:2]]) * 0.92), 0.17)
    bars = [ribbon(at + floats(bar), 0.16) for bar in ([(0, -0.9), (0, 1.3)], [(-0.8, 0), (0.8, 0)])]
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[at + outline * 0.9], color=dress.main, material=LEATHER, round=0.5),
        Form(outlines=bars, color=dress.trim, material=METAL, round=0.06, smooth=False, shadow=0.3),
        Form(outlines=[edge], color=dress.metal, material=METAL, round=0.08, smooth=False),
        Form(outlines=[knob], color=dress.trim, material=METAL, round=0.24, smooth=False),
    )


def _chain(picture: Array, sitting: Sitting, low: float) -> Array:
    n = build_of(sitting.traits).neck
    line = spline(
        [(-n - 0.34, 1.42), (-n - 0.08, 1.85), (0, low), (n + 0.08, 1.85), (n + 0.34, 1.42)], steps=14
    )
    form = Form(
        outlines=[ribbon(line, 0.06)],
        color=sitting.traits.dress.trim,
        material=METAL,
        round=0.03,
        smooth=False,
        relief=_beads,
    )
    return paint_form(picture, sitting, form)


def _beads(x: Array, y: Array) -> Array:
    return floats(0.02 * np.abs(np.sin((x * 0.7 + y) * 42)))


def paint_symbol(picture: Array, sitting: Sitting) -> Array:
    """A holy sun on a chain."""
    picture = _chain(picture, sitting, 2.25)
    at = floats([0, 2.42])
    angles = np.linspace(0, 2 * np.pi, 33)
    rays = (
        at
        + np.stack([np.cos(angles), np.sin(angles)], axis=1)
        * np.where(np.arange(33) % 2 == 0, 0.36, 0.21)[:, None]
    )
    disc = at + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.19
    trim = sitting.traits.dress.trim
    picture = paint_forms(
        picture,
        sitting,
        Form(outlines=[rays], color=trim, material=METAL, round=0.06, smooth=False),
        Form(outlines=[disc], color=scaled(trim, 1.1), material=METAL, round=0.17, smooth=False),
    )
    return glow(picture, sitting, at, 0.5, sitting.traits.magic or (1.0, 0.85, 0.5), strength=0.35)


def paint_pendant(picture: Array, sitting: Sitting) -> Array:
    """A jewel on a chain."""
    picture = _chain(picture, sitting, 2.1)
    at = floats([0, 2.26])
    color = sitting.traits.magic or (0.7, 0.1, 0.15)
    drop = at + floats([(0, -0.2), (0.13, 0.0), (0.1, 0.16), (0, 0.24), (-0.1, 0.16), (-0.13, 0.0)])
    frame = at + floats([(0, -0.3), (0.2, 0.0), (0.15, 0.24), (0, 0.34), (-0.15, 0.24), (-0.2, 0.0)])
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[frame], color=sitting.traits.dress.trim, material=METAL, round=0.07),
        Form(outlines=[drop], color=color, material=LEATHER, round=0.12, shadow=0.2),
    )


def glow(picture: Array, sitting: Sitting, at: Array, radius: float, color: Rgb, *, strength: float) -> Array:
    """`picture` with light that spreads from a point; `radius` in head units."""
    frame = sitting.frame
    center = frame.px(floats(at)[None, :])[0]
    reach = radius * frame.unit
    box = frame.box(floats([center]), margin=reach * 3)
    if box.empty:
        return picture
    x, y = frame.grid(box)
    distance = np.hypot(x - at[0], y - at[1]) / radius
    light = (
        strength
        * (np.exp(-(distance**2) * 2.2) + 0.35 * np.exp(-distance * 1.6))
        * np.clip(3 - distance, 0, 1)
    )
    area = picture[box.slices]
    picture[box.slices] = 1 - (1 - area) * (1 - np.clip(light, 0, 1)[:, :, None] * floats(color))
    return picture
