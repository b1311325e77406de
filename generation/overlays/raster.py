"""Turns pages of SVG into pixels, by libvips and the librsvg in it, tile by tile."""

import math
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product

import numpy as np
import pyvips
from numpy.typing import NDArray

from generation.overlays.boxes import Box
from generation.overlays.page import Page

TILE = 1_400  #: pixels of a tile's side at most; below 2,000, from where on libvips makes tiles of its own
THREADS = 4  #: at most
COMPRESSION = 3  #: of PNG; drawings are mostly flat, so that more takes time and saves little

pyvips.cache_set_max(0)  # libvips keeps what it drew last, and nothing here is drawn twice

Pixels = NDArray[np.uint8]
"""Rows × columns × (red, green, blue, alpha), the colours not multiplied by alpha."""


def rasterized(svg: str, scale: float = 1.0) -> Pixels:
    """A page that `Page.written` wrote, `scale` times as wide and as high as it says.

    Each tile is drawn from the parts that lie in it, several at a time: librsvg itself works on one thread,
    and goes through all parts for every tile.
    """
    page = Page.read(svg)
    pixels = np.zeros(
        (max(1, round(page.height * scale)), max(1, round(page.width * scale)), 4), dtype=np.uint8
    )
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        for drawn in [pool.submit(_draw_tile, page, tile) for tile in _tiles(pixels, page)]:
            drawn.result()
    return pixels


def png_of(svg: str) -> bytes:
    """A page as a PNG of its size."""
    data: bytes = pyvips.Image.new_from_array(rasterized(svg)).write_to_buffer(
        ".png", compression=COMPRESSION, filter="none"
    )
    return data


def _tiles(pixels: Pixels, page: Page) -> list[tuple[Pixels, Box]]:
    """Views of the pixels, and what each shows of the page."""
    height, width, _ = pixels.shape
    down, across = page.height / height, page.width / width
    rows, columns = _spans(height), _spans(width)
    return [
        (pixels[top:bottom, left:right], Box(left * across, top * down, right * across, bottom * down))
        for (top, bottom), (left, right) in product(rows, columns)
    ]


def _spans(side: int) -> list[tuple[int, int]]:
    """A side in equal parts."""
    ends = np.linspace(0, side, math.ceil(side / TILE) + 1).round().astype(int).tolist()
    return list(pairwise(ends))


def _draw_tile(page: Page, tile: tuple[Pixels, Box]) -> None:
    pixels, shown = tile
    height, width, _ = pixels.shape
    svg = page.piece(shown, width, height)
    if svg is not None:
        # Unlimited: a drawing with many tokens is larger than what libxml takes for an attack.
        pixels[:] = pyvips.Image.svgload_buffer(svg.encode(), unlimited=True).numpy()
