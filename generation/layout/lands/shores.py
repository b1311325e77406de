"""Where land is and where mountains rise, before water has worked on it."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from scipy import ndimage

from generation.layout.lands.bias import biased
from generation.layout.lands.noise import blurred, fractal, ridged
from generation.layout.lands.picking import without_pinches
from generation.layout.lands.sheet import Cells, Field, Mask, Sheet
from generation.layout.noise import smooth_noise
from generation.vocabulary import MapEnvironment

INLAND = {
    MapEnvironment.COAST: 0.0,
    MapEnvironment.MOUNTAIN: 0.5,
    MapEnvironment.DESERT: 0.4,
    MapEnvironment.FOREST: 0.35,
    MapEnvironment.GRASSLAND: 0.35,
}
"""How likely a region has no coast; 0.12 elsewhere."""

RANGES = {MapEnvironment.MOUNTAIN: 4, MapEnvironment.GRASSLAND: 1, MapEnvironment.SWAMP: 1}
"""Chains of mountains in a region; one to three elsewhere."""

RIM = 0.06  #: uplift at the edges of a region, where 1 is that of mountains


class Side(StrEnum):
    """A side of the map."""

    NORTH = "north"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The raw land."""

    shore: Field  #: above 0 on land, below 0 at sea; cells to the coast, about
    uplift: Field  #: how fast the ground rises; 1 in the mountains
    outlets: Mask  #: where water leaves: the sea, or the valley that leads off the map


def world_ground(rng: np.random.Generator, sheet: Sheet, environment: MapEnvironment | None) -> Ground:
    """Continents in an ocean: plates that drift, mountains where they meet."""
    scattered = environment is MapEnvironment.COAST or rng.random() < 0.2
    plates = _Plates(rng, sheet)
    side = max(sheet.shape)
    roughness, swell = (0.5, side / 5) if scattered else (0.26, side / 3.2)
    crust = 1.3 * blurred(plates.continental, side / 18) + roughness * fractal(
        rng, sheet.shape, swell, gain=0.55
    )
    crust -= 3 * np.clip(_from_middle(rng, sheet) - 0.72, 0, None) / 0.2
    crust -= 4 * np.clip(1 - _from_edge(sheet) / 0.02, 0, 1)
    share = float(rng.uniform(0.26, 0.32) if scattered else rng.uniform(0.32, 0.4))
    shore = _shore(crust, share, keep_lakes=True)
    belts = blurred(plates.pressure, side / 110) * 3 + blurred(plates.pressure, side / 40) * 2.5
    return Ground(shore=shore, uplift=_rising(rng, shore, belts), outlets=shore <= 0)


def region_ground(
    rng: np.random.Generator, sheet: Sheet, environment: MapEnvironment | None, *, coast: bool
) -> Ground:
    """A stretch of land, most often with a coast on one side or two; always with one for `coast`."""
    seas = _seas(rng, environment, coast=coast)
    side = max(sheet.shape)
    if seas:
        swell = fractal(rng, sheet.shape, side / 2.2, gain=0.6)
        inland = np.min([_from_side(sheet, sea) for sea in seas], axis=0)
        share = {1: 0.74, 2: 0.64, 3: 0.5}[len(seas)] - (0.14 if environment is MapEnvironment.COAST else 0)
        shore = _shore(2.4 * inland + 0.34 * swell, share + float(rng.uniform(-0.06, 0.06)), keep_lakes=False)
        outlets = shore <= 0
    else:
        shore = np.full(sheet.shape, float(side))
        outlets = _valley_out(rng, sheet)
    belts = _ranges(rng, sheet, shore, environment)
    # A watershed just inside of the edge keeps rivers from running along it.
    rim = RIM * np.exp(-((_from_edge(sheet) / 0.03) ** 2))
    return Ground(shore=shore, uplift=_rising(rng, shore, belts) + rim, outlets=outlets)


def _seas(rng: np.random.Generator, environment: MapEnvironment | None, *, coast: bool) -> list[Side]:
    landlocked = rng.random() < biased(INLAND, environment, 0.12) and not coast
    count = 0 if landlocked else int(rng.choice([1, 2, 3], p=[0.5, 0.38, 0.12]))
    first = int(rng.integers(4))
    sides = list(Side)
    return [sides[(first + turn) % 4] for turn in range(count)]


def _from_side(sheet: Sheet, side: Side) -> Field:
    """0 at a side of the map, 1 at a distance of the longer side."""
    rows, columns = np.indices(sheet.shape) + 0.5
    steps = {
        Side.NORTH: rows,
        Side.SOUTH: sheet.rows - rows,
        Side.WEST: columns,
        Side.EAST: sheet.columns - columns,
    }
    return np.asarray(steps[side] / max(sheet.shape))


