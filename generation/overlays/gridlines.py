"""The lines between the spaces of a map, drawn over its picture."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from generation.briefs import Grid
from generation.lattice import Lattice
from generation.vocabulary import GridType

THICK = 1 / 70  #: of a space: one pixel of a map of 70 pixels per space
SHIFT = 4  #: binary digits after the point in OpenCV's coordinates

Coverage = NDArray[np.uint8]
"""Rows × columns of pixels: how much of each a line covers, 0 to 255."""


def draw_grid(picture: Image.Image, grid: Grid) -> Image.Image:
    """A new picture with the grid over it, in its colour and alpha; `picture` may be a scaled one.

    Lines of squares start at the pixel that a space starts at, and the last ones end with the picture. A map
    without a grid stays as it is.
    """
    if grid.type is GridType.GRIDLESS or grid.alpha == 0:
        return picture.copy()
    fainter = (np.arange(256) * grid.alpha).round().astype(np.uint8)
    mask = Image.fromarray(fainter[line_coverage(grid, picture.size)])
    drawn = picture.copy()
    drawn.paste(ImageColor.getrgb(grid.color)[:3], mask=mask)
    return drawn


def line_coverage(grid: Grid, size: tuple[int, int]) -> Coverage:
    """Where the lines lie in a picture of `size` (width, height) pixels that shows the whole map."""
    width, height = size
    scale = width / Lattice.of(grid).width
    thick = max(1, round(THICK * scale))
    if Lattice.of(grid).hexagonal:
        return _hexagons(grid, size, scale, thick)
    lines = np.zeros((height, width), dtype=np.uint8)
    lines[:, _positions(grid.columns, width, thick)] = 255
    lines[_positions(grid.rows, height, thick)] = 255
    return lines


def _positions(spaces: int, pixels: int, thick: int) -> list[int]:
    """The pixels along one side that lines between and around `spaces` cover, each `thick` wide."""
    inner = [round(space * pixels / spaces) - (thick - 1) // 2 for space in range(1, spaces)]
    starts = (0, *inner, pixels - thick)
    return [min(max(start + step, 0), pixels - 1) for start in starts for step in range(thick)]


def _hexagons(grid: Grid, size: tuple[int, int], scale: float, thick: int) -> Coverage:
    """Each side once, though two spaces share it."""
    lattice = Lattice.of(grid)
    corners = (lattice.centers[:, None, :] + lattice.corners) * scale
    sides = np.concatenate((corners, np.roll(corners, -1, axis=1)), axis=2).reshape(-1, 4)
    middles = np.round(sides[:, :2] + sides[:, 2:], 1)
    unique = sides[np.unique(middles, axis=0, return_index=True)[1]]
    inside = np.clip(
        unique - 0.5, 0, np.tile(size, 2) - 1
    )  # the outermost sides lie along the picture's edge
    pixels = np.round(inside * (1 << SHIFT)).astype(np.int32).reshape(-1, 2, 2)
    lines = np.zeros((size[1], size[0]), dtype=np.uint8)
    cv2.polylines(lines, list(pixels), False, 255, thick, cv2.LINE_AA, SHIFT)
    return lines
