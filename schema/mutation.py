"""The mutation root: call a resolver, wrap what it answers."""

from typing import Annotated

import strawberry

from persistence.tables import GenerationJobRow
from resolvers import jobs, maps, masks, overlays, sources
from resolvers.errors import NotFound
from schema import ids, uploads
from schema.fields import Info, described
from schema.inputs import (
    CreateOverlayInput,
    EnhanceFaceInput,
    GenerateMapInput,
    GeneratePortraitInput,
    GenerateTokenInput,
    InpaintImageInput,
    RegenerateImageInput,
    RestyleImageInput,
    UpdateMapInput,
    UpdateOverlayInput,
    UpscaleImageInput,
    VaryImageInput,
)
from schema.said import said
from schema.types.jobs import GenerationJob
from schema.types.maps import Map
from schema.types.overlays import Overlay

PlainEdit = RegenerateImageInput | VaryImageInput | UpscaleImageInput | RestyleImageInput | EnhanceFaceInput
OverlayId = Annotated[strawberry.ID, strawberry.argument(description="Global id of the overlay.")]
JobId = Annotated[strawberry.ID, strawberry.argument(description="Global id of the job.")]


@strawberry.type(description="The job that a generation became.")
class GenerationPayload:
    """A submitted job."""

    job: GenerationJob = described("The job; watch it by the subscription generationJob.")


@strawberry.type(description="The job as it stands now.")
class JobPayload:
    """A changed job."""

    job: GenerationJob = described("The job.")


@strawberry.type(description="A map as it is now.")
class MapPayload:
    """A changed map."""

    map: Map = described("The map.")


@strawberry.type(description="An overlay as it is now.")
class OverlayPayload:
    """A new or changed overlay."""

    overlay: Overlay = described("The overlay.")


@strawberry.type(description="What was deleted.")
class DeletePayload:
    """Something that is gone."""

    deleted_id: strawberry.ID = described("Its global id.")


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
        return _payload(await jobs.submit(info.context, input.submission(await input.plan(info.context))))

    @strawberry.mutation(description="Cut a playing piece from a picture, or from a portrait made first.")
    async def generate_token(
        self,
        info: Info,
        input: Annotated[GenerateTokenInput, strawberry.argument(description="From what, and how.")],
    ) -> GenerationPayload | None:
        """Submit a token."""
        return _payload(await jobs.submit(info.context, input.submission()))

    @strawberry.mutation(description="Render a picture anew, as the next revision of the same image.")
    async def regenerate_image(
        self,
        info: Info,
        input: Annotated[RegenerateImageInput, strawberry.argument(description="Which, and what to change.")],
    ) -> GenerationPayload | None:
        """Submit another revision."""
        return await _edit(info, input)

    @strawberry.mutation(description="Paint a picture like another.")
    async def vary_image(
        self,
        info: Info,
        input: Annotated[VaryImageInput, strawberry.argument(description="Like which, and how far from it.")],
    ) -> GenerationPayload | None:
        """Submit a variation."""
        return await _edit(info, input)

    @strawberry.mutation(description="Paint a part of a picture anew; every pixel outside of the mask stays.")
    async def inpaint_image(
        self,
        info: Info,
        input: Annotated[InpaintImageInput, strawberry.argument(description="Which part, and what is seen.")],
    ) -> GenerationPayload | None:
        """Submit an inpainting."""
        origin = await sources.origin(info.context, input.source_id)
        data = await uploads.read(input.mask, field=masks.FIELD)
        mask = await masks.read(data, origin.source)
        return _payload(await jobs.submit_edit(info.context, origin, input.submission(origin.source, mask)))

    @strawberry.mutation(description="Make a picture larger, and paint detail into it.")
    async def upscale_image(
        self,
        info: Info,
        input: Annotated[UpscaleImageInput, strawberry.argument(description="Which, and how much larger.")],
    ) -> GenerationPayload | None:
        """Submit an enlargement."""
        return await _edit(info, input)

    @strawberry.mutation(description="Paint a picture in the style of a theme.")
    async def restyle_image(
        self,
        info: Info,
        input: Annotated[RestyleImageInput, strawberry.argument(description="Which, and in which theme.")],
    ) -> GenerationPayload | None:
        """Submit a picture's other style."""
        return await _edit(info, input)

    @strawberry.mutation(description="Work out every face of a picture.")
    async def enhance_face(
        self,
        info: Info,
        input: Annotated[EnhanceFaceInput, strawberry.argument(description="Of which picture, and how far.")],
    ) -> GenerationPayload | None:
        """Submit faces to be worked out."""
        return await _edit(info, input)

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

    @strawberry.mutation(
        description="Change a map's name, grid, features, doors or lights. Exports, walks and sight follow."
    )
    async def update_map(
        self,
        info: Info,
        input: Annotated[UpdateMapInput, strawberry.argument(description="Which map, and what.")],
    ) -> MapPayload | None:
        """Change."""
        changes = input.changes(said(info, "input", "grid"))
        return MapPayload(map=Map.of(await maps.update(info.context, input.row_id, changes)))

    @strawberry.mutation(description="Lay an overlay over one of your maps.")
    async def create_overlay(
        self,
        info: Info,
        input: Annotated[CreateOverlayInput, strawberry.argument(description="Over which map, and what.")],
    ) -> OverlayPayload | None:
        """Create."""
        return OverlayPayload(overlay=Overlay.of(await overlays.create(info.context, input.value())))

    @strawberry.mutation(description="Change an overlay; its elements are replaced as a whole.")
    async def update_overlay(
        self,
        info: Info,
        input: Annotated[UpdateOverlayInput, strawberry.argument(description="Which, and what.")],
    ) -> OverlayPayload | None:
        """Change."""
        row = await overlays.update(info.context, input.row_id, input.changes())
        return OverlayPayload(overlay=Overlay.of(row))

    @strawberry.mutation(description="Delete an overlay, for good.")
    async def delete_overlay(self, info: Info, overlay_id: OverlayId) -> DeletePayload | None:
        """Delete."""
        row_id = ids.decode(overlay_id, Overlay.node_name)
        if row_id is None:
            raise NotFound("There is no such overlay.", field="overlayId")
        await overlays.delete(info.context, row_id)
        return DeletePayload(deleted_id=overlay_id)


async def _edit(info: Info, input_: PlainEdit) -> GenerationPayload:
    origin = await sources.origin(info.context, input_.source_id)
    return _payload(await jobs.submit_edit(info.context, origin, input_.submission(origin.source)))


def _payload(row: GenerationJobRow) -> GenerationPayload:
    return GenerationPayload(job=GenerationJob.of(row))
