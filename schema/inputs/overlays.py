"""What overlays are made and changed with, and how a map is wanted as one picture."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case
from uuid_utils.compat import uuid7

from generation.overlays import checking, elements
from generation.overlays.colors import DEFAULT_COLORS
from generation.overlays.elements import ElementKind
from generation.overlays.measures import MILES_PER_DAY
from resolvers.overlays import MOST_OVERLAYS, NewOverlay, OverlayChanges
from resolvers.renders import RenderOptions
from schema.enums import Audience, CreatureSize, EffectShape, ImageFormat, OverlayKind
from schema.fields import described
from schema.inputs.ids import known, within
from schema.inputs.points import PointInput, values
from schema.inputs.settings import given
from schema.scalars import Color

Element = elements.OverlayElement


@strawberry.input
class ElementInput:
    """What every element has."""

    label: str | None = described(f"What is written beside it, {checking.LABEL} characters at most.")
    color: Color | None = described("Its colour; one of its kind's own where nothing is said.")

    def _color(self, kind: ElementKind) -> str:
        return given(self.color, Color(DEFAULT_COLORS[kind]))


@strawberry.input(description="Where somebody stands.")
class PositionMarkerInput(ElementInput):
    """A position."""

    position: PointInput = described("Where they stand.")
    token_id: strawberry.ID | None = described("Global id of one of your tokens, whose picture is drawn.")
    creature_size: CreatureSize | None = strawberry.field(
        default=CreatureSize.MEDIUM, description="How much space they take."
    )

    def value(self, element_id: str) -> elements.PositionMarker:
        """The element; raises `NotFound` for an id that is not a token's."""
        token_id = known(self.token_id, "Token", field="tokenId")
        return elements.PositionMarker(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.POSITION_MARKER),
            position=self.position.value(),
            token_id=None if token_id is None else str(token_id),
            creature_size=given(self.creature_size, CreatureSize.MEDIUM),
        )


@strawberry.input(description="How far something reaches.")
class RangeIndicatorInput(ElementInput):
    """A range."""

    origin: PointInput = described("From where it reaches.")
    range: float = described("Feet, more than 0.")
    long_range: float | None = described("Feet; how far it reaches with disadvantage, more than range.")

    def value(self, element_id: str) -> elements.RangeIndicator:
        """The element."""
        return elements.RangeIndicator(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.RANGE_INDICATOR),
            origin=self.origin.value(),
            range=self.range,
            long_range=self.long_range,
        )


@strawberry.input(description="The area of a spell.")
class EffectAreaInput(ElementInput):
    """An area of effect."""

    shape: EffectShape = described("Its shape.")
    origin: PointInput = described("Its point of origin.")
    size: float = described("Feet, more than 0: radius, side or length.")
    width: float | None = described("Feet; of lines only.")
    direction: float | None = described(
        "Degrees clockwise from north. Cones and lines need one; a cube with one lies before its origin."
    )

    def value(self, element_id: str) -> elements.EffectArea:
        """The element."""
        return elements.EffectArea(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.EFFECT_AREA),
            shape=self.shape,
            origin=self.origin.value(),
            size=self.size,
            width=self.width,
            direction=self.direction,
        )


@strawberry.input(description="A way that somebody goes in a fight.")
class MovementPathInput(ElementInput):
    """A way."""

    points: list[PointInput] = described("Its course, 2 points at least.")

    def value(self, element_id: str) -> elements.MovementPath:
        """The element."""
        return elements.MovementPath(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.MOVEMENT_PATH),
            points=values(self.points),
        )


@strawberry.input(description="Where the party is, and where it came from.")
class PartyMarkerInput(ElementInput):
    """The party."""

    position: PointInput = described("Where it is.")
    trail: list[PointInput] | None = described("Where it came from, from its first place on.")

    def value(self, element_id: str) -> elements.PartyMarker:
        """The element."""
        return elements.PartyMarker(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.PARTY_MARKER),
            position=self.position.value(),
            trail=values(self.trail or ()),
        )


@strawberry.input(description="Somebody's land.")
class TerritoryInput(ElementInput):
    """A territory."""

    polygon: list[PointInput] = described("Its outline, 3 points at least; it must not cross itself.")
    faction: str | None = described(f"Whose it is, {checking.NAME} characters at most.")

    def value(self, element_id: str) -> elements.Territory:
        """The element."""
        return elements.Territory(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.TERRITORY),
            polygon=values(self.polygon),
            faction=self.faction,
        )


@strawberry.input(description="A journey.")
class TravelRouteInput(ElementInput):
    """A journey."""

    points: list[PointInput] = described("Its course, 2 points at least.")
    mode: str | None = strawberry.field(
        default=elements.TravelRoute.mode, description=f"How one travels: {', '.join(MILES_PER_DAY)}."
    )

    def value(self, element_id: str) -> elements.TravelRoute:
        """The element."""
        return elements.TravelRoute(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.TRAVEL_ROUTE),
            points=values(self.points),
            mode=given(self.mode, elements.TravelRoute.mode),
        )


@strawberry.input(description="Something to be had at a place.")
class ResourceMarkerInput(ElementInput):
    """A resource."""

    position: PointInput = described("Where it is to be had.")
    resource: str = described(f"What it is, {checking.NAME} characters at most.")
    quantity: float | None = described("How much of it there is.")

    def value(self, element_id: str) -> elements.ResourceMarker:
        """The element."""
        return elements.ResourceMarker(
            id=element_id,
            label=self.label,
            color=self._color(ElementKind.RESOURCE_MARKER),
            position=self.position.value(),
            resource=self.resource,
            quantity=self.quantity,
        )


