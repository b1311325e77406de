"""Taverns and inns: a taproom, what serves it, rooms to let, and a yard for horses."""

import numpy as np
from shapely import box

from generation.briefs import MapBrief
from generation.layout.built import purposes
from generation.layout.built.building import back_door
from generation.layout.built.footprints import main_and_wing, wing_parts
from generation.layout.built.gardens import kitchen_garden, lay_out, orchard, pond, seats
from generation.layout.built.house import House
from generation.layout.built.inn import INN, INN_HALL, INN_MORE
from generation.layout.built.landscape import lay_asked
from generation.layout.built.outbuildings import outbuilding
from generation.layout.built.program import wants_for
from generation.layout.built.site import Site, open_site
from generation.layout.built.splitting import Block, Part, Role, divided
from generation.layout.built.taproom import furnish_taproom
from generation.layout.built.yard import Yard
from generation.layout.plan import MapLayout, PropKind, WallMaterial
from generation.vocabulary import TerrainType

SPACES_PER_ROOM = 24
WIDEST, DEEPEST = 70, 46  #: spaces that the largest inn takes
TRIES = 6  #: plans drawn up, of which the one nearest to what is wanted is built
WINGED = 5  #: rooms from which on the guests have a wing of their own
STREET = 3  #: spaces
SPACES_PER_WAGON = 170  #: of the yard
GARDENS = (
    (seats, 3, 3),
    (kitchen_garden, 6, 5),
    (seats, 3, 3),
    (orchard, 9, 9),
    (pond, 8, 7),
    (seats, 3, 3),
    (orchard, 15, 12),
)


