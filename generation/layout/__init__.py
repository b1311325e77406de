"""Floor plans of maps: made here from a brief, painted by engines, exported with exact walls."""

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generation.briefs import Grid, MapBrief
from generation.errors import InvalidBrief
from generation.extents import LONG, STEP
from generation.layout import built, lands, underground, wilds
from generation.layout.maker import Maker, field_of
from generation.layout.plan import MapLayout
from generation.vocabulary import MapEnvironment, MapKind

SMALLEST_SIDE = 10  #: spaces; less has no space for a room with walls
LARGEST_SIDE = 200  #: spaces

PLACES: Mapping[MapEnvironment, Maker] = MappingProxyType(
    {**underground.MAKERS, **built.MAKERS, **wilds.MAKERS}
)
"""Who lays out battle maps and locations, by their environment."""

SUPPORTED: tuple[MapEnvironment, ...] = tuple(PLACES)
"""The environments that can be laid out."""


def make_layout(brief: MapBrief) -> MapLayout:
    """The floor plan for `brief`: the same brief always gets the same plan.

    Raises `InvalidBrief` whose `field` names what cannot be laid out.
    """
    check_brief(brief)
    plan, grid = _maker(brief)(brief), brief.grid
    return replace(plan, grid_type=grid.type, columns=grid.columns, rows=grid.rows)


def check_brief(brief: MapBrief) -> None:
    """Raise `InvalidBrief` for what `make_layout` could not lay out, without laying it out."""
    _maker(brief)
    _check_side(brief.grid.columns, "grid.columns")
    _check_side(brief.grid.rows, "grid.rows")
    _check_field(brief.grid)
    _check_count(brief.rooms, "rooms", least=1)
    _check_count(brief.points_of_interest, "pointsOfInterest", least=0)


def _maker(brief: MapBrief) -> Maker:
    if brief.map_kind in (MapKind.REGION, MapKind.WORLD):
        if brief.map_kind not in lands.MAKERS:
            raise InvalidBrief(f"{brief.map_kind.name} maps cannot be laid out yet.", field="kind")
        return lands.MAKERS[brief.map_kind]
    if brief.environment is None or brief.environment not in PLACES:
        available = ", ".join(environment.name for environment in SUPPORTED)
        raise InvalidBrief(f"No layout for this yet; there are {available}.", field="environment")
    return PLACES[brief.environment]


def _check_field(grid: Grid) -> None:
    """Hexagons reach into each other, so that as many of them make a smaller field."""
    for side, spaces in zip(("columns", "rows"), field_of(grid), strict=True):
        if spaces < SMALLEST_SIDE:
            enough = math.ceil((SMALLEST_SIDE - LONG) / STEP) + 1
            problem = (
                f"These hexagons reach over {spaces} spaces only; a map of them has {enough} {side} at least."
            )
            raise InvalidBrief(problem, field=f"grid.{side}")


def _check_side(spaces: int, field: str) -> None:
    if not SMALLEST_SIDE <= spaces <= LARGEST_SIDE:
        raise InvalidBrief(
            f"A map is {SMALLEST_SIDE} to {LARGEST_SIDE} spaces a side, not {spaces}.", field=field
        )


def _check_count(count: int | None, field: str, *, least: int) -> None:
    if count is not None and count < least:
        raise InvalidBrief(f"At least {least}, not {count}.", field=field)
