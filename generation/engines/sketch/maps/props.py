"""Puts props into the picture, each with its shadow."""

from collections.abc import Callable, Hashable, Iterable
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.pen import Pen, Sprite
from generation.engines.sketch.maps.shapes import DRAWINGS
from generation.engines.sketch.maps.styles import Manner, MapStyle
from generation.engines.sketch.maps.texture import Mask, Picture, softened
from generation.layout.plan import Point, Prop, PropKind

FLAT = (PropKind.RUG, PropKind.CARPET, PropKind.MAGIC_CIRCLE)  #: lie on the floor; other things stand on them
SUNKEN = (PropKind.STAIRS_DOWN, PropKind.STAIRS_UP, PropKind.GRATE)
SHADOW = {
    PropKind.BOOKSHELF: 0.14,
    PropKind.CUPBOARD: 0.14,
    PropKind.FENCE: 0.1,
    PropKind.FOUNTAIN: 0.12,
    PropKind.LADDER: 0.04,
    PropKind.MARKET_STALL: 0.22,
    PropKind.MAST: 0.34,
    PropKind.PILLAR: 0.16,
    PropKind.STATUE: 0.16,
    PropKind.TENT: 0.22,
    PropKind.TORCH: 0.03,
    PropKind.WAGON: 0.16,
}
"""How far shadows fall, in spaces; others' fall is the usual one."""

SHADOW_DEPTH = 0.6  #: how dark a shadow is, 0 to 1
VARIANTS = 3  #: of things of one size, turned the same way
LARGEST_KEPT = 90_000  #: pixels; larger sprites are rare, and would take much memory
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
    sprites = Sprites(rng)
    for prop in props:
        look = (prop.kind, prop.width, prop.height, prop.rotation % 360.0)
        sprite = sprites.of(look, partial(_drawn, chart, style, prop, rng))
        throws = 0.0 if prop.kind in (*FLAT, *SUNKEN) else SHADOW.get(prop.kind, USUAL_SHADOW)
        at = prop.position[0] * chart.scale, prop.position[1] * chart.scale
        stamp(picture, style, sprite, at, throws * chart.scale)


def _drawn(chart: Chart, style: MapStyle, prop: Prop, rng: np.random.Generator) -> Sprite:
    pen = Pen(style, chart.scale, (prop.width, prop.height), prop.rotation, rng)
    DRAWINGS[prop.kind](pen, prop.width, prop.height)
    return pen.sprite()


class Sprites:
    """Things drawn before: of those that look the same there are a few variants, and these come again."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._drawn: dict[Hashable, list[Sprite]] = {}

    def of(self, look: Hashable, draw: Callable[[], Sprite]) -> Sprite:
        """One of the variants of a look; `draw` makes a new one while there are few."""
        variants = self._drawn.setdefault(look, [])
        if len(variants) == VARIANTS:
            return variants[int(self._rng.integers(VARIANTS))]
        sprite = draw()
        if sprite.solid.size <= LARGEST_KEPT:
            variants.append(sprite)
        return sprite


def stamp(picture: Picture, style: MapStyle, sprite: Sprite, at: Point, throws: float) -> None:
    """Lay a sprite over the picture about `at`, with a shadow `throws` down to the right, in pixels."""
    height, width = sprite.solid.shape
    left, top = round(at[0] - width / 2), round(at[1] - height / 2)
    if throws and style.manner is Manner.PAINTED:
        off = max(1, round(throws))
        pad = off * 2
        soft = softened(np.pad(sprite.solid, pad), off * 0.6)
        _darken(picture, soft, left + off - pad, top + off - pad)
    _blend(picture, sprite.paint, left, top)


def _darken(picture: Picture, shadow: Mask, left: int, top: int) -> None:
    target, part = _overlap(picture, shadow.shape, left, top)
    if target.size:
        light = 1 - shadow[part].astype(np.float32) * np.float32(SHADOW_DEPTH / 255)
        target[:] = cv2.multiply(
            np.ascontiguousarray(target), cv2.merge((light, light, light)), dtype=cv2.CV_8U
        )


def _blend(picture: Picture, paint: NDArray[np.uint8], left: int, top: int) -> None:
    target, part = _overlap(picture, paint.shape, left, top)
    if target.size:
        own = paint[part]
        through = 1 - own[:, :, 3].astype(np.float32) * np.float32(1 / 255)
        below = cv2.multiply(
            np.ascontiguousarray(target), cv2.merge((through, through, through)), dtype=cv2.CV_8U
        )
        target[:] = cv2.add(below, np.ascontiguousarray(own[:, :, :3]))


def _overlap(
    picture: Picture, shape: tuple[int, ...], left: int, top: int
) -> tuple[Picture, tuple[slice, slice]]:
    """The part of the picture that lies under something, and which part of that it is."""
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(picture.shape[0], top + shape[0]), min(picture.shape[1], left + shape[1])
    part = (slice(y0 - top, max(y1, y0) - top), slice(x0 - left, max(x1, x0) - left))
    return picture[y0 : max(y1, y0), x0 : max(x1, x0)], part
