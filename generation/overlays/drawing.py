"""Draws an overlay: SVG written here, and a PNG made from the very same SVG."""

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import resvg_py
from PIL import Image

from generation import fonts
from generation.briefs import Grid
from generation.overlays.elements import OverlayElement

NO_PICTURES: Mapping[str, bytes] = {}


def overlay_svg(
    elements: Sequence[OverlayElement],
    grid: Grid,
    *,
    title: str,
    tokens: Mapping[str, bytes] = NO_PICTURES,
) -> str:
    """The overlay as a self-contained SVG of the map's size in pixels.

    `tokens` are picture files by `token_id`; a marker whose token is not among them shows its initials.
    """
    size = f'width="{grid.width}" height="{grid.height}" viewBox="0 0 {grid.width} {grid.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(title)}</title></svg>'


def overlay_png(svg: str) -> bytes:
    """The SVG that `overlay_svg` wrote as a transparent PNG of its size."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(fonts.SANS)]))


def overlay_picture(svg: str) -> Image.Image:
    """The same as a picture (RGBA)."""
    return Image.open(io.BytesIO(overlay_png(svg))).convert("RGBA")
