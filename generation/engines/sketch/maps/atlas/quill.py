"""`Quill` draws symbols as SVG by a hand that is never quite steady; `sprites` makes pictures of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from generation.engines.sketch.maps.atlas.look import Look
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Picture
from generation.errors import EngineFailed
from generation.layout.plan import Point

FINEST_LINE = 0.8  #: pixels; thinner lines would only be grey
GAP = 2  #: pixels between drawings on their sheet
SHELF = 1024  #: pixels that a sheet of drawings is wide, at least


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """SVG of a symbol in units about (0, 0), which is where it stands, and the box around it in units."""

    svg: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Sprite:
    """A symbol in pixels: rows × columns × RGBA, not premultiplied, and the pixel where it stands."""

    pixels: NDArray[np.uint8]
    x: int
    y: int


class Quill:
    """Draws in units, y down; `jitter` units is how far the hand strays."""

    def __init__(self, look: Look, rng: np.random.Generator, unit: float, jitter: float = 0.35) -> None:
        self.look = look
        self.rng = rng
        self.unit = unit
        self._thinnest = FINEST_LINE / unit
        self._jitter = jitter
        self._parts: list[str] = []
        self._low = np.array((math.inf, math.inf))
        self._high = np.array((-math.inf, -math.inf))

    def drawing(self) -> Drawing:
        """All that has been drawn."""
        (left, top), (right, bottom) = self._low.tolist(), self._high.tolist()
        return Drawing(svg="".join(self._parts), left=left, top=top, right=right, bottom=bottom)

    def line(
        self,
        points: Iterable[Point],
        width: float = 1.1,
        *,
        color: Color | None = None,
        opacity: float = 1.0,
        steady: bool = False,
    ) -> None:
        """A stroke of the pen; a steady one goes exactly where it should."""
        path = self._path(points, closed=False, smooth=True, reach=width, steady=steady)
        self._parts.append(
            f'<path d="{path}" fill="none" {self._stroke(width, color or self.look.ink, opacity)}/>'
        )

    def shape(
        self,
        points: Iterable[Point],
        fill: Color | str | None,
        *,
        width: float = 1.1,
        color: Color | None = None,
        opacity: float = 1.0,
        smooth: bool = False,
    ) -> None:
        """A closed outline; `width` 0 leaves out the outline, `fill` may be a gradient's id."""
        path = self._path(points, closed=True, smooth=smooth, reach=width)
        edge = self._stroke(width, color or self.look.ink, 1.0) if width else ""
        self._parts.append(f'<path d="{path}" {_fill(fill, opacity)} {edge}/>')

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: Color | None,
        *,
        width: float = 1.1,
        opacity: float = 1.0,
    ) -> None:
        """A circle."""
        self._reach(np.array(((x - radius, y - radius), (x + radius, y + radius))), width)
        edge = self._stroke(width, self.look.ink, 1.0) if width else ""
        self._parts.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" {_fill(fill, opacity)} {edge}/>'
        )

    def fading(self, name: str, color: Color, top: float, bottom: float) -> str:
        """The id of a colour that is gone at `bottom`; names are a drawing's own."""
        self._parts.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{top:.1f}"'
            f' y2="{bottom:.1f}"><stop offset="0.55" stop-color="{css(color)}"/>'
            f'<stop offset="1" stop-color="{css(color)}" stop-opacity="0"/></linearGradient>'
        )
        return name

    def strayed(self, points: Iterable[Point]) -> NDArray[np.float64]:
        """Points as the hand sets them."""
        array = np.array(list(points), dtype=np.float64)
        return np.asarray(array + self.rng.normal(0, self._jitter, array.shape))

    def _path(
        self, points: Iterable[Point], *, closed: bool, smooth: bool, reach: float, steady: bool = False
    ) -> str:
        array = np.array(list(points), dtype=np.float64) if steady else self.strayed(points)
        self._reach(array, reach)
        return svg_path(array, closed=closed, smooth=smooth)

    def _reach(self, points: NDArray[np.float64], margin: float) -> None:
        self._low = np.minimum(self._low, points.min(axis=0) - margin - 1)
        self._high = np.maximum(self._high, points.max(axis=0) + margin + 1)

    def _stroke(self, width: float, color: Color, opacity: float) -> str:
        return (
            f'stroke="{css(color)}" stroke-width="{max(width, self._thinnest):.2f}" '
            f'stroke-opacity="{opacity:.2f}" stroke-linecap="round" stroke-linejoin="round"'
        )


