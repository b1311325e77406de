"""Map, its grid, its floor plan and its features. All coordinates are in grid spaces from the top left."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Annotated, ClassVar, Self

import strawberry

from generation.briefs import Grid as GridFacts
from generation.layout import plan
from generation.layout.codec import layout_from_json
from generation.vocabulary import DiagonalRule as Rule
from generation.vocabulary import MapEnvironment as Environment
from generation.vocabulary import MapKind as Kind
from persistence.tables import JsonObject, MapRow
from resolvers import exports, images, maps, tactics
from resolvers.exports import MapFile
from resolvers.media import MediaAddresses
from schema.enums import (
    Audience,
    DiagonalRule,
    DoorState,
    GridType,
    MapEnvironment,
    MapExportFormat,
    MapKind,
    TerrainType,
)
from schema.fields import Info, described
from schema.inputs import PointInput
from schema.relay import Node
from schema.scalars import Color, Seed
from schema.types import images as image_types
from schema.types.lazy import LazyImage
from schema.wrap import same_facts

From = Annotated[
    PointInput, strawberry.argument(name="from", description="Where it begins; it must lie on the map.")
]
To = Annotated[PointInput, strawberry.argument(description="Where it ends; it must lie on the map.")]
WalkingDistance = Annotated[float, strawberry.argument(description="In grid units (feet), 0 or more.")]
Diagonals = Annotated[
    DiagonalRule | None, strawberry.argument(description="What diagonal steps cost; EQUIDISTANT by default.")
]
SightRange = Annotated[
    float | None,
    strawberry.argument(
        description="How far one sees, in grid units (feet); to the map's edge where left out."
    ),
]


@strawberry.type(description="All coordinates are in grid spaces from the top left corner.")
class Point:
    """A place on a map."""

    x: float = described("Spaces from the left edge.")
    y: float = described("Spaces from the top edge.")

    @classmethod
    def of(cls, point: plan.Point) -> Self:
        """The served form of a point."""
        return cls(x=point[0], y=point[1])


def points(path: Iterable[plan.Point]) -> list[Point]:
    """A polyline or polygon as points."""
    return [Point.of(point) for point in path]


@strawberry.type(description="The grid of a map.")
class Grid:
    """A grid."""

    type: GridType = described("Shape of the spaces.")
    size: int = described("Pixels per grid space.")
    columns: int = described("Spaces across.")
    rows: int = described("Spaces down.")
    distance: float = described("Distance that one space stands for.")
    units: str = described("Unit of the distance, e.g. ft.")
    color: Color = described("Colour of the lines.")
    alpha: float = described("Opacity of the lines, 0 to 1.")

    @classmethod
    def of(cls, grid: GridFacts) -> Self:
        """The served form of a grid."""
        return cls(**{field.name: getattr(grid, field.name) for field in fields(grid)})


@strawberry.type(
    description="A polyline that blocks movement and sight; a closed one repeats its first point."
)
class Wall:
    """A wall."""

    points: list[Point] = described("From end to end.")


@strawberry.type(description="A doorway in a gap between walls.")
class Door:
    """A door."""

    start: Point = described("One side of the doorway.")
    end: Point = described("The other side of the doorway.")
    state: DoorState = described("Whether it lets somebody through.")
    secret: bool = described("Whether it looks like a wall.")


@strawberry.type(description="A source of light.")
class Light:
    """A light."""

    position: Point = described("Where it stands.")
    range: float = described("Radius in grid spaces.")
    color: Color = described("Colour of the light.")
    intensity: float = described("0 to 1.")
    shadows: bool = described("Whether walls stop it.")


@strawberry.type(description="A numbered place.")
class Room:
    """A room."""

    number: int = described("From 1, as a key would count them.")
    name: str | None = described("What the place is for.")
    polygon: list[Point] = described("Its floor.")


@strawberry.type(description="Ground of one type.")
class TerrainArea:
    """An area of terrain."""

    type: TerrainType = described("What lies there.")
    cost: float | None = described("Walking cost factor; null where it cannot be entered.")
    polygon: list[Point] = described("Its outline.")


@strawberry.type(description="The floor plan that a map was painted from: exact by construction.")
class MapLayout:
    """A floor plan."""

    seed: Seed = described("Layout noise that it came from.")
    walls: list[Wall] = described("What blocks movement and sight.")
    doors: list[Door] = described("Ways through the walls.")
    lights: list[Light] = described("Sources of light.")
    rooms: list[Room] = described("Numbered places.")
    terrain: list[TerrainArea] = described("Ground that differs from plain floor.")

    @classmethod
    def of(cls, layout: plan.MapLayout) -> Self:
        """The served form of a floor plan."""
        return cls(
            seed=Seed(layout.seed),
            walls=[Wall(points=points(wall.points)) for wall in layout.walls],
            doors=[_door(door) for door in layout.doors],
            lights=[_light(light) for light in layout.lights],
            rooms=[
                Room(number=room.number, name=room.name, polygon=points(room.polygon))
                for room in layout.rooms
            ],
            terrain=[
                TerrainArea(type=area.type, cost=area.cost, polygon=points(area.polygon))
                for area in layout.terrain
            ],
        )


def _door(door: plan.Door) -> Door:
    ends = {"start": Point.of(door.start), "end": Point.of(door.end)}
    return Door(**ends, state=door.state, secret=door.secret)


def _light(light: plan.Light) -> Light:
    return Light(
        position=Point.of(light.position),
        range=light.range,
        color=Color(light.color),
        intensity=light.intensity,
        shadows=light.shadows,
    )


@strawberry.type(description="A place worth a note.")
class PointOfInterest:
    """A point of interest."""

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    kind: str = described("What it is: altar, trap, treasure, …")
    position: Point = described("Where it lies.")
    description: str | None = described("Free words about it.")
    gm_only: bool = described("Whether players must not see it.")

    @classmethod
    def of(cls, data: JsonObject) -> Self:
        """The served form of a stored point of interest."""
        return cls(**(data | {"position": Point.of(tuple(data["position"]))}))


@strawberry.type(description="Somebody's land.")
class MapTerritory:
    """A territory."""

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    color: Color = described("Colour that it is drawn in.")
    polygon: list[Point] = described("Its outline.")


@strawberry.type(description="A way from place to place.")
class MapRoute:
    """A route."""

    id: strawberry.ID = described("Its id within the map.")
    name: str = described("What people call it.")
    kind: str = described("What it is: road, river, trail, …")
    points: list[Point] = described("Its course.")
    length: float = described("Its length in the grid's units.")


@strawberry.type(description="Campaign features, placed by the generator or by updateMap.")
class MapFeatures:
    """A map's features."""

    points_of_interest: list[PointOfInterest] = described("Places worth a note.")
    territories: list[MapTerritory] = described("Somebody's land.")
    routes: list[MapRoute] = described("Ways from place to place.")


