"""The land itself: its heights, waters and climate, before anybody lives there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from scipy import ndimage
from shapely import MultiPolygon, Polygon

from generation.briefs import MapBrief
from generation.lattice import Lattice
from generation.layout.lands.climate import Climate, climate_of
from generation.layout.lands.erosion import eroded
from generation.layout.lands.hydrology import Drainage, Mesh, drain
from generation.layout.lands.lakes import ASKED_SIZE, dug_out, lakes_on, usual_count
from generation.layout.lands.noise import blurred
from generation.layout.lands.outlines import areas_above
from generation.layout.lands.sheet import Cells, Field, Mask, Sheet
from generation.layout.lands.shores import region_ground, world_ground
from generation.vocabulary import MapKind, TerrainType


@dataclass(frozen=True, kw_only=True)
class Land:
    """Everything that nature made, on the cells of a sheet."""

    sheet: Sheet
    mesh: Mesh  #: the cells and their neighbours
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
        signed = blurred(np.where(self.lakes, inside - 0.5, 0.5 - outside), 0.8)
        return np.where(self.lakes, np.maximum(signed, 0.1), np.minimum(signed, -0.1))


def make_land(rng: np.random.Generator, brief: MapBrief) -> Land:
    """The land that a brief asks for."""
    sheet = Sheet.over(Lattice.of(brief.grid))
    environment = brief.environment
    if brief.map_kind is MapKind.WORLD:
        ground = world_ground(rng, sheet, environment)
    else:
        ground = region_ground(rng, sheet, environment, coast=TerrainType.DEEP_WATER in brief.terrain)
    mesh = Mesh(*sheet.shape)
    height = eroded(rng, ground.uplift, ground.outlets)
    asked = TerrainType.WATER in brief.terrain
    height = dug_out(
        rng,
        height,
        ground.shore,
        drain(mesh, height, ground.outlets),
        count=max(usual_count(rng, sheet.extent, environment), int(asked)),
        least=ASKED_SIZE if asked else 0.0,
    )
    drainage = drain(mesh, height, ground.outlets, wander=rng)
    land = ground.shore > 0
    climate = climate_of(rng, brief.map_kind, environment, height, land)
    return Land(
        sheet=sheet,
        mesh=mesh,
        shore=ground.shore,
        height=height,
        drainage=drainage,
        climate=climate,
        lakes=lakes_on(drainage, land),
        flow=drainage.gathered(np.where(land, 0.15 + 1.7 * np.clip(climate.wetness, 0, 1) ** 1.5, 0)),
    )
