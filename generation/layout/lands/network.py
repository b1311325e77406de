"""Roads, trails and sea lanes between the places of a land, as paths of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from generation.layout.lands.land import Land
from generation.layout.lands.places import Place
from generation.layout.lands.settlements import Rank, Site
from generation.layout.lands.sheet import Field, Mask
from generation.layout.lands.travel import nearest_sea, sea_weights
from generation.layout.lands.ways import (
    Step,
    Way,
    new_stretches,
    path_back,
    reach,
    ways_between,
    worth_having,
)

DETOUR = 1.9  #: a road is built where it spares more than this factor
EASE = 0.4  #: of what a step costs where there is a road already
SEA_DETOUR = 1.6  #: the same for ships, beside the roads


@dataclass(frozen=True)
class Stretch:
    """A part of a road that no other road shares; it begins and ends at a settlement or at another road."""

    start: int  #: the sites, by number, that the whole road joins
    end: int
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Roads:
    """The roads of a land."""

    ways: tuple[Way, ...]
    stretches: tuple[Stretch, ...]

    @property
    def cells(self) -> list[int]:
        """All cells that a road runs over, each once."""
        return sorted({cell for stretch in self.stretches for cell in stretch.cells})

    def steps(self) -> set[Step]:
        """All steps from cell to cell."""
        trodden: set[Step] = set()
        for stretch in self.stretches:
            new_stretches(stretch.cells, trodden)
        return trodden


def roads_between(land: Land, weights: Field, sites: Sequence[Site]) -> Roads:
    """Roads that join all sites which a road can join; great ones first, lesser ones run into them."""
    if len(sites) < 2:
        return Roads((), ())
    great = [number for number, site in enumerate(sites) if site.rank is not Rank.VILLAGE]
    found: list[Way] = []
    trodden: set[Step] = set()
    stretches: list[Stretch] = []
    for numbers in (great, list(range(len(sites)))):
        joined = nx.Graph([(way.start, way.end, {"weight": way.cost}) for way in found])
        eased = _eased(land, weights, trodden)
        ways = [
            Way(numbers[way.start], numbers[way.end], way.cells, way.cost)
            for way in ways_between(land.mesh, eased, [sites[number].cell for number in numbers])
        ]
        for way in worth_having(ways, DETOUR, joined):
            found.append(way)
            fresh = new_stretches(way.cells, trodden)
            stretches += [Stretch(way.start, way.end, tuple(cells)) for cells in fresh]
    return Roads(tuple(found), tuple(stretches))


def _eased(land: Land, weights: Field, trodden: set[Step]) -> Field:
    """The weights, less where there is a road already."""
    if not trodden:
        return weights
    one, other, _ = land.mesh.pairs
    steps = np.array(sorted(trodden))
    on_road = np.zeros(land.sheet.size, dtype=np.bool_)
    on_road[steps] = True
    pairs = np.nonzero(on_road[one] & on_road[other])[0]
    keys = np.minimum(one, other)[pairs] * land.sheet.size + np.maximum(one, other)[pairs]
    eased = weights.copy()
    eased[pairs[np.isin(keys, steps[:, 0] * land.sheet.size + steps[:, 1])]] *= EASE
    return eased


def trails_to(
    land: Land, weights: Field, roads: Roads, sites: Sequence[Site], places: Sequence[Place]
) -> Iterator[tuple[Place, tuple[int, ...]]]:
    """A trail from the nearest road or settlement to each remote place that is no secret."""
    starts = sorted({*roads.cells, *(site.cell for site in sites)})
    if not starts:
        return
    trodden = roads.steps()
    found = reach(land.mesh, weights, starts)
    for place in places:
        if place.kind.remote and not place.kind.gm_only and np.isfinite(found.cost[place.cell]):
            for cells in new_stretches(path_back(found, place.cell), trodden):
                yield place, tuple(cells)


def lanes_between(land: Land, sites: Sequence[Site], roads: Roads) -> list[Way]:
    """Sea lanes between harbours where no road will do, numbered as the sites are."""
    sea = nearest_sea(land)
    ports: dict[int, int] = {}
    for number, site in enumerate(sites):
        if site.harbour:
            ports.setdefault(int(sea.flat[site.cell]), number)
    if len(ports) < 2:
        return []
    numbers = list(ports.values())
    roads_there = nx.Graph([(way.start, way.end, {"weight": way.cost}) for way in roads.ways])
    ways = [
        Way(numbers[way.start], numbers[way.end], way.cells, way.cost)
        for way in ways_between(land.mesh, sea_weights(land), list(ports))
    ]
    return worth_having(ways, SEA_DETOUR, roads_there)


def crossings(roads: Roads, river: Mask) -> list[int]:
    """The cells where roads meet rivers."""
    wet = river.ravel()
    return [cell for cell in roads.cells if wet[cell]]
