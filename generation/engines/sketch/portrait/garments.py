"""What covers the body: robes, vestments, tunics, doublets, leather, furs, mail and plate; cloaks over all."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from generation.engines.sketch.portrait.armour import paint_mail, paint_plate
from generation.engines.sketch.portrait.body import (
    build_of,
    paint_arms,
    paint_legs,
    paint_neck,
    shows_limbs,
    trunk,
)
from generation.engines.sketch.portrait.canvas import Array, floats, ribbon, spline
from generation.engines.sketch.portrait.hair import Lock, paint_locks
from generation.engines.sketch.portrait.light import LEATHER, METAL, SKIN
from generation.engines.sketch.portrait.looks import Headgear, Outfit
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


def _sleeve(sitting: Sitting) -> tuple[float, float, float]:
    dress = sitting.traits.dress
    if dress.outfit in (Outfit.PLATE, Outfit.MAIL):
        return scaled(dress.metal, 0.75)
    return dress.second if dress.outfit is Outfit.LEATHER else dress.main


def folds(sitting: Sitting, *, depth: float = 0.05, part: str = "folds") -> Texture:
    """Folds of cloth that fall from the shoulders."""
    rng = sitting.rng(part)
    waves = [(rng.uniform(4, 9), rng.uniform(0, 6), rng.uniform(0.15, 0.5)) for _ in range(4)]

    def relief(x: Array, y: Array) -> Array:
        spread = np.arctan2(x, y - 0.1)
        total = np.zeros_like(x)
        for frequency, phase, sway in waves:
            total += np.abs(np.sin(spread * frequency * 1.7 + phase + sway * np.sin(y * 1.7 + phase))) ** 0.7
        return floats(depth * total * np.clip((y - 1.2) / 0.8, 0, 1))

    return relief


def weave(scale: float = 46.0, strength: float = 0.08) -> Texture:
    """The threads of coarse cloth."""

    def pattern(x: Array, y: Array) -> Array:
        return floats(1 - strength + strength * np.sin(x * scale) * np.sin(y * scale))

    return pattern


def paint_robe(picture: Array, sitting: Sitting) -> Array:
    """A robe whose edges cross on the breast, over an inner garment."""
    dress = sitting.traits.dress
    picture = _inner(picture, sitting, dress.second)
    robe = _opened(sitting, 0.34, 2.55)
    picture = _skirt(picture, sitting, 12.9)
    for side in (-1, 1):
        half = robe * floats([side, 1])
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[half], color=dress.main, round=0.5, smooth=False, relief=folds(sitting)),
        )
        picture = _edge(picture, sitting, _lapel(sitting, side, 0.34, 2.55), 0.19)
    return picture


def paint_vestment(picture: Array, sitting: Sitting) -> Array:
    """A priest's vestment with a stole."""
    dress = sitting.traits.dress
    picture = _whole(picture, sitting, folds(sitting, depth=0.035), dress.main)
    picture = _skirt(picture, sitting, 12.6)
    for side in (-1, 1):
        b = build_of(sitting.traits)
        line = spline(
            b.fit([(side * (b.neck + 0.2), 1.28), (side * 0.66, 1.9), (side * 0.62, 3.2), (side * 0.6, 8.5)])
        )
        stole = Form(outlines=[ribbon(line, 0.42)], color=dress.second, round=0.06, smooth=False)
        picture = paint_form(picture, sitting, stole)
        for offset in (-0.19, 0.19):
            picture = _edge(picture, sitting, line + floats([offset, 0]), 0.05)
        picture = _cross(picture, sitting, floats([side * 0.64, 2.35]))
    return _collar(picture, sitting, dress.trim)


def paint_tunic(picture: Array, sitting: Sitting) -> Array:
    """A plain tunic with a laced neck."""
    dress = sitting.traits.dress
    picture = _opened_whole(picture, sitting, 0.2, 2.2)
    picture = _skirt(picture, sitting, 8.6)
    for side in (-1, 1):
        picture = _edge(picture, sitting, _lapel(sitting, side, 0.2, 2.2), 0.1, color=scaled(dress.main, 0.6))
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

    picture = _whole(picture, sitting, quilt, dress.main)
    picture = _skirt(picture, sitting, 8.2)
    for side in (-1, 1):
        line = spline([(side * 0.98, 1.48), (side * 0.62, 2.4), (side * 0.4, 4.2)])
        picture = _edge(picture, sitting, line, 0.08)
    picture = _edge(picture, sitting, floats([(0, 1.5), (0, 2.4), (0, 5.0)]), 0.07)
    for y in np.arange(1.75, 4.8, 0.36):
        angles = np.linspace(0, 2 * np.pi, 9)
        button = np.stack([np.cos(angles) * 0.07, y + np.sin(angles) * 0.07], axis=1)
        picture = paint_form(
            picture,
            sitting,
            Form(outlines=[button], color=dress.trim, material=METAL, round=0.07, smooth=False),
        )
    return _collar(picture, sitting, dress.trim, high=True)


