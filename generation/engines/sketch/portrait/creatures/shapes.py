"""Creatures without a face of flesh: oozes, constructs, floating eyes and elementals."""

from dataclasses import replace

import numpy as np

from generation.engines.sketch.portrait.armour import paint_plate, rivet
from generation.engines.sketch.portrait.canvas import (
    Array,
    Rgb,
    blur,
    fbm,
    floats,
    mix,
    noise,
    polygon_mask,
    ribbon,
    smoothstep,
    spline,
)
from generation.engines.sketch.portrait.gear import glow
from generation.engines.sketch.portrait.light import BONE, CLOTH, METAL, SKIN, Material
from generation.engines.sketch.portrait.palette import IVORY, blend, scaled
from generation.engines.sketch.portrait.sitting import (
    Form,
    Sitting,
    Texture,
    mirrored,
    paint_form,
    paint_forms,
)

_JELLY = Material(gloss=0.8, sharpness=26, cavity=0.2, rim=2.2)
_EYEBALL = Material(gloss=0.7, sharpness=40, cavity=0.3)
_WHITE: Rgb = (0.86, 0.82, 0.72)
_DARK: Rgb = (0.03, 0.02, 0.03)
_HEAP = [
    (0, -0.95), (0.55, -0.85), (0.95, -0.35), (1.2, 0.5), (1.75, 1.4), (2.3, 2.6), (2.5, 6), (-2.5, 6),
    (-2.2, 2.7), (-1.7, 1.5), (-1.3, 0.4), (-0.9, -0.5), (-0.5, -0.88),
]  # fmt: skip
_DOME = [(-0.72, -0.2), (-0.7, -0.75), (-0.4, -1.06), (0.4, -1.06), (0.7, -0.75), (0.72, -0.2)]
_PLATE = [(-0.74, -0.32), (0.74, -0.32), (0.7, 0.3), (0.52, 0.62), (-0.52, 0.62), (-0.7, 0.3)]
_CHIN = [(-0.56, 0.5), (0.56, 0.5), (0.5, 0.92), (0.3, 1.08), (-0.3, 1.08), (-0.5, 0.92)]
_HOOD = [
    (-0.9, 0.1), (-0.6, -0.42), (0, -0.6), (0.6, -0.42), (0.9, 0.1), (0.5, -0.14), (0, -0.24), (-0.5, -0.14),
]  # fmt: skip


def disc(x: float, y: float, radius: float, squash: float = 1.0) -> Array:
    """A circle's outline, `squash` times as tall as wide."""
    angles = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    return floats(np.stack([x + np.cos(angles) * radius, y + np.sin(angles) * radius * squash], axis=1))


def paint_ooze(picture: Array, sitting: Sitting) -> Array:
    """A heap of jelly with what it ate inside."""
    tone = _slime(sitting)
    rng = sitting.rng("ooze")
    knots = floats(_HEAP) + rng.normal(0, 0.06, (len(_HEAP), 2))
    behind = Form(outlines=[knots], color=scaled(tone, 0.6), round=1.0, material=_JELLY, opacity=0.8)
    before = replace(behind, color=tone, round=0.8, opacity=0.52, relief=_ripples(sitting), shadow=0.0)
    picture = _swallowed(paint_form(picture, sitting, behind), sitting)
    picture = _bubbles(paint_form(picture, sitting, before), sitting, tone)
    return glow(picture, sitting, floats([0.0, 1.2]), 1.1, tone, strength=0.25)


def _bubbles(picture: Array, sitting: Sitting, tone: Rgb) -> Array:
    rng = sitting.rng("bubbles")
    for _ in range(26):
        x, y, radius = (
            float(rng.normal(0, 0.75)),
            float(rng.uniform(-0.5, 3.4)),
            float(rng.uniform(0.03, 0.16)),
        )
        bubble = Form(
            outlines=[disc(x, y, radius)],
            color=scaled(tone, 1.5),
            material=_JELLY,
            round=radius,
            opacity=0.5,
            shadow=0.25,
        )
        picture = paint_form(picture, sitting, bubble)
    return picture