def svg_path(points: NDArray[np.float64], *, closed: bool, smooth: bool) -> str:
    """The data of an SVG path through points; smooth ones are Catmull-Rom curves."""
    end = "Z" if closed else ""
    if not smooth or len(points) < 3:
        return "M" + _numbers(points) + end
    around = (
        np.concatenate((points[-1:], points, points[:2]))
        if closed
        else np.concatenate((points[:1], points, points[-1:]))
    )
    before, here, there, after = around[:-3], around[1:-2], around[2:-1], around[3:]
    first, second = here + (there - before) / 6, there - (after - here) / 6
    return f"M{_numbers(points[:1])}C{_numbers(np.hstack((first, second, there)))}{end}"


def _numbers(array: NDArray[np.float64]) -> str:
    return " ".join([f"{value:.2f}" for value in array.ravel().tolist()])


def css(color: Color) -> str:
    """A colour as SVG writes it."""
    return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in color)


def _fill(fill: Color | str | None, opacity: float) -> str:
    if fill is None:
        return 'fill="none"'
    paint = f"url(#{fill})" if isinstance(fill, str) else css(fill)
    return f'fill="{paint}" fill-opacity="{opacity:.2f}"'


def sprites(drawings: Sequence[Drawing], unit: float) -> list[Sprite]:
    """Each drawing at `unit` pixels per unit; drawn all at once, on shelves of one sheet."""
    boxes = [_box(drawing, unit) for drawing in drawings]
    wide = max([SHELF, *(width + 2 * GAP for width, _ in boxes)])
    corners, x, y, tall = [], GAP, GAP, 0
    for width, height in boxes:
        if x + width + GAP > wide:
            x, y, tall = GAP, y + tall + GAP, 0
        corners.append((x, y))
        x, tall = x + width + GAP, max(tall, height)
    body = "".join(
        f'<g transform="translate({left - math.floor(drawing.left * unit)} '
        f'{top - math.floor(drawing.top * unit)}) scale({unit:.4f})">{_own(drawing.svg, number)}</g>'
        for number, (drawing, (left, top)) in enumerate(zip(drawings, corners, strict=True))
    )
    sheet = rendered(body, wide, y + tall + GAP)
    return [
        Sprite(
            pixels=np.ascontiguousarray(sheet[top : top + height, left : left + width]),
            x=-math.floor(drawing.left * unit),
            y=-math.floor(drawing.top * unit),
        )
        for drawing, (left, top), (width, height) in zip(drawings, corners, boxes, strict=True)
    ]


def _own(svg: str, number: int) -> str:
    """Ids that no other drawing on the sheet has."""
    return svg.replace('id="', f'id="d{number}-').replace("url(#", f"url(#d{number}-")


def _box(drawing: Drawing, unit: float) -> tuple[int, int]:
    width = math.ceil(drawing.right * unit) - math.floor(drawing.left * unit)
    height = math.ceil(drawing.bottom * unit) - math.floor(drawing.top * unit)
    return width, height


def rendered(body: str, width: int, height: int, *, view: str | None = None) -> NDArray[np.uint8]:
    """SVG elements as rows × columns × RGBA; `view` is the viewBox, where it is not the picture itself."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{view or f"0 0 {width} {height}"}">{body}</svg>'
    )
    png = np.frombuffer(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True), np.uint8)
    drawn = cv2.imdecode(png, cv2.IMREAD_UNCHANGED)
    if drawn is None:
        raise EngineFailed("The SVG renderer answered with what is no picture.")
    return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_BGRA2RGBA), np.uint8)


def stamp(picture: Picture, sprite: Sprite, x: float, y: float) -> None:
    """Lay a sprite over the picture, standing at a point in pixels; what lies beyond the rim is cut off."""
    left, top = round(x) - sprite.x, round(y) - sprite.y
    height, width = sprite.pixels.shape[:2]
    rows = slice(max(top, 0), min(top + height, picture.shape[0]))
    columns = slice(max(left, 0), min(left + width, picture.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    part = sprite.pixels[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    alpha = part[:, :, 3:].astype(np.uint16)
    below = picture[rows, columns]
    picture[rows, columns] = (below * (255 - alpha) + part[:, :, :3] * alpha + 127) // 255
