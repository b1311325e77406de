"""Cloaks and mantles of fur."""

import numpy as np

from generation.engines.sketch.portrait.body import build_of
from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, smoothstep
from generation.engines.sketch.portrait.cloth import folds
from generation.engines.sketch.portrait.hair import Lock, paint_locks
from generation.engines.sketch.portrait.light import LEATHER, METAL
from generation.engines.sketch.portrait.looks import Headgear, Outfit
from generation.engines.sketch.portrait.palette import blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form


def paint_fur_collar(
    picture: Array, sitting: Sitting, *, tone: Rgb | None = None, reach: float = 0.5
) -> Array:
    """A mantle of fur around the shoulders."""
    rng = sitting.rng("fur")
    b = build_of(sitting.traits)
    locks = []
    for row in np.linspace(1, 0, 6):
        for t in np.linspace(-1, 1, 40):
            x = np.sign(t) * (b.neck * 0.7 + (b.shoulder - b.neck * 0.6 + 0.05) * abs(t) ** 0.9)
            y = (
                1.34
                + 0.36 * abs(t) ** 1.6
                + row * reach * (1 - 0.25 * abs(t))
                + 0.4 * (1 - abs(t)) ** 3
                + rng.normal(0, 0.03)
            )
            drop = rng.uniform(0.22, 0.4)
            end = (x + np.sign(t) * 0.14 * abs(t) + rng.normal(0, 0.06), y + drop)
            locks.append(
                Lock([(x, y - 0.1), (x + rng.normal(0.02, 0.04), y + drop * 0.4), end], 0.13, 0.03, 0.1)
            )
    color = tone or blend((0.42, 0.34, 0.27), (0.75, 0.73, 0.7), 0.5 * rng.random())
    return paint_locks(picture, sitting, locks, color=color, tilted=False, shadow=0.5)


def paint_cloak_back(picture: Array, sitting: Sitting) -> Array:
    """The cloak's body behind the shoulders."""
    if not sitting.traits.dress.cloak:
        return picture
    b = build_of(sitting.traits)
    s, low = b.shoulder, 13.0
    right = b.fit(
        [
            (0.36, 0.78),
            (0.62, 0.86),
            (0.9, 1.2),
            (s * 0.8, 1.5),
            (s + 0.4, 2.0),
            (s + 0.62, 3.2),
            (s + 0.8, 6.0),
            (s + 1.1, low),
        ]
    )
    outline = np.vstack([right, (right * floats([-1, 1]))[::-1]])
    color = scaled(cloak_color(sitting), 0.72)
    if sitting.wind:
        picture = _billow(picture, sitting)
    return paint_form(
        picture,
        sitting,
        Form(outlines=[outline], color=color, round=0.5, relief=folds(sitting, depth=0.08, part="cloak")),
    )


def _billow(picture: Array, sitting: Sitting) -> Array:
    """The cloak's corner that the wind lifts."""
    s, side = build_of(sitting.traits).shoulder, float(np.sign(sitting.wind))
    knots = [
        (s * 0.5, 1.5),
        (s + 0.3, 1.42),
        (s + 0.8, 1.02),
        (s + 1.35, 1.15),
        (s + 1.9, 0.72),
        (s + 2.5, 0.9),
    ]
    knots += [(s + 2.4, 1.9), (s + 1.7, 2.5), (s + 1.1, 3.6), (s + 0.4, 5.0), (s * 0.6, 5.0)]

    def waves(x: Array, y: Array) -> Array:
        reach = x * side - s
        return floats(
            0.11 * np.sin((y - 0.35 * reach) * 5.5 + 1.2 * np.sin(reach * 2)) * smoothstep(-0.4, 0.8, reach)
        )

    form = Form(
        outlines=[floats(knots) * floats([side, 1])],
        color=scaled(cloak_color(sitting), 0.85),
        round=0.3,
        relief=waves,
    )
    return paint_form(picture, sitting, form)


def paint_cloak(picture: Array, sitting: Sitting) -> Array:
    """The cloak over the shoulders, with its clasp."""
    dress = sitting.traits.dress
    if dress.cloak:
        for side in (-1, 1):
            picture = _paint_drape(picture, sitting, side)
        if dress.headgear is not Headgear.HOOD:
            picture = _paint_cowl(picture, sitting)
        picture = _clasp(picture, sitting)
    return paint_fur_collar(picture, sitting) if dress.fur and dress.outfit is not Outfit.FUR else picture


def _paint_drape(picture: Array, sitting: Sitting, side: int) -> Array:
    b = build_of(sitting.traits)
    s = b.shoulder
    knots = [
        (b.neck + 0.05, 1.2),
        (s * 0.66, 1.46),
        (s + 0.2, 1.72),
        (s + 0.48, 2.4),
        (s + 0.62, 4.0),
        (s + 0.8, 9.0),
    ]
    knots += [(s * 0.98, 9.0), (s * 0.9, 4.0), (s * 0.78, 2.6), (s * 0.5, 1.95), (0.28, 1.7)]
    form = Form(
        outlines=[b.fit(knots) * floats([side, 1])],
        color=cloak_color(sitting),
        round=0.34,
        relief=folds(sitting, depth=0.07, part=f"drape {side}"),
    )
    return paint_form(picture, sitting, form)


def _paint_cowl(picture: Array, sitting: Sitting) -> Array:
    """The hood, thrown back: cloth that lies around the neck in loose folds."""
    n = build_of(sitting.traits).neck
    inner = [(n + 0.02, 0.86), (n - 0.03, 1.16), (n * 0.62, 1.46), (0.0, 1.62)]
    outer = [(0.0, 2.22), (0.5, 2.1), (n + 0.46, 1.78), (n + 0.58, 1.4), (n + 0.34, 1.08), (n + 0.12, 0.88)]
    half = floats([*inner, *outer])
    right, left = half[:4], floats(half[:3] * floats([-1, 1]))[::-1]
    rim = np.vstack([outer[1:], right, left, (floats(outer[1:]) * floats([-1, 1]))[::-1], outer[:1]])
    phase = float(sitting.rng("cowl").uniform(0, 6))

    def loose(x: Array, y: Array) -> Array:
        along = y + 0.62 * x * x + 0.05 * np.sin(x * 4 + phase)
        ridges = np.abs(np.sin(along * 7.5 + phase + 0.5 * np.sin(x * 2.3 + phase))) ** 1.4
        return floats(0.085 * ridges + 0.03 * np.sin(along * 19 + x * 3))

    form = Form(outlines=[rim], color=cloak_color(sitting), round=0.2, relief=loose, shadow=0.55)
    return paint_form(picture, sitting, form)


def cloak_color(sitting: Sitting) -> Rgb:
    """The dye of cloak and hood."""
    dress = sitting.traits.dress
    plain = dress.outfit in (Outfit.ROBE, Outfit.VESTMENT)
    return scaled(blend(dress.main, dress.second, 0.65), 0.85) if plain else dress.main


def _clasp(picture: Array, sitting: Sitting) -> Array:
    angles = np.linspace(0, 2 * np.pi, 24)
    dress = sitting.traits.dress
    for radius, color, material in ((0.2, dress.trim, METAL), (0.1, scaled(dress.second, 1.25), LEATHER)):
        disc = np.stack([np.cos(angles) * radius, 1.86 + np.sin(angles) * radius], axis=1)
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[disc], color=color, material=material, round=radius * 0.8, smooth=False),
        )
    return picture
