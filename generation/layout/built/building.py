"""Houses and manors, each with its plot."""

import numpy as np
from shapely import box

from generation.briefs import MapBrief
from generation.layout.built import purposes
from generation.layout.built.footprints import house_parts
from generation.layout.built.gardens import kitchen_garden, lay_out, orchard, parterre, pond, seats
from generation.layout.built.house import House
from generation.layout.built.landscape import lay_asked
from generation.layout.built.outbuildings import outbuildings
from generation.layout.built.program import wants_for
from generation.layout.built.site import Site, open_site
from generation.layout.built.splitting import Block, Role
from generation.layout.built.yard import Yard
from generation.layout.furnishing import Furnishing, Placing, Purpose, furnishing
from generation.layout.plan import MapLayout, PropKind, WallMaterial
from generation.layout.spaces import Space
from generation.vocabulary import DoorState, TerrainType

WIDEST, DEEPEST = 96, 60  #: spaces that the largest manor takes
GRAND = 9  #: rooms from which on a house is a manor
STREET = 2  #: spaces
STAIRS_UP = furnishing(PropKind.STAIRS_UP, Placing.WALL, 1, 1.0, 1.8)
STAIRS_DOWN = furnishing(PropKind.STAIRS_DOWN, Placing.WALL, 1, 1.0, 1.8)
OUTBUILDINGS = (
    (purposes.STABLE, 7, 5),
    (purposes.SHED, 4, 3),
    (purposes.STABLE, 9, 6),
    (purposes.SHED, 4, 4),
    (purposes.STABLE, 10, 7),
)
PLAIN_GARDENS = ((kitchen_garden, 6, 5), (seats, 3, 3), (pond, 6, 5), (orchard, 9, 9))
GRAND_GARDENS = (
    (parterre, 9, 7),
    (kitchen_garden, 7, 5),
    (pond, 8, 7),
    (parterre, 15, 11),
    (orchard, 12, 9),
    (seats, 3, 3),
    (kitchen_garden, 9, 7),
    (orchard, 15, 12),
    (pond, 14, 10),
)


def make_building(brief: MapBrief) -> MapLayout:
    """A house for `brief`, which has been checked."""
    site = open_site(brief, base=TerrainType.GRASS)
    street = STREET if site.rows >= 15 else 0
    parts = house_parts(site.rng, _ground(site, street), brief.rooms)
    stone = len(parts) >= GRAND or site.rng.random() < 0.4
    house = House(site, parts, WallMaterial.STONE if stone else WallMaterial.WOOD)
    house.assign(wants_for(len(parts)), _hall_of(house))
    house.join()
    house.also(purposes.KITCHEN, purposes.DINING)
    house.also(purposes.MASTER, purposes.WASHROOM)
    yard = Yard(site)
    if street:
        yard.pave(box(-2, site.rows - street, site.columns + 2, site.rows + 2))
    porch = _front_door(site, house, yard)
    back = back_door(site, house)
    house.enter_rooms()
    _furnish(house)
    _lay_out_plot(yard, house, porch, back or porch)
    lay_asked(site)
    yard.trees(0.4)
    return site.plan()


def _ground(site: Site, street: int) -> Block:
    """What the house may take up: there is a garden about it."""
    side = int(np.clip(round(site.columns * 0.12), 1, 9))
    back = int(np.clip(round(site.rows * 0.14), 1, 9))
    front = int(np.clip(round(site.rows * 0.16), 1, 8)) + street
    width = min(site.columns - 2 * side, WIDEST)
    height = min(site.rows - back - front, DEEPEST)
    left = (site.columns - width) // 2
    spare = site.rows - back - front - height
    return Block(left, back + spare // 2, width, height)


def _hall_of(house: House) -> Purpose:
    size = len(house.rooms[house.hall])
    if len(house.parts) == 1:
        return purposes.COTTAGE
    if len(house.parts) <= 4:
        return purposes.PARLOR_HALL
    return purposes.GREAT_HALL if size >= purposes.GREAT_HALL.least else purposes.HALL


def _front_door(site: Site, house: House, yard: Yard) -> Space:
    """The door from the hall, and the path from it to the front; answers with the space before it."""
    edges = house.outer_edges(house.hall, (0, 1)) or house.any_outer_edges()
    porch = house.outer_door(edges[len(edges) // 2])
    yard.trail(porch, (porch[0], site.rows - 1))
    return porch


def back_door(site: Site, house: House) -> Space | None:
    """A door at the back, from the kitchen where that can be; answers with the space before it."""
    kitchens = [i for i, purpose in enumerate(house.purposes) if purpose is purposes.KITCHEN]
    passages = [i for i, part in enumerate(house.parts) if part.role is Role.PASSAGE]
    for index in (*kitchens, *passages, *range(len(house.parts))):
        for side in ((0, -1), (-1, 0), (1, 0)):
            edges = house.outer_edges(index, side)
            if len(edges) > 1 and index != house.hall and house.purposes[index] is not purposes.HIDDEN:
                state = DoorState.LOCKED if site.rng.random() < 0.35 else DoorState.CLOSED
                return house.outer_door(house.spot(edges), state)
    return None


def _furnish(house: House) -> None:
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


def _lay_out_plot(yard: Yard, house: House, porch: Space, back: Space) -> None:
    """Well, sheds, gardens, hedges, fence."""
    site = yard.site
    yard.hedge(_along_the_front(house, porch))
    behind = (back[0] + 0.5, back[1] + 0.5)
    well = yard.put(PropKind.WELL, 1.6, 1.6, near=behind, gap=1) or yard.put(PropKind.WELL, 1.6, 1.6)
    if well:
        site.notes.add("Well", "landmark", well.position, "Someone let a basket down into it last night")
        yard.trail(back, (int(well.position[0] - 1.5), int(well.position[1])))
    yard.put(PropKind.LOG, 1.6, 0.6, near=behind)
    most = None if site.brief.rooms is None else max(0, site.brief.rooms - len(house.parts))
    gardens = GRAND_GARDENS if len(house.parts) >= GRAND else PLAIN_GARDENS
    lay_out(yard, gardens[:2], near=house.middle)  # before anything else is built in the court
    for step in outbuildings(yard, OUTBUILDINGS, most=most, near=(0.0, 0.0)):
        yard.trail(step, back)
    lay_out(yard, gardens[2:])
    if min(site.columns, site.rows) >= 15:
        front = float(site.rows - STREET)
        yard.fence([((0.0, front), (float(site.columns), front))])


def _along_the_front(house: House, porch: Space) -> list[Space]:
    """The spaces under the windows of the front, but those beside the door."""
    indoors = house.spaces
    under = sorted((x, y + 1) for x, y in indoors if (x, y + 1) not in indoors)
    return [(x, y) for x, y in under if abs(x - porch[0]) > 1 and y >= porch[1]]
