"""Furnishes a taproom: the bar before the kitchen door, a hearth, tables wherever people fit."""

import math
from collections.abc import Iterator

import numpy as np

from generation.layout.built.house import House
from generation.layout.built.masonry import Edge
from generation.layout.built.site import Site
from generation.layout.furnishing import SIDES, Furnisher, Placing, furnishing
from generation.layout.plan import Point, Prop, PropKind
from generation.layout.spaces import Space

LONGEST_BAR = 9  #: spaces
EMPTY = 0.12  #: share of the places for tables that stay free
LONG = 0.35  #: share of the tables that are long
POSTS = 0.08  #: share of them where in a `LARGE` room a post holds up the ceiling
LARGE = 120  #: spaces
FIRST = (
    furnishing(PropKind.HEARTH, Placing.CHIMNEY, 1, 1.9, 0.85),
    furnishing(PropKind.STAIRS_UP, Placing.WALL, 1, 1.0, 1.8),
)
LAST = (
    furnishing(PropKind.BENCH, Placing.WALL, 2, 1.7, 0.45),
    furnishing(PropKind.BARREL, Placing.CORNER, 2, 0.75, 0.75),
)


def furnish_taproom(site: Site, house: House) -> None:
    """The hall of an inn."""
    hall = house.hall
    edge = next(
        (o.edge for o in house.openings if hall in o.rooms and _leads_to_kitchen(house, o.rooms)), None
    )
    run = _bar_run(house, edge)
    furnisher = house.furnisher(hall, but=[_before(edge, house.rooms[hall])] if edge and run else [])
    placed: list[Prop] = []
    if edge and run and furnisher.claim(set(run)):
        placed += _bar(furnisher, edge, run, house.rooms[hall])
    furnisher_first = FIRST if len(house.rooms[hall]) >= 20 else FIRST[:1]
    placed += furnisher.furnish(furnisher_first)
    placed += _tables(site.rng, furnisher, house.rooms[hall])
    placed += furnisher.furnish(LAST)
    house.settle(hall, placed)


def _leads_to_kitchen(house: House, rooms: tuple[int, int]) -> bool:
    return any(house.parts[index].use is not None for index in rooms)


def _inward(edge: Edge, room: set[Space]) -> tuple[Space, Space]:
    """The space of a room behind an edge, and the step further in."""
    before, after = edge.sides
    inside, outside = (before, after) if before in room else (after, before)
    return inside, (inside[0] - outside[0], inside[1] - outside[1])


def _before(edge: Edge, room: set[Space]) -> Space:
    """The space of the counter that is straight ahead of the kitchen door."""
    (x, y), (dx, dy) = _inward(edge, room)
    return x + dx, y + dy


def _bar_run(house: House, edge: Edge | None) -> list[Space]:
    """The spaces of the counter: a space of the innkeeper's own lies between it and the kitchen's wall."""
    room = house.rooms[house.hall]
    if edge is None:
        return []
    (x, y), (dx, dy) = _inward(edge, room)
    room = room - house.kept_clear(house.hall) | {(x + dx, y + dy)}
    along = (abs(dy), abs(dx))
    row = [(x + dx + along[0] * k, y + dy + along[1] * k) for k in range(-LONGEST_BAR, LONGEST_BAR + 1)]
    middle = LONGEST_BAR
    first, last = middle, middle
    while first > 0 and row[first - 1] in room:
        first -= 1
    while last < len(row) - 1 and row[last + 1] in room:
        last += 1
    if (x + 3 * dx, y + 3 * dy) not in room or last - first < 3:
        return []
    length = min(LONGEST_BAR, max(2, round((last - first + 1) * 0.6)))
    # the counter reaches past the door, from the nearer wall on; at its other end one walks in
    if middle - first <= last - middle:
        return row[first : max(first + length, middle + 1)][: last - first]
    return row[min(last + 1 - length, middle) : last + 1][-(last - first) :]


