"""What is worn on the breast or held before it: a raised hand with a spell, a drawn blade."""

from collections.abc import Mapping

import numpy as np

from generation.engines.sketch.portrait.body import hand_place, shows_limbs
from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, floats, line_mask, mix, ribbon, spline
from generation.engines.sketch.portrait.gear import (
    Painter,
    glow,
    paint_daggers,
    paint_pendant,
    paint_shield,
    paint_symbol,
    wound,
)
from generation.engines.sketch.portrait.light import LEATHER, METAL, SKIN
from generation.engines.sketch.portrait.looks import Gear, Outfit
from generation.engines.sketch.portrait.palette import LEATHER_BROWN, blend, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, Texture, paint_form, paint_forms

_FINGERS = (
    # knuckle, joint and tip of each, from the palm's middle, thumb to the viewer's left
    ((-0.17, -0.02), (-0.35, -0.16), (-0.37, -0.34)),
    ((-0.15, -0.24), (-0.21, -0.46), (-0.15, -0.64)),
    ((-0.04, -0.28), (-0.05, -0.54), (0.0, -0.72)),
    ((0.07, -0.26), (0.11, -0.49), (0.13, -0.66)),
    ((0.16, -0.2), (0.25, -0.37), (0.26, -0.51)),
)
_PALM = (
    (-0.16, 0.24),
    (-0.2, 0.0),
    (-0.19, -0.22),
    (-0.04, -0.3),
    (0.1, -0.28),
    (0.2, -0.18),
    (0.18, 0.04),
    (0.13, 0.24),
)


def paint_spell(picture: Array, sitting: Sitting) -> Array:
    """`picture` with magic in the air, and in a bust the hand that calls it."""
    color = sitting.traits.magic or (0.45, 0.75, 1.0)
    if shows_limbs(sitting.traits):
        return paint_magic(picture, sitting, hand_place(sitting, 1) + floats([0, -0.55]), color)
    side = sitting.off_side
    palm = floats([side * 1.42, 1.62])
    fire = palm + floats([-side * 0.04, -0.92])
    picture = glow(picture, sitting, palm + floats([0, -0.5]), 0.9, color, strength=0.3)
    picture = _paint_forearm(picture, sitting, palm, side)
    picture = _paint_hand(picture, sitting, palm, side, color)
    return paint_magic(picture, sitting, fire, color)


def _paint_forearm(picture: Array, sitting: Sitting, palm: Array, side: float) -> Array:
    dress = sitting.traits.dress
    bare = dress.outfit in (Outfit.BARE, Outfit.FUR)
    sleeve = sitting.traits.skin.tone if bare else scaled(dress.main, 0.9)
    line = spline([palm + floats([side * 0.02, 0.36]), palm + floats([side * 0.10, 1.2]), (side * 1.75, 4.6)])
    wrist = ribbon(floats([palm + floats([0, 0.1]), palm + floats([side * 0.03, 0.6])]), [0.28, 0.32])
    wide = [0.34, 0.5, 0.66] if bare else [0.62, 0.78, 0.95]
    cuff = ribbon(
        spline(
            [line[0] - floats([0.31, 0.02]), line[0] + floats([0, 0.06]), line[0] + floats([0.31, -0.02])]
        ),
        0.11,
    )
    picture = paint_forms(
        picture,
        sitting,
        Form(outlines=[wrist], color=sitting.traits.skin.tone, material=SKIN, round=0.14, smooth=False),
        Form(outlines=[ribbon(line, wide)], color=sleeve, round=0.3, smooth=False, relief=_rumpled),
    )
    if bare:
        return picture
    return paint_form(picture, sitting, Form(outlines=[cuff], color=dress.trim, round=0.05, smooth=False))


def _rumpled(x: Array, y: Array) -> Array:
    return floats(0.022 * np.sin(y * 8 + 3.5 * np.sin(x * 4)) + 0.01 * np.sin(y * 15 + x * 9))


def _paint_hand(picture: Array, sitting: Sitting, palm: Array, side: float, color: Rgb) -> Array:
    """The palm to the viewer, fingers spread around the light."""
    mirror = floats([side, 1]) * (0.92 if sitting.traits.feminine else 1.05)
    tone = blend(sitting.traits.skin.tone, color, 0.12)
    shapes = [spline(palm + floats(_PALM) * mirror, closed=True)]
    for index, knots in enumerate(_FINGERS):
        wide = 0.13 if index == 0 else 0.115 - 0.006 * abs(index - 2)
        finger = spline(palm + floats(knots) * mirror)
        shapes.append(ribbon(finger, [wide, wide, wide * 0.92, wide * 0.8, wide * 0.35]))
    hand = Form(
        outlines=shapes,
        color=tone,
        material=SKIN,
        round=0.075,
        smooth=False,
        relief=_palm_lines(palm),
        shadow=0.3,
    )
    return paint_form(picture, sitting, hand)


