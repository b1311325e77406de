"""`Sheet`: a land's layout on the page: what lies where, how far the shore is, how wide a pen is."""

import math
from collections.abc import Iterable
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.texture import Field, Mask, blurred, fractal
from generation.layout.plan import MapLayout, Point
from generation.vocabulary import TerrainType

SHIFT = 4  #: binary digits after the point in OpenCV's coordinates
SURVEYED = 1400  #: samples along the longer side that soft things are worked out at
COMMON_SIDE = 2048  #: pixels a side of the page that `unit` is 1 on
FINEST_PEN = 0.6  #: of what a pen is on a common page; finer lines would only be grey
LARGEST_LAKE = 0.02  #: of the page
WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
CODES: dict[TerrainType, int] = {terrain: code for code, terrain in enumerate(TerrainType)}

Pixels = NDArray[np.float64]
"""n × (x, y), in pixels of the picture."""


class Sheet:
    """`scale` is pixels per space, `unit` what one pixel is on a page of 2048 × 2048, `pen` the
    same for the width of lines.

    Soft things are worked out on the survey, a raster of every `step`-th pixel, whose side is bounded.
    """

    def __init__(self, layout: MapLayout, *, width: int, height: int, seed: int) -> None:
        self.layout = layout
        self.width = width
        self.height = height
        self.scale = width / layout.width
        # Larger pages get larger symbols, and more of them.
        self.unit = (math.sqrt(width * height) / COMMON_SIDE) ** 0.8
        self.pen = max(self.unit, FINEST_PEN)
        self.step = max(1, math.ceil(max(width, height) / SURVEYED))
        self._seed = seed
        self._depths: dict[tuple[TerrainType, ...], Field] = {}

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        return self.height, self.width

    @property
    def survey_shape(self) -> tuple[int, int]:
        """Rows and columns of the survey."""
        return math.ceil(self.height / self.step), math.ceil(self.width / self.step)

    def rng(self, salt: str) -> np.random.Generator:
        """Chance of its own for each part, so that changing one leaves the others as they are."""
        return np.random.default_rng([self._seed % 2**64, self.layout.seed % 2**64, *salt.encode()])

    def noise(self, salt: str, cell: float, octaves: int = 3) -> Field:
        """Smooth noise over the survey with features of `cell` units."""
        return fractal(self.rng(salt), self.survey_shape, cell * self.unit / self.step, octaves)

    def pixels(self, points: Iterable[Point]) -> Pixels:
        """Points of the plan on the page."""
        return np.array(list(points), dtype=np.float64).reshape(-1, 2) * self.scale

    def surveyed(self, points: Iterable[Point]) -> NDArray[np.int32]:
        """Points of the plan in OpenCV's fixed-point samples of the survey."""
        samples = self.pixels(points) / self.step - 0.5
        return np.round(samples * (1 << SHIFT)).astype(np.int32)

    def finer(self, field: Field, rows: slice) -> Field:
        """Some rows of the picture from a field over the survey."""
        shift = 0.5 / self.step - 0.5
        matrix = np.array(((1 / self.step, 0, shift), (0, 1 / self.step, rows.start / self.step + shift)))
        return np.asarray(
            cv2.warpAffine(
                field,
                matrix,
                (self.width, rows.stop - rows.start),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )

    def sampled(self, field: Field, points: Pixels) -> Field:
        """A field over the survey at points, … × (x, y); beyond the rim it is as at the rim."""
        at = np.clip(points / self.step, 0, np.array(field.shape[1::-1]) - 1).astype(np.int64)
        return np.asarray(field[at[..., 1], at[..., 0]])

    @cached_property
    def ground(self) -> Mask:
        """The code of what lies on top at each sample of the survey; borders waver as a hand does."""
        base = self.layout.base or TerrainType.GRASS
        codes = np.full(self.survey_shape, CODES[base], dtype=np.uint8)
        for area in self.layout.terrain:
            cv2.fillPoly(codes, [self.surveyed(area.polygon)], CODES[area.type], cv2.LINE_8, SHIFT)
        return self._wavered(codes)

    def _wavered(self, codes: Mask) -> Mask:
        reach = min(0.16 * self.scale, 7 * self.unit) / self.step
        cell = max(0.9 * self.scale / self.unit, 14)
        rows, columns = np.indices(codes.shape, dtype=np.float32)
        rows += reach * self.noise("down", cell, 4)
        columns += reach * self.noise("across", cell, 4)
        return np.asarray(
            cv2.remap(codes, columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    def lies(self, *kinds: TerrainType) -> NDArray[np.bool_]:
        """Where ground of these kinds lies on the survey."""
        lies = self.ground == CODES[kinds[0]]
        for kind in kinds[1:]:
            lies = lies | (self.ground == CODES[kind])
        return np.asarray(lies)

    def depth(self, *kinds: TerrainType) -> Field:
        """Pixels to the rim of ground of these kinds over the survey, positive inside."""
        if kinds not in self._depths:
            self._depths[kinds] = self.inside(self.lies(*kinds))
        return self._depths[kinds]

    @cached_property
    def shore(self) -> Field:
        """Pixels to the nearest shore over the survey: positive on land, negative at sea."""
        return self.inside(~self.lies(*WATERS))

    @cached_property
    def sea(self) -> NDArray[np.bool_]:
        """Where the survey is water that is no lake: it reaches the rim, or is wide."""
        water = (self.shore <= 0).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(water, connectivity=4, ltype=cv2.CV_32S)
        wide = stats[:, cv2.CC_STAT_AREA] > LARGEST_LAKE * water.size
        rim = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
        open_ = wide | np.isin(np.arange(count), rim)
        open_[0] = False  # what is no water
        return np.asarray(open_[labels])

    @cached_property
    def off_sea(self) -> Field:
        """Pixels to the open sea over the survey; at sea, less than 0."""
        return -self.inside(self.sea)

    def inside(self, mask: NDArray[np.bool_]) -> Field:
        """Pixels to the rim of a part of the survey, positive inside; without a rim it is far away."""
        soft = blurred(mask.astype(np.float32), 1.1)
        inner = cv2.distanceTransform((soft > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        outer = cv2.distanceTransform((soft <= 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        far = float(sum(self.survey_shape))
        away = np.where(inner > 0, inner - 0.5, 0.5 - outer)  # from middles of samples to their rims
        away = np.clip(away, -far, far)
        return blurred(away.astype(np.float32), 0.8) * self.step
