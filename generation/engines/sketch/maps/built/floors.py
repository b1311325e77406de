"""The floors of houses, painted and inked."""

import cv2
import numpy as np

from generation.engines.sketch.maps.built.flooring import Flooring, flooring_for, lay_floor
from generation.engines.sketch.maps.built.pieces import Pieces
from generation.engines.sketch.maps.built.site import indoor_rooms
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import (
    Mask,
    Picture,
    cover,
    fractal,
    seam_distance,
    smoothstep,
)
from generation.vocabulary import MapEnvironment

_USUAL = {MapEnvironment.RUINS: Flooring.FLAGSTONES, MapEnvironment.SHIP: Flooring.DECK}
"""Floors of rooms whose names say nothing."""


def paint_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """The floor of every indoor room, by what the room is for."""
    if indoor_rooms(chart.layout):
        paint_pieces(picture, chart, _laid(chart, style), chart.rng("boards"))


def ink_interiors(picture: Picture, chart: Chart, style: MapStyle) -> None:
    """Joints of boards and stones on the blank paper, fading in and out."""
    if not indoor_rooms(chart.layout):
        return
    mask = indoors(chart)
    cover(picture, style.paper, mask.astype(np.float32) / 255)
    seams = seam_distance(_laid(chart, style).labels) / chart.scale
    pixel = 1 / chart.scale
    line = 1 - smoothstep(0.3 * pixel, 1.4 * pixel, seams)
    patchy = 0.35 + 0.65 * smoothstep(
        -0.1, 0.4, fractal(chart.rng("joints"), chart.shape, chart.scale * 1.6, 3)
    )
    cover(picture, style.ink, 0.42 * line * patchy * (mask > 0))


def indoors(chart: Chart) -> Mask:
    """Where there is a roof."""
    mask = np.zeros(chart.shape, dtype=np.uint8)
    for room in indoor_rooms(chart.layout):
        cv2.fillPoly(mask, [chart.pixels(room.polygon)], 255, cv2.LINE_AA, SHIFT)
    return mask


def _laid(chart: Chart, style: MapStyle) -> Pieces:
    pieces = Pieces(chart)
    rng = chart.rng("flooring")
    usual = _USUAL.get(chart.environment, Flooring.BOARDS) if chart.environment else Flooring.BOARDS
    for room in indoor_rooms(chart.layout):
        lay_floor(pieces, np.array(room.polygon), flooring_for(room.name, usual), style, rng)
    return pieces
