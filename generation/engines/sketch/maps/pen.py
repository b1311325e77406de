"""`Pen`: draws one thing of a map as a small sprite, painted or inked."""

from collections.abc import Iterable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from generation.engines.sketch.maps.styles import Manner, MapStyle, Material
from generation.engines.sketch.maps.texture import Field, Mask, noise_at
from generation.layout.plan import Point

FINEST = 140.0  #: pixels per space at which sprites are drawn; smaller ones are reduced from there
SHIFT = 4
MARGIN = 0.2  #: spaces around a thing, for shadows and flames
RIM = 0.018  #: spaces of outline
DIAGONAL = float(np.sqrt(0.5))
GRAIN = (24.0, 300.0)  #: noise pixels per space along the grain of wood and across it

LIGHT_LINES = (Material.BONE, Material.STEEL, Material.WOOD, Material.ROPE, Material.LINEN, Material.STRAW)
"""In ink, the cores of lines drawn twice."""

WOODEN = (Material.WOOD, Material.DARK_WOOD)
SOLID = (Material.SHADE, Material.IRON)  #: filled with ink
HATCHED = {
    Material.DARK_WOOD: 0.3,
    Material.DARK_STONE: 0.24,
    Material.CLOTH: 0.34,
    Material.BLUE_CLOTH: 0.34,
    Material.GREEN_CLOTH: 0.3,
    Material.WATER: 0.16,
    Material.EARTH: 0.3,
    Material.LEATHER: 0.26,
    Material.BRICK: 0.22,
    Material.COPPER: 0.16,
}
"""In ink, how much of a material hatching blackens."""


class Sprite(NamedTuple):
    """`paint` is rows × columns × RGBA, colours 0 to 255, alpha 0 to 1; `solid` is what throws a shadow."""

    paint: Field
    solid: Field


Window = tuple[slice, slice]
"""Rows and columns of a part of a sprite."""


