"""Everything that people bring to a land: settlements, realms, roads, and places worth a journey."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generation.briefs import MapBrief
from generation.layout.lands import places as placing
from generation.layout.lands import settlements
from generation.layout.lands.land import Land
from generation.layout.lands.network import Roads, crossings, lanes_between, roads_between, trails_to
from generation.layout.lands.place_kinds import BRIDGE
from generation.layout.lands.places import Place, Placing, places_of
from generation.layout.lands.rivers import River, rivers_of
from generation.layout.lands.settlements import Rank, Site, sites_of
from generation.layout.lands.sheet import Cells, Field, Mask
from generation.layout.lands.travel import land_weights, realm_weights
from generation.layout.lands.ways import Way, reach
from generation.vocabulary import MapEnvironment, MapKind, TerrainType

RIVER_FLOW = {MapKind.REGION: 0.55, MapKind.WORLD: 0.1}
"""Square spaces of average rain that make a river on a map of one space a side."""

CITIES = {MapKind.REGION: 0.14, MapKind.WORLD: 0.2}
"""Of the settlements; each rules a land of its own."""

BRIDGES = 0.15  #: of the places


@dataclass(frozen=True, kw_only=True)
class People:
    """Who lives on a land, and how they get about."""

    rivers: tuple[River, ...]
    sites: tuple[Site, ...]
    owner: Cells  #: for each cell the number of the site that rules it; -1 at sea and where none does
    roads: Roads
    places: tuple[Place, ...]
    trails: tuple[tuple[Place, tuple[int, ...]], ...]
    lanes: tuple[Way, ...]


def settle(
    rng: np.random.Generator, brief: MapBrief, land: Land, biomes: Mapping[TerrainType, Field]
) -> People:
    """People a land as a brief asks for."""
    extent = land.sheet.extent
    rivers = rivers_of(land, RIVER_FLOW[brief.map_kind] * extent / land.sheet.cell**2)
    river = _river_mask(land, rivers)
    sites = sites_of(
        rng,
        land,
        river,
        count=brief.rooms or settlements.usual_count(extent),
        cities=CITIES[brief.map_kind],
    )
    weights = land_weights(land, biomes, river)
    roads = roads_between(land, weights, sites)
    wanted = brief.points_of_interest
    count = placing.usual_count(extent) if wanted is None else wanted
    places = _places(
        rng,
        land,
        biomes,
        environment=brief.environment,
        roads=roads,
        river=river,
        sites=sites,
        count=count,
    )
    return People(
        rivers=tuple(rivers),
        sites=tuple(sites),
        owner=_owners(land, realm_weights(land, biomes, river), sites),
        roads=roads,
        places=tuple(places),
        trails=tuple(trails_to(land, weights, roads, sites, places)),
        lanes=tuple(lanes_between(land, sites, roads)),
    )


def _river_mask(land: Land, rivers: list[River]) -> Mask:
    river = np.zeros(land.sheet.shape, dtype=np.bool_)
    for course in rivers:
        river.flat[list(course.cells)] = True
    return river & land.dry


def _owners(land: Land, weights: Field, sites: list[Site]) -> Cells:
    """Which city each cell of the land belongs to: the one whose men get there first."""
    cities = [number for number, site in enumerate(sites) if site.rank is Rank.CITY]
    if not cities:
        return np.full(land.sheet.size, -1, dtype=np.int64)
    nearest = reach(land.mesh, weights, [sites[number].cell for number in cities]).place
    return np.where(nearest >= 0, np.array(cities)[nearest], -1)


def _places(
    rng: np.random.Generator,
    land: Land,
    biomes: Mapping[TerrainType, Field],
    *,
    environment: MapEnvironment | None,
    roads: Roads,
    river: Mask,
    sites: list[Site],
    count: int,
) -> list[Place]:
    """Bridges where roads cross the greatest rivers, then everything else."""
    cells = [site.cell for site in sites]
    bridges = [
        Place(BRIDGE, cell) for cell in _bridges(land, crossings(roads, river), cells, round(BRIDGES * count))
    ]
    taken = [*cells, *(bridge.cell for bridge in bridges)]
    road = np.zeros(land.sheet.shape, dtype=np.bool_)
    road.flat[roads.cells] = True
    spots = Placing(rng, land, biomes, roads=road | river, taken=taken, count=count)
    return [*bridges, *places_of(rng, spots, environment, count - len(bridges))]


def _bridges(land: Land, crossings: list[int], taken: list[int], count: int) -> list[int]:
    """The crossings of the greatest rivers that lie apart from each other and from settlements."""
    apart = max(6.0, max(land.sheet.shape) / 24)
    columns = land.sheet.columns
    kept: list[int] = []
    for cell in sorted(crossings, key=lambda cell: (-land.flow[cell], cell)):
        near = np.array([*taken, *kept], dtype=np.int64)
        away = np.hypot(near % columns - cell % columns, near // columns - cell // columns)
        if len(kept) < count and (away > apart).all():
            kept.append(cell)
    return kept