def _slime(sitting: Sitting) -> Rgb:
    dyes: tuple[Rgb, ...] = ((0.35, 0.62, 0.15), (0.2, 0.55, 0.5), (0.6, 0.5, 0.12), (0.45, 0.2, 0.5))
    return sitting.traits.magic or dyes[int(sitting.rng("slime").integers(len(dyes)))]


def _ripples(sitting: Sitting) -> Texture:
    phase = float(sitting.rng("ripples").uniform(0, 6))

    def relief(x: Array, y: Array) -> Array:
        return floats(0.09 * np.sin(x * 3 + phase + np.sin(y * 2.2)) * np.sin(y * 3.1 + np.sin(x * 2)))

    return relief


def _swallowed(picture: Array, sitting: Sitting) -> Array:
    """A skull and bones, dim within."""
    skull = disc(0.0, 0.35, 0.42, 1.1)
    jaw = floats([(-0.26, 0.62), (0.26, 0.62), (0.2, 1.02), (-0.2, 1.02)])
    holes = [disc(-0.17, 0.36, 0.11), disc(0.17, 0.36, 0.11), floats([(0, 0.5), (0.06, 0.64), (-0.06, 0.64)])]
    bones = [
        ribbon(spline(points), [0.2, 0.09, 0.09, 0.2])
        for points in ([(-1.1, 1.6), (-0.4, 2.1), (0.2, 2.3)], [(0.3, 1.5), (0.9, 2.2), (1.2, 3.0)])
    ]
    return paint_forms(
        picture,
        sitting,
        Form(outlines=bones, color=IVORY, material=BONE, round=0.08, smooth=False),
        Form(outlines=[skull, jaw], color=IVORY, material=BONE, round=0.3),
        Form(outlines=holes, color=(0.05, 0.06, 0.03), round=0.04, shadow=0.0),
    )


def paint_construct(picture: Array, sitting: Sitting) -> Array:
    """A head of plates and rivets over a plated breast."""
    metal = blend(sitting.traits.dress.metal, (0.42, 0.36, 0.30), 0.45)
    core = sitting.traits.magic or sitting.traits.eyes.glow or (0.35, 0.85, 1.0)
    pipes = [ribbon(floats([(x, 0.7), (x * 1.3, 1.9)]), 0.2) for x in (-0.36, -0.12, 0.12, 0.36)]
    neck = Form(outlines=pipes, color=scaled(metal, 0.6), material=METAL, round=0.09, smooth=False)
    picture = paint_plate(paint_form(picture, sitting, neck), sitting)
    picture = paint_forms(picture, sitting, *_mask(metal, core, sitting.traits.dress.trim))
    for x, y in ((0.62, -0.24), (0.64, 0.2), (0.46, 0.52), (0.46, 0.84)):
        picture = rivet(rivet(picture, sitting, x, y), sitting, -x, y)
    for side in (-1, 1):
        picture = glow(picture, sitting, floats([side * 0.33, -0.01]), 0.2, core, strength=0.8)
    return glow(picture, sitting, floats([0.0, 2.6]), 0.4, core, strength=0.7)


def _mask(metal: Rgb, core: Rgb, trim: Rgb) -> list[Form]:
    """The plates of the face, from behind to the front."""
    slits = [ribbon(floats([(s * 0.14, 0.04), (s * 0.52, -0.06)]), [0.13, 0.19]) for s in (-1, 1)]
    brows = [
        floats([(s * 0.06, -0.02), (s * 0.66, -0.2), (s * 0.72, -0.4), (s * 0.06, -0.24)]) for s in (-1, 1)
    ]
    grill = [ribbon(floats([(x, 0.62), (x, 0.94)]), 0.07) for x in np.linspace(-0.34, 0.34, 6)]
    crest = ribbon(floats([(0, 0.3), (0, -1.14)]), [0.2, 0.16])
    plate = Form(outlines=[_DOME], color=metal, material=METAL, round=0.5, tilted=True)
    edged = replace(plate, smooth=False)
    return [
        replace(edged, outlines=[_CHIN], color=scaled(metal, 0.8), round=0.16),
        plate,
        replace(edged, outlines=[_PLATE], round=0.2, relief=_dents),
        replace(edged, outlines=slits, color=scaled(core, 0.9), material=CLOTH, round=0.05, shadow=0.0),
        replace(edged, outlines=brows, color=scaled(metal, 0.9), round=0.08, shadow=0.7),
        replace(edged, outlines=grill, color=_DARK, material=CLOTH, round=0.03, shadow=0.0),
        replace(edged, outlines=[crest], color=trim, round=0.08),
    ]


