"""The floor plan of a map, as frozen values. All coordinates are in grid spaces from the top left corner."""

from dataclasses import dataclass
from enum import StrEnum

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


class PropKind(StrEnum):
    """Things that stand on a map's floor."""

    ALTAR = "altar"
    BARREL = "barrel"
    BED = "bed"
    BONES = "bones"
    BOOKSHELF = "bookshelf"
    BRAZIER = "brazier"
    CAMPFIRE = "campfire"
    CAULDRON = "cauldron"
    CHAIR = "chair"
    CHEST = "chest"
    CRATE = "crate"
    FUNGUS = "fungus"
    MAGIC_CIRCLE = "magic_circle"
    PILLAR = "pillar"
    ROCKS = "rocks"
    ROUND_TABLE = "round_table"
    RUG = "rug"
    SARCOPHAGUS = "sarcophagus"
    STAIRS_DOWN = "stairs_down"
    STAIRS_UP = "stairs_up"
    STALAGMITE = "stalagmite"
    STATUE = "statue"
    TABLE = "table"
    THRONE = "throne"
    TORCH = "torch"
    WEAPON_RACK = "weapon_rack"
    WELL = "well"


@dataclass(frozen=True, kw_only=True)
class Prop:
    """A thing on the floor: `width` × `height` spaces about `position`, then turned.

    `rotation` is in degrees, clockwise as seen; at 0 the back is up, at 90 it is to the right.
    """

    kind: PropKind
    position: Point
    width: float
    height: float
    rotation: float = 0.0


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
    props: tuple[Prop, ...] = ()
