"""What people laid in the open: bridges, piers and decks of planks, pavements of stone, steps."""

import itertools
from collections.abc import Iterable

import cv2
import numpy as np
from shapely import Polygon

from generation.engines.sketch.maps.built.flooring import Floor, Flooring, cut_for, frame_of, lay_floor
from generation.engines.sketch.maps.built.pieces import Cut, Outline, Pieces
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.outdoors.land import BUILT, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.soils import weeds
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, bands, blurred_mask, smoothstep
from generation.layout.plan import TerrainArea
from generation.vocabulary import MapEnvironment, TerrainType

WET = 0.12  #: the share of an area over water from which on it is a bridge
PLANK = 0.27  #: spaces across one plank of a bridge
TREAD = 0.34  #: spaces from step to step
ABOVE = 0.16  #: spaces that the shadow of a bridge falls on the water


Laid = list[tuple[TerrainArea, list[Outline]]]
"""What was laid where, piece by piece."""


def paint_decks(picture: Picture, land: Land, style: MapStyle) -> None:
    """Lay down every floor that has no roof."""
    pieces = Pieces(land.chart)
    laid = lay_decks(pieces, land, style)
    if not laid:
        return
    wooden = [area for area, _ in laid if _wooden(land, area)]
    _shade_below(picture, land, wooden)
    paint_pieces(picture, land.chart, pieces, land.chart.rng("boards"))
    _outline(picture, land, [area for area, _ in laid], style)
    stone = [area for area, _ in laid if area not in wooden]
    if land.chart.environment in (MapEnvironment.RUINS, MapEnvironment.SWAMP) and stone:
        _overgrow(picture, land, stone, style)


def lay_decks(pieces: Pieces, land: Land, style: MapStyle) -> Laid:
    """The boards and slabs of every bridge, deck and pavement, stone first."""
    areas = [area for area in land.chart.layout.terrain if area.type in BUILT]
    rng = land.chart.rng("decks")
    ordered = sorted(areas, key=lambda area: _wooden(land, area))
    return [(area, _lay(pieces, land, area, style, rng)) for area in ordered]


def _lay(
    pieces: Pieces, land: Land, area: TerrainArea, style: MapStyle, rng: np.random.Generator
) -> list[Outline]:
    outline = np.array(area.polygon)
    if area.type is TerrainType.STAIRS:
        return _lay_across(pieces, outline, TREAD, cut_for(Flooring.FLAGSTONES, style))
    if not _wooden(land, area):
        return lay_floor(pieces, _floor(outline, Flooring.FLAGSTONES), style, rng)
    if land.chart.environment is MapEnvironment.SHIP:
        return lay_floor(pieces, _floor(outline, Flooring.DECK), style, rng)
    return _lay_across(pieces, outline, PLANK, cut_for(Flooring.BOARDS, style))


def _wooden(land: Land, area: TerrainArea) -> bool:
    """Whether it crosses water, or belongs to a ship."""
    if area.type is TerrainType.STAIRS:
        return False
    wet = land.wet
    covered = np.zeros(land.shape, dtype=np.uint8)
    cv2.fillPoly(covered, [land.placed(area.polygon)], 1, shift=SHIFT)
    share = wet[covered > 0]
    return land.chart.environment is MapEnvironment.SHIP or bool(share.size and share.mean() > WET)


def _floor(outline: Outline, flooring: Flooring) -> Floor:
    return Floor(area=outline, flooring=flooring, frame=frame_of(Polygon(outline)))


def _lay_across(pieces: Pieces, outline: Outline, width: float, cut: Cut) -> list[Outline]:
    """Pieces across the longer side, as planks of a bridge lie."""
    frame = frame_of(Polygon(outline))
    count = max(2, round(frame.length / width))
    stops = np.linspace(-frame.length / 2, frame.length / 2, count + 1).tolist()
    reach = frame.width / 2 + 0.1
    boxes = [frame.box(u0, -reach, u1, reach) for u0, u1 in itertools.pairwise(stops)]
    pieces.lay(outline, boxes, cut, [frame.turn + np.pi / 2] * len(boxes))
    return boxes


def _mask(land: Land, areas: Iterable[TerrainArea], off: float = 0.0) -> np.ndarray:
    """Where areas lie, moved to the bottom right by `off` spaces."""
    mask = np.zeros(land.shape, dtype=np.uint8)
    for area in areas:
        corners = np.array(area.polygon) + off
        cv2.fillPoly(mask, [land.placed(corners.tolist())], 255, cv2.LINE_AA, SHIFT)
    return mask


def _shade_below(picture: Picture, land: Land, wooden: list[TerrainArea]) -> None:
    """The shadow of bridges on what they cross; ships lie in the water."""
    if not wooden:
        return
    off = ABOVE * (1.6 if land.chart.environment is MapEnvironment.SHIP else 1.0)
    shade = blurred_mask(_mask(land, wooden, off), 0.07 * land.samples).astype(np.float32) / np.float32(255)
    field = land.coarse(shade)
    for rows in bands(picture.shape[0]):
        dark = field.rows(rows)
        if dark.max() > 0:
            picture[rows] = scaled(picture[rows], 1 - 0.5 * np.clip(dark, 0, 1))


def _outline(picture: Picture, land: Land, areas: Iterable[TerrainArea], style: MapStyle) -> None:
    thick = max(1, round(land.chart.scale * 0.03))
    for area in areas:
        corners = land.chart.pixels(area.polygon)
        cv2.polylines(picture, [corners], True, style.outline, thick, cv2.LINE_AA, SHIFT)


def _overgrow(picture: Picture, land: Land, stone: list[TerrainArea], style: MapStyle) -> None:
    """Grass that comes up between the stones."""
    field: Field = _mask(land, stone).astype(np.float32) / np.float32(255)
    patchy = 0.55 * land.noise("overgrown", 1.4, 4) - 0.12 - 0.6 * (1 - field)
    share, swatch = land.coarse(np.asarray(patchy, np.float32)), weeds(land, style)
    for rows in bands(picture.shape[0]):
        width = picture.shape[1]
        high = share.rows(rows) + 0.5 * swatch.heights(rows, width)
        if high.max() > 0:
            picture[rows] = laid_over(picture[rows], swatch.rows(rows, width), smoothstep(-0.02, 0.08, high))
