"""Places with walls or flames around them."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, fbm, floats, mix, noise, smoothstep
from generation.engines.sketch.portrait.palette import blend, scaled
from generation.engines.sketch.portrait.scenery import bokeh, layer, moon, screened, shafts
from generation.engines.sketch.portrait.sitting import Sitting


def paint_castle(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Towers in haze with lit windows."""
    rng = sitting.rng("castle")
    side = -sitting.light.lean
    picture = moon(picture, side) if sitting.traits.night else shafts(picture, rng, side, near, 0.22)
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
        picture = layer(picture, shapes, blend(near, scaled(far, 0.9), 0.45 + 0.35 * depth), 0.004)
    windows = [
        floats([(x, y), (x + 0.007, y), (x + 0.007, y + 0.02), (x, y + 0.02)])
        for x, y in rng.uniform((0, 0.35), (1, 0.7), (16, 2))
    ]
    picture = layer(picture, windows, (0.95, 0.72, 0.36), 0.0018)
    mist = fbm(picture.shape[:2], picture.shape[0] * 0.25, rng, octaves=3)
    low = np.linspace(0, 1, picture.shape[0], dtype=np.float32)[:, None]
    return mix(picture, near, floats(np.clip(mist + low * 0.5 - 0.6, 0, 1)))


def paint_tavern(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Beams and warm lights out of focus."""
    rng = sitting.rng("tavern")
    beams = [
        floats([(x - 0.022, 0), (x + 0.022, 0), (x + 0.026, 1), (x - 0.026, 1)])
        for x in (0.08, 0.33, 0.7, 0.94)
    ]
    beams.append(floats([(0, 0.08), (1, 0.05), (1, 0.11), (0, 0.14)]))
    picture = layer(picture, beams, scaled(far, 1.15), 0.006)
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / np.float32(rows)
    hearth = np.exp(
        -(((x - columns / rows * (0.5 - 0.42 * sitting.light.lean)) / 0.3) ** 2) - ((y - 0.75) / 0.3) ** 2
    )
    picture = screened(picture, floats(hearth * 0.75), (1.0, 0.5, 0.16))
    return bokeh(picture, rng, (1.0, 0.68, 0.28), 22)


def paint_library(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Shelves out of focus, candles before them."""
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
        picture = layer(picture, [board], scaled(far, 0.8), 0.001)
    return bokeh(blur(picture, picture.shape[0] * 0.006), rng, (1.0, 0.72, 0.36), 7)


def _cut(picture: Array, shape: Array) -> tuple[slice, slice]:
    rows, columns = picture.shape[:2]
    low, high = shape.min(axis=0), shape.max(axis=0)
    return (
        slice(max(0, int(low[1] * rows)), max(0, int(high[1] * rows))),
        slice(max(0, int(low[0] * columns)), max(0, int(high[0] * columns))),
    )


def paint_cave(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Stone teeth around a glow."""
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
        picture = layer(picture, spikes, blend(near, scaled(far, 0.8), 0.5 + 0.25 * depth), 0.004)
    return bokeh(picture, rng, (0.25, 0.85, 0.8), 12)


def paint_fire(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Flames."""
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


def paint_battle(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Banners and spears before a burning sky."""
    rng = sitting.rng("battle")
    picture = paint_fire(picture, sitting, near, far) * 0.35 + picture * 0.65
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
    return layer(floats(picture), poles, scaled(far, 0.9), 0.004)
