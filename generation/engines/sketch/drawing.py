"""`drawing_strokes`: the strokes of an ordinary drawing, which starts from blank paper."""

from collections.abc import Iterable, Sequence

from PIL import Image

from generation.briefs import MapBrief
from generation.engines.sketch.maps import map_strokes
from generation.engines.sketch.portrait import portrait_strokes
from generation.engines.sketch.stroke import Stroke
from generation.errors import EngineFailed
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec


def drawing_strokes(spec: RenderSpec, layout: MapLayout | None) -> Sequence[Stroke]:
    """The strokes that draw `spec`, in order; raises `EngineFailed` for a map without a layout."""
    if not isinstance(spec.subject, MapBrief):
        return portrait_strokes(spec)
    if layout is None:
        raise EngineFailed("A map can only be drawn from a layout, and this rendering came without one.")
    return map_strokes(spec, layout)


def blank(spec: RenderSpec) -> Image.Image:
    """What the first stroke is laid on: grey, in the spec's size."""
    return Image.new("RGB", (spec.width, spec.height), "#808080")


def drawn(spec: RenderSpec, strokes: Iterable[Stroke]) -> Image.Image:
    """The picture after all of `strokes`."""
    image = blank(spec)
    for stroke in strokes:
        image = stroke(image)
    return image
