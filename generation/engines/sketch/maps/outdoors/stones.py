"""Boulders, rocks and spikes of ice, from above."""

import numpy as np

from generation.engines.sketch.maps.outdoors.mold import Canvas, Outlines
from generation.engines.sketch.maps.texture import Field, fractal, smoothstep


def boulder(canvas: Canvas) -> None:
    """One great stone with broken faces."""
    _stone(canvas, (0.0, 0.0), 0.92, 0.7)


def rocks(canvas: Canvas) -> None:
    """A few stones, the largest last."""
    rng = canvas.rng
    for number in range(6):
        turn = rng.uniform(0, 7) if number else 0.0
        size = 0.2 + 0.055 * number
        away = 0.86 - size if number < 5 else 0.18
        turn = 2.4 * number + float(rng.uniform(-0.4, 0.4))
        _stone(canvas, (float(away * np.cos(turn)), float(away * np.sin(turn))), size, 0.6)


def _stone(canvas: Canvas, at: tuple[float, float], size: float, steep: float) -> None:
    """A stone about `at`, its place and `size` as shares of the canvas; the lowest of many planes."""
    rng, radius = canvas.rng, canvas.width / 2
    x, y = canvas.grid()
    x, y = x / radius - at[0], y / (canvas.height / 2) - at[1]
    rough = 0.05 * fractal(rng, x.shape, x.shape[0] * 0.12, 4)
    turn = np.arange(9) / 9 * 2 * np.pi + rng.normal(0, 0.22, 9)
    reach = size * rng.uniform(0.8, 1.04, 9)
    rim = _lowest(x, y, turn, reach) + rough * size
    tops = [_lowest(x, y, np.atleast_1d(a), np.atleast_1d(b)) * c for a, b, c in _faces(rng, size)]
    height = np.minimum.reduce([np.minimum(rim * 2.2, size * 0.75), *tops]) + 0.5 * rough * size
    tone = 0.44 + 0.12 * height / size + 0.5 * rough
    tone -= 0.16 * smoothstep(0.12 * size, 0.0, rim)
    canvas.model(np.asarray(tone), np.asarray(height * radius * steep), smoothstep(-0.01, 0.015, rim))


def _faces(rng: np.random.Generator, size: float) -> list[tuple[float, float, float]]:
    """Heading, reach and steepness of the planes that cut the top of a stone."""
    turns = np.arange(4) / 4 * 2 * np.pi + rng.uniform(0, 7) + rng.normal(0, 0.3, 4)
    reach, steep = size * rng.uniform(0.6, 1.3, 4), rng.uniform(0.4, 1.0, 4)
    return list(zip(turns.tolist(), reach.tolist(), steep.tolist(), strict=True))


def _lowest(x: Field, y: Field, turn: Outlines, reach: Outlines) -> Field:
    """How far inside of all the lines at `reach`, facing `turn`, each point lies."""
    sides = [r - x * np.cos(t) - y * np.sin(t) for t, r in zip(turn.tolist(), reach.tolist(), strict=True)]
    return np.asarray(np.minimum.reduce(sides), dtype=np.float32)


def ice_spike(canvas: Canvas) -> None:
    """Crystals that point outwards and up, each with three faces."""
    rng, radius = canvas.rng, canvas.width / 2
    count = 8
    turn = np.arange(count) / count * 2 * np.pi + rng.normal(0, 0.3, count)
    length = radius * rng.uniform(0.55, 1.0, count)
    for index in [*np.argsort(-length).tolist(), count]:
        if index < count:
            _crystal(canvas, float(turn[index]), float(length[index]), 0.2 * radius)
    for extra in rng.uniform(0, 7, 3).tolist():
        _crystal(canvas, extra, radius * float(rng.uniform(0.3, 0.5)), 0.24 * radius)


def _crystal(canvas: Canvas, turn: float, length: float, wide: float) -> None:
    out = np.array((np.cos(turn), np.sin(turn)))
    aside = np.array((-out[1], out[0]))
    tip, knee = out * length, out * length * 0.72
    root = -0.12 * length * out
    left, right = aside * wide * 0.5, -aside * wide * 0.5
    faces = np.array(
        [
            (root + left, knee + left * 0.8, tip, root * 0.4),
            (root + right, knee + right * 0.8, tip, root * 0.4),
        ]
    )
    tones = np.full(2, 0.5) + canvas.rng.normal(0, 0.05, 2)
    slopes = np.stack((aside, -aside)) * 0.8 + 0.2 * out
    canvas.draw(faces, tones, slopes)
