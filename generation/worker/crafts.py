"""How each kind of picture is made from a request: render, lay out, cut."""

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from generation.briefs import MapBrief, PortraitBrief, TokenBrief
from generation.engines.base import RenderInputs
from generation.engines.sketch.maps import map_strokes
from generation.field_path import LINE
from generation.layout import make_layout
from generation.layout.plan import MapLayout
from generation.post_processing.edges import edge_drawing
from generation.post_processing.regions import sized
from generation.post_processing.token import cut_token
from generation.presets import SKETCH
from generation.provenance import Provenance
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.vocabulary import ImageKind
from generation.worker.artwork import Artwork, MapFacts, TokenFacts
from generation.worker.held import RENDERING_SHARE, HeldJob
from generation.worker.originals import load_picture, load_plan, load_row, reference_inputs
from generation.worker.studio import Studio, gather_in_order

SHORT_NAME = 80  #: characters of a description that make a name


async def make_portraits(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: PortraitBrief,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    """One portrait per spec; raises `SourceGone` where the picture whose look they take up is gone."""
    inputs = await reference_inputs(studio, specs[0])
    renderings = await gather_in_order([studio.render(held, spec, inputs) for spec in specs])
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


async def make_maps(
    studio: Studio, held: HeldJob, request: GenerationRequest, brief: MapBrief, specs: Sequence[RenderSpec]
) -> list[Artwork]:
    """One map per spec, all of one floor plan; raises `SourceGone` where a stored one is gone."""
    held.reach("laying out")
    held.expect(len(specs))
    if brief.plan_sha256 is None:
        layout = await studio.in_pool(make_layout, brief)
    else:
        layout = await load_plan(studio, brief.plan_sha256)
    return [
        await make_map(studio, held, request, MapFacts(brief=brief, layout=layout), spec) for spec in specs
    ]


async def make_map(
    studio: Studio, held: HeldJob, request: GenerationRequest, facts: MapFacts, spec: RenderSpec
) -> Artwork:
    """A map painted from a floor plan that is there already."""
    drawing = None
    if spec.engine != SKETCH:
        held.reach("drawing")
        drawing = await studio.in_pool(draw, spec, facts.layout)
    inputs = RenderInputs(
        layout=facts.layout,
        init_image=drawing,
        control_image=None if drawing is None else await studio.in_pool(outlines, spec, drawing),
    )
    rendering = await studio.render(held, spec, inputs)
    grid = facts.brief.grid
    return Artwork(
        kind=ImageKind.MAP,
        subtype=facts.brief.map_kind.value,
        name=request.filing.name or facts.brief.name or _map_name(facts.brief),
        description=facts.brief.description,
        image=await studio.in_pool(sized, rendering.image, (grid.width, grid.height)),
        provenance=Provenance.of(spec, rendering, studio.generator),
        map=facts,
    )


def _map_name(brief: MapBrief) -> str:
    place = brief.environment or brief.map_kind
    return f"{place.value.capitalize()} map"


def outlines(spec: RenderSpec, drawing: Image.Image) -> Image.Image | None:
    """What of a drawing is kept to, where the spec asks for it."""
    return None if spec.controlnet_conditioning_scale is None else edge_drawing(drawing)


def draw(spec: RenderSpec, layout: MapLayout) -> Image.Image:
    """The floor plan as `sketch` draws it, in the spec's size: what other engines paint over."""
    canvas = Image.new("RGB", (spec.width, spec.height))
    for stroke in map_strokes(spec, layout):
        canvas = stroke(canvas)
    return canvas


async def make_tokens(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: TokenBrief,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    """Tokens cut from a stored picture, or from portraits that are rendered first and listed before them."""
    if brief.source_image_id is not None:
        row = await load_row(studio, held, brief.source_image_id)
        whole = Artwork(
            kind=ImageKind(row.kind),
            subtype=row.subtype,
            name=row.name,
            image=await load_picture(studio, row.sha256),
            provenance=None,
        )
        return [await _token(studio, held, request, brief, whole, source=brief.source_image_id)]
    assert brief.portrait is not None, "a token is cut from a stored picture or from a portrait"
    portrait_request = replace(request, filing=replace(request.filing, name=None))
    portraits = await make_portraits(studio, held, portrait_request, brief.portrait, specs)
    tokens = [await _token(studio, held, request, brief, made, source=made) for made in portraits]
    return [*portraits, *tokens]


async def _token(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: TokenBrief,
    whole: Artwork,
    *,
    source: Artwork | str,
) -> Artwork:
    held.raise_if_stopping()
    held.reach("cutting the token", RENDERING_SHARE)
    cut = await studio.in_pool(cut_token, whole.image, brief)
    return Artwork(
        kind=ImageKind.TOKEN,
        subtype=whole.subtype,
        name=request.filing.name or brief.name or whole.name,
        image=cut.image,
        provenance=whole.provenance,
        source=source,
        token=TokenFacts(brief=brief, ring_subject=cut.ring_subject),
        lossless=True,
        details={"notes": list(cut.notes)} if cut.notes else {},
    )
