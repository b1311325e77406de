"""Doors between their jambs: shut, open or locked; secret ones are not seen."""

from functools import partial
from typing import NamedTuple

import numpy as np
from shapely import LineString, Point

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.pen import Pen, Sprite
from generation.engines.sketch.maps.props import Sprites, stamp
from generation.engines.sketch.maps.styles import MapStyle, Material
from generation.engines.sketch.maps.texture import Picture
from generation.layout.plan import Wall, WallMaterial
from generation.vocabulary import DoorState

M = Material

LEAF = 0.16  #: how thick a door is, in spaces
SWUNG = 0.12  #: and how thick it looks when it stands open
AJAR = 80.0  #: degrees that an open door has swung
DOUBLE = 1.6  #: spaces from which on a doorway has two leaves
JAMB = 0.13
SILL = 0.32  #: from one face of the wall to the other


def paint_doors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Every door that is seen: boards and iron between jambs of what the wall is made of."""
    rng = chart.rng("doors")
    sprites = Sprites(rng)
    for door in (door for door in chart.layout.doors if not door.secret):
        (x0, y0), (x1, y1) = door.start, door.end
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        frame = Frame(
            length=round(float(np.hypot(x1 - x0, y1 - y0)), 4),
            turn=round(float(np.degrees(np.arctan2(y1 - y0, x1 - x0))), 3),
            wooden=material_at(chart.layout.walls, *middle) is WallMaterial.WOOD,
        )
        sprite = sprites.of((frame, door.state), partial(_drawn, chart, style, frame, door.state, rng))
        at = middle[0] * chart.scale, middle[1] * chart.scale
        stamp(picture, style, sprite, at, 0.07 * chart.scale)


class Frame(NamedTuple):
    """A doorway: how long it is in spaces, how it is turned in degrees, and what stands beside it."""

    length: float
    turn: float
    wooden: bool


def material_at(walls: tuple[Wall, ...], x: float, y: float) -> WallMaterial:
    """What the wall nearest to a place is made of."""
    at = Point(x, y)
    near = [wall for wall in walls if _close(wall, x, y)]
    found = min(near, key=lambda wall: LineString(wall.points).distance(at), default=None)
    return found.material if found else WallMaterial.STONE


def _close(wall: Wall, x: float, y: float, reach: float = 2.0) -> bool:
    """Whether a wall may come within `reach` spaces: only such are measured."""
    xs, ys = [point[0] for point in wall.points], [point[1] for point in wall.points]
    return min(xs) - reach < x < max(xs) + reach and min(ys) - reach < y < max(ys) + reach


def _drawn(chart: Chart, style: MapStyle, frame: Frame, state: DoorState, rng: np.random.Generator) -> Sprite:
    length, turn, wooden = frame
    pen = Pen(style, chart.scale, (length, 2 * length), turn, rng)
    pen.box(0, 0, length, SILL, M.DARK_WOOD if wooden else M.DARK_STONE, bevel=0.02)
    clear = length - 1.4 * JAMB
    halves = (-1, 1) if length > DOUBLE else (0,)
    for half in halves:
        _hang(pen, clear, half, state)
    for side in (-1, 1):
        at = side * (length / 2 - JAMB / 2 + 0.02)
        jamb, tone = (M.WOOD, 0.8) if wooden else (M.STONE, 1.05)
        pen.box(at, 0, JAMB + 0.04, SILL + 0.1, jamb, bevel=0.035, tone=tone, lift=0.03)
    return pen.sprite()


def _hang(pen: Pen, clear: float, half: int, state: DoorState) -> None:
    """One leaf: the whole door, or the left (-1) or right (1) half of it."""
    width = clear if half == 0 else clear / 2
    if state is not DoorState.OPEN:
        _leaf(pen, (half * width / 2, 0.0), width, 0.0, LEAF)
        if state is DoorState.LOCKED and half <= 0:
            _padlock(pen, width / 2 if half else 0.0)
        return
    hinge = -1 if half <= 0 else 1
    angle = np.radians(AJAR)
    x = hinge * (clear / 2 - width / 2 * float(np.cos(angle)))
    _leaf(pen, (x, width / 2 * float(np.sin(angle))), width, -hinge * AJAR, SWUNG)


def _leaf(pen: Pen, at: tuple[float, float], length: float, turn: float, thick: float) -> None:
    """Boards held by iron bands, with a ring to pull."""
    x, y = at
    along = np.array((np.cos(np.radians(turn)), np.sin(np.radians(turn))))
    pen.box(x, y, length, thick, M.WOOD, turn=turn, bevel=0.04, tone=1.12, lift=0.04)
    for share in (-0.25, 0.0, 0.25):
        across = np.array((-along[1], along[0])) * thick * 0.42
        seam = np.array((x, y)) + along * length * share
        ends = [(float(p[0]), float(p[1])) for p in (seam - across, seam + across)]
        pen.line(ends, 0.012, M.SHADE, strength=0.6)
    for share in (-0.36, 0.36):
        band = np.array((x, y)) + along * length * share
        pen.box(float(band[0]), float(band[1]), 0.07, thick * 1.16, M.IRON, turn=turn, bevel=0.02, tone=1.2)


def _padlock(pen: Pen, x: float) -> None:
    pen.circle(x, -0.1, 0.06, 0.03, M.STEEL)
    pen.box(x, 0.0, 0.17, 0.19, M.GOLD, bevel=0.035, lift=0.04)
    pen.disc(x, -0.01, 0.03, M.SHADE, bevel=0.01, rim=0)
    pen.line(((x, 0.0), (x, 0.05)), 0.024, M.SHADE)
