"""What is carried behind the shoulders or in the hand: staffs, weapons, a lute."""

from collections.abc import Callable, Mapping

import numpy as np

from generation.engines.sketch.portrait.body import build_of, hand_place, shows_limbs
from generation.engines.sketch.portrait.canvas import Array, Rgb, floats, ribbon, spline
from generation.engines.sketch.portrait.gear import Painter, glow, wound
from generation.engines.sketch.portrait.light import LEATHER, METAL
from generation.engines.sketch.portrait.looks import Gear
from generation.engines.sketch.portrait.palette import LEATHER_BROWN, WOOD, scaled
from generation.engines.sketch.portrait.sitting import Form, Sitting, paint_form, paint_forms


def _shaft(sitting: Sitting, *, top: float, lean: float = 0.1) -> Array:
    """A pole from `top` down, in the hand where there is one, beside the shoulder otherwise."""
    side = sitting.off_side
    if shows_limbs(sitting.traits):
        x, y = hand_place(sitting, int(side))
        foot = build_of(sitting.traits).feet
        return floats([(x - side * lean * 0.5, top), (x, y), (x + side * lean * 0.5, foot)])
    s = build_of(sitting.traits).shoulder
    return floats([(side * (s + 0.18), top), (side * (s + 0.3), 2.2), (side * (s + 0.42), 7.0)])


def _pole(picture: Array, sitting: Sitting, points: Array, width: float, color: Rgb) -> Array:
    form = Form(
        outlines=[ribbon(spline(points), width)],
        color=color,
        round=width * 0.5,
        smooth=False,
        material=LEATHER,
        relief=_grain,
        shadow=0.3,
    )
    return paint_form(picture, sitting, form)


def _grain(x: Array, y: Array) -> Array:
    return floats(0.008 * np.sin(x * 70 + 2.5 * np.sin(y * 5)))


def _staff(picture: Array, sitting: Sitting) -> Array:
    """A gnarled staff with a crystal in its claw."""
    side = sitting.off_side
    pole = _shaft(sitting, top=-0.95)
    picture = _pole(picture, sitting, pole, 0.17, WOOD)
    head = pole[0]
    for bend in (-1, 1):
        claw = spline(
            head + floats([(0, 0), (bend * 0.24, -0.22), (bend * 0.25, -0.52), (bend * 0.06, -0.72)])
        )
        picture = paint_form(
            picture,
            sitting,
            Form(
                outlines=[ribbon(claw, [0.16, 0.1, 0.03])],
                color=WOOD,
                round=0.07,
                smooth=False,
                material=LEATHER,
            ),
        )
    color = sitting.traits.magic or (0.35, 0.75, 0.95)
    stone = (
        floats([(0, -0.24), (0.13, -0.02), (0.08, 0.2), (-0.08, 0.2), (-0.13, -0.02)])
        + head
        + floats([0, -0.38])
    )
    picture = paint_form(
        picture, sitting, Form(outlines=[stone], color=color, round=0.1, smooth=False, shadow=0.0)
    )
    return glow(picture, sitting, head + floats([0.0 * side, -0.38]), 0.55, color, strength=0.75)


def _sword(picture: Array, sitting: Sitting) -> Array:
    """A sword on the back, its hilt over the shoulder."""
    side = sitting.off_side
    s = build_of(sitting.traits).shoulder
    pommel, low = floats([side * (s * 0.98), -0.12]), floats([side * -0.1, 4.4])
    along = (low - pommel) / np.linalg.norm(low - pommel)
    across = floats([-along[1], along[0]])
    guard = pommel + along * 0.95
    dress = sitting.traits.dress
    scabbard = ribbon(floats([guard, low]), 0.34)
    grip = ribbon(floats([pommel, guard]), 0.15)
    bar = ribbon(
        spline([guard - across * 0.5 - along * 0.08, guard, guard + across * 0.5 - along * 0.08]),
        [0.12, 0.17, 0.12],
    )
    angles = np.linspace(0, 2 * np.pi, 14)
    knob = pommel + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.13
    return paint_forms(
        picture,
        sitting,
        Form(
            outlines=[scabbard], color=scaled(LEATHER_BROWN, 0.7), material=LEATHER, round=0.12, smooth=False
        ),
        Form(
            outlines=[grip],
            color=scaled(LEATHER_BROWN, 0.9),
            material=LEATHER,
            round=0.07,
            smooth=False,
            relief=wound,
        ),
        Form(outlines=[bar], color=dress.trim, material=METAL, round=0.08, smooth=False),
        Form(outlines=[knob], color=dress.trim, material=METAL, round=0.12, smooth=False),
    )