Asked = (
    PositionMarkerInput
    | RangeIndicatorInput
    | EffectAreaInput
    | MovementPathInput
    | PartyMarkerInput
    | TerritoryInput
    | TravelRouteInput
    | ResourceMarkerInput
)


@strawberry.input(one_of=True, description="Something that an overlay is to show: exactly one of these.")
class OverlayElementInput:
    """Exactly one of the eight is set."""

    position_marker: PositionMarkerInput | None = described("Of tactical overlays.")
    range_indicator: RangeIndicatorInput | None = described("Of tactical overlays.")
    effect_area: EffectAreaInput | None = described("Of tactical overlays.")
    movement_path: MovementPathInput | None = described("Of tactical overlays.")
    party_marker: PartyMarkerInput | None = described("Of campaign overlays.")
    territory: TerritoryInput | None = described("Of campaign overlays.")
    travel_route: TravelRouteInput | None = described("Of campaign overlays.")
    resource_marker: ResourceMarkerInput | None = described("Of campaign overlays.")

    def value(self) -> Element:
        """The element, with a new id; raises `NotFound` by the field."""
        member = next(field.name for field in fields(self) if getattr(self, field.name) is not None)
        asked: Asked = getattr(self, member)
        with within(to_camel_case(member)):
            return asked.value(str(uuid7()))


def _values(asked: Sequence[OverlayElementInput]) -> tuple[Element, ...]:
    found = []
    for number, element in enumerate(asked):
        with within(f"elements[{number}]"):
            found.append(element.value())
    return tuple(found)


@strawberry.input(description=f"A layer to lay over one of your maps, which has {MOST_OVERLAYS} at most.")
class CreateOverlayInput:
    """A new overlay."""

    map_id: strawberry.ID = described("Global id of the map.")
    name: str = described("What people are to call it, 200 characters at most.")
    kind: OverlayKind = described("What it tells of; says which elements it takes.")
    elements: list[OverlayElementInput] = described(
        f"What it shows, {checking.MOST_ELEMENTS} elements at most."
    )
    visible: bool | None = strawberry.field(
        default=True, description="Whether Map.render draws it where nothing is said."
    )
    gm_only: bool | None = strawberry.field(default=False, description="Whether players must not see it.")
    z_index: int | None = strawberry.field(
        default=0, description="Higher ones lie on top; of equally high ones the newer."
    )

    def value(self) -> NewOverlay:
        """The same for the resolver; raises `NotFound` by the field."""
        map_id = known(self.map_id, "Map", field="mapId")
        assert map_id is not None, "mapId is required"
        return NewOverlay(
            map_id=map_id,
            name=self.name,
            kind=self.kind,
            elements=_values(self.elements),
            visible=given(self.visible, True),
            gm_only=given(self.gm_only, False),
            z_index=given(self.z_index, 0),
        )


@strawberry.input(description="What is to be different about an overlay; what is left out stays.")
class UpdateOverlayInput:
    """Changes of an overlay."""

    overlay_id: strawberry.ID = described("Global id of the overlay.")
    name: str | None = described("What people are to call it, 200 characters at most.")
    elements: list[OverlayElementInput] | None = described(
        "All that it is to show, in place of what it shows; elements that are as they were keep their ids."
    )
    visible: bool | None = described("Whether Map.render draws it where nothing is said.")
    gm_only: bool | None = described("Whether players must not see it.")
    z_index: int | None = described("Higher ones lie on top; of equally high ones the newer.")

    @property
    def row_id(self) -> UUID:
        """The overlay's key; raises `NotFound`."""
        row_id = known(self.overlay_id, "Overlay", field="overlayId")
        assert row_id is not None, "overlayId is required"
        return row_id

    def changes(self) -> OverlayChanges:
        """The same for the resolver; raises `NotFound` by the field."""
        return OverlayChanges(
            name=self.name,
            elements=None if self.elements is None else _values(self.elements),
            visible=self.visible,
            gm_only=self.gm_only,
            z_index=self.z_index,
        )


@strawberry.input(description="How a map is wanted as one picture.")
class MapRenderInput:
    """What is drawn in, for whom, and how large."""

    overlay_ids: list[strawberry.ID] | None = described(
        "Global ids of the overlays to draw, visible or not; all visible ones where nothing is said."
    )
    grid: bool | None = strawberry.field(default=True, description="Whether the grid's lines are drawn.")
    features: bool | None = strawberry.field(
        default=True, description="Whether points of interest, territories and routes are drawn."
    )
    audience: Audience | None = strawberry.field(
        default=Audience.GM,
        description="Who gets to see it. For players, what is the game master's is left out, even where "
        "overlayIds names it.",
    )
    format: ImageFormat | None = strawberry.field(default=ImageFormat.WEBP, description="File format.")
    width: int | None = described(
        "Pixels across; the map's own where nothing is said. A map is never enlarged beyond its own."
    )

    def options(self) -> RenderOptions:
        """The same for the resolver; raises `NotFound` by the field."""
        return RenderOptions(
            overlay_ids=None if self.overlay_ids is None else self._keys(self.overlay_ids),
            grid=given(self.grid, True),
            features=given(self.features, True),
            audience=given(self.audience, Audience.GM),
            format=given(self.format, ImageFormat.WEBP),
            width=self.width,
        )

    def _keys(self, overlay_ids: Sequence[strawberry.ID]) -> tuple[UUID, ...]:
        keys = [
            known(overlay_id, "Overlay", field=f"overlayIds[{number}]")
            for number, overlay_id in enumerate(overlay_ids)
        ]
        return tuple(key for key in keys if key is not None)