@strawberry.type(description="A walk from square to square.")
class GridPath:
    """A walk."""

    points: list[Point] = described("The centres of the squares, both ends included.")
    distance: float = described("Walking distance in grid units, terrain cost included.")


@strawberry.type(description="A map as a file for another program.")
class MapExport:
    """An exported map."""

    url: str = described("Where the file is served, for ever; browsers save it under its name.")
    filename: str = described("What the file is called.")
    content_type: str = described("Media type of the file.")
    size_bytes: int = described("Length of the file in bytes.")
    warnings: list[str] = described(
        "What a reader of this format could trip over, as found by reading the file back; empty when clean."
    )

    @classmethod
    def of(cls, file: MapFile, addresses: MediaAddresses) -> Self:
        """The served form of an exported file."""
        return cls(
            url=addresses.file(file.sha256, file.name),
            filename=file.name,
            content_type=file.content_type,
            size_bytes=file.size_bytes,
            warnings=list(file.warnings),
        )


@strawberry.type(description="A map: a picture, its grid, and the floor plan that it was painted from.")
class Map(Node):
    """A map."""

    node_name: ClassVar[str] = "Map"
    name: str = described("What people call it.")
    kind: MapKind = described("What it is for.")
    environment: MapEnvironment | None = described("Where it lies.")
    created_at: datetime = described("When it came to be.")
    updated_at: datetime = described("When it was changed last.")
    row: strawberry.Private[MapRow]

    @classmethod
    def of(cls, row: MapRow) -> Self:
        """The served form of a row."""
        facts = same_facts(cls, row) | {
            "kind": Kind(row.kind),
            "environment": Environment(row.environment) if row.environment else None,
        }
        return cls(row=row, row_id=row.id, **facts)

    @strawberry.field(
        description="The painted picture, exactly columns × size by rows × size pixels for a square grid."
    )
    async def image(self, info: Info) -> LazyImage:
        """Gathered with those of other maps."""
        return image_types.Image.of(await images.of(info.context, self.row.image_id))

    @strawberry.field(description="Its grid.")
    def grid(self) -> Grid:
        """Read from the row's JSON."""
        return Grid.of(GridFacts.from_json(self.row.grid))

    @strawberry.field(description="The floor plan the picture was painted from: exact by construction.")
    def layout(self) -> MapLayout:
        """Read from the row's JSON."""
        return MapLayout.of(layout_from_json(self.row.layout))

    @strawberry.field(description="Places, land and ways on it.")
    def features(self) -> MapFeatures:
        """Read from the row's JSON."""
        kept = self.row.features
        return MapFeatures(
            points_of_interest=[PointOfInterest.of(point) for point in kept["points_of_interest"]],
            territories=[MapTerritory(**territory) for territory in kept["territories"]],
            routes=[MapRoute(**route) for route in kept["routes"]],
        )

    @strawberry.field(
        description="Cheapest walk between two squares that no wall blocks; null where there is none. Doors "
        "are opened in passing, but for locked ones and secret ones that nobody has opened. Entering a "
        "square costs by its terrain; a diagonal step cannot cut a wall's corner."
    )
    async def path(self, from_: From, to: To, diagonals: Diagonals = Rule.EQUIDISTANT) -> GridPath | None:
        """The squares are those that the two points lie in."""
        rule = diagonals or Rule.EQUIDISTANT
        walk = await tactics.path(self.row, from_.value(), to.value(), rule)
        return GridPath(points=points(walk.points), distance=walk.distance) if walk else None

    @strawberry.field(
        description="Squares that can be reached within a walking distance, in grid units (feet): their "
        "centres, row by row, that of the first square among them. Walls, doors, terrain and corners count "
        "as they do for path."
    )
    async def reachable(
        self, from_: From, distance: WalkingDistance, diagonals: Diagonals = Rule.EQUIDISTANT
    ) -> list[Point]:
        """The walk begins in the square that the point lies in."""
        rule = diagonals or Rule.EQUIDISTANT
        return points(await tactics.reachable(self.row, from_.value(), distance, rule))

    @strawberry.field(
        description="What can be seen from a point: a polygon in grid squares, cut by walls and closed "
        "doors. It is not closed, and empty where nothing is seen."
    )
    async def visibility(self, from_: From, range: SightRange = None) -> list[Point]:
        """Exact but for the circle of a range, which is drawn as 256 straight pieces."""
        return points(await tactics.visibility(self.row, from_.value(), range))

    @strawberry.field(description="The map as a file for a virtual tabletop; written once and kept.")
    async def export(
        self,
        info: Info,
        format: Annotated[MapExportFormat, strawberry.argument(description="File format.")],
        audience: Annotated[
            Audience | None, strawberry.argument(description="Who gets to see it; GM where left out.")
        ] = Audience.GM,
    ) -> MapExport:
        """The file, and what its readers could trip over."""
        context = info.context
        file = await exports.export(context, self.row, format, audience or Audience.GM)
        return MapExport.of(file, context.addresses)

    @strawberry.field(description="Other maps painted from the same layout.")
    async def renders(self, info: Info) -> list["Map"]:
        """Newest first."""
        return [Map.of(row) for row in await maps.renders(info.context, self.row)]
