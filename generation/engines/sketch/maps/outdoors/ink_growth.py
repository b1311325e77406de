"""Trees, bushes and stones in ink: an outline, a few lines inside, strokes on the side away from light."""

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.outdoors.mold import Canvas, Outlines, ovals, stripes
from generation.engines.sketch.maps.outdoors.trees import GOLDEN, branching

LINE = 0.03  #: spaces across an outline
FINE = 0.018


def _fill(canvas: Canvas, outline: NDArray[np.float64], line: float = LINE) -> None:
    """A blank shape with an outline."""
    _flat(canvas, outline[None], 1.0)
    _trace(canvas, np.concatenate((outline, outline[:1])), line)


def _flat(canvas: Canvas, outlines: Outlines, tone: float) -> None:
    canvas.draw(outlines, np.full(len(outlines), tone), np.zeros((len(outlines), 2)))


def _trace(canvas: Canvas, line: NDArray[np.float64], width: float = FINE) -> None:
    """One stroke along a line."""
    widths = np.full(len(line) - 1, width)
    _flat(canvas, stripes(line[:-1], line[1:], widths, widths), 0.0)
    joints = np.full(len(line), width)
    _flat(canvas, ovals(line, 0 * joints, joints, joints), 0.0)


def crown(canvas: Canvas) -> None:
    """A cloud of bumps, with some arcs inside."""
    radius = canvas.width / 2
    _fill(canvas, _scalloped(canvas, radius, 7 + round(5 * radius)))
    count = round(5 + 9 * radius**2)
    index = np.arange(count)
    away = 0.74 * radius * np.sqrt((index + 0.5) / count)
    turn = index * GOLDEN + canvas.rng.uniform(0, 7)
    for reach, angle in zip(away.tolist(), turn.tolist(), strict=True):
        at = np.array((np.cos(angle), np.sin(angle))) * reach
        _arc(canvas, at, 0.1 + 0.06 * radius, 0.25 * np.pi, float(canvas.rng.uniform(0.7, 1.3)))
    _hatch(canvas, radius * 0.9)


def _scalloped(canvas: Canvas, radius: float, bumps: int) -> NDArray[np.float64]:
    """The outline of a crown: round bumps, no two of one size."""
    rng = canvas.rng
    stops = (np.arange(bumps + 1) + np.append(rng.uniform(-0.25, 0.25, bumps), 0.0)) / bumps * 2 * np.pi
    stops[-1] = stops[0] + 2 * np.pi
    reach = radius * rng.uniform(0.84, 0.96, bumps)
    points = []
    for start, end, far in zip(stops[:-1].tolist(), stops[1:].tolist(), reach.tolist(), strict=True):
        share = np.linspace(0, 1, 7)[:-1]
        angle = start + (end - start) * share
        bulge = far * (0.9 + 0.14 * np.sqrt(np.sin(np.pi * np.clip(share, 0.02, 1))))
        points.append(np.column_stack((np.cos(angle), np.sin(angle))) * bulge[:, None])
    return np.concatenate(points)


def _arc(canvas: Canvas, at: NDArray[np.float64], size: float, facing: float, spread: float) -> None:
    angles = facing + np.linspace(-spread, spread, 6)
    _trace(canvas, at + np.column_stack((np.cos(angles), np.sin(angles))) * size)


def _hatch(canvas: Canvas, radius: float) -> None:
    """Short strokes inside the rim at the bottom right."""
    rng = canvas.rng
    count = max(5, round(14 * radius))
    angle = 0.25 * np.pi + np.linspace(-0.95, 0.95, count) + rng.normal(0, 0.03, count)
    out = np.column_stack((np.cos(angle), np.sin(angle)))
    depth = (0.1 + 0.16 * np.cos((angle - 0.25 * np.pi) * 1.5)) * radius
    start = out * (radius * 0.96)
    end = out * (radius * 0.96 - depth)[:, None] + rng.normal(0, 0.01, (count, 2))
    widths = np.full(count, FINE * 1.2)
    _flat(canvas, stripes(start, end, widths, 0.5 * widths), 0.0)


