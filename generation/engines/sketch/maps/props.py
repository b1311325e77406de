"""Puts props and doors into the picture, each with its shadow."""

from collections.abc import Iterable

import cv2
import numpy as np

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.pen import Pen, Sprite
from generation.engines.sketch.maps.shapes import DRAWINGS
from generation.engines.sketch.maps.styles import Manner, MapStyle, Material
from generation.engines.sketch.maps.texture import Field, Picture
from generation.layout.plan import Door, Point, Prop, PropKind
from generation.vocabulary import DoorState

FLAT = (PropKind.RUG, PropKind.MAGIC_CIRCLE)  #: lie on the floor; other things stand on them
SUNKEN = (PropKind.STAIRS_DOWN, PropKind.STAIRS_UP)
SHADOW = {PropKind.PILLAR: 0.16, PropKind.STATUE: 0.15, PropKind.BOOKSHELF: 0.14, PropKind.TORCH: 0.03}
USUAL_SHADOW = 0.08  #: how far a shadow falls, in spaces
LEAF = 0.15  #: how thick a door is, in spaces
AJAR = 78.0  #: degrees that an open door has swung


def paint_floor_props(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """What lies flat: rugs, circles, stairs."""
    props = [prop for prop in chart.layout.props if prop.kind in (*FLAT, *SUNKEN)]
    _paint(picture, chart, style, props)


def paint_standing_props(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Everything that stands on the floor or hangs on a wall."""
    props = [prop for prop in chart.layout.props if prop.kind not in (*FLAT, *SUNKEN)]
    _paint(picture, chart, style, props)


def _paint(picture: Picture, chart: Chart, style: MapStyle, props: Iterable[Prop]) -> None:
    rng = chart.rng("props")
    for prop in props:
        pen = Pen(style, chart.scale, (prop.width, prop.height), prop.rotation, rng)
        DRAWINGS[prop.kind](pen, prop.width, prop.height)
        throws = 0.0 if prop.kind in (*FLAT, *SUNKEN) else SHADOW.get(prop.kind, USUAL_SHADOW)
        stamp(picture, style, pen.sprite(), _pixel(chart, prop.position), throws * chart.scale)


def paint_doors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Wooden leaves with iron bands between stone jambs; secret doors are left out."""
    rng = chart.rng("doors")
    for door in chart.layout.doors:
        if not door.secret:
            _paint_door(picture, chart, style, door, rng)


def _paint_door(
    picture: Picture, chart: Chart, style: MapStyle, door: Door, rng: np.random.Generator
) -> None:
    (x0, y0), (x1, y1) = door.start, door.end
    length = float(np.hypot(x1 - x0, y1 - y0))
    rotation = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    pen = Pen(style, chart.scale, (length, 2 * length), rotation, rng)
    pen.box(0, 0, length, 0.34, Material.DARK_STONE, bevel=0.02)
    clear = length - 0.24
    if door.state is DoorState.OPEN:
        _open_leaf(pen, clear)
    else:
        _leaf(pen, 0, 0, clear, 0.0, locked=door.state is DoorState.LOCKED)
    for side in (-1, 1):
        pen.box(side * (length / 2 - 0.05), 0, 0.2, 0.42, Material.STONE, bevel=0.04)
    middle = _pixel(chart, ((x0 + x1) / 2, (y0 + y1) / 2))
    stamp(picture, style, pen.sprite(), middle, 0.07 * chart.scale)


def _open_leaf(pen: Pen, clear: float) -> None:
    """Swung about its left end."""
    angle = np.radians(AJAR)
    x = -clear / 2 + clear / 2 * float(np.cos(angle))
    _leaf(pen, x, clear / 2 * float(np.sin(angle)), clear, AJAR, locked=False)


def _leaf(pen: Pen, x: float, y: float, length: float, turn: float, *, locked: bool) -> None:
    pen.box(x, y, length, LEAF, Material.WOOD, turn=turn, bevel=0.03)
    along = np.array((np.cos(np.radians(turn)), np.sin(np.radians(turn))))
    for share in (-0.32, 0.32):
        band = np.array((x, y)) + along * length * share
        pen.box(float(band[0]), float(band[1]), 0.09, LEAF * 1.14, Material.IRON, turn=turn, bevel=0.02)
    if locked:
        pen.box(x, y, 0.16, LEAF * 1.5, Material.GOLD, turn=turn, bevel=0.03)
        pen.disc(x, y, 0.035, Material.SHADE, bevel=0.01)


def _pixel(chart: Chart, at: Point) -> Point:
    return at[0] * chart.scale, at[1] * chart.scale


def stamp(picture: Picture, style: MapStyle, sprite: Sprite, at: Point, throws: float) -> None:
    """Lay a sprite over the picture about `at`, with a shadow `throws` down to the right, in pixels."""
    height, width = sprite.solid.shape
    left, top = round(at[0] - width / 2), round(at[1] - height / 2)
    if throws and style.manner is Manner.PAINTED:
        off = max(1, round(throws))
        pad = off * 2
        padded = np.pad(sprite.solid, pad)
        shadow = np.empty((*padded.shape, 4), dtype=np.float32)
        shadow[:, :, :3] = style.outline
        shadow[:, :, 3] = 0.6 * cv2.GaussianBlur(padded, (0, 0), max(0.6, off * 0.6))
        _blend(picture, shadow, left + off - pad, top + off - pad)
    _blend(picture, sprite.paint, left, top)


def _blend(picture: Picture, sprite: Field, left: int, top: int) -> None:
    height, width = picture.shape[:2]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(height, top + sprite.shape[0]), min(width, left + sprite.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = sprite[y0 - top : y1 - top, x0 - left : x1 - left]
    below = picture[y0:y1, x0:x1].astype(np.float32)
    mixed = below + (part[:, :, :3] - below) * part[:, :, 3:]
    picture[y0:y1, x0:x1] = np.clip(mixed, 0, 255)
