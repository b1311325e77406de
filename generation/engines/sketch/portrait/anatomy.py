"""Ears, horns, tusks and fangs; wings and halo behind."""

from collections.abc import Mapping, Sequence

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, blur, floats, line_mask, mix, ribbon, spline
from generation.engines.sketch.portrait.face import mouth_line
from generation.engines.sketch.portrait.light import BONE, METAL, SKIN
from generation.engines.sketch.portrait.looks import Ears, Headgear, Horns
from generation.engines.sketch.portrait.palette import GOLD, IVORY, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, Texture, paint_form

Outline = Sequence[tuple[float, float]]

_EARS: Mapping[Ears, Outline] = {
    Ears.ROUND: (
        (0.60, -0.08),
        (0.70, -0.19),
        (0.79, -0.12),
        (0.785, 0.06),
        (0.72, 0.26),
        (0.66, 0.34),
        (0.60, 0.2),
    ),
    Ears.POINTED: (
        (0.62, -0.08),
        (0.76, -0.2),
        (0.97, -0.42),
        (0.90, -0.02),
        (0.78, 0.28),
        (0.67, 0.37),
        (0.62, 0.2),
    ),
    Ears.LONG: (
        (0.62, -0.06),
        (0.80, -0.2),
        (1.24, -0.62),
        (1.02, -0.1),
        (0.80, 0.24),
        (0.67, 0.36),
        (0.62, 0.2),
    ),
    Ears.WIDE: (
        (0.60, -0.1),
        (0.90, -0.3),
        (1.62, -0.34),
        (1.25, 0.02),
        (0.92, 0.28),
        (0.70, 0.36),
        (0.60, 0.2),
    ),
}


def paint_ears(picture: Array, sitting: Sitting) -> Array:
    """`picture` with ears, and rings in them."""
    outline = _EARS.get(sitting.traits.ears)
    if outline is None or sitting.traits.dress.headgear in (Headgear.HOOD, Headgear.HELMET):
        return picture
    for side in (-1, 1):
        picture = _paint_ear(picture, sitting, floats(outline) * floats([side, 1]), side)
    return picture


def _paint_ear(picture: Array, sitting: Sitting, outline: Array, side: int) -> Array:
    skin = sitting.traits.skin
    far = side * sitting.turn > 0
    outline = outline - floats([sitting.turn * (0.75 if far else 0.1), 0])
    center = outline.mean(axis=0)
    tone = blend(skin.tone, skin.blush, 0.3)
    inner = floats((outline - center) * floats([0.5, 0.6]) + center + floats([0.025 * side, -0.01]))
    picture = paint_form(
        picture,
        sitting,
        Form(outlines=[outline], color=tone, material=SKIN, round=0.1, tilted=True, shadow=0.2),
    )
    hollow = Form(
        outlines=[inner],
        color=blend(scaled(tone, 0.7), skin.blush, 0.3),
        material=SKIN,
        round=0.12,
        tilted=True,
        shadow=0.0,
        opacity=0.6,
    )
    picture = paint_form(picture, sitting, hollow)
    if not sitting.traits.dress.earrings:
        return picture
    lobe = floats([0.70 * side - sitting.turn * (0.75 if far else 0.1), 0.42])
    hoop = spline([lobe + floats([np.cos(a), np.sin(a)]) * 0.09 for a in np.linspace(0, 6.28, 9)])
    return paint_form(
        picture,
        sitting,
        Form(
            outlines=[ribbon(hoop, 0.035)], color=GOLD, material=METAL, round=0.02, tilted=True, smooth=False
        ),
    )


_HORNS: Mapping[Horns, Sequence[Outline]] = {
    Horns.SWEPT: [((0.40, -0.72), (0.66, -1.05), (0.95, -1.2), (1.22, -1.42), (1.32, -1.78))],
    Horns.TALL: [((0.36, -0.74), (0.56, -1.08), (0.72, -1.42), (0.66, -1.8), (0.46, -2.05))],
    Horns.CURLED: [
        (
            (0.44, -0.72),
            (0.78, -1.0),
            (1.12, -0.84),
            (1.24, -0.42),
            (1.08, -0.08),
            (0.84, -0.12),
            (0.86, -0.36),
        )
    ],
    Horns.CREST: [
        ((0.60, -0.35), (0.88, -0.5), (1.12, -0.62)),
        ((0.64, -0.1), (0.88, -0.14), (1.06, -0.12)),
        ((0.50, -0.62), (0.80, -0.92), (1.10, -1.2)),
        ((0.26, -0.84), (0.42, -1.15), (0.54, -1.5)),
    ],
}


def paint_horns(picture: Array, sitting: Sitting) -> Array:
    """`picture` with horns, ringed like those of goats."""
    curves = _HORNS.get(sitting.traits.horns, ())
    dark = sitting.rng("horn").random() < 0.6 and not sitting.traits.skin.scales
    color = (0.16, 0.12, 0.11) if dark else blend(IVORY, sitting.traits.skin.tone, 0.25)
    for curve in curves:
        for side in (-1, 1):
            line = spline(floats(curve) * floats([side, 1]) + floats([sitting.turn * 0.2, 0]), steps=14)
            thick = 0.34 if len(curve) > 3 else 0.2
            outline = ribbon(line, thick * np.linspace(1, 0.0, 8) ** 0.75)
            horn = Form(
                outlines=[outline],
                color=color,
                material=BONE,
                round=0.17,
                tilted=True,
                smooth=False,
                relief=_rings(line),
            )
            picture = paint_form(picture, sitting, horn)
    return picture


