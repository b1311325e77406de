"""Paints solid ground over what players must not see on a map, whichever engine painted that."""

from dataclasses import replace

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from shapely import MultiPolygon, Polygon

from generation.engines.sketch.maps import map_strokes
from generation.layout.discretion import for_players, hidden_ground
from generation.layout.plan import MapLayout
from generation.layout.spaces import Area
from generation.spec import RenderSpec

WALL = 0.7  #: spaces around hidden ground that its painted walls and their shadows take up
KEPT = 0.3  #: spaces about known floors that stay as they were painted
FEATHER = 0.06  #: spaces over which the old picture goes over into the new one
MOST_PIXELS = 3_000_000  #: of a drawing at once; larger maps get theirs enlarged: rock has no fine lines
SHIFT = 4  #: binary digits after the point in OpenCV's coordinates


def cover_hidden(picture: Image.Image, layout: MapLayout, spec: RenderSpec) -> Image.Image:
    """The picture (RGB) of `layout`, with its hidden ground drawn as if nothing were there.

    `spec` says in which style and by which seed; its size counts for nothing.
    """
    hidden = hidden_ground(layout)
    if hidden.is_empty:
        return picture
    known = for_players(layout)
    mask = _mask(_covered(hidden, known), layout, picture.size)
    drawing = _drawn(known, spec, picture.size)
    return Image.composite(drawing, picture.convert("RGB"), Image.fromarray(mask))


def _covered(hidden: Area, known: MapLayout) -> Area:
    floors = shapely.union_all([shapely.Polygon(room.polygon) for room in known.rooms])
    covered = hidden.buffer(WALL).difference(floors.buffer(KEPT).difference(hidden))
    assert isinstance(covered, Polygon | MultiPolygon)
    return covered


def _mask(area: Area, layout: MapLayout, size: tuple[int, int]) -> NDArray[np.uint8]:
    """White where the area lies, rows × columns."""
    width, height = size
    scale = width / layout.width
    mask = np.zeros((height, width), dtype=np.uint8)
    parts = area.geoms if isinstance(area, MultiPolygon) else (area,)
    rings = [ring for part in parts if not part.is_empty for ring in (part.exterior, *part.interiors)]
    outlines = [
        np.round((np.array(ring.coords) * scale - 0.5) * (1 << SHIFT)).astype(np.int32) for ring in rings
    ]
    cv2.fillPoly(mask, outlines, 255, cv2.LINE_AA, SHIFT)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(FEATHER * scale, 0.6)), dtype=np.uint8)


def _drawn(layout: MapLayout, spec: RenderSpec, size: tuple[int, int]) -> Image.Image:
    width, height = size
    scale = min(1.0, (MOST_PIXELS / (width * height)) ** 0.5)
    spec = replace(spec, width=round(width * scale), height=round(height * scale))
    drawing = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, layout):
        drawing = stroke(drawing)
    return drawing if drawing.size == size else drawing.resize(size, Image.Resampling.BICUBIC)
