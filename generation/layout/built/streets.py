"""The streets of a town, and the quarters between them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from generation.layout.built.splitting import Block
from generation.layout.spaces import Space

MAIN, LANE = 0, 1  #: ranks of streets: houses rather face the first
BROADEST_QUARTER = (15, 22)  #: spaces along; longer ones are parted by a lane
DEEPEST_QUARTER = (12, 18)
LANE_WIDTH = 2
UP, RIGHT, DOWN, LEFT = (0, -1), (1, 0), (0, 1), (-1, 0)


@dataclass(frozen=True, kw_only=True)
class Street:
    """The ground that a street takes; it runs across where `level`."""

    block: Block
    level: bool
    rank: int


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """Ground between streets: for each side with a street the rank of that."""

    block: Block
    fronts: tuple[tuple[Space, int], ...]


@dataclass(frozen=True, kw_only=True)
class TownPlan:
    """The whole: every space belongs to a street, to a quarter or to the market."""

    streets: tuple[Street, ...]
    quarters: tuple[Quarter, ...]
    market: Block


def town_plan(rng: np.random.Generator, columns: int, rows: int) -> TownPlan:
    """A main street from side to side, a market on it, lanes off it."""
    broad = 4 if min(columns, rows) >= 40 else 3
    top = _main_street_top(rng, rows, broad)
    main = Street(block=Block(0, top, columns, broad), level=True, rank=MAIN)
    above, below = Block(0, 0, columns, top), Block(0, top + broad, columns, rows - top - broad)
    market, quarters = _with_market(rng, above, below)
    streets, parted = [main, *lanes_from(market)], []
    for quarter in quarters:
        for piece in _parted(rng, quarter):
            if isinstance(piece, Street):
                streets.append(piece)
            else:
                parted.append(piece)
    return TownPlan(streets=tuple(streets), quarters=tuple(parted), market=market)


def _main_street_top(rng: np.random.Generator, rows: int, broad: int) -> int:
    """Where houses fit on both sides in the middle; else below the houses."""
    if rows - broad < 13:
        return rows - broad - (1 if rows - broad > 8 else 0)
    middle = (rows - broad) / 2
    return int(np.clip(round(middle + rng.uniform(-0.08, 0.12) * rows), 6, rows - broad - 6))


def _with_market(rng: np.random.Generator, above: Block, below: Block) -> tuple[Block, list[Quarter]]:
    """The market on the upper side of the main street, and the quarters about it."""
    width = int(np.clip(round(above.width * rng.uniform(0.2, 0.28)), min(8, above.width // 3), 26))
    height = int(np.clip(round(width * rng.uniform(0.7, 0.95)), 3, above.height))
    if above.height - height < 7:
        height = min(above.height, max(height, above.height - 1))
    left = int(np.clip(round(above.width * rng.uniform(0.3, 0.7) - width / 2), 0, above.width - width))
    if left < 6:
        left = 0
    if above.width - left - width < 6:
        left = above.width - width
    market = Block(left, above.height - height, width, height)
    return market, [quarter for quarter in _about_market(above, market) if quarter.block.area] + [
        Quarter(block=below, fronts=((UP, MAIN),))
    ]


def _about_market(above: Block, market: Block) -> Iterator[Quarter]:
    """The quarters on the market's side of the main street; lanes lead on from the market where they can."""
    street = (DOWN, MAIN)
    lanes = lanes_from(market)
    beside = bool(lanes) or market.top == 0
    yield Quarter(
        block=Block(0, 0, market.left, above.height),
        fronts=(street, (RIGHT, MAIN)) if beside else (street,),
    )
    yield Quarter(
        block=Block(market.right, 0, above.width - market.right, above.height),
        fronts=(street, (LEFT, MAIN)) if beside else (street,),
    )
    inset = LANE_WIDTH if lanes else 0
    yield Quarter(
        block=Block(market.left + inset, 0, market.width - 2 * inset, market.top),
        fronts=(street, (LEFT, LANE), (RIGHT, LANE)) if lanes else (street,),
    )


def lanes_from(market: Block) -> list[Street]:
    """Lanes at both sides of the ground behind the market, where that is worth it."""
    if market.top < 5 or market.width < 5 + 2 * LANE_WIDTH:
        return []
    places = (market.left, market.right - LANE_WIDTH)
    return [Street(block=Block(x, 0, LANE_WIDTH, market.top), level=False, rank=LANE) for x in places]


def _parted(rng: np.random.Generator, quarter: Quarter) -> Iterator[Street | Quarter]:
    """A quarter with lanes through it, until none of its parts is too large."""
    block = quarter.block
    broadest, deepest = int(rng.integers(*BROADEST_QUARTER)), int(rng.integers(*DEEPEST_QUARTER))
    if block.width > broadest and block.width >= block.height * 0.7 and block.height >= 5:
        yield from _cut(rng, quarter, level=False)
    elif block.height > deepest and block.width >= 5:
        yield from _cut(rng, quarter, level=True)
    else:
        yield quarter


def _cut(rng: np.random.Generator, quarter: Quarter, *, level: bool) -> Iterator[Street | Quarter]:
    block = quarter.block
    length = block.height if level else block.width
    at = int(np.clip(round(length * rng.uniform(0.36, 0.64)), 6, length - LANE_WIDTH - 6))
    first, rest = block.cut(at, level=level)
    lane, second = rest.cut(LANE_WIDTH, level=level)
    yield Street(block=lane, level=level, rank=LANE)
    before, after = (UP, DOWN) if level else (LEFT, RIGHT)
    for part, side in ((first, after), (second, before)):
        kept = tuple(front for front in quarter.fronts if front[0] != side)
        yield from _parted(rng, Quarter(block=part, fronts=(*kept, (side, LANE))))


def trodden(plan: TownPlan, columns: int, rows: int) -> BaseGeometry:
    """What is trodden of streets and market, in whole: corners are rounded, and ways run off the field."""
    pieces = [_reaching_out(street.block, columns, rows) for street in plan.streets]
    pieces.append(_reaching_out(plan.market, columns, rows))
    area = shapely.union_all(pieces)
    for step in (-0.2, 1.0, -1.5, 0.5):
        area = area.buffer(step, quad_segs=4)
    return area


def _reaching_out(block: Block, columns: int, rows: int) -> Polygon:
    """A block that goes on where it ends at the edge of the field."""
    return box(
        block.left - 3 * (block.left == 0),
        block.top - 3 * (block.top == 0),
        block.right + 3 * (block.right == columns),
        block.bottom + 3 * (block.bottom == rows),
    )
