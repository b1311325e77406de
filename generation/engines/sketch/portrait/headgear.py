"""Hoods, hats, helmets, crowns and wreaths; and the patch over an eye."""

from collections.abc import Callable, Mapping

import numpy as np

from generation.engines.sketch.portrait.body import build_of
from generation.engines.sketch.portrait.canvas import Array, darken, floats, ribbon, smoothstep, spline
from generation.engines.sketch.portrait.cloaks import cloak_color
from generation.engines.sketch.portrait.cloth import folds
from generation.engines.sketch.portrait.hair import Lock, paint_locks
from generation.engines.sketch.portrait.light import LEATHER, METAL, Material
from generation.engines.sketch.portrait.looks import Headgear
from generation.engines.sketch.portrait.palette import GOLD, LEATHER_BROWN, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, mirrored, paint_form, paint_forms
from generation.vocabulary import PortraitPose

_GEM = Material(gloss=0.9, sharpness=30, metal=0.2)
_CONE = [
    (-0.84, -0.62), (-0.62, -1.2), (-0.34, -1.75), (-0.1, -2.25), (0.28, -2.55), (0.62, -2.5), (0.38, -2.3),
    (0.3, -1.95), (0.5, -1.4), (0.84, -0.62),
]  # fmt: skip
_BRIM = [
    (-1.55, -0.58), (-0.9, -0.86), (0, -0.78), (0.9, -0.86), (1.55, -0.58), (0.95, -0.42), (0, -0.5),
    (-0.95, -0.42),
]  # fmt: skip
_HAT_BAND = [(-0.83, -0.78), (-0.4, -0.74), (0, -0.72), (0.4, -0.74), (0.83, -0.78)]
_CROWN = [(-0.76, -0.66), (-0.72, -1.14), (-0.3, -1.32), (0.3, -1.28), (0.72, -1.1), (0.76, -0.66)]
_WIDE_BRIM = [
    (-1.5, -0.98), (-0.95, -0.82), (0, -0.76), (0.8, -0.72), (1.5, -0.42), (0.9, -0.44), (0, -0.5),
    (-0.8, -0.58),
]  # fmt: skip


def paint_hood_back(picture: Array, sitting: Sitting) -> Array:
    """The inside of a hood, behind the head."""
    if sitting.traits.dress.headgear is not Headgear.HOOD:
        return picture
    right = [(0.0, -1.42), (0.55, -1.28), (0.9, -0.75), (1.0, 0.1), (0.95, 0.9), (0.8, 1.6)]
    outline = np.vstack([floats(right), mirrored(right)[::-1][:-1]])
    inside = Form(
        outlines=[outline], color=scaled(cloak_color(sitting), 0.22), round=0.5, shadow=0.0, tilted=True
    )
    return paint_form(picture, sitting, inside)


def paint_headgear(picture: Array, sitting: Sitting) -> Array:
    """`picture` with what is worn on the head."""
    painter = _PAINTERS.get(sitting.traits.dress.headgear)
    return painter(picture, sitting) if painter else picture


def _hood(picture: Array, sitting: Sitting) -> Array:
    """A hood with a deep opening: a peaked shell around the face, falling to the shoulders."""
    b = build_of(sitting.traits)
    shift = sitting.turn * 0.3
    color = cloak_color(sitting)
    outer = [(0.0, -1.62), (0.5, -1.46), (0.98, -0.9), (1.13, -0.1), (1.12, 0.8), (b.shoulder * 0.84, 1.5)]
    outer += [(b.shoulder * 0.62, 1.86), (0.34, 1.74)]
    inner = [(0.12, 1.5), (0.5, 1.26), (0.72, 0.85), (0.79, 0.2), (0.74, -0.45), (0.48, -0.86), (0.0, -1.02)]
    for side in (-1, 1):
        edge = floats(inner) * floats([side, 1]) + floats([shift, 0]) * floats(
            [[0.0], [0.4], [0.8], [1], [1], [1], [1]]
        )
        shell = np.vstack([floats(outer) * floats([side, 1]), edge])
        form = Form(
            outlines=[shell],
            color=color,
            round=0.36,
            tilted=True,
            relief=folds(sitting, depth=0.03, part=f"hood {side}"),
            shadow=0.75,
        )
        picture = paint_form(picture, sitting, form)
    rim = [
        *(floats(inner[:6]) + floats([shift, 0])),
        floats([shift, -1.02]),
        *(mirrored(inner[:6])[::-1] + floats([shift, 0])),
    ]
    picture = _shaded(picture, sitting)
    band = Form(
        outlines=[ribbon(spline(rim), 0.09)],
        color=scaled(color, 1.12),
        round=0.05,
        tilted=True,
        smooth=False,
        shadow=0.7,
    )
    return paint_form(picture, sitting, band)


