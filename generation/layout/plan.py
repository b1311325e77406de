"""The floor plan of a map, as frozen values. All coordinates are in grid spaces from the top left corner."""

from dataclasses import dataclass

from generation.vocabulary import DoorState, TerrainType

Point = tuple[float, float]
"""x, y in grid spaces; x grows to the right, y grows down."""


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A polyline that blocks movement and sight; a closed one repeats its first point."""

    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Door:
    """A doorway from `start` to `end`, lying in a gap between walls."""

    start: Point
    end: Point
    state: DoorState = DoorState.CLOSED
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Light:
    """A source of light; `range` in grid spaces, `intensity` 0 to 1."""

    position: Point
    range: float
    color: str = "#ffd9a0"
    intensity: float = 1.0
    shadows: bool = True


@dataclass(frozen=True, kw_only=True)
class Room:
    """A numbered place; `polygon` is its floor, not closed."""

    number: int
    name: str | None = None
    polygon: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class TerrainArea:
    """Ground of one type; `cost` multiplies walking, None cannot be entered."""

    type: TerrainType
    cost: float | None = 1.0
    polygon: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class PointOfInterest:
    """A place worth a note."""

    id: str
    name: str
    kind: str
    position: Point
    description: str | None = None
    gm_only: bool = False


@dataclass(frozen=True, kw_only=True)
class MapLayout:
    """A whole floor plan of `columns` × `rows` spaces."""

    seed: int
    columns: int
    rows: int
    walls: tuple[Wall, ...] = ()
    doors: tuple[Door, ...] = ()
    lights: tuple[Light, ...] = ()
    rooms: tuple[Room, ...] = ()
    terrain: tuple[TerrainArea, ...] = ()
    points_of_interest: tuple[PointOfInterest, ...] = ()
