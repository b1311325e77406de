"""Stables, sheds and privies: houses of one room that stand about larger ones."""

from collections.abc import Iterable

from generation.layout.built.house import House
from generation.layout.built.site import Site
from generation.layout.built.splitting import Block, Part, Role
from generation.layout.built.yard import Yard
from generation.layout.furnishing import Purpose
from generation.layout.plan import Point, WallMaterial
from generation.layout.spaces import Space

ELBOW_ROOM = 11  #: times its own ground that must be free for an outbuilding


def outbuilding(site: Site, block: Block, purpose: Purpose, toward: Point | None = None) -> Space:
    """A house of one room, its door to where there is most space, or toward a point.

    Answers with the space before the door.
    """
    house = House(site, [Part(block=block, role=Role.HALL)], WallMaterial.WOOD)
    house.purposes[0] = purpose
    x, y = block.center
    if toward is None:
        reach = {(0, 1): site.rows - y, (0, -1): y, (1, 0): site.columns - x, (-1, 0): x}
    else:
        off_x, off_y = (toward[0] - x) / block.width, (toward[1] - y) / block.height
        reach = {(0, 1): off_y, (0, -1): -off_y, (1, 0): off_x, (-1, 0): -off_x}
    best = max(reach, key=lambda side: reach[side])
    step = house.outer_door(house.spot(house.outer_edges(0, best) or house.any_outer_edges()))
    house.enter_rooms()
    house.furnish(0)
    house.glaze_all()
    return step


def outbuildings(
    yard: Yard, wanted: Iterable[tuple[Purpose, int, int]], *, most: int | None, near: Point
) -> list[Space]:
    """As many of these houses (what for, width, height) as there is ground for, at most so many.

    Answers with the spaces before their doors.
    """
    site = yard.site
    steps: list[Space] = []
    for purpose, width, height in wanted:
        crowded = int(site.free.sum()) < ELBOW_ROOM * width * height
        if crowded or (most is not None and len(steps) >= most):
            continue
        block = yard.block_for(width, height, near=near, gap=1)
        block = block or yard.block_for(height, width, near=near, gap=1)
        if block is not None and not site.cuts_off(block.spaces):
            steps.append(outbuilding(site, block, purpose, toward=(site.columns / 2, site.rows / 2)))
    return steps
