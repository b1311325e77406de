"""What lies behind the subject: air, light and the shapes of a place, out of focus."""

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np

from generation.engines.sketch.portrait.brush import brushed
from generation.engines.sketch.portrait.canvas import (
    Array,
    Rgb,
    blur,
    fbm,
    floats,
    mix,
    noise,
    polygon_mask,
    smoothstep,
    whole,
)
from generation.engines.sketch.portrait.looks import Scene
from generation.engines.sketch.portrait.palette import blend, luminance, palette_of, scaled
from generation.engines.sketch.portrait.sitting import Sitting
from generation.spec import Style

Painter = Callable[[Array, Sitting], Array]

_AIR: Mapping[Scene, tuple[Rgb, Rgb]] = {
    # colour around the subject, colour of the corners
    Scene.STUDIO: ((0.36, 0.31, 0.25), (0.10, 0.08, 0.08)),
    Scene.FOREST: ((0.42, 0.50, 0.30), (0.05, 0.10, 0.07)),
    Scene.TAVERN: ((0.50, 0.32, 0.16), (0.10, 0.05, 0.035)),
    Scene.MOUNTAINS: ((0.66, 0.66, 0.64), (0.22, 0.30, 0.42)),
    Scene.CASTLE: ((0.60, 0.54, 0.46), (0.17, 0.18, 0.24)),
    Scene.CAVE: ((0.20, 0.27, 0.30), (0.03, 0.04, 0.055)),
    Scene.SEA: ((0.64, 0.70, 0.70), (0.14, 0.28, 0.38)),
    Scene.FIRE: ((0.80, 0.34, 0.09), (0.12, 0.025, 0.02)),
    Scene.NIGHT: ((0.17, 0.24, 0.40), (0.025, 0.035, 0.085)),
    Scene.DESERT: ((0.84, 0.68, 0.44), (0.45, 0.29, 0.18)),
    Scene.SNOW: ((0.80, 0.84, 0.88), (0.35, 0.44, 0.56)),
    Scene.SWAMP: ((0.38, 0.42, 0.26), (0.06, 0.09, 0.06)),
    Scene.LIBRARY: ((0.42, 0.29, 0.17), (0.09, 0.055, 0.04)),
    Scene.BATTLE: ((0.55, 0.40, 0.28), (0.13, 0.10, 0.10)),
}


def painter_for(style: Style) -> Painter:
    """The painter of the ground, in the style's palette."""
    dyes = palette_of(style.palette)

    def paint(picture: Array, sitting: Sitting) -> Array:
        return paint_backdrop(picture, sitting, dyes)

    return paint


def paint_backdrop(picture: Array, sitting: Sitting, dyes: Sequence[Rgb] = ()) -> Array:
    """A whole ground over `picture`."""
    scene = sitting.traits.scene
    near, far = _tinted(*_AIR[scene], dyes)
    air = _atmosphere(picture, sitting, near, far)
    place = _PLACES.get(scene)
    if place is not None:
        air = place(air, sitting, near, far)
    return _glow_behind(brushed(air, sitting.rng("brush")), sitting, near)


def _tinted(near: Rgb, far: Rgb, dyes: Sequence[Rgb]) -> tuple[Rgb, Rgb]:
    """A place's colours drawn towards the palette's, keeping their brightness."""
    if not dyes:
        return near, far
    main, deep = dyes[0], min(dyes, key=luminance)
    return _towards(near, main, 0.3), _towards(far, deep, 0.35)


def _towards(color: Rgb, dye: Rgb, share: float) -> Rgb:
    return blend(color, scaled(dye, (luminance(color) + 0.02) / (luminance(dye) + 0.02)), share)


