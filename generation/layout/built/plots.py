"""The plots of a town: who builds along which street, and how their houses lie on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from generation.layout.built.splitting import NARROWEST, Block, Part, Role
from generation.layout.built.streets import DOWN, LEFT, RIGHT, UP, Quarter, TownPlan
from generation.layout.built.trades import Trade
from generation.layout.plan import Point
from generation.layout.spaces import Space

SHALLOWEST = 5  #: spaces that a plot needs from the street to its back
DEEPEST = 9  #: spaces of depth that a house and its garden take where others want to build behind


@dataclass(frozen=True, kw_only=True)
class Plot:
    """Ground for one house, whose front is on the side `front`."""

    ground: Block
    front: Space
    to_market: float

    @property
    def breadth(self) -> int:
        """Spaces along the street."""
        return self.ground.width if self.front[0] == 0 else self.ground.height

    @property
    def depth(self) -> int:
        """Spaces from the street to the back."""
        return self.ground.height if self.front[0] == 0 else self.ground.width

    @property
    def behind(self) -> Point:
        """The middle of its back."""
        (x, y), (dx, dy) = self.ground.center, self.front
        return x - dx * self.ground.width / 2, y - dy * self.ground.height / 2


def plots_of(rng: np.random.Generator, plan: TownPlan, breadth: int) -> list[Plot]:
    """All plots, of about `breadth` spaces along the street, those nearest to the market first."""
    plots = [plot for quarter in plan.quarters for plot in _plots_in(rng, plan, quarter, breadth)]
    return sorted(plots, key=lambda plot: (plot.to_market, plot.ground))


def _plots_in(rng: np.random.Generator, plan: TownPlan, quarter: Quarter, breadth: int) -> Iterator[Plot]:
    for row, front in _rows_in(quarter):
        level = front[0] == 0
        length = row.width if level else row.height
        count = max(1, round(length / breadth))
        if length < SHALLOWEST:
            continue
        lines = np.linspace(0, length, count + 1)
        lines[1:-1] += rng.uniform(-0.9, 0.9, count - 1)
        marks = np.round(lines).astype(int).tolist()
        for start, end in pairwise(marks):
            ground = row.cut(start, level=not level)[1].cut(end - start, level=not level)[0]
            if min(ground.width, ground.height) < SHALLOWEST:
                continue
            x, y = ground.center
            away = float(np.hypot(x - plan.market.center[0], y - plan.market.center[1]))
            yield Plot(ground=ground, front=front, to_market=away)


def _rows_in(quarter: Quarter) -> Iterator[tuple[Block, Space]]:
    """The rows of houses of a quarter, and where the street of each lies: the best street first."""
    block, fronts = quarter.block, dict(quarter.fronts)
    if not fronts or min(block.width, block.height) < SHALLOWEST:
        return
    best = min(fronts, key=lambda side: (fronts[side], -_length(block, side)))
    depth = _depth(block, best)
    across = (-best[0], -best[1])
    kept = depth
    if across in fronts and depth >= 2 * SHALLOWEST:
        kept = min((depth + 1) // 2, DEEPEST)
    elif len(fronts) > 1 and depth >= DEEPEST + SHALLOWEST:
        kept = DEEPEST
    row, rest = _row_along(block, best, kept)
    yield row, best
    left = tuple(front for front in quarter.fronts if front[0] != best)
    yield from _rows_in(Quarter(block=rest, fronts=left))


def _row_along(block: Block, side: Space, deep: int) -> tuple[Block, Block]:
    """So many spaces along one side of a block, and the rest of it."""
    level = side[0] == 0
    if side in (UP, LEFT):
        return block.cut(deep, level=level)
    rest, row = block.cut(_depth(block, side) - deep, level=level)
    return row, rest


def _length(block: Block, side: Space) -> int:
    return block.width if side[0] == 0 else block.height


def _depth(block: Block, side: Space) -> int:
    return block.height if side[0] == 0 else block.width


def house_on(rng: np.random.Generator, plot: Plot, trade: Trade) -> list[Part]:
    """The rooms of the house on a plot: at the street, a gap to the neighbour's, a garden behind."""
    broad = min(plot.breadth - 1, int(rng.integers(6, 10)))
    deep = min(plot.depth - (1 if plot.depth > SHALLOWEST else 0), int(rng.integers(5, 9)))
    setback = int(plot.depth - deep >= 3 and rng.random() < 0.35)
    left = int(rng.integers(0, plot.breadth - broad)) if plot.breadth - broad > 1 else 0
    local = Block(left, plot.depth - deep - setback, broad, deep)
    return [
        Part(block=_placed(part.block, plot), role=part.role, use=part.use)
        for part in _rooms(rng, local, trade)
    ]


def _rooms(rng: np.random.Generator, block: Block, trade: Trade) -> Iterator[Part]:
    """Front room and those behind it, as seen from the street, which is below."""
    wanted = min(len(trade.back), int(rng.integers(0, 3)) if block.area < 40 else 2, block.area // 14)
    if wanted == 0 or max(block.width, block.height) < 2 * NARROWEST:
        yield Part(block=block, role=Role.HALL, use=trade.front)
        return
    if block.height >= 2 * NARROWEST:
        cut = int(np.clip(round(block.height * rng.uniform(0.4, 0.5)), NARROWEST, block.height - NARROWEST))
        behind, front = block.cut(cut, level=True)
    else:
        cut = int(np.clip(round(block.width * rng.uniform(0.35, 0.45)), NARROWEST, block.width - NARROWEST))
        behind, front = block.cut(cut, level=False)
    yield Part(block=front, role=Role.HALL, use=trade.front)
    if wanted == 2 and behind.width >= 2 * NARROWEST:
        one, other = behind.cut(behind.width // 2, level=False)
        yield Part(block=one, use=trade.back[0])
        yield Part(block=other, use=trade.back[1])
    else:
        yield Part(block=behind, use=trade.back[0])


def _placed(block: Block, plot: Plot) -> Block:
    """From the plot's own view, its front below, to the field."""
    ground, (x, y, width, height) = plot.ground, block
    if plot.front == DOWN:
        return Block(ground.left + x, ground.top + y, width, height)
    if plot.front == UP:
        return Block(ground.left + x, ground.bottom - y - height, width, height)
    if plot.front == RIGHT:
        return Block(ground.left + y, ground.top + x, height, width)
    return Block(ground.right - y - height, ground.top + x, height, width)