def needles(canvas: Canvas) -> None:
    """A star of branches in two tiers about a tip."""
    rng, radius = canvas.rng, canvas.width / 2
    for reach, points in ((0.97, 13), (0.62, 9), (0.3, 6)):
        tips = np.arange(points) / points * 2 * np.pi + rng.uniform(0, 7)
        far = radius * reach * rng.uniform(0.86, 1.0, points)
        near = tips + np.pi / points
        star = np.empty((2 * points, 2))
        star[0::2] = np.column_stack((np.cos(tips), np.sin(tips))) * far[:, None]
        star[1::2] = np.column_stack((np.cos(near), np.sin(near))) * (0.62 * radius * reach)
        _fill(canvas, star, LINE if reach > 0.9 else FINE)
        ribs = np.column_stack((np.cos(tips), np.sin(tips)))
        widths = np.full(points, FINE * 0.8)
        _flat(canvas, stripes(ribs * far[:, None] * 0.35, ribs * far[:, None] * 0.85, widths, widths), 0.0)
    _flat(canvas, ovals(np.zeros((1, 2)), np.zeros(1), np.full(1, 0.06), np.full(1, 0.06)), 0.0)


def fronds(canvas: Canvas) -> None:
    """Feathered leaves about a heart."""
    rng, radius = canvas.rng, canvas.width / 2
    for turn in (np.arange(9) / 9 * 2 * np.pi + rng.normal(0, 0.12, 9)).tolist():
        length = radius * float(rng.uniform(0.82, 0.98))
        out = np.array((np.cos(turn), np.sin(turn)))
        at = (out * length * 0.52)[None]
        _fill(
            canvas,
            ovals(at, np.full(1, turn), np.full(1, length), np.full(1, 0.3 * length), 14)[0],
            FINE * 1.3,
        )
        _trace(canvas, np.array(((0.0, 0.0), out * length * 0.95)))
        share = np.linspace(0.25, 0.85, 6)
        for side in (-1, 1):
            start = out * (share * length)[:, None]
            angle = turn + side * 0.8
            end = start + np.array((np.cos(angle), np.sin(angle))) * 0.14 * length
            widths = np.full(len(share), FINE * 0.7)
            _flat(canvas, stripes(start, end, widths, widths), 0.0)


def twigs(canvas: Canvas) -> None:
    """Bare branches as blank bodies between two lines."""
    grown = branching(canvas.rng, canvas.width / 2, 3)
    for rim, tone in ((2 * FINE, 0.0), (0.0, 1.0)):
        for each in grown:
            widths = np.full(len(each.turn), each.thick)
            _flat(canvas, stripes(each.start, each.end, widths + rim, widths * 0.6 + rim), tone)


def shrub(canvas: Canvas) -> None:
    """A small crown."""
    radius = canvas.width / 2
    _fill(canvas, _scalloped(canvas, radius, 7), FINE * 1.4)
    for turn in canvas.rng.uniform(0, 7, 3).tolist():
        at = np.array((np.cos(turn), np.sin(turn))) * radius * 0.4
        _arc(canvas, at, 0.22 * radius, 0.25 * np.pi, 1.1)


def rush(canvas: Canvas) -> None:
    """Blades from one root."""
    rng, radius = canvas.rng, canvas.width / 2
    turn = rng.uniform(0, 2 * np.pi, 15)
    out = np.column_stack((np.cos(turn), np.sin(turn)))
    start = out * 0.08 * radius
    end = out * radius * rng.uniform(0.5, 0.95, (15, 1))
    _flat(canvas, stripes(start, end, np.full(15, FINE * 1.5), np.full(15, FINE * 0.6)), 0.0)


def pads(canvas: Canvas) -> None:
    """Notched leaves."""
    rng, radius = canvas.rng, canvas.width / 2
    for number in range(5):
        turn = number * 2.4 + float(rng.normal(0, 0.2))
        at = np.array((np.cos(turn), np.sin(turn))) * radius * (0.15 + 0.13 * number)
        size = radius * float(rng.uniform(0.2, 0.32))
        angles = turn + np.linspace(0.3, 2 * np.pi - 0.3, 16)
        rim = at + np.column_stack((np.cos(angles), np.sin(angles))) * size
        _fill(canvas, np.concatenate((at[None], rim)), FINE)


def prickles(canvas: Canvas) -> None:
    """A ribbed globe."""
    radius = canvas.width / 2
    angles = np.linspace(0, 2 * np.pi, 28)[:-1]
    rim = np.column_stack((np.cos(angles), np.sin(angles))) * radius * 0.8
    _fill(canvas, rim * (1 + 0.05 * np.cos(9 * angles))[:, None])
    ribs = np.arange(9) / 9 * 2 * np.pi
    out = np.column_stack((np.cos(ribs), np.sin(ribs))) * radius
    widths = np.full(9, FINE)
    _flat(canvas, stripes(0.2 * out, 0.72 * out, widths, widths), 0.0)
    spines = np.arange(18) / 18 * 2 * np.pi
    out = np.column_stack((np.cos(spines), np.sin(spines))) * radius
    widths = np.full(18, FINE * 0.8)
    _flat(canvas, stripes(0.8 * out, 0.97 * out, widths, widths), 0.0)