def _shaded(picture: Array, sitting: Sitting) -> Array:
    """The shade that a hood throws on the brow; who sneaks draws it over the eyes."""
    frame = sitting.frame
    box = frame.box(frame.px([(-0.95, -1.2), (0.95, 0.8)], tilted=True), margin=0.1 * frame.unit)
    if box.empty:
        return picture
    deep, strength = (0.38, 0.52) if sitting.traits.pose is PortraitPose.SNEAKING else (0.05, 0.45)
    x, y = frame.grid(box, tilted=True)
    edge = y - deep + 0.25 * x * x + 0.12 * sitting.light.lean * x
    inside = smoothstep(1.0, 0.72, floats(np.hypot((x - sitting.turn * 0.3) / 0.98, (y + 0.1) / 1.25)))
    return darken(picture, smoothstep(0.3, -0.55, edge) * inside, box, strength)


def _wizard_hat(picture: Array, sitting: Sitting) -> Array:
    """A tall hat with a bent tip, a wide brim and a band."""
    dress = sitting.traits.dress
    color = dress.hat or dress.main
    lean = floats([-sitting.off_side, 1])
    band = ribbon(spline(_HAT_BAND), 0.2)
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[floats(_CONE) * lean],
            color=color,
            round=0.5,
            tilted=True,
            relief=_creases,
            shadow=0.2,
        ),
        Form(outlines=[band], color=dress.trim, material=LEATHER, round=0.08, tilted=True, smooth=False),
        Form(
            outlines=[_BRIM],
            color=scaled(color, 0.92),
            round=0.14,
            tilted=True,
            relief=_creases,
            shadow=0.8,
        ),
    )
    return _gem(picture, sitting, (sitting.turn * 0.4, -0.73), 0.09)


def _creases(x: Array, y: Array) -> Array:
    return floats(
        0.035 * np.sin(y * 9 + np.sin(x * 5) * 1.5) * np.clip(-y - 0.7, 0, 1) + 0.012 * np.sin(x * 14 + y * 6)
    )


def _wide_hat(picture: Array, sitting: Sitting) -> Array:
    """A broad hat, one side of its brim turned up, with a plume."""
    dress = sitting.traits.dress
    flip = floats([-sitting.off_side, 1])
    color = dress.hat or scaled(dress.second, 0.9)
    band = ribbon(spline(floats([(-0.77, -0.82), (0, -0.74), (0.77, -0.78)]) * flip), 0.15)
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[floats(_CROWN) * flip], color=color, round=0.4, tilted=True, relief=_creases, shadow=0.2
        ),
        Form(outlines=[band], color=dress.trim, material=LEATHER, round=0.06, tilted=True, smooth=False),
        Form(outlines=[floats(_WIDE_BRIM) * flip], color=color, round=0.12, tilted=True, shadow=0.8),
    )
    return _plume(picture, sitting, flip)


