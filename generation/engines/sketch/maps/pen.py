"""`Pen`: draws one thing of a map as a small RGBA sprite, painted or inked."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.styles import Manner, MapStyle, Material
from generation.engines.sketch.maps.texture import Field, Mask, blurred_mask
from generation.layout.plan import Point

FINEST = 140.0  #: pixels per space at which sprites are drawn; smaller ones are reduced from there
SHIFT = 4
MARGIN = 0.2  #: spaces around a thing, for shadows and flames

LIGHT_LINES = (Material.BONE, Material.STEEL, Material.WOOD)  #: the cores of lines drawn twice

Sprite = Field
"""Rows × columns × RGBA, colours 0 to 255, alpha 0 to 1."""

Window = tuple[slice, slice]
"""Rows and columns of a part of a sprite."""


class Pen:
    """Draws in spaces about the middle of a thing; `rotation` turns everything, clockwise, in degrees."""

    def __init__(
        self, style: MapStyle, scale: float, reach: float, rotation: float, rng: np.random.Generator
    ) -> None:
        self.rng = rng
        self._style = style
        self._inked = style.manner is Manner.INKED
        self._finer = max(1, round(FINEST / scale))
        self._scale = scale * self._finer
        self._side = max(2, round((reach + MARGIN) * 2 * scale)) * self._finer
        angle = np.radians(rotation)
        self._turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
        self._color = np.zeros((self._side, self._side, 3), dtype=np.float32)
        self._alpha = np.zeros((self._side, self._side), dtype=np.float32)

    def sprite(self) -> Sprite:
        """What has been drawn, reduced to the picture's scale."""
        side = self._side // self._finer
        premultiplied = np.dstack((self._color * self._alpha[:, :, None], self._alpha))
        small = cv2.resize(premultiplied, (side, side), interpolation=cv2.INTER_AREA)
        alpha = np.asarray(small[:, :, 3:], dtype=np.float32)
        return np.dstack((small[:, :, :3] / np.maximum(alpha, 1e-4), alpha))

    def polygon(self, points: Iterable[Point], material: Material, *, bevel: float = 0.035) -> None:
        """A filled shape with an outline; `bevel` spaces of its rim catch the light."""
        corners = self._place(points)
        window = self._window(corners, round(bevel * self._scale * 3) + 4)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.fillPoly(mask, [corners - _origin(window)], 255, cv2.LINE_AA, SHIFT)
        layer = self._inked_color(material) if self._inked else self._painted_layer(mask, material, bevel)
        self._blend(window, mask.astype(np.float32) / 255, layer)
        cv2.polylines(
            self._color, [corners], True, self._outline(), self._thickness(0.02), cv2.LINE_AA, SHIFT
        )

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
    ) -> None:
        """A rectangle about (x, y), turned clockwise by `turn` degrees."""
        angle = np.radians(turn)
        along = np.array((np.cos(angle), np.sin(angle))) * width / 2
        down = np.array((-np.sin(angle), np.cos(angle))) * height / 2
        corners = [(x, y) + a * along + b * down for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        self.polygon([(float(cx), float(cy)) for cx, cy in corners], material, bevel=bevel)

    def disc(self, x: float, y: float, radius: float, material: Material, *, bevel: float = 0.05) -> None:
        """A circle."""
        self.ring_of(x, y, radius, 28, material, bevel=bevel)

    def ring_of(
        self, x: float, y: float, radius: float, corners: int, material: Material, *, bevel: float = 0.05
    ) -> None:
        """A regular polygon."""
        angles = (np.arange(corners) + 0.5) / corners * 2 * np.pi
        points = [(x + radius * float(np.cos(a)), y + radius * float(np.sin(a))) for a in angles]
        self.polygon(points, material, bevel=bevel)

    def lump(self, x: float, y: float, radius: float, material: Material, *, bevel: float = 0.08) -> None:
        """An irregular rounded stone."""
        angles = np.arange(10) / 10 * 2 * np.pi
        reach = radius * self.rng.uniform(0.78, 1.08, 10)
        points = zip(x + reach * np.cos(angles), y + reach * np.sin(angles), strict=True)
        self.polygon([(float(px), float(py)) for px, py in points], material, bevel=bevel)

    def line(self, points: Iterable[Point], width: float, material: Material) -> None:
        """A stripe without an outline."""
        placed, thick = self._place(points), self._thickness(width)
        window = self._window(placed, thick)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.polylines(mask, [placed - _origin(window)], False, 255, thick, cv2.LINE_AA, SHIFT)
        self._blend(window, mask.astype(np.float32) / 255, self._line_color(material))

    def _line_color(self, material: Material) -> Field:
        if not self._inked:
            return np.array(self._style.color(material), np.float32)
        return np.array(self._style.paper if material in LIGHT_LINES else self._style.ink, np.float32)

    def circle(self, x: float, y: float, radius: float, width: float, material: Material) -> None:
        """A ring without a filling."""
        angles = np.linspace(0, 2 * np.pi, 49)
        self.line(
            [(x + radius * float(np.cos(a)), y + radius * float(np.sin(a))) for a in angles], width, material
        )

    def veil(self, x: float, y: float, width: float, height: float, darkness: float) -> None:
        """Darken a rectangle, 0 to 1; in ink, lines take the place of shade."""
        if self._inked:
            return
        half_w, half_h = width / 2, height / 2
        corners = self._place(
            [
                (x - half_w, y - half_h),
                (x + half_w, y - half_h),
                (x + half_w, y + half_h),
                (x - half_w, y + half_h),
            ]
        )
        window = self._window(corners, 2)
        mask = np.zeros(self._alpha[window].shape, dtype=np.uint8)
        cv2.fillPoly(mask, [corners - _origin(window)], 255, cv2.LINE_AA, SHIFT)
        color = np.array(self._style.outline, np.float32)
        self._blend(window, mask.astype(np.float32) / 255 * darkness, color)

    def glow(self, x: float, y: float, radius: float, material: Material, strength: float = 0.9) -> None:
        """Light that fades out; nothing in ink."""
        if self._inked:
            return
        middle = self._place([(x, y)])
        window = self._window(middle, round(radius * self._scale) + 1)
        cx, cy = (middle - _origin(window))[0] / (1 << SHIFT)
        height, width = self._alpha[window].shape
        rows, columns = np.ogrid[:height, :width]
        distance = np.hypot(columns - cx, rows - cy) / (radius * self._scale)
        alpha = (strength * np.clip(1 - distance, 0, 1) ** 2).astype(np.float32)
        self._blend(window, alpha, np.array(self._style.color(material), np.float32))

    def _place(self, points: Iterable[Point]) -> NDArray[np.int32]:
        turned = np.array(list(points), dtype=np.float64) @ self._turn
        return np.round((turned * self._scale + self._side / 2 - 0.5) * (1 << SHIFT)).astype(np.int32)

    def _window(self, placed: NDArray[np.int32], margin: int) -> Window:
        """The part of the sprite that a shape can touch."""
        low = np.clip((placed.min(axis=0) >> SHIFT) - margin, 0, self._side - 2)
        high = np.clip((placed.max(axis=0) >> SHIFT) + margin + 1, low + 1, self._side)
        return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))

    def _blend(self, window: Window, alpha: Field, layer: Field) -> None:
        """Lay a colour over what is there (Porter and Duff's "over", colours not premultiplied)."""
        below = self._alpha[window]
        joined = alpha + below * (1 - alpha)
        share = (alpha / np.maximum(joined, 1e-4))[:, :, None]
        self._color[window] += (layer - self._color[window]) * share
        self._alpha[window] = joined

    def _painted_layer(self, mask: Mask, material: Material, bevel: float) -> Sprite:
        color = np.array(self._style.color(material), np.float32)
        sigma = max(bevel * self._scale, 0.8)
        dome = blurred_mask(mask, sigma).astype(np.float32) / 255
        off = max(1, round(sigma * 0.6))
        light = np.zeros_like(dome)
        light[off:, off:] = dome[off:, off:] - dome[:-off, :-off]
        height, width = mask.shape
        cell = max(2, round(0.1 * self._scale))
        coarse = self.rng.normal(0, 0.045, (height // cell + 2, width // cell + 2)).astype(np.float32)
        mottle = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))
        fine = self.rng.normal(0, 0.05, (height // 3 + 1, width // 3 + 1)).astype(np.float32)
        rough = np.asarray(cv2.resize(fine, (width, height), interpolation=cv2.INTER_LINEAR))
        shine = 1 + np.clip(light * 1.1, -0.4, 0.4) + mottle + rough
        return np.asarray(color * shine[:, :, None], dtype=np.float32)

    def _inked_color(self, material: Material) -> Field:
        paper = np.array(self._style.paper, np.float32)
        color = np.array(self._style.color(material), np.float32)
        ink = np.array(self._style.ink, np.float32)
        if self._style.wash:
            return paper + (color * 0.8 + ink * 0.2 - paper) * self._style.wash
        dark = material in (Material.SHADE, Material.IRON)
        return paper * 0.2 + ink * 0.8 if dark else paper

    def _outline(self) -> tuple[float, float, float]:
        return self._style.ink if self._inked else self._style.outline

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self._scale * (1.3 if self._inked else 1.0)))


def _origin(window: Window) -> NDArray[np.int32]:
    return np.array((window[1].start, window[0].start), dtype=np.int32) << SHIFT
