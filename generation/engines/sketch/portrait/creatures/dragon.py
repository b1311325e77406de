"""A dragon's head in profile on its neck; on shoulders it makes a dragonborn."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, ribbon, spline
from generation.engines.sketch.portrait.gear import glow
from generation.engines.sketch.portrait.light import BONE, SCALES, Material
from generation.engines.sketch.portrait.palette import IVORY, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, Texture, paint_form, paint_forms
from generation.engines.sketch.portrait.skin import scale_pattern

_WET = Material(gloss=0.9, sharpness=30)
_SKULL = [
    (-0.85, 0.25), (-0.86, -0.25), (-0.62, -0.68), (-0.22, -0.84), (0.16, -0.74), (0.42, -0.5), (0.78, -0.34),
    (1.14, -0.30), (1.40, -0.18), (1.50, 0.06), (1.42, 0.26), (1.16, 0.24), (0.8, 0.3),
    (0.4, 0.42), (-0.05, 0.56), (-0.5, 0.66),
]  # fmt: skip
_JAW = [
    (-0.72, 0.3), (-0.1, 0.5), (0.4, 0.42), (0.85, 0.32), (1.2, 0.3), (1.34, 0.4), (1.24, 0.58), (0.9, 0.7),
    (0.4, 0.82), (-0.1, 0.98), (-0.55, 0.98), (-0.8, 0.7),
]  # fmt: skip
_NECK = [
    (-0.84, -0.3), (-1.1, 0.6), (-1.2, 1.5), (-1.5, 2.6), (-1.9, 5.0), (1.9, 5.0), (1.35, 2.6), (0.7, 1.7),
    (0.35, 1.1), (0.1, 0.6), (-0.3, 0.0),
]  # fmt: skip
_HORNS = [
    ([(-0.45, -0.55), (-0.95, -0.85), (-1.45, -0.95), (-1.9, -1.32)], 0.4),
    ([(-0.72, -0.2), (-1.05, -0.28), (-1.38, -0.22)], 0.24),
    ([(-0.76, 0.18), (-1.05, 0.2), (-1.32, 0.36)], 0.2),
    ([(-0.7, 0.55), (-0.92, 0.66), (-1.1, 0.9)], 0.17),
]


def paint_dragon(picture: Array, sitting: Sitting) -> Array:
    """`picture` with a dragon's neck and head."""
    side = _side(sitting)
    tone = sitting.traits.skin.tone
    neck = Form(
        outlines=[_mirror(_NECK, side)],
        color=tone,
        material=SCALES,
        round=0.75,
        relief=_scales(0.15),
        pattern=_patches,
        shadow=0.2,
    )
    picture = paint_form(picture, sitting, neck)
    picture = _belly(picture, sitting, side)
    return paint_dragon_head(_spikes(picture, sitting, side), sitting)


def paint_dragon_head(picture: Array, sitting: Sitting) -> Array:
    """`picture` with the head alone."""
    side, tone = _side(sitting), sitting.traits.skin.tone
    picture = _paint_horns(picture, sitting, side)
    picture = _frill(picture, sitting, side)
    jaw = Form(
        outlines=[_mirror(_JAW, side)],
        color=blend(tone, IVORY, 0.18),
        material=SCALES,
        round=0.3,
        relief=_scales(0.1),
        tilted=True,
    )
    skull = Form(
        outlines=[_mirror(_SKULL, side)],
        color=tone,
        material=SCALES,
        round=0.5,
        relief=_skull_relief(side),
        pattern=_patches,
        tilted=True,
        shadow=0.7,
    )
    picture = _teeth(paint_form(picture, sitting, jaw), sitting, side, upper=False)
    picture = _teeth(paint_form(picture, sitting, skull), sitting, side, upper=True)
    return _nostril(_eye(picture, sitting, side), sitting, side)


def _side(sitting: Sitting) -> float:
    return 1.0 if sitting.traits.face.yaw > 0 else -1.0


def _mirror(points: list[tuple[float, float]], side: float) -> Array:
    """Points of a dragon that looks to the right, for one that looks to `side`; it stands a little back."""
    return floats(points) * floats([side, 1]) + floats([-0.22 * side, 0])