def _atmosphere(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    frame = sitting.frame
    x, y = frame.grid(frame.canvas)
    lean = sitting.light.lean * 0.8
    distance = np.hypot((x - lean) * 0.8, y + 0.1) / (0.5 * frame.height / frame.unit)
    clouds = fbm(picture.shape[:2], frame.height * 0.3, sitting.rng("air"), octaves=5)
    share = np.clip(smoothstep(1.35, 0.1, floats(distance)) + (clouds - 0.5) * 0.75, 0, 1)
    color = mix(np.broadcast_to(floats(far), picture.shape), near, floats(share))
    return floats(
        color * (0.86 + 0.28 * fbm(picture.shape[:2], frame.height * 0.08, sitting.rng("air 2"))[:, :, None])
    )


def _glow_behind(picture: Array, sitting: Sitting, near: Rgb) -> Array:
    """Light behind the shoulder away from the key lamp sets the head off."""
    frame = sitting.frame
    x, y = frame.grid(frame.canvas)
    light = np.exp(-(((x + sitting.light.lean * 1.2) / 1.9) ** 2) - ((y - 0.3) / 1.9) ** 2) * 0.4
    tone = floats(near) * 0.55 + floats(sitting.light.rim_color) * 0.3
    return floats(1 - (1 - picture) * (1 - np.clip(light[:, :, None] * tone, 0, 1)))


def _layer(picture: Array, shapes: Sequence[Array], color: Rgb, haze: float) -> Array:
    """Shapes in relative coordinates (0 to 1 each way), softened by `haze`, a share of the height."""
    rows, columns = picture.shape[:2]
    scaled_shapes = [floats(shape) * floats([columns, rows]) for shape in shapes]
    mask = blur(polygon_mask(scaled_shapes, whole(picture)), rows * haze)
    return mix(picture, color, mask)


def _forest(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("forest")
    for depth, (count, width, haze) in enumerate(((13, 0.02, 0.012), (9, 0.036, 0.007), (5, 0.07, 0.005))):
        trunks = []
        for _ in range(count):
            x, w, lean = rng.uniform(-0.05, 1.05), width * rng.uniform(0.6, 1.3), rng.normal(0, 0.02)
            trunks.append(
                floats([(x - w / 2, 0), (x + w / 2, 0), (x + w * 0.75 + lean, 1), (x - w * 0.75 + lean, 1)])
            )
            trunks += _boughs(rng, x, w)
        picture = _layer(picture, trunks, blend(near, far, 0.42 + 0.24 * depth), haze)
        mist = fbm(picture.shape[:2], picture.shape[0] * 0.2, rng)
        picture = mix(picture, near, floats(np.clip(mist - 0.45, 0, 1) * (0.9 - 0.28 * depth)))
    return _foliage(picture, sitting, near, far)


def _boughs(rng: np.random.Generator, x: float, w: float) -> list[Array]:
    boughs = []
    for _ in range(3):
        y, side, reach = rng.uniform(0, 0.5), rng.choice([-1, 1]), rng.uniform(0.08, 0.2)
        boughs.append(
            floats(
                [
                    (x, y),
                    (x + side * reach, y - reach * 0.6),
                    (x + side * reach, y - reach * 0.58),
                    (x, y + w * 0.6),
                ]
            )
        )
    return boughs


def _foliage(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rows, columns = picture.shape[:2]
    rng = sitting.rng("leaves behind")
    leaf = fbm((rows, columns), rows * 0.05, rng, octaves=3)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / np.float32(rows)
    edge = np.clip(1.15 - y * 2.4, 0, 1) + np.clip(np.abs(x / (columns / rows) - 0.5) * 2.2 - 0.72, 0, 1)
    mask = smoothstep(0.52, 0.62, floats(leaf + edge * 0.35 - 0.14))
    tone = mix(
        np.broadcast_to(floats(scaled(far, 1.3)), picture.shape),
        scaled(near, 0.85),
        floats(noise((rows, columns), rows * 0.02, rng) ** 3),
    )
    return mix(picture, tone, mask * 0.8)


def _mountains(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("mountains")
    for depth in range(3):
        xs = np.linspace(0, 1, 60)
        base = 0.42 + 0.13 * depth
        ridge = base + 0.0 * xs
        for frequency in (1.4, 3.1, 7.3, 16.0):
            ridge -= (
                0.17
                / frequency**0.85
                * np.abs(np.sin(xs * frequency * 2 + rng.uniform(0, 6)))
                * (1.15 - 0.2 * depth)
            )
        shape = np.vstack([np.stack([xs, ridge], axis=1), [(1, 1), (0, 1)]])
        tone = blend(blend(near, (0.5, 0.56, 0.66), 0.6), scaled(far, 0.8), 0.25 + 0.3 * depth)
        picture = _layer(picture, [floats(shape)], tone, 0.003)
        mist = fbm(picture.shape[:2], picture.shape[0] * 0.16, rng)
        picture = mix(picture, near, floats(np.clip(mist - 0.5, 0, 1) * 0.8))
    return picture


def _castle(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("castle")
    for depth in range(2):
        shapes = []
        for _ in range(6 - depth):
            x, w, top = (
                rng.uniform(-0.05, 1.05),
                rng.uniform(0.07, 0.13),
                rng.uniform(0.12, 0.42) + 0.1 * depth,
            )
            shapes.append(floats([(x - w / 2, top), (x + w / 2, top), (x + w / 2, 1), (x - w / 2, 1)]))
            if rng.random() < 0.55:
                shapes.append(floats([(x - w * 0.66, top), (x, top - w * 1.5), (x + w * 0.66, top)]))
            else:
                shapes += [
                    floats(
                        [
                            (x + w * o, top - 0.025),
                            (x + w * o + w * 0.16, top - 0.025),
                            (x + w * o + w * 0.16, top),
                            (x + w * o, top),
                        ]
                    )
                    for o in (-0.5, -0.16, 0.34)
                ]
        shapes.append(floats([(0, 0.6 + 0.06 * depth), (1, 0.6 + 0.06 * depth), (1, 1), (0, 1)]))
        picture = _layer(picture, shapes, blend(near, scaled(far, 0.9), 0.45 + 0.35 * depth), 0.004)
    windows = [
        floats([(x, y), (x + 0.007, y), (x + 0.007, y + 0.02), (x, y + 0.02)])
        for x, y in rng.uniform((0, 0.35), (1, 0.7), (16, 2))
    ]
    return _layer(picture, windows, (0.95, 0.72, 0.36), 0.0018)


def _interior(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Beams and warm lights out of focus."""
    rng = sitting.rng("tavern")
    beams = [
        floats([(x - 0.022, 0), (x + 0.022, 0), (x + 0.026, 1), (x - 0.026, 1)])
        for x in (0.08, 0.33, 0.7, 0.94)
    ]
    beams.append(floats([(0, 0.08), (1, 0.05), (1, 0.11), (0, 0.14)]))
    picture = _layer(picture, beams, scaled(far, 1.15), 0.006)
    return _bokeh(picture, rng, (1.0, 0.68, 0.28), 20)


def _bokeh(picture: Array, rng: np.random.Generator, color: Rgb, count: int) -> Array:
    """Lights out of focus: soft discs."""
    rows, columns = picture.shape[:2]
    angles = np.linspace(0, 2 * np.pi, 22)
    for _ in range(count):
        radius = rng.uniform(0.008, 0.035)
        center = rng.uniform((0, 0.02), (1, 0.75))
        disc = center + np.stack([np.cos(angles) * radius * rows / columns, np.sin(angles) * radius], axis=1)
        mask = polygon_mask([floats(disc) * floats([columns, rows])], whole(picture))
        soft = blur(mask, rows * 0.003) * rng.uniform(0.2, 0.6)
        picture = floats(1 - (1 - picture) * (1 - soft[:, :, None] * floats(color)))
    return picture


def _library(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("library")
    for shelf in np.arange(0.03, 1.0, 0.145):
        x = -0.02
        while x < 1.02:
            w, h = rng.uniform(0.016, 0.036), rng.uniform(0.085, 0.125)
            dye = ((0.42, 0.13, 0.09), (0.16, 0.22, 0.16), (0.14, 0.16, 0.28), (0.42, 0.29, 0.14))[
                int(rng.integers(4))
            ]
            spine = floats(
                [(x, shelf + 0.13 - h), (x + w, shelf + 0.13 - h), (x + w, shelf + 0.13), (x, shelf + 0.13)]
            )
            picture[_cut(picture, spine)] = mix(picture[_cut(picture, spine)], blend(dye, far, 0.35), 0.75)
            x += w + 0.003
        board = floats([(0, shelf + 0.13), (1, shelf + 0.13), (1, shelf + 0.145), (0, shelf + 0.145)])
        picture = _layer(picture, [board], scaled(far, 0.8), 0.001)
    return _bokeh(blur(picture, picture.shape[0] * 0.006), rng, (1.0, 0.72, 0.36), 7)


def _cut(picture: Array, shape: Array) -> tuple[slice, slice]:
    rows, columns = picture.shape[:2]
    low, high = shape.min(axis=0), shape.max(axis=0)
    return (
        slice(max(0, int(low[1] * rows)), max(0, int(high[1] * rows))),
        slice(max(0, int(low[0] * columns)), max(0, int(high[0] * columns))),
    )


def _cave(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("cave")
    for depth in range(3):
        spikes = []
        for _ in range(9):
            x, w, reach = rng.uniform(-0.05, 1.05), rng.uniform(0.03, 0.09), rng.uniform(0.1, 0.38)
            up = rng.random() < 0.4
            spikes.append(
                floats(
                    [
                        (x - w, 1.0 if up else 0.0),
                        (x + rng.normal(0, 0.01), 1 - reach if up else reach),
                        (x + w, 1.0 if up else 0.0),
                    ]
                )
            )
        inset = 0.2 - 0.06 * depth
        xs = np.linspace(0, 1, 30)
        for side in (0.0, 1.0):
            wall = (
                inset + 0.05 * np.sin(xs * 9 + rng.uniform(0, 6)) + 0.03 * np.sin(xs * 23 + rng.uniform(0, 6))
            )
            edge = np.stack([np.abs(side - wall), xs], axis=1)
            spikes.append(floats(np.vstack([edge, [(side, 1), (side, 0)]])))
        picture = _layer(picture, spikes, blend(near, scaled(far, 0.8), 0.5 + 0.25 * depth), 0.004)
    return _bokeh(picture, rng, (0.25, 0.85, 0.8), 12)


def _sea(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("sea")
    rows, columns = picture.shape[:2]
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    waves = noise((rows, columns), rows * 0.05, rng, stretch=0.16)
    water = mix(
        np.broadcast_to(floats(scaled(far, 0.9)), picture.shape),
        scaled(near, 0.8),
        floats(waves**2 * (1.2 - y)),
    )
    picture = mix(picture, water, np.broadcast_to(smoothstep(0.5, 0.512, floats(y)), (rows, columns)))
    ship = [
        floats([(0.16, 0.485), (0.28, 0.485), (0.265, 0.515), (0.175, 0.515)]),
        floats([(0.215, 0.36), (0.265, 0.47), (0.215, 0.475)]),
        floats([(0.21, 0.38), (0.175, 0.47), (0.21, 0.475)]),
    ]
    return _layer(picture, ship, scaled(far, 0.7), 0.002)


def _fire(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("fire")
    rows, columns = picture.shape[:2]
    flame = (
        fbm((rows, columns), rows * 0.16, rng, octaves=4) * 0.6
        + noise((rows, columns), rows * 0.09, rng, stretch=3.2) * 0.4
    )
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    heat = np.clip(flame * 1.25 + (y - 0.85) * 0.9, 0, 1)
    picture = mix(picture, (0.75, 0.16, 0.03), smoothstep(0.25, 0.5, floats(heat)) * 0.85)
    picture = mix(picture, (1.0, 0.52, 0.10), smoothstep(0.45, 0.72, floats(heat)) * 0.85)
    return mix(picture, (1.0, 0.86, 0.45), smoothstep(0.7, 0.95, floats(heat)) * 0.85)


def _night(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("night")
    rows, columns = picture.shape[:2]
    stars = smoothstep(0.988, 1.0, rng.random((rows // 3 + 1, columns // 3 + 1), dtype=np.float32))
    field = floats(cv2.resize(stars, (columns, rows), interpolation=cv2.INTER_LINEAR))
    picture = floats(np.clip(picture + (field * 0.6)[:, :, None] * floats((0.85, 0.9, 1.0)), 0, 1))
    side = 0.2 if sitting.light.lean < 0 else 0.8
    angles = np.linspace(0, 2 * np.pi, 48)
    moon = floats((side, 0.19)) + np.stack(
        [np.cos(angles) * 0.085 * rows / columns, np.sin(angles) * 0.085], axis=1
    )
    mask = polygon_mask([floats(moon) * floats([columns, rows])], whole(picture))
    seas = 0.82 + 0.3 * fbm((rows, columns), rows * 0.05, rng)
    picture = floats(
        1 - (1 - picture) * (1 - 0.55 * blur(mask, rows * 0.07)[:, :, None] * floats((0.6, 0.72, 1.0)))
    )
    picture = mix(picture, floats((0.9, 0.92, 0.94)) * seas[:, :, None], mask)
    hills = np.linspace(0, 1, 40)
    ridge = 0.8 - 0.06 * np.sin(hills * 5 + rng.uniform(0, 6)) - 0.03 * np.sin(hills * 13)
    return _layer(
        picture,
        [floats(np.vstack([np.stack([hills, ridge], axis=1), [(1, 1), (0, 1)]]))],
        scaled(far, 0.7),
        0.003,
    )


def _desert(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("desert")
    xs = np.linspace(0, 1, 50)
    for depth in range(3):
        ridge = 0.5 + 0.12 * depth - 0.07 * np.sin(xs * (3 + depth) + rng.uniform(0, 6))
        shape = np.vstack([np.stack([xs, ridge], axis=1), [(1, 1), (0, 1)]])
        picture = _layer(picture, [floats(shape)], blend(near, far, 0.3 + 0.3 * depth), 0.002)
    return picture


def _snow(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    picture = _mountains(picture, sitting, near, far)
    return mix(picture, near, 0.25)


def _battle(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    rng = sitting.rng("battle")
    picture = _fire(picture, sitting, near, far) * 0.35 + picture * 0.65
    poles = []
    for _ in range(9):
        x, top = rng.uniform(0, 1), rng.uniform(0.15, 0.5)
        lean = rng.normal(0, 0.03)
        poles.append(floats([(x, top), (x + 0.006, top), (x + 0.008 + lean, 1), (x + lean, 1)]))
        if rng.random() < 0.6:
            poles.append(
                floats(
                    [
                        (x, top),
                        (x + 0.11, top + 0.02),
                        (x + 0.09, top + 0.06),
                        (x + 0.12, top + 0.11),
                        (x, top + 0.1),
                    ]
                )
            )
    return _layer(floats(picture), poles, scaled(far, 0.9), 0.004)


_PLACES: Mapping[Scene, Callable[[Array, Sitting, Rgb, Rgb], Array]] = {
    Scene.FOREST: _forest,
    Scene.SWAMP: _forest,
    Scene.TAVERN: _interior,
    Scene.LIBRARY: _library,
    Scene.MOUNTAINS: _mountains,
    Scene.CASTLE: _castle,
    Scene.CAVE: _cave,
    Scene.SEA: _sea,
    Scene.FIRE: _fire,
    Scene.NIGHT: _night,
    Scene.DESERT: _desert,
    Scene.SNOW: _snow,
    Scene.BATTLE: _battle,
}
