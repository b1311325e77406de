"""Cut and sewn cloth: folds, weave, edges, collars and skirts, which all garments share."""

import numpy as np

from generation.engines.sketch.portrait.body import build_of, shows_limbs, trunk
from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, ribbon, smoothstep, spline
from generation.engines.sketch.portrait.light import LEATHER
from generation.engines.sketch.portrait.sitting import Form, Sitting, Texture, both_sides, paint_form


def folds(sitting: Sitting, *, depth: float = 0.05, part: str = "folds") -> Texture:
    """Folds of cloth that fall from the shoulders: each a soft ridge with its own place, width and sway."""
    rng = sitting.rng(part)
    angles = np.linspace(-1.6, 1.6, 640)
    profile = 0.25 * np.sin(angles * 7 + rng.uniform(0, 6))
    for place in np.linspace(-1.15, 1.15, 22):
        off = (angles - place - rng.normal(0, 0.03)) / rng.uniform(0.018, 0.07)
        profile += 0.25 * rng.uniform(0.2, 1.0) * np.exp(-(np.abs(off) ** 1.3))
    phase = rng.uniform(0, 6)

    def relief(x: Array, y: Array) -> Array:
        spread = np.arctan2(x, np.maximum(y - 0.1, 0.3))
        swayed = spread - 0.04 * np.sin(y * 1.3 + phase + 2 * spread)
        height = np.interp(swayed, angles, profile) * (0.8 + 0.2 * np.sin(y * 0.9 + phase + 9 * spread))
        return floats(10 * depth * height * smoothstep(1.1, 2.4, y))

    return relief


def weave(strength: float = 0.05) -> Texture:
    """The unevenness of woven and dyed cloth."""

    def pattern(x: Array, y: Array) -> Array:
        cloudy = np.sin(x * 2.3 + 1.7 * np.sin(y * 1.9)) * np.sin(y * 2.1 + 1.3 * np.sin(x * 2.7))
        return floats(1 - strength + strength * cloudy)

    return pattern


def with_sleeves(sitting: Sitting, relief: Texture) -> Texture:
    """`relief` with the hollow between arm and breast, and the seam at the shoulder."""
    s = build_of(sitting.traits).shoulder

    def sewn(x: Array, y: Array) -> Array:
        a = np.abs(x)
        gap = np.exp(-(((a - s * 0.84 - 0.05 * np.sin(y * 1.7)) / 0.09) ** 2)) * smoothstep(2.25, 3.1, y)
        seam = np.exp(-(((a - s * 0.80 + 0.12 * (y - 1.9) ** 2) / 0.025) ** 2)) * smoothstep(2.9, 2.2, y)
        arm = np.exp(-(((a - s * 1.06) / 0.24) ** 2)) * smoothstep(1.9, 2.6, y)
        return floats(relief(x, y) - 0.16 * gap - 0.012 * seam + 0.1 * arm)

    return relief if shows_limbs(sitting.traits) else sewn


def whole_garment(picture: Array, sitting: Sitting, relief: Texture, color: Rgb) -> Array:
    form = Form(
        outlines=[trunk(sitting, grow=0.04)],
        color=color,
        round=0.5,
        relief=with_sleeves(sitting, relief),
        pattern=weave(),
    )
    return paint_form(picture, sitting, form)


def open_garment(
    picture: Array,
    sitting: Sitting,
    width: float,
    depth: float,
    *,
    color: Rgb | None = None,
) -> Array:
    form = Form(
        outlines=[open_half(sitting, width, depth)],
        color=color or sitting.traits.dress.main,
        round=0.55,
        smooth=False,
        relief=with_sleeves(sitting, folds(sitting, depth=0.03)),
        pattern=weave(),
    )
    return paint_form(picture, sitting, both_sides(form))


def lapel(sitting: Sitting, side: int, width: float, depth: float) -> Array:
    neck = build_of(sitting.traits).neck
    knots = [(neck + 0.06, 1.18), (neck + 0.06 - 0.1, 1.42), (width * 0.62, 1.85), (0.0, depth), (0.0, 7.0)]
    return spline(floats(knots) * floats([side, 1]))


def open_half(sitting: Sitting, width: float, depth: float) -> Array:
    """The right half of a garment, open at the throat down to `depth`."""
    curve = spline(trunk(sitting, grow=0.05), closed=True)
    outer = curve[(curve[:, 0] > build_of(sitting.traits).neck) & (curve[:, 1] < 7.5)]
    half = outer[np.argsort(np.where(outer[:, 1] < 1.9, outer[:, 0] - 10, outer[:, 1]))]
    return floats(
        np.vstack(
            [half, floats([(-0.04, half[-1][1])]), lapel(sitting, 1, width, depth)[::-1] - floats([0.04, 0])]
        )
    )


def sewn_edge(
    picture: Array,
    sitting: Sitting,
    line: Array,
    width: float,
    *,
    color: Rgb | None = None,
) -> Array:
    """A border sewn along a line."""
    form = Form(
        outlines=[ribbon(line, width)],
        color=color or sitting.traits.dress.trim,
        material=LEATHER,
        round=width * 0.5,
        smooth=False,
        shadow=0.35,
        relief=_stitches,
    )
    return paint_form(picture, sitting, form)


def _stitches(x: Array, y: Array) -> Array:
    return floats(0.0012 * np.sin((x + y) * 60) + 0.001 * np.sin((x - y) * 60))


def collar(picture: Array, sitting: Sitting, trim: Rgb, *, high: bool = False) -> Array:
    b = build_of(sitting.traits)
    top, low = (0.98, 1.62) if high else (1.16, 1.58)
    w = b.neck + (0.12 if high else 0.16)
    band = [
        (-w - 0.02, top),
        (-w - 0.22, low - 0.14),
        (0, low + 0.12),
        (w + 0.22, low - 0.14),
        (w + 0.02, top),
        (w * 0.6, top + 0.26),
        (0, top + 0.42),
        (-w * 0.6, top + 0.26),
    ]
    edge = spline(
        [(-w - 0.02, top), (-w * 0.6, top + 0.26), (0, top + 0.42), (w * 0.6, top + 0.26), (w + 0.02, top)]
    )
    color = sitting.traits.dress.main if high else sitting.traits.dress.second
    picture = paint_form(picture, sitting, Form(outlines=[band], color=color, round=0.14))
    return sewn_edge(picture, sitting, edge, 0.07, color=trim)


def skirt(picture: Array, sitting: Sitting, hem: float, *, color: Rgb | None = None) -> Array:
    """What hangs below the belt, where the framing shows it."""
    if not shows_limbs(sitting.traits):
        return picture
    b = build_of(sitting.traits)
    flare = b.hip + 0.12 + 0.08 * (hem - 6)
    right = b.fit([(b.waist, 4.5), (b.hip + 0.12, 6.0), (flare, hem), (flare * 0.5, hem + 0.15)])
    outline = np.vstack([right, (right * floats([-1, 1]))[::-1]])
    form = Form(
        outlines=[outline],
        color=color or sitting.traits.dress.main,
        round=0.5,
        relief=folds(sitting, depth=0.06, part="skirt"),
    )
    return paint_form(picture, sitting, form)
