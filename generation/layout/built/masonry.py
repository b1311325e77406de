"""Walls along the lines of the grid, with doors and windows in them: spaces stay whole."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from generation.layout.plan import Door, Point, Wall, WallMaterial, Window
from generation.layout.spaces import DIRECTIONS, Space, Spaces, components
from generation.layout.walls import outline
from generation.vocabulary import DoorState

MATERIALS = tuple(WallMaterial)
NO_WALL, DOOR, WINDOW = 0, 100, 101  #: codes of edges; walls are 1 + the index of their material


class Edge(NamedTuple):
    """One side of a space: from (x, y) to the right where it is level, else down."""

    x: int
    y: int
    level: bool

    @property
    def ends(self) -> tuple[Point, Point]:
        """Where it begins and ends."""
        x, y = float(self.x), float(self.y)
        return (x, y), ((x + 1, y) if self.level else (x, y + 1))

    @property
    def sides(self) -> tuple[Space, Space]:
        """The spaces above and below it, or to the left and to the right."""
        before = (self.x, self.y - 1) if self.level else (self.x - 1, self.y)
        return before, (self.x, self.y)

    @property
    def middle(self) -> Point:
        """Half way between its ends."""
        return (self.x + 0.5, float(self.y)) if self.level else (float(self.x), self.y + 0.5)

    def along(self, steps: int) -> "Edge":
        """The edge that many spaces further on the same line."""
        return Edge(self.x + steps, self.y, True) if self.level else Edge(self.x, self.y + steps, False)


def edge_of(space: Space, side: Space) -> Edge:
    """The edge between a space and its neighbour on `side`."""
    (x, y), (dx, dy) = space, side
    return Edge(x + max(dx, 0), y + max(dy, 0), bool(dy))


class Masonry:
    """Every edge of a field of `columns` × `rows` spaces: open, wall, door or window."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._level = np.zeros((rows + 1, columns), dtype=np.uint8)
        self._upright = np.zeros((rows, columns + 1), dtype=np.uint8)
        self._doors: dict[Edge, Door] = {}

    def __getitem__(self, edge: Edge) -> int:
        return int((self._level if edge.level else self._upright)[edge.y, edge.x])

    def _set(self, edge: Edge, code: int) -> None:
        (self._level if edge.level else self._upright)[edge.y, edge.x] = code
        self._doors.pop(edge, None)

    def is_wall(self, edge: Edge) -> bool:
        """Whether there is solid wall."""
        return NO_WALL < self[edge] < DOOR

    def build(self, edges: Iterable[Edge], material: WallMaterial) -> None:
        """Wall along edges, where there was none."""
        code = 1 + MATERIALS.index(material)
        for edge in edges:
            if self[edge] == NO_WALL:
                self._set(edge, code)

    def enclose(self, spaces: Iterable[Space], material: WallMaterial) -> None:
        """Wall between these spaces and all others."""
        self.build(boundary(spaces), material)

    def remove(self, edge: Edge) -> None:
        """Leave a gap."""
        self._set(edge, NO_WALL)

    def hang(self, edge: Edge, state: DoorState = DoorState.CLOSED, *, secret: bool = False) -> None:
        """A door, one space wide, in a wall."""
        self._set(edge, DOOR)
        start, end = edge.ends
        self._doors[edge] = Door(start=start, end=end, state=state, secret=secret)

    def glaze(self, edge: Edge) -> None:
        """A window in a wall; windows side by side become one."""
        self._set(edge, WINDOW)

    def wall_edges(self) -> list[Edge]:
        """Every edge with solid wall, the level ones first, row by row."""
        edges: list[Edge] = []
        for codes, level in ((self._level, True), (self._upright, False)):
            solid = (codes > NO_WALL) & (codes < DOOR)
            edges += [Edge(x, y, level) for y, x in np.argwhere(solid).tolist()]
        return edges

    def is_held(self, edge: Edge) -> bool:
        """Whether a wall ends, or goes on, at both ends of an edge."""
        return all(self._walls_at(point) > self.is_wall(edge) for point in edge.ends)

    def _walls_at(self, point: Point) -> int:
        """How many edges of wall meet at a point of the grid."""
        x, y = int(point[0]), int(point[1])
        level = self._level[y, max(x - 1, 0) : x + 1]
        upright = self._upright[max(y - 1, 0) : y + 1, x]
        codes = np.concatenate((level, upright))
        return int(((codes > NO_WALL) & (codes < DOOR)).sum())

    @property
    def doors(self) -> tuple[Door, ...]:
        """All doors, in the order in which they were hung."""
        return tuple(self._doors.values())

    @property
    def door_edges(self) -> tuple[Edge, ...]:
        """Where the doors are."""
        return tuple(self._doors)

    @property
    def windows(self) -> tuple[Window, ...]:
        """All windows; edges of glass in a row are one window, unless a wall meets them between."""
        return tuple(Window(start=run[0].ends[0], end=run[-1].ends[1]) for run in self._panes())

    def _panes(self) -> Iterator[list[Edge]]:
        for codes, level in ((self._level, True), (self._upright.T, False)):
            run: list[Edge] = []
            for line, step in np.argwhere(codes == WINDOW).tolist():
                edge = Edge(step, line, True) if level else Edge(line, step, False)
                if run and (edge != run[-1].along(1) or self._meets(edge.ends[0], level)):
                    yield run
                    run = []
                run.append(edge)
            if run:
                yield run

    def _meets(self, point: Point, level: bool) -> bool:
        """Whether a wall crosses or joins a line (level or upright) at a point of the grid."""
        x, y = int(point[0]), int(point[1])
        if level:
            return bool(self._upright[max(y - 1, 0) : y + 1, x].any())
        return bool(self._level[y, max(x - 1, 0) : x + 1].any())

    @property
    def walls(self) -> tuple[Wall, ...]:
        """Polylines as long as they can be; those of one material meet where walls branch."""
        return tuple(
            wall for code, material in enumerate(MATERIALS, 1) for wall in self._walls(code, material)
        )

    def _walls(self, code: int, material: WallMaterial) -> Iterator[Wall]:
        rows, columns = np.nonzero(self._level == code)
        level = np.stack((columns, rows, columns + 1, rows), axis=-1)
        rows, columns = np.nonzero(self._upright == code)
        upright = np.stack((columns, rows, columns, rows + 1), axis=-1)
        pieces = np.concatenate((level, upright)).reshape(-1, 2, 2).astype(np.float64)
        if not len(pieces):
            return
        merged = shapely.line_merge(shapely.multilinestrings(np.asarray(shapely.linestrings(pieces))))
        parts = shapely.get_parts(shapely.simplify(merged, 0)).tolist()
        for line in sorted(parts, key=lambda part: tuple(part.coords)):
            yield Wall(points=outline(line), material=material)

    def labels(self, ground: Spaces, left: int = 0, top: int = 0) -> NDArray[np.int32]:
        """Number the groups of spaces of `ground` that steps join, through doors too; 0 is no ground.

        `ground` is the whole field, or a window of it whose first space is at `left` and `top`.
        """
        rows, columns = ground.shape
        level = self._level[top + 1 : top + rows, left : left + columns]
        upright = self._upright[top : top + rows, left + 1 : left + columns]
        maze = np.zeros((2 * rows - 1, 2 * columns - 1), dtype=np.bool_)
        maze[::2, ::2] = ground
        maze[1::2, ::2] = ((level == NO_WALL) | (level == DOOR)) & ground[1:] & ground[:-1]
        maze[::2, 1::2] = ((upright == NO_WALL) | (upright == DOOR)) & ground[:, 1:] & ground[:, :-1]
        return components(maze)[0][::2, ::2]


def boundary(spaces: Iterable[Space]) -> list[Edge]:
    """The edges between spaces and all others."""
    inside = set(spaces)
    return [
        edge_of((x, y), (dx, dy))
        for x, y in sorted(inside)
        for dx, dy in DIRECTIONS
        if (x + dx, y + dy) not in inside
    ]
