"""The body under the clothes: measures of torso and limbs, the neck, arms, hands and legs."""

from dataclasses import dataclass, replace

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Points, Rgb, floats, ribbon, smoothstep, spline
from generation.engines.sketch.portrait.light import LEATHER, SKIN
from generation.engines.sketch.portrait.sitting import (
    Form,
    Sitting,
    Texture,
    both_sides,
    paint_form,
    paint_forms,
)
from generation.engines.sketch.portrait.traits import Traits
from generation.vocabulary import PortraitFraming, PortraitPose

CHEST = 1.5  #: height at which a body begins to be as short as its people


@dataclass(frozen=True, kw_only=True)
class Build:
    """Measures of a body in head units."""

    shoulder: float  #: distance of a shoulder joint from the middle
    neck: float  #: half the neck's width
    waist: float
    hip: float
    stature: float  #: 1 for a human's legs and trunk, less for short peoples

    def down(self, y: float) -> float:
        """The height on this body of what lies at `y` on a human one."""
        return y if y <= CHEST else CHEST + (y - CHEST) * self.stature

    def fit(self, points: Points) -> Array:
        """Points of a human body moved to this one's heights."""
        given = floats(points)
        return floats(np.stack([given[:, 0], [self.down(float(y)) for y in given[:, 1]]], axis=1))

    @property
    def feet(self) -> float:
        """Height of the soles."""
        return self.down(13.8)


def build_of(traits: Traits) -> Build:
    """The measures of this subject's body."""
    shoulder = 1.6 * traits.shoulders
    return Build(
        shoulder=shoulder,
        neck=(0.37 if traits.feminine else 0.47)
        * (0.7 + 0.3 * traits.shoulders)
        * (1.12 if traits.heads < 6 else 1),
        waist=shoulder * (0.66 if traits.feminine else 0.78),
        hip=shoulder * (0.84 if traits.feminine else 0.76),
        stature=(traits.heads * 2 - 1 - CHEST) / (13.8 - CHEST),
    )


def shows_limbs(traits: Traits) -> bool:
    """Whether the framing reaches below the breast."""
    return traits.framing in (PortraitFraming.HALF_BODY, PortraitFraming.FULL_BODY)


def trunk(sitting: Sitting, *, grow: float = 0.0) -> Array:
    """The outline of neck-base, shoulders and trunk; `grow` is the thickness of what is worn over it."""
    b = build_of(sitting.traits)
    s, g = b.shoulder, grow
    if shows_limbs(sitting.traits):
        right = [
            (b.neck + 0.02, 1.2),
            (b.neck + 0.3, 1.42),
            (s * 0.72, 1.6 - g),
            (s + g, 1.85),
            (s * 0.96 + g, 2.6),
        ]
        right += [(b.waist + g + 0.08, 4.0), (b.waist + g, 4.7), (b.hip + g, 6.0), (b.hip + g, 6.8)]
    else:
        right = [(b.neck + 0.02, 1.2), (b.neck + 0.3, 1.42), (s * 0.72, 1.6 - g), (s + 0.02 + g, 1.8)]
        right += [(s + 0.2 + g, 2.25), (s + 0.28 + g, 2.9), (s + 0.3 + g, 4.0), (s + 0.3 + g, 7.0)]
    points = b.fit(right)
    return floats(np.vstack([points, (points * floats([-1, 1]))[::-1]]))


def neck_outline(sitting: Sitting) -> Array:
    """The outline of neck and upper breast."""
    b, lean = build_of(sitting.traits), sitting.turn * 0.5
    half = [
        (b.neck * 0.93, 0.3),
        (b.neck * 0.95, 0.8),
        (b.neck + 0.04, 1.2),
        (b.neck + 0.22, 1.42),
        (b.neck + 0.62, 1.6),
        (1.15, 1.85),
        (0.9, 2.8),
    ]
    right = floats([(x + lean * max(0.0, 1 - y / 1.4), y) for x, y in half])
    left = floats([(-x + lean * max(0.0, 1 - y / 1.4), y) for x, y in half])[::-1]
    return floats(np.vstack([right, left]))


def paint_neck(picture: Array, sitting: Sitting) -> Array:
    """`picture` with neck and the upper breast."""
    form = Form(
        outlines=[neck_outline(sitting)],
        color=sitting.traits.skin.tone,
        material=replace(SKIN, gloss=0.05),
        round=0.42,
        shadow=0.0,
        relief=sinews(sitting),
        pattern=under_the_jaw(sitting),
    )
    return paint_form(picture, sitting, form)


def sinews(sitting: Sitting) -> Texture:
    """The cords that run from behind the ears to the pit of the throat, and the collar bones."""
    strength = 0.014 if sitting.traits.feminine else 0.022
    side, lean = np.sign(sitting.turn or 1.0), sitting.turn * 0.5

    def relief(x: Array, y: Array) -> Array:
        middle = x - lean * np.clip(1 - y / 1.4, 0, 1)
        down = np.clip((y - 0.5) / 1.0, 0, 1)
        near = np.exp(-(((middle + side * (0.40 - 0.33 * down)) / 0.085) ** 2))
        far = 0.5 * np.exp(-(((middle - side * (0.36 - 0.29 * down)) / 0.08) ** 2))
        a = np.abs(middle)
        bone = np.exp(-(((y - 1.60 - 0.06 * a + 0.1 * a * a) / 0.055) ** 2)) * smoothstep(0.06, 0.2, a)
        bone = bone * smoothstep(1.0, 0.6, a)
        fade = np.exp(-(((y - 1.1) / 0.45) ** 4))
        return floats(strength * ((near + far) * fade + 1.3 * bone))

    return relief