def _at(x: float, y: float, side: float) -> Array:
    return floats(_mirror([(x, y)], side)[0])


def _scales(size: float) -> Texture:
    def relief(x: Array, y: Array) -> Array:
        return floats(scale_pattern(x, y, size) * 1.5)

    return relief


def _patches(x: Array, y: Array) -> Array:
    """Darker along the back, with blotches."""
    blotch = np.sin(x * 5.1 + 2 * np.sin(y * 3.3)) * np.sin(y * 4.7 + 1.5 * np.sin(x * 4.1))
    return floats(np.clip(0.88 + 0.14 * blotch + 0.16 * np.clip(y + 0.2, -1, 1), 0.4, 1.2))


def _skull_relief(side: float) -> Texture:
    def relief(x: Array, y: Array) -> Array:
        u = x * side + 0.22
        brow = 0.16 * np.exp(-(((y + 0.46 - 0.32 * (u - 0.1)) / 0.1) ** 2) - ((u - 0.12) / 0.36) ** 2)
        socket = -0.2 * np.exp(-(((y + 0.22) / 0.13) ** 2) - ((u - 0.18) / 0.22) ** 2)
        cheek = 0.22 * np.exp(-(((y - 0.18) / 0.26) ** 2) - ((u + 0.3) / 0.32) ** 2)
        ridge = 0.1 * np.exp(-(((y + 0.2 - 0.12 * u) / 0.08) ** 2)) * np.clip(u - 0.3, 0, 1)
        lip = 0.05 * np.exp(-(((y - 0.17) / 0.07) ** 2)) * np.clip(u - 0.1, 0, 1)
        nose = 0.1 * np.exp(-(((y + 0.08) / 0.12) ** 2) - ((u - 1.26) / 0.14) ** 2)
        fine = scale_pattern(x, y, 0.085) * (1.3 - 0.5 * np.clip(u, 0, 1))
        return floats(brow + socket + cheek + ridge + lip + nose + fine)

    return relief


def _paint_horns(picture: Array, sitting: Sitting, side: float) -> Array:
    horn_color = blend((0.16, 0.13, 0.12), IVORY, 0.25 + 0.6 * float(sitting.rng("horn").random()))
    for points, thick in _HORNS[::-1]:
        line = spline(_mirror(points, side), steps=14)
        horn = Form(
            outlines=[ribbon(line, thick * np.linspace(1, 0, 8) ** 0.8)],
            color=horn_color,
            material=BONE,
            round=0.18,
            smooth=False,
            tilted=True,
            relief=_rings,
        )
        picture = paint_form(picture, sitting, horn)
    return picture


def _rings(x: Array, y: Array) -> Array:
    return floats(0.014 * np.abs(np.sin((x - 0.4 * y) * 21)))


def _frill(picture: Array, sitting: Sitting, side: float) -> Array:
    """A fin behind the jaw."""
    fin = [
        (-0.5, 0.3),
        (-0.95, 0.0),
        (-1.22, 0.28),
        (-1.0, 0.42),
        (-1.2, 0.72),
        (-0.9, 0.74),
        (-0.92, 1.1),
        (-0.55, 0.9),
    ]
    tone = scaled(blend(sitting.traits.skin.tone, (0.6, 0.25, 0.12), 0.45), 0.75)
    form = Form(
        outlines=[_mirror(fin, side)], color=tone, round=0.12, smooth=False, tilted=True, relief=_rays
    )
    return paint_form(picture, sitting, form)


def _rays(x: Array, y: Array) -> Array:
    return floats(0.03 * np.abs(np.sin(np.arctan2(y - 0.4, np.abs(x) - 0.3) * 11)))


def _spikes(picture: Array, sitting: Sitting, side: float) -> Array:
    back = spline(
        _mirror([(-0.86, 0.2), (-1.12, 0.9), (-1.3, 1.8), (-1.6, 3.0), (-1.85, 4.6)], side), steps=4
    )
    for index, root in enumerate(back[:-1]):
        along = (back[index + 1] - root) / (np.linalg.norm(back[index + 1] - root) + 1e-6)
        out = floats([-side * 0.9, -0.25])
        spike = floats([root - along * 0.16, root + out * 0.32, root + along * 0.2])
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[spike], color=(0.2, 0.16, 0.14), material=BONE, round=0.08, smooth=False),
        )
    return picture


