"""Large pictures in parts of a size that an engine likes, which overlap."""

from collections.abc import Iterator
from math import isqrt, prod

from generation.briefs import Box
from generation.engines.base import EngineInfo

Size = tuple[int, int]
"""Width and height in pixels."""

OVERLAP = 0.125  #: share of a tile's side that it has in common with its neighbour


def tiles(picture: Size, engine: EngineInfo) -> Iterator[Box]:
    """Overlapping parts of one size that cover a picture, row by row, each as large as `engine` likes."""
    pixels = engine.working_pixels
    return cover(picture, max(picture) if pixels is None or prod(picture) <= pixels else isqrt(pixels))


def cover(picture: Size, side: int) -> Iterator[Box]:
    """Overlapping parts of one size, `side` pixels or less a side, that cover a picture, row by row."""
    width, height = min(side, picture[0]), min(side, picture[1])
    for top in _starts(picture[1], height):
        for left in _starts(picture[0], width):
            yield Box(left=left, top=top, right=left + width, bottom=top + height)


def _starts(length: int, tile: int) -> list[int]:
    """Where tiles begin so that the first and the last end with the picture, and neighbours overlap."""
    if tile >= length:
        return [0]
    count = -(-(length - tile) // round(tile * (1 - OVERLAP))) + 1
    return [round(number * (length - tile) / (count - 1)) for number in range(count)]
