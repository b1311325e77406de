"""What covers the body: robes, vestments, tunics, doublets, leather and furs."""

from collections.abc import Callable, Mapping

import numpy as np

from generation.engines.sketch.portrait.armour import paint_mail, paint_plate
from generation.engines.sketch.portrait.body import (
    build_of,
    neck_outline,
    paint_arms,
    paint_legs,
    paint_neck,
    shows_limbs,
    sinews,
    trunk,
    under_the_jaw,
)
from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, ribbon, smoothstep, spline
from generation.engines.sketch.portrait.cloaks import paint_fur_collar
from generation.engines.sketch.portrait.cloth import (
    collar,
    folds,
    lapel,
    open_garment,
    open_half,
    sewn_edge,
    skirt,
    whole_garment,
    with_sleeves,
)
from generation.engines.sketch.portrait.light import LEATHER, METAL, SKIN
from generation.engines.sketch.portrait.looks import Outfit
from generation.engines.sketch.portrait.palette import LEATHER_BROWN, blend, scaled
from generation.engines.sketch.portrait.sitting import (
    Form,
    Sitting,
    Texture,
    both_sides,
    paint_form,
    paint_forms,
)

Painter = Callable[[Array, Sitting], Array]


def paint_body(picture: Array, sitting: Sitting) -> Array:
    """`picture` with neck, limbs and what is worn on them."""
    dress = sitting.traits.dress
    bare = dress.outfit in (Outfit.BARE, Outfit.FUR)
    sleeve = sitting.traits.skin.tone if bare else _sleeve(sitting)
    picture = paint_legs(picture, sitting, scaled(dress.second, 0.7), scaled(LEATHER_BROWN, 0.8))
    picture = paint_neck(picture, sitting)
    picture = _OUTFITS[dress.outfit](picture, sitting)
    gloved = dress.outfit in (Outfit.PLATE, Outfit.MAIL, Outfit.LEATHER)
    picture = paint_arms(picture, sitting, sleeve, scaled(LEATHER_BROWN, 0.85) if gloved else None)
    return _paint_belt(picture, sitting)


def _sleeve(sitting: Sitting) -> Rgb:
    dress = sitting.traits.dress
    if dress.outfit in (Outfit.PLATE, Outfit.MAIL):
        return scaled(dress.metal, 0.75)
    return dress.second if dress.outfit is Outfit.LEATHER else dress.main


def paint_robe(picture: Array, sitting: Sitting) -> Array:
    """A robe whose edges cross on the breast, over an inner garment."""
    dress = sitting.traits.dress
    picture = _inner(picture, sitting, dress.second)
    robe = open_half(sitting, 0.34, 2.55)
    picture = skirt(picture, sitting, 12.9)
    for side in (-1, 1):
        half = robe * floats([side, 1])
        picture = paint_form(
            picture,
            sitting,
            Form(
                outlines=[half],
                color=dress.main,
                round=0.5,
                smooth=False,
                relief=with_sleeves(sitting, folds(sitting)),
            ),
        )
        picture = sewn_edge(picture, sitting, lapel(sitting, side, 0.34, 2.55), 0.095)
    return picture


def paint_vestment(picture: Array, sitting: Sitting) -> Array:
    """A priest's vestment with a stole."""
    dress = sitting.traits.dress
    picture = whole_garment(picture, sitting, folds(sitting, depth=0.035), dress.main)
    picture = skirt(picture, sitting, 12.6)
    for side in (-1, 1):
        b = build_of(sitting.traits)
        line = spline(
            b.fit([(side * (b.neck + 0.2), 1.28), (side * 0.66, 1.9), (side * 0.62, 3.2), (side * 0.6, 8.5)])
        )
        stole = Form(outlines=[ribbon(line, 0.42)], color=dress.second, round=0.06, smooth=False)
        picture = paint_form(picture, sitting, stole)
        for offset in (-0.19, 0.19):
            picture = sewn_edge(picture, sitting, line + floats([offset, 0]), 0.05)
        picture = _cross(picture, sitting, floats([side * 0.64, 2.35]))
    return collar(picture, sitting, dress.trim)


def paint_tunic(picture: Array, sitting: Sitting) -> Array:
    """A plain tunic with a laced neck."""
    dress = sitting.traits.dress
    picture = open_garment(picture, sitting, 0.2, 2.2)
    picture = skirt(picture, sitting, 8.6)
    for side in (-1, 1):
        picture = sewn_edge(
            picture, sitting, lapel(sitting, side, 0.2, 2.2), 0.1, color=scaled(dress.main, 0.6)
        )
    for y in (1.72, 1.92, 2.08):
        lace = ribbon(spline([(-0.2, y), (0.0, y + 0.05), (0.2, y)]), 0.035)
        picture = paint_form(
            picture, sitting, Form(outlines=[lace], color=LEATHER_BROWN, round=0.02, smooth=False, shadow=0.3)
        )
    return picture


