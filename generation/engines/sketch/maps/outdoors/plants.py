"""Reeds, lilies, cacti, and what is left of trees, from above."""

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.outdoors.mold import Canvas, ovals, stripes
from generation.engines.sketch.maps.texture import smoothstep


def reeds(canvas: Canvas) -> None:
    """Blades in tufts, leaning outwards."""
    rng, radius = canvas.rng, canvas.width / 2
    hearts = _spread(rng, 5, radius * 0.55)
    count = 90
    of = rng.integers(0, len(hearts), count)
    turn = rng.uniform(0, 2 * np.pi, count)
    start = hearts[of] + rng.normal(0, 0.05 * radius, (count, 2))
    length = radius * rng.uniform(0.25, 0.62, count)
    out = np.column_stack((np.cos(turn), np.sin(turn)))
    order = np.argsort(-length)
    blades = stripes(start, start + out * length[:, None], np.full(count, 0.035), np.full(count, 0.008))
    canvas.draw(blades[order], (0.3 + 0.3 * rng.random(count))[order], (0.8 * out)[order])


def cattails(canvas: Canvas) -> None:
    """The brown heads of reeds."""
    rng, radius = canvas.rng, canvas.width / 2
    at = _spread(rng, 7, radius * 0.8)
    turn = np.arctan2(at[:, 1], at[:, 0])
    size = np.full(len(at), 0.13)
    canvas.draw(ovals(at, turn, size, 0.42 * size), np.full(len(at), 0.45), at * 0.2)


def _spread(rng: np.random.Generator, count: int, radius: float) -> NDArray[np.float64]:
    turn = rng.uniform(0, 2 * np.pi, count)
    away = radius * np.sqrt(rng.uniform(0, 1, count))
    return np.column_stack((np.cos(turn), np.sin(turn))) * away[:, None]


def lily_pads(canvas: Canvas) -> None:
    """Round leaves with a notch, side by side on the water."""
    for x, y, size, turn in _pads(canvas):
        tone = float(canvas.rng.uniform(0.42, 0.62))
        angles = turn + np.linspace(0.2, 2 * np.pi - 0.2, 22)
        rim = np.column_stack((np.cos(angles), np.sin(angles))) * size
        pad = np.array([(0.0, 0.0), *rim.tolist()]) + np.array((x, y))
        canvas.draw(pad[None] + 0.012, np.full(1, tone * 0.45), np.zeros((1, 2)))
        canvas.draw(pad[None], np.full(1, tone), np.zeros((1, 2)))
        veins = turn + np.linspace(0.6, 2 * np.pi - 0.6, 7)
        ends = np.column_stack((np.cos(veins), np.sin(veins))) * size * 0.85 + (x, y)
        start = np.tile((x, y), (len(veins), 1))
        width = np.full(len(veins), 0.012)
        canvas.draw(stripes(start, ends, width, width), np.full(len(veins), tone + 0.12), np.zeros((7, 2)))


def _pads(canvas: Canvas) -> list[tuple[float, float, float, float]]:
    """x, y, radius and turn of pads that hardly overlap."""
    rng, radius = canvas.rng, canvas.width / 2
    pads: list[tuple[float, float, float, float]] = []
    for x, y in _spread(rng, 40, radius * 0.8).tolist():
        size = radius * float(rng.uniform(0.18, 0.36))
        if all(np.hypot(x - a, y - b) > 0.85 * (size + c) for a, b, c, _ in pads):
            pads.append((x, y, size, float(rng.uniform(0, 7))))
    return pads


def blossoms(canvas: Canvas) -> None:
    """A few flowers with pointed petals."""
    rng, radius = canvas.rng, canvas.width / 2
    for x, y in _spread(rng, 3, radius * 0.7).tolist():
        for ring, reach, tone in ((7, 0.16, 0.5), (6, 0.1, 0.8)):
            turn = np.arange(ring) / ring * 2 * np.pi + rng.uniform(0, 7)
            out = np.column_stack((np.cos(turn), np.sin(turn)))
            length = np.full(ring, reach * radius * 1.6)
            at = out * length[:, None] * 0.45 + (x, y)
            canvas.draw(ovals(at, turn, length, 0.5 * length), np.full(ring, tone), 0.5 * out)


def cactus(canvas: Canvas) -> None:
    """A ribbed globe, and now and then its children."""
    rng, radius = canvas.rng, canvas.width / 2
    x, y = canvas.grid()
    globes = [(0.0, 0.0, 0.72 * radius)]
    globes += [
        (
            float(0.66 * radius * np.cos(turn)),
            float(0.66 * radius * np.sin(turn)),
            radius * float(rng.uniform(0.28, 0.4)),
        )
        for turn in rng.uniform(0, 7, int(rng.integers(1, 4)))
    ]
    for gx, gy, reach in reversed(globes):
        away = np.hypot(x - gx, y - gy) / reach
        ribs = np.cos(np.arctan2(y - gy, x - gx) * (9 if reach < 0.4 * radius else 13))
        height = reach * np.sqrt(np.clip(1 - away**2, 0, 1)) * (0.9 + 0.1 * ribs)
        tone = 0.42 + 0.14 * ribs * smoothstep(0.1, 0.5, away) - 0.2 * smoothstep(0.75, 1.0, away)
        canvas.model(tone, 0.6 * height, smoothstep(1.04, 0.96, away + 0.05 * ribs))
        _spines(canvas, (gx, gy), reach)


