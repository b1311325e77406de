"""Maps: finding and changing them."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from generation.briefs import Grid
from generation.layout.codec import layout_from_json, layout_to_json, plan_digest
from generation.layout.features import features_from_json, features_to_json
from generation.map_changes import MapChanges, changed_features, changed_grid, changed_layout
from persistence import images, jobs, maps
from persistence.maps import MapQuery
from persistence.search import search_text
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


async def update(context: Context, map_id: UUID, changes: MapChanges) -> MapRow:
    """Change one of the viewer's maps; its picture stays, but takes the map's new name.

    Raises `NotFound` by `mapId`, and `InvalidBrief` by the field of what is wrong. Changes that come at the
    same time wait for each other.
    """
    async with context.database.transaction() as session:
        row = await maps.find(session, map_id, context.owner, locked=True)
        if row is None:
            raise NotFound("There is no such map.", field="mapId")
        for name, value in (await asyncio.to_thread(_changed, row, changes)).items():
            setattr(row, name, value)
        if changes.name is not None:
            await _rename_image(session, row)
    return row


def _changed(row: MapRow, changes: MapChanges) -> dict[str, object]:
    """The columns of a map's row as they are to be."""
    grid = changed_grid(Grid.from_json(row.grid), changes)
    features = changed_features(features_from_json(row.features), changes)
    columns: dict[str, object] = {
        "name": row.name if changes.name is None else changes.name,
        "grid": grid.to_json(),
        "features": features_to_json(features),
        "updated_at": datetime.now(UTC),
    }
    if changes.of_plan:
        layout = layout_to_json(changed_layout(layout_from_json(row.layout), changes))
        columns |= {"layout": layout, "layout_digest": plan_digest(layout)}
    return columns


async def _rename_image(session: AsyncSession, row: MapRow) -> None:
    """Let the map's picture bear its name, by which both are found."""
    image = await images.find(session, row.image_id, row.owner)
    assert image is not None, "a map's picture lives as long as the map"
    job = await jobs.find(session, image.job_id) if image.job_id else None
    image.name = row.name
    image.search_text = search_text([row.name, image.description, *image.tags, job.prompt if job else None])
    image.updated_at = row.updated_at