def _plume(picture: Array, sitting: Sitting, flip: Array) -> Array:
    rng = sitting.rng("plume")
    side = float(flip[0])
    spine = spline(floats([(-0.7, -0.85), (-1.0, -1.35), (-1.5, -1.62), (-2.0, -1.45)]) * flip, steps=12)
    plume = []
    for index, root in enumerate(spine[:-2]):
        for up in (-1, 1):
            out = floats([-0.2 * side, 0.3 * up]) * np.sin(0.4 + 2.4 * index / len(spine))
            tip = root + out + floats([-0.16 * side, rng.normal(0, 0.02)])
            plume.append(Lock([root, root + out * 0.6, tip], 0.085, 0.03, 0.4))
    tone = blend(sitting.traits.dress.main, (0.85, 0.8, 0.7), 0.55)
    return paint_locks(picture, sitting, plume, color=tone, shadow=0.1)


def _helmet(picture: Array, sitting: Sitting) -> Array:
    """A helm with a nose guard and cheek pieces."""
    metal, trim = sitting.traits.dress.metal, sitting.traits.dress.trim
    m = sitting.turn
    dome = [
        (-0.80, -0.32),
        (-0.80, -0.8),
        (-0.45, -1.16),
        (0, -1.26),
        (0.45, -1.16),
        (0.80, -0.8),
        (0.80, -0.32),
        (0.4 + m * 0.3, -0.42),
        (-0.4 + m * 0.3, -0.42),
    ]
    guard = [(m * 0.75 - 0.1, -0.5), (m * 0.75 + 0.1, -0.5), (m + 0.085, 0.1), (m, 0.26), (m - 0.085, 0.1)]
    cheek = [(0.82, -0.4), (0.62, -0.36), (0.6, 0.25), (0.46, 0.72), (0.62, 0.8), (0.8, 0.4)]
    ridge = ribbon(spline([(m * 0.6, -0.46), (m * 0.3, -0.9), (0, -1.3)]), [0.13, 0.12, 0.05])
    band = ribbon(spline([(-0.8, -0.4), (m * 0.5, -0.5), (0.8, -0.4)]), 0.15)
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[floats(cheek)], color=metal, round=0.14, shadow=0.6, material=METAL, tilted=True),
        Form(outlines=[mirrored(cheek)], color=metal, round=0.14, shadow=0.6, material=METAL, tilted=True),
        Form(outlines=[dome], color=metal, round=0.6, shadow=0.6, material=METAL, tilted=True),
        Form(outlines=[guard], color=metal, round=0.08, shadow=0.6, material=METAL, tilted=True),
        Form(outlines=[ridge], color=trim, round=0.06, smooth=False, material=METAL, tilted=True),
        Form(outlines=[band], color=trim, round=0.07, smooth=False, material=METAL, tilted=True),
    )


def _crown(picture: Array, sitting: Sitting) -> Array:
    trim = sitting.traits.dress.trim
    xs = np.linspace(-0.78, 0.78, 11)
    sag = -0.62 - 0.1 * (1 - (xs / 0.78) ** 2)
    tops = sag - np.where(np.arange(11) % 2 == 1, 0.52, 0.24)
    outline = np.vstack([np.stack([xs, sag], axis=1), np.stack([xs, tops], axis=1)[::-1]])
    band = ribbon(spline(np.stack([xs, sag - 0.05], axis=1)), 0.14)
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[outline], color=trim, material=METAL, round=0.09, tilted=True, smooth=False, shadow=0.6
        ),
        Form(outlines=[band], color=trim, material=METAL, round=0.07, tilted=True, smooth=False),
    )
    for index in (1, 3, 5, 7, 9):
        picture = _gem(picture, sitting, (float(xs[index]), float(sag[index]) - 0.06), 0.055)
    return picture


def _circlet(picture: Array, sitting: Sitting) -> Array:
    m = sitting.turn * 0.6
    line = spline([(-0.74, -0.5), (-0.4 + m * 0.6, -0.56), (m, -0.5), (0.4 + m * 0.6, -0.56), (0.74, -0.5)])
    drop = ribbon(spline([(m - 0.14, -0.54), (m, -0.42), (m + 0.14, -0.54)]), 0.045)
    trim = sitting.traits.dress.trim
    picture = paint_forms(
        picture,
        sitting,
        Form(
            outlines=[ribbon(line, 0.075)], color=trim, material=METAL, round=0.04, tilted=True, smooth=False
        ),
        Form(outlines=[drop], color=trim, material=METAL, round=0.025, tilted=True, smooth=False),
    )
    return _gem(picture, sitting, (m, -0.48), 0.07)


