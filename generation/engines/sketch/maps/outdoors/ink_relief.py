"""Hills, cliffs and crevasses in ink: hachures that run down the slope, heavy on the side away from light."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT
from generation.engines.sketch.maps.outdoors.land import KINDS, WATERS, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over, plain
from generation.engines.sketch.maps.outdoors.rock import FACE
from generation.engines.sketch.maps.styles import MapStyle
from generation.engines.sketch.maps.texture import Field, Picture, smoothstep
from generation.layout.plan import Point
from generation.vocabulary import TerrainType

APART = 0.11  #: spaces from one hachure to the next

Widths = tuple[float, float]
"""Spaces across a stroke in the light, and in the shade."""

Contour = NDArray[np.float64]
"""n × (x, y), in spaces; its inside lies to one side all along."""


def ink_relief(picture: Picture, land: Land, style: MapStyle) -> None:
    """Everything that rises or falls."""
    rng = land.chart.rng("hachures")
    for area in land.chart.layout.terrain:
        if area.type is TerrainType.HILL:
            _hill(picture, land, area.polygon, style, rng)
    if land.rock.seen:
        _cliffs(picture, land, style, rng)
    if TerrainType.PIT in land.present:
        _pits(picture, land, style, rng)
    if TerrainType.LAVA in land.present:
        _lava(picture, land, style)


def contours(land: Land, field: Field, level: float = 0.0) -> Iterator[Contour]:
    """The lines along which a field of samples passes a level."""
    padded = np.pad((field > level).astype(np.uint8), 1, mode="edge")
    found, _ = cv2.findContours(padded, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    for line in found:
        points = (line[:, 0].astype(np.float64) - 0.5) / land.samples
        if len(points) > 2 * land.samples:
            yield _smoothed(points)


def _smoothed(points: Contour) -> Contour:
    """A closed line without the steps of its samples."""
    kernel = np.hanning(9)[1:-1] / np.hanning(9).sum()
    around = np.concatenate((points[-3:], points, points[:3]))
    return np.column_stack([np.convolve(around[:, axis], kernel, mode="valid") for axis in (0, 1)])


class Hachures(NamedTuple):
    """Strokes uphill, and how much each lies away from the light, 0 to 1."""

    start: Contour
    end: Contour
    shaded: NDArray[np.float64]

    def where(self, kept: NDArray[np.bool_]) -> "Hachures":
        """Some of them."""
        return Hachures(self.start[kept], self.end[kept], self.shaded[kept])


def hachures(land: Land, line: Contour, inside: Field, length: float, rng: np.random.Generator) -> Hachures:
    """Strokes of `length` spaces from a line uphill, none along the edge of the map."""
    count = max(3, int(np.hypot(*np.diff(line, axis=0).T).sum() / APART))
    at = line[(np.arange(count) * len(line) / count).astype(int)] + rng.normal(0, 0.012, (count, 2))
    row, column = np.clip((at[:, ::-1] * land.samples).astype(int), 1, np.array(land.shape) - 2).T
    right = inside[row, column + 1] - inside[row, column - 1]
    up = np.column_stack((right, inside[row + 1, column] - inside[row - 1, column]))
    up /= np.maximum(np.hypot(*up.T), 1e-6)[:, None]
    shaded = np.asarray(0.5 - 0.5 * up.sum(axis=1) / np.sqrt(2))
    reach = length * rng.uniform(0.6, 1.0, count) * (0.55 + 0.45 * shaded)
    return Hachures(at, at + up * reach[:, None], shaded).where(_on_map(land, at))


def _draw(picture: Picture, land: Land, strokes: Hachures, widths: Widths, style: MapStyle) -> None:
    """Strokes that thin out, wider the more they lie in the shade."""
    along = strokes.end - strokes.start
    wide = widths[0] + (widths[1] - widths[0]) * strokes.shaded
    aside = np.column_stack((-along[:, 1], along[:, 0]))
    aside *= (wide / np.maximum(np.hypot(*along.T), 1e-6) / 2)[:, None]
    for corners in np.stack((strokes.start + aside, strokes.end, strokes.start - aside), axis=1):
        cv2.fillPoly(picture, [land.chart.pixels(corners.tolist())], style.ink, cv2.LINE_AA, SHIFT)


def _hill(
    picture: Picture, land: Land, polygon: tuple[Point, ...], style: MapStyle, rng: np.random.Generator
) -> None:
    """Two rows of light hachures, one higher than the other."""
    mask = np.zeros(land.shape, dtype=np.uint8)
    cv2.fillPoly(mask, [land.placed(polygon)], 1, shift=SHIFT)
    inside = land.distance(mask > 0) + 0.15 * land.noise("hills", 1.4, 3)
    for level, length in ((0.12, 0.42), (1.1, 0.34)):
        for line in contours(land, inside, level):
            strokes = hachures(land, line, inside, length, rng)
            lot = rng.random(len(strokes.start)) < 0.35 + 0.6 * strokes.shaded
            _draw(picture, land, strokes.where(lot & _on_soil(land, strokes.start)), (0.012, 0.028), style)


def _on_map(land: Land, points: Contour) -> NDArray[np.bool_]:
    """Leaves out what runs along the edge of the map."""
    size = np.array((land.chart.layout.width, land.chart.layout.height))
    return np.asarray(((points > 0.08) & (points < size - 0.08)).all(axis=1))


def _on_soil(land: Land, points: Contour) -> NDArray[np.bool_]:
    """Leaves out what crosses roads, water and floors."""
    row, column = np.clip((points[:, ::-1] * land.samples).astype(int), 0, np.array(land.shape) - 1).T
    smooth = [KINDS.index(kind) for kind in (*WATERS, TerrainType.ROAD, TerrainType.ICE, TerrainType.PIT)]
    return np.asarray(~np.isin(land.kinds[row, column], smooth))


def _cliffs(picture: Picture, land: Land, style: MapStyle, rng: np.random.Generator) -> None:
    """A bold foot, a fine brink, and between them strokes down the face."""
    for number, rise in enumerate(land.rock.rises):
        for line in contours(land, rise):
            _draw(picture, land, hachures(land, line, rise, 1.15 * FACE, rng), (0.02, 0.07), style)
        _outlines(picture, land, rise, 0.03 if number else 0.045, style)


def _outlines(picture: Picture, land: Land, field: Field, half: float, style: MapStyle) -> None:
    away, pixel = land.coarse(field), 1.0 / land.chart.scale
    for window in away.windows(picture.shape[0], -0.2):
        line = 1 - smoothstep(half - pixel, half + pixel, np.abs(away.at(window)))
        picture[window] = laid_over(picture[window], plain(picture[window], style.ink), line)


def _pits(picture: Picture, land: Land, style: MapStyle, rng: np.random.Generator) -> None:
    """Black, with a ragged rim of strokes."""
    inside = land.inside(TerrainType.PIT) + 0.07 * land.noise("pits", 0.4, 3)
    away = land.coarse(inside)
    for window in away.windows(picture.shape[0], 0.0):
        dark = smoothstep(0.12, 0.42, away.at(window))
        picture[window] = laid_over(picture[window], plain(picture[window], style.ink), dark)
    for line in contours(land, inside):
        _draw(picture, land, hachures(land, line, inside, 0.4, rng), (0.08, 0.05), style)
    _outlines(picture, land, inside, 0.022, style)


def _lava(picture: Picture, land: Land, style: MapStyle) -> None:
    """Floes outlined on a glow, dark in black and white."""
    inside = land.inside(TerrainType.LAVA) + 0.06 * land.noise("lava", 0.5, 3)
    away, floes = land.coarse(inside), land.coarse(land.noise("floes", 0.7, 2))
    glow = (226, 120, 56) if style.wash else style.ink
    for window in away.windows(picture.shape[0], -0.2):
        share = smoothstep(0.0, 0.03, away.at(window))
        cracks = smoothstep(0.1, 0.03, np.abs(floes.at(window)))
        band = laid_over(picture[window], plain(picture[window], glow), share * (0.5 if style.wash else 0.3))
        picture[window] = laid_over(band, plain(band, style.ink), share * cracks * 0.85)
    _outlines(picture, land, inside, 0.03, style)
