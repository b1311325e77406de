"""Pages of lists as operations ask for them: `first`/`after` forwards, `last`/`before` backwards."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select

from persistence.database import Database
from persistence.paging import BadCursor, Order, Page, Window, count, fetch_page
from resolvers.errors import Invalid

Row = TypeVar("Row")

DEFAULT_PAGE = 20
LARGEST_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class PageArguments:
    """The arguments of a connection, as they came."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row]):
    """A whole list and the page of it that was asked for."""

    page: Page[Row]
    database: Database
    statement: Select[Row]

    async def total(self) -> int:
        """How many rows the whole list has; counted only where somebody asks."""
        async with self.database.reading() as session:
            return await count(session, self.statement)


async def list_page(
    database: Database, statement: Select[Row], order: Order, arguments: PageArguments
) -> Listing[Row]:
    """One page of a list; raises `Invalid` for arguments that make no page."""
    window = _window(arguments)
    try:
        async with database.reading() as session:
            page = await fetch_page(session, statement, order, window)
    except BadCursor as error:
        field = "after" if arguments.after is not None else "before"
        raise Invalid(str(error), field=field) from error
    return Listing(page=page, database=database, statement=statement)


def _window(arguments: PageArguments) -> Window:
    if arguments.first is not None and arguments.last is not None:
        raise Invalid("Ask for first or for last, not for both.", field="last")
    backward = arguments.last is not None
    field, wanted = ("last", arguments.last) if backward else ("first", arguments.first)
    limit = DEFAULT_PAGE if wanted is None else wanted
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(f"{field} must be 1 to {LARGEST_PAGE}.", field=field)
    return Window(limit=limit, after=arguments.after, before=arguments.before, backward=backward)
