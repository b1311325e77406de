"""Bridges, decks and pavements in ink."""

import cv2
import numpy as np

from generation.engines.sketch.maps.built.pieces import Pieces
from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.outdoors.decking import lay_decks
from generation.engines.sketch.maps.outdoors.land import Land
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Picture


def ink_decks(picture: Picture, land: Land, style: MapStyle) -> None:
    """Blank boards and slabs with their outlines."""
    fine, bold = (max(1, round(width * land.chart.scale)) for width in (0.016, 0.04))
    for area, outlines in lay_decks(Pieces(land.chart), land, style):
        corners = land.chart.pixels(area.polygon)
        low = np.clip((corners.min(axis=0) >> SHIFT) - 2, 0, None)
        high = (corners.max(axis=0) >> SHIFT) + 3
        window = picture[low[1] : high[1], low[0] : high[0]]
        if not window.size:
            continue
        inside = np.zeros(window.shape[:2], dtype=np.uint8)
        cv2.fillPoly(inside, [corners - (low << SHIFT)], 255, cv2.LINE_AA, SHIFT)
        drawn = np.empty_like(window)
        drawn[:] = np.round(style.paper)
        lines = [land.chart.pixels(outline.tolist()) - (low << SHIFT) for outline in outlines]
        cv2.polylines(drawn, lines, True, style.ink, fine, cv2.LINE_AA, SHIFT)
        share = inside.astype(np.float32) / np.float32(255)
        window[:] = cv2.blendLinear(drawn, np.ascontiguousarray(window), share, 1 - share)
        cv2.polylines(picture, [corners], True, style.ink, bold, cv2.LINE_AA, SHIFT)
