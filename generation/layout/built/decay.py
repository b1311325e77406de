"""What time does to buildings: walls fall in stretches, floors break up, rubble lies where they stood."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from shapely import Polygon

from generation.layout.built import relics
from generation.layout.built.house import House
from generation.layout.built.landscape import occupied
from generation.layout.built.masonry import Edge, boundary
from generation.layout.built.site import Site, polygon_of
from generation.layout.built.splitting import Block
from generation.layout.built.yard import Yard
from generation.layout.plan import Prop, PropKind
from generation.layout.shapes import polygons_of
from generation.layout.spaces import Space, Spaces
from generation.layout.terrain import blob
from generation.vocabulary import TerrainType

WAVE = 5  #: spaces over which decay changes
FALLEN = (0.3, 0.5)  #: share of the walls
GONE = 0.65  #: share of the doors
PATCH = 14  #: spaces of floor for each tuft that broke through it
LOST, TOPPLED = 0.2, 0.36  #: share of columns that are gone; and of those gone or lying
WOODED = 0.4  #: share of rooms with a tree in them
ROCKY = 0.6  #: share of the heaps with a rock on them
BREAKS = 5  #: edges of fallen wall for each heap


class Decay:
    """Wears down what stands on a site, but not what still has its roof."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._rng = site.rng
        self._kept: set[Edge] = set()
        self._open_rooms: list[set[Space]] = []
        self._fallen: list[Edge] = []
        coarse = site.rng.uniform(0, 1, (site.rows // WAVE + 3, site.columns // WAVE + 3))
        self._noise: NDArray[np.float64] = ndimage.zoom(coarse, WAVE, order=1)

    def take_over(self, house: House, roofed: set[int]) -> None:
        """A building whose rooms decay from now on, except those that are still roofed."""
        rooms = range(len(house.parts))
        house.enter_rooms(outdoors=set(rooms) - roofed)
        for index in rooms:
            if index in roofed:
                self._kept |= set(boundary(house.rooms[index]))
            elif house.purposes[index] is not relics.COURT:
                self.pave(polygon_of(house.rooms[index]))
                self._open_rooms.append(house.rooms[index] - house.kept_clear(index))
        for index in rooms:
            house.furnish(index)
            if index in roofed:
                house.glaze(index)

    def pave(self, floor: Polygon) -> None:
        """Flagstones, and what has broken through them."""
        site = self._site
        site.lay(TerrainType.FLOOR, floor)
        left, top, right, bottom = floor.bounds
        for _ in range(round(floor.area / PATCH)):
            at = (float(self._rng.uniform(left, right)), float(self._rng.uniform(top, bottom)))
            tuft = blob(self._rng, at, float(self._rng.uniform(0.5, 1.6))).intersection(floor)
            for piece in polygons_of([tuft]):
                if site.base is not None:
                    site.lay(site.base, Polygon(piece.exterior))

    def breach(self, edges: Iterable[Edge]) -> None:
        """Where one can walk in for certain."""
        for edge in edges:
            self._site.masonry.remove(edge)
            self._site.keep_free(*edge.sides)

    def plant_columns(self, block: Block) -> None:
        """The columns about a temple: some stand, some lie where they fell, some are gone."""
        left, top, right, bottom = block.left + 0.5, block.top + 0.5, block.right - 0.5, block.bottom - 0.5
        rim = [(x, y) for x in np.arange(left, right + 0.1, 2.0).tolist() for y in (top, bottom)]
        rim += [(x, y) for y in np.arange(top + 2.0, bottom - 0.9, 2.0).tolist() for x in (left, right)]
        for x, y in rim:
            space, roll = (int(x), int(y)), self._rng.random()
            if roll < LOST or not self._site.free[space[1], space[0]]:
                continue
            column = Prop(kind=PropKind.COLUMN, position=(x, y), width=0.85, height=0.85)
            if roll < TOPPLED:
                turn = round(float(self._rng.uniform(0, 180)), 1)
                column = replace(column, width=0.7, height=2.0, rotation=turn)
            self._site.props.append(column)
            self._site.keep_free(space)

    def wear_down(self) -> None:
        """Let walls fall in stretches; doors go with the walls that held them, and most of the others too."""
        masonry = self._site.masonry
        edges = [edge for edge in masonry.wall_edges() if edge not in self._kept]
        if not edges:
            return
        worn = np.array([self._noise[int(edge.middle[1]), int(edge.middle[0])] for edge in edges])
        worn += self._rng.uniform(0, 0.25, len(edges))
        level = float(np.quantile(worn, 1 - self._rng.uniform(*FALLEN)))
        self._fallen = [edge for edge, decay in zip(edges, worn.tolist(), strict=True) if decay > level]
        for edge in self._fallen:
            masonry.remove(edge)
        for edge in masonry.door_edges:
            if edge not in self._kept and (not masonry.is_held(edge) or self._rng.random() < GONE):
                masonry.remove(edge)

    def strew(self, yard: Yard) -> None:
        """Rubble where walls fell, rocks in it, trees that have grown up in rooms."""
        site = self._site
        taken = occupied(site)
        heaps = len(self._fallen) // BREAKS
        for index in self._rng.permutation(len(self._fallen))[:heaps].tolist():
            x, y = self._fallen[index].middle
            yard.cover(TerrainType.RUBBLE, blob(self._rng, (x, y), float(self._rng.uniform(0.5, 1.2))))
            space = (int(x), int(y))
            if self._rng.random() < ROCKY and self._can_lie(space, taken):
                taken[space[1], space[0]] = True
                yard.plant(PropKind.ROCKS, (space[0] + 0.5, space[1] + 0.5), self._rng.uniform(0.6, 0.95))
        for room in self._open_rooms:
            spots = [(x, y) for x, y in sorted(room) if not taken[y, x]]
            if len(spots) >= 9 and self._rng.random() < WOODED:
                x, y = spots[int(self._rng.integers(len(spots)))]
                yard.plant(self._tree(), (x + 0.5, y + 0.5), self._rng.uniform(1.6, 2.8))

    def _can_lie(self, space: Space, taken: Spaces) -> bool:
        """Whether a space is free, and one gets from each of those about it to every other without it."""
        x, y = space
        if not self._site.holds(space) or taken[y, x]:
            return False
        left, top = max(x - 1, 0), max(y - 1, 0)
        around = ~taken[top : y + 2, left : x + 2]
        around[y - top, x - left] = False
        labels = self._site.masonry.labels(around, left, top)
        return len(np.unique(labels[around])) <= 1

    def _tree(self) -> PropKind:
        if self._site.base is TerrainType.SAND:
            return PropKind.PALM
        return PropKind.BROADLEAF if self._site.base is TerrainType.GRASS else PropKind.DEAD_TREE
