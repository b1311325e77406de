"""`Look`: the inks, paper and washes of an atlas page, from a map's style, the season and the hour."""

from dataclasses import dataclass

from generation.engines.sketch.maps.styles import PAINTED, Color, Manner, MapStyle

PAPER: Color = (238, 220, 180)
SEPIA: Color = (58, 38, 24)


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything that the strokes of an atlas page ask about the look; `wash` is how much colour there is."""

    paper: Color
    ink: Color
    sea: Color
    wash: float


def look_for(style: MapStyle) -> Look:
    """The look of a map's style on paper."""
    if style.manner is Manner.INKED:
        return Look(paper=style.paper, ink=style.ink, sea=style.deep, wash=style.wash)
    return Look(
        paper=tinted(PAPER, style.floor, PAINTED.floor),
        ink=mixed(style.outline, SEPIA, 0.6),
        sea=style.shallows,
        wash=1.0,
    )


def tinted(color: Color, tint: Color, neutral: Color) -> Color:
    """A colour seen in the light that makes `tint` of `neutral`."""
    red, green, blue = (min(a * b / c, 250.0) for a, b, c in zip(color, tint, neutral, strict=True))
    return red, green, blue


def mixed(color: Color, other: Color, share: float) -> Color:
    """A colour with a share of another, 0 to 1."""
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(color, other, strict=True))
    return red, green, blue
