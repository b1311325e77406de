"""Colours of elements: those that nobody chose, and the shades that a drawing makes of one."""

from PIL import ImageColor

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

INK = "#17120e"  #: outlines, and what lies behind light text
PAPER = "#fbf4e4"  #: light text, and what lies behind dark text
SHADOW = "#000000"


def opaque(color: str) -> str:
    """#rrggbb of #rrggbb or #rrggbbaa."""
    return color[:7]


def opacity(color: str) -> float | None:
    """The alpha of #rrggbbaa, 0 to 1; None where all is seen."""
    alpha = int(color[7:9], 16) if len(color) == 9 else 255
    return None if alpha == 255 else alpha / 255


def mixed(color: str, other: str, share: float) -> str:
    """`share` of `other` in a colour; both as #rrggbb."""
    channels = zip(ImageColor.getrgb(color)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)
