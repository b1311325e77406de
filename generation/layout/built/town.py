"""Towns: streets, a market, houses with their roofs off."""

from collections.abc import Iterator
from itertools import cycle

import numpy as np

from generation.briefs import MapBrief
from generation.layout.built.house import House
from generation.layout.built.inn import INN_HALL
from generation.layout.built.landscape import lay_asked
from generation.layout.built.plots import Plot, house_on, plots_of
from generation.layout.built.site import Place, Site, open_site
from generation.layout.built.splitting import Block
from generation.layout.built.streets import TownPlan, town_plan, trodden
from generation.layout.built.taproom import furnish_taproom
from generation.layout.built.trades import DWELLINGS, INN, TEMPLE, TRADES, Trade
from generation.layout.built.yard import Yard, block_sides
from generation.layout.plan import MapLayout, PropKind, WallMaterial
from generation.layout.spaces import Space
from generation.vocabulary import TerrainType

BREADTHS = (8, 7, 6, 5)  #: spaces of street for each house; the less, the more houses there are
GARDENS = 0.1  #: share of plots that nobody has built on


def make_town(brief: MapBrief) -> MapLayout:
    """Some streets of a town for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS, lengthwise=True)
    plan = town_plan(site.rng, site.columns, site.rows)
    yard = Yard(site)
    yard.pave(trodden(plan, site.columns, site.rows), rough=0.16)
    for street in plan.streets:
        site.keep_free(*street.block.spaces)
    site.keep_free(*plan.market.spaces)
    site.places.append(Place(name="Market square", spaces=plan.market.spaces, outdoors=True))
    plots = _chosen_plots(site, plan)
    trades = _trades(site.rng, len(plots))
    built = [(plot, trade, *_build(site, plot, trade)) for plot, trade in zip(plots, trades, strict=False)]
    for plot, trade, house, step in built:  # when all stand: no window then opens into a neighbour's room
        house.glaze_all()
        _threshold(yard, plot, step, sign=trade.sign)
    _market(site, yard, plan.market)
    _gardens(site, yard, plots)
    lay_asked(site)
    yard.trees(0.3)
    return site.plan()


def _chosen_plots(site: Site, plan: TownPlan) -> list[Plot]:
    """As many plots as houses are asked for, from the market outwards; some stay gardens if none are."""
    wanted = site.brief.rooms
    plots: list[Plot] = []
    for breadth in BREADTHS:
        plots = plots_of(site.rng, plan, breadth)
        if wanted is None:
            return [plot for plot in plots if site.rng.random() >= GARDENS] or plots
        if len(plots) >= wanted - 1:
            return plots[: wanted - 1]
    return plots


def _trades(rng: np.random.Generator, count: int) -> Iterator[Trade]:
    """Who lives where, from the market outwards: shops first, then more and more dwellings."""
    shops = cycle([TRADES[index] for index in rng.permutation(len(TRADES)).tolist()])
    dwellings = cycle(DWELLINGS)
    first = [INN, TEMPLE] if count >= 4 else [INN]
    yield from (first[index] for index in rng.permutation(len(first)).tolist())
    for index in range(count):
        share = 0.75 - 0.6 * index / max(count, 1)
        yield next(shops) if rng.random() < share else next(dwellings)


def _build(site: Site, plot: Plot, trade: Trade) -> tuple[House, Space]:
    """One house, its door to the street; and the space before that."""
    material = WallMaterial.STONE if trade is TEMPLE or site.rng.random() < 0.45 else WallMaterial.WOOD
    house = House(site, house_on(site.rng, plot, trade), material, lit=(0,))
    house.assign((), trade.front)
    house.join()
    edges = house.outer_edges(house.hall, plot.front) or house.any_outer_edges()
    step = house.outer_door(edges[len(edges) // 2] if site.rng.random() < 0.5 else house.spot(edges))
    name = site.one_of(trade.names)
    house.names = [name] * len(house.parts)
    if trade.front is INN_HALL:
        furnish_taproom(site, house)
    for index in range(len(house.parts)):
        if index != house.hall or trade.front is not INN_HALL:
            house.furnish(index)
    site.places.append(Place(name=name, spaces=house.spaces))
    if trade.told:
        x, y = house.parts[house.hall].block.center
        site.notes.add(name, trade.told[0], (x, y), trade.told[1])
    return house, step


def _threshold(yard: Yard, plot: Plot, step: Space, *, sign: bool) -> None:
    """The way from the door to the street, with a sign or something left beside it."""
    x, y = step
    dx, dy = plot.front
    ground = plot.ground
    while ground.left <= x < ground.right and ground.top <= y < ground.bottom:
        x, y = x + dx, y + dy
    if (x, y) != step:
        yard.path([(step[0] + 0.5, step[1] + 0.5), (x + 0.5, y + 0.5)], 0.9)
    beside = (step[0] + 0.5 + 1.6 * dy, step[1] + 0.5 + 1.6 * dx)
    if sign:
        yard.put(PropKind.SIGNPOST, 0.7, 0.7, near=beside, within=ground)


def _market(site: Site, yard: Yard, market: Block) -> None:
    """A well or a fountain, stalls in rows about it, and what the carts brought."""
    fountain = site.brief.layout_seed % 2 == 0 and min(market.width, market.height) >= 9
    size = 2.6 if fountain else 1.6
    x, y = market.center
    middle = Block(int(x - size / 2), int(y - size / 2), int(np.ceil(size)), int(np.ceil(size)))
    if min(market.width, market.height) >= 4:
        yard.put_on(middle, PropKind.FOUNTAIN if fountain else PropKind.WELL, size, size)
        told = "Coins at the bottom, and one ring that nobody will touch"
        site.notes.add("Fountain" if fountain else "Well", "landmark", middle.center, told)
    _stalls(site, yard, market, middle.spaces)


def _stalls(site: Site, yard: Yard, market: Block, keep: set[Space]) -> None:
    """Rows of stalls with a way between any two, and goods beside them."""
    edge = int(min(market.width, market.height) >= 9)
    across = sorted({*range(market.left + edge, market.right - 2, 4), market.right - 2 - edge})
    down = sorted({*range(market.top + edge, market.bottom - 2, 3), market.bottom - 2 - edge})
    for left, top in ((left, top) for left in across for top in down):
        stall = Block(left, top, 2, 2)
        around = Block(left - 1, top - 1, 4, 4).spaces
        if not stall.spaces <= market.spaces or around & keep or stall.spaces & site.doorsteps:
            continue
        if yard.put_on(stall, PropKind.MARKET_STALL, 1.9, 1.4):
            keep = keep | stall.spaces
            goods = Block(left + 2, top, 1, 1)
            fits = goods.spaces <= market.spaces - site.doorsteps - keep
            if site.rng.random() < 0.5 and fits:
                kind = PropKind.BARREL if site.rng.random() < 0.5 else PropKind.CRATE
                yard.put_on(goods, kind, 0.7, 0.7)


def _gardens(site: Site, yard: Yard, plots: list[Plot]) -> None:
    """Fences about the ground behind houses, and things that stand in yards."""
    for plot in plots:
        if site.rng.random() < 0.4:
            yard.fence(block_sides(plot.ground))
        if site.rng.random() < 0.5:
            _vegetables(yard, plot)
        if site.rng.random() < 0.5:
            kind = (PropKind.BARREL, PropKind.CRATE, PropKind.LOG, PropKind.HAY)[int(site.rng.integers(4))]
            yard.put(kind, 0.8, 0.7 if kind is PropKind.LOG else 0.8, within=plot.ground)


def _vegetables(yard: Yard, plot: Plot) -> None:
    """A few rows of low green behind a house."""
    bed = yard.block_for(3, 2, near=plot.behind, within=plot.ground)
    if bed:
        yard.hedge((x, y) for x, y in sorted(bed.spaces))
