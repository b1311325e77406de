"""Frames of playing pieces: drawn by a material over an outline, with the shadow they cast inwards."""

import numpy as np
from PIL import Image, ImageColor

from generation.briefs import TokenBorder
from generation.errors import InvalidBrief
from generation.post_processing.arrays import Floats, to_bytes
from generation.post_processing.materials import MATERIALS, Surface
from generation.post_processing.outline import Outline, outline
from generation.vocabulary import TokenBorderStyle, TokenShape

MAX_WIDTH = 0.3  #: of a frame, as a share of the radius
_SHADOW_REACH = 0.07  #: of the frame's shadow on the picture, in radii


def draw_border(image: Image.Image, border: TokenBorder, shape: TokenShape) -> Image.Image:
    """A square picture with a frame drawn just inside of `shape`, which touches the picture's sides; RGBA.

    What lies outside of the shape stays as it is. Raises `InvalidBrief` naming `border.width`, `border.color`
    or `image`.
    """
    if image.width != image.height:
        raise InvalidBrief("A frame needs a square picture.", field="image")
    if not 0 <= border.width <= MAX_WIDTH:
        raise InvalidBrief(f"border.width must be 0 to {MAX_WIDTH}.", field="border.width")
    if border.width == 0:
        return image.convert("RGBA")
    fields = outline(shape, image.width)
    shaded = _cast_shadow(image.convert("RGBA"), fields, border)
    return Image.alpha_composite(shaded, _frame(fields, border))


def rgb(color: str, field: str) -> tuple[int, int, int]:
    """Red, green and blue of a CSS colour; raises `InvalidBrief(field=field)`."""
    try:
        red, green, blue, *_ = ImageColor.getrgb(color)
    except ValueError as error:
        raise InvalidBrief(f"{field} is not a colour: {color!r}.", field=field) from error
    return red, green, blue


def _frame(fields: Outline, border: TokenBorder) -> Image.Image:
    """The frame alone, RGBA."""
    cover = fields.cover() * (1 - fields.cover(border.width))
    mask = cover > 0
    color = np.array(rgb(border.color, "border.color"), dtype=np.float32) / 255
    pixels = fields.at(mask)
    across = np.clip(pixels.depth / border.width, 0, 1)
    surface = Surface(outline=pixels, across=across, width=border.width, color=color)
    frame = np.zeros((*mask.shape, 4), dtype=np.uint8)
    frame[mask, :3] = to_bytes(MATERIALS[border.style](surface) * _contour(surface)[:, None])
    frame[mask, 3] = to_bytes(cover[mask])
    return Image.fromarray(frame)


def _contour(surface: Surface) -> Floats:
    """Darkens both edges by a fine line, so that the frame stands out from any ground."""
    edge = np.minimum(surface.across, 1 - surface.across)
    return 0.45 + 0.55 * np.clip(edge / max(0.05, 1.5 * surface.pixel), 0, 1)


def _cast_shadow(image: Image.Image, fields: Outline, border: TokenBorder) -> Image.Image:
    """Darken the picture (or light it, under runes) where it dips under the frame; alpha stays."""
    reach = fields.at(fields.depth > 0)
    below = np.maximum(reach.depth - border.width, 0) / _SHADOW_REACH
    upper_left = 0.75 - 0.35 * (reach.out_x + reach.out_y)
    strength = np.exp(-below * 2) * upper_left * 0.55
    cast = np.zeros(3, dtype=np.float32)
    if border.style is TokenBorderStyle.ARCANE:
        cast = np.array(rgb(border.color, "border.color"), dtype=np.float32)
        strength = np.exp(-below * 1.6) * 0.5
    pixels = np.array(image)
    inside = fields.depth > 0
    colors = pixels[inside, :3].astype(np.float32)
    pixels[inside, :3] = np.round(colors + (cast - colors) * strength[:, None]).astype(np.uint8)
    return Image.fromarray(pixels)
