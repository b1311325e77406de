"""How the finished paint looks: oil, gothic gloom, magic light, ink, sepia or watercolour."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

import cv2
import numpy as np

from generation.engines.sketch.portrait.brush import bristles, dabs
from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, fbm, floats, mix, noise, smoothstep
from generation.engines.sketch.portrait.palette import luminance, palette_of, scaled
from generation.engines.sketch.portrait.sitting import Sitting
from generation.engines.sketch.portrait.words import Words
from generation.spec import Style

Painter = Callable[[Array, Sitting], Array]
PAPER: Rgb = (0.93, 0.89, 0.80)
PARCHMENT: Rgb = (0.87, 0.77, 0.58)
INK: Rgb = (0.07, 0.065, 0.075)


class Look(StrEnum):
    """A way to finish a picture."""

    OIL = "oil"
    GOTHIC = "gothic"
    LUMINOUS = "luminous"
    INK = "ink"
    SEPIA = "sepia"
    WATERCOLOR = "watercolor"


_LOOKS: Mapping[str, Look] = {
    "parchment|sepia|aged paper|manuscript|antique map|old paper": Look.SEPIA,
    "ink|pen|line ?art|cross-?hatch\\w*|engraving|etching|woodcut|pencil|charcoal|sketch": Look.INK,
    "water ?colou?r|gouache|wash": Look.WATERCOLOR,
    "goth\\w*|grimdark|horror|macabre|bleak|desaturated|dark": Look.GOTHIC,
    "luminous|arcane|high[- ]magic|ethereal|glow\\w*|vibrant|magic\\w*|radiant|neon|anime": Look.LUMINOUS,
}


def look_for(style: Style) -> Look:
    """The finish that a style's words ask for; oil where they are silent."""
    return Words.of(style.art_style).first(_LOOKS) or Words.of(style.lighting).first(_FROM_LIGHT) or Look.OIL


_FROM_LIGHT: Mapping[str, Look] = {"arcane|ethereal|magic\\w*": Look.LUMINOUS, "grim|gloom\\w*": Look.GOTHIC}


def steps_for(style: Style) -> list[Painter]:
    """The painters that finish a picture, in order."""
    look = look_for(style)
    if look is Look.INK:
        return [partial(_graded, exposure=1.2, contrast=1.2), partial(_inked, ink_color=_ink_of(style))]
    return _STEPS[look]


def lights_for(style: Style) -> list[Painter]:
    """What a style's light does to a picture that is painted already, in order."""
    return _LIGHTS.get(look_for(style), [])


def _ink_of(style: Style) -> Rgb:
    """The darker of the palette's last two colours, which a variation adds; black where it is grey."""
    dark = min(palette_of(style.palette)[-2:], key=luminance, default=INK)
    return scaled(dark, 0.7) if max(dark) - min(dark) > 0.2 else INK


def grain_for(look: Look) -> Painter:
    """The painter of what the picture is painted on, at its full size."""
    return (
        partial(_paper_grain, strength=0.06) if look in ON_PAPER else partial(_canvas_grain, strength=0.035)
    )


def paint_air(picture: Array, sitting: Sitting) -> Array:
    """Sparks of magic, embers and snow between subject and viewer."""
    traits = sitting.traits
    color = traits.magic or _FLOATING.get(traits.scene.value)
    if color is None:
        return picture
    rng = sitting.rng("sparks")
    rows, columns = picture.shape[:2]
    light = np.zeros((rows, columns), np.float32)
    for _ in range(46):
        x, y = rng.uniform(0, columns), rng.uniform(0, rows)
        if (
            abs(x - sitting.frame.x) < 0.9 * sitting.frame.unit
            and abs(y - sitting.frame.y) < 1.1 * sitting.frame.unit
        ):
            continue
        radius = sitting.frame.unit * rng.uniform(0.008, 0.028)
        cv2.circle(
            light,
            (round(x * 16), round(y * 16)),
            round(radius * 16),
            float(rng.uniform(0.4, 1)),
            -1,
            cv2.LINE_8,
            4,
        )
    soft = blur(light, sitting.frame.unit * 0.008)
    halo = blur(light, sitting.frame.unit * 0.06) * 3.0
    shine = (soft[:, :, None] * (floats(color) * 0.5 + 0.5)) + halo[:, :, None] * floats(color)
    return floats(1 - (1 - picture) * (1 - np.clip(shine, 0, 1)))


