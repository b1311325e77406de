"""`Mold`: a thing seen from above before it is turned, lit and coloured; `Canvas`: where it is drawn."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.texture import Field, Mask

MARGIN = 1.16  #: how far a mold reaches beyond the size of its thing
TOWARDS_LIGHT = -np.array((1.0, 1.0)) / np.sqrt(2)  #: x, y; the light comes from the top left

Outlines = NDArray[np.float64]
"""Shapes × corners × (x, y), in spaces about the middle of a thing."""

Numbers = NDArray[np.float64]
"""One for each shape."""


@dataclass(frozen=True)
class Mold:
    """Rows × columns × (tone, slope to the right, slope down, cover), 0 to 255; 128 is level."""

    values: NDArray[np.uint8]

    def cast(self, pose: "Pose", relief: float) -> "Cast":
        """The thing in a picture, lit from the top left."""
        light = TOWARDS_LIGHT @ pose.turn * relief
        tone = (1.0, float(light[0]), float(light[1]), 0.0, -128 * float(light.sum()))
        layers = cv2.transform(self.values, np.array((tone, (0.0, 0.0, 0.0, 1.0, 0.0)), dtype=np.float32))
        turned = self._posed(np.asarray(layers, dtype=np.uint8), pose)
        return Cast(np.ascontiguousarray(turned[:, :, 0]), np.ascontiguousarray(turned[:, :, 1]))

    def outline(self, pose: "Pose") -> Mask:
        """What the thing covers in a picture."""
        return self._posed(self._cover, pose)

    @cached_property
    def _cover(self) -> Mask:
        return np.ascontiguousarray(self.values[:, :, 3])

    @cached_property
    def round(self) -> bool:
        """Whether its corners are empty, so that it needs no more room when it is turned."""
        steps = np.arange(self.values.shape[0]) + 0.5 - self.values.shape[0] / 2
        corners = np.hypot(steps[:, None], steps) > self.values.shape[0] / 2
        return not self._cover[corners].any()

    def _posed(self, layers: NDArray[np.uint8], pose: "Pose") -> NDArray[np.uint8]:
        side = self.values.shape[0]
        linear = pose.turn @ np.diag(np.array(pose.size) * MARGIN / side)
        reach = np.hypot(*linear.T) if pose.tight else np.abs(linear).sum(axis=1)
        box = (reach * side + 2).astype(int)
        matrix = np.column_stack((linear, (box - 1) / 2 - linear @ np.full(2, (side - 1) / 2)))
        turned = cv2.warpAffine(layers, matrix, box.tolist(), flags=cv2.INTER_LINEAR)
        return np.asarray(turned, dtype=np.uint8)


@dataclass(frozen=True)
class Pose:
    """How a thing lies in a picture: its width and height in pixels, turned clockwise by degrees."""

    size: tuple[float, float]
    rotation: float
    tight: bool = False  #: in a box that leaves out the corners, for things that are round

    @property
    def turn(self) -> NDArray[np.float64]:
        """The rotation as a matrix, 2 × 2."""
        angle = np.radians(self.rotation)
        return np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))


@dataclass(frozen=True)
class Cast:
    """A thing as it lies in a picture: brightness and cover, 0 to 255."""

    light: Mask
    cover: Mask


class Canvas:
    """Draws a thing of `width` × `height` spaces, which its mold takes as a square."""

    def __init__(
        self, rng: np.random.Generator, scale: float, width: float, height: float | None = None
    ) -> None:
        self.rng = rng
        self.width = width
        self.height = width if height is None else height
        side = max(8, round(max(self.width, self.height) * scale * MARGIN))
        self._values = np.zeros((side, side, 4), dtype=np.uint8)
        self._values[:, :, 1:3] = 128
        self._scale = side / (np.array((self.width, self.height)) * MARGIN)

    def draw(self, outlines: Outlines, tones: Numbers, slopes: NDArray[np.float64]) -> None:
        """Filled shapes, one over the other; tones 0 to 1, slopes (x, y) of -1 to 1."""
        corners = self._placed(outlines)
        colors = np.column_stack((255 * tones, 128 + 127 * slopes, np.full(len(tones), 255)))
        for outline, color in zip(corners, np.clip(colors, 0, 255).tolist(), strict=True):
            cv2.fillPoly(self._values, [outline], color, cv2.LINE_AA, SHIFT)

    def _placed(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        pixels = points * self._scale + self._values.shape[0] / 2 - 0.5
        return np.round(pixels * (1 << SHIFT)).astype(np.int32)

    def shade(self, factor: Field) -> None:
        """Multiply the tones; `factor` has the size of `grid`."""
        tone = self._values[:, :, 0]
        self._values[:, :, 0] = np.clip(tone * factor, 0, 255).astype(np.uint8)

    def grid(self) -> tuple[Field, Field]:
        """x and y of each pixel, in spaces about the middle."""
        steps = np.arange(self._values.shape[0], dtype=np.float32) + 0.5 - self._values.shape[0] / 2
        x, y = np.meshgrid(steps / np.float32(self._scale[0]), steps / np.float32(self._scale[1]))
        return np.asarray(x), np.asarray(y)

    def model(self, tone: Field, height: Field, cover: Field) -> None:
        """Lay over all a body given point by point; its slopes come from its height in spaces."""
        down, across = np.gradient(height)
        slopes = np.stack((-across * self._scale[0], -down * self._scale[1]), axis=-1)
        body = np.dstack((255 * tone, 128 + 127 * np.clip(slopes, -1, 1), np.full(tone.shape, 255.0)))
        share = np.clip(cover, 0, 1)[:, :, None]
        mixed = self._values + (body - self._values) * share
        mixed[:, :, 3] = np.maximum(self._values[:, :, 3], 255 * share[:, :, 0])
        self._values[:] = np.clip(mixed, 0, 255).astype(np.uint8)

    def mold(self) -> Mold:
        """What has been drawn; the colour of its outermost pixels reaches beyond the rim."""
        cover = np.ascontiguousarray(self._values[:, :, 3])
        grown = cv2.dilate(self._values, np.ones((3, 3), np.uint8))
        grown[:, :, 3] = 0
        return Mold(np.asarray(cv2.copyTo(self._values, cover, grown), dtype=np.uint8))


def ovals(
    at: NDArray[np.float64], turn: Numbers, length: Numbers, width: Numbers, corners: int = 6
) -> Outlines:
    """Ovals, pointed at their front end, `length` and `width` in spaces."""
    angles = np.arange(corners) / corners * 2 * np.pi
    ahead = 0.5 * np.cos(angles) * length[:, None]
    aside = 0.5 * np.sin(angles) * width[:, None]
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    return np.stack((at[:, :1] + ahead * cos - aside * sin, at[:, 1:] + ahead * sin + aside * cos), axis=-1)


def stripes(start: NDArray[np.float64], end: NDArray[np.float64], thick: Numbers, thin: Numbers) -> Outlines:
    """Lines from `start` to `end` as shapes, `thick` at the start and `thin` at the end."""
    along = end - start
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    aside = np.column_stack((-along[:, 1], along[:, 0])) / 2
    near, far = aside * thick[:, None], aside * thin[:, None]
    return np.stack((start + near, end + far, end - far, start - near), axis=1)
