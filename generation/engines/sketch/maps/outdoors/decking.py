"""What people laid in the open: bridges, piers and decks of planks, pavements of stone, steps."""

import itertools
from collections.abc import Iterable

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from generation.engines.sketch.maps.built.flooring import Floor, Flooring, cut_for, frame_of, lay_floor
from generation.engines.sketch.maps.built.pieces import Cut, Outline, Pieces
from generation.engines.sketch.maps.built.surface import paint_pieces
from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.outdoors.land import BUILT, COLD, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, scaled
from generation.engines.sketch.maps.outdoors.soils import snow_soil, weeds
from generation.engines.sketch.maps.outdoors.tile import Swatch
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, blurred_mask, smoothstep
from generation.layout.plan import TerrainArea, WallMaterial
from generation.vocabulary import MapEnvironment, TerrainType

WET = 0.12  #: the share of an area over water from which on it is a bridge
SHARP = 0.7  #: the cosine of a bend from which on it is a corner
CLEAR = 0.6  #: how unlike an end a side may be and still be one, in logarithms of its length
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
    stone = [area for area, _ in laid if area not in wooden]
    for areas in (stone, wooden):
        _outline(picture, land, areas, style)
    if land.snowed or land.base in COLD:
        _weather(picture, land, [area for area, _ in laid if _roofless(land, area)], snow_soil(land, style))
    elif land.chart.environment is MapEnvironment.RUINS:
        _weather(picture, land, stone, weeds(land, style))


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
    """Whether it belongs to a ship, lies within wooden walls, or leads over water or a chasm."""
    if area.type is TerrainType.STAIRS:
        return False
    if land.chart.environment is MapEnvironment.SHIP or _walled(land, area, 0.4, (WallMaterial.WOOD,)):
        return True
    if _walled(land, area, 0.15, (WallMaterial.STONE, WallMaterial.RUIN)):
        return False
    covered = np.zeros(land.shape, dtype=np.uint8)
    cv2.fillPoly(covered, [land.placed(area.polygon)], 1, shift=SHIFT)
    share = land.spanned[covered > 0]
    return land.chart.environment is MapEnvironment.SWAMP or bool(share.size and share.mean() > WET)


def _walled(land: Land, area: TerrainArea, share: float, materials: tuple[WallMaterial, ...]) -> bool:
    """Whether walls of these materials run along such a share of an area's rim."""
    lines = [LineString(w.points) for w in land.chart.layout.walls if w.material in materials]
    if not lines:
        return False
    rim = Polygon(area.polygon).exterior
    return bool(rim.intersection(shapely.union_all(lines).buffer(0.35)).length > share * rim.length)


def _floor(outline: Outline, flooring: Flooring) -> Floor:
    return Floor(area=outline, flooring=flooring, frame=frame_of(Polygon(outline)))


def _lay_across(pieces: Pieces, outline: Outline, width: float, cut: Cut) -> list[Outline]:
    """Pieces across the way that an area leads, as planks of a bridge lie."""
    banks = banks_of(outline) if _winds(outline) else _straight_banks(outline)
    count = max(2, round(float(np.hypot(*np.diff(banks[0], axis=0).T).sum()) / width))
    left, right = (_evenly(bank, count + 1) for bank in banks)
    middle, half = (left + right) / 2, (left - right) / 2
    left, right = middle + 1.2 * half, middle - 1.2 * half  # what sticks out is cut off
    planks = [np.array((left[i], left[i + 1], right[i + 1], right[i])) for i in range(count)]
    turns = [float(np.arctan2(*(plank[0] - plank[3])[::-1])) for plank in planks]
    pieces.lay(outline, [outline, *planks], cut, [turns[0], *turns])
    return planks


def _winds(outline: Outline) -> bool:
    """Whether an area is a bent ribbon with two clear ends."""
    polygon = Polygon(outline)
    box = shapely.minimum_rotated_rectangle(polygon)
    return bool(polygon.area < 0.7 * box.area) and max(_end_fits(outline)[list(_ends(outline))]) < CLEAR


