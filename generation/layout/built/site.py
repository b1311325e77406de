"""A place that people build on: its walls, rooms, things and notes while the plan grows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import Polygon

from generation.briefs import MapBrief
from generation.layout.built.masonry import Masonry
from generation.layout.lights import lights_of
from generation.layout.maker import field_of
from generation.layout.notes import Notes
from generation.layout.plan import Light, MapLayout, Prop, Room, TerrainArea, Wall
from generation.layout.spaces import Space
from generation.layout.terrain import cost_of
from generation.layout.turning import Turn, turned
from generation.layout.walls import corners, floor_of_spaces
from generation.vocabulary import GridType, TerrainType

NOTE_KINDS = ("quest", "danger", "treasure", "secret", "trap", "service", "stairs", "landmark", "camp")
SECRET_KINDS = ("secret", "trap")
SHIFTS = {GridType.HEX_ROWS: (0.25, 0.0), GridType.HEX_COLUMNS: (0.0, 0.25)}
"""So far plans are moved on hexagons: no centre of a space then lies in a wall."""


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
    places: list[Place] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)  #: those that do not follow the grid
    props: list[Prop] = field(default_factory=list)
    terrain: list[TerrainArea] = field(default_factory=list)
    lights: list[Light] = field(default_factory=list)
    taken: set[Space] = field(default_factory=set)  #: built on, or kept free for those who pass
    notes: Notes = field(default_factory=lambda: Notes(NOTE_KINDS, SECRET_KINDS))

    @property
    def columns(self) -> int:
        """Spaces across."""
        return self.masonry.columns

    @property
    def rows(self) -> int:
        """Spaces from back to front."""
        return self.masonry.rows

    def lay(self, terrain: TerrainType, polygon: Polygon) -> None:
        """Ground over all that was laid before."""
        area = TerrainArea(type=terrain, cost=cost_of(terrain), polygon=corners(polygon))
        self.terrain.append(area)

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
            walls=(*self.walls, *self.masonry.walls),
            doors=self.masonry.doors,
            windows=self.masonry.windows,
            lights=(*lights_of(self.rng, self.props), *self.lights),
            rooms=tuple(rooms),
            terrain=tuple(self.terrain),
            points_of_interest=self.notes.ranked(self.brief.points_of_interest),
            props=tuple(self.props),
        )
        return turned(plan, self.turn)


def open_site(brief: MapBrief, *, base: TerrainType | None, quarters: Sequence[int] = (0, 1, 2, 3)) -> Site:
    """An empty site for `brief`; which way it faces is chance, among quarter turns."""
    rng = np.random.default_rng(brief.layout_seed % 2**64)
    columns, rows = field_of(brief.grid)
    quarter = quarters[int(rng.integers(len(quarters)))]
    if quarter % 2:
        columns, rows = rows, columns
    turn = Turn(
        columns=columns,
        rows=rows,
        quarters=quarter,
        mirrored=bool(rng.random() < 0.5),
        shift=SHIFTS.get(brief.grid.type, (0.0, 0.0)),
    )
    return Site(brief=brief, rng=rng, turn=turn, base=base, masonry=Masonry(columns, rows))


def polygon_of(spaces: set[Space]) -> Polygon:
    """The outline of spaces that hang together."""
    area = shapely.union_all(floor_of_spaces(spaces)).simplify(0)
    assert isinstance(area, Polygon)
    return area