_FLOATING: Mapping[str, Rgb] = {
    "fire": (1.0, 0.55, 0.15),
    "battle": (1.0, 0.5, 0.15),
    "snow": (0.9, 0.95, 1.0),
    "forest": (0.9, 0.95, 0.5),
}


def _painted(picture: Array, _: Sitting) -> Array:
    return dabs(picture, max(2, round(min(picture.shape[:2]) / 320)), 0.7)


def _impasto(picture: Array, sitting: Sitting) -> Array:
    """Ridges that the bristles left along the forms, lit from above."""
    rows, columns = picture.shape[:2]
    gray = blur(floats(picture.mean(axis=2)), rows * 0.007)
    dx, dy = cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1)
    sway = fbm((rows, columns), rows * 0.3, sitting.rng("impasto"), octaves=2) - 0.5
    angle = np.arctan2(dx + sway * 0.05, 0.012 - dy)
    marks = bristles(
        (rows, columns), floats(angle), rows * 0.007, sitting.rng("bristles"), fine=max(1.6, rows / 500)
    )
    ridges = cv2.Sobel(marks, cv2.CV_32F, 0, 1) + 0.6 * cv2.Sobel(marks, cv2.CV_32F, 1, 0)
    return floats(picture * (1 + 0.022 * np.clip(ridges, -1.5, 1.5)[:, :, None]))


def _vignette(picture: Array, sitting: Sitting, *, strength: float, tint: Rgb = (0.06, 0.045, 0.05)) -> Array:
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    dx, dy = (x - sitting.frame.x) / (columns * 0.62), (y - rows * 0.44) / (rows * 0.66)
    edge = smoothstep(0.55, 1.35, floats(np.hypot(dx, dy)))
    return mix(picture, tint, edge * strength)


def _graded(
    picture: Array,
    _: Sitting,
    *,
    contrast: float = 1.0,
    saturation: float = 1.0,
    shadows: Rgb = (0, 0, 0),
    lights: Rgb = (1, 1, 1),
    exposure: float = 1.0,
) -> Array:
    """Exposure with a soft shoulder, then contrast, saturation and split toning."""
    value = picture * exposure
    value = np.where(value > 0.7, 0.7 + 0.3 * np.tanh((value - 0.7) / 0.3), value)
    value = np.clip(value, 0, 1)
    curve = value * value * (3 - 2 * value)
    value = value + (curve - value) * (contrast - 1.0)
    gray = value @ floats([0.2126, 0.7152, 0.0722])
    value = gray[:, :, None] + (value - gray[:, :, None]) * saturation
    toned = value * floats(lights) + floats(shadows) * (1 - gray[:, :, None]) ** 2
    return floats(np.clip(toned, 0, 1))


def _bloom(picture: Array, sitting: Sitting, *, strength: float, threshold: float = 0.6) -> Array:
    bright = picture * smoothstep(threshold, 1.0, floats(picture.max(axis=2)))[:, :, None]
    unit = sitting.frame.unit
    halo = blur(floats(bright), unit * 0.06) * 0.5 + blur(floats(bright), unit * 0.3)
    return floats(1 - (1 - np.clip(picture, 0, 1)) * (1 - np.clip(halo * strength, 0, 1)))


def _motes(picture: Array, sitting: Sitting) -> Array:
    """Turning circles of signs behind, as high magic has them."""
    frame, rng = sitting.frame, sitting.rng("motes")
    color = sitting.traits.magic or (0.45, 0.75, 1.0)
    rows, columns = picture.shape[:2]
    light = np.zeros((rows, columns), np.float32)
    for _ in range(60):
        x, y = rng.uniform(0, columns), rng.uniform(0, rows)
        if np.hypot(x - frame.x, (y - frame.y) * 0.9) < 1.25 * frame.unit:
            continue
        cv2.circle(
            light,
            (round(x * 16), round(y * 16)),
            max(8, round(frame.unit * rng.uniform(0.006, 0.022) * 16)),
            float(rng.uniform(0.3, 1)),
            -1,
            cv2.LINE_8,
            4,
        )
    shine = blur(light, frame.unit * 0.007) + 3 * blur(light, frame.unit * 0.07)
    return floats(
        1
        - (1 - np.clip(picture, 0, 1))
        * (1 - np.clip(shine, 0, 1)[:, :, None] * (floats(color) * 0.75 + 0.25))
    )


