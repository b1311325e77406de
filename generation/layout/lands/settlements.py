"""Where people settle: by harbours, on rivers, in fertile plains, apart from each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import ndimage

from generation.layout.lands.land import Land
from generation.layout.lands.noise import blurred
from generation.layout.lands.picking import best_cells, grid_of, inner
from generation.layout.lands.sheet import Field, Mask

TOWNS = 0.3  #: of the settlements
HARBOUR = 3.5  #: cells to the sea, at most
OWN_CITY = 0.07  #: of all land: an island that is larger has a city of its own
APART = 4  #: cells between two settlements, at least


class Rank(StrEnum):
    """How large a settlement is."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place to live."""

    cell: int
    rank: Rank
    harbour: bool  #: by the sea


def usual_count(extent: float) -> int:
    """How many settlements a map gets whose sides are `extent` spaces, on average."""
    return max(3, round(0.32 * extent))


def sites_of(rng: np.random.Generator, land: Land, river: Mask, *, count: int, cities: float) -> list[Site]:
    """About `count` sites, the greatest first; `cities` is how many of them are cities, as a share.

    `river` is where rivers run.
    """
    score = _appeal(rng, land, river)
    cells = best_cells(score, 3)
    if not len(cells):
        return []
    at, appeal = grid_of(cells, land.sheet), score.flat[cells]
    apart = 0.62 * np.sqrt(land.land.sum() / count)
    few = max(1 if count < 5 else 2, round(cities * count))
    crowding = np.zeros(len(cells))
    chosen: list[int] = []
    for number in range(count):
        best = int(np.argmax(np.where(np.isfinite(crowding), appeal - crowding, -np.inf)))
        if not np.isfinite(crowding[best]):
            break
        away = np.hypot(*(at - at[best]).T)
        wide = apart * (1.8 if number < few else 1.0)
        crowding += 1.6 * np.exp(-((away / wide) ** 2))
        crowding[away < max(APART, 0.45 * apart)] = np.inf
        chosen.append(int(cells[best]))
    sites = [
        Site(cell=cell, rank=rank, harbour=bool(land.shore.flat[cell] < HARBOUR))
        for cell, rank in zip(chosen, _ranks(land, chosen, few, round(TOWNS * count)), strict=True)
    ]
    return sorted(sites, key=lambda site: tuple(Rank).index(site.rank))


def _ranks(land: Land, cells: Sequence[int], few: int, towns: int) -> Iterator[Rank]:
    """The best places are cities, then towns; each land across the sea that is large enough has its city."""
    sizes = np.bincount(land.landmasses.ravel())
    crowned: set[int] = set()
    for number, cell in enumerate(cells):
        mass = int(land.landmasses.flat[cell])
        first = mass not in crowned and sizes[mass] > OWN_CITY * land.land.sum()
        if number < few or first:
            crowned.add(mass)
            yield Rank.CITY
        else:
            yield Rank.TOWN if number < few + towns else Rank.VILLAGE


def _appeal(rng: np.random.Generator, land: Land, river: Mask) -> Field:
    """How good a cell is to live on; minus infinity where nobody can."""
    slope = np.hypot(*np.gradient(blurred(land.height, 1.0)))
    warmth, wetness = land.climate.warmth, land.climate.wetness
    fertile = np.exp(-(((warmth - 0.55) / 0.28) ** 2)) * np.clip(wetness + 0.25, 0.1, 1)
    water = ndimage.distance_transform_edt(~(river | land.lakes))
    power = np.log1p(blurred(np.where(river, land.flow.reshape(river.shape), 0), 2))
    score = 1.1 * fertile + 0.5 * np.exp(-water / 4) + 0.8 * power / max(float(power.max()), 1e-9)
    score += 0.55 * np.exp(-land.shore / 3) - 9 * slope / max(float(slope.max()), 1e-9) - 1.6 * land.height
    score += 0.25 * rng.normal(0, 1, score.shape)
    margin = max(4, round(0.035 * min(land.sheet.shape)))
    usable = land.dry & (land.shore > 1.2) & inner(land.sheet, margin) & ~river & (land.lake_depth < -1)
    return np.where(usable, score, -np.inf)
