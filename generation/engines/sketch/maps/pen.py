"""`Pen`: draws one thing of a map as a small sprite, painted or inked."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from generation.engines.sketch.maps.styles import Color, Manner, MapStyle, Material
from generation.engines.sketch.maps.texture import NOISE, Mask, endless_noise, softened
from generation.layout.plan import Point

FINEST = 140.0  #: pixels per space at which sprites are drawn; smaller ones are reduced from there
SHIFT = 4
MARGIN = 0.2  #: spaces around a thing, for shadows and flames
FADING = 0.15  #: spaces from the edge of a sprite over which light goes out
RIM = 0.016  #: spaces of outline
FAINTEST = 0.4  #: strength of a line that ink still shows
LEVEL = 128  #: of light that leaves a material's colour as it is
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
    """`paint` is rows × columns × RGBA, 0 to 255, colours multiplied by alpha; `solid` throws a shadow."""

    paint: NDArray[np.uint8]
    solid: Mask


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
        self._paint = np.zeros((rows, columns, 4), dtype=np.uint8)
        self._solid = np.zeros((rows, columns), dtype=np.uint8)

    @property
    def inked(self) -> bool:
        """Whether shapes are outlines on paper, without light."""
        return self._inked

    def sprite(self) -> Sprite:
        """What has been drawn, reduced to the picture's scale."""
        rows, columns = (side // self._finer for side in self._shape)
        paint, solid = (
            cv2.resize(layer, (columns, rows), interpolation=cv2.INTER_AREA)
            for layer in (self._paint, self._solid)
        )
        return Sprite(np.asarray(paint, dtype=np.uint8), np.asarray(solid, dtype=np.uint8))

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
        mask = self._mask(window, corners)
        if lift and not self._inked:
            self._cast(window, mask, lift)
        if self._inked:
            layer = self._inked_layer(mask, window, material, tone)
        else:
            fibres = None
            if material in WOODEN:
                fibres = self._turned(grain) if grain is not None else _longest(corners)
            layer = self._painted_layer(mask, bevel, fibres, self._table(material, tone))
        self._blend(window, mask, layer)
        cv2.max(self._solid[window], mask, dst=self._solid[window])
        if rim:
            self._outline(corners, material, rim)

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
        if self._inked and strength < FAINTEST:
            return
        placed, thick = self._place(points), self._thickness(width)
        color = self._line_color(material)
        if strength >= 1:
            cv2.polylines(self._paint, [placed], False, (*color, 255), thick, cv2.LINE_AA, SHIFT)
            cv2.polylines(self._solid, [placed], False, 255, thick, cv2.LINE_AA, SHIFT)
            return
        window = self._window(placed, thick)
        mask = np.zeros(self._solid[window].shape, dtype=np.uint8)
        level = round(255 * strength)
        cv2.polylines(mask, [placed - _origin(window)], False, level, thick, cv2.LINE_AA, SHIFT)
        self._blend(window, mask, color)
        cv2.max(self._solid[window], mask, dst=self._solid[window])

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
        mask = self._mask(window, corners, round(255 * darkness))
        self._blend(window, mask, self._style.outline)

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
        height, width = self._solid[window].shape
        down = (np.arange(height, dtype=np.float32) - np.float32(cy))[:, None]
        across = (np.arange(width, dtype=np.float32) - np.float32(cx))[None, :]
        distance = np.hypot(across, down) / np.float32(radius * self._scale)
        alpha = np.float32(255 * strength) * np.square(np.clip(1 - distance, 0, 1))
        if not light:
            alpha *= self._solid[window] / np.float32(255)
        alpha *= self._fading(window)
        self._blend(window, alpha.astype(np.uint8), self._style.color(material))

    def _fading(self, window: Window) -> NDArray[np.float32]:
        """1, and towards the edge of the sprite 0: light must not show where the sprite ends."""
        down, across = (
            np.minimum(np.arange(part.start, part.stop), side - 1 - np.arange(part.start, part.stop))
            for part, side in zip(window, self._shape, strict=True)
        )
        nearest = np.minimum(down[:, None], across[None, :]).astype(np.float32)
        fading: NDArray[np.float32] = np.clip(nearest / np.float32(FADING * self._scale), 0, 1)
        return fading

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

    def _mask(self, window: Window, corners: NDArray[np.int32], level: int = 255) -> Mask:
        """A filled shape."""
        mask = np.zeros(self._solid[window].shape, dtype=np.uint8)
        cv2.fillPoly(mask, [corners - _origin(window)], level, cv2.LINE_AA, SHIFT)
        return mask

    def _blend(self, window: Window, mask: Mask, layer: NDArray[np.uint8] | Color) -> None:
        """Lay colours, rows × columns × RGBA or one for all, over what is there ("over")."""
        if isinstance(layer, tuple):
            flat = np.empty((*mask.shape, 4), dtype=np.uint8)
            flat[:] = (*(min(round(channel), 255) for channel in layer), 255)
            layer = flat
        share = mask.astype(np.float32) * np.float32(1 / 255)
        below = np.ascontiguousarray(self._paint[window])
        self._paint[window] = cv2.blendLinear(layer, below, share, 1 - share)

    def _cast(self, window: Window, mask: Mask, lift: float) -> None:
        """The shadow of a part on those below it."""
        off = max(1, round(lift * self._scale * DIAGONAL))
        soft = softened(mask, off * 0.55)
        cast = np.zeros_like(mask)
        cast[off:, off:] = soft[:-off, :-off]
        share = cv2.multiply(cast, self._solid[window], scale=0.55 / 255)
        self._blend(window, np.asarray(share, dtype=np.uint8), self._style.outline)

    def _table(self, material: Material, tone: float) -> NDArray[np.uint8]:
        """The RGBA of a material for 256 degrees of light; 128 is its own colour."""
        color = np.array(self._style.color(material)) * tone
        table = np.full((1, 256, 4), 255, dtype=np.uint8)
        table[0, :, :3] = np.clip(np.arange(256)[:, None] / LEVEL * color, 0, 255)
        return table

    def _painted_layer(
        self, mask: Mask, bevel: float, fibres: float | None, table: NDArray[np.uint8]
    ) -> NDArray[np.uint8]:
        """The colour of each pixel of a shape: rounded rim, mottled surface, grain along `fibres`."""
        sigma = max(bevel * self._scale, 0.8)
        dome = softened(mask, sigma)
        off = max(1, round(sigma * 0.6))
        light = np.full(mask.shape, LEVEL, dtype=np.uint8)
        steep = 1.15 * LEVEL / 255
        cv2.addWeighted(dome[off:, off:], steep, dome[:-off, :-off], -steep, LEVEL, dst=light[off:, off:])
        np.clip(light, LEVEL - 54, LEVEL + 54, out=light)
        start = self.rng.integers(0, NOISE, 2)
        rows, columns = mask.shape
        cloud = mottle()[
            (start[1] + np.arange(rows))[:, None] % NOISE, (start[0] + np.arange(columns)) % NOISE
        ]
        cv2.addWeighted(light, 1.0, cloud, 0.15, -0.15 * LEVEL, dst=light)
        if fibres is not None:
            cv2.addWeighted(light, 1.0, self._fibres(mask, fibres, start), 0.22, -0.22 * LEVEL, dst=light)
        return np.asarray(cv2.LUT(cv2.merge((light, light, light, light)), table), dtype=np.uint8)

    def _fibres(self, mask: Mask, turn: float, start: NDArray[np.int64]) -> Mask:
        """The grain of wood, light and dark about 128."""
        y, x = (np.arange(side, dtype=np.float32) / np.float32(self._scale) for side in mask.shape)
        cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        along = (x[None, :] * cos + y[:, None] * sin) * np.float32(GRAIN[0]) + np.float32(start[0])
        across = (y[:, None] * cos - x[None, :] * sin) * np.float32(GRAIN[1]) + np.float32(start[1])
        last = NOISE - 1
        return np.asarray(mottle()[across.astype(np.int32) & last, along.astype(np.int32) & last])

    def _inked_layer(
        self, mask: Mask, window: Window, material: Material, tone: float
    ) -> NDArray[np.uint8] | Color:
        """Paper, in parchment washed with colour, hatched where the material is dark or in the shade."""
        paper, ink = np.array(self._style.paper), np.array(self._style.ink)
        flat = paper
        if self._style.wash:
            color = np.array(self._style.color(material))
            flat = paper + (color * 0.8 + ink * 0.2 - paper) * self._style.wash
        if material in SOLID and not self._style.wash:
            flat = paper * 0.2 + ink * 0.8
        share = HATCHED.get(material, 0.0) + max(0.0, (1 - tone) * 0.6)
        if share < 0.08 or material in SOLID:
            return float(flat[0]), float(flat[1]), float(flat[2])
        apart = 0.055 * self._scale
        rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
        off_line = (rows + window[0].start + columns + window[1].start) * DIAGONAL % apart
        lines = np.clip(share * apart - off_line, 0, 1)[:, :, None]
        layer = np.full((*mask.shape, 4), 255, dtype=np.uint8)
        layer[:, :, :3] = flat + (ink - flat) * 0.85 * lines
        return layer

    def _line_color(self, material: Material) -> Color:
        if not self._inked:
            return self._style.color(material)
        return self._style.paper if material in LIGHT_LINES else self._style.ink

    def _outline(self, corners: NDArray[np.int32], material: Material, rim: float) -> None:
        """Around large shapes a bold line, around small ones a fine one; never quite black."""
        extent = float(np.ptp(corners, axis=0).min()) / (1 << SHIFT) / self._scale
        thick = self._thickness(min(RIM, 0.006 + extent * 0.06) * rim)
        color = self._style.ink
        if not self._inked:
            own = self._style.color(material)
            red, green, blue = (0.8 * a + 0.14 * b for a, b in zip(self._style.outline, own, strict=True))
            color = (red, green, blue)
        cv2.polylines(self._paint, [corners], True, (*color, 255), thick, cv2.LINE_AA, SHIFT)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self._scale * (1.15 if self._inked else 1.0)))


@cache
def mottle() -> Mask:
    """`endless_noise` about 128, in whole numbers."""
    noise = np.clip(LEVEL + 60 * endless_noise(), 0, 255).astype(np.uint8)
    noise.setflags(write=False)
    return noise


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
