"""The outlines of playing pieces as fields over pixels: how deep inside, which way out, how far along.

Lengths are in radii: the canvas is two radii wide and its centre is (0, 0). Corners are rounded by measuring
with a p-norm instead of the maximum, so every parallel of an outline has soft corners, too.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from generation.post_processing.arrays import Floats, Mask
from generation.vocabulary import TokenShape

_SIDES = {TokenShape.SQUARE: 4, TokenShape.HEX: 6}
_SOFTNESS = {TokenShape.SQUARE: 12.0, TokenShape.HEX: 20.0}


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One shape on a square canvas; every field is side × side unless `at` has picked pixels.

    `depth` is 0 on the outline and grows inwards; (`out_x`, `out_y`) points outwards; `along` is 0 to 1
    around the shape, clockwise; `mitre` is the distance to the nearest line from a corner to the centre.
    """

    x: Floats
    y: Floats
    depth: Floats
    out_x: Floats
    out_y: Floats
    along: Floats
    mitre: Floats
    pixel: float  #: width of a pixel in radii

    def at(self, mask: Mask) -> "Outline":
        """The same fields at the pixels of `mask` only, as flat arrays."""
        return Outline(
            x=self.x[mask],
            y=self.y[mask],
            depth=self.depth[mask],
            out_x=self.out_x[mask],
            out_y=self.out_y[mask],
            along=self.along[mask],
            mitre=self.mitre[mask],
            pixel=self.pixel,
        )

    def cover(self, depth: float = 0.0) -> Floats:
        """How much of each pixel lies deeper than `depth`, 0 to 1: an anti-aliased mask."""
        cover: Floats = np.clip((self.depth - depth) / self.pixel + 0.5, 0, 1)
        return cover


def outline(shape: TokenShape, side: int) -> Outline:
    """The fields of `shape` on a canvas of `side` × `side` pixels, which it touches."""
    ticks = ((np.arange(side, dtype=np.float32) + 0.5) * 2 / side - 1).astype(np.float32)
    x, y = np.meshgrid(ticks, ticks)
    if shape is TokenShape.CIRCLE:
        return _circle(x, y, 2 / side)
    return _polygon(shape, x, y, 2 / side)


def clip(image: Image.Image, shape: TokenShape, depth: float = 0.0) -> Image.Image:
    """An RGBA copy of a square picture, transparent outside of the shape's parallel `depth` radii inside."""
    clipped = image.convert("RGBA")
    alpha = np.asarray(clipped.getchannel("A"), dtype=np.float32)
    kept = alpha * outline(shape, image.width).cover(depth)
    clipped.putalpha(Image.fromarray(np.round(kept).astype(np.uint8)))
    return clipped


def _circle(x: Floats, y: Floats, pixel: float) -> Outline:
    radius = np.maximum(np.hypot(x, y), 1e-6)
    along = (np.arctan2(y, x) / (2 * np.pi)) % 1
    return Outline(
        x=x,
        y=y,
        depth=1 - radius,
        out_x=x / radius,
        out_y=y / radius,
        along=along,
        mitre=np.full_like(x, np.inf),
        pixel=pixel,
    )


def _polygon(shape: TokenShape, x: Floats, y: Floats, pixel: float) -> Outline:
    """A regular polygon with a side to the right: a square, or a hexagon that stands on a corner."""
    sides, softness = _SIDES[shape], _SOFTNESS[shape]
    angles = 2 * np.pi * np.arange(sides, dtype=np.float32) / sides
    outwards = np.stack([np.cos(angle) * x + np.sin(angle) * y for angle in angles])
    apothem = 1.0 if sides == 4 else np.cos(np.pi / sides) * 2 ** (1 / softness)

    weights = np.maximum(outwards, 0) ** softness
    total = np.maximum(weights.sum(axis=0), 1e-30)
    depth = apothem - total ** (1 / softness)
    weights /= total
    out_x = (weights * np.cos(angles)[:, None, None]).sum(axis=0)
    out_y = (weights * np.sin(angles)[:, None, None]).sum(axis=0)

    nearest = outwards.argmax(axis=0)
    sideways = -np.sin(angles)[nearest] * x + np.cos(angles)[nearest] * y
    half = np.tan(np.pi / sides) * outwards.max(axis=0)
    along = (nearest + 0.5 + sideways / (2 * np.tan(np.pi / sides) * apothem)) / sides
    mitre = (half - np.abs(sideways)) * np.cos(np.pi / sides)
    return Outline(x=x, y=y, depth=depth, out_x=out_x, out_y=out_y, along=along, mitre=mitre, pixel=pixel)
