"""Lakes: valleys dug out above a sill, which the water then fills to the brim."""

import numpy as np
from scipy import ndimage

from generation.layout.lands.bias import biased
from generation.layout.lands.hydrology import Drainage
from generation.layout.lands.noise import blurred
from generation.layout.lands.picking import without_pinches
from generation.layout.lands.sheet import Cells, Field, Mask
from generation.vocabulary import MapEnvironment

DEPTH = 0.03  #: of a lake, where the highest summit is 1
SMALLEST = 14  #: cells; less standing water is a wet meadow
SIZES = (0.0008, 0.0018, 0.004, 0.009)  #: of the map
SIZE_CHANCES = (0.3, 0.38, 0.24, 0.08)
ASKED_SIZE = 0.004  #: of the map, where somebody asked for water
ABUNDANCE = {
    MapEnvironment.DESERT: 0.4,
    MapEnvironment.ARCTIC: 2.0,
    MapEnvironment.SWAMP: 2.2,
    MapEnvironment.MOUNTAIN: 1.4,
    MapEnvironment.FOREST: 1.3,
}


def usual_count(rng: np.random.Generator, extent: float, environment: MapEnvironment | None) -> int:
    """How many lakes a map gets whose sides are `extent` spaces, on average."""
    return int(rng.poisson((0.8 + 0.045 * extent) * biased(ABUNDANCE, environment, 1.0)))


def dug_out(
    rng: np.random.Generator,
    height: Field,
    shore: Field,
    drainage: Drainage,
    *,
    count: int,
    least: float = 0.0,
) -> Field:
    """The ground with room for up to `count` lakes, each in the valley above a sill.

    Each covers a share of `least` of the map at least.
    """
    sills = _sills(rng, height, shore, drainage, count)
    valley = _valleys(drainage, sills)
    dug = height.ravel().copy()
    level = height.ravel()
    side = max(height.shape)
    for number, sill in enumerate(sills):
        above = np.nonzero(valley == number)[0]
        above = above[np.argsort(level[above], kind="stable")]
        size = int(height.size * max(rng.choice(SIZES, p=SIZE_CHANCES), least))
        drowned = np.zeros(height.shape, dtype=np.bool_)
        drowned.flat[above[: max(size, 2 * SMALLEST)]] = True
        dug[_rounded(drowned).ravel()] = level[sill] - DEPTH
    return np.where(shore > side / 60, dug.reshape(height.shape), height)


def _rounded(drowned: Mask) -> Mask:
    """The shape without the fingers that reach up every brook, and somewhat wider: a river is no lake."""
    round_ = blurred(drowned.astype(np.float64), 2.2) > 0.34
    return round_ if round_.sum() > SMALLEST else ndimage.binary_dilation(drowned)


def lakes_on(drainage: Drainage, land: Mask) -> Mask:
    """Where water stands that is large enough to draw; its islands are those that are large enough too."""
    deep = (drainage.depth.reshape(land.shape) > DEPTH / 4) & land
    smooth = _large(ndimage.binary_opening(deep, iterations=1))
    return without_pinches(~_large(~smooth, 2 * SMALLEST) & land) & land


def _large(mask: Mask, smallest: int = SMALLEST) -> Mask:
    """The connected parts that have so many cells at least."""
    labels, _ = ndimage.label(mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return np.asarray((sizes >= smallest)[labels])


def _sills(
    rng: np.random.Generator, height: Field, shore: Field, drainage: Drainage, count: int
) -> list[int]:
    """Cells on streams, away from the coast, the edge and each other."""
    side = max(height.shape)
    area = drainage.gathered(np.ones(height.size)).reshape(height.shape)
    fits = (area > height.size / 400) & (area < height.size / 12)
    fits &= (shore > side / 40) & (height < 0.35)
    margin = max(3, side // 24)
    fits[:margin] = fits[-margin:] = False
    fits[:, :margin] = fits[:, -margin:] = False
    sills: list[int] = []
    down, across = np.indices(height.shape)
    for _ in range(count):
        cells = np.nonzero(fits.ravel())[0]
        if not len(cells):
            break
        sill = int(rng.choice(cells))
        sills.append(sill)
        row, column = divmod(sill, height.shape[1])
        fits &= np.hypot(down - row, across - column) > side / 7
    return sills


def _valleys(drainage: Drainage, sills: list[int]) -> Cells:
    """For each cell the number of the next sill on its way down; -1 for none."""
    valley = np.full(len(drainage.downstream), -1, dtype=np.int64)
    valley[sills] = np.arange(len(sills))
    for cells in drainage.order[1:]:
        open_ = cells[valley[cells] < 0]
        valley[open_] = valley[drainage.downstream[open_]]
    valley[sills] = -1  # the sill itself stays, else nothing holds the water
    return valley
