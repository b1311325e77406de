"""Lays out regions and worlds."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.lands.atlas import Atlas, named, territories
from generation.layout.lands.biomes import biomes_of, terrain_of
from generation.layout.lands.chronicle import Chronicle
from generation.layout.lands.labels import labels_of
from generation.layout.lands.land import make_land
from generation.layout.lands.people import settle
from generation.layout.lands.realms import realms_of
from generation.layout.plan import MapLayout
from generation.vocabulary import TerrainType


def make_lands(brief: MapBrief) -> MapLayout:
    """The plan of the region or world that a brief, which has been checked, asks for."""
    nature, life, history, tales = np.random.default_rng(brief.layout_seed % 2**64).spawn(4)
    land = make_land(nature, brief)
    biomes = biomes_of(life, land, brief.environment, brief.terrain)
    people = settle(history, brief, land, biomes)
    realms = realms_of(land, people.owner, [site.cell for site in people.sites])
    labels = list(labels_of(land, biomes))
    chronicle = Chronicle(tales, brief.map_kind, land, people, realms=realms, labels=labels)
    atlas = Atlas(tales, land, people, chronicle)
    return MapLayout(
        seed=brief.layout_seed,
        columns=brief.grid.columns,
        rows=brief.grid.rows,
        grid_type=brief.grid.type,
        base=TerrainType.GRASS if land.land.all() else TerrainType.DEEP_WATER,
        rooms=tuple(named(labels, chronicle.labels)),
        terrain=tuple(terrain_of(land, biomes, brief.terrain)),
        points_of_interest=tuple(atlas.points_of_interest()),
        territories=tuple(territories(realms, chronicle.realms)),
        routes=tuple(atlas.routes()),
    )