def _from_edge(sheet: Sheet) -> Field:
    """0 at the nearest edge of the map, in shares of the map's sides."""
    rows, columns = np.indices(sheet.shape) + 0.5
    down, across = rows / sheet.rows, columns / sheet.columns
    return np.asarray(np.min([down, 1 - down, across, 1 - across], axis=0))


def _from_middle(rng: np.random.Generator, sheet: Sheet) -> Field:
    """0 in the middle of the map, 1 at its edges, with bays and capes."""
    rows, columns = np.indices(sheet.shape) + 0.5
    down, across = np.abs(2 * rows / sheet.rows - 1), np.abs(2 * columns / sheet.columns - 1)
    ragged = 0.13 * np.clip(fractal(rng, sheet.shape, max(sheet.shape) / 4, gain=0.6), -1, 3)
    return np.asarray((down**3 + across**3) ** (1 / 3) + ragged)


def _shore(crust: Field, share: float, *, keep_lakes: bool) -> Field:
    """Cells to the coast, positive on land, for the given share of land; specks are gone."""
    crust = crust - np.quantile(crust, 1 - share)
    smallest = max(6, crust.size // 12000)
    crust = _without_specks(crust, smallest)
    waters = crust.size if not keep_lakes else crust.size // 60
    crust = -_without_specks(-crust, waters)
    land = without_pinches(crust > 0)
    inside = ndimage.distance_transform_edt(land)
    outside = ndimage.distance_transform_edt(~land)
    slope = np.maximum(np.hypot(*np.gradient(crust)), 1e-3)
    # Next to the coast the field itself says between which cells it runs, farther off its distance does.
    near = np.clip(np.abs(crust) / slope, 0.3, 1.5)
    far = np.where(land, inside, outside)
    return np.where(land, 1, -1) * np.where(far < 1.5, near, far - 0.5)


def _without_specks(field: Field, smallest: int) -> Field:
    """The field, its parts above 0 that are smaller than so many cells sunk; the largest always stays."""
    labels, _ = ndimage.label(field > 0)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    small = (sizes < min(smallest, sizes.max())) & (sizes > 0)
    return np.where(small[labels], -0.01, field)


def _rising(rng: np.random.Generator, shore: Field, belts: Field) -> Field:
    side = max(shore.shape)
    rolling = np.clip(smooth_noise(rng, shore.shape, side / 5), -1, 2)
    crest = 0.35 + 0.65 * ridged(rng, shore.shape, side / 9)
    inland = np.clip(shore / (0.25 * side), 0, 1)
    return np.asarray(0.045 + 0.02 * rolling + 0.04 * inland + belts * crest)


def _valley_out(rng: np.random.Generator, sheet: Sheet) -> Mask:
    """The cells at the edge where the waters of a landlocked region leave it."""
    outlets = np.zeros(sheet.shape, dtype=np.bool_)
    for side in rng.permutation(4)[: int(rng.integers(1, 3))].tolist():
        turned = np.rot90(outlets, side)
        turned[0, int(turned.shape[1] * rng.uniform(0.25, 0.75))] = True
    return outlets


def _ranges(
    rng: np.random.Generator, sheet: Sheet, shore: Field, environment: MapEnvironment | None
) -> Field:
    """Chains of mountains across a region."""
    count = biased(RANGES, environment, int(rng.integers(1, 4)))
    belts = np.zeros(sheet.shape)
    side = max(sheet.shape)
    inland = np.clip(shore / (0.12 * side), 0, 1)
    for _ in range(count):
        belts = np.maximum(belts, _range(rng, sheet) * rng.uniform(0.6, 1.0))
    return np.asarray(belts * (0.25 + 0.75 * inland))


def _range(rng: np.random.Generator, sheet: Sheet) -> Field:
    """One chain: a bent line with foothills."""
    side = max(sheet.shape)
    middle = rng.uniform(0.12, 0.88, 2) * (sheet.columns, sheet.rows)
    angle = rng.uniform(0, np.pi)
    reach = rng.uniform(0.22, 0.5) * side
    along = np.linspace(-1, 1, 24)
    bend = rng.normal(0, 0.12) * side * (along**2 - 0.4) + rng.normal(0, 0.04) * side * np.sin(4 * along)
    x = middle[0] + reach * along * np.cos(angle) - bend * np.sin(angle)
    y = middle[1] + reach * along * np.sin(angle) + bend * np.cos(angle)
    canvas = np.full(sheet.shape, 255, dtype=np.uint8)
    cv2.polylines(canvas, [np.round(np.column_stack((x, y))).astype(np.int32)], False, 0, 1)
    distance = cv2.distanceTransform(canvas, cv2.DIST_L2, 5) + side / 45 * smooth_noise(
        rng, sheet.shape, side / 8
    )
    broad = np.exp(-(np.clip(distance / (side / 13), 0, None) ** 2))
    core = np.exp(-(np.clip(distance / (side / 34), 0, None) ** 2))
    return np.asarray(0.4 * broad + 0.6 * core)


class _Plates:
    """Plates of crust: some carry continents; where two press together, mountains rise."""

    def __init__(self, rng: np.random.Generator, sheet: Sheet) -> None:
        side = max(sheet.shape)
        count = int(rng.integers(9, 14))
        centers = self._spread(rng, sheet, count)
        rows, columns = np.indices(sheet.shape).astype(np.float64)
        rows += side / 14 * fractal(rng, sheet.shape, side / 4)
        columns += side / 14 * fractal(rng, sheet.shape, side / 4)
        distance = np.hypot(columns - centers[:, 0, None, None], rows - centers[:, 1, None, None])
        plate = np.argmin(distance, axis=0)
        carries, continent = self._crust(rng, sheet, centers)
        self.continental = carries[plate] - 1.9 * self._rifts(rng, continent[plate], side / 13)
        self.pressure = self._pressure(rng, plate, centers)

    @staticmethod
    def _spread(rng: np.random.Generator, sheet: Sheet, count: int) -> Field:
        """Points that keep away from each other."""
        chosen = [rng.uniform(0, 1, 2) * (sheet.columns, sheet.rows)]
        while len(chosen) < count:
            tries = rng.uniform(0, 1, (12, 2)) * (sheet.columns, sheet.rows)
            apart = np.hypot(*(tries[:, None] - np.array(chosen)).transpose(2, 0, 1)).min(axis=1)
            chosen.append(tries[int(np.argmax(apart))])
        return np.array(chosen)

    @staticmethod
    def _crust(rng: np.random.Generator, sheet: Sheet, centers: Field) -> tuple[Field, Cells]:
        """1 for each plate that carries land, 0 for the oceans'; and which continent it is part of."""
        middle = np.array((sheet.columns, sheet.rows)) / 2
        outer = np.abs((centers - middle) / middle).max(axis=1)
        hearts = [int(np.argmin(outer + rng.random(len(centers)) * 0.8))]
        for _ in range(int(rng.choice([0, 1, 2], p=[0.25, 0.45, 0.3]))):
            away = np.hypot(*(centers[:, None] - centers[hearts]).transpose(2, 0, 1)).min(axis=1)
            hearts.append(int(np.argmax(away * (outer < 0.8))))
        away = np.hypot(*(centers[:, None] - centers[hearts]).transpose(2, 0, 1))
        near = away.min(axis=1)
        wanted = near + (0.3 * rng.random(len(centers)) + 0.5 * outer) * near.max()
        carries = np.zeros(len(centers))
        carries[np.argsort(wanted)[: round(len(centers) * 0.55)]] = 1
        return carries, away.argmin(axis=1)

    @staticmethod
    def _rifts(rng: np.random.Generator, continent: Cells, wide: float) -> Field:
        """1 where two continents drifted apart, 0 away from there; they are labelled cell by cell."""
        seam = np.ones(continent.shape, dtype=np.uint8)
        seam[:, 1:][continent[:, 1:] != continent[:, :-1]] = 0
        seam[1:][continent[1:] != continent[:-1]] = 0
        if seam.all():
            return np.zeros(continent.shape)
        ragged = 0.4 * wide * fractal(rng, continent.shape, 2 * wide, gain=0.65)
        distance = np.clip(cv2.distanceTransform(seam, cv2.DIST_L2, 5) + ragged, 0, None)
        return np.asarray(np.exp(-((distance / wide) ** 2)), dtype=np.float64)

    @staticmethod
    def _pressure(rng: np.random.Generator, plate: Field, centers: Field) -> Field:
        """Along the seams, how fast two plates close in on each other; 0 elsewhere."""
        drift = rng.normal(0, 1, (len(centers), 2))
        towards = centers[None] - centers[:, None]
        towards /= np.maximum(np.hypot(towards[..., 0], towards[..., 1]), 1)[..., None]
        closing = ((drift[:, None] - drift[None]) * towards).sum(axis=-1)
        pressure = np.zeros(plate.shape)
        for one, other, rim in (
            (plate[:, :-1], plate[:, 1:], pressure[:, 1:]),
            (plate[:-1], plate[1:], pressure[1:]),
        ):
            np.maximum(rim, np.where(one != other, closing[one, other], 0), out=rim)
        return np.clip(pressure, 0, 2.5)
