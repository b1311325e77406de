"""Puts props into the picture, each with its shadow."""

from collections.abc import Iterable

import cv2
import numpy as np

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.pen import Pen, Sprite
from generation.engines.sketch.maps.shapes import DRAWINGS
from generation.engines.sketch.maps.styles import Manner, MapStyle
from generation.engines.sketch.maps.texture import Field, Picture
from generation.layout.plan import Point, Prop, PropKind

FLAT = (PropKind.RUG, PropKind.MAGIC_CIRCLE)  #: lie on the floor; other things stand on them
SUNKEN = (PropKind.STAIRS_DOWN, PropKind.STAIRS_UP)
SHADOW = {PropKind.PILLAR: 0.16, PropKind.STATUE: 0.15, PropKind.BOOKSHELF: 0.14, PropKind.TORCH: 0.03}
USUAL_SHADOW = 0.08  #: how far a shadow falls, in spaces


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