def _rings(line: Array) -> Texture:
    root, tip = line[0], line[-1]
    axis = (tip - root) / (np.linalg.norm(tip - root) + 1e-6)

    def relief(x: Array, y: Array) -> Array:
        along = (x - root[0]) * axis[0] + (y - root[1]) * axis[1]
        bow = 0.35 * ((x - root[0]) * axis[1] - (y - root[1]) * axis[0]) ** 2
        return floats(0.012 * np.abs(np.sin((along + bow) * 34)))

    return relief


def paint_teeth(picture: Array, sitting: Sitting) -> Array:
    """`picture` with tusks and fangs."""
    marks, face = sitting.traits.marks, sitting.traits.face
    middle = sitting.turn * 1.05
    for side in (-1, 1):
        if marks.tusks:
            x, y = middle + side * 0.155 * face.mouth, face.mouth_y + 0.055
            tall = 0.24 * marks.tusks
            tusk = [
                (x - 0.05, y),
                (x - 0.045 + side * 0.02, y - tall * 0.6),
                (x + side * 0.05, y - tall),
                (x + 0.045 + side * 0.02, y - tall * 0.5),
                (x + 0.05, y),
                (x, y + 0.02),
            ]
            picture = paint_form(
                picture, sitting, Form(outlines=[tusk], color=IVORY, material=BONE, round=0.05, tilted=True)
            )
        if marks.fangs:
            x = middle + side * 0.11 * face.mouth
            y = float(mouth_line(face, floats([side * 0.11]))[0]) - 0.005
            fang = [(x - 0.024, y), (x + 0.024, y), (x + 0.004, y + 0.085)]
            picture = paint_form(
                picture,
                sitting,
                Form(
                    outlines=[fang],
                    color=IVORY,
                    material=BONE,
                    round=0.02,
                    tilted=True,
                    smooth=False,
                    shadow=0.2,
                ),
            )
    return picture


def paint_wings(picture: Array, sitting: Sitting) -> Array:
    """`picture` with wings behind the shoulders: feathers with a halo, leather without."""
    if not sitting.traits.wings:
        return picture
    return _feathers(picture, sitting) if sitting.traits.halo else _membranes(picture, sitting)


def _feathers(picture: Array, sitting: Sitting) -> Array:
    for side in (-1, 1):
        for row, (count, reach) in enumerate(((11, 3.4), (10, 2.4), (9, 1.5))):
            for t in np.linspace(0, 1, count):
                root = floats([side * (0.9 + 1.5 * t), 1.5 - 1.9 * t + 0.3 * row * t])
                angle = np.interp(t, [0, 1], [1.35, 0.15])
                tip = root + reach * floats([side * np.cos(angle), np.sin(angle) * 0.9])
                feather = ribbon(
                    spline([root, (root + tip) / 2 + floats([0.12 * side, -0.1]), tip]),
                    [0.1, 0.36, 0.34, 0.05],
                )
                picture = paint_form(
                    picture,
                    sitting,
                    Form(
                        outlines=[feather],
                        color=(0.86, 0.83, 0.78),
                        round=0.14,
                        smooth=False,
                        shadow=0.3,
                        material=BONE,
                    ),
                )
    return picture


def _membranes(picture: Array, sitting: Sitting) -> Array:
    tone = scaled(sitting.traits.skin.tone, 0.5)
    for side in (-1, 1):
        knots = [
            (0.8, 1.8),
            (1.5, 0.3),
            (2.2, -1.2),
            (2.9, -0.2),
            (3.0, 0.6),
            (2.45, 0.9),
            (2.5, 1.8),
            (1.95, 1.8),
            (1.9, 2.6),
            (1.2, 2.4),
        ]
        skin = floats(knots) * floats([side, 1])
        picture = paint_form(
            picture, sitting, Form(outlines=[skin], color=tone, round=0.5, smooth=False, shadow=0.0)
        )
        for tip in ((3.0, 0.6), (2.5, 1.8), (1.9, 2.6)):
            bone = ribbon(
                spline(
                    floats([(2.2, -1.2), ((2.2 + tip[0]) / 2 + 0.1, (tip[1] - 1.2) / 2), tip])
                    * floats([side, 1])
                ),
                [0.14, 0.05],
            )
            picture = paint_form(
                picture,
                sitting,
                Form(outlines=[bone], color=scaled(tone, 1.3), round=0.06, smooth=False, shadow=0.2),
            )
        arm = ribbon(spline(floats([(0.8, 1.8), (1.6, 0.4), (2.2, -1.25)]) * floats([side, 1])), [0.3, 0.14])
        picture = paint_form(
            picture, sitting, Form(outlines=[arm], color=scaled(tone, 1.4), round=0.12, smooth=False)
        )
    return picture


def paint_halo(picture: Array, sitting: Sitting) -> Array:
    """`picture` with a ring of light behind the head."""
    if not sitting.traits.halo:
        return picture
    frame = sitting.frame
    angles = np.linspace(0, 2 * np.pi, 60)
    ring = frame.px(np.stack([np.cos(angles) * 1.28, -0.25 + np.sin(angles) * 1.28], axis=1))
    line = line_mask([ring], frame.canvas, max(1, round(frame.unit * 0.05)))
    glow = np.clip(line + 0.9 * blur(line, frame.unit * 0.05) + 1.6 * blur(line, frame.unit * 0.25), 0, 1)
    return mix(picture, (1.0, 0.9, 0.6), glow * 0.9)