def _straight_banks(outline: Outline) -> tuple[Outline, Outline]:
    """The long sides of the smallest rectangle about an area."""
    frame = frame_of(Polygon(outline))
    u, v = frame.length / 2, frame.width / 2 + 0.1
    corners = frame.box(-u, -v, u, v)
    return corners[[0, 1]], corners[[3, 2]]


def banks_of(outline: Outline) -> tuple[Outline, Outline]:
    """The two long sides of an area, both in the direction that it leads."""
    first, second = _ends(outline)
    count = len(outline)
    one = outline[[(first + 1 + i) % count for i in range((second - first - 1) % count + 1)]]
    other = outline[[(second + 1 + i) % count for i in range((first - second - 1) % count + 1)]]
    return one, other[::-1]


def _ends(outline: Outline) -> tuple[int, int]:
    """The two sides, by their first corners, at which an area is entered: likely, and far from each other."""
    fits = _end_fits(outline)
    middles = (outline + np.roll(outline, -1, axis=0)) / 2
    best = sorted(np.argsort(fits, kind="stable")[:6].tolist())
    return max(
        itertools.combinations(best, 2),
        key=lambda pair: float(np.hypot(*(middles[pair[0]] - middles[pair[1]]))) - fits[list(pair)].sum(),
    )


def _end_fits(outline: Outline) -> NDArray[np.float64]:
    """For each side how unlike an end it is: ends are as long as the area is wide, between two corners."""
    sides = np.roll(outline, -1, axis=0) - outline
    lengths = np.maximum(np.hypot(*sides.T), 1e-9)
    heading = sides / lengths[:, None]
    bend = (heading * np.roll(heading, 1, axis=0)).sum(axis=1)  # cosine at each side's first corner
    sharp = (bend < SHARP) & (np.roll(bend, -1) < SHARP)
    width = 2 * Polygon(outline).area / float(lengths.sum())
    return np.asarray(np.abs(np.log(lengths / width)) + np.where(sharp, 0.0, 2.0))


def _evenly(line: Outline, count: int) -> Outline:
    """Points on a line, evenly spread."""
    travelled = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    at = np.linspace(0, travelled[-1], count)
    return np.column_stack([np.interp(at, travelled, line[:, axis]) for axis in (0, 1)])


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
    for window in field.windows(picture.shape[0], 0.0):
        picture[window] = scaled(picture[window], 1 - 0.5 * np.clip(field.at(window), 0, 1))


def _outline(picture: Picture, land: Land, areas: Iterable[TerrainArea], style: MapStyle) -> None:
    thick = max(1, round(land.chart.scale * 0.03))
    whole = shapely.union_all([Polygon(area.polygon).buffer(0.02) for area in areas])
    for part in shapely.get_parts(whole).tolist():
        rings = [land.chart.pixels(ring.coords) for ring in (part.exterior, *part.interiors)]
        cv2.polylines(picture, rings, True, style.outline, thick, cv2.LINE_AA, SHIFT)


def _roofless(land: Land, area: TerrainArea) -> bool:
    """Whether snow falls on an area: a hut's floor lies under its roof."""
    if land.chart.environment is MapEnvironment.SHIP:
        return True
    return not _walled(land, area, 0.4, (WallMaterial.WOOD, WallMaterial.STONE))


def _weather(picture: Picture, land: Land, areas: list[TerrainArea], swatch: Swatch) -> None:
    """Grass that comes up between stones, or snow that lies on them, here and there."""
    field: Field = _mask(land, areas).astype(np.float32) / np.float32(255)
    patchy = 0.55 * land.noise("weathered", 1.4, 4) - 0.12 - 3 * (1 - field)
    share = land.coarse(np.asarray(patchy, np.float32))
    for window in share.windows(picture.shape[0], -0.3):
        high = share.at(window) + 0.5 * swatch.heights(window)
        picture[window] = laid_over(picture[window], swatch.at(window), smoothstep(-0.02, 0.08, high))