class Pen:
    """Draws in spaces about the middle of a thing of `size`; `rotation` turns it, clockwise, in degrees."""

    def __init__(
        self, style: MapStyle, scale: float, size: Point, rotation: float, rng: np.random.Generator
    ) -> None:
        self.rng = rng
        self._style = style
        self._inked = style.manner is Manner.INKED
        self._finer = max(1, round(FINEST / scale))
        self._scale = scale * self._finer
        angle = np.radians(rotation)
        self._turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
        reach = np.abs(self._turn).T @ (np.array(size) / 2) + MARGIN
        columns, rows = (max(2, round(float(side) * 2 * scale)) * self._finer for side in reach)
        self._shape = rows, columns
        self._color = np.zeros((rows, columns, 3), dtype=np.float32)
        self._alpha = np.zeros(self._shape, dtype=np.float32)
        self._solid = np.zeros(self._shape, dtype=np.float32)

    @property
    def inked(self) -> bool:
        """Whether shapes are outlines on paper, without light."""
        return self._inked

    def sprite(self) -> Sprite:
        """What has been drawn, reduced to the picture's scale."""
        rows, columns = (side // self._finer for side in self._shape)
        layers = np.dstack((self._color * self._alpha[:, :, None], self._alpha, self._solid))
        small = cv2.resize(layers, (columns, rows), interpolation=cv2.INTER_AREA)
        alpha = np.asarray(small[:, :, 3:4], dtype=np.float32)
        return Sprite(np.dstack((small[:, :, :3] / np.maximum(alpha, 1e-4), alpha)), small[:, :, 4])

    def polygon(
        self,
        points: Iterable[Point],
        material: Material,
        *,
        bevel: float = 0.035,
        tone: float = 1.0,
        grain: float | None = None,
        lift: float = 0.0,
        rim: float = 1.0,
    ) -> None:
        """A filled shape with an outline; `bevel` spaces of its rim catch the light.

        `tone` multiplies the brightness; `grain` is the direction of wood in degrees, that of the longest
        side where it is not given; `lift` is how far a shadow falls, in spaces, on what was drawn before;
        `rim` multiplies the width of the outline.
        """
        corners = self._place(points)
        window = self._window(corners, round(max(bevel * 3, lift * 2) * self._scale) + 4)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.fillPoly(mask, [corners - _origin(window)], 255, cv2.LINE_AA, SHIFT)
        if lift and not self._inked:
            self._cast(window, mask, lift)
        if self._inked:
            layer = self._inked_layer(mask, window, material, tone)
        else:
            fibres = None
            if material in WOODEN:
                fibres = self._turned(grain) if grain is not None else _longest(corners)
            layer = self._painted_layer(mask, material, bevel, fibres) * tone
        share = mask.astype(np.float32) / 255
        self._blend(window, share, layer)
        self._solid[window] = np.maximum(self._solid[window], share)
        if rim:
            self._outline(window, corners, material, rim)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        material: Material,
        *,
        turn: float = 0.0,
        bevel: float = 0.035,
        tone: float = 1.0,
        lift: float = 0.0,
        rim: float = 1.0,
    ) -> None:
        """A rectangle about (x, y), turned clockwise by `turn` degrees."""
        angle = np.radians(turn)
        along = np.array((np.cos(angle), np.sin(angle))) * width / 2
        down = np.array((-np.sin(angle), np.cos(angle))) * height / 2
        corners = [(x, y) + a * along + b * down for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        points = [(float(cx), float(cy)) for cx, cy in corners]
        self.polygon(points, material, bevel=bevel, tone=tone, lift=lift, rim=rim)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        material: Material,
        *,
        bevel: float = 0.05,
        tone: float = 1.0,
        lift: float = 0.0,
        rim: float = 1.0,
    ) -> None:
        """A circle."""
        points = ellipse(x, y, radius, radius)
        self.polygon(points, material, bevel=bevel, tone=tone, lift=lift, rim=rim, grain=0.0)

    def ring_of(
        self, x: float, y: float, radius: float, corners: int, material: Material, *, bevel: float = 0.05
    ) -> None:
        """A regular polygon."""
        self.polygon(ellipse(x, y, radius, radius, corners), material, bevel=bevel)

    def lump(
        self,
        x: float,
        y: float,
        radius: float,
        material: Material,
        *,
        bevel: float = 0.08,
        tone: float = 1.0,
        lift: float = 0.0,
        rim: float = 1.0,
    ) -> None:
        """An irregular rounded stone."""
        angles = np.arange(10) / 10 * 2 * np.pi
        reach = radius * self.rng.uniform(0.78, 1.08, 10)
        points = zip(x + reach * np.cos(angles), y + reach * np.sin(angles), strict=True)
        outline = [(float(px), float(py)) for px, py in points]
        self.polygon(outline, material, bevel=bevel, tone=tone, lift=lift, rim=rim)

    def bar(
        self,
        points: Iterable[Point],
        width: float,
        material: Material,
        *,
        tone: float = 1.0,
        lift: float = 0.0,
        rim: float = 0.8,
    ) -> None:
        """A pole, a rope, a limb: round along its whole length, with an outline."""
        shape = LineString(list(points)).buffer(width / 2, quad_segs=4)
        outline = [(float(x), float(y)) for x, y in shape.exterior.coords[:-1]]
        self.polygon(outline, material, bevel=width * 0.3, tone=tone, lift=lift, rim=rim)

    def ball(self, x: float, y: float, radius: float, material: Material, *, lift: float = 0.0) -> None:
        """A sphere, lit from the top left of the picture."""
        self.disc(x, y, radius, material, bevel=radius * 0.55, lift=lift, rim=0.8)
        toward = self._turn @ np.array((-DIAGONAL, -DIAGONAL)) * radius * 0.38
        self.glow(x + float(toward[0]), y + float(toward[1]), radius * 0.5, Material.PAPER, 0.35, light=False)

    def slope(
        self,
        points: Iterable[Point],
        material: Material,
        downhill: Point,
        *,
        steep: float = 0.3,
        bevel: float = 0.02,
        lift: float = 0.0,
    ) -> None:
        """A tilted face that falls off in the direction `downhill`: brighter towards the light."""
        x, y = np.array(downhill) / max(float(np.hypot(*downhill)), 1e-9) @ self._turn
        tone = 1 - steep * float(x + y) * DIAGONAL
        self.polygon(points, material, bevel=bevel, tone=tone, lift=lift)

    def line(
        self, points: Iterable[Point], width: float, material: Material, *, strength: float = 1.0
    ) -> None:
        """A stripe without an outline."""
        placed, thick = self._place(points), self._thickness(width)
        window = self._window(placed, thick)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.polylines(mask, [placed - _origin(window)], False, 255, thick, cv2.LINE_AA, SHIFT)
        share = mask.astype(np.float32) * (strength / 255)
        self._blend(window, share, self._line_color(material))
        self._solid[window] = np.maximum(self._solid[window], share)

    def circle(
        self, x: float, y: float, radius: float, width: float, material: Material, *, strength: float = 1.0
    ) -> None:
        """A ring without a filling."""
        points = ellipse(x, y, radius, radius, 48)
        self.line([*points, points[0]], width, material, strength=strength)

    def veil(self, x: float, y: float, width: float, height: float, darkness: float) -> None:
        """Darken a rectangle, 0 to 1; in ink, lines take the place of shade."""
        if self._inked:
            return
        corners = self._place(
            [(x + a * width / 2, y + b * height / 2) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        )
        window = self._window(corners, 2)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.fillPoly(mask, [corners - _origin(window)], 255, cv2.LINE_AA, SHIFT)
        self._blend(window, mask.astype(np.float32) / 255 * darkness, self._rgb(self._style.outline))

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        material: Material,
        strength: float = 0.9,
        *,
        light: bool = True,
    ) -> None:
        """Light that fades out, or only a gleam on what is there already; nothing in ink."""
        if self._inked:
            return
        middle = self._place([(x, y)])
        window = self._window(middle, round(radius * self._scale) + 1)
        cx, cy = (middle - _origin(window))[0] / (1 << SHIFT)
        height, width = self._alpha[window].shape
        rows, columns = np.ogrid[:height, :width]
        distance = np.hypot(columns - cx, rows - cy) / (radius * self._scale)
        alpha = (strength * np.clip(1 - distance, 0, 1) ** 2).astype(np.float32)
        if not light:
            alpha *= self._solid[window]
        self._blend(window, alpha, self._rgb(self._style.color(material)))

    def _place(self, points: Iterable[Point]) -> NDArray[np.int32]:
        turned = np.array(list(points), dtype=np.float64) @ self._turn
        middle = np.array(self._shape[::-1]) / 2
        return np.round((turned * self._scale + middle - 0.5) * (1 << SHIFT)).astype(np.int32)

    def _turned(self, degrees: float) -> float:
        """A direction of the thing as one of the picture, in radians."""
        along = np.array((np.cos(np.radians(degrees)), np.sin(np.radians(degrees)))) @ self._turn
        return float(np.arctan2(along[1], along[0]))

    def _window(self, placed: NDArray[np.int32], margin: int) -> Window:
        """The part of the sprite that a shape can touch."""
        most = np.array(self._shape[::-1])
        low = np.clip((placed.min(axis=0) >> SHIFT) - margin, 0, most - 2)
        high = np.clip((placed.max(axis=0) >> SHIFT) + margin + 1, low + 1, most)
        return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))

    def _blend(self, window: Window, alpha: Field, layer: Field) -> None:
        """Lay a colour over what is there (Porter and Duff's "over", colours not premultiplied)."""
        below = self._alpha[window]
        joined = alpha + below * (1 - alpha)
        share = (alpha / np.maximum(joined, 1e-4))[:, :, None]
        self._color[window] += (layer - self._color[window]) * share
        self._alpha[window] = joined

    def _cast(self, window: Window, mask: Mask, lift: float) -> None:
        """The shadow of a part on those below it."""
        off = max(1, round(lift * self._scale * DIAGONAL))
        soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, off * 0.55))
        cast = np.zeros(mask.shape, dtype=np.float32)
        cast[off:, off:] = soft[:-off, :-off]
        share = cast * (0.55 / 255) * self._solid[window]
        self._blend(window, share.astype(np.float32), self._rgb(self._style.outline))

    def _painted_layer(self, mask: Mask, material: Material, bevel: float, fibres: float | None) -> Field:
        """The colour of each pixel of a shape: rounded rim, mottled surface, grain along `fibres`."""
        sigma = max(bevel * self._scale, 0.8)
        dome = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), sigma)
        off = max(1, round(sigma * 0.6))
        light = np.zeros_like(dome)
        light[off:, off:] = dome[off:, off:] - dome[:-off, :-off]
        height, width = mask.shape
        start_x, start_y = self.rng.uniform(0, 512, 2)
        step = FINEST / self._scale
        y, x = np.indices((height, width), dtype=np.float32) * np.float32(step)
        rough = noise_at(x + start_x, y + start_y)
        shine = 1 + np.clip(light * 1.15, -0.42, 0.42) + 0.07 * rough
        if fibres is not None:
            cos, sin = np.cos(fibres) / FINEST, np.sin(fibres) / FINEST
            along, across = (x * cos + y * sin) * GRAIN[0], (y * cos - x * sin) * GRAIN[1]
            shine += 0.1 * noise_at(along + start_y, across + start_x)
        color = np.array(self._style.color(material), np.float32)
        return np.asarray(color * shine[:, :, None], dtype=np.float32)

    def _inked_layer(self, mask: Mask, window: Window, material: Material, tone: float) -> Field:
        """Paper, in parchment washed with colour, hatched where the material is dark or in the shade."""
        paper, ink = self._rgb(self._style.paper), self._rgb(self._style.ink)
        flat = paper
        if self._style.wash:
            color = self._rgb(self._style.color(material))
            flat = paper + (color * 0.8 + ink * 0.2 - paper) * self._style.wash
        if material in SOLID and not self._style.wash:
            return np.asarray(paper * 0.2 + ink * 0.8, dtype=np.float32)
        share = HATCHED.get(material, 0.0) + max(0.0, (1 - tone) * 0.6)
        if share < 0.08:
            return flat
        apart = 0.055 * self._scale
        rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
        off_line = (rows + window[0].start + columns + window[1].start) * DIAGONAL % apart
        lines = np.clip(share * apart - off_line, 0, 1).astype(np.float32)[:, :, None]
        return np.asarray(flat + (ink - flat) * 0.85 * lines, dtype=np.float32)

    def _line_color(self, material: Material) -> Field:
        if not self._inked:
            return self._rgb(self._style.color(material))
        return self._rgb(self._style.paper if material in LIGHT_LINES else self._style.ink)

    def _outline(self, window: Window, corners: NDArray[np.int32], material: Material, rim: float) -> None:
        """Around large shapes a bold line, around small ones a fine one; never quite black."""
        extent = float(np.ptp(corners, axis=0).min()) / (1 << SHIFT) / self._scale
        thick = self._thickness(min(RIM, 0.006 + extent * 0.06) * rim)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.polylines(mask, [corners - _origin(window)], True, 255, thick, cv2.LINE_AA, SHIFT)
        color = self._rgb(self._style.ink if self._inked else self._style.outline)
        if not self._inked:
            color = color * 0.8 + 0.14 * self._rgb(self._style.color(material))
        self._blend(window, mask.astype(np.float32) / 255, color)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self._scale * (1.15 if self._inked else 1.0)))

    @staticmethod
    def _rgb(color: tuple[float, float, float]) -> Field:
        return np.array(color, dtype=np.float32)


def ellipse(x: float, y: float, across: float, down: float, corners: int = 32) -> list[Point]:
    """Points around an ellipse with those two radii."""
    angles = (np.arange(corners) + 0.5) / corners * 2 * np.pi
    return [(x + across * float(np.cos(a)), y + down * float(np.sin(a))) for a in angles]


def _longest(corners: NDArray[np.int32]) -> float:
    """The direction of a shape's longest side, in radians."""
    sides = np.roll(corners, -1, axis=0) - corners
    longest = sides[int(np.argmax((sides.astype(np.int64) ** 2).sum(axis=1)))]
    return float(np.arctan2(longest[1], longest[0]))


def _origin(window: Window) -> NDArray[np.int32]:
    return np.array((window[1].start, window[0].start), dtype=np.int32) << SHIFT
