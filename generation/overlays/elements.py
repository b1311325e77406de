"""What an overlay shows, as frozen values: points in grid spaces, distances in the grid's units (feet)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from generation.layout.plan import Point
from generation.vocabulary import CreatureSize, EffectShape


class ElementKind(StrEnum):
    """The eight kinds of elements; the first four belong to tactical overlays, the others to campaigns."""

    POSITION_MARKER = "position_marker"
    RANGE_INDICATOR = "range_indicator"
    EFFECT_AREA = "effect_area"
    MOVEMENT_PATH = "movement_path"
    PARTY_MARKER = "party_marker"
    TERRITORY = "territory"
    TRAVEL_ROUTE = "travel_route"
    RESOURCE_MARKER = "resource_marker"


@dataclass(frozen=True, kw_only=True)
class Element:
    """What all elements have; `id` is unique within the overlay, `color` is #rrggbb or #rrggbbaa."""

    id: str
    label: str | None = None
    color: str


@dataclass(frozen=True, kw_only=True)
class PositionMarker(Element):
    """Where somebody stands; drawn with the token's picture where there is one."""

    kind: Literal[ElementKind.POSITION_MARKER] = ElementKind.POSITION_MARKER
    position: Point
    token_id: str | None = None
    creature_size: CreatureSize = CreatureSize.MEDIUM


@dataclass(frozen=True, kw_only=True)
class RangeIndicator(Element):
    """How far something reaches, and how far with disadvantage."""

    kind: Literal[ElementKind.RANGE_INDICATOR] = ElementKind.RANGE_INDICATOR
    origin: Point
    range: float
    long_range: float | None = None


@dataclass(frozen=True, kw_only=True)
class EffectArea(Element):
    """The area of a spell: `size` is its radius, side or length, `width` a line's."""

    kind: Literal[ElementKind.EFFECT_AREA] = ElementKind.EFFECT_AREA
    shape: EffectShape
    origin: Point
    size: float
    width: float | None = None
    direction: float | None = None  #: degrees clockwise from north


@dataclass(frozen=True, kw_only=True)
class MovementPath(Element):
    """A way that somebody goes in a fight."""

    kind: Literal[ElementKind.MOVEMENT_PATH] = ElementKind.MOVEMENT_PATH
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class PartyMarker(Element):
    """Where the party is, and where it came from: `trail` from its first point on."""

    kind: Literal[ElementKind.PARTY_MARKER] = ElementKind.PARTY_MARKER
    position: Point
    trail: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Territory(Element):
    """Somebody's land; `polygon` is not closed."""

    kind: Literal[ElementKind.TERRITORY] = ElementKind.TERRITORY
    polygon: tuple[Point, ...]
    faction: str | None = None


@dataclass(frozen=True, kw_only=True)
class TravelRoute(Element):
    """A journey, by a way of travelling."""

    kind: Literal[ElementKind.TRAVEL_ROUTE] = ElementKind.TRAVEL_ROUTE
    points: tuple[Point, ...]
    mode: str = "walking"


@dataclass(frozen=True, kw_only=True)
class ResourceMarker(Element):
    """Something to be had there."""

    kind: Literal[ElementKind.RESOURCE_MARKER] = ElementKind.RESOURCE_MARKER
    position: Point
    resource: str
    quantity: float | None = None


OverlayElement = (
    PositionMarker
    | RangeIndicator
    | EffectArea
    | MovementPath
    | PartyMarker
    | Territory
    | TravelRoute
    | ResourceMarker
)
