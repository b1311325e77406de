"""The mutation root: call a resolver, wrap what it answers."""

from typing import Annotated

import strawberry

from persistence.tables import GenerationJobRow
from resolvers import jobs
from resolvers.errors import NotFound
from schema import ids
from schema.fields import Info, described
from schema.inputs import GenerateMapInput, GeneratePortraitInput, GenerateTokenInput
from schema.types.jobs import GenerationJob

JobId = Annotated[strawberry.ID, strawberry.argument(description="Global id of the job.")]


@strawberry.type(description="The job that a generation became.")
class GenerationPayload:
    """A submitted job."""

    job: GenerationJob = described("The job; watch it by the subscription generationJob.")


@strawberry.type(description="The job as it stands now.")
class JobPayload:
    """A changed job."""

    job: GenerationJob = described("The job.")


@strawberry.type(description="What can be changed.")
class Mutation:
    """The mutation root."""

    @strawberry.mutation(description="Portray a character, an NPC or a monster.")
    async def generate_portrait(
        self,
        info: Info,
        input: Annotated[GeneratePortraitInput, strawberry.argument(description="Whom, and how.")],
    ) -> GenerationPayload | None:
        """Submit a portrait."""
        return _payload(await jobs.submit(info.context, input.submission()))

    @strawberry.mutation(description="Lay out a map and paint it.")
    async def generate_map(
        self,
        info: Info,
        input: Annotated[GenerateMapInput, strawberry.argument(description="What kind of place, and how.")],
    ) -> GenerationPayload | None:
        """Submit a map."""
        return _payload(await jobs.submit(info.context, input.submission()))

    @strawberry.mutation(description="Cut a playing piece from a picture, or from a portrait made first.")
    async def generate_token(
        self,
        info: Info,
        input: Annotated[GenerateTokenInput, strawberry.argument(description="From what, and how.")],
    ) -> GenerationPayload | None:
        """Submit a token."""
        return _payload(await jobs.submit(info.context, input.submission()))

    @strawberry.mutation(
        description="Cancel a job: at once where it waits, at its next step where it runs. "
        "A job that has ended stays as it is."
    )
    async def cancel_job(self, info: Info, job_id: JobId) -> JobPayload | None:
        """Cancel."""
        row_id = ids.decode(job_id, GenerationJob.node_name)
        if row_id is None:
            raise NotFound("There is no such job.", field="jobId")
        return JobPayload(job=GenerationJob.of(await jobs.cancel(info.context, row_id)))

    @strawberry.mutation(description="Put a failed or cancelled job back into the queue.")
    async def retry_job(self, info: Info, job_id: JobId) -> JobPayload | None:
        """Try again."""
        row_id = ids.decode(job_id, GenerationJob.node_name)
        if row_id is None:
            raise NotFound("There is no such job.", field="jobId")
        return JobPayload(job=GenerationJob.of(await jobs.retry(info.context, row_id)))


def _payload(row: GenerationJobRow) -> GenerationPayload:
    return GenerationPayload(job=GenerationJob.of(row))
