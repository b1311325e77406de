"""Global ids inside inputs, and where in an input something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from generation.errors import InvalidBrief
from resolvers.errors import NotFound, RequestError
from schema import ids

NOTHING = UUID(int=0)
"""The key of no row: version 7 never makes it."""


def sought(global_id: str | None, type_name: str) -> UUID | None:
    """The key that a filter asks for; `NOTHING`, which no row has, for an id that is not one of this type."""
    if global_id is None:
        return None
    return ids.decode(global_id, type_name) or NOTHING


def known(global_id: str | None, type_name: str, *, field: str) -> UUID | None:
    """The key that a mutation works with; raises `NotFound` for an id that is not one of this type."""
    if global_id is None:
        return None
    row_id = ids.decode(global_id, type_name)
    if row_id is None:
        raise NotFound(f"There is no {type_name} {global_id!r}.", field=field)
    return row_id


@contextmanager
def within(path: str) -> Iterator[None]:
    """Errors from inside name their field from further up: `theme.id` becomes `source.portrait.theme.id`."""
    try:
        yield
    except (RequestError, InvalidBrief) as error:
        error.field = path if error.field is None else f"{path}.{error.field}"
        raise
