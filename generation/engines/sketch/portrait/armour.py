"""Armour of metal: plate with pauldrons and gorget, mail under a tabard."""

import numpy as np

from generation.engines.sketch.portrait.body import build_of, shows_limbs, trunk
from generation.engines.sketch.portrait.canvas import Array, floats, ribbon, spline
from generation.engines.sketch.portrait.light import METAL, Material
from generation.engines.sketch.portrait.palette import scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form

_RINGS = Material(gloss=0.3, sharpness=20, metal=0.55)


def paint_plate(picture: Array, sitting: Sitting) -> Array:
    """A breastplate, pauldrons of overlapping plates and a gorget, edged with trim."""
    dress = sitting.traits.dress
    picture = _rings(picture, sitting)
    plate = Form(
        outlines=[_breastplate(sitting)], color=dress.metal, material=METAL, round=0.85, relief=_ridge
    )
    picture = paint_form(picture, sitting, plate)
    picture = _piping(picture, sitting, _neck_edge(sitting), 0.1)
    picture = _emblem(picture, sitting)
    for side in (-1, 1):
        picture = _pauldron(picture, sitting, side)
    return _gorget(picture, sitting)


def paint_mail(picture: Array, sitting: Sitting) -> Array:
    """A shirt of rings under a tabard."""
    dress = sitting.traits.dress
    picture = _rings(picture, sitting)
    w = build_of(sitting.traits).shoulder * 0.62
    tabard = [
        (-w, 1.62),
        (-0.4, 1.85),
        (0, 2.0),
        (0.4, 1.85),
        (w, 1.62),
        (w * 1.02, 3.0),
        (w * 0.95, 8.5),
        (-w * 0.95, 8.5),
        (-w * 1.02, 3.0),
    ]
    cloth = Form(
        outlines=[build_of(sitting.traits).fit(tabard)], color=dress.main, round=0.4, relief=_soft_folds
    )
    picture = paint_form(picture, sitting, cloth)
    picture = _piping(
        picture, sitting, spline([(-w, 1.62), (-0.4, 1.85), (0, 2.0), (0.4, 1.85), (w, 1.62)]), 0.08
    )
    picture = _emblem(picture, sitting, size=1.35)
    return _coif(picture, sitting)


def _rings(picture: Array, sitting: Sitting) -> Array:
    form = Form(
        outlines=[trunk(sitting, grow=0.04)],
        color=scaled(sitting.traits.dress.metal, 0.72),
        material=_RINGS,
        round=0.8,
        relief=_ring_relief,
        pattern=_ring_shade,
    )
    return paint_form(picture, sitting, form)


def _ring_relief(x: Array, y: Array) -> Array:
    return floats(0.016 * _links(x, y))


def _ring_shade(x: Array, y: Array) -> Array:
    return floats(0.45 + 0.6 * _links(x, y))


def _links(x: Array, y: Array, size: float = 0.075) -> Array:
    row = np.floor(y / size)
    dx = (x / size + 0.5 * (row % 2)) % 1 - 0.5
    dy = (y / size) % 1 - 0.5
    return floats(np.exp(-(((np.hypot(dx, dy * 0.9) - 0.34) / 0.15) ** 2)))


def _soft_folds(x: Array, y: Array) -> Array:
    return floats(0.03 * np.sin(x * 8 + np.sin(y * 1.5)) * np.clip((y - 2.2) / 2, 0, 1))


def _breastplate(sitting: Sitting) -> Array:
    b = build_of(sitting.traits)
    s = b.shoulder
    low = 4.9 if shows_limbs(sitting.traits) else 5.5
    right = b.fit(
        [
            (0.34, 1.66),
            (s * 0.6, 1.62),
            (s * 0.84, 2.0),
            (s * 0.86, 3.0),
            (b.waist + 0.06, 4.2),
            (b.waist, low),
        ]
    )
    neck = floats([(0.0, 1.86)])
    return floats(np.vstack([neck, right, (right * floats([-1, 1]))[::-1]]))


def _neck_edge(sitting: Sitting) -> Array:
    s = build_of(sitting.traits).shoulder
    return spline([(-s * 0.6, 1.66), (-0.36, 1.7), (0.0, 1.9), (0.36, 1.7), (s * 0.6, 1.66)])


def _ridge(x: Array, y: Array) -> Array:
    a = np.abs(x)
    breast = 0.14 * np.exp(-(((a - 0.55) / 0.55) ** 2) - ((y - 2.5) / 0.6) ** 2)
    ridge = 0.1 * np.exp(-a / 0.16)
    groove = -0.03 * np.exp(-(((y - 3.25 - 0.25 * a) / 0.03) ** 2)) - 0.02 * np.exp(
        -(((a - 0.95 + 0.06 * y) / 0.02) ** 2)
    )
    dents = 0.006 * np.sin(x * 13 + 2 * np.sin(y * 9)) * np.sin(y * 11 + x * 3)
    return floats(breast + ridge + groove + dents)


def _piping(picture: Array, sitting: Sitting, line: Array, width: float) -> Array:
    form = Form(
        outlines=[ribbon(line, width)],
        color=sitting.traits.dress.trim,
        material=METAL,
        round=width * 0.5,
        smooth=False,
        shadow=0.4,
    )
    return paint_form(picture, sitting, form)