def _belly(picture: Array, sitting: Sitting, side: float) -> Array:
    """Broad plates down the throat."""
    tone = blend(sitting.traits.skin.tone, (0.8, 0.68, 0.46), 0.6)
    throat = [
        (0.06, 0.95),
        (0.36, 1.3),
        (0.72, 1.9),
        (1.2, 2.8),
        (1.6, 5.0),
        (0.0, 5.0),
        (-0.1, 3.0),
        (-0.2, 2.0),
        (-0.15, 1.3),
    ]
    form = Form(
        outlines=[_mirror(throat, side)],
        color=tone,
        material=SCALES,
        round=0.4,
        relief=_plates(side),
        shadow=0.2,
    )
    return paint_form(picture, sitting, form)


def _plates(side: float) -> Texture:
    def relief(x: Array, y: Array) -> Array:
        place = (y - 0.28 * x * side) * 4.6
        return floats(0.1 * (1 - (place % 1) ** 2.0))

    return relief


def _teeth(picture: Array, sitting: Sitting, side: float, *, upper: bool) -> Array:
    rng = sitting.rng(f"teeth {upper}")
    for t in np.linspace(0, 1, 9 if upper else 7):
        x = 0.25 + 1.1 * t
        y = (0.45 - 0.2 * t - 0.02 * np.sin(t * 9)) if upper else (0.43 - 0.1 * t)
        tall = (0.13 + 0.1 * (t > 0.85) + 0.03 * rng.random()) * (1 if upper else -0.8)
        tooth = floats(
            [_at(x - 0.045, y - 0.04, side), _at(x + 0.045, y - 0.04, side), _at(x - 0.01, y + tall, side)]
        )
        picture = paint_form(
            picture,
            sitting,
            Form(
                outlines=[tooth],
                color=IVORY,
                material=BONE,
                round=0.03,
                smooth=False,
                tilted=True,
                shadow=0.25,
            ),
        )
    return picture


def _eye(picture: Array, sitting: Sitting, side: float) -> Array:
    eyes = sitting.traits.eyes
    iris: Rgb = eyes.glow or scaled(eyes.iris, 1.25)
    lids = _mirror(
        [(-0.1, -0.2), (0.06, -0.33), (0.28, -0.3), (0.42, -0.16), (0.24, -0.1), (0.06, -0.11)], side
    )
    ball = _mirror(
        [(-0.03, -0.2), (0.09, -0.28), (0.26, -0.26), (0.35, -0.17), (0.22, -0.135), (0.06, -0.145)], side
    )
    slit = _mirror([(0.15, -0.28), (0.185, -0.2), (0.15, -0.13), (0.12, -0.2)], side)
    brow = _mirror(
        [(-0.3, -0.5), (0.05, -0.5), (0.4, -0.3), (0.52, -0.18), (0.3, -0.26), (0.0, -0.36), (-0.25, -0.34)],
        side,
    )
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[lids],
            color=scaled(sitting.traits.skin.tone, 0.3),
            material=SCALES,
            round=0.05,
            tilted=True,
            shadow=0.2,
        ),
        Form(outlines=[ball], color=iris, material=_WET, round=0.1, tilted=True, shadow=0.0),
        Form(outlines=[slit], color=(0.02, 0.01, 0.01), round=0.02, tilted=True, shadow=0.0),
        Form(
            outlines=[brow],
            color=scaled(sitting.traits.skin.tone, 0.85),
            material=SCALES,
            round=0.1,
            tilted=True,
            relief=_scales(0.07),
            shadow=0.7,
        ),
    )
    return glow(picture, sitting, _at(0.16, -0.2, side), 0.13, iris, strength=0.55)


def _nostril(picture: Array, sitting: Sitting, side: float) -> Array:
    hole = _mirror([(1.2, -0.1), (1.32, -0.14), (1.38, -0.06), (1.28, -0.03)], side)
    return paint_form(
        picture, sitting, Form(outlines=[hole], color=(0.04, 0.02, 0.02), round=0.03, tilted=True, shadow=0.0)
    )
