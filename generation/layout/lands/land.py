"""The land itself: its heights, waters and climate, before anybody lives there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from scipy import ndimage
from shapely import MultiPolygon, Polygon

from generation.briefs import MapBrief
from generation.layout.lands.climate import Climate, climate_of
from generation.layout.lands.erosion import eroded
from generation.layout.lands.hydrology import Drainage, Mesh, drain
from generation.layout.lands.noise import smooth_noise
from generation.layout.lands.outlines import areas_above
from generation.layout.lands.sheet import Cells, Field, Mask, Sheet
from generation.layout.lands.shores import region_ground, world_ground
from generation.vocabulary import MapEnvironment, MapKind

LAKE_DEPTH = 0.004  #: of the highest summit; shallower water is a wet meadow
SMALLEST_LAKE = 14  #: cells


@dataclass(frozen=True, kw_only=True)
class Land:
    """Everything that nature made, on the cells of a sheet."""

    sheet: Sheet
    shore: Field  #: above 0 on land, below 0 at sea; cells to the coast
    height: Field  #: of the ground; 0 at the coast, 1 at the highest summit
    drainage: Drainage
    climate: Climate
    lakes: Mask
    flow: Field  #: rain that runs through each cell, in cells of average rain

    @property
    def land(self) -> Mask:
        """Dry land and lakes."""
        return self.shore > 0

    @property
    def dry(self) -> Mask:
        """Land that is no lake."""
        return self.land & ~self.lakes

    @cached_property
    def mesh(self) -> Mesh:
        """Its cells and their neighbours."""
        return Mesh(*self.sheet.shape)

    @cached_property
    def landmasses(self) -> Cells:
        """For each cell the number of its island or continent, from 1; 0 at sea."""
        labels, _ = ndimage.label(self.land)
        return np.asarray(labels, dtype=np.int64)

    @cached_property
    def coasts(self) -> list[Polygon]:
        """The outlines of the land, the largest first, with holes where seas lie within."""
        return areas_above(self.sheet, self.shore)

    @cached_property
    def ground(self) -> MultiPolygon:
        """All land as one shape, prepared."""
        ground = MultiPolygon([piece for piece in self.coasts if piece.area > 0])
        shapely.prepare(ground)
        return ground

    @cached_property
    def lake_depth(self) -> Field:
        """Above 0 where a lake stands, below 0 outside; about cells from its shore."""
        inside = ndimage.distance_transform_edt(self.lakes)
        outside = ndimage.distance_transform_edt(~self.lakes)
        signed = ndimage.gaussian_filter(np.where(self.lakes, inside - 0.5, 0.5 - outside), 0.7)
        return np.asarray(np.where(self.lakes, np.maximum(signed, 0.1), np.minimum(signed, -0.1)))


def make_land(rng: np.random.Generator, brief: MapBrief) -> Land:
    """The land that a brief asks for."""
    sheet = Sheet.over(brief.grid.lattice)
    environment = brief.environment
    raise_ground = world_ground if brief.map_kind is MapKind.WORLD else region_ground
    ground = raise_ground(rng, sheet, environment)
    height = eroded(rng, ground.uplift, ground.outlets)
    height = np.where(ground.outlets, 0, height + _hollows(rng, height, ground.shore, environment))
    drainage = drain(height, ground.outlets)
    land = ground.shore > 0
    climate = climate_of(rng, brief.map_kind, environment, height, land)
    return Land(
        sheet=sheet,
        shore=ground.shore,
        height=height,
        drainage=drainage,
        climate=climate,
        lakes=_lakes(drainage.depth.reshape(sheet.shape), land),
        flow=drainage.gathered(np.where(land, 0.15 + 1.7 * np.clip(climate.wetness, 0, 1) ** 1.5, 0)),
    )


def _hollows(
    rng: np.random.Generator, height: Field, shore: Field, environment: MapEnvironment | None
) -> Field:
    """Basins sunk into the ground here and there, for lakes to stand in."""
    wanted = {MapEnvironment.DESERT: 1.75, MapEnvironment.SWAMP: 1.0, MapEnvironment.ARCTIC: 1.15}
    threshold = wanted.get(environment, 1.4) if environment else 1.4
    side = max(height.shape)
    basin = np.clip(smooth_noise(rng, height.shape, side / 14) - threshold, 0, None)
    inland = np.clip((shore - side / 60) / (side / 30), 0, 1)
    return np.asarray(-basin * inland * np.clip(0.09 - 0.12 * height, 0.02, None))


def _lakes(depth: Field, land: Mask) -> Mask:
    """The standing waters that are large enough to draw."""
    labels, _ = ndimage.label((depth > LAKE_DEPTH) & land)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return np.asarray((sizes >= SMALLEST_LAKE)[labels])
