"""Playing pieces: a portrait cut to a shape, over a ground, in a frame; its subject for Foundry's ring."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from generation.briefs import TokenBrief
from generation.errors import InvalidBrief
from generation.post_processing.arrays import Floats
from generation.post_processing.border import draw_border, rgb
from generation.post_processing.cutout import cut_out, plausible, subject_alpha
from generation.post_processing.framing import Square, head_and_shoulders, upper_middle
from generation.post_processing.outline import clip
from generation.post_processing.pixels import plain
from generation.vocabulary import TokenBackground, TokenShape

RING_INNER = 2 / 3
"""Diameter of the subject in a ring subject texture, as a share of its side: the rest is for the ring
(https://foundryvtt.com/article/dynamic-token-rings/)."""

RING_DENSITY = 2  #: pixels of the ring subject per pixel of the token
SIDES = range(8, 4097)  #: of a token, in pixels
KEPT_GROUND = "The subject could not be told from its ground, so the token keeps the picture's ground."

_WORK_SIDE = 512  #: tokens are drawn at least this large and then reduced
_DEFAULT_GROUND = "#2b2f38"
_SOURCE_SIDE = 1024  #: longest side of the portrait that is worked on


@dataclass(frozen=True, kw_only=True)
class TokenCut:
    """A finished token, `side` × `side`, and its subject for a dynamic ring, twice that; both RGBA."""

    image: Image.Image
    ring_subject: Image.Image
    notes: tuple[str, ...] = ()  #: sentences for people, about what could not be done as asked


@dataclass(frozen=True)
class _Portrait:
    """What is cut from: the picture, and its subject where one could be told apart."""

    picture: Image.Image
    alpha: Floats | None
    square: Square


def cut_token(image: Image.Image, brief: TokenBrief) -> TokenCut:
    """Cut a token as `brief` asks, the same for the same picture every time.

    Where the subject cannot be told from its ground, the picture's ground is kept and `notes` says so. Raises
    `InvalidBrief` naming `pixelsPerSquare`, `backgroundColor`, `border.width` or `border.color`.
    """
    if brief.side not in SIDES:
        raise InvalidBrief(
            f"A token is {SIDES[0]} to {SIDES[-1]} pixels a side, not {brief.side}.", field="pixelsPerSquare"
        )
    portrait = _portrait(image)
    notes: tuple[str, ...] = ()
    if portrait.alpha is None and brief.background is not TokenBackground.KEEP:
        brief, notes = replace(brief, background=TokenBackground.KEEP), (KEPT_GROUND,)
    return TokenCut(image=_token(portrait, brief), ring_subject=_ring_subject(portrait, brief), notes=notes)


def _portrait(image: Image.Image) -> _Portrait:
    picture = plain(image).copy()
    picture.thumbnail((_SOURCE_SIDE, _SOURCE_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    alpha = subject_alpha(picture)
    if not plausible(alpha):
        return _Portrait(picture, None, upper_middle(*picture.size))
    return _Portrait(picture, alpha, head_and_shoulders(alpha))


def _token(portrait: _Portrait, brief: TokenBrief) -> Image.Image:
    side = brief.side * max(1, -(-_WORK_SIDE // brief.side))
    frame = brief.border.width if brief.border else 0.0
    square = portrait.square.enlarged(1 / (1 - 0.85 * frame))
    if brief.background is TokenBackground.KEEP:
        drawn = _picture(portrait.picture, square.within(*portrait.picture.size), side)
    else:
        drawn = _subject(portrait, _above_bottom(square, portrait), side)
    if brief.background is TokenBackground.SOLID:
        color = rgb(brief.background_color or _DEFAULT_GROUND, "backgroundColor")
        drawn = Image.alpha_composite(Image.new("RGBA", drawn.size, color), drawn)
    shaped = clip(drawn, brief.shape, frame / 2)
    framed = draw_border(shaped, brief.border, brief.shape) if brief.border else shaped
    return framed.resize((brief.side, brief.side), Image.Resampling.HAMMING)


def _ring_subject(portrait: _Portrait, brief: TokenBrief) -> Image.Image:
    """The subject inside a circle of two thirds of the canvas, where the ring leaves it free."""
    side = RING_DENSITY * brief.side
    inner = round(side * RING_INNER)
    if portrait.alpha is None:
        drawn = _picture(portrait.picture, portrait.square.within(*portrait.picture.size), inner)
    else:
        drawn = _subject(portrait, _above_bottom(portrait.square, portrait), inner)
    canvas = Image.new("RGBA", (side, side))
    canvas.paste(clip(drawn, TokenShape.CIRCLE), ((side - inner) // 2, (side - inner) // 2))
    return canvas


def _above_bottom(square: Square, portrait: _Portrait) -> Square:
    """The square moved up where it would show the straight line in which a bust ends."""
    lowest = max(portrait.picture.height - square.side, -0.25 * square.side)
    return replace(square, top=min(square.top, lowest))


def _picture(picture: Image.Image, square: Square, side: int) -> Image.Image:
    cropped = picture.convert("RGBA").crop(square.box)
    return cropped.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _subject(portrait: _Portrait, square: Square, side: int) -> Image.Image:
    """The subject alone in `square`, RGBA of `side` × `side`."""
    size = (side, side)
    pixels = portrait.picture.convert("RGB").crop(square.box)
    alpha = Image.fromarray(np.asarray(portrait.alpha)).crop(square.box)
    pixels = pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    alpha = alpha.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return cut_out(pixels, np.clip(np.asarray(alpha), 0, 1))