def paint_leather(picture: Array, sitting: Sitting) -> Array:
    """A leather jerkin over a shirt, with shoulder caps, straps and studs."""
    dress = sitting.traits.dress
    tone = blend(LEATHER_BROWN, dress.main, 0.35)
    picture = _opened_whole(picture, sitting, 0.3, 2.1, color=dress.second)
    vest = both_sides(
        Form(
            outlines=[_opened(sitting, 0.42, 2.5)],
            color=tone,
            round=0.4,
            smooth=False,
            material=LEATHER,
            relief=_hide(sitting),
        )
    )
    picture = _skirt(paint_form(picture, sitting, vest), sitting, 8.0, color=tone)
    for side in (-1, 1):
        picture = _edge(picture, sitting, _lapel(sitting, side, 0.42, 2.5), 0.09, color=scaled(tone, 0.6))
        picture = _shoulder_caps(picture, sitting, side, tone)
    return _strap(picture, sitting)


def _shoulder_caps(picture: Array, sitting: Sitting, side: int, tone: tuple[float, float, float]) -> Array:
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
    line = spline([(-side * 1.1, 1.45), (-side * 0.4, 2.35), (side * 0.5, 3.35), (side * 1.5, 4.4)])
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
    form = Form(
        outlines=[trunk(sitting)],
        color=sitting.traits.skin.tone,
        material=SKIN,
        round=0.9,
        relief=_muscles,
        shadow=0.0,
    )
    picture = paint_form(picture, sitting, replace(form, outlines=[_below_neck(sitting)]))
    picture = _skirt(picture, sitting, 8.4, color=LEATHER_BROWN)
    return _strap(picture, sitting)


def paint_fur(picture: Array, sitting: Sitting) -> Array:
    """Furs over a bare breast, as northerners wear them."""
    if sitting.traits.feminine:
        picture = paint_leather(picture, sitting)
    else:
        picture = paint_bare(picture, sitting)
    return paint_fur_collar(picture, sitting, tone=blend(LEATHER_BROWN, (0.2, 0.18, 0.16), 0.4), reach=0.75)


def paint_fur_collar(
    picture: Array, sitting: Sitting, *, tone: tuple[float, float, float] | None = None, reach: float = 0.5
) -> Array:
    """A mantle of fur around the shoulders."""
    rng = sitting.rng("fur")
    b = build_of(sitting.traits)
    locks = []
    for row in np.linspace(1, 0, 6):
        for t in np.linspace(-1, 1, 40):
            x = np.sign(t) * (b.neck + 0.1 + (b.shoulder - b.neck + 0.05) * abs(t) ** 0.9)
            y = 1.34 + 0.36 * abs(t) ** 1.6 + row * reach * (1 - 0.25 * abs(t)) + 0.25 * (1 - abs(t)) ** 3
            drop = rng.uniform(0.22, 0.4)
            end = (x + np.sign(t) * 0.14 * abs(t) + rng.normal(0, 0.06), y + drop)
            locks.append(Lock([(x, y - 0.1), (x + rng.normal(0.02, 0.04), y + drop * 0.4), end], 0.13, 0.03))
    color = tone or blend((0.42, 0.34, 0.27), (0.75, 0.73, 0.7), 0.5 * rng.random())
    return paint_locks(picture, sitting, locks, color=color, tilted=False, shadow=0.5)


def paint_cloak_back(picture: Array, sitting: Sitting) -> Array:
    """The cloak's body behind the shoulders."""
    if not sitting.traits.dress.cloak:
        return picture
    b = build_of(sitting.traits)
    s, low = b.shoulder, 13.0
    right = b.fit(
        [(0.5, 1.1), (s * 0.8, 1.5), (s + 0.4, 2.0), (s + 0.62, 3.2), (s + 0.8, 6.0), (s + 1.1, low)]
    )
    outline = np.vstack([right, (right * floats([-1, 1]))[::-1]])
    color = scaled(cloak_color(sitting), 0.72)
    return paint_form(
        picture,
        sitting,
        Form(outlines=[outline], color=color, round=0.5, relief=folds(sitting, depth=0.08, part="cloak")),
    )


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
    b = build_of(sitting.traits)
    for drop, width in ((0.3, 0.34), (0.0, 0.3)):
        line = spline(
            [
                (-b.neck - 0.5, 1.2 + drop * 0.5),
                (-b.neck - 0.28, 1.5 + drop),
                (0.0, 1.72 + drop),
                (b.neck + 0.28, 1.5 + drop),
                (b.neck + 0.5, 1.2 + drop * 0.5),
            ]
        )
        form = Form(
            outlines=[ribbon(line, [0.2, width, width * 1.15, width, 0.2])],
            color=cloak_color(sitting),
            round=0.16,
            smooth=False,
            relief=folds(sitting, depth=0.02),
        )
        picture = paint_form(picture, sitting, form)
    return picture


