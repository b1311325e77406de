"""Stored pictures that requests start from: found, pinned to their bytes, and what they bring along."""

from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from generation.briefs import (
    Grid,
    MapBrief,
    PortraitBrief,
    Reference,
    RegenerateBrief,
    Source,
    Subject,
    TokenBrief,
)
from generation.edits import shown_subject
from generation.engines.base import EngineInfo
from generation.request import GenerationRequest, RenderSettings
from generation.vocabulary import ImageKind, MapEnvironment, MapKind
from persistence import images, jobs, maps
from persistence.tables import ImageRow, MapRow
from resolvers.context import Context
from resolvers.errors import Invalid, NotFound

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A stored picture that is to be edited, its theme, and how it was asked for, where that is known."""

    source: Source
    theme_id: UUID | None
    engine: str | None = None
    request: GenerationRequest | None = None


async def origin(context: Context, image_id: UUID) -> Origin:
    """What an edit of this image starts from; raises `NotFound`, or `Invalid` for a token."""
    async with context.database.reading() as session:
        image = _found(await images.find(session, image_id, context.owner), field="imageId")
        if image.kind == ImageKind.TOKEN:
            raise Invalid(
                "imageId is a token: edit the picture that it was cut from, then cut it again.",
                field="imageId",
            )
        job = await jobs.find(session, image.job_id) if image.job_id else None
        map_ = (await maps.by_image_ids(session, [image.id])).get(image.id)
    request = GenerationRequest.from_json(job.request) if job else None
    source = Source(
        image_id=str(image.id),
        sha256=image.sha256,
        width=image.width,
        height=image.height,
        subject=_subject(image, map_, request),
    )
    return Origin(source=source, theme_id=image.theme_id, engine=job.engine if job else None, request=request)


async def pinned(context: Context, request: GenerationRequest) -> GenerationRequest:
    """The request with the bytes of the stored pictures that it names; raises `NotFound` by the field."""
    match request.brief:
        case PortraitBrief(reference=Reference()) as brief:
            return replace(request, brief=await _with_reference(context, brief, field="referenceImageId"))
        case TokenBrief(portrait=PortraitBrief(reference=Reference()) as portrait) as brief:
            field = "source.portrait.referenceImageId"
            portrait = await _with_reference(context, portrait, field=field)
            return replace(request, brief=replace(brief, portrait=portrait))
        case TokenBrief(source_image_id=str(image_id)):
            await _image(context, image_id, field="source.imageId")
    return request


def inheriting(request: GenerationRequest, origin: Origin, engine: EngineInfo) -> GenerationRequest:
    """An edit with what was not said about it as it was said about its origin, where `engine` made that.

    The seed is a new one. The size follows from the picture, unless that is rendered anew, from nothing.
    """
    if origin.request is None or origin.engine != engine.name:
        return request
    anew = isinstance(request.brief, RegenerateBrief)
    settings = _inherited(request.settings, origin.request.settings, engine, anew=anew)
    return replace(request, settings=settings)


def _inherited(
    settings: RenderSettings, earlier: RenderSettings, engine: EngineInfo, *, anew: bool
) -> RenderSettings:
    scheduler = earlier.scheduler if earlier.scheduler in engine.schedulers else None
    known = all(lora.name in engine.loras for lora in earlier.loras or ())
    return replace(
        settings,
        width=_said(settings.width, earlier.width) if anew else settings.width,
        height=_said(settings.height, earlier.height) if anew else settings.height,
        num_inference_steps=_said(settings.num_inference_steps, earlier.num_inference_steps),
        guidance_scale=_said(settings.guidance_scale, earlier.guidance_scale),
        scheduler=_said(settings.scheduler, scheduler),
        negative_prompt=_said(settings.negative_prompt, earlier.negative_prompt),
        loras=_said(settings.loras, earlier.loras if known else None),
        guidance_end=_said(settings.guidance_end, earlier.guidance_end),
        cache_interval=_said(settings.cache_interval, earlier.cache_interval),
    )


def _said(value: T | None, otherwise: T | None) -> T | None:
    return otherwise if value is None else value


async def _with_reference(context: Context, brief: PortraitBrief, *, field: str) -> PortraitBrief:
    assert brief.reference is not None
    image = await _image(context, brief.reference.image_id, field=field)
    return replace(brief, reference=replace(brief.reference, sha256=image.sha256))


async def _image(context: Context, image_id: str, *, field: str) -> ImageRow:
    async with context.database.reading() as session:
        return _found(await images.find(session, UUID(image_id), context.owner), field=field)


def _found(image: ImageRow | None, *, field: str) -> ImageRow:
    if image is None or image.deleted_at is not None:
        raise NotFound("There is no such image.", field=field)
    return image


def _subject(image: ImageRow, map_: MapRow | None, request: GenerationRequest | None) -> Subject:
    """What the picture shows: as it was asked for, or else as far as its rows tell."""
    shown = shown_subject(request.brief) if request else None
    if map_ is None:
        return shown or PortraitBrief(description=image.description or image.name)
    if isinstance(shown, MapBrief):
        return replace(shown, grid=Grid.from_json(map_.grid))  # an enlarged map's is larger
    return MapBrief(
        map_kind=MapKind(map_.kind),
        environment=MapEnvironment(map_.environment) if map_.environment else None,
        name=map_.name,
        description=image.description,
        grid=Grid.from_json(map_.grid),
        layout_seed=0,  # its floor plan is stored, and not laid out again
    )