def _pauldron(picture: Array, sitting: Sitting, side: int) -> Array:
    """Three lames under a dome, the dome on top."""
    s = build_of(sitting.traits).shoulder
    mirror = floats([side, 1])
    for drop in (0.78, 0.5, 0.24):
        picture = _lame(picture, sitting, mirror, drop)
    dome = floats(
        [
            (s * 0.5, 1.5),
            (s * 0.86, 1.36),
            (s + 0.3, 1.62),
            (s + 0.48, 2.05),
            (s + 0.2, 2.28),
            (s * 0.72, 2.22),
            (s * 0.52, 1.95),
        ]
    )
    plate = Form(outlines=[dome * mirror], color=sitting.traits.dress.metal, material=METAL, round=0.42)
    edge = [(s * 0.5, 1.52), (s * 0.53, 1.95), (s * 0.73, 2.2), (s + 0.2, 2.26), (s + 0.47, 2.06)]
    rim = spline(floats(edge) * mirror)
    picture = _piping(paint_form(picture, sitting, plate), sitting, rim, 0.09)
    for t in (0.15, 0.5, 0.85):
        x, y = rim[int(t * (len(rim) - 1))] + floats([0.08 * side, -0.12])
        picture = rivet(picture, sitting, float(x), float(y))
    return picture


def _lame(picture: Array, sitting: Sitting, mirror: Array, drop: float) -> Array:
    s = build_of(sitting.traits).shoulder
    low = [(s + 0.42, 2.42 + drop), (s, 2.3 + drop), (s * 0.7, 2.28 + drop)]
    outline = floats([(s * 0.68, 1.9 + drop), (s + 0.05, 1.7 + drop), (s + 0.42, 2.05 + drop), *low]) * mirror
    lame = Form(outlines=[outline], color=sitting.traits.dress.metal, material=METAL, round=0.22)
    return _piping(paint_form(picture, sitting, lame), sitting, spline(floats(low) * mirror), 0.05)


def rivet(picture: Array, sitting: Sitting, x: float, y: float, radius: float = 0.04) -> Array:
    """`picture` with the round head of a nail."""
    angles = np.linspace(0, 2 * np.pi, 9)
    dot = np.stack([x + np.cos(angles) * radius, y + np.sin(angles) * radius], axis=1)
    form = Form(
        outlines=[dot],
        color=sitting.traits.dress.trim,
        material=METAL,
        round=radius,
        smooth=False,
        shadow=0.3,
    )
    return paint_form(picture, sitting, form)


def _gorget(picture: Array, sitting: Sitting) -> Array:
    n = build_of(sitting.traits).neck
    for top, low, wide in ((1.28, 1.92, 0.38), (1.04, 1.62, 0.16)):
        band = [
            (-n - wide * 0.5, top),
            (-n - wide, low - 0.3),
            (-n * 0.6, low - 0.04),
            (0, low + 0.08),
            (n * 0.6, low - 0.04),
            (n + wide, low - 0.3),
            (n + wide * 0.5, top),
            (n * 0.55, top + 0.24),
            (0, top + 0.34),
            (-n * 0.55, top + 0.24),
        ]
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[band], color=sitting.traits.dress.metal, material=METAL, round=0.2),
        )
        edge = spline(
            [
                (-n - wide * 0.5, top),
                (-n * 0.55, top + 0.24),
                (0, top + 0.34),
                (n * 0.55, top + 0.24),
                (n + wide * 0.5, top),
            ]
        )
        picture = _piping(picture, sitting, edge, 0.07)
    return picture


def _coif(picture: Array, sitting: Sitting) -> Array:
    n = build_of(sitting.traits).neck
    band = [
        (-n - 0.08, 1.0),
        (-n - 0.5, 1.5),
        (-n - 0.1, 1.78),
        (0, 1.95),
        (n + 0.1, 1.78),
        (n + 0.5, 1.5),
        (n + 0.08, 1.0),
        (n * 0.6, 1.22),
        (0, 1.34),
        (-n * 0.6, 1.22),
    ]
    form = Form(
        outlines=[band],
        color=scaled(sitting.traits.dress.metal, 0.72),
        material=_RINGS,
        round=0.2,
        relief=_ring_relief,
        pattern=_ring_shade,
    )
    return paint_form(picture, sitting, form)


def _emblem(picture: Array, sitting: Sitting, size: float = 1.0) -> Array:
    """A sign on the breast: sun, cross, tree or lozenge."""
    kind = int(sitting.rng("emblem").integers(4))
    at, r = floats([0.0, 2.75]), 0.34 * size
    if kind == 0:
        angles = np.linspace(0, 2 * np.pi, 33)
        radius = r * np.where(np.arange(33) % 2 == 0, 1.0, 0.55)
        shapes = [at + np.stack([np.cos(angles) * radius, np.sin(angles) * radius], axis=1)]
    elif kind == 1:
        shapes = [
            ribbon(at + floats([(0, -r), (0, r * 1.3)]), r * 0.32),
            ribbon(at + floats([(-r * 0.8, -r * 0.3), (r * 0.8, -r * 0.3)]), r * 0.32),
        ]
    elif kind == 2:
        shapes = [at + floats([(0, -r * 1.2), (r * 0.75, 0), (0, r * 1.2), (-r * 0.75, 0)]) * 1.0]
    else:
        shapes = [
            ribbon(spline(at + floats([(0, r * 1.2), (s * 0.1 * r, 0), (s * r, -r)])), [r * 0.3, r * 0.1])
            for s in (-1, 0, 1)
        ]
    form = Form(
        outlines=shapes, color=sitting.traits.dress.trim, material=METAL, round=0.1, smooth=False, shadow=0.4
    )
    return paint_form(picture, sitting, form)