def _axe(picture: Array, sitting: Sitting) -> Array:
    """A great axe behind the shoulder."""
    side = sitting.off_side
    pole = _shaft(sitting, top=-1.15)
    picture = _pole(picture, sitting, pole, 0.16, WOOD)
    head = pole[0] + floats([0, 0.35])
    steel = sitting.traits.dress.metal
    for turn, size in ((side, 1.0), (-side, 0.72)):
        blade = floats(
            [(0.05, -0.16), (0.4, -0.36), (0.62, -0.62), (0.78, 0.0), (0.62, 0.66), (0.4, 0.34), (0.05, 0.2)]
        )
        blade = blade * floats([turn * size, size]) + head
        edge = spline(blade[2:5])
        picture = paint_form(
            picture, sitting, Form(outlines=[blade], color=steel, material=METAL, round=0.3, smooth=False)
        )
        picture = paint_form(
            picture,
            sitting,
            Form(
                outlines=[ribbon(edge, 0.1)],
                color=scaled(steel, 1.3),
                material=METAL,
                round=0.05,
                smooth=False,
                shadow=0.0,
            ),
        )
    band = head + floats([(-0.13, -0.26), (0.13, -0.26), (0.13, 0.3), (-0.13, 0.3)])
    return paint_form(
        picture,
        sitting,
        Form(outlines=[band], color=scaled(steel, 0.7), material=METAL, round=0.1, smooth=False),
    )


def _hammer(picture: Array, sitting: Sitting) -> Array:
    pole = _shaft(sitting, top=-0.75)
    picture = _pole(picture, sitting, pole, 0.16, WOOD)
    head = pole[0] + floats([0, 0.1])
    block = head + floats([(-0.52, -0.26), (0.46, -0.26), (0.52, 0.26), (-0.46, 0.26)])
    bands = [ribbon(head + floats([(x, -0.28), (x, 0.28)]), 0.08) for x in (-0.36, 0.36)]
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[block], color=sitting.traits.dress.metal, material=METAL, round=0.16, smooth=False),
        Form(outlines=bands, color=sitting.traits.dress.trim, material=METAL, round=0.05, smooth=False),
    )


def _spear(picture: Array, sitting: Sitting) -> Array:
    pole = _shaft(sitting, top=-0.9)
    picture = _pole(picture, sitting, pole, 0.12, WOOD)
    head = pole[0]
    blade = head + floats([(0, -0.85), (0.17, -0.3), (0.06, 0.06), (-0.06, 0.06), (-0.17, -0.3)])
    tassel = ribbon(head + floats([(0, 0.05), (0, 0.32)]), [0.16, 0.24])
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[tassel], color=sitting.traits.dress.main, round=0.08, smooth=False),
        Form(
            outlines=[blade],
            color=sitting.traits.dress.metal,
            material=METAL,
            round=0.12,
            smooth=False,
            relief=_spine(head[0]),
        ),
    )


def _spine(middle: float) -> Callable[[Array, Array], Array]:
    def relief(x: Array, _: Array) -> Array:
        return floats(0.05 * np.exp(-np.abs(x - middle) / 0.05))

    return relief


def _bow(picture: Array, sitting: Sitting) -> Array:
    """A long bow over the shoulder."""
    side = sitting.off_side
    s = build_of(sitting.traits).shoulder
    arc = spline(
        [
            (side * (s * 0.1), -1.6),
            (side * (s * 0.62), -1.28),
            (side * (s + 0.1), -0.3),
            (side * (s + 0.42), 1.4),
            (side * (s + 0.35), 3.2),
        ]
    )
    string = floats([arc[0], floats([side * (s + 0.2), 4.2])])
    picture = paint_form(
        picture,
        sitting,
        Form(outlines=[ribbon(string, 0.025)], color=(0.7, 0.65, 0.55), round=0.02, smooth=False, shadow=0.0),
    )
    limb = Form(
        outlines=[ribbon(arc, [0.05, 0.13, 0.16, 0.18])],
        color=scaled(WOOD, 1.15),
        material=LEATHER,
        round=0.08,
        smooth=False,
    )
    return paint_form(picture, sitting, limb)