def under_the_jaw(sitting: Sitting) -> Texture:
    """The head keeps light from the throat, most on the side away from the lamp."""
    lean = sitting.light.lean

    def pattern(x: Array, y: Array) -> Array:
        edge = 1.02 + 0.16 * np.clip(-lean * x, -1, 1) - 0.25 * x * x
        return floats(0.42 + 0.58 * smoothstep(edge - 0.22, edge + 0.35, y))

    return pattern


def paint_arms(picture: Array, sitting: Sitting, sleeve: Rgb, glove: Rgb | None) -> Array:
    """`picture` with arms, where the framing shows them; the right one is raised for spells and war."""
    if not shows_limbs(sitting.traits):
        return picture
    for side in (-1, 1):
        shoulder, elbow, wrist = arm_joints(sitting, side)
        line = spline(
            [
                shoulder - floats([0.1 * side, 0.34]),
                shoulder,
                (shoulder + elbow) / 2 + floats([0.06 * side, 0]),
                elbow,
                wrist,
            ],
            steps=12,
        )
        thick = 0.92 if not sitting.traits.feminine else 0.74
        outline = ribbon(
            line, [thick * 0.5, thick * 0.95, thick, thick * 0.86, thick * 0.78, thick * 0.8, thick * 0.58]
        )
        hand = _hand(sitting, wrist, elbow)
        tone = glove or sitting.traits.skin.tone
        picture = paint_forms(
            picture,
            sitting,
            Form(outlines=[hand], color=tone, material=LEATHER if glove else SKIN, round=0.14, shadow=0.35),
            Form(outlines=[outline], color=sleeve, round=0.36, smooth=False, relief=_sleeve_folds),
        )
    return picture


def arm_joints(sitting: Sitting, side: int) -> tuple[Array, Array, Array]:
    """Shoulder, elbow and wrist."""
    b = build_of(sitting.traits)
    shoulder = b.fit([(side * (b.shoulder - 0.14), 2.0)])[0]
    raised = side == 1 and sitting.traits.pose in (PortraitPose.CASTING, PortraitPose.COMBAT)
    if raised:
        elbow = b.fit([(side * (b.shoulder + 0.75), 3.5)])[0]
        return shoulder, elbow, b.fit([(side * (b.shoulder + 1.0), 2.0)])[0] + floats([0, 0.0])
    elbow = b.fit([(side * (b.shoulder + 0.36), 4.25)])[0]
    return shoulder, elbow, b.fit([(side * (b.shoulder + 0.42), 6.1)])[0]


def hand_place(sitting: Sitting, side: int) -> Array:
    """The middle of a hand."""
    _, elbow, wrist = arm_joints(sitting, side)
    along = (wrist - elbow) / (np.linalg.norm(wrist - elbow) + 1e-6)
    return floats(wrist + along * 0.3)


def _hand(sitting: Sitting, wrist: Array, elbow: Array) -> Array:
    along = (wrist - elbow) / (np.linalg.norm(wrist - elbow) + 1e-6)
    across = floats([-along[1], along[0]])
    shape = [
        (-0.1, -0.2),
        (0.12, -0.26),
        (0.45, -0.27),
        (0.62, -0.12),
        (0.6, 0.12),
        (0.4, 0.24),
        (0.1, 0.22),
        (-0.1, 0.2),
    ]
    size = 0.85 if sitting.traits.feminine else 1.0
    return floats([wrist + size * (a * along + c * across) for a, c in shape])


def _sleeve_folds(x: Array, y: Array) -> Array:
    return floats(0.012 * np.sin(y * 5 + 4 * np.sin(x * 3)) + 0.008 * np.sin(y * 9 + x * 13))


def paint_legs(picture: Array, sitting: Sitting, hose: Rgb, boots: Rgb) -> Array:
    """`picture` with legs and boots, where the framing shows them."""
    if sitting.traits.framing is not PortraitFraming.FULL_BODY:
        return picture
    b = build_of(sitting.traits)
    h = b.hip
    leg = b.fit(
        [(0.04, 6.6), (h + 0.02, 6.2), (h + 0.1, 8.0), (h * 0.9, 10.0), (h * 0.95, 11.2), (h * 0.78, 13.3)]
    )
    inner = b.fit([(h * 0.42, 13.3), (h * 0.3, 11.2), (h * 0.34, 10.0), (0.1, 7.6)])
    boot = b.fit([(h * 0.3, 10.3), (h * 1.02, 10.2), (h * 1.02, 11.3), (h * 0.86, 12.9), (h * 1.2, 13.55)])
    sole = b.fit([(h * 1.16, 13.85), (h * 0.4, 13.85), (h * 0.36, 12.9), (h * 0.24, 11.3)])
    return paint_forms(
        picture,
        sitting,
        both_sides(Form(outlines=[np.vstack([leg, inner])], color=hose, round=0.4, relief=_sleeve_folds)),
        both_sides(Form(outlines=[np.vstack([boot, sole])], color=boots, material=LEATHER, round=0.3)),
    )
