"""Floor plans of maps: made here from a brief, painted by engines, exported with exact walls."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generation.briefs import MapBrief
from generation.errors import InvalidBrief
from generation.layout.cave import make_cave
from generation.layout.dungeon import make_dungeon
from generation.layout.plan import MapLayout
from generation.vocabulary import GridType, MapEnvironment, MapKind

SMALLEST_SIDE = 10  #: spaces; less has no space for a room with walls
LARGEST_SIDE = 200  #: spaces

_MAKERS: Mapping[MapEnvironment, Callable[[MapBrief], MapLayout]] = MappingProxyType(
    {
        MapEnvironment.DUNGEON: make_dungeon,
        MapEnvironment.CAVE: make_cave,
    }
)

SUPPORTED: tuple[MapEnvironment, ...] = tuple(_MAKERS)
"""The environments that can be laid out."""


def make_layout(brief: MapBrief) -> MapLayout:
    """The floor plan for `brief`: the same brief always gets the same plan.

    Raises `InvalidBrief` whose `field` names what cannot be laid out.
    """
    check_brief(brief)
    return _MAKERS[brief.environment](brief)


def check_brief(brief: MapBrief) -> None:
    """Raise `InvalidBrief` for what `make_layout` could not lay out, without laying it out."""
    if brief.map_kind is not MapKind.BATTLE:
        raise InvalidBrief("Only battle maps can be laid out so far.", field="kind")
    if brief.environment not in _MAKERS:
        available = ", ".join(environment.name for environment in SUPPORTED)
        raise InvalidBrief(
            f"No layout for {brief.environment.name} yet; there are {available}.", field="environment"
        )
    if brief.grid.type is not GridType.SQUARE:
        raise InvalidBrief("Only square grids can be laid out so far.", field="grid.type")
    _check_side(brief.grid.columns, "grid.columns")
    _check_side(brief.grid.rows, "grid.rows")
    _check_count(brief.rooms, "rooms", least=1)
    _check_count(brief.points_of_interest, "pointsOfInterest", least=0)


def _check_side(spaces: int, field: str) -> None:
    if not SMALLEST_SIDE <= spaces <= LARGEST_SIDE:
        raise InvalidBrief(
            f"A map is {SMALLEST_SIDE} to {LARGEST_SIDE} spaces a side, not {spaces}.", field=field
        )


def _check_count(count: int | None, field: str, *, least: int) -> None:
    if count is not None and count < least:
        raise InvalidBrief(f"At least {least}, not {count}.", field=field)
