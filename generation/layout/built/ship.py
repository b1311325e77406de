"""Ships under sail, seen from above with the decks over the cabins taken off."""

from collections.abc import Iterator

import shapely
from shapely import LineString, MultiPolygon, Polygon, box

from generation.briefs import MapBrief
from generation.layout.built.decks import DECK, ship_parts
from generation.layout.built.house import House
from generation.layout.built.hull import SPRIT, Hull, fleet
from generation.layout.built.landscape import lay_asked
from generation.layout.built.rigging import Rigger
from generation.layout.built.site import Site, open_site
from generation.layout.built.splitting import Role
from generation.layout.furnishing import spaces_under
from generation.layout.plan import MapLayout, Point, Prop, PropKind, Wall, WallMaterial, Window
from generation.layout.spaces import spaces_within
from generation.layout.walls import corners, outline
from generation.vocabulary import TerrainType

SLIVER = 0.12  #: how much of a space's side may lie beyond the rail where somebody stands
STAIRS = {PropKind.STAIRS_DOWN: ("Companion ladder", "Down to the gun deck and the hold")}
GUNPORT = 0.6  #: spaces


def make_ship(brief: MapBrief) -> MapLayout:
    """A ship for `brief`, which has been checked, and others where the sea is wide."""
    site = open_site(brief, base=TerrainType.DEEP_WATER, lengthwise=True)
    hulls = list(fleet(site.rng, site.columns, site.rows, alone=brief.rooms is not None))
    ships = MultiPolygon([hull.outline for hull in hulls])
    site.within = ships
    for index, hull in enumerate(hulls):
        _build(site, hull, brief.rooms if index == 0 else None, flagship=index == 0)
    site.built = spaces_within(ships, site.columns, site.rows)
    for hull in hulls:
        _keep_water_about(site, hull)
    _afloat(site, hulls[0])
    lay_asked(site)
    return site.plan()


def _keep_water_about(site: Site, hull: Hull) -> None:
    """Nothing is to lie under the ladders and the bowsprit of a ship."""
    spar = LineString([(hull.left, hull.keel), (hull.right + 2 * SPRIT * hull.length, hull.keel)]).buffer(1.0)
    for area in (hull.outline.buffer(1.0), spar):
        site.kept |= spaces_within(area, site.columns, site.rows)


def _build(site: Site, hull: Hull, wanted: int | None, *, flagship: bool) -> None:
    site.lay(TerrainType.FLOOR, hull.outline)
    parts = ship_parts(site.rng, hull, wanted)
    house = House(
        site,
        parts,
        WallMaterial.WOOD,
        standing=hull.spaces(SLIVER),
        afoot=hull.spaces(0.5 - 1e-6),
        shell=False,
        doors=True,
        stairs=STAIRS,
    )
    house.assign((), DECK)
    house.join()
    house.enter_rooms(lambda index: _floor(hull, house, index), outdoors=(house.hall,))
    ports = _entry_ports(site, hull, house)
    rigger = Rigger(site.rng, hull, house.furnisher(house.hall), house.standing_in(house.hall))
    placed = list(rigger.rig(rigger.masts()))
    house.settle(house.hall, placed)
    for index, part in enumerate(parts):
        if part.role is Role.ROOM:
            house.furnish(index)
    windows = [*_gunports(hull, rigger), *_stern_windows(hull)]
    _side(site, hull, ports, windows)
    if flagship:
        _tell(site, placed, ports)


def _floor(hull: Hull, house: House, index: int) -> Polygon:
    """What of a room's block lies in the ship."""
    block = house.parts[index].block
    inside = hull.outline.intersection(box(block.left, block.top - 1, block.right, block.bottom + 1))
    assert isinstance(inside, Polygon)
    return inside


def _entry_ports(site: Site, hull: Hull, house: House) -> list[tuple[Point, Point]]:
    """Gaps in the bulwark where a ladder hangs down to the water; nothing stands behind them."""
    deck = house.parts[house.hall].block
    columns = [x for x in hull.straight if deck.left <= x < deck.right]
    x = columns[(2 * len(columns)) // 3 if len(columns) > 2 else 0]
    ports = []
    for y, inside in ((hull.top + hull.beam, hull.top + hull.beam - 1), (hull.top, hull.top)):
        house.keep_clear(house.hall, (x, inside))
        ports.append(((float(x), float(y)), (x + 1.0, float(y))))
        outward = 1 if y > inside else -1
        at = (x + 0.5, y + 0.3 * outward)
        site.props.append(Prop(kind=PropKind.LADDER, position=at, width=0.7, height=0.9))
        if hull.beam < 7:
            break
    return ports


def _gunports(hull: Hull, rigger: Rigger) -> Iterator[Window]:
    """Openings before the guns: one looks through them, and shoots."""
    for x, y in rigger.guns:
        line = float(y if y == hull.top else y + 1)
        first, last = x + 0.5 - GUNPORT / 2, x + 0.5 + GUNPORT / 2
        yield Window(start=(round(first, 4), line), end=(round(last, 4), line))


def _stern_windows(hull: Hull) -> Iterator[Window]:
    """The captain's view."""
    (_, low), (_, high) = corners(hull.outline)[0], corners(hull.outline)[-1]
    left = float(hull.left)
    for row in range(hull.top, hull.top + hull.beam):
        if min(low, high) + 0.15 < row + 0.15 and row + 0.85 < max(low, high) - 0.15:
            yield Window(start=(left, row + 0.15), end=(left, row + 0.85))


def _side(site: Site, hull: Hull, ports: list[tuple[Point, Point]], windows: list[Window]) -> None:
    """The ship's side as walls, with its openings."""
    gaps = [*ports, *((window.start, window.end) for window in windows)]
    left = hull.outline.exterior.difference(shapely.union_all([LineString(gap) for gap in gaps]))
    for piece in shapely.get_parts(shapely.line_merge(left)).tolist():
        site.walls.append(Wall(points=outline(piece), material=WallMaterial.WOOD))
    site.windows += windows


def _tell(site: Site, placed: list[Prop], ports: list[tuple[Point, Point]]) -> None:
    """What there is to know about the deck."""
    stories = {
        PropKind.HELM: ("Wheel", "landmark", "Lashed, and nobody remembers who tied the knots"),
        PropKind.GRATE: ("Hatch", "danger", "Something in the hold scratches at the grating"),
        PropKind.BOAT: ("Ship's boat", "quest", "Provisioned for three people, and for a week"),
    }
    told: set[PropKind] = set()
    for prop in placed:
        if prop.kind in stories and prop.kind not in told:
            told.add(prop.kind)
            name, kind, description = stories[prop.kind]
            site.notes.add(name, kind, prop.position, description)
    (x0, y0), (x1, y1) = ports[0]
    at = ((x0 + x1) / 2, (y0 + y1) / 2)
    site.notes.add("Entry port", "landmark", at, "A rope ladder; wet footprints come up, none go down")


def _afloat(site: Site, hull: Hull) -> None:
    """A boat alongside, where there is water for it."""
    for y in (hull.top - 2.5, hull.top + hull.beam + 2.5):
        boat = Prop(
            kind=PropKind.BOAT,
            position=(hull.left + 0.3 * hull.length, y),
            width=1.3,
            height=3.0,
            rotation=80.0,
        )
        spaces = spaces_under(boat)
        if all(site.holds(space) and site.free[space[1], space[0]] for space in spaces):
            site.props.append(boat)
            site.keep_free(*spaces)
            return
