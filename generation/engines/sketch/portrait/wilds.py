"""Places under the open sky."""

import numpy as np

from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, fbm, floats, mix, noise, smoothstep
from generation.engines.sketch.portrait.palette import blend, scaled
from generation.engines.sketch.portrait.scenery import discs, layer, moon, screened, shafts
from generation.engines.sketch.portrait.sitting import Sitting


def paint_forest(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Trunks that fade into lit mist, leaves out of focus, shafts of light from the rim lamp's side."""
    rng = sitting.rng("forest")
    side = -sitting.light.lean
    picture = _clearing(picture, near, side)
    if sitting.traits.night:
        picture = moon(picture, 0.75 * side, at=0.2, radius=0.055, light=0.4)
    for depth, (count, width, haze) in enumerate(((12, 0.016, 0.009), (7, 0.032, 0.006), (4, 0.075, 0.008))):
        trunks = [_trunk(rng, width) for _ in range(count)]
        picture = layer(picture, trunks, blend(near, far, 0.34 + 0.27 * depth), haze)
        picture = _leaves(picture, sitting, blend(near, far, 0.3 + 0.27 * depth), depth)
        mist = fbm(picture.shape[:2], picture.shape[0] * 0.3, rng, octaves=2)
        picture = mix(picture, near, floats(np.clip(mist - 0.4, 0, 1) * (0.75 - 0.3 * depth)))
    warm = blend(near, sitting.light.rim_color, 0.5)
    return shafts(picture, rng, side, warm, 0.3)


def _clearing(picture: Array, near: Rgb, side: float) -> Array:
    """Where the wood opens and light comes through."""
    rows, columns = picture.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / np.float32(rows)
    dx = x - columns / rows * (0.5 + 0.22 * side)
    light = 0.75 * np.exp(-((dx / 0.3) ** 2) - ((y - 0.3) / 0.42) ** 2)
    return screened(picture, floats(light), near)


def _trunk(rng: np.random.Generator, width: float) -> Array:
    """A tree that leans and thickens towards its root."""
    x, w, lean = rng.uniform(-0.05, 1.05), width * rng.uniform(0.6, 1.3), rng.normal(0, 0.04)
    down = np.linspace(-0.02, 1.02, 7)
    middle = x + lean * down + 0.006 * np.sin(down * 9 + x * 40)
    half = w / 2 * (0.75 + 0.25 * down + 0.5 * np.clip(down - 0.8, 0, 1))
    return floats(
        np.vstack([np.stack([middle - half, down], axis=1), np.stack([middle + half, down], axis=1)[::-1]])
    )


def _leaves(picture: Array, sitting: Sitting, tone: Rgb, depth: int) -> Array:
    """Foliage out of focus, in clusters that hang from above and stand at the sides."""
    rng = sitting.rng(f"leaves {depth}")
    clusters = rng.uniform((-0.05, -0.05), (1.05, 0.34 + 0.05 * depth), (11, 2))
    edges = np.stack([np.where(rng.random(6) < 0.5, -0.02, 1.02), rng.uniform(0.1, 1.0, 6)], axis=1)
    hearts = np.vstack([clusters, edges])
    chosen = hearts[rng.integers(len(hearts), size=230)]
    places = floats(chosen + rng.normal(0, 1, (230, 2)) * (0.07, 0.045))
    radii = rng.uniform(0.005, 0.013, 230) * (1 + 0.75 * depth)
    shape, height = picture.shape[:2], picture.shape[0]
    dark = blur(discs(shape, places, radii, rng.uniform(0.35, 0.85, 230)), height * (0.006 + 0.003 * depth))
    picture = mix(picture, tone, dark * 0.85)
    lit = rng.random(230) < 0.3
    glints = discs(shape, places[lit] - floats([0.004, 0.006]), radii[lit] * 0.7, np.full(lit.sum(), 0.6))
    return screened(picture, blur(glints, height * 0.004) * 0.35, scaled(sitting.light.rim_color, 0.8))


def paint_mountains(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Ridges one behind the other, the far ones lost in haze, lit on one side, the last with snow."""
    rng = sitting.rng("mountains")
    if sitting.traits.night:
        picture = moon(picture, -sitting.light.lean)
    for depth in range(4):
        ridge = _ridge(rng, 0.40 + 0.125 * depth, 0.3 - 0.06 * depth)
        shape = floats(np.vstack([ridge, [(1, 1), (0, 1)]]))
        tone = blend(blend(near, (0.46, 0.53, 0.65), 0.62), scaled(far, 0.75), 0.12 + 0.26 * depth)
        picture = layer(picture, [shape], tone, 0.0025)
        if depth == 0:
            picture = layer(picture, _snowfields(ridge), blend(near, (0.86, 0.9, 0.95), 0.3), 0.003)
        picture = _haze(picture, near, 0.5 + 0.125 * depth, 0.34 - 0.06 * depth)
    return picture


def _ridge(rng: np.random.Generator, base: float, height: float) -> Array:
    """A skyline by halving: each half's middle is moved less than the whole's."""
    line = floats([base + rng.uniform(-0.05, 0.08), base + rng.uniform(-0.05, 0.08)])
    for step in range(7):
        middle = (line[:-1] + line[1:]) / 2 + rng.normal(-0.25, 1, len(line) - 1) * height * 0.62**step * 0.6
        line = floats(np.insert(line, np.arange(1, len(line)), middle))
    return floats(np.stack([np.linspace(0, 1, len(line)), line], axis=1))


def _snowfields(ridge: Array) -> list[Array]:
    """The highest slopes, white down to a ragged line."""
    low = ridge[:, 1].min() + 0.06
    rag = low + 0.02 * np.sin(np.arange(len(ridge)) * 1.9) + 0.012 * np.sin(np.arange(len(ridge)) * 0.7)
    under = np.maximum(ridge[:, 1], rag)
    return [floats(np.vstack([ridge, np.stack([ridge[:, 0], under], axis=1)[::-1]]))]


def _haze(picture: Array, near: Rgb, at: float, strength: float) -> Array:
    """Air that thickens towards the foot of a ridge."""
    y = np.linspace(0, 1, picture.shape[0], dtype=np.float32)[:, None]
    share = strength * np.exp(-(((y - at - 0.12) / 0.09) ** 2))
    return mix(picture, near, np.broadcast_to(floats(share), picture.shape[:2]))


def paint_sea(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Waves to the horizon, a sail on it."""
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
    return layer(picture, ship, scaled(far, 0.7), 0.002)


def paint_desert(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Dunes."""
    rng = sitting.rng("desert")
    xs = np.linspace(0, 1, 50)
    for depth in range(3):
        ridge = 0.5 + 0.12 * depth - 0.07 * np.sin(xs * (3 + depth) + rng.uniform(0, 6))
        shape = np.vstack([np.stack([xs, ridge], axis=1), [(1, 1), (0, 1)]])
        picture = layer(picture, [floats(shape)], blend(near, far, 0.3 + 0.3 * depth), 0.002)
    return picture


def paint_snow(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Mountains in snow light."""
    picture = paint_mountains(picture, sitting, near, far)
    return mix(picture, near, 0.25)


def paint_night(picture: Array, sitting: Sitting, near: Rgb, far: Rgb) -> Array:
    """Stars, a veil of the Milky Way, the moon on the side of the rim light, hills and pines below."""
    rng = sitting.rng("night")
    rows, columns = picture.shape[:2]
    stars = smoothstep(0.994, 1.0, rng.random((rows, columns), dtype=np.float32))
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / np.float32(rows)
    veil = fbm((rows, columns), rows * 0.16, rng) * np.exp(-(((x * 0.8 + y - 0.9) / 0.28) ** 2))
    picture = screened(picture, floats(veil * 0.4), blend(near, (0.75, 0.7, 0.9), 0.5))
    picture = screened(picture, stars * floats(0.45 + 0.5 * veil), (0.85, 0.9, 1.0))
    picture = moon(picture, -sitting.light.lean)
    for depth in range(2):
        ridge = _ridge(rng, 0.72 + 0.12 * depth, 0.06)
        pines = [_pine(rng, ridge) for _ in range(14 * depth)]
        shapes = [floats(np.vstack([ridge, [(1, 1), (0, 1)]])), *pines]
        picture = layer(picture, shapes, scaled(blend(near, far, 0.7 + 0.3 * depth), 0.75), 0.003)
    return picture


def _pine(rng: np.random.Generator, ridge: Array) -> Array:
    x, tall = rng.uniform(0, 1), rng.uniform(0.05, 0.13)
    foot = float(np.interp(x, ridge[:, 0], ridge[:, 1])) + 0.01
    steps = np.linspace(0, 1, 7)
    half = tall * 0.2 * steps * np.where(np.arange(7) % 2, 1.0, 0.62)
    right = np.stack([x + half, foot - tall * (1 - steps)], axis=1)
    left = np.stack([x - half, foot - tall * (1 - steps)], axis=1)[::-1]
    return floats(np.vstack([right, left]))