def make_tavern(brief: MapBrief) -> MapLayout:
    """A tavern for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    street = STREET if site.rows >= 16 else int(site.rows >= 12)
    ground, court = _grounds(site, street)
    annexes = 2 if brief.rooms is None else int(np.clip((brief.rooms - 2) // 2, 0, 2))
    wanted = None if brief.rooms is None else brief.rooms - annexes
    house = House(site, _inn_parts(site.rng, ground, wanted), WallMaterial.WOOD)
    house.assign(wants_for(len(house.parts), INN, INN_MORE), INN_HALL)
    house.join()
    yard = Yard(site)
    if street:
        yard.pave(box(-2, site.rows - street, site.columns + 2, site.rows + 2))
    _front(site, house, yard)
    back_door(site, house)
    house.enter_rooms()
    furnish_taproom(site, house)
    for index in range(len(house.parts)):
        if index != house.hall:
            house.furnish(index)
    house.glaze_all()
    _inn_yard(yard, court, annexes)
    lay_out(yard, GARDENS)
    lay_asked(site)
    yard.trees(0.4)
    return site.plan()


def _grounds(site: Site, street: int) -> tuple[Block, Block]:
    """The ground of the house, by the street, and the yard beside it."""
    court_width = int(np.clip(round(site.columns * 0.3), 0, 22)) if site.columns >= 18 else 0
    back = int(np.clip(round(site.rows * 0.12), 1, 8))
    height = min(site.rows - street - back - 1, DEEPEST)
    width = min(site.columns - court_width - 2, WIDEST)
    top = site.rows - street - 1 - height
    left = 1 + (site.columns - court_width - 2 - width) // 2
    court_left = left + width
    return Block(left, top, width, height), Block(court_left, top, court_width, height)


def _inn_parts(rng: np.random.Generator, ground: Block, wanted: int | None) -> list[Part]:
    """The rooms of the house: about `wanted`, or as many as there is ground for."""
    count = wanted or max(2, round(ground.area * 0.85 / SPACES_PER_ROOM))
    if wanted:
        ground = _reduced(ground, wanted)
    plans = [_drawn_up(rng, ground, count) for _ in range(TRIES)]
    return min(plans, key=lambda parts: abs(len(parts) - count))


def _drawn_up(rng: np.random.Generator, ground: Block, count: int) -> list[Part]:
    """One plan: with wings for the guests where there are enough of them."""
    if count < WINGED or ground.width < 12:
        return _public_rooms(rng, ground, count)
    main = ground
    if ground.height >= 12:
        main = ground.cut(int(ground.height * rng.uniform(0.2, 0.4)), level=True)[1]
    wing, main = main_and_wing(rng, ground, main)
    wings = [(wing, 1)]
    if ground.width >= 30 and count >= 2 * WINGED:
        main, _ = main.cut(main.width - wing.width, level=False)
        wings.append((Block(main.right, wing.top, wing.width, wing.height), -1))
    area = len(wings) * wing.area + main.area
    share = int(
        np.clip(round(count * wing.area / area * rng.uniform(1.0, 1.4)), 2, (count - 3) // len(wings))
    )
    guests = [part for block, inward in wings for part in wing_parts(rng, block, share, inward=inward)]
    return [*guests, *_public_rooms(rng, main, count - len(guests))]


def _reduced(ground: Block, wanted: int) -> Block:
    """No more ground than so many rooms need; the front stays where it is."""
    share = float(np.sqrt(min(1.0, (wanted * SPACES_PER_ROOM * 1.25 + 30) / ground.area)))
    width, height = max(6, round(ground.width * share)), max(5, round(ground.height * share))
    width, height = min(width, ground.width), min(height, ground.height)
    return Block(ground.right - width, ground.bottom - height, width, height)


def _public_rooms(rng: np.random.Generator, block: Block, count: int) -> list[Part]:
    """The taproom in front, kitchen and stores behind it, further rooms beside these."""
    if count == 1:
        return [Part(block=block, role=Role.HALL)]
    level = block.height >= 8
    length = block.height if level else block.width
    deep = int(np.clip(round(length * rng.uniform(0.34, 0.42)), 3, 10))
    behind, taproom = block.cut(deep, level=level)
    across = behind.width if level else behind.height
    kitchen, rest = behind.cut(int(np.clip(across // 3, min(4, across), 7)), level=not level)
    parts = [Part(block=taproom, role=Role.HALL), Part(block=kitchen, use=purposes.KITCHEN)]
    if rest.area == 0 or count == 2:
        return [parts[0], Part(block=behind, use=purposes.KITCHEN)]
    if min(rest.width, rest.height) < 3:
        return [parts[0], Part(block=behind, use=purposes.KITCHEN)]
    return [*parts, *divided(rng, rest, count - 2, (0, 1) if level else (1, 0))]


def _front(site: Site, house: House, yard: Yard) -> None:
    """The door to the street, with the sign beside it and lanterns."""
    edges = house.outer_edges(house.hall, (0, 1)) or house.any_outer_edges()
    x, y = house.outer_door(edges[len(edges) // 2])
    yard.path([(x + 0.5, y + 0.2), (x + 0.5, y + 1.5)], 1.6)
    sign = yard.put(PropKind.SIGNPOST, 0.8, 0.8, near=(x + 2.5, y + 0.5))
    if sign:
        site.notes.add("Sign", "landmark", sign.position, "The painted face has been scratched out")


def _inn_yard(yard: Yard, court: Block, annexes: int) -> None:
    """Stable, hay, wagons, well and privy, on beaten earth."""
    site = yard.site
    if court.width >= 5 and court.height >= 5:
        stable = yard.block_for(
            min(court.width - 2, 8), min(5, court.height - 2), near=(site.columns, 0), within=court
        )
        if stable and annexes and not site.cuts_off(stable.spaces):
            outbuilding(site, stable, purposes.STABLE, toward=(stable.center[0], float(site.rows)))
        _beaten_earth(yard, court, stable)
        _carts(yard, court)
    well = yard.put(PropKind.WELL, 1.6, 1.6, near=court.center)
    if well:
        site.notes.add("Well", "landmark", well.position, "The bucket comes up with a boot in it")
    privy = yard.block_for(2, 2, near=(0.0, 0.0), gap=1) or yard.block_for(2, 2, near=(0.0, 0.0))
    if privy and annexes > 1 and not site.cuts_off(privy.spaces):
        outbuilding(site, privy, purposes.PRIVY)
    for kind, size in ((PropKind.BARREL, 0.7), (PropKind.CRATE, 0.85), (PropKind.BARREL, 0.7)):
        yard.put(kind, size, size, near=(court.left + 0.5, court.top + 0.5))


def _carts(yard: Yard, court: Block) -> None:
    """Wagons with hay beside them, and what was unloaded, as much as the yard holds."""
    site = yard.site
    middle = (court.left + court.width / 2, court.top + court.height * 0.7)
    for index in range(1 + court.area // SPACES_PER_WAGON):
        wagon = yard.put(PropKind.WAGON, 1.8, 3.0, near=middle, gap=int(index > 0), within=court)
        if wagon is None:
            return
        if index == 0:
            told = "Sacks of salt, and under them something that moves"
            site.notes.add("Wagon", "quest", wagon.position, told)
        for kind, size in ((PropKind.HAY, 1.0), (PropKind.HAY, 1.0), (PropKind.CRATE, 0.85)):
            yard.put(kind, size, size, near=wagon.position, within=court)
        middle = (
            court.left + float(site.rng.uniform(0.2, 0.8)) * court.width,
            court.top + float(site.rng.uniform(0.4, 0.9)) * court.height,
        )


def _beaten_earth(yard: Yard, court: Block, stable: Block | None) -> None:
    """The ground from the street to the stable, where carts turn; things may stand on it."""
    top = stable.bottom if stable else court.top + court.height // 3
    earth = box(court.left + 0.6, top + 0.3, court.right - 0.6, yard.site.rows - 0.5)
    yard.beat(earth.buffer(-0.8).buffer(0.8))
