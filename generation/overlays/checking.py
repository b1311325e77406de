"""Refuses elements that cannot be drawn, by the name of the GraphQL field that is wrong."""

from collections.abc import Sequence

from generation.briefs import Grid
from generation.errors import InvalidBrief
from generation.layout.plan import MapLayout
from generation.overlays.elements import ElementKind, OverlayElement
from generation.vocabulary import OverlayKind

KINDS = {
    OverlayKind.TACTICAL: (
        ElementKind.POSITION_MARKER,
        ElementKind.RANGE_INDICATOR,
        ElementKind.EFFECT_AREA,
        ElementKind.MOVEMENT_PATH,
    ),
    OverlayKind.CAMPAIGN: (
        ElementKind.PARTY_MARKER,
        ElementKind.TERRITORY,
        ElementKind.TRAVEL_ROUTE,
        ElementKind.RESOURCE_MARKER,
    ),
}
MOST_ELEMENTS = 500
MOST_POINTS = 2_000  #: of one element


def check_elements(
    kind: OverlayKind, elements: Sequence[OverlayElement], layout: MapLayout, grid: Grid
) -> None:
    """Raise `InvalidBrief` with `field` (such as `elements[3].effectArea.size`) for what is wrong.

    `layout` and `grid` are those of the map that the overlay lies over.
    """
    if len(elements) > MOST_ELEMENTS:
        problem = f"elements has {len(elements)} entries; at most {MOST_ELEMENTS} are allowed."
        raise InvalidBrief(problem, field="elements")
