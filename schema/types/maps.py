"""Map and its grid, and what is made of a map. All coordinates are in grid spaces from the top left."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, ClassVar, Self

import strawberry

from generation.briefs import Grid as GridFacts
from generation.layout.codec import layout_from_json
from generation.layout.features import features_from_json
from generation.vocabulary import DiagonalRule as Rule
from generation.vocabulary import MapEnvironment as Environment
from generation.vocabulary import MapKind as Kind
from persistence.tables import MapRow
from resolvers import exports, images, maps, overlays, renders, tactics
from resolvers.exports import MapFile
from resolvers.media import MediaAddresses
from resolvers.renders import RenderedPicture, RenderOptions
from schema.enums import (
    Audience,
    DiagonalRule,
    GridType,
    MapEnvironment,
    MapExportFormat,
    MapKind,
    OverlayKind,
)
from schema.fields import Info, described
from schema.inputs import MapRenderInput, PointInput
from schema.relay import Node
from schema.scalars import Color
from schema.types import images as image_types
from schema.types import overlays as overlay_types
from schema.types.features import MapFeatures
from schema.types.layouts import MapLayout
from schema.types.lazy import LazyImage, LazyOverlay
from schema.types.points import Point, points
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


@strawberry.type(description="A map as one picture.")
class RenderedMap:
    """A composed picture."""

    url: str = described("Where the picture is served, for ever.")
    width: int = described("Pixels across.")
    height: int = described("Pixels down.")
    size_bytes: int = described("Length of the file in bytes.")
    content_type: str = described("Media type of the file.")

    @classmethod
    def of(cls, picture: RenderedPicture, addresses: MediaAddresses) -> Self:
        """The served form of a composed picture."""
        return cls(
            url=addresses.picture(picture.sha256, picture.format),
            width=picture.width,
            height=picture.height,
            size_bytes=picture.size_bytes,
            content_type=picture.content_type,
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
        grid = GridFacts.from_json(self.row.grid)
        return MapFeatures.of(features_from_json(self.row.features), self.row.id, grid)

    @strawberry.field(description="The layers over it, the lowest first.")
    async def overlays(
        self,
        info: Info,
        kind: Annotated[
            OverlayKind | None, strawberry.argument(description="Of this kind; all where left out.")
        ] = None,
    ) -> list[LazyOverlay]:
        """Gathered with those of other maps."""
        rows = await overlays.of_map(info.context, self.row.id, kind)
        return [overlay_types.Overlay.of(row) for row in rows]

    @strawberry.field(
        description="The map as one picture with grid and overlays drawn in; made once and kept. For "
        "players, GM-only overlays and secret doors are left out."
    )
    async def render(
        self,
        info: Info,
        input: Annotated[
            MapRenderInput | None,
            strawberry.argument(description="What is drawn in, for whom, and how large."),
        ] = None,
    ) -> RenderedMap:
        """The composed picture."""
        options = input.options() if input else RenderOptions()
        picture = await renders.render(info.context, self.row, options)
        return RenderedMap.of(picture, info.context.addresses)

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
