"""A place that people build on: its walls, rooms, things and notes while the plan grows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from generation.briefs import MapBrief
from generation.lattice import Lattice
from generation.layout.built.masonry import Masonry
from generation.layout.lights import lights_of
from generation.layout.maker import field_of
from generation.layout.notes import Notes
from generation.layout.plan import Door, Light, MapLayout, Point, Prop, Room, TerrainArea, Wall, Window
from generation.layout.spaces import Space, Spaces
from generation.layout.terrain import cost_of
from generation.layout.turning import Turn, turned
from generation.layout.walls import corners, floor_of_spaces, outline
from generation.vocabulary import GridType, TerrainType

NOTE_KINDS = ("quest", "danger", "treasure", "secret", "trap", "service", "stairs", "landmark")
SECRET_KINDS = ("secret", "trap")
SHIFTS = {GridType.HEX_ROWS: (0.25, 0.0), GridType.HEX_COLUMNS: (0.0, 0.25)}
"""So far plans are moved on hexagons: no centre of a space then lies in a wall."""
EDGE = 1e-6
NEAR = 5  #: spaces about something, where ways past it are looked for first


@dataclass(kw_only=True, eq=False)
class Place:
    """A room, or a place in the open, of whole spaces."""

    name: str
    spaces: set[Space]
    outdoors: bool = False
    polygon: Polygon | None = None  #: where its outline does not follow the grid

    @property
    def outline(self) -> Polygon:
        """Its floor."""
        return self.polygon or polygon_of(self.spaces)


@dataclass(kw_only=True, eq=False)
class Site:
    """`columns` × `rows` spaces as seen from the front, which is below; `turn` brings them onto the map."""

    brief: MapBrief
    rng: np.random.Generator
    turn: Turn
    base: TerrainType | None
    masonry: Masonry
    built: Spaces  #: rows × columns; what lies indoors
    kept: Spaces  #: rows × columns; what is kept free, or taken by something outdoors
    bare: Spaces  #: rows × columns; where nothing grows
    blocked: Spaces  #: rows × columns; where something stands outdoors that nobody can pass
    doorsteps: set[Space] = field(default_factory=set)  #: before the doors of houses
    places: list[Place] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)  #: those that do not follow the grid
    doors: list[Door] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    within: BaseGeometry | None = None  #: what walls along the grid do not reach out of
    props: list[Prop] = field(default_factory=list)
    terrain: list[TerrainArea] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    notes: Notes = field(default_factory=lambda: Notes(NOTE_KINDS, SECRET_KINDS))
    _names: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """Spaces across."""
        return self.masonry.columns

    @property
    def rows(self) -> int:
        """Spaces from back to front."""
        return self.masonry.rows

    @property
    def free(self) -> Spaces:
        """Where something can be put outdoors."""
        return ~(self.built | self.kept)

    def holds(self, space: Space) -> bool:
        """Whether a space lies on the field."""
        return 0 <= space[0] < self.columns and 0 <= space[1] < self.rows

    def is_open(self, space: Space) -> bool:
        """Whether a space lies outdoors, on the field."""
        return self.holds(space) and not self.built[space[1], space[0]]

    def block(self, spaces: set[Space]) -> bool:
        """Close spaces outdoors to those who walk; False where that would cut somebody off."""
        if self.cuts_off(spaces):
            return False
        for x, y in spaces:
            self.blocked[y, x] = True
        return True

    def cuts_off(self, spaces: set[Space]) -> bool:
        """Whether closing spaces outdoors would part what is left of it.

        Ways about them close by show that it would not; else the whole field is looked at.
        """
        closed = self.built | self.blocked
        for x, y in spaces:
            closed[y, x] = True
        columns, rows = zip(*spaces, strict=True)
        left, top = max(min(columns) - NEAR, 0), max(min(rows) - NEAR, 0)
        window = slice(top, max(rows) + NEAR + 1), slice(left, max(columns) + NEAR + 1)
        labels = self.masonry.labels(~closed[window], left, top)
        rim = {(x + dx, y + dy) for x, y in spaces for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        about = {int(labels[y - top, x - left]) for x, y in rim if self.holds((x, y)) and not closed[y, x]}
        return len(about) > 1 and len(np.unique(self.masonry.labels(~closed)[~closed])) > 1

    def build_on(self, spaces: Iterable[Space]) -> None:
        """These spaces lie indoors from now on."""
        for x, y in spaces:
            self.built[y, x] = True

    def keep_free(self, *spaces: Space) -> None:
        """Nothing is to be put here."""
        for x, y in spaces:
            if self.holds((x, y)):
                self.kept[y, x] = True

    def lay(self, terrain: TerrainType, polygon: Polygon) -> None:
        """Ground over all that was laid before."""
        area = TerrainArea(type=terrain, cost=cost_of(terrain), polygon=corners(polygon))
        self.terrain.append(area)

    def one_of(self, choice: tuple[str, ...]) -> str:
        """One of some names, none twice before all have been used."""
        names = self._names.setdefault(choice, [])
        if not names:
            names += [choice[index] for index in self.rng.permutation(len(choice)).tolist()]
        return names.pop()

    def plan(self) -> MapLayout:
        """All of it, turned as it should lie."""
        rooms = [
            Room(number=number, name=place.name, polygon=corners(place.outline), outdoors=place.outdoors)
            for number, place in enumerate(self.places, start=1)
        ]
        plan = MapLayout(
            seed=self.brief.layout_seed,
            columns=self.columns,
            rows=self.rows,
            base=self.base,
            walls=(*self.walls, *self._grid_walls()),
            doors=(*self.doors, *self.masonry.doors),
            windows=(*self.windows, *self.masonry.windows),
            lights=(*lights_of(self.rng, self.props), *self.lights),
            rooms=tuple(rooms),
            terrain=tuple(self.terrain),
            points_of_interest=self.notes.ranked(self.brief.points_of_interest, in_turns=True),
            props=tuple(self.props),
        )
        return self._stretched(turned(plan, self.turn))

    def _grid_walls(self) -> Iterator[Wall]:
        for wall in self.masonry.walls:
            if self.within is None:
                yield wall
                continue
            inside = shapely.intersection(LineString(wall.points), self.within)
            for piece in shapely.get_parts(shapely.line_merge(inside)).tolist():
                if isinstance(piece, LineString) and piece.length > EDGE:
                    yield Wall(points=outline(piece), material=wall.material)

    def _stretched(self, plan: MapLayout) -> MapLayout:
        """With ground that ends where the squares end drawn to the edge: hexagons reach a little further."""
        lattice = Lattice.of(self.brief.grid)
        if not lattice.hexagonal:
            return plan
        shift_x, shift_y = self.turn.shift

        def drawn(point: Point) -> Point:
            x, y = point
            return (
                _to_edge(x - shift_x, plan.columns, lattice.width, x),
                _to_edge(y - shift_y, plan.rows, lattice.height, y),
            )

        terrain = [replace(area, polygon=tuple(map(drawn, area.polygon))) for area in plan.terrain]
        return replace(plan, terrain=tuple(terrain))


def _to_edge(squares: float, most: int, extent: float, unchanged: float) -> float:
    if squares < EDGE:
        return 0.0
    return extent if squares > most - EDGE else unchanged


def open_site(brief: MapBrief, *, base: TerrainType | None, lengthwise: bool = False) -> Site:
    """An empty site for `brief`; which way it faces is chance.

    What is `lengthwise` has at least as many columns as rows, before it is turned.
    """
    rng = np.random.default_rng(brief.layout_seed % 2**64)
    columns, rows = field_of(brief.grid)
    quarter = int(rng.integers(4))
    if lengthwise and columns != rows:
        quarter = quarter // 2 * 2 + (columns < rows)
    if quarter % 2:
        columns, rows = rows, columns
    turn = Turn(
        columns=columns,
        rows=rows,
        quarters=quarter,
        mirrored=bool(rng.random() < 0.5),
        shift=SHIFTS.get(brief.grid.type, (0.0, 0.0)),
    )
    return Site(
        brief=brief,
        rng=rng,
        turn=turn,
        base=base,
        masonry=Masonry(columns, rows),
        built=np.zeros((rows, columns), dtype=np.bool_),
        kept=np.zeros((rows, columns), dtype=np.bool_),
        bare=np.zeros((rows, columns), dtype=np.bool_),
        blocked=np.zeros((rows, columns), dtype=np.bool_),
    )


def polygon_of(spaces: set[Space]) -> Polygon:
    """The outline of spaces that hang together."""
    area = shapely.union_all(floor_of_spaces(spaces)).simplify(0)
    assert isinstance(area, Polygon)
    return area
