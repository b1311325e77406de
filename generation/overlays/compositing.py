"""A map as one picture: with its grid, its features and its overlays drawn in."""

from collections.abc import Iterable, Iterator, Sequence

from PIL import Image

from generation.briefs import Grid
from generation.layout.features import Features
from generation.overlays.features import features_svg
from generation.overlays.gridlines import draw_grid
from generation.overlays.raster import rasterized


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

    With `width` it is scaled to so many pixels across, and what is drawn over it is drawn at that size. Leave
    out what the audience must not see.
    """
    base = picture if picture.mode in {"RGB", "RGBA"} else picture.convert("RGB")
    if width is not None and width != base.width:
        height = max(1, round(width * base.height / base.width))
        base = base.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    composed = draw_grid(base, grid) if grid_lines else base.copy()
    for layer in _layers(grid, features, overlays):
        _lay(composed, layer, composed.width / grid.width)
    return composed


def _layers(grid: Grid, features: Features | None, overlays: Iterable[str]) -> Iterator[str]:
    if features is not None:
        yield features_svg(features, grid)
    yield from overlays


def _lay(picture: Image.Image, svg: str, scale: float) -> None:
    """Draw an SVG into a picture, which is its own and its caller's only."""
    layer = Image.fromarray(rasterized(svg, scale))
    if picture.mode == "RGBA":
        picture.alpha_composite(layer.crop((0, 0, *picture.size)))
    else:
        picture.paste(layer, (0, 0), mask=layer)
