"""How each kind of picture is made from a request: render, lay out, cut."""

from collections.abc import Sequence
from dataclasses import replace

from generation.briefs import PortraitBrief, TokenBrief
from generation.field_path import LINE
from generation.post_processing.token import cut_token
from generation.provenance import Provenance
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.vocabulary import ImageKind
from generation.worker.artwork import Artwork, TokenFacts
from generation.worker.held import RENDERING_SHARE, HeldJob
from generation.worker.originals import load_picture, load_row, reference_inputs
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
