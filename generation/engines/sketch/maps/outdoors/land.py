"""`Land`: what lies where on open ground, sampled once for all strokes."""

import math
from collections.abc import Collection
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.chart import SHIFT, Chart
from generation.engines.sketch.maps.coarse import CoarseField
from generation.engines.sketch.maps.outdoors.mold import Mold
from generation.engines.sketch.maps.outdoors.rock import Rock
from generation.engines.sketch.maps.outdoors.tile import Swatch
from generation.engines.sketch.maps.texture import Field, Mask, blurred, fractal
from generation.layout.plan import Prop, WallMaterial
from generation.vocabulary import Season, TerrainType

SAMPLES = 20  #: about so many samples for a space: shores are smooth, and the rest is noise
MOST = 5_000_000  #: samples of a whole map; the largest ones are sampled less finely
KINDS = tuple(TerrainType)
WATERS = (TerrainType.WATER, TerrainType.DEEP_WATER)
COLD = (TerrainType.SNOW, TerrainType.ICE)  #: lands that are white all the year
BUILT = (TerrainType.FLOOR, TerrainType.STAIRS)  #: made by hands, and laid over what was there before
OVERLAYS = (TerrainType.HILL,)  #: change the ground that they lie on and do not replace it
RIDGE = 0.2  #: half the width of rock along a wall that stands for itself, in spaces
FAR = 99.0  #: spaces; where there is nothing to be near to


class Land:
    """The ground of a chart, in samples of `step` × `step` pixels; distances are in spaces."""

    def __init__(self, chart: Chart, growth: tuple[Prop, ...]) -> None:
        self.chart = chart
        self.growth = growth
        fewest = math.ceil(math.sqrt(chart.width * chart.height / MOST))
        self.step = max(1, round(chart.scale / SAMPLES), fewest)
        self.samples = chart.scale / self.step
        self.swatches: dict[str, Swatch] = {}
        self.molds: dict[str, Mold] = {}

    @property
    def base(self) -> TerrainType:
        """What lies where no terrain is listed."""
        return self.chart.layout.base or TerrainType.GRASS

    @property
    def snowed(self) -> bool:
        """Whether snow lies on what was not white before; it does not in deserts."""
        return self.chart.season is Season.WINTER and self.base is not TerrainType.SAND

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of samples; the last ones may reach beyond the picture."""
        return -(-self.chart.height // self.step), -(-self.chart.width // self.step)

    @cached_property
    def kinds(self) -> Mask:
        """The number in `KINDS` of the natural ground at each sample, as if nobody had built there."""
        kinds = np.full(self.shape, KINDS.index(self.base), dtype=np.uint8)
        for area in self.chart.layout.terrain:
            if area.type not in BUILT and area.type not in OVERLAYS:
                cv2.fillPoly(kinds, [self.placed(area.polygon)], KINDS.index(area.type), shift=SHIFT)
        return kinds

    @cached_property
    def spanned(self) -> NDArray[np.bool_]:
        """Where water or a chasm is listed, even where something lies over it."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        for area in self.chart.layout.terrain:
            if area.type in (*WATERS, TerrainType.PIT):
                cv2.fillPoly(mask, [self.placed(area.polygon)], 1, shift=SHIFT)
        return (mask > 0) | np.isin(self.kinds, [KINDS.index(kind) for kind in WATERS])

    @cached_property
    def present(self) -> tuple[TerrainType, ...]:
        """The natural grounds that are seen somewhere."""
        return tuple(KINDS[index] for index in np.unique(self.kinds).tolist())

    @property
    def has_water(self) -> bool:
        """Whether water is seen anywhere."""
        return any(kind in WATERS for kind in self.present)

    @cached_property
    def rock(self) -> Rock:
        """Mountains, and rock along walls that have no mountain beside them; ragged."""
        massif = self.inside(TerrainType.MOUNTAIN)
        ridges = RIDGE - self._away_from_rock_walls(massif)
        ragged = 0.1 * self.noise("crags", 0.45, 4)
        inside = np.asarray(np.maximum(massif, ridges) + ragged, dtype=np.float32)
        return Rock(inside, 0.5 * self.noise("terraces", 2.0, 3))

    def _away_from_rock_walls(self, massif: Field) -> Field:
        """Spaces to the nearest wall of rock that is not the foot of a mountain."""
        lines = np.full(self.shape, 255, dtype=np.uint8)
        for wall in self.chart.shown_walls:
            if wall.material is WallMaterial.ROCK:
                cv2.polylines(lines, [self.placed(wall.points)], False, 0, 1, shift=SHIFT)
        lines[np.abs(massif) < 0.4] = 255
        if lines.all():
            return np.full(self.shape, FAR, dtype=np.float32)
        return np.asarray(cv2.distanceTransform(lines, cv2.DIST_L2, 5) / np.float32(self.samples))

    def placed(self, points: Collection[tuple[float, float]]) -> np.ndarray:
        """Points of the plan in OpenCV's fixed-point samples."""
        array = np.array(list(points), dtype=np.float64) * self.samples - 0.5
        return np.round(array * (1 << SHIFT)).astype(np.int32)

    def inside(self, *kinds: TerrainType) -> Field:
        """Spaces to the rim of these grounds, positive inside."""
        numbers = [KINDS.index(kind) for kind in kinds]
        return self.distance(np.isin(self.kinds, numbers))

    def distance(self, mask: np.ndarray) -> Field:
        """Spaces to the rim of a mask of samples, positive inside."""
        if mask.all() or not mask.any():
            return np.full(mask.shape, FAR if mask.all() else -FAR, dtype=np.float32)
        within = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
        outside = cv2.distanceTransform(1 - mask.astype(np.uint8), cv2.DIST_L2, 5)
        return blurred(within - outside, 1.0) / np.float32(self.samples)

    def coarse(self, values: Field) -> CoarseField:
        """A field of samples, to be enlarged."""
        return CoarseField(values, self.step, self.chart.width)

    def noise(self, salt: str, cell: float, octaves: int = 3) -> Field:
        """Samples of noise with features of `cell` spaces, about -1 to 1; the same for the same `salt`."""
        return fractal(self.chart.rng(salt), self.shape, cell * self.samples, octaves)