def _bar(furnisher: Furnisher, edge: Edge, run: list[Space], room: set[Space]) -> Iterator[Prop]:
    """The counter, stools before it, barrels at its closed end."""
    _, (dx, dy) = _inward(edge, room)
    x = sum(space[0] for space in run) / len(run) + 0.5
    y = sum(space[1] for space in run) / len(run) + 0.5
    rotation = SIDES[-dx, -dy]
    yield Prop(kind=PropKind.BAR, position=(x, y), width=float(len(run)), height=0.7, rotation=rotation)
    for space in run[::2]:
        stool = (space[0] + dx, space[1] + dy)
        if furnisher.reserve(stool):
            at = (space[0] + 0.5 + dx * 0.7, space[1] + 0.5 + dy * 0.7)
            yield Prop(
                kind=PropKind.CHAIR, position=at, width=0.42, height=0.42, rotation=(rotation + 180.0) % 360.0
            )
    for space in (run[0], run[-1]):
        behind = (space[0] - dx, space[1] - dy)
        if furnisher.claim({behind}):
            yield Prop(
                kind=PropKind.BARREL,
                position=(behind[0] + 0.5, behind[1] + 0.5),
                width=0.75,
                height=0.75,
                rotation=rotation,
            )


def _tables(rng: np.random.Generator, furnisher: Furnisher, room: set[Space]) -> Iterator[Prop]:
    """Round tables and long ones, with a way between any two: in rows, then wherever else they fit."""
    left, top = min(x for x, _ in room), min(y for _, y in room)
    ordered = sorted(room, key=lambda space: (space[1], space[0]))
    rows = [(x, y) for x, y in ordered if (x - left) % 3 == 1 and (y - top) % 3 == 1]
    for x, y in rows:
        if rng.random() >= EMPTY:
            yield from _table_at(rng, furnisher, (x, y), room)
    for x, y in ordered:
        around = {(x + dx, y + dy) for dx in (-1, 0, 1, 2) for dy in (-1, 0, 1)}
        if around <= furnisher.free:
            yield from _table_at(rng, furnisher, (x, y), room)


def _table_at(
    rng: np.random.Generator, furnisher: Furnisher, space: Space, room: set[Space]
) -> Iterator[Prop]:
    """A table from this space on, or in a large room a post."""
    x, y = space
    if len(room) > LARGE and rng.random() < POSTS and furnisher.claim({space}):
        yield Prop(kind=PropKind.PILLAR, position=(x + 0.5, y + 0.5), width=0.5, height=0.5)
        return
    long = rng.random() < LONG and {(x + 1, y), (x + 2, y)} <= furnisher.free
    spaces = {(x, y), (x + 1, y)} if long else {(x, y)}
    if (x + 1, y) in room and furnisher.claim(spaces):
        yield from _table(rng, furnisher, (x + len(spaces) / 2, y + 0.5), long=long)


def _table(rng: np.random.Generator, furnisher: Furnisher, at: Point, *, long: bool) -> Iterator[Prop]:
    x, y = at
    if long:
        yield Prop(kind=PropKind.TABLE, position=at, width=1.8, height=0.85)
        seats = [(x + off, y + side * 0.68, 90.0 + side * 90.0) for off in (-0.45, 0.45) for side in (-1, 1)]
    else:
        size = 1.05
        yield Prop(kind=PropKind.ROUND_TABLE, position=at, width=size, height=size)
        seats = [(x + dx * 0.78, y + dy * 0.78, (turn + 180.0) % 360.0) for (dx, dy), turn in SIDES.items()]
    for seat_x, seat_y, rotation in seats:
        space = (math.floor(seat_x), math.floor(seat_y))
        if rng.random() < 0.8 and furnisher.reserve(space):
            turn = (rotation + 180.0 + rng.uniform(-14, 14)) % 360.0
            yield Prop(
                kind=PropKind.CHAIR,
                position=(seat_x, seat_y),
                width=0.48,
                height=0.48,
                rotation=round(turn, 1),
            )
