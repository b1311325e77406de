"""The outline of a ship, its bow to the right, and where ships lie on the water."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from generation.layout.built.splitting import Block
from generation.layout.spaces import Space
from generation.layout.walls import DIGITS

TRANSOM = 0.76  #: breadth of the stern, as a share of the beam
SWELL, TAPER = 0.2, 0.58  #: shares of the length between which the sides run straight
SLENDEREST = 5.5  #: length over beam
LEAST_BEAM = 4
SPRIT = 0.12  #: of the length, kept free before the bow for its spar


@dataclass(frozen=True, kw_only=True)
class Hull:
    """From the stern at `left` to the bow; its sides run along lines of the grid amidships."""

    left: int
    top: int
    length: int
    beam: int

    @property
    def right(self) -> int:
        """The line that the bow touches."""
        return self.left + self.length

    @property
    def keel(self) -> float:
        """The line from stern to bow, across."""
        return self.top + self.beam / 2

    @property
    def straight(self) -> range:
        """The columns where the sides run straight."""
        first = int(np.ceil(self.left + SWELL * self.length))
        return range(first, int(self.left + TAPER * self.length))

    def half(self, along: NDArray[np.float64]) -> NDArray[np.float64]:
        """Half the breadth at shares of the length."""
        stern = TRANSOM + (1 - TRANSOM) * np.sin(np.clip(along / SWELL, 0, 1) * np.pi / 2)
        ahead = np.clip((along - TAPER) / (1 - TAPER), 0, 1)
        return self.beam / 2 * stern * (1 - ahead**2.3) ** 0.72

    @cached_property
    def outline(self) -> Polygon:
        """The ship's side."""
        along = np.unique(np.concatenate((np.linspace(0, SWELL, 8), [TAPER], np.linspace(TAPER, 1, 24))))
        x, half = self.left + along * self.length, self.half(along)
        upper = np.column_stack((x, self.keel - half))
        lower = np.column_stack((x, self.keel + half))[::-1]
        return Polygon(np.round(np.concatenate((upper, lower[1:])), DIGITS))

    def spaces(self, inset: float) -> set[Space]:
        """The spaces that lie in the ship; `inset` is how much of each side of a space may stick out."""
        columns = np.arange(self.left, self.right)
        rows = np.arange(self.top, self.top + self.beam)
        x, y = (grid.ravel() for grid in np.meshgrid(columns, rows))
        squares = shapely.box(x + inset, y + inset, x + 1 - inset, y + 1 - inset)
        whole = shapely.contains(self.outline, squares)
        return set(zip(x[whole].tolist(), y[whole].tolist(), strict=True))

    def touched(self) -> set[Space]:
        """The spaces that have any part in the ship."""
        return Block(self.left, self.top, self.length, self.beam).spaces


def fleet(rng: np.random.Generator, columns: int, rows: int, *, alone: bool) -> Iterator[Hull]:
    """The ship that fills the water, and, unless it sails alone, others where there is room for them."""
    flagship = _fitted(Block(0, 0, columns, rows), rng)
    yield flagship
    if alone:
        return
    sea = [
        Block(0, 0, columns, flagship.top - 1),
        Block(0, flagship.top + flagship.beam + 1, columns, rows - flagship.top - flagship.beam - 1),
    ]
    for water in sea:
        if water.height >= 9 and water.width >= 14:
            yield from _consorts(rng, water)
    if flagship.left >= 14:
        yield from _consorts(rng, Block(0, 0, flagship.left, rows))


def _fitted(water: Block, rng: np.random.Generator) -> Hull:
    """The longest ship that a stretch of water holds, in its middle."""
    most = water.height - 3
    length = min(int((water.width - 2) / (1 + SPRIT)), int(most * SLENDEREST))
    beam = int(np.clip(round(length / (2.5 + length / 50)), LEAST_BEAM, most))
    spare = water.width - round(length * (1 + SPRIT))
    top = water.top + (water.height - beam) // 2
    if water.height - beam >= 6:
        top += int(rng.integers(-1, 2))
    return Hull(left=water.left + max(1, spare // 2), top=top, length=length, beam=beam)


def _consorts(rng: np.random.Generator, water: Block) -> Iterator[Hull]:
    """Smaller ships, one behind the other, at chance distances."""
    left = water.left + int(rng.integers(0, 6))
    while water.right - left >= 14:
        width = int(rng.integers(14, min(water.right - left, 36) + 1))
        height = int(np.clip(round(width * 0.34) + 3, 6, water.height))
        top = water.top + int(rng.integers(0, water.height - height + 1))
        yield _fitted(Block(left, top, width, height), rng)
        left += width + int(rng.integers(4, 14))
