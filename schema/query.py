"""The query root: call a resolver, wrap what it answers."""

from typing import Annotated

import strawberry

from persistence.images import ImageQuery
from persistence.jobs import JobQuery
from persistence.maps import MapQuery
from persistence.tokens import TokenQuery
from resolvers import engines, images, jobs, maps, nodes, overlays, themes, tokens
from resolvers import viewer as viewers
from resolvers.errors import Invalid
from resolvers.pages import LARGEST_PAGE, PageArguments
from schema import ids
from schema.fields import After, Before, First, GlobalId, Info, Last
from schema.inputs import (
    GenerationJobFilter,
    ImageFilter,
    ImageOrder,
    MapFilter,
    PromptPreviewInput,
    ThemeRef,
    TokenFilter,
)
from schema.inputs.ids import within
from schema.relay import Connection, Node
from schema.types.images import Image
from schema.types.jobs import GenerationBatch, GenerationJob
from schema.types.maps import Map
from schema.types.overlays import Overlay
from schema.types.previews import PromptPreview
from schema.types.service import Engine, QueueStatus, Viewer, ViewerLimits
from schema.types.themes import Theme
from schema.types.tokens import Token
from schema.wrapping import node_of

Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Global ids.")]
Search = Annotated[str | None, strawberry.argument(description="Words that must all be found.")]


@strawberry.type(description="What can be asked.")
class Query:
    """The query root."""

    @strawberry.field(description="Anything by its global id; null where there is no such thing.")
    async def node(self, info: Info, id: GlobalId) -> Node | None:
        """One node."""
        return await node_of(info.context, id)

    @strawberry.field(description="Several things by their global ids, in the order asked for.")
    async def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        """Nodes; raises `Invalid` for more than a page of them."""
        if len(ids) > LARGEST_PAGE:
            raise Invalid(f"ids may name {LARGEST_PAGE} things at once.", field="ids")
        return [await node_of(info.context, one) for one in ids]

    @strawberry.field(description="Who asks.")
    async def viewer(self, info: Info) -> Viewer:
        """The viewer and their limits."""
        who, limits = info.context.viewer, await viewers.limits(info.context)
        return Viewer(
            id=who.id,
            name=who.name,
            roles=list(who.roles),
            authenticated=who.authenticated,
            limits=ViewerLimits.of(limits),
        )

    @strawberry.field(description="An image by its id.")
    async def image(self, info: Info, id: GlobalId) -> Image | None:
        """One image."""
        row_id = ids.decode(id, Image.node_name)
        row = await images.find(info.context, row_id) if row_id else None
        return Image.of(row) if row else None

    @strawberry.field(description="Your images.")
    async def images(
        self,
        info: Info,
        filter: Annotated[
            ImageFilter | None, strawberry.argument(description="Which ones; all where left out.")
        ] = None,
        order_by: Annotated[
            ImageOrder | None, strawberry.argument(description="In what order; newest first by default.")
        ] = None,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Image]:
        """A page of images."""
        order = order_by or ImageOrder()
        listing = await images.page(
            info.context,
            filter.query() if filter else ImageQuery(),
            PageArguments(first=first, after=after, last=last, before=before),
            order_by=order.field.value,
            descending=order.descending,
        )
        return Connection.of(listing, Image.of)

    @strawberry.field(description="A map by its id.")
    async def map(self, info: Info, id: GlobalId) -> Map | None:
        """One map."""
        row_id = ids.decode(id, Map.node_name)
        row = await maps.find(info.context, row_id) if row_id else None
        return Map.of(row) if row else None

    @strawberry.field(description="Your maps, newest first.")
    async def maps(
        self,
        info: Info,
        filter: Annotated[
            MapFilter | None, strawberry.argument(description="Which ones; all where left out.")
        ] = None,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Map]:
        """A page of maps."""
        page = PageArguments(first=first, after=after, last=last, before=before)
        return Connection.of(
            await maps.page(info.context, filter.query() if filter else MapQuery(), page), Map.of
        )

    @strawberry.field(description="A token by its id.")
    async def token(self, info: Info, id: GlobalId) -> Token | None:
        """One token."""
        row_id = ids.decode(id, Token.node_name)
        row = await tokens.find(info.context, row_id) if row_id else None
        return Token.of(row) if row else None

    @strawberry.field(description="Your tokens, newest first.")
    async def tokens(
        self,
        info: Info,
        filter: Annotated[
            TokenFilter | None, strawberry.argument(description="Which ones; all where left out.")
        ] = None,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Token]:
        """A page of tokens."""
        page = PageArguments(first=first, after=after, last=last, before=before)
        listing = await tokens.page(info.context, filter.query() if filter else TokenQuery(), page)
        return Connection.of(listing, Token.of)

    @strawberry.field(description="A theme by its id or its slug.")
    async def theme(
        self, info: Info, by: Annotated[ThemeRef, strawberry.argument(description="Id or slug.")]
    ) -> Theme | None:
        """One theme."""
        row = await themes.find(info.context, theme_id=by.sought_id, slug=by.slug)
        return Theme.of(row) if row else None

    @strawberry.field(description="All themes, by slug.")
    async def themes(
        self,
        info: Info,
        search: Search = None,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Theme]:
        """A page of themes."""
        page = PageArguments(first=first, after=after, last=last, before=before)
        return Connection.of(await themes.page(info.context, search, page), Theme.of)

    @strawberry.field(description="An overlay by its id.")
    async def overlay(self, info: Info, id: GlobalId) -> Overlay | None:
        """One overlay."""
        row_id = ids.decode(id, Overlay.node_name)
        row = await overlays.find(info.context, row_id) if row_id else None
        return Overlay.of(row) if row else None

    @strawberry.field(description="A job by its id.")
    async def generation_job(self, info: Info, id: GlobalId) -> GenerationJob | None:
        """One job."""
        row_id = ids.decode(id, GenerationJob.node_name)
        row = await jobs.find(info.context, row_id) if row_id else None
        return GenerationJob.of(row) if row else None

    @strawberry.field(description="Your jobs, newest first.")
    async def generation_jobs(
        self,
        info: Info,
        filter: Annotated[
            GenerationJobFilter | None, strawberry.argument(description="Which ones; all where left out.")
        ] = None,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[GenerationJob]:
        """A page of jobs."""
        page = PageArguments(first=first, after=after, last=last, before=before)
        listing = await jobs.page(info.context, filter.query() if filter else JobQuery(), page)
        return Connection.of(listing, GenerationJob.of)

    @strawberry.field(description="A batch by its id.")
    async def generation_batch(self, info: Info, id: GlobalId) -> GenerationBatch | None:
        """One batch."""
        row_id = ids.decode(id, GenerationBatch.node_name)
        row = await nodes.find_batch(info.context, row_id) if row_id else None
        return GenerationBatch.of(row) if row else None

    @strawberry.field(description="What a request would render, without rendering it.")
    async def prompt_preview(
        self,
        info: Info,
        input: Annotated[PromptPreviewInput, strawberry.argument(description="The request.")],
    ) -> PromptPreview:
        """The plan of a request."""
        with within(input.member):
            submission = input.submission(await input.plan(info.context))
            return PromptPreview.of(await jobs.preview(info.context, submission))

    @strawberry.field(description="What can render, the default first.")
    async def engines(self, info: Info) -> list[Engine]:
        """Engines of this process and of all live workers."""
        return [Engine.of(state) for state in await engines.available(info.context)]

    @strawberry.field(description="The queue now.")
    async def queue(self, info: Info) -> QueueStatus:
        """The queue and its workers."""
        return QueueStatus.of(await engines.queue_state(info.context))