def cloak_color(sitting: Sitting) -> tuple[float, float, float]:
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


def _below_neck(sitting: Sitting) -> Array:
    """The trunk from the collar bones down."""
    outline = trunk(sitting)
    return floats(np.stack([outline[:, 0], np.maximum(outline[:, 1], 1.32)], axis=1))


def _whole(picture: Array, sitting: Sitting, relief: Texture, color: tuple[float, float, float]) -> Array:
    form = Form(outlines=[trunk(sitting, grow=0.04)], color=color, round=0.7, relief=relief, pattern=weave())
    return paint_form(picture, sitting, form)


def _inner(picture: Array, sitting: Sitting, color: tuple[float, float, float]) -> Array:
    return _opened_whole(picture, sitting, 0.14, 1.95, color=scaled(color, 0.85))


def _opened_whole(
    picture: Array,
    sitting: Sitting,
    width: float,
    depth: float,
    *,
    color: tuple[float, float, float] | None = None,
) -> Array:
    form = Form(
        outlines=[_opened(sitting, width, depth)],
        color=color or sitting.traits.dress.main,
        round=0.55,
        smooth=False,
        relief=folds(sitting, depth=0.03),
        pattern=weave(),
    )
    return paint_form(picture, sitting, both_sides(form))


def _lapel(sitting: Sitting, side: int, width: float, depth: float) -> Array:
    neck = build_of(sitting.traits).neck
    knots = [(neck + 0.06, 1.18), (neck + 0.06 - 0.1, 1.42), (width * 0.62, 1.85), (0.0, depth), (0.0, 7.0)]
    return spline(floats(knots) * floats([side, 1]))


def _opened(sitting: Sitting, width: float, depth: float) -> Array:
    """The right half of a garment, open at the throat down to `depth`."""
    curve = spline(trunk(sitting, grow=0.05), closed=True)
    outer = curve[(curve[:, 0] > build_of(sitting.traits).neck) & (curve[:, 1] < 7.5)]
    half = outer[np.argsort(np.where(outer[:, 1] < 1.9, outer[:, 0] - 10, outer[:, 1]))]
    return floats(
        np.vstack(
            [half, floats([(-0.04, half[-1][1])]), _lapel(sitting, 1, width, depth)[::-1] - floats([0.04, 0])]
        )
    )


def _edge(
    picture: Array,
    sitting: Sitting,
    line: Array,
    width: float,
    *,
    color: tuple[float, float, float] | None = None,
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
    return floats(0.003 * np.sin((x + y) * 52) + 0.002 * np.sin((x - y) * 52))


def _collar(
    picture: Array, sitting: Sitting, trim: tuple[float, float, float], *, high: bool = False
) -> Array:
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
    return _edge(picture, sitting, edge, 0.07, color=trim)


def _cross(picture: Array, sitting: Sitting, at: Array) -> Array:
    bars = [
        ribbon(floats([at + (0, -0.2), at + (0, 0.24)]), 0.07),
        ribbon(floats([at + (-0.13, -0.05), at + (0.13, -0.05)]), 0.07),
    ]
    form = Form(
        outlines=bars, color=sitting.traits.dress.trim, material=METAL, round=0.04, smooth=False, shadow=0.2
    )
    return paint_form(picture, sitting, form)


def _skirt(
    picture: Array, sitting: Sitting, hem: float, *, color: tuple[float, float, float] | None = None
) -> Array:
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
        creases = np.sin(x * 9 + np.sin(y * 7 + phase) * 2) * np.sin(y * 8 + np.sin(x * 6) * 2)
        return floats(0.012 * creases + 0.004 * np.sin(x * 60 + 3 * np.sin(y * 43)) * np.sin(y * 57))

    return relief


def _muscles(x: Array, y: Array) -> Array:
    a = np.abs(x)
    breast = 0.2 * np.exp(-(((a - 0.6) / 0.5) ** 4) - ((y - 2.35) / 0.42) ** 4)
    middle = -0.06 * np.exp(-((a / 0.06) ** 2)) * (y > 1.8)
    belly = 0.06 * np.abs(np.sin((y - 2.9) * 3.6)) * np.exp(-((a / 0.6) ** 2)) * (y > 2.95) * (y < 4.8)
    bone = 0.06 * np.exp(-(((y - 1.64 - 0.06 * a) / 0.07) ** 2)) * (a > 0.12)
    return floats(breast + middle + belly + bone)


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
