"""Relay: nodes with global ids, and connections in pages."""

from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, Self, TypeVar
from uuid import UUID

import strawberry

from resolvers.pages import Listing
from schema import ids
from schema.fields import described

T = TypeVar("T")
Row = TypeVar("Row")


@strawberry.interface(description="Anything with a global id, found again by `node`.")
class Node:
    """What has an id of its own; subclasses say their GraphQL name."""

    node_name: ClassVar[str]
    row_id: strawberry.Private[UUID]

    @strawberry.field(description="Global id, stable for life.")
    def id(self) -> strawberry.ID:
        """The id that clients see."""
        return strawberry.ID(ids.encode(self.node_name, self.row_id))


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = described("Whether more rows follow.")
    has_previous_page: bool = described("Whether rows lie before.")
    start_cursor: str | None = described("Cursor of the first row of the page.")
    end_cursor: str | None = described("Cursor of the last row of the page.")


@strawberry.type(description="A row in a page, with its cursor.")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = described("Where this row lies in the list.")
    node: T = described("The row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's connection, with the rows also as a plain list and the whole list's length."""

    edges: list[Edge[T]] = described("The page's rows with their cursors.")
    nodes: list[T] = described("The page's rows.")
    page_info: PageInfo = described("Where the page lies in the list.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="How many rows the whole list has.")
    async def total_count(self) -> int:
        """Counted only where somebody asks."""
        return await self.count()

    @classmethod
    def of(cls, listing: Listing[Row], wrap: Callable[[Row], T]) -> Self:
        """The connection of a listing, its rows wrapped."""
        page = listing.page
        nodes = [wrap(row) for row in page.rows]
        cursors = page.cursors
        return cls(
            edges=[Edge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)],
            nodes=nodes,
            page_info=PageInfo(
                has_next_page=page.has_next,
                has_previous_page=page.has_previous,
                start_cursor=cursors[0] if cursors else None,
                end_cursor=cursors[-1] if cursors else None,
            ),
            count=listing.total,
        )