def _palm_lines(palm: Array) -> Texture:
    def relief(x: Array, y: Array) -> Array:
        dx, dy = x - palm[0], y - palm[1]
        ball = 0.03 * np.exp(-(((np.abs(dx) - 0.1) / 0.09) ** 2) - ((dy - 0.06) / 0.12) ** 2)
        crease = -0.012 * np.exp(-(((dy + 0.1 - 0.5 * dx * dx) / 0.02) ** 2) - (dx / 0.13) ** 4)
        return floats(ball + crease)

    return relief


def paint_magic(picture: Array, sitting: Sitting, at: Array, color: Rgb) -> Array:
    """Magic that burns in the air: curling wisps around a bright heart, with sparks."""
    frame, rng = sitting.frame, sitting.rng("orb")
    curls = []
    for _ in range(22):
        angle, reach, spin = rng.uniform(0, 6.28), rng.uniform(0.18, 0.6), rng.choice([1.6, 2.4])
        around = angle + np.linspace(0, spin, 12)
        radius = np.linspace(0.06, reach, 12)
        rise = np.stack([np.zeros(12), -0.35 * np.linspace(0, 1, 12) ** 2], axis=1)
        curls.append(
            frame.px(at + np.stack([np.cos(around), np.sin(around)], axis=1) * radius[:, None] + rise)
        )
    wisps = line_mask(curls, frame.canvas, max(1, round(frame.unit * 0.012)))
    soft = np.clip(blur(wisps, frame.unit * 0.006) + 1.2 * blur(wisps, frame.unit * 0.03), 0, 1)
    picture = glow(picture, sitting, at, 0.6, color, strength=0.6)
    picture = mix(picture, np.clip(floats(color) * 0.55 + 0.45, 0, 1), soft * 0.75)
    return glow(picture, sitting, at, 0.13, (1.0, 1.0, 1.0), strength=0.95)


def paint_drawn(picture: Array, sitting: Sitting) -> Array:
    """A blade held up before the shoulder."""
    side = sitting.off_side
    if shows_limbs(sitting.traits):
        low = hand_place(sitting, 1)
        tip = low + floats([0.5, -4.2])
    else:
        low, tip = floats([side * 1.28, 3.1]), floats([side * 1.78, -1.55])
    along = floats((tip - low) / np.linalg.norm(tip - low))
    across = floats([-along[1], along[0]])
    guard = low + along * 0.42
    edge = [guard - across * 0.17, guard + across * 0.17, tip - along * 0.5 + across * 0.125, tip]
    blade = floats([*edge, tip - along * 0.5 - across * 0.125])
    dress = sitting.traits.dress
    bar = ribbon(
        spline([guard - across * 0.5 + along * 0.06, guard, guard + across * 0.5 + along * 0.06]),
        [0.1, 0.17, 0.1],
    )
    return paint_forms(
        picture,
        sitting,
        Form(
            outlines=[blade],
            color=dress.metal,
            material=METAL,
            round=0.12,
            smooth=False,
            relief=_fuller(guard, along, across),
        ),
        Form(
            outlines=[ribbon(floats([low - along * 0.5, guard]), 0.14)],
            color=scaled(LEATHER_BROWN, 0.7),
            material=LEATHER,
            round=0.07,
            smooth=False,
            relief=wound,
        ),
        Form(outlines=[bar], color=dress.trim, material=METAL, round=0.08, smooth=False),
    )


def _fuller(guard: Array, along: Array, across: Array) -> Texture:
    """The groove along a blade."""

    def relief(x: Array, y: Array) -> Array:
        off = (x - guard[0]) * across[0] + (y - guard[1]) * across[1]
        far = (x - guard[0]) * along[0] + (y - guard[1]) * along[1]
        return floats(-0.05 * np.exp(-((off / 0.035) ** 2)) * (far < 2.9) - 0.35 * np.abs(off))

    return relief


def paint_orb(picture: Array, sitting: Sitting) -> Array:
    """A ball of magic, over the raised hand or floating before the breast."""
    limbs = shows_limbs(sitting.traits)
    at = hand_place(sitting, 1) + floats([0, -0.55]) if limbs else floats([sitting.off_side * 1.55, 1.75])
    return paint_magic(picture, sitting, at, sitting.traits.magic or (0.45, 0.75, 1.0))


def paint_front_gear(picture: Array, sitting: Sitting) -> Array:
    """`picture` with what hangs on the breast or glows in the hand."""
    for gear in sitting.traits.gear[:3]:
        painter = _BEFORE.get(gear)
        if painter:
            picture = painter(picture, sitting)
    return picture


_BEFORE: Mapping[Gear, Painter] = {
    Gear.DAGGERS: paint_daggers,
    Gear.SHIELD: paint_shield,
    Gear.SYMBOL: paint_symbol,
    Gear.PENDANT: paint_pendant,
    Gear.ORB: paint_orb,
    Gear.SPELL: paint_spell,
    Gear.DRAWN: paint_drawn,
}