def _gem(picture: Array, sitting: Sitting, at: tuple[float, float], radius: float) -> Array:
    color = (
        sitting.traits.magic
        or ((0.65, 0.06, 0.1), (0.08, 0.3, 0.7), (0.05, 0.5, 0.25))[int(sitting.rng("gem").integers(3))]
    )
    shape = floats(
        [(0, -1.35), (0.9, -0.3), (0.75, 0.7), (0, 1.3), (-0.75, 0.7), (-0.9, -0.3)]
    ) * radius + floats(at)
    setting = floats(shape - floats(at)) * 1.35 + floats(at)
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[setting], color=GOLD, material=METAL, round=radius * 0.5, tilted=True),
        Form(outlines=[shape], color=color, material=_GEM, round=radius, tilted=True, shadow=0.2),
    )


def _headband(picture: Array, sitting: Sitting) -> Array:
    m = sitting.turn * 0.3
    line = spline([(-0.76, -0.42), (-0.4 + m, -0.53), (m, -0.55), (0.4 + m, -0.53), (0.76, -0.42)])
    form = Form(
        outlines=[ribbon(line, 0.2)],
        color=sitting.traits.dress.second,
        round=0.08,
        tilted=True,
        smooth=False,
        relief=folds(sitting, depth=0.01),
    )
    return paint_form(picture, sitting, form)


def _leaves(picture: Array, sitting: Sitting) -> Array:
    rng = sitting.rng("leaves")
    for t in sorted(np.linspace(-1, 1, 23), key=lambda value: -abs(value)):
        root = floats(
            [0.76 * t + sitting.turn * 0.25 * (1 - abs(t)), -0.56 - 0.14 * (1 - t * t) + rng.normal(0, 0.03)]
        )
        angle = np.pi / 2 * (t * 1.1 - 1) + rng.normal(0, 0.35)
        along = floats([np.cos(angle), np.sin(angle)])
        leaf = ribbon(spline([root, root + along * 0.16, root + along * 0.34]), [0.02, 0.15, 0.12, 0.01])
        green = blend((0.16, 0.34, 0.1), (0.5, 0.46, 0.14), float(rng.random()) * 0.8)
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[leaf], color=green, round=0.06, tilted=True, smooth=False, material=LEATHER),
        )
    return picture


def paint_patch(picture: Array, sitting: Sitting) -> Array:
    """`picture` with a patch over one eye."""
    side = sitting.traits.marks.patch
    if not side:
        return picture
    m = sitting.turn * 0.95
    x = side * sitting.traits.face.eye_x + m
    strap = ribbon(spline([(-side * 0.66, -0.62), (m * 0.7, -0.32), (x, -0.05), (side * 0.72, 0.12)]), 0.06)
    patch = [(x - 0.2, -0.14), (x, -0.2), (x + 0.2, -0.14), (x + 0.2, 0.06), (x, 0.2), (x - 0.2, 0.06)]
    return paint_forms(
        picture,
        sitting,
        Form(
            outlines=[strap],
            color=scaled(LEATHER_BROWN, 0.45),
            material=LEATHER,
            round=0.03,
            tilted=True,
            smooth=False,
        ),
        Form(outlines=[patch], color=scaled(LEATHER_BROWN, 0.4), material=LEATHER, round=0.1, tilted=True),
    )


_PAINTERS: Mapping[Headgear, Callable[[Array, Sitting], Array]] = {
    Headgear.HOOD: _hood,
    Headgear.WIZARD_HAT: _wizard_hat,
    Headgear.WIDE_HAT: _wide_hat,
    Headgear.HELMET: _helmet,
    Headgear.CROWN: _crown,
    Headgear.CIRCLET: _circlet,
    Headgear.HEADBAND: _headband,
    Headgear.LEAVES: _leaves,
}