def _spines(canvas: Canvas, at: tuple[float, float], reach: float) -> None:
    rng = canvas.rng
    turn = np.repeat(np.arange(13) / 13 * 2 * np.pi, 5)
    away = np.tile(np.linspace(0.25, 0.95, 5), 13) * reach
    start = np.column_stack((np.cos(turn), np.sin(turn))) * away[:, None] + at
    heading = turn + rng.normal(0, 0.9, len(turn))
    end = start + np.column_stack((np.cos(heading), np.sin(heading))) * 0.055
    width = np.full(len(turn), 0.012)
    canvas.draw(stripes(start, end, width, width), np.full(len(turn), 0.95), np.zeros((len(turn), 2)))


def stump(canvas: Canvas) -> None:
    """A cut trunk on its roots: bark, rings, cracks."""
    rng, radius = canvas.rng, canvas.width / 2
    turn = np.arange(6) / 6 * 2 * np.pi + rng.normal(0, 0.25, 6)
    out = np.column_stack((np.cos(turn), np.sin(turn)))
    roots = stripes(
        0.3 * radius * out,
        radius * rng.uniform(0.8, 1.0, (6, 1)) * out,
        np.full(6, 0.5 * radius),
        np.full(6, 0.1 * radius),
    )
    canvas.draw(roots, np.full(6, 0.3), np.column_stack((-out[:, 1], out[:, 0])) * 0.2)
    x, y = canvas.grid()
    angle = np.arctan2(y, x)
    wave = 1 + 0.05 * np.sin(3 * angle + rng.uniform(0, 7)) + 0.03 * np.sin(7 * angle)
    away = np.hypot(x, y) / (0.74 * radius * wave)
    bark = 0.26 + 0.1 * np.sin(angle * 23)
    canvas.model(bark, 0.2 * radius * smoothstep(1.05, 0.8, away), smoothstep(1.03, 0.97, away))


def rings(canvas: Canvas) -> None:
    """The cut face of a stump."""
    rng, radius = canvas.rng, canvas.width / 2
    x, y = canvas.grid()
    x, y = x - 0.04 * radius, y + 0.03 * radius
    angle = np.arctan2(y, x)
    wave = 1 + 0.05 * np.sin(3 * angle + rng.uniform(0, 7))
    away = np.hypot(x, y) / (0.62 * radius * wave)
    tone = 0.62 + 0.1 * np.sin(away * 30) - 0.12 * away
    tone -= (
        0.3
        * smoothstep(0.05, 0.0, np.abs(np.sin(2.5 * angle + rng.uniform(0, 7))))
        * smoothstep(0.1, 0.5, away)
    )
    canvas.model(tone, np.zeros_like(tone), smoothstep(1.02, 0.98, away))


def log(canvas: Canvas) -> None:
    """A fallen trunk, bark lengthwise."""
    rng = canvas.rng
    x, y = canvas.grid()
    long, half = canvas.width / 2, canvas.height / 2
    across = y / (half * (0.9 + 0.06 * np.sin(3.1 * x + rng.uniform(0, 7))))
    height = half * np.sqrt(np.clip(1 - across**2, 0, 1))
    furrows = np.sin(across * 9 + 0.9 * np.sin(x * 5 + rng.uniform(0, 7)) + 0.5 * np.sin(x * 17))
    tone = 0.36 + 0.1 * furrows - 0.15 * smoothstep(0.75, 1.0, np.abs(across))
    ragged = 0.05 * np.sin(across * 7 + rng.uniform(0, 7))
    ends = smoothstep(0.02, -0.02, np.abs(x) - long + 0.04 + ragged)
    canvas.model(tone, height, ends * smoothstep(1.02, 0.96, np.abs(across)))
    _knots(canvas, long, half)


def _knots(canvas: Canvas, long: float, half: float) -> None:
    """Stubs of branches."""
    rng = canvas.rng
    x = rng.uniform(-0.7, 0.7, 3) * long
    side = rng.choice((-1.0, 1.0), 3)
    start = np.column_stack((x, 0.3 * side * half))
    end = start + np.column_stack((rng.uniform(-0.3, 0.3, 3), 0.9 * side)) * half
    canvas.draw(
        stripes(start, end, np.full(3, 0.3 * half), np.full(3, 0.2 * half)),
        np.full(3, 0.34),
        np.zeros((3, 2)),
    )


def heartwood(canvas: Canvas) -> None:
    """The pale end where a trunk broke."""
    x, y = canvas.grid()
    long, half = canvas.width / 2, canvas.height / 2
    away = np.hypot((x - long + 0.1 * half + 0.04) / 0.34, y / 0.82) / half
    tone = 0.56 + 0.12 * np.sin(away * 16)
    canvas.model(tone, np.zeros_like(tone), smoothstep(1.04, 0.96, away))


def moss(canvas: Canvas) -> None:
    """Cushions of moss along a trunk."""
    rng = canvas.rng
    count = 70
    heart = rng.uniform(-0.7, 0.7, 3) * canvas.width / 2
    at = np.column_stack(
        (rng.choice(heart, count) + rng.normal(0, 0.16, count), rng.normal(-0.1, 0.22, count) * canvas.height)
    )
    at = at[np.abs(at[:, 1]) < 0.4 * canvas.height]
    size = rng.uniform(0.05, 0.1, len(at))
    canvas.draw(
        ovals(at, size * 0, size, size), rng.uniform(0.3, 0.6, len(at)), rng.normal(0, 0.3, (len(at), 2))
    )
