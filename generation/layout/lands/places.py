"""Places worth a journey that nobody lives at: ruins, lairs, shrines, bridges."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from generation.layout.lands.bias import biased
from generation.layout.lands.land import Land
from generation.layout.lands.picking import best_cells, grid_of, inner
from generation.layout.lands.place_kinds import KINDS, Kind
from generation.layout.lands.sheet import Field, Mask
from generation.vocabulary import MapEnvironment, TerrainType

FAVOURED: Mapping[MapEnvironment, tuple[str, ...]] = {
    MapEnvironment.RUINS: ("ruin", "tomb"),
    MapEnvironment.CAVE: ("cave", "lair"),
    MapEnvironment.DUNGEON: ("ruin", "cave"),
    MapEnvironment.BUILDING: ("castle", "temple"),
    MapEnvironment.TAVERN: ("inn",),
    MapEnvironment.ROAD: ("inn",),
    MapEnvironment.COAST: ("lighthouse", "shipwreck"),
    MapEnvironment.SHIP: ("lighthouse", "shipwreck"),
    MapEnvironment.MOUNTAIN: ("mine", "lair"),
}
"""Kinds that an environment asks for twice as often."""


@dataclass(frozen=True)
class Place:
    """Where one such place lies."""

    kind: Kind
    cell: int


def usual_count(extent: float) -> int:
    """How many places a map gets whose sides are `extent` spaces, on average."""
    return max(3, round(0.22 * extent))


class Placing:
    """Finds spots for places, apart from each other and from what is there already."""

    def __init__(
        self,
        rng: np.random.Generator,
        land: Land,
        biomes: Mapping[TerrainType, Field],
        *,
        roads: Mask,
        taken: Sequence[int],
        count: int,
    ) -> None:
        usable = land.dry & (land.shore > 1.2) & (land.lake_depth < -1) & inner(land.sheet, 4) & ~roads
        self._rng = rng
        self._cells = best_cells(np.where(usable, rng.random(usable.shape), -np.inf), 3)
        self._at = grid_of(self._cells, land.sheet)
        self._sheet = land.sheet
        self._away = np.full(len(self._cells), float(max(land.sheet.shape)))
        self._apart = 0.3 * np.sqrt(land.land.sum() / (count + len(taken) + 1))
        self._grounds = {terrain: (field > 0).flat[self._cells] for terrain, field in biomes.items()}
        self._grounds[TerrainType.GRASS] = ~np.any(list(self._grounds.values()), axis=0)
        self._shore = land.shore.flat[self._cells]
        self._to_road = ndimage.distance_transform_edt(~roads).flat[self._cells]
        for cell in taken:
            self._keep_away(cell)

    def find(self, kind: Kind) -> Place | None:
        """The best spot for one place of a kind; None where there is no room for another."""
        for fits in (self._fitting(kind), self._away > 3):
            if fits.any():
                liking = np.where(fits, self._liking(kind), -np.inf)
                cell = int(self._cells[int(np.argmax(liking))])
                self._keep_away(cell)
                return Place(kind, cell)
        return None

    def suits(self, kind: Kind) -> bool:
        """Whether there is a spot of the right ground."""
        return bool(self._fitting(kind).any())

    def _fitting(self, kind: Kind) -> Mask:
        fits = self._away > max(self._apart, 4)
        if kind.grounds:
            fits = fits & np.any([self._grounds[terrain] for terrain in kind.grounds], axis=0)
        if kind.coastal:
            fits = fits & (self._shore < 4)
        if kind.by_road:
            fits = fits & (self._to_road < 2.5)
        return np.asarray(fits)

    def _liking(self, kind: Kind) -> Field:
        """How well each cell suits: far from people or near to them, and by chance."""
        away = np.minimum(self._away, 4 * self._apart) * (1.0 if kind.remote else -0.6)
        return np.asarray(away + 1.2 * self._apart * self._rng.normal(0, 1, len(away)))

    def _keep_away(self, cell: int) -> None:
        spot = grid_of(np.array([cell]), self._sheet)
        self._away = np.minimum(self._away, np.hypot(*(self._at - spot).T))


def places_of(
    rng: np.random.Generator, placing: Placing, environment: MapEnvironment | None, count: int
) -> Iterator[Place]:
    """Up to `count` places of many kinds; all kinds have their turn before one comes again."""
    favoured = biased(FAVOURED, environment, ())
    round_ = [kind for kind in KINDS for _ in range(2 if kind.kind in favoured else 1)]
    found = 0
    while found < count:
        before = found
        for index in rng.permutation(len(round_)).tolist():
            kind = round_[index]
            # What suits no ground here comes only where nothing else is left to come.
            if found < count and placing.suits(kind) and (place := placing.find(kind)):
                found += 1
                yield place
        if found == before:
            break
    yield from _anywhere(rng, placing, count - found)


def _anywhere(rng: np.random.Generator, placing: Placing, count: int) -> Iterator[Place]:
    """The last places on a crowded map: closer together than they would like."""
    general = [kind for kind in KINDS if not kind.grounds and not kind.coastal and not kind.by_road]
    for number in range(count):
        place = placing.find(general[(number + int(rng.integers(len(general)))) % len(general)])
        if place is None:
            return
        yield place
