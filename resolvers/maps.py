"""Maps."""

from uuid import UUID

from persistence import maps
from persistence.maps import MapQuery
from persistence.tables import MapRow
from resolvers.context import Context
from resolvers.errors import NotFound
from resolvers.pages import Listing, PageArguments, list_page


async def find(context: Context, map_id: UUID) -> MapRow | None:
    """One of the viewer's maps."""
    async with context.database.reading() as session:
        return await maps.find(session, map_id, context.owner)


async def of(context: Context, map_id: UUID) -> MapRow:
    """The map that an overlay lies over, gathered with those of others."""
    row = await context.loaders.maps.load(map_id)
    if row is None:
        raise NotFound("There is no such map.")
    return row


async def page(context: Context, query: MapQuery, arguments: PageArguments) -> Listing[MapRow]:
    """The viewer's maps that a query asks for, newest first."""
    statement = maps.listing(context.owner, query)
    return await list_page(context.database, statement, maps.NEWEST_FIRST, arguments)


async def renders(context: Context, row: MapRow) -> list[MapRow]:
    """Other maps that were painted from the same floor plan."""
    statement = maps.listing(context.owner, MapQuery(layout_digest=row.layout_digest))
    async with context.database.reading() as session:
        found = (await session.execute(statement)).scalars().all()
    return [other for other in found if other.id != row.id]
