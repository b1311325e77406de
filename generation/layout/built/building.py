"""Houses and manors, each with its plot."""

from collections.abc import Sequence

import numpy as np
from shapely import box

from generation.briefs import MapBrief
from generation.layout.built import purposes
from generation.layout.built.footprints import house_parts
from generation.layout.built.house import House
from generation.layout.built.landscape import lay_asked
from generation.layout.built.masonry import Edge
from generation.layout.built.program import wants_for
from generation.layout.built.site import Site, open_site
from generation.layout.built.splitting import Block, Part, Role
from generation.layout.built.yard import Yard
from generation.layout.furnishing import Furnishing, Placing, Purpose, furnishing
from generation.layout.plan import MapLayout, Point, PropKind, WallMaterial
from generation.layout.spaces import Space
from generation.vocabulary import DoorState, TerrainType

WIDEST, DEEPEST = 96, 60  #: spaces that the largest manor takes
GRAND = 9  #: rooms from which on a house is a manor
STREET = 2
STAIRS_UP = furnishing(PropKind.STAIRS_UP, Placing.WALL, 1, 1.0, 1.8)
STAIRS_DOWN = furnishing(PropKind.STAIRS_DOWN, Placing.WALL, 1, 1.0, 1.8)


def make_building(brief: MapBrief) -> MapLayout:
    """A house for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    street = STREET if site.rows >= 15 else 0
    parts = house_parts(site.rng, _ground(site, street), brief.rooms)
    grand = len(parts) >= GRAND
    house = House(site, parts, WallMaterial.STONE if grand or site.rng.random() < 0.4 else WallMaterial.WOOD)
    house.assign(wants_for(len(parts)), _hall_of(house))
    house.join()
    house.also(purposes.KITCHEN, purposes.DINING)
    house.also(purposes.MASTER, purposes.WASHROOM)
    yard = Yard(site)
    porch = front_door(site, house, yard, street)
    back = back_door(site, house)
    house.enter_rooms()
    furnish_house(house)
    _lay_out_plot(yard, house, porch, back, site.rows - street)
    lay_asked(site)
    yard.trees(0.35 if grand else 0.5)
    return site.plan()


def _ground(site: Site, street: int) -> Block:
    """What the house may take up: there is a garden about it."""
    side = int(np.clip(round(site.columns * 0.12), 1, 9))
    back = int(np.clip(round(site.rows * 0.14), 1, 9))
    front = int(np.clip(round(site.rows * 0.16), 1, 8)) + street
    width = min(site.columns - 2 * side, WIDEST)
    height = min(site.rows - back - front, DEEPEST)
    left = (site.columns - width) // 2
    return Block(left, site.rows - front - height, width, height)


def _hall_of(house: House) -> Purpose:
    size = len(house.rooms[house.hall])
    if len(house.parts) == 1:
        return purposes.COTTAGE
    if len(house.parts) <= 4:
        return purposes.PARLOR_HALL
    return purposes.GREAT_HALL if size >= purposes.GREAT_HALL.least else purposes.HALL


def front_door(site: Site, house: House, yard: Yard, street: int) -> Space:
    """The door from the hall, and the path from it to the front; answers with the space before it."""
    edges = house.outer_edges(house.hall, (0, 1)) or house.outer_edges(house.hall, (0, -1))
    edge = _middle_one(edges) if edges else house.spot(house.any_outer_edges())
    porch = house.outer_door(edge)
    x, y = porch
    if edge in edges and edges[0].sides[0][1] < y:
        yard.path([(x + 0.5, y + 0.2), (x + 0.5, site.rows + 1.0)])
    if street:
        yard.pave(box(-2, site.rows - street, site.columns + 2, site.rows + 2))
    return porch


def _middle_one(edges: Sequence[Edge]) -> Edge:
    return edges[len(edges) // 2]


def back_door(site: Site, house: House) -> Space | None:
    """A door at the back, from the kitchen where that can be."""
    kitchens = [i for i, purpose in enumerate(house.purposes) if purpose is purposes.KITCHEN]
    passages = [i for i, part in enumerate(house.parts) if part.role is Role.PASSAGE]
    for index in (*kitchens, *passages, *range(len(house.parts))):
        for side in ((0, -1), (-1, 0), (1, 0)):
            edges = house.outer_edges(index, side)
            if len(edges) > 1 and index != house.hall and house.purposes[index] is not purposes.HIDDEN:
                state = DoorState.LOCKED if site.rng.random() < 0.35 else DoorState.CLOSED
                return house.outer_door(house.spot(edges), state)
    return None


def furnish_house(house: House) -> None:
    """Everything that stands in the rooms, the stairs first; then the windows."""
    extra: dict[int, list[Furnishing]] = {index: [] for index in range(len(house.parts))}
    if len(house.parts) >= 4:
        extra[house.hall].append(STAIRS_UP)
    for purpose in (purposes.STOREROOM, purposes.PANTRY, purposes.KITCHEN):
        cellars = [i for i, use in enumerate(house.purposes) if use is purpose and len(house.rooms[i]) >= 6]
        if cellars:
            extra[cellars[0]].append(STAIRS_DOWN)
            break
    for index in range(len(house.parts)):
        house.furnish(index, extra[index])
    house.glaze_all()


def _lay_out_plot(yard: Yard, house: House, porch: Space, back: Space | None, front: int) -> None:
    """Well, sheds, hedges, a fence along the `front`."""
    site = yard.site
    behind = (back[0] + 0.5, back[1] + 0.5) if back else (site.columns / 2, 0.0)
    if yard.put(PropKind.WELL, 1.6, 1.6, near=behind, gap=1 if min(site.columns, site.rows) >= 16 else 0):
        site.notes.add(
            "Well", "landmark", site.props[-1].position, "Someone lowered a basket into it last night"
        )
    yard.put(PropKind.LOG, 1.6, 0.6, near=behind)
    _outbuildings(site, yard)
    if len(house.parts) >= GRAND and site.rows >= 24:
        yard.put(PropKind.FOUNTAIN, 3.0, 3.0, near=(porch[0] + 4.5, (porch[1] + front) / 2))
    yard.hedge(_along_the_front(house, porch))
    if min(site.columns, site.rows) >= 15:
        yard.fence([((0.0, float(front)), (float(site.columns), float(front)))])


def _along_the_front(house: House, porch: Space) -> list[Space]:
    """The spaces under the windows of the front, but those beside the door."""
    under = sorted((x, y + 1) for x, y in house.spaces if (x, y + 1) not in house.spaces)
    return [(x, y) for x, y in under if abs(x - porch[0]) > 1 and y >= porch[1]]


def _outbuildings(site: Site, yard: Yard) -> None:
    """A stable, barns and sheds, as many as the plot has ground for."""
    free = int(site.free.sum())
    for purpose, width, height in (
        (purposes.STABLE, 7, 5),
        (purposes.SHED, 4, 3),
        (purposes.STABLE, 9, 6),
        (purposes.SHED, 4, 4),
        (purposes.STABLE, 10, 7),
    ):
        if free < 8 * width * height:
            continue
        block = yard.block_for(width, height, gap=1) or yard.block_for(height, width, gap=1)
        if block is not None:
            outbuilding(site, block, purpose)
            free = int(site.free.sum())


def outbuilding(site: Site, block: Block, purpose: Purpose, toward: Point | None = None) -> House:
    """A house of one room, its door to where there is most space, or toward a point."""
    house = House(site, [Part(block=block, role=Role.HALL)], WallMaterial.WOOD)
    house.purposes[0] = purpose
    x, y = block.center
    if toward is None:
        reach = {(0, 1): site.rows - y, (0, -1): y, (1, 0): site.columns - x, (-1, 0): x}
    else:
        off_x, off_y = (toward[0] - x) / block.width, (toward[1] - y) / block.height
        reach = {(0, 1): off_y, (0, -1): -off_y, (1, 0): off_x, (-1, 0): -off_x}
    best = max(reach, key=lambda side: reach[side])
    house.outer_door(house.spot(house.outer_edges(0, best) or house.any_outer_edges()))
    house.enter_rooms()
    house.furnish(0)
    house.glaze_all()
    return house


def plain_house(site: Site, parts: Sequence[Part], material: WallMaterial) -> House:
    """A house in no particular order."""
    house = House(site, parts, material)
    house.assign(wants_for(len(parts)), _hall_of(house))
    house.join()
    house.outer_door(house.spot(house.outer_edges(house.hall, (0, 1)) or house.any_outer_edges()))
    house.enter_rooms()
    furnish_house(house)
    return house


def in_the_middle(width: int, height: int, columns: int, rows: int) -> Block:
    """A block in the middle of a field, rather to the back."""
    return Block((columns - width) // 2, max(1, (rows - height) // 3), width, height)