def paint_doublet(picture: Array, sitting: Sitting) -> Array:
    """A fine doublet: high collar, quilted breast, buttons."""
    dress = sitting.traits.dress

    def quilt(x: Array, y: Array) -> Array:
        return floats(0.03 * np.abs(np.sin((x + y) * 7.5) * np.sin((x - y) * 7.5)) ** 0.4)

    picture = whole_garment(picture, sitting, quilt, dress.main)
    picture = skirt(picture, sitting, 8.2)
    for side in (-1, 1):
        line = spline([(side * 0.98, 1.48), (side * 0.62, 2.4), (side * 0.4, 4.2)])
        picture = sewn_edge(picture, sitting, line, 0.08)
    picture = sewn_edge(picture, sitting, floats([(0, 1.5), (0, 2.4), (0, 5.0)]), 0.07)
    for y in np.arange(1.75, 4.8, 0.36):
        angles = np.linspace(0, 2 * np.pi, 9)
        button = np.stack([np.cos(angles) * 0.07, y + np.sin(angles) * 0.07], axis=1)
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[button], color=dress.trim, material=METAL, round=0.07, smooth=False),
        )
    return collar(picture, sitting, dress.trim, high=True)


def paint_leather(picture: Array, sitting: Sitting) -> Array:
    """A leather jerkin over a shirt, with shoulder caps, straps and studs."""
    dress = sitting.traits.dress
    tone = blend(LEATHER_BROWN, dress.main, 0.35)
    picture = open_garment(picture, sitting, 0.3, 2.1, color=dress.second)
    vest = both_sides(
        Form(
            outlines=[open_half(sitting, 0.42, 2.5)],
            color=tone,
            round=0.4,
            smooth=False,
            material=LEATHER,
            relief=_hide(sitting),
        )
    )
    picture = skirt(paint_form(picture, sitting, vest), sitting, 8.0, color=tone)
    for side in (-1, 1):
        picture = sewn_edge(picture, sitting, lapel(sitting, side, 0.42, 2.5), 0.09, color=scaled(tone, 0.6))
        picture = _shoulder_caps(picture, sitting, side, tone)
    return _strap(picture, sitting)


def _shoulder_caps(picture: Array, sitting: Sitting, side: int, tone: Rgb) -> Array:
    s = build_of(sitting.traits).shoulder
    for drop in (0.62, 0.32, 0.0):
        cap = [
            (s * 0.58, 1.56 + drop * 0.4),
            (s * 0.9, 1.55 + drop),
            (s + 0.3, 1.92 + drop),
            (s + 0.34, 2.3 + drop),
            (s * 0.8, 2.22 + drop),
            (s * 0.55, 1.9 + drop),
        ]
        form = Form(
            outlines=[floats(cap) * floats([side, 1])],
            color=scaled(tone, 0.9),
            material=LEATHER,
            round=0.22,
            relief=_hide(sitting),
        )
        picture = paint_form(picture, sitting, form)
        for t in np.linspace(0.1, 0.9, 5):
            x, y = s * 0.62 + t * (s * 0.38 + 0.3), 2.06 + drop + 0.16 * np.sin(t * 2.6)
            picture = _stud(picture, sitting, side * float(x), float(y))
    return picture


def _stud(picture: Array, sitting: Sitting, x: float, y: float, radius: float = 0.045) -> Array:
    angles = np.linspace(0, 2 * np.pi, 9)
    dot = np.stack([x + np.cos(angles) * radius, y + np.sin(angles) * radius], axis=1)
    metal = blend(sitting.traits.dress.metal, sitting.traits.dress.trim, 0.4)
    return paint_form(
        picture,
        sitting,
        Form(outlines=[dot], color=metal, material=METAL, round=radius, smooth=False, shadow=0.3),
    )


def _strap(picture: Array, sitting: Sitting) -> Array:
    """A strap across the breast with a buckle."""
    side = 1 if sitting.turn > 0 else -1
    line = spline([(-side * 0.98, 1.68), (-side * 0.4, 2.35), (side * 0.5, 3.35), (side * 1.5, 4.4)])
    strap = Form(
        outlines=[ribbon(line, 0.26)],
        color=scaled(LEATHER_BROWN, 0.62),
        material=LEATHER,
        round=0.06,
        smooth=False,
    )
    picture = paint_form(picture, sitting, strap)
    middle = floats([side * 0.02, 2.83])
    frame = spline(
        middle + floats([(-0.2, -0.04), (0.02, -0.2), (0.2, 0.04), (-0.02, 0.2)]), closed=True, steps=6
    )
    buckle = Form(
        outlines=[ribbon(np.vstack([frame, frame[:1]]), 0.07)],
        color=sitting.traits.dress.trim,
        material=METAL,
        round=0.035,
        smooth=False,
    )
    return paint_form(picture, sitting, buckle)


def paint_bare(picture: Array, sitting: Sitting) -> Array:
    """A bare breast with a harness."""
    cords = sinews(sitting)
    form = Form(
        outlines=[neck_outline(sitting), _below_neck(sitting)],
        color=sitting.traits.skin.tone,
        material=SKIN,
        round=0.7,
        relief=lambda x, y: _muscles(x, y) + cords(x, y),
        pattern=under_the_jaw(sitting),
        shadow=0.0,
    )
    picture = paint_form(picture, sitting, form)
    picture = skirt(picture, sitting, 8.4, color=LEATHER_BROWN)
    return _strap(picture, sitting)


