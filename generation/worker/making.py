"""From a request to what it brings forth: by the craft of its kind, or by an edit of a stored picture."""

from collections.abc import Sequence

from generation.briefs import Edit, MapBrief, PortraitBrief, RegenerateBrief, TokenBrief
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.worker.artwork import Artwork
from generation.worker.cartography import make_maps
from generation.worker.crafts import make_portraits, make_tokens
from generation.worker.edits import make_edit
from generation.worker.held import HeldJob
from generation.worker.regenerating import regenerate
from generation.worker.studio import Studio


async def make(
    studio: Studio, held: HeldJob, request: GenerationRequest, specs: Sequence[RenderSpec]
) -> list[Artwork]:
    """Everything that a request brings forth, in the order in which the job lists it."""
    match request.brief:
        case PortraitBrief() as brief:
            return await make_portraits(studio, held, request, brief, specs)
        case MapBrief() as brief:
            return await make_maps(studio, held, request, brief, specs)
        case TokenBrief() as brief:
            return await make_tokens(studio, held, request, brief, specs)
        case RegenerateBrief() as brief:
            return await regenerate(studio, held, request, brief, specs)
        case Edit() as brief:
            return await make_edit(studio, held, request, brief, specs)