def _dents(x: Array, y: Array) -> Array:
    return floats(0.012 * np.sin(x * 9 + 2 * np.sin(y * 7)) * np.sin(y * 8 + 2 * np.sin(x * 5)))


def paint_eye_tyrant(picture: Array, sitting: Sitting) -> Array:
    """A floating ball of flesh with one great eye and many small ones."""
    tone = blend((0.46, 0.26, 0.30), sitting.traits.skin.tone, 0.25)
    rng = sitting.rng("stalks")
    for angle in np.linspace(-1.25, 1.25, 9) + rng.normal(0, 0.05, 9):
        picture = _stalk(picture, sitting, float(angle), tone, float(rng.uniform(2.0, 2.45)))
    body = Form(
        outlines=[disc(0, 0.55, 1.5, 0.98)], color=tone, material=SKIN, round=1.4, relief=_lumps, shadow=0.0
    )
    picture = _great_eye(paint_form(picture, sitting, body), sitting, tone)
    return _maw(picture, sitting)


def _great_eye(picture: Array, sitting: Sitting, tone: Rgb) -> Array:
    iris = scaled(sitting.traits.eyes.iris, 1.3)
    lid = Form(outlines=[disc(0, 0.2, 0.78, 0.82)], color=scaled(tone, 0.6), material=SKIN, round=0.2)
    ball = Form(outlines=[disc(0, 0.2, 0.66, 0.86)], color=_WHITE, material=_EYEBALL, round=0.62, shadow=0.2)
    ring = Form(outlines=[disc(0, 0.2, 0.36)], color=scaled(iris, 0.5), round=0.3, shadow=0.0)
    color = replace(ring, outlines=[disc(0, 0.2, 0.32)], color=iris, material=_EYEBALL, pattern=_rays)
    pupil = replace(ring, outlines=[disc(0, 0.2, 0.11, 2.2)], color=_DARK, round=0.05)
    hood = replace(lid, outlines=[_HOOD], color=scaled(tone, 0.85), round=0.16, relief=_lumps, shadow=0.7)
    picture = paint_forms(picture, sitting, lid, ball, ring, color, pupil, hood)
    return glow(picture, sitting, floats([-0.12, 0.02]), 0.06, (1.0, 1.0, 1.0), strength=0.9)


def _stalk(picture: Array, sitting: Sitting, angle: float, tone: Rgb, reach: float) -> Array:
    root = floats([np.sin(angle) * 1.25, 0.55 - np.cos(angle) * 1.25])
    tip = floats([np.sin(angle * 1.1) * reach, 0.6 - np.cos(angle * 1.1) * reach * 0.95])
    bend = (root + tip) / 2 + floats([0.18 * np.cos(angle * 5), 0.12])
    stem = ribbon(spline([root, bend, tip], steps=12), [0.26, 0.15, 0.16])
    x, y = float(tip[0]), float(tip[1])
    return paint_forms(
        picture,
        sitting,
        Form(outlines=[stem], color=tone, material=SKIN, round=0.1, smooth=False, relief=_lumps),
        Form(outlines=[disc(x, y, 0.2)], color=scaled(tone, 0.9), material=SKIN, round=0.18, smooth=False),
        Form(
            outlines=[disc(x, y + 0.02, 0.14)],
            color=(0.86, 0.82, 0.72),
            material=_EYEBALL,
            round=0.13,
            smooth=False,
        ),
        Form(
            outlines=[disc(x, y + 0.03, 0.075)],
            color=scaled(sitting.traits.eyes.iris, 1.2),
            material=_EYEBALL,
            round=0.06,
            smooth=False,
            shadow=0.0,
        ),
        Form(
            outlines=[disc(x, y + 0.03, 0.032)],
            color=(0.02, 0.02, 0.02),
            round=0.02,
            smooth=False,
            shadow=0.0,
        ),
    )