def paint_fur(picture: Array, sitting: Sitting) -> Array:
    """Furs over a bare breast, as northerners wear them."""
    below = paint_leather if sitting.traits.feminine else paint_bare
    picture = below(picture, sitting)
    return paint_fur_collar(picture, sitting, tone=blend(LEATHER_BROWN, (0.2, 0.18, 0.16), 0.4), reach=0.75)


def _below_neck(sitting: Sitting) -> Array:
    """The trunk from the collar bones down."""
    outline = trunk(sitting)
    return floats(np.stack([outline[:, 0], np.maximum(outline[:, 1], 1.32)], axis=1))


def _inner(picture: Array, sitting: Sitting, color: Rgb) -> Array:
    outline = trunk(sitting, grow=0.03)
    sides = outline[outline[:, 1] > 1.45]
    neck = build_of(sitting.traits).neck
    neckline = spline(
        [(-neck - 0.22, 1.28), (-neck * 0.6, 1.56), (0, 1.68), (neck * 0.6, 1.56), (neck + 0.22, 1.28)]
    )
    right, left = sides[sides[:, 0] > 0], sides[sides[:, 0] < 0]
    shirt = np.vstack([right, left, neckline])
    form = Form(
        outlines=[shirt],
        color=scaled(color, 0.85),
        round=0.5,
        relief=folds(sitting, depth=0.02, part="shirt"),
    )
    return paint_form(picture, sitting, form)


def _cross(picture: Array, sitting: Sitting, at: Array) -> Array:
    bars = [
        ribbon(at + floats([(0, -0.2), (0, 0.24)]), 0.07),
        ribbon(at + floats([(-0.13, -0.05), (0.13, -0.05)]), 0.07),
    ]
    form = Form(
        outlines=bars, color=sitting.traits.dress.trim, material=METAL, round=0.04, smooth=False, shadow=0.2
    )
    return paint_form(picture, sitting, form)


def _paint_belt(picture: Array, sitting: Sitting) -> Array:
    if not shows_limbs(sitting.traits):
        return picture
    b = build_of(sitting.traits)
    w, y = b.waist + 0.1, b.down(4.85)
    belt = ribbon(spline([(-w, y - 0.1), (0, y + 0.1), (w, y - 0.1)]), 0.34)
    buckle = floats([(-0.24, y - 0.14), (0.24, y - 0.14), (0.24, y + 0.3), (-0.24, y + 0.3)])
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[belt], color=scaled(LEATHER_BROWN, 0.7), material=LEATHER, round=0.1, smooth=False),
        Form(outlines=[buckle], color=sitting.traits.dress.trim, material=METAL, round=0.07),
    )


def _hide(sitting: Sitting) -> Texture:
    phase = float(sitting.rng("hide").uniform(0, 6))

    def relief(x: Array, y: Array) -> Array:
        creases = np.sin(x * 3.1 + np.sin(y * 2.3 + phase) * 2) * np.sin(y * 2.7 + np.sin(x * 2.2) * 1.5)
        return floats(0.02 * creases)

    return relief


def _muscles(x: Array, y: Array) -> Array:
    a = np.abs(x)
    breast = 0.12 * np.exp(-(((a - 0.7) / 0.6) ** 2) - ((y - 2.35 - 0.12 * a) / 0.5) ** 2)
    below = -0.022 * np.exp(-(((y - 2.95 + 0.22 * (a - 0.55) ** 2) / 0.11) ** 2) - ((a - 0.7) / 0.5) ** 2)
    middle = -0.022 * np.exp(-((a / 0.12) ** 2)) * smoothstep(1.75, 2.4, y)
    belly = 0.03 * np.abs(np.sin((y - 2.9) * 3.6)) * np.exp(-((a / 0.55) ** 2)) * smoothstep(2.9, 3.3, y)
    bone = 0.03 * np.exp(-(((y - 1.62 - 0.10 * a + 0.1 * a * a) / 0.07) ** 2)) * smoothstep(0.08, 0.25, a)
    shoulder = 0.08 * np.exp(-(((a - 1.5) / 0.3) ** 2) - ((y - 2.1) / 0.45) ** 2)
    return floats(breast + below + middle + belly + bone * smoothstep(1.2, 0.8, a) + shoulder)


_OUTFITS: Mapping[Outfit, Painter] = {
    Outfit.PLATE: paint_plate,
    Outfit.MAIL: paint_mail,
    Outfit.LEATHER: paint_leather,
    Outfit.ROBE: paint_robe,
    Outfit.VESTMENT: paint_vestment,
    Outfit.TUNIC: paint_tunic,
    Outfit.DOUBLET: paint_doublet,
    Outfit.FUR: paint_fur,
    Outfit.BARE: paint_bare,
}
