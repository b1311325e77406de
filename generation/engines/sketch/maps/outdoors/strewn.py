"""What lies strewn over the ground by the season: flowers, fallen leaves, pebbles."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.coarse import CoarseField, Window
from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.layers import laid_over
from generation.engines.sketch.maps.outdoors.palette import FALLEN, FLOWERS, PEBBLES, toned
from generation.engines.sketch.maps.outdoors.tile import Lines, Tile, repeated
from generation.engines.sketch.maps.styles import Color, MapStyle
from generation.engines.sketch.maps.texture import Field, Mask, Picture, smoothstep
from generation.layout.plan import PropKind
from generation.vocabulary import MapEnvironment, Season, TerrainType

GREEN = (TerrainType.GRASS, TerrainType.TREES, TerrainType.DIFFICULT)
SHED = (*GREEN, TerrainType.ROAD, TerrainType.RUBBLE)
BARE: Color = (26, 24, 18)  #: the shade under petals and leaves
PATCHY = 0.16  #: how much the density of what is strewn comes and goes


@dataclass(frozen=True)
class Strewn:
    """Small things on a tile, and how densely they lie where: none at 0, all of them at 1."""

    color: Picture
    cover: Mask
    order: Mask  #: which of them are there first, 0 to 255
    density: CoarseField

    def over(self, band: Picture, window: Window) -> Picture:
        """The band with the things that lie on it."""
        here = repeated(self.order, window).astype(np.float32) < 255 * self.density.at(window)
        share = repeated(self.cover, window).astype(np.float32) / np.float32(255) * here
        return laid_over(band, repeated(self.color, window), share)


def strewn_on(land: Land, style: MapStyle) -> list[Strewn]:
    """Everything that lies about in this season."""
    if land.base in COLD or land.snowed:
        return []
    green = _on(land, GREEN)
    found = [_strewn(land, style, "pebbles", PEBBLES, 0.25 * green)]
    if land.base is TerrainType.SAND or land.chart.environment is MapEnvironment.SWAMP:
        return found
    season = land.chart.season
    if season is Season.AUTUMN:
        shed = _on(land, SHED) * (0.2 + 0.9 * _under_trees(land))
        found.append(_strewn(land, style, "fallen", FALLEN, shed))
    elif season in FLOWERS:
        some = 0.9 if season is Season.SPRING else 0.42
        found.append(_strewn(land, style, "flowers", FLOWERS[season], some * green))
    return found


def _on(land: Land, kinds: tuple[TerrainType, ...]) -> Field:
    """1 well inside these grounds, 0 outside."""
    return smoothstep(0.05, 0.3, land.inside(*kinds))


def _under_trees(land: Land) -> Field:
    """1 below broad crowns, less farther away."""
    free = np.full(land.shape, 255, dtype=np.uint8)
    for prop in land.growth:
        if prop.kind is PropKind.BROADLEAF:
            x, y = (int(at * land.samples) for at in prop.position)
            cv2.circle(free, (x, y), max(1, int(0.45 * prop.width * land.samples)), 0, -1)
    if free.all():
        return np.zeros(land.shape, dtype=np.float32)
    away = cv2.distanceTransform(free, cv2.DIST_L2, 5) / np.float32(land.samples)
    return np.asarray(np.exp(-away / 0.9), dtype=np.float32)


def _strewn(land: Land, style: MapStyle, name: str, colors: tuple[Color, ...], where: Field) -> Strewn:
    patchy = smoothstep(-0.1, 0.75, land.noise(f"{name} patches", 2.4, 3))
    density = where * (PATCHY + (1 - PATCHY) * patchy)
    tile = Tile(land.chart.rng(name), land.chart.scale)
    draw = {"fallen": _leaves, "flowers": _flowers, "pebbles": _stones}[name]
    canvas = _Canvas(tile)
    draw(canvas, tuple(toned(color, style) for color in colors))
    return Strewn(canvas.color, canvas.cover, canvas.order, land.coarse(np.asarray(density, np.float32)))


class _Canvas:
    """A tile in colours, and what of it is covered."""

    def __init__(self, tile: Tile) -> None:
        self.tile = tile
        self.order: Mask = np.zeros((tile.side, tile.side), dtype=np.uint8)
        self._layers = np.zeros((tile.side, tile.side, 4), dtype=np.uint8)

    @property
    def color(self) -> Picture:
        """The colours, rows × columns × RGB."""
        return np.ascontiguousarray(self._layers[:, :, :3])

    @property
    def cover(self) -> Mask:
        """How much of the ground is hidden, 0 to 255."""
        return np.ascontiguousarray(self._layers[:, :, 3])

    def fill(self, shapes: Lines, color: Color, cover: int = 255) -> None:
        """Shapes of one colour."""
        self.tile.fill(self._layers, shapes, (*color, cover))

    def rank(self, shapes: Lines, order: int) -> None:
        """Which shapes are there first."""
        self.tile.fill(self.order, shapes, order)


def _rings(spots: NDArray[np.float64], reach: NDArray[np.float64], corners: int = 7) -> Lines:
    angles = np.arange(corners) / corners * 2 * np.pi
    ring = np.stack((np.cos(angles), np.sin(angles)), axis=-1)
    return np.asarray(spots[:, None] + ring[None] * reach[:, None, None])


def _batches(
    canvas: _Canvas, per_space: float, colors: tuple[Color, ...]
) -> list[tuple[NDArray[np.float64], Color, int]]:
    """Places, the colour of each lot, and when it comes; lots of one colour lie in drifts."""
    spots = canvas.tile.spots(per_space)
    drift = canvas.tile.at(canvas.tile.noise(1.6, 2), spots) + canvas.tile.rng.normal(0, 0.25, len(spots))
    lots = np.array_split(np.argsort(drift), 2 * len(colors))
    turns = canvas.tile.rng.permutation(len(lots)).tolist()
    return [
        (spots[part], colors[number % len(colors)], 20 + 210 * turns[number] // len(lots) + 25 * half // 3)
        for number, lot in enumerate(lots)
        for half, part in enumerate(np.array_split(canvas.tile.rng.permutation(lot), 4))
    ]


def _flowers(canvas: _Canvas, colors: tuple[Color, ...]) -> None:
    """Blossoms of a few petals, each with a heart, the shade of its stalk beside it."""
    scale = canvas.tile.scale
    for spots, color, order in _batches(canvas, 5.0, colors):
        size = canvas.tile.rng.uniform(0.026, 0.044, len(spots)) * scale
        canvas.rank(_rings(spots, 3.2 * size), order)
        canvas.fill(_rings(spots + 0.7 * size[:, None], 1.3 * size), BARE, 110)
        turn = canvas.tile.rng.uniform(0, 7, len(spots))
        for petal in range(5):
            angle = turn + petal * 2 * np.pi / 5
            at = spots + np.column_stack((np.cos(angle), np.sin(angle))) * size[:, None] * 0.75
            light = 0.86 + 0.05 * petal
            shaded = (color[0] * light, color[1] * light, color[2] * light)
            canvas.fill(_rings(at, 0.62 * size, 6), shaded)
        canvas.fill(_rings(spots, 0.4 * size, 6), (236, 206, 110))


def _leaves(canvas: _Canvas, colors: tuple[Color, ...]) -> None:
    """Leaves that lie as they fell."""
    scale, rng = canvas.tile.scale, canvas.tile.rng
    for spots, color, order in _batches(canvas, 20.0, colors):
        turn = rng.uniform(0, 2 * np.pi, len(spots))
        ahead = (
            np.column_stack((np.cos(turn), np.sin(turn))) * rng.uniform(0.05, 0.085, (len(spots), 1)) * scale
        )
        aside = np.column_stack((-ahead[:, 1], ahead[:, 0])) * 0.55
        corners = [spots + ahead, spots + 0.3 * ahead + aside, spots - 0.7 * ahead + 0.6 * aside]
        corners += [spots - ahead, spots - 0.7 * ahead - 0.6 * aside, spots + 0.3 * ahead - aside]
        shape = np.stack(corners, axis=1)
        canvas.rank(_rings(spots, np.full(len(spots), 0.14 * scale)), order)
        canvas.fill(shape + 0.022 * scale, BARE, 120)
        canvas.fill(shape, color)
        half = np.stack((corners[0], corners[1], corners[2], corners[3]), axis=1)
        canvas.fill(half, (min(color[0] * 1.16, 255), min(color[1] * 1.16, 255), min(color[2] * 1.16, 255)))


def _stones(canvas: _Canvas, colors: tuple[Color, ...]) -> None:
    """Pebbles with a lit side."""
    scale, rng = canvas.tile.scale, canvas.tile.rng
    for spots, color, order in _batches(canvas, 3.0, colors):
        size = rng.uniform(0.025, 0.07, len(spots)) * scale
        canvas.rank(_rings(spots, 2.2 * size), order)
        canvas.fill(_rings(spots + 0.4 * size[:, None], size), BARE, 150)
        canvas.fill(_rings(spots, size), color)
        light = (min(color[0] * 1.25, 255), min(color[1] * 1.25, 255), min(color[2] * 1.25, 255))
        canvas.fill(_rings(spots - 0.22 * size[:, None], 0.6 * size), light)
