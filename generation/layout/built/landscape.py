"""Puts the terrain that a brief asks for where there is still ground for it, and nobody gets cut off."""

from collections.abc import Iterator

import numpy as np
from scipy import ndimage
from shapely import Polygon, box

from generation.layout.built.site import Site
from generation.layout.built.yard import Yard
from generation.layout.furnishing import spaces_under
from generation.layout.plan import PropKind
from generation.layout.spaces import Spaces, spaces_within
from generation.layout.terrain import blob, cost_of
from generation.vocabulary import TerrainType

LARGEST = 3.6  #: spaces from the middle of a pond or a thicket to its edge
CLEAR = 1.2  #: spaces between ground that nobody can enter and walls, at least
LAND = (
    TerrainType.TREES,
    TerrainType.GRASS,
    TerrainType.RUBBLE,
    TerrainType.DIFFICULT,
    TerrainType.LAVA,
    TerrainType.MOUNTAIN,
    TerrainType.HILL,
    TerrainType.SNOW,
)
"""What lies on dry land only."""
ROCKY = (TerrainType.MOUNTAIN, TerrainType.RUBBLE)


def lay_asked(site: Site) -> None:
    """Each kind of terrain that the brief asks for and that is not there yet."""
    there = {area.type for area in site.terrain} | {site.base}
    for terrain in dict.fromkeys(site.brief.terrain):
        at_sea = site.base is TerrainType.DEEP_WATER and terrain is TerrainType.ROAD
        if terrain not in there and not at_sea:
            _lay(site, terrain)


def _lay(site: Site, terrain: TerrainType) -> None:
    if terrain is TerrainType.STAIRS:
        _outside_steps(site)
        return
    impassable = cost_of(terrain) is None
    for spot, most in _spots(site, terrain, impassable):
        size = min(most, LARGEST) * float(site.rng.uniform(0.75, 0.95))
        area = blob(site.rng, spot, 0.8 * size) if size > 0.9 else box(*_square(spot, 0.44))
        if not impassable or _leaves_whole(site, area):
            _lay_at(site, terrain, area, size)
            return


def _square(at: tuple[float, float], half: float) -> tuple[float, float, float, float]:
    return at[0] - half, at[1] - half, at[0] + half, at[1] + half


def _lay_at(site: Site, terrain: TerrainType, area: Polygon, size: float) -> None:
    yard = Yard(site)
    if site.base is TerrainType.DEEP_WATER and terrain in LAND:
        _raise_islet(yard, area)
    if terrain is TerrainType.DEEP_WATER:
        yard.cover(TerrainType.WATER, area.buffer(min(0.3, size * 0.15)))
    yard.cover(terrain, area)
    inside = spaces_within(area.buffer(0.2), site.columns, site.rows)
    if terrain is TerrainType.TREES:
        yard.trees(1.0, zone=inside)
    elif terrain in ROCKY:
        x, y = area.centroid.x, area.centroid.y
        yard.plant(PropKind.ROCKS if terrain is TerrainType.RUBBLE else PropKind.BOULDER, (x, y), 0.9)
    site.kept |= inside


def _raise_islet(yard: Yard, area: Polygon) -> None:
    """Shallows and a beach for ground that would not float."""
    yard.cover(TerrainType.WATER, area.buffer(0.9))
    yard.cover(TerrainType.SAND, area.buffer(0.4))


def _spots(site: Site, terrain: TerrainType, impassable: bool) -> Iterator[tuple[tuple[float, float], float]]:
    """Middles of free ground and how far it reaches about them, the widest first; then spots indoors."""
    free, indoors = site.free, _inner(site.built & ~occupied(site))
    grounds = (indoors, free) if terrain is TerrainType.PIT else (free, indoors)
    for ground in grounds:
        reach = ndimage.distance_transform_edt(np.pad(ground, 1))[1:-1, 1:-1] - 0.5
        reach -= CLEAR if impassable and ground is free else 0.0
        order = np.argsort(-(np.minimum(reach, LARGEST) + site.rng.uniform(0, 1.0, reach.shape)), axis=None)
        for index in order[:40].tolist():
            y, x = divmod(index, site.columns)
            if ground[y, x] and reach[y, x] >= (0.4 if ground is free else 0.5):
                yield (x + 0.5, y + 0.5), float(reach[y, x]) if ground is free else 0.5


def occupied(site: Site) -> Spaces:
    """Spaces that things stand on, or in front of doors."""
    taken = site.kept.copy()
    for space in (space for prop in site.props for space in spaces_under(prop)):
        if site.holds(space):
            taken[space[1], space[0]] = True
    for x, y in (space for edge in site.masonry.door_edges for space in edge.sides):
        taken[y, x] = True
    return taken


def _inner(indoors: Spaces) -> Spaces:
    """Spaces indoors with others on all sides."""
    return np.asarray(ndimage.binary_erosion(indoors, np.ones((3, 3), dtype=np.bool_)))


def _leaves_whole(site: Site, area: Polygon) -> bool:
    """Whether one can still walk from everywhere to everywhere, with an area closed."""
    ground = np.ones((site.rows, site.columns), dtype=np.bool_)
    for laid in site.terrain:
        if laid.cost is None:
            ground &= ~spaces_within(Polygon(laid.polygon), site.columns, site.rows)
    ground &= ~spaces_within(area, site.columns, site.rows)
    return bool(site.masonry.labels(ground).max() == 1)


def _outside_steps(site: Site) -> None:
    """Steps that lead down: to a cellar that has its door outside."""
    yard = Yard(site)
    block = yard.block_for(1, 2) or yard.block_for(2, 1)
    if block is None:
        return
    upright = block.height == 2
    yard.put_on(block, PropKind.STAIRS_DOWN, 1.0, 1.9, 0.0 if upright else 90.0)
    site.lay(TerrainType.STAIRS, box(block.left, block.top, block.right, block.bottom))
    site.notes.add("Cellar steps", "stairs", block.center, "A trapdoor, and steps down into the dark")
