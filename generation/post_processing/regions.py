"""Parts of a picture: cut out to be painted, and put back so that nothing shows and nothing else changes."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image

from generation.briefs import Box
from generation.post_processing.arrays import Bytes, Floats

Size = tuple[int, int]
Span = tuple[int, int]

VISIBLE = 16  #: of 255; what is more transparent has no colour to speak of
SEAM = 1 / 256  #: width of the seam within a mask, as a share of the part's shorter side
NARROW = 0.4  #: of the depth of the mask's widest place, the most that a seam takes
SOFT_RIM = 0.4  #: share of an ellipse's radius over which it fades


def sized(image: Image.Image, size: Size) -> Image.Image:
    """The picture at this width and height, by Lanczos' window; itself where it has them."""
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def cut(picture: Image.Image, box: Box, size: Size) -> Image.Image:
    """A part of a picture, brought to `size`."""
    return sized(picture.crop(box.corners), size)


def opaque(picture: Image.Image) -> Image.Image:
    """A picture (RGB or RGBA) as RGB; what is transparent takes the colour of the nearest pixel that is not.

    Over a colour of our own choice, that colour would tinge the edges once the picture gets its alpha back.
    """
    if picture.mode != "RGBA":
        return picture
    pixels = np.asarray(picture)
    rgb, hidden = pixels[..., :3].copy(), pixels[..., 3] < VISIBLE
    _, nearest = cv2.distanceTransformWithLabels(
        hidden.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colors = np.zeros((int(nearest.max()) + 1, 3), dtype=np.uint8)
    colors[nearest[~hidden]] = rgb[~hidden]
    rgb[hidden] = colors[nearest[hidden]]
    return Image.fromarray(rgb)


def with_alpha_of(image: Image.Image, picture: Image.Image) -> Image.Image:
    """`image` (RGB) as transparent as `picture` is, which may be of another size."""
    if picture.mode != "RGBA":
        return image
    result = image.copy()
    result.putalpha(sized(picture.getchannel("A"), image.size))
    return result


def mask_shares(mask: Image.Image) -> Floats:
    """How much of what was painted a mask (L) lets through, height × width: nothing wherever it is black.

    Just within its edge it is less, so that no seam shows; not where the mask ends with the picture.
    """
    levels = np.asarray(mask)
    inwards = cv2.distanceTransform((levels > 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    seam = min(max(1, round(min(mask.size) * SEAM)), NARROW * float(inwards.max()))
    return np.asarray(levels / 255 * np.clip(inwards / (seam + 1), 0, 1), dtype=np.float32)


def round_shares(middle: Box, box: Box) -> Floats:
    """How much of what was painted over `box` is taken, height × width: all of it about `middle`.

    It fades to nothing at an ellipse that is as wide and high as the box.
    """
    across = _from_middle(middle.left + middle.right, box.left, box.right)
    down = _from_middle(middle.top + middle.bottom, box.top, box.bottom)
    radius = np.hypot(across[None, :], down[:, None])
    share = np.clip((1 - radius) / SOFT_RIM, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float32)


def _from_middle(ends: int, start: int, end: int) -> Floats:
    """How far each pixel from `start` to `end` is from the middle between `ends`, in halves of the length."""
    return (np.arange(start, end) + 0.5 - ends / 2) / ((end - start) / 2)


def blend(picture: Image.Image, painted: Image.Image, box: Box, shares: Floats) -> Image.Image:
    """A copy of `picture` (RGB or RGBA) with `painted` (RGB, as large as `box`) laid over it by `shares`.

    Where a share is 0 every pixel is what it was; alpha is as it was everywhere.
    """
    result = np.array(picture)
    part = result[box.top : box.bottom, box.left : box.right, :3]
    inside = shares > 0
    before = part[inside].astype(np.float32)
    after = np.asarray(painted)[inside]
    part[inside] = np.round(before + (after - before) * shares[inside][:, None])
    return Image.fromarray(result)


def join_tiles(boxes: Sequence[Box], tiles: Sequence[Image.Image]) -> Image.Image:
    """One picture of tiles (RGB) that cover it: rows and columns of boxes, each as large as its tile.

    Where tiles overlap, one fades into the other in a straight line; everywhere their shares sum to 1.
    """
    painted = dict(zip(boxes, tiles, strict=True))
    rows = sorted({(box.top, box.bottom) for box in boxes})
    columns = sorted({(box.left, box.right) for box in boxes})
    canvas = np.zeros((rows[-1][1], columns[-1][1], 3), dtype=np.uint8)
    above = np.zeros(len(canvas), dtype=np.float32)
    across = fading_shares(columns)
    for (top, bottom), shares in zip(rows, fading_shares(rows), strict=True):
        row = [painted[Box(left=left, top=top, right=right, bottom=bottom)] for left, right in columns]
        above[top:bottom] += shares
        _lay_over(canvas[top:bottom], _joined_row(row, columns, across), shares / above[top:bottom])
    return Image.fromarray(canvas)


def fading_shares(spans: Sequence[Span]) -> list[Floats]:
    """What each of several overlapping spans, in order, has to say at each of its pixels; the sum is 1."""
    shares = []
    total = np.zeros(spans[-1][1])
    overlaps = [0, *(before[1] - after[0] for before, after in pairwise(spans)), 0]
    for (start, end), rise, fall in zip(spans, overlaps, overlaps[1:], strict=False):
        place = np.arange(end - start) + 0.5
        share = np.minimum(place / max(rise, 1), place[::-1] / max(fall, 1)).clip(0, 1)
        total[start:end] += share
        shares.append(share)
    return [share / total[start:end] for share, (start, end) in zip(shares, spans, strict=True)]


def _joined_row(tiles: Sequence[Image.Image], columns: Sequence[Span], shares: Sequence[Floats]) -> Floats:
    row = np.zeros((tiles[0].height, columns[-1][1], 3), dtype=np.float32)
    for tile, (left, right), share in zip(tiles, columns, shares, strict=True):
        row[:, left:right] += np.asarray(tile) * share[None, :, None].astype(np.float32)
    return row


def _lay_over(canvas: Bytes, row: Floats, shares: Floats) -> None:
    """Mix a row of tiles into the canvas in place, line by line by its share of what is there by then."""
    canvas[:] = np.round(canvas + (row - canvas) * shares[:, None, None].astype(np.float32))
