"""The floor plan of a map, as frozen values. All coordinates are in grid spaces from the top left corner."""

from dataclasses import dataclass
from enum import StrEnum

from generation.lattice import Lattice
from generation.vocabulary import DoorState, GridType, TerrainType

Point = tuple[float, float]
"""x, y in grid spaces; x grows to the right, y grows down."""


class WallMaterial(StrEnum):
    """What a wall is made of."""

    ROCK = "rock"  #: grown: a cave's, a cliff's, a boulder's
    STONE = "stone"  #: masonry
    WOOD = "wood"  #: planks, timber, a ship's side, a palisade
    RUIN = "ruin"  #: broken masonry, its end pieces crumbling


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A polyline that blocks movement and sight; a closed one repeats its first point."""

    points: tuple[Point, ...]
    material: WallMaterial = WallMaterial.STONE


@dataclass(frozen=True, kw_only=True)
class Door:
    """A doorway from `start` to `end`, lying in a gap between walls."""

    start: Point
    end: Point
    state: DoorState = DoorState.CLOSED
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Window:
    """Glass or bars from `start` to `end`, in a gap between walls: stops who walks, not who looks."""

    start: Point
    end: Point


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
    outdoors: bool = False  #: under the open sky: a market, a clearing, a deck


@dataclass(frozen=True, kw_only=True)
class TerrainArea:
    """Ground of one type; `cost` multiplies walking, None cannot be entered.

    Of areas over each other, the one that a layout lists last lies on top: a bridge over its river.
    """

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
class Territory:
    """Somebody's land; `polygon` is not closed."""

    id: str
    name: str
    color: str
    polygon: tuple[Point, ...]


class RouteKind(StrEnum):
    """What a generated route is; those that people add may be anything."""

    RIVER = "river"  #: from its source to its mouth
    ROAD = "road"
    TRAIL = "trail"
    SEA_LANE = "sea lane"


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way from place to place."""

    id: str
    name: str
    kind: str
    points: tuple[Point, ...]


class PropKind(StrEnum):
    """Things that stand on a map's floor."""

    ALTAR = "altar"
    ANCHOR = "anchor"
    ANVIL = "anvil"
    BAR = "bar"  #: a tavern's counter
    BARREL = "barrel"
    BED = "bed"
    BENCH = "bench"
    BOAT = "boat"
    BONES = "bones"
    BOOKSHELF = "bookshelf"
    BOULDER = "boulder"
    BROADLEAF = "broadleaf"  #: a tree by its crown, as seen from above
    BUSH = "bush"
    CACTUS = "cactus"
    BRAZIER = "brazier"
    CAMPFIRE = "campfire"
    CANNON = "cannon"
    CARPET = "carpet"
    CAULDRON = "cauldron"
    CHAIR = "chair"
    CHEST = "chest"
    COLUMN = "column"  #: of a ruin: a stump or a fallen drum
    CONIFER = "conifer"  #: a tree by its crown, as seen from above
    CRATE = "crate"
    CUPBOARD = "cupboard"
    DEAD_TREE = "dead_tree"
    FENCE = "fence"
    FOUNTAIN = "fountain"
    FUNGUS = "fungus"
    GRATE = "grate"
    GRAVE = "grave"
    HAY = "hay"
    HEARTH = "hearth"
    HELM = "helm"  #: a ship's wheel
    ICE_SPIKE = "ice_spike"
    LADDER = "ladder"
    LANTERN = "lantern"
    LILY_PADS = "lily_pads"
    LOG = "log"
    MAGIC_CIRCLE = "magic_circle"
    MARKET_STALL = "market_stall"
    MAST = "mast"
    PALM = "palm"
    PILLAR = "pillar"
    REEDS = "reeds"
    ROCKS = "rocks"
    ROUND_TABLE = "round_table"
    RUG = "rug"
    SARCOPHAGUS = "sarcophagus"
    SIGNPOST = "signpost"
    STAIRS_DOWN = "stairs_down"
    STAIRS_UP = "stairs_up"
    STALAGMITE = "stalagmite"
    STATUE = "statue"
    STOVE = "stove"
    STUMP = "stump"
    TABLE = "table"
    TENT = "tent"
    THRONE = "throne"
    TORCH = "torch"
    WAGON = "wagon"
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
    """A whole floor plan of `columns` × `rows` spaces.

    `base` is what lies where no terrain is listed and no room is; None is solid rock about closed walls.
    """

    seed: int
    columns: int
    rows: int
    grid_type: GridType = GridType.SQUARE
    base: TerrainType | None = None
    walls: tuple[Wall, ...] = ()
    doors: tuple[Door, ...] = ()
    windows: tuple[Window, ...] = ()
    lights: tuple[Light, ...] = ()
    rooms: tuple[Room, ...] = ()
    terrain: tuple[TerrainArea, ...] = ()
    points_of_interest: tuple[PointOfInterest, ...] = ()
    territories: tuple[Territory, ...] = ()
    routes: tuple[Route, ...] = ()
    props: tuple[Prop, ...] = ()

    @property
    def lattice(self) -> Lattice:
        """Its spaces."""
        return Lattice(self.grid_type, self.columns, self.rows)

    @property
    def width(self) -> float:
        """How far the plan reaches to the right, in spaces; `columns` but on hexagons."""
        return self.lattice.width

    @property
    def height(self) -> float:
        """How far the plan reaches down, in spaces; `rows` but on hexagons."""
        return self.lattice.height
