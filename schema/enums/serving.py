"""How an enum of any layer comes to be served: under its members' names, each with a description."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

Member = TypeVar("Member", bound=Enum)


def serve(
    enum: type[Member], description: str, members: Mapping[Member, str], *, name: str | None = None
) -> None:
    """Mark an enum for Strawberry; `members` describes each of its members, `name` is its GraphQL name."""
    strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]  # set above
    for value in definition.values:
        value.description = members[enum[value.name]]