def _lumps(x: Array, y: Array) -> Array:
    return floats(
        0.035 * np.sin(x * 8 + 3 * np.sin(y * 5)) * np.sin(y * 9 + 2 * np.sin(x * 6))
        + 0.012 * np.sin(x * 31 + 3 * np.sin(y * 17)) * np.sin(y * 29)
    )


def _rays(x: Array, y: Array) -> Array:
    return floats(0.85 + 0.25 * np.cos(np.arctan2(y - 0.2, x) * 24))


def _maw(picture: Array, sitting: Sitting) -> Array:
    mouth = [(-0.95, 1.05), (-0.4, 1.22), (0.4, 1.22), (0.95, 1.05), (0.6, 1.6), (0, 1.76), (-0.6, 1.6)]
    picture = paint_form(
        picture, sitting, Form(outlines=[mouth], color=(0.14, 0.03, 0.04), round=0.1, shadow=0.0)
    )
    rng = sitting.rng("fangs")
    for t in np.linspace(-0.8, 0.8, 11):
        up, low = 1.2 - 0.1 * t * t, 1.72 - 0.5 * t * t
        tall = rng.uniform(0.16, 0.28)
        for y, reach in ((up, tall), (low, -tall * 0.8)):
            tooth = [(t - 0.06, y), (t + 0.06, y), (t + rng.normal(0, 0.01), y + reach)]
            picture = paint_form(
                picture,
                sitting,
                Form(
                    outlines=[floats(tooth)], color=IVORY, material=BONE, round=0.04, smooth=False, shadow=0.3
                ),
            )
    return picture


def paint_elemental(picture: Array, sitting: Sitting) -> Array:
    """Flame, water or storm in the shape of head and shoulders."""
    frame, unit = sitting.frame, sitting.frame.unit
    core: Rgb = sitting.traits.magic or (1.0, 0.5, 0.12)
    right = [
        (0.0, -1.1),
        (0.5, -0.95),
        (0.74, -0.3),
        (0.6, 0.6),
        (0.42, 1.0),
        (0.55, 1.4),
        (1.6, 1.7),
        (2.0, 2.6),
        (2.1, 7.0),
    ]
    outline = frame.px(spline(np.vstack([floats(right), mirrored(right)[::-1]]), closed=True))
    box = frame.canvas
    shape = blur(polygon_mask([outline], box), unit * 0.16)
    rng = sitting.rng("flames")
    licks = noise(box.shape, unit * 0.17, rng, stretch=3.0) * 0.55 + fbm(box.shape, unit * 0.5, rng) * 0.45
    rising = np.roll(shape, -round(unit * 0.18), axis=0)
    heat = np.clip(np.maximum(shape, rising * 0.75) * (0.12 + 1.15 * licks), 0, 1)
    picture = picture * np.float32(0.5)
    dark, bright = scaled(core, 0.35), blend(core, (1.0, 1.0, 0.9), 0.75)
    picture = mix(picture, dark, smoothstep(0.15, 0.4, floats(heat)) * 0.95)
    picture = mix(picture, core, smoothstep(0.35, 0.62, floats(heat)))
    picture = mix(picture, bright, smoothstep(0.66, 0.95, floats(heat)) * 0.9)
    for side in (-1, 1):
        eye = [(side * 0.12, 0.06), (side * 0.3, -0.08), (side * 0.46, -0.14), (side * 0.34, 0.06)]
        picture = paint_form(
            picture, sitting, Form(outlines=[eye], color=(1.0, 0.98, 0.9), round=0.05, shadow=0.9)
        )
        picture = glow(picture, sitting, floats([side * 0.3, -0.03]), 0.2, bright, strength=0.8)
    maw = [(-0.3, 0.55), (0, 0.48), (0.3, 0.55), (0.16, 0.74), (0, 0.68), (-0.16, 0.74)]
    picture = paint_form(
        picture, sitting, Form(outlines=[maw], color=scaled(core, 0.15), round=0.05, shadow=0.0, opacity=0.85)
    )
    return glow(picture, sitting, floats([0.0, 0.6]), 1.7, core, strength=0.16)
