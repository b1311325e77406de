"""Puts signs, names and ornaments on the page."""

import cv2
import numpy as np

from generation.engines.sketch.maps.atlas.composition import Plate
from generation.engines.sketch.maps.atlas.furniture import Furnished
from generation.engines.sketch.maps.atlas.lettering import Lettered
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.quill import Sprite, sprites, stamp
from generation.engines.sketch.maps.styles import Color
from generation.engines.sketch.maps.texture import Mask, Picture, blurred_mask

HALO = 0.8  #: how much of the paper shows about letters


def draw_places(picture: Picture, page: Page) -> None:
    """The signs of places, each on a patch of paper that lifts it off the land."""
    for placed in page.places:
        _lift(picture, page, placed.sprite, placed.x, placed.y)
        stamp(picture, placed.sprite, placed.x, placed.y)


def _lift(picture: Picture, page: Page, sprite: Sprite, x: float, y: float) -> None:
    pad = round(5 * page.sheet.unit) + 1
    alpha = np.pad(sprite.pixels[:, :, 3], pad)
    soft = blurred_mask(_grown(alpha, pad // 2), pad / 3)
    pixels = np.empty((*soft.shape, 4), dtype=np.uint8)
    pixels[:, :, :3] = np.round(page.look.paper)
    pixels[:, :, 3] = soft * 0.72
    stamp(picture, Sprite(pixels=pixels, x=sprite.x + pad, y=sprite.y + pad), x, y)


def write_names(picture: Picture, page: Plate) -> None:
    """All names, each with a halo of paper."""
    for written in page.composition.labels:
        lettered = [page.type.draw(line, baseline) for line, baseline in written.way.lines]
        for letters, (line, _) in zip(lettered, written.way.lines, strict=True):
            _halo(picture, letters, page.look.bright, line.script.size)
        for letters in lettered:
            print_mask(picture, letters, written.color)


def _halo(picture: Picture, letters: Lettered, paper: Color, size: float) -> None:
    """Paper about letters, in the tone of what is around them."""
    reach = max(1, round(size * 0.11))
    soft: Mask = (blurred_mask(_grown(letters.mask, reach), reach * 0.7) * HALO).astype(np.uint8)
    top, left = max(letters.top, 0), max(letters.left, 0)
    height, width = soft.shape
    around = picture[top : letters.top + height, left : letters.left + width]
    if not around.size:
        return
    wide = 2 * round(size) + 1
    tone = np.empty((height, width, 3), dtype=np.float32)
    tone[:] = paper
    part = tone[top - letters.top :, left - letters.left :][: around.shape[0], : around.shape[1]]
    part += 0.45 * (cv2.blur(around, (wide, wide)) - part)
    stamp(
        picture, Sprite(pixels=np.dstack((tone.astype(np.uint8), soft)), x=0, y=0), letters.left, letters.top
    )


def _grown(mask: Mask, reach: int) -> Mask:
    """A mask, and what lies up to so many pixels beside it."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(mask, disc), dtype=np.uint8)


def print_mask(picture: Picture, letters: Lettered, color: Color) -> None:
    """A colour through a mask."""
    height, width = letters.mask.shape
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[:, :, :3] = np.round(color)
    pixels[:, :, 3] = letters.mask
    stamp(picture, Sprite(pixels=pixels, x=0, y=0), letters.left, letters.top)


def draw_ornaments(picture: Picture, page: Plate) -> None:
    """Title, compass and scale."""
    pieces = page.composition.ornaments
    drawn = sprites([each.ornament.drawing for each in pieces], page.sheet.unit) if pieces else []
    for each, sprite in zip(pieces, drawn, strict=True):
        _lift(picture, page, sprite, each.x, each.y)
        stamp(picture, sprite, each.x, each.y)
        _letter(picture, page, each)


def _letter(picture: Picture, page: Page, each: Furnished) -> None:
    for line, x, y in each.ornament.lines:
        start = (each.x + x, each.y + y)
        letters = page.type.draw(line, np.array((start, (start[0] + line.length, start[1]))))
        _halo(picture, letters, page.look.bright, line.script.size)
        print_mask(picture, letters, page.look.ink)