def ink_lines(picture: Array, unit: float, *, sharp: float = 14.0, level: float = 0.0) -> Array:
    """Where a pen would draw: extended difference of Gaussians (Winnemöller, 2012); 1 is ink."""
    gray = floats(np.clip(picture @ floats([0.3, 0.59, 0.11]), 0, 1))
    fine, wide = blur(gray, unit * 0.011), blur(gray, unit * 0.019)
    edge = (1 + sharp) * fine - sharp * wide
    return floats(np.clip(np.tanh((0.36 + level - edge) * 5), 0, 1))


def _inked(picture: Array, sitting: Sitting, *, ink_color: Rgb) -> Array:
    """Pen on paper: outlines, and hatching that thickens with the shade."""
    unit = sitting.frame.unit
    rows, columns = picture.shape[:2]
    gray = floats(np.clip(blur(picture, unit * 0.012) @ floats([0.3, 0.59, 0.11]), 0, 1))
    tone = np.clip(gray * 1.6 + 0.02, 0, 1) ** 0.9
    rng = sitting.rng("ink")
    wobble = (fbm((rows, columns), unit * 0.9, rng, octaves=2) - 0.5) * unit * 0.16
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    pitch = max(4.0, unit * 0.034)
    ink = ink_lines(picture, unit)
    for angle, start in ((0.82, 0.78), (-0.72, 0.50), (0.12, 0.29), (1.45, 0.15)):
        place = (x * np.cos(angle) + y * np.sin(angle) + wobble) / pitch
        wave = np.abs((place % 1) - 0.5) * 2
        thick = np.clip((start - tone) / 0.4, 0, 0.8)
        ink = np.maximum(ink, np.clip((wave - 1 + thick) / 0.34, 0, 1) * (thick > 0.02))
    worn = 0.86 + 0.14 * noise((rows, columns), max(2.0, unit * 0.02), rng)
    paper = floats(PAPER) * (0.96 + 0.06 * fbm((rows, columns), rows * 0.2, rng))[:, :, None]
    return mix(paper, ink_color, floats(np.clip(ink, 0, 1) * worn))


def _washed(picture: Array, sitting: Sitting, *, sepia: bool) -> Array:
    """Thin paint on paper: pooled edges, bare paper at the border, pen lines over all."""
    unit = sitting.frame.unit
    rows, columns = picture.shape[:2]
    rng = sitting.rng("wash")
    flat = blur(picture, unit * 0.012)
    gray = floats(np.clip(flat @ floats([0.3, 0.59, 0.11]), 0, 1))
    paper = _sheet((rows, columns), rng, PARCHMENT if sepia else (0.95, 0.93, 0.88))
    if sepia:
        wash = _sepia_ramp(np.clip(gray * 1.45 + 0.06, 0, 1) ** 0.8)
    else:
        wash = np.clip(flat * 1.35 + 0.10, 0, 1) ** 0.8
    cloud = fbm((rows, columns), rows * 0.1, rng)
    pooled = np.clip(np.abs(gray - blur(gray, unit * 0.03)) * 3.2, 0, 0.35)
    wash = wash * (0.93 + 0.16 * cloud)[:, :, None] * (1 - pooled)[:, :, None]
    painted = paper * (0.25 + 0.75 * wash) if sepia else paper * wash
    shape = _brush_shape(sitting, (rows, columns), cloud)
    result = mix(paper, floats(painted), shape)
    ink = ink_lines(picture, unit, sharp=17, level=-0.08) * shape
    return mix(result, (0.20, 0.11, 0.05) if sepia else (0.13, 0.10, 0.12), floats(ink * 0.75))


def _sepia_ramp(gray: Array) -> Array:
    stops = floats([0.0, 0.3, 0.62, 1.0])
    ramp = floats([(0.16, 0.08, 0.03), (0.45, 0.27, 0.13), (0.80, 0.62, 0.40), (1.0, 0.96, 0.86)])
    return floats(np.stack([np.interp(gray, stops, ramp[:, channel]) for channel in range(3)], axis=2))


