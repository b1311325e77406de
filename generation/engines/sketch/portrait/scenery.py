"""Helpers of the places behind a subject: soft layers, lights out of focus, shafts of light."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike

from generation.engines.sketch.portrait.canvas import Array, Rgb, blur, floats, mix, polygon_mask, whole


def layer(picture: Array, shapes: Sequence[Array], color: Rgb, haze: float) -> Array:
    """Shapes in relative coordinates (0 to 1 each way), softened by `haze`, a share of the height."""
    rows, columns = picture.shape[:2]
    scaled_shapes = [floats(shape) * floats([columns, rows]) for shape in shapes]
    mask = blur(polygon_mask(scaled_shapes, whole(picture)), rows * haze)
    return mix(picture, color, mask)


def screened(picture: Array, light: Array, color: Rgb) -> Array:
    """`picture` with `light`, a mask, added as light adds up on film."""
    added = np.clip(light, 0, 1)[:, :, None] * floats(color)
    return floats(picture + added * (1 - picture))


def discs(
    shape: tuple[int, int], places: ArrayLike, radii: ArrayLike, levels: ArrayLike, *, shrink: int = 2
) -> Array:
    """A mask of discs: `places` relative, `radii` shares of the height, brighter over darker ones."""
    rows, columns = max(1, shape[0] // shrink), max(1, shape[1] // shrink)
    mask = np.zeros((rows, columns), np.uint8)
    for (x, y), radius, level in zip(floats(places), floats(radii), floats(levels), strict=True):
        center = round(float(x) * columns * 16), round(float(y) * rows * 16)
        cv2.circle(
            mask, center, max(8, round(float(radius) * rows * 16)), int(level * 255), -1, cv2.LINE_AA, 4
        )
    grown = cv2.resize(mask, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return floats(grown) / np.float32(255)


def bokeh(picture: Array, rng: np.random.Generator, color: Rgb, count: int, *, top: float = 0.75) -> Array:
    """Lights out of focus: soft discs with a bright rim."""
    places = rng.uniform((0, 0.02), (1, top), (count, 2))
    radii, levels = rng.uniform(0.008, 0.034, count), rng.uniform(0.2, 0.6, count)
    height = picture.shape[0]
    glow = blur(discs(picture.shape[:2], floats(places), radii, levels), height * 0.003)
    heart = blur(discs(picture.shape[:2], floats(places), radii * 0.8, levels), height * 0.004)
    return screened(picture, glow - 0.3 * heart, color)


def shafts(picture: Array, rng: np.random.Generator, side: float, color: Rgb, strength: float) -> Array:
    """Beams of light that fall from above on `side` (-1 left, 1 right)."""
    beams = []
    for _ in range(7):
        top, width = rng.uniform(-0.1, 0.75), rng.uniform(0.02, 0.07)
        low = top + rng.uniform(0.45, 0.6)
        beam = [(top, -0.05), (top + width, -0.05), (low + width * 3, 1.05), (low, 1.05)]
        beams.append(floats([(x if side < 0 else 1 - x, y) for x, y in beam]))
    rows, columns = picture.shape[:2]
    mask = blur(
        polygon_mask([beam * floats([columns, rows]) for beam in beams], whole(picture)), rows * 0.018
    )
    fade = np.linspace(1, 0.1, rows, dtype=np.float32)[:, None]
    return screened(picture, mask * fade * strength, color)


def moon(
    picture: Array, side: float, *, at: float = 0.19, radius: float = 0.075, light: float = 0.55
) -> Array:
    """A full moon towards `side`, with its halo."""
    rows, columns = picture.shape[:2]
    x, y = columns * (0.5 + 0.3 * side), rows * at
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    distance = np.hypot(across - x, down - y) / (rows * radius)
    picture = screened(
        picture, floats(light * np.exp(-np.maximum(distance - 1, 0) * 0.9)), (0.55, 0.68, 0.95)
    )
    dx, dy = (across - x) / (rows * radius), (down - y) / (rows * radius)
    seas = np.sin(dx * 2.6 + 1.3 * np.sin(dy * 2.1 + 0.7)) * np.sin(dy * 2.9 + 1.1 * np.sin(dx * 1.7))
    face = floats((0.80, 0.83, 0.84)) * (0.93 + 0.10 * seas - 0.10 * distance**2)[:, :, None]
    return mix(picture, floats(face), np.clip((1 - distance) * rows * radius + 0.5, 0, 1))
