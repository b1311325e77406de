"""Pools, pits and rubble, placed where nobody gets cut off."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.layout.plan import TerrainArea
from generation.layout.spaces import Spaces, hang_together, spaces_within
from generation.layout.walls import corners
from generation.vocabulary import TerrainType

COSTS: dict[TerrainType, float | None] = {
    TerrainType.WATER: 2.0,  # wading: difficult terrain (SRD 5.1, "Difficult Terrain")
    TerrainType.DEEP_WATER: 2.0,  # swimming costs a foot more for each foot (SRD 5.1, "Swimming")
    TerrainType.RUBBLE: 2.0,
    TerrainType.DIFFICULT: 2.0,
    TerrainType.TREES: 2.0,  # thick undergrowth (SRD 5.1, "Difficult Terrain")
    TerrainType.ICE: 2.0,  # slippery (SRD 5.2, "Environmental Effects")
    TerrainType.LAVA: None,
    TerrainType.PIT: None,
    TerrainType.MOUNTAIN: None,  # cliffs: too steep without climbing
}


def cost_of(terrain: TerrainType | None) -> float | None:
    """What walking on ground of this type costs, as a factor; None where it cannot be entered."""
    return 1.0 if terrain is None else COSTS.get(terrain, 1.0)


UNDERGROUND: tuple[TerrainType, ...] = (
    TerrainType.WATER,
    TerrainType.DEEP_WATER,
    TerrainType.RUBBLE,
    TerrainType.DIFFICULT,
    TerrainType.LAVA,
    TerrainType.PIT,
    TerrainType.STAIRS,
)
"""What can be asked for below ground; other terrain in a brief has no place here and is passed over."""


class Ground:
    """The terrain of a plan while it grows; refuses what would cut a space off from the others."""

    def __init__(self, open_spaces: Spaces) -> None:
        self._open = open_spaces
        self.areas: list[TerrainArea] = []

    @property
    def open_spaces(self) -> Spaces:
        """The spaces that can still be walked on."""
        return self._open

    def add(self, terrain: TerrainType, polygon: Polygon) -> bool:
        """Lay `terrain` over `polygon`, or answer False where that would part the floor."""
        cost = cost_of(terrain)
        if cost is None and not self._block(polygon):
            return False
        self.areas.append(TerrainArea(type=terrain, cost=cost, polygon=corners(polygon)))
        return True

    def _block(self, polygon: Polygon) -> bool:
        rows, columns = self._open.shape
        left = self._open & ~spaces_within(polygon, columns, rows)
        if not left.any() or not hang_together(left):
            return False
        self._open = left
        return True


def blob(rng: np.random.Generator, center: tuple[float, float], radius: float) -> Polygon:
    """A round outline with bays, `radius` spaces about `center`."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    swell = np.ones_like(angles)
    for wave in range(2, 6):
        swell += rng.uniform(0.02, 0.3 / wave) * np.sin(wave * angles + rng.uniform(0, 2 * np.pi))
    reach = radius * swell
    points = np.column_stack((center[0] + reach * np.cos(angles), center[1] + reach * np.sin(angles)))
    return Polygon(np.round(points, 4))


def roughened(rng: np.random.Generator, area: BaseGeometry, by: float) -> BaseGeometry:
    """An area whose edge wavers by up to `by` spaces."""
    waves = rng.uniform(-3.0, 3.0, (2, 4, 2))  # for each axis some waves, two spaces long and more
    starts = rng.uniform(0, 2 * np.pi, (2, 4))

    def strayed(points: NDArray[np.float64]) -> NDArray[np.float64]:
        turns = np.einsum("nd,awd->naw", points, waves) + starts
        return np.asarray(points + by * np.sin(turns).mean(axis=2) * 2)

    fine = shapely.segmentize(area, 0.5)
    return shapely.make_valid(shapely.transform(fine, strayed))


def basin(center: tuple[float, float], width: float, height: float, *, rounding: float) -> Polygon:
    """A cut pool; its corners are rounded by a share of its smaller side, at 0.5 to half circles."""
    x, y = center
    radius = min(width, height) * min(rounding, 0.499)
    core = box(x - width / 2, y - height / 2, x + width / 2, y + height / 2).buffer(-radius)
    return core.buffer(radius, quad_segs=8)


def wanted_terrain(asked: Iterable[TerrainType], usual: Iterable[TerrainType]) -> list[TerrainType]:
    """What a brief asks for, as far as it makes sense underground; the usual where it asks for nothing."""
    sensible = [terrain for terrain in asked if terrain in UNDERGROUND]
    return sensible or list(usual)
