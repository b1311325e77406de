"""Overlay, and the eight elements that overlays are made of."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar, Self
from uuid import UUID

import strawberry

from generation.briefs import Grid
from generation.overlays import elements as facts
from generation.overlays.areas import covered_spaces
from generation.overlays.codec import elements_from_json
from generation.overlays.elements import ElementKind
from generation.overlays.measures import path_distance, travel_days
from generation.vocabulary import OverlayKind as Kind
from persistence.tables import OverlayRow
from resolvers import drawings, maps
from resolvers.drawings import DrawingFormat
from schema.enums import CreatureSize, EffectShape, OverlayKind
from schema.fields import Info, described
from schema.relay import Node
from schema.scalars import Color
from schema.types import maps as map_types
from schema.types import tokens as token_types
from schema.types.lazy import LazyMap, LazyToken
from schema.types.points import Point, points
from schema.wrap import same_facts


@strawberry.interface(description="Something that an overlay shows.")
class OverlayElement:
    """What all elements have."""

    id: strawberry.ID = described(
        "Its id within the overlay. An element that updateOverlay leaves as it was keeps its id; any other "
        "is a new one."
    )
    label: str | None = described("What is written beside it.")
    color: Color = described("Its colour.")


def _shared(element: facts.Element) -> dict[str, Any]:
    """What all elements have, as keyword arguments."""
    return {"id": strawberry.ID(element.id), "label": element.label, "color": Color(element.color)}


@strawberry.type(description="Where somebody stands; drawn with the token's picture where there is one.")
class PositionMarker(OverlayElement):
    """A position."""

    position: Point = described("Where they stand.")
    creature_size: CreatureSize = described("How much space they take.")
    token_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, element: facts.PositionMarker, _grid: Grid) -> Self:
        """The served form of an element."""
        return cls(
            **_shared(element),
            position=Point.of(element.position),
            creature_size=element.creature_size,
            token_id=element.token_id,
        )

    @strawberry.field(description="The playing piece; null where there is none, or it is gone for good.")
    async def token(self, info: Info) -> LazyToken | None:
        """Gathered with those of other markers."""
        row = self.token_id and await info.context.loaders.tokens.load(UUID(self.token_id))
        return token_types.Token.of(row) if row else None


@strawberry.type(description="How far something reaches.")
class RangeIndicator(OverlayElement):
    """A range."""

    origin: Point = described("From where it reaches.")
    range: float = described("Feet.")
    long_range: float | None = described("Feet; how far it reaches with disadvantage.")

    @classmethod
    def of(cls, element: facts.RangeIndicator, _grid: Grid) -> Self:
        """The served form of an element."""
        return cls(
            **_shared(element),
            origin=Point.of(element.origin),
            range=element.range,
            long_range=element.long_range,
        )


@strawberry.type(description="The area of a spell.")
class EffectArea(OverlayElement):
    """An area of effect."""

    shape: EffectShape = described("Its shape.")
    origin: Point = described("Its point of origin.")
    size: float = described("Feet: radius, side or length.")
    width: float | None = described("Feet; lines only.")
    direction: float | None = described("Degrees clockwise from north.")
    area: strawberry.Private[facts.EffectArea]
    grid: strawberry.Private[Grid]

    @classmethod
    def of(cls, element: facts.EffectArea, grid: Grid) -> Self:
        """The served form of an element."""
        return cls(
            **_shared(element),
            shape=element.shape,
            origin=Point.of(element.origin),
            size=element.size,
            width=element.width,
            direction=element.direction,
            area=element,
            grid=grid,
        )

    @strawberry.field(
        description="Grid squares that the area covers by the 5e rules: their centres, row by row. None on a "
        "gridless map."
    )
    async def squares(self) -> list[Point]:
        """Worked out off the event loop."""
        return points(await asyncio.to_thread(covered_spaces, self.area, self.grid))


@strawberry.type(description="A way that somebody goes in a fight.")
class MovementPath(OverlayElement):
    """A way."""

    points: list[Point] = described("Its course.")
    distance: float = described("Its length in grid units (feet), counted in spaces: 5-5-5.")

    @classmethod
    def of(cls, element: facts.MovementPath, grid: Grid) -> Self:
        """The served form of an element."""
        distance = path_distance(element.points, grid)
        return cls(**_shared(element), points=points(element.points), distance=distance)


@strawberry.type(description="Where the party is, and where it came from.")
class PartyMarker(OverlayElement):
    """The party."""

    position: Point = described("Where it is.")
    trail: list[Point] = described("Where it came from, from its first place on.")

    @classmethod
    def of(cls, element: facts.PartyMarker, _grid: Grid) -> Self:
        """The served form of an element."""
        return cls(**_shared(element), position=Point.of(element.position), trail=points(element.trail))


@strawberry.type(description="Somebody's land.")
class Territory(OverlayElement):
    """A territory."""

    polygon: list[Point] = described("Its outline, not closed.")
    faction: str | None = described("Whose it is.")

    @classmethod
    def of(cls, element: facts.Territory, _grid: Grid) -> Self:
        """The served form of an element."""
        return cls(**_shared(element), polygon=points(element.polygon), faction=element.faction)


@strawberry.type(description="A journey.")
class TravelRoute(OverlayElement):
    """A journey."""

    points: list[Point] = described("Its course.")
    mode: str = described("How one travels: walking, riding, sailing, …")
    days: float = described("How many days it takes.")

    @classmethod
    def of(cls, element: facts.TravelRoute, grid: Grid) -> Self:
        """The served form of an element."""
        days = travel_days(element.points, element.mode, grid)
        return cls(**_shared(element), points=points(element.points), mode=element.mode, days=days)


@strawberry.type(description="Something to be had at a place.")
class ResourceMarker(OverlayElement):
    """A resource."""

    position: Point = described("Where it is to be had.")
    resource: str = described("What it is.")
    quantity: float | None = described("How much of it there is.")

    @classmethod
    def of(cls, element: facts.ResourceMarker, _grid: Grid) -> Self:
        """The served form of an element."""
        return cls(
            **_shared(element),
            position=Point.of(element.position),
            resource=element.resource,
            quantity=element.quantity,
        )


_WRAPPERS: MappingProxyType[ElementKind, Callable[[Any, Grid], OverlayElement]] = MappingProxyType(
    {
        ElementKind.POSITION_MARKER: PositionMarker.of,
        ElementKind.RANGE_INDICATOR: RangeIndicator.of,
        ElementKind.EFFECT_AREA: EffectArea.of,
        ElementKind.MOVEMENT_PATH: MovementPath.of,
        ElementKind.PARTY_MARKER: PartyMarker.of,
        ElementKind.TERRITORY: Territory.of,
        ElementKind.TRAVEL_ROUTE: TravelRoute.of,
        ElementKind.RESOURCE_MARKER: ResourceMarker.of,
    }
)
ELEMENT_TYPES = (
    PositionMarker,
    RangeIndicator,
    EffectArea,
    MovementPath,
    PartyMarker,
    Territory,
    TravelRoute,
    ResourceMarker,
)
"""What lies behind the interface; the schema has to be told."""


@strawberry.type(
    description="A transparent layer over a map, drawn from data and never baked into the picture."
)
class Overlay(Node):
    """An overlay."""

    node_name: ClassVar[str] = "Overlay"
    name: str = described("What people call it.")
    kind: OverlayKind = described("What it tells of.")
    visible: bool = described("Whether Map.render draws it where nothing is said.")
    gm_only: bool = described("Whether players must not see it.")
    z_index: int = described("Higher ones lie on top; of equally high ones the newer.")
    updated_at: datetime = described("When it was changed last.")
    row: strawberry.Private[OverlayRow]

    @classmethod
    def of(cls, row: OverlayRow) -> Self:
        """The served form of a row."""
        return cls(row=row, row_id=row.id, **(same_facts(cls, row) | {"kind": Kind(row.kind)}))

    @strawberry.field(description="The map that it lies over.")
    async def map(self, info: Info) -> LazyMap:
        """Gathered with those of other overlays."""
        return map_types.Map.of(await maps.of(info.context, self.row.map_id))

    @strawberry.field(description="What it shows, in the order in which it was given.")
    async def elements(self, info: Info) -> list[OverlayElement]:
        """Read from the row's JSON, measured on the map's grid."""
        grid = Grid.from_json(await drawings.grid_of(info.context, self.row.map_id))
        # Not in a thread: who comes back from there at another moment reads tokens by another statement.
        shown = elements_from_json(self.row.elements)
        return [_WRAPPERS[element.kind](element, grid) for element in shown]

    @strawberry.field(
        description="Transparent PNG of the map's size, drawn when it is first fetched. The address tells of "
        "what the overlay shows now and never changes its meaning, so it may be cached for ever. After a "
        "change the overlay has another address; the earlier one goes on answering with what was drawn for "
        "it, or with 404 where nobody had fetched it. A deleted overlay's addresses answer with 404."
    )
    async def url(self, info: Info) -> str:
        """A signed address."""
        return await self._address(info, DrawingFormat.PNG)

    @strawberry.field(description="The same as SVG.")
    async def svg_url(self, info: Info) -> str:
        """A signed address."""
        return await self._address(info, DrawingFormat.SVG)

    async def _address(self, info: Info, format_: DrawingFormat) -> str:
        drawing = await drawings.of_overlay(info.context, self.row)
        return info.context.addresses.overlay(self.row.id, drawing.digest, format_)
