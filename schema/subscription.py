"""The subscription root: call a resolver, wrap each thing it tells."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from resolvers import progress
from resolvers.errors import NotFound
from resolvers.progress import JobFilter
from schema import ids
from schema.enums import GenerationJobKind
from schema.fields import GlobalId, Info
from schema.inputs.filters import words
from schema.inputs.ids import NOTHING
from schema.types.jobs import GenerationBatch, GenerationJob, GenerationJobEvent

Previews = Annotated[bool | None, strawberry.argument(description="Whether to send unfinished pictures.")]


@strawberry.type(description="What can be watched.")
class Subscription:
    """The subscription root."""

    @strawberry.subscription(
        description="Starts with the job as it stands (SNAPSHOT) and completes after its last event; on a "
        "finished job it gives the snapshot and completes."
    )
    async def generation_job(
        self,
        info: Info,
        id: GlobalId,
        after_sequence: Annotated[
            int | None,
            strawberry.argument(description="Tell first what was missed since this sequence number."),
        ] = None,
        previews: Previews = True,
    ) -> AsyncGenerator[GenerationJobEvent, None]:
        """One job until it has ended."""
        row_id = ids.decode(id, GenerationJob.node_name)
        if row_id is None:
            raise NotFound("There is no such job.", field="id")
        watched = progress.watch_job(
            info.context, row_id, after_sequence=after_sequence, previews=bool(previews)
        )
        async with aclosing(watched) as messages:
            async for message in messages:
                yield GenerationJobEvent.of(message)

    @strawberry.subscription(description="Every event of the viewer's jobs.")
    async def generation_jobs(
        self,
        info: Info,
        kind: Annotated[
            list[GenerationJobKind] | None, strawberry.argument(description="Only these kinds.")
        ] = None,
        batch_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only jobs of this batch.")
        ] = None,
        previews: Previews = False,
    ) -> AsyncGenerator[GenerationJobEvent, None]:
        """All jobs from now on."""
        batch = None if batch_id is None else ids.decode(batch_id, GenerationBatch.node_name) or NOTHING
        filter_ = JobFilter(kinds=words(kind), batch_id=batch)
        watched = progress.watch_jobs(info.context, filter_, previews=bool(previews))
        async with aclosing(watched) as messages:
            async for message in messages:
                yield GenerationJobEvent.of(message)
