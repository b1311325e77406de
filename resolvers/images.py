"""Images of the library."""

from uuid import UUID

from persistence import images
from persistence.images import ImageQuery
from persistence.tables import ImageRevisionRow, ImageRow
from resolvers.context import Context
from resolvers.errors import Invalid, NotFound
from resolvers.pages import Listing, PageArguments, list_page

LONGEST_SEARCH = 200
MOST_TAGS = 20


async def find(context: Context, image_id: UUID) -> ImageRow | None:
    """One of the viewer's images."""
    async with context.database.reading() as session:
        return await images.find(session, image_id, context.owner)


async def of(context: Context, image_id: UUID) -> ImageRow:
    """The image that a map or token refers to, gathered with those of others."""
    row = await context.loaders.images.load(image_id)
    if row is None:
        raise NotFound("There is no such image.")
    return row


async def page(
    context: Context,
    query: ImageQuery,
    arguments: PageArguments,
    *,
    order_by: str = "created_at",
    descending: bool = True,
) -> Listing[ImageRow]:
    """The viewer's images that a query asks for."""
    if query.search is not None and len(query.search) > LONGEST_SEARCH:
        raise Invalid(f"filter.search may have {LONGEST_SEARCH} characters.", field="filter.search")
    if len(query.tags) > MOST_TAGS:
        raise Invalid(f"filter.tags may name {MOST_TAGS} tags.", field="filter.tags")
    order = images.ordering(order_by, descending=descending, search=query.search)
    return await list_page(context.database, images.listing(context.owner, query), order, arguments)


async def revisions(context: Context, image: ImageRow) -> list[ImageRevisionRow]:
    """The history of an image, newest first."""
    return await context.loaders.revisions_of_images.load(image.id)


async def find_revision(context: Context, revision_id: UUID) -> ImageRevisionRow | None:
    """One revision of one of the viewer's images."""
    async with context.database.reading() as session:
        return await images.find_revision(session, revision_id, context.owner)
