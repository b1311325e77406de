"""How each kind of picture is made from a request: render, lay out, cut."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PIL import Image

from generation.briefs import Edit, MapBrief, PortraitBrief, TokenBrief
from generation.engines.base import RenderInputs
from generation.engines.sketch.maps import map_strokes
from generation.errors import EngineUnavailable, SourceGone
from generation.field_path import LINE
from generation.layout import make_layout
from generation.layout.plan import MapLayout
from generation.post_processing import open_image
from generation.post_processing.token import cut_token
from generation.provenance import Provenance
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.vocabulary import ImageKind
from generation.worker.artwork import Artwork, MapFacts, TokenFacts
from generation.worker.held import RENDERING_SHARE, HeldJob
from generation.worker.studio import Studio, gather_renderings
from persistence import images
from persistence.errors import ObjectMissing

SKETCH = "sketch"
SHORT_NAME = 80  #: characters of a description that make a name


async def make(
    studio: Studio, held: HeldJob, request: GenerationRequest, specs: Sequence[RenderSpec]
) -> list[Artwork]:
    """Everything that a request brings forth, in the order in which the job lists it."""
    match request.brief:
        case PortraitBrief() as brief:
            return await _portraits(studio, held, request, brief, specs)
        case MapBrief() as brief:
            return await _maps(studio, held, request, brief, specs)
        case TokenBrief() as brief:
            return await _tokens(studio, held, request, brief, specs)
        case Edit() as brief:
            raise EngineUnavailable(f"This worker does no {brief.kind} jobs.")


async def _portraits(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: PortraitBrief,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    renderings = await gather_renderings([studio.render(held, spec) for spec in specs])
    return [
        Artwork(
            kind=ImageKind.PORTRAIT,
            subtype=brief.subject.value,
            name=request.filing.name or _portrait_name(brief),
            description=brief.description,
            image=rendering.image,
            provenance=Provenance.of(spec, rendering, studio.generator),
        )
        for spec, rendering in zip(specs, renderings, strict=True)
    ]


def _portrait_name(brief: PortraitBrief) -> str:
    words = [brief.species, brief.character_class] if not brief.name else [brief.name]
    known = " ".join(word for word in words if word and word.strip())
    said = known or (brief.description or "")[:SHORT_NAME] or brief.subject.value.capitalize()
    return " ".join(said.split())[:LINE]


async def _maps(
    studio: Studio, held: HeldJob, request: GenerationRequest, brief: MapBrief, specs: Sequence[RenderSpec]
) -> list[Artwork]:
    held.reach("laying out")
    layout = await studio.in_pool(make_layout, brief)
    return [await _map(studio, held, request, MapFacts(brief=brief, layout=layout), spec) for spec in specs]


async def _map(
    studio: Studio, held: HeldJob, request: GenerationRequest, facts: MapFacts, spec: RenderSpec
) -> Artwork:
    drawing = None
    if spec.engine != SKETCH:
        held.reach("drawing")
        drawing = await studio.in_pool(draw, spec, facts.layout)
    inputs = RenderInputs(layout=facts.layout, init_image=drawing)
    rendering = await studio.render(held, spec, inputs)
    grid = facts.brief.grid
    return Artwork(
        kind=ImageKind.MAP,
        subtype=facts.brief.map_kind.value,
        name=request.filing.name or facts.brief.name or f"{facts.brief.environment.value.capitalize()} map",
        description=facts.brief.description,
        image=await studio.in_pool(_sized, rendering.image, (grid.width, grid.height)),
        provenance=Provenance.of(spec, rendering, studio.generator),
        map=facts,
    )


def draw(spec: RenderSpec, layout: MapLayout) -> Image.Image:
    """The floor plan as `sketch` draws it, in the spec's size: what other engines paint over."""
    canvas = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, layout):
        canvas = stroke(canvas)
    return canvas


def _sized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


async def _tokens(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: TokenBrief,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    if brief.portrait is None:
        picture, source = await _stored(studio, held, brief), brief.source_image_id
        return [await _token(studio, held, request, brief, picture=picture, source=source)]
    portrait_request = replace(request, filing=replace(request.filing, name=None))
    portraits = await _portraits(studio, held, portrait_request, brief.portrait, specs)
    tokens = [
        await _token(studio, held, request, brief, picture=made.image, source=made) for made in portraits
    ]
    return [*portraits, *tokens]


async def _stored(studio: Studio, held: HeldJob, brief: TokenBrief) -> Image.Image:
    async with studio.database.reading() as session:
        row = await images.find(session, UUID(brief.source_image_id), held.job.owner)
    if row is None:
        raise SourceGone
    try:
        data = await studio.storage.get(row.sha256)
    except ObjectMissing as error:
        raise SourceGone from error
    return await studio.in_pool(open_image, data)


async def _token(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: TokenBrief,
    *,
    picture: Image.Image,
    source: Artwork | str | None,
) -> Artwork:
    held.raise_if_stopping()
    held.reach("cutting the token", RENDERING_SHARE)
    cut = await studio.in_pool(cut_token, picture, brief)
    portrait = source if isinstance(source, Artwork) else None
    name = request.filing.name or brief.name or (portrait.name if portrait else "Token")
    return Artwork(
        kind=ImageKind.TOKEN,
        subtype=brief.portrait.subject.value if brief.portrait else "character",
        name=name,
        image=cut.image,
        provenance=portrait.provenance if portrait else None,
        source=source,
        token=TokenFacts(brief=brief, ring_subject=cut.ring_subject),
        lossless=True,
        details={"notes": list(cut.notes)} if cut.notes else {},
    )
