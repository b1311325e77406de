"""What an environment changes about a land."""

from collections.abc import Mapping
from typing import TypeVar

from generation.vocabulary import MapEnvironment

Value = TypeVar("Value")


def biased(table: Mapping[MapEnvironment, Value], environment: MapEnvironment | None, usual: Value) -> Value:
    """What a table says of an environment; the usual where it says nothing, or where none was asked for."""
    return usual if environment is None else table.get(environment, usual)
