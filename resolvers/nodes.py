"""Finds anything by the name of its type and its id."""

from collections.abc import Awaitable, Callable
from types import MappingProxyType
from uuid import UUID

from persistence import batches
from persistence.tables import GenerationBatchRow
from resolvers import images, jobs, maps, overlays, themes, tokens
from resolvers.context import Context

Finder = Callable[[Context, UUID], Awaitable[object | None]]


async def find_batch(context: Context, batch_id: UUID) -> GenerationBatchRow | None:
    """One of the viewer's batches."""
    async with context.database.reading() as session:
        return await batches.find(session, batch_id, context.owner)


async def _find_theme(context: Context, theme_id: UUID) -> object | None:
    return await themes.find(context, theme_id=theme_id)


FINDERS: MappingProxyType[str, Finder] = MappingProxyType(
    {
        "Image": images.find,
        "ImageRevision": images.find_revision,
        "Map": maps.find,
        "Overlay": overlays.find,
        "Token": tokens.find,
        "Theme": _find_theme,
        "GenerationJob": jobs.find,
        "GenerationBatch": find_batch,
    }
)
"""How to find a row, by the GraphQL name of its type."""


async def find(context: Context, type_name: str, row_id: UUID) -> object | None:
    """A row of the type, if the viewer may see it."""
    finder = FINDERS.get(type_name)
    return await finder(context, row_id) if finder else None