def _sheet(shape: tuple[int, int], rng: np.random.Generator, color: Rgb) -> Array:
    """Old paper: stained, darker at the border, with fibres."""
    rows, columns = shape
    stain = fbm(shape, rows * 0.28, rng, octaves=5)
    spots = smoothstep(0.78, 0.9, fbm(shape, rows * 0.03, rng, octaves=2)) * 0.12
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    border = np.minimum(np.minimum(x, columns - x) / columns, np.minimum(y, rows - y) / rows)
    burnt = smoothstep(0.09, 0.0, floats(border + (stain - 0.5) * 0.09))
    tone = 0.88 + 0.2 * stain - spots - 0.34 * burnt
    return floats(floats(color) * tone[:, :, None])


def _brush_shape(sitting: Sitting, shape: tuple[int, int], cloud: Array) -> Array:
    """Where the wash lies: around the subject, with ragged edges."""
    rows, columns = shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    dx, dy = (x - columns / 2) / (columns * 0.47), (y - rows * 0.5) / (rows * 0.47)
    edge = (np.abs(dx) ** 3.2 + np.abs(dy) ** 3.2) ** (1 / 3.2) + (cloud - 0.5) * 0.62
    streaks = noise(shape, rows * 0.012, sitting.rng("streaks"), stretch=0.4) * 0.08
    return smoothstep(1.08, 0.97, floats(edge + streaks))


def _canvas_grain(picture: Array, sitting: Sitting, *, strength: float) -> Array:
    """The weave of a canvas and a little noise."""
    rows, columns = picture.shape[:2]
    pitch = max(2.2, min(rows, columns) / 380)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    weave = np.sin(x * 2 * np.pi / pitch) * 0.5 + np.sin(y * 2 * np.pi / pitch) * 0.5
    speck = sitting.rng("speck").random((rows, columns), dtype=np.float32) - 0.5
    return floats(picture * (1 + strength * (0.5 * weave + speck))[:, :, None])


def _paper_grain(picture: Array, sitting: Sitting, *, strength: float) -> Array:
    rows, columns = picture.shape[:2]
    rng = sitting.rng("paper")
    fibre = fbm((rows, columns), max(3.0, rows / 120), rng, octaves=3) - 0.5
    speck = rng.random((rows, columns), dtype=np.float32) - 0.5
    return floats(picture * (1 + strength * (fibre * 1.6 + speck * 0.5))[:, :, None])


ON_PAPER = frozenset({Look.INK, Look.SEPIA, Look.WATERCOLOR})  #: looks that are drawings, not paintings
_LIGHTS: Mapping[Look, list[Painter]] = {
    Look.OIL: [partial(_bloom, strength=0.2)],
    Look.GOTHIC: [partial(_vignette, strength=0.7, tint=(0.02, 0.025, 0.035))],
    Look.LUMINOUS: [_motes, partial(_bloom, strength=0.4, threshold=0.5)],
}
_STEPS: Mapping[Look, list[Painter]] = {
    Look.OIL: [
        partial(_vignette, strength=0.75),
        partial(_bloom, strength=0.25),
        _painted,
        _impasto,
        partial(
            _graded,
            contrast=1.25,
            saturation=1.08,
            exposure=1.22,
            shadows=(0.02, 0.012, 0.01),
            lights=(1.0, 0.98, 0.94),
        ),
    ],
    Look.GOTHIC: [
        partial(_vignette, strength=0.95, tint=(0.02, 0.025, 0.035)),
        partial(_bloom, strength=0.15),
        _painted,
        _impasto,
        partial(
            _graded,
            contrast=1.5,
            saturation=0.56,
            exposure=1.30,
            shadows=(0.0, 0.012, 0.03),
            lights=(0.93, 0.97, 1.0),
        ),
    ],
    Look.LUMINOUS: [
        _motes,
        partial(_vignette, strength=0.5, tint=(0.07, 0.05, 0.18)),
        partial(_bloom, strength=0.5, threshold=0.5),
        _painted,
        partial(
            _graded,
            contrast=1.15,
            saturation=1.2,
            exposure=1.22,
            shadows=(0.05, 0.03, 0.13),
            lights=(1.0, 0.99, 1.0),
        ),
    ],
    Look.SEPIA: [partial(_graded, exposure=1.25, contrast=1.15), partial(_washed, sepia=True)],
    Look.WATERCOLOR: [partial(_graded, exposure=1.3, saturation=1.25), partial(_washed, sepia=False)],
}
