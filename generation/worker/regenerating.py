"""The subject of a stored picture rendered anew: the next revision of the same image."""

from collections.abc import Sequence
from dataclasses import replace

from generation.briefs import MapBrief, PortraitBrief, RegenerateBrief
from generation.edits import edited_subject
from generation.errors import SourceGone
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.worker.artwork import Artwork
from generation.worker.cartography import make_map
from generation.worker.crafts import make_portraits
from generation.worker.held import HeldJob
from generation.worker.originals import load_map, load_row
from generation.worker.studio import Studio


async def regenerate(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: RegenerateBrief,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    """The new revision; a map is painted from the floor plan that it has. Raises `SourceGone`."""
    row = await load_row(studio, held, brief.source.image_id)
    if row.deleted_at is not None:
        raise SourceGone
    match edited_subject(brief):
        case PortraitBrief() as subject:
            made = await make_portraits(studio, held, request, subject, specs)
        case MapBrief() as subject:
            facts = await load_map(studio, row, subject)
            if facts is None:
                raise SourceGone
            made = [await make_map(studio, held, request, facts, spec) for spec in specs]
    return [replace(artwork, revises=brief.source.image_id) for artwork in made]
