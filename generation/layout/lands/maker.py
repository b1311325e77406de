"""Lays out regions and worlds."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.lands.atlas import Atlas
from generation.layout.lands.biomes import biomes_of, terrain_of
from generation.layout.lands.land import make_land
from generation.layout.plan import MapLayout
from generation.vocabulary import MapKind, TerrainType


def make_lands(brief: MapBrief) -> MapLayout:
    """The plan of the region or world that a brief, which has been checked, asks for."""
    nature, life, people = np.random.default_rng(brief.layout_seed % 2**64).spawn(3)
    land = make_land(nature, brief)
    biomes = biomes_of(life, land, brief.environment, brief.terrain)
    atlas = Atlas(people, brief, land, biomes)
    sea = brief.map_kind is MapKind.WORLD or not land.land.all()
    return MapLayout(
        seed=brief.layout_seed,
        columns=brief.grid.columns,
        rows=brief.grid.rows,
        grid_type=brief.grid.type,
        base=TerrainType.DEEP_WATER if sea else TerrainType.GRASS,
        rooms=tuple(atlas.labels()),
        terrain=tuple(terrain_of(land, biomes)),
        points_of_interest=tuple(atlas.points_of_interest()),
        territories=tuple(atlas.territories()),
        routes=tuple(atlas.routes()),
    )