def _quiver(picture: Array, sitting: Sitting) -> Array:
    """Arrows over the other shoulder."""
    side = -sitting.off_side
    s = build_of(sitting.traits).shoulder
    rng = sitting.rng("quiver")
    for index in range(5):
        top = floats([side * (s * 0.74 + 0.1 * index), 0.1 + rng.uniform(-0.18, 0.18)])
        low = floats([side * (s * 0.5 + 0.06 * index), 2.0])
        shaft = Form(
            outlines=[ribbon(floats([top, low]), 0.04)], color=WOOD, round=0.02, smooth=False, shadow=0.2
        )
        vane = ribbon(floats([top, top + (low - top) * 0.24]), [0.06, 0.2, 0.17])
        tone = ((0.75, 0.7, 0.6), sitting.traits.dress.main)[index % 2]
        feather = Form(outlines=[vane], color=tone, round=0.05, smooth=False, shadow=0.3)
        picture = paint_forms(picture, sitting, shaft, feather)
    case = ribbon(floats([(side * (s * 0.86), 1.0), (side * (s * 0.5), 3.0)]), [0.58, 0.5])
    return paint_form(
        picture,
        sitting,
        Form(outlines=[case], color=LEATHER_BROWN, material=LEATHER, round=0.2, smooth=False),
    )


def _lute(picture: Array, sitting: Sitting) -> Array:
    """A lute's neck over the shoulder."""
    side = sitting.off_side
    s = build_of(sitting.traits).shoulder
    top, low = floats([side * (s + 0.25), -0.35]), floats([side * (s * 0.2), 3.6])
    along = (top - low) / np.linalg.norm(top - low)
    across = floats([-along[1], along[0]])
    peg_box = [
        top - across * 0.13,
        top + across * 0.13,
        top + across * 0.2 + along * 0.4 + (side * 0.2, 0),
        top - across * 0.1 + along * 0.45 + (side * 0.2, 0),
    ]
    pegs = [
        ribbon(floats([top + along * d - across * 0.3, top + along * d + across * 0.32]), 0.05)
        for d in (0.08, 0.2, 0.32)
    ]
    body = [
        low + along * 1.2,
        low + across * 0.9 + along * 0.3,
        low + across * 0.9 - along * 0.7,
        low - across * 0.9 - along * 0.7,
        low - across * 0.9 + along * 0.3,
    ]
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[floats(body)], color=scaled(WOOD, 1.5), material=LEATHER, round=0.5, relief=_grain),
        Form(outlines=pegs, color=scaled(WOOD, 0.5), material=LEATHER, round=0.02, smooth=False),
        Form(
            outlines=[ribbon(floats([top, low]), 0.24)],
            color=scaled(WOOD, 0.85),
            material=LEATHER,
            round=0.06,
            smooth=False,
            relief=_grain,
        ),
        Form(outlines=[floats(peg_box)], color=scaled(WOOD, 0.7), material=LEATHER, round=0.1, smooth=False),
    )


_BEHIND: Mapping[Gear, Painter] = {
    Gear.STAFF: _staff,
    Gear.SWORD: _sword,
    Gear.AXE: _axe,
    Gear.HAMMER: _hammer,
    Gear.SPEAR: _spear,
    Gear.BOW: _bow,
    Gear.QUIVER: _quiver,
    Gear.LUTE: _lute,
}


def paint_back_gear(picture: Array, sitting: Sitting) -> Array:
    """`picture` with what is carried behind the shoulders."""
    for gear in sitting.traits.gear[:3]:
        painter = _BEHIND.get(gear)
        if painter:
            picture = painter(picture, sitting)
    return picture
