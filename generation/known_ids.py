"""Ids of things within a whole, such as a map's routes, which are replaced as a whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from dataclasses import Field
    from typing import Any


class Identified(Protocol):
    """A frozen dataclass with an id."""

    __dataclass_fields__: ClassVar[dict[str, "Field[Any]"]]

    @property
    def id(self) -> str:
        """Unique within the whole."""


Thing = TypeVar("Thing", bound=Identified)


def with_known_ids(things: Sequence[Thing], earlier: Sequence[Thing]) -> tuple[Thing, ...]:
    """The things, with the ids that they had before where they are as they were."""
    known: dict[Thing, list[str]] = {}
    for thing in reversed(earlier):
        known.setdefault(replace(thing, id=""), []).append(thing.id)
    left = [known.get(replace(thing, id=""), []) for thing in things]
    return tuple(
        replace(thing, id=ids.pop()) if ids else thing for thing, ids in zip(things, left, strict=True)
    )
