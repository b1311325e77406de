"""The colours of elements that nobody gave one."""

from generation.overlays.elements import ElementKind

DEFAULT_COLORS = {
    ElementKind.POSITION_MARKER: "#d64545",
    ElementKind.RANGE_INDICATOR: "#3d8bd6",
    ElementKind.EFFECT_AREA: "#e2762b",
    ElementKind.MOVEMENT_PATH: "#2f9e6b",
    ElementKind.PARTY_MARKER: "#c9a227",
    ElementKind.TERRITORY: "#8a5cc4",
    ElementKind.TRAVEL_ROUTE: "#b3402e",
    ElementKind.RESOURCE_MARKER: "#5d8a3a",
}
"""Set apart from each other in hue, and of middling lightness, so that they show on dark and light maps."""
