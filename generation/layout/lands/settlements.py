"""Where people settle: by harbours, on rivers, in fertile plains, apart from each other."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import ndimage

from generation.layout.lands.land import Land
from generation.layout.lands.noise import blurred
from generation.layout.lands.sheet import Field, Mask


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
    landmass: int


def sites_of(rng: np.random.Generator, land: Land, river: Mask, count: int) -> list[Site]:
    """About `count` sites, the best first: cities, then towns, then villages. `river` is where rivers run."""
    score = _appeal(rng, land, river)
    rows, columns = land.sheet.shape
    apart = 0.62 * np.sqrt(land.land.sum() / max(count, 1))
    down, across = np.indices(land.sheet.shape)
    cells: list[int] = []
    crowding = np.zeros(land.sheet.shape)
    cities, towns = shares(count)
    for _ in range(count):
        best = int(np.argmax(score - crowding))
        row, column = divmod(best, columns)
        if not np.isfinite(score[row, column]) or crowding[row, column] > 40:
            break
        cells.append(best)
        away = np.hypot(down - row, across - column)
        wide = apart * (1.8 if len(cells) <= cities else 1.0)
        crowding += 1.6 * np.exp(-((away / wide) ** 2)) + np.where(away < max(4, 0.45 * apart), 50, 0)
    harbours = (land.shore > 0) & (land.shore < 3.5)
    return [
        Site(
            cell=cell,
            rank=Rank.CITY if number < cities else Rank.TOWN if number < cities + towns else Rank.VILLAGE,
            harbour=bool(harbours.flat[cell]),
            landmass=int(land.landmasses.flat[cell]),
        )
        for number, cell in enumerate(cells)
    ]


def shares(count: int) -> tuple[int, int]:
    """How many of so many settlements are cities, and how many towns."""
    return max(1, round(0.13 * count)), round(0.3 * count)


def _appeal(rng: np.random.Generator, land: Land, river: Mask) -> Field:
    """How good a cell is to live on; minus infinity where nobody can."""
    slope = np.hypot(*np.gradient(blurred(land.height, 1.0)))
    fertile = np.exp(-(((land.climate.warmth - 0.55) / 0.28) ** 2)) * np.clip(
        land.climate.wetness + 0.25, 0.1, 1
    )
    water = ndimage.distance_transform_edt(~(river | land.lakes))
    power = np.log1p(blurred(np.where(river, land.flow.reshape(river.shape), 0), 2))
    score = 1.1 * fertile + 0.5 * np.exp(-(water / 4)) + 0.16 * power / max(float(power.max()), 1e-9) * 5
    score += 0.55 * np.exp(-land.shore / 3) - 9 * slope / max(float(slope.max()), 1e-9) - 1.6 * land.height
    score += 0.25 * rng.normal(0, 1, score.shape)
    edge = np.minimum.reduce(_edges(land))
    usable = land.dry & (land.shore > 1.2) & (edge > 4) & ~river & (land.lake_depth < -1)
    return np.where(usable, score, -np.inf)


def _edges(land: Land) -> list[Field]:
    rows, columns = np.indices(land.sheet.shape)
    return [rows, land.sheet.rows - 1 - rows, columns, land.sheet.columns - 1 - columns]