def cut_trunk(canvas: Canvas) -> None:
    """Rings of a stump."""
    radius = canvas.width / 2
    angles = np.linspace(0, 2 * np.pi, 26)[:-1]
    wave = 1 + 0.06 * np.sin(5 * angles + canvas.rng.uniform(0, 7))
    rim = np.column_stack((np.cos(angles), np.sin(angles))) * wave[:, None] * radius
    _fill(canvas, 0.9 * rim)
    for share in (0.66, 0.44, 0.2):
        _trace(canvas, np.concatenate((rim, rim[:1])) * share, FINE * 0.8)


def trunk(canvas: Canvas) -> None:
    """A fallen trunk: two long sides, a round end, lines of bark."""
    rng = canvas.rng
    long, half = 0.96 * canvas.width / 2, 0.86 * canvas.height / 2
    x = np.linspace(-long, long, 12)
    sway = 0.08 * half * np.sin(3 * x + rng.uniform(0, 7))
    body = np.concatenate((np.column_stack((x, sway - half)), np.column_stack((x, sway + half))[::-1]))
    _fill(canvas, body)
    for offset in (-0.5, 0.0, 0.45):
        start, end = sorted(rng.uniform(-0.85, 0.6, 2).tolist())
        line = np.linspace(start, max(end, start + 0.3), 5) * long
        _trace(canvas, np.column_stack((line, np.interp(line, x, sway) + offset * half)))
    at = np.array(((long - 0.12 * half, sway[-1]),))
    for size in (1.9, 1.1):
        rings = ovals(at, np.zeros(1), np.full(1, 0.45 * size * half), np.full(1, size * half), 16)[0]
        _fill(canvas, rings, FINE)


def stone(canvas: Canvas) -> None:
    """One boulder."""
    _stone(canvas, (0.0, 0.0), 0.94, LINE)


def stones(canvas: Canvas) -> None:
    """Several stones side by side."""
    for number in range(5):
        turn = 2.4 * number + float(canvas.rng.uniform(-0.3, 0.3))
        size = 0.24 + 0.06 * number
        away = 0.94 - size if number < 4 else 0.1
        _stone(canvas, (away * float(np.cos(turn)), away * float(np.sin(turn))), size, FINE * 1.3)


def _stone(canvas: Canvas, at: tuple[float, float], size: float, line: float) -> None:
    rng = canvas.rng
    half = np.array((canvas.width, canvas.height)) / 2
    angles = np.arange(8) / 8 * 2 * np.pi + rng.normal(0, 0.14, 8)
    rim = np.column_stack((np.cos(angles), np.sin(angles))) * rng.uniform(0.82, 1.0, (8, 1)) * size
    _fill(canvas, (rim + at) * half, line)
    top = rim * 0.5 - 0.14 * size
    for corner in (1, 2, 0):
        _trace(
            canvas,
            np.array((rim[corner], top[corner], top[(corner + 1) % 8])) * half + np.array(at) * half,
            FINE * 0.8,
        )
    share = np.linspace(0.1, 0.9, 5)[:, None]
    start = rim[0] + (rim[2] - rim[0]) * share
    start = np.where(
        share < 0.5, rim[0] + (rim[1] - rim[0]) * share * 2, rim[1] + (rim[2] - rim[1]) * (share * 2 - 1)
    )
    end = start * 0.72 - 0.05 * size
    widths = np.full(5, FINE)
    _flat(canvas, stripes((start + at) * half, (end + at) * half, widths, 0.6 * widths), 0.0)


def shards(canvas: Canvas) -> None:
    """Crystals, each with an edge along its middle."""
    rng, radius = canvas.rng, canvas.width / 2
    for turn in (np.arange(8) / 8 * 2 * np.pi + rng.normal(0, 0.25, 8)).tolist():
        length = radius * float(rng.uniform(0.5, 0.97))
        out, aside = np.array((np.cos(turn), np.sin(turn))), np.array((-np.sin(turn), np.cos(turn)))
        wide = 0.11 * radius
        corners = np.array(
            (-0.1 * length * out + wide * aside, 0.7 * length * out + wide * aside, length * out)
        )
        mirrored = np.array((0.7 * length * out - wide * aside, -0.1 * length * out - wide * aside))
        _fill(canvas, np.concatenate((corners, mirrored)), FINE * 1.2)
        _trace(canvas, np.array((np.zeros(2), length * out)), FINE * 0.7)
