"""An edit of a stored picture on the desk, and what is told of what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PIL import Image
from pydantic import JsonValue

from generation.briefs import EnhanceFaceBrief, InpaintBrief, RestyleBrief, UpscaleBrief, VariationBrief
from generation.engines.base import EngineInfo, Rendering
from generation.layout.plan import MapLayout
from generation.provenance import Provenance
from generation.request import Filing, GenerationRequest
from generation.spec import RenderSpec
from generation.vocabulary import ImageKind
from generation.worker.artwork import Artwork
from generation.worker.held import HeldJob
from generation.worker.originals import Original
from generation.worker.parts import PartPainter
from generation.worker.studio import Studio
from persistence.tables import ImageRow

PictureEdit = VariationBrief | RestyleBrief | InpaintBrief | UpscaleBrief | EnhanceFaceBrief
Facts = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One edit on the desk: what it starts from, and what it is made with."""

    studio: Studio
    held: HeldJob
    request: GenerationRequest
    brief: PictureEdit
    specs: Sequence[RenderSpec]
    original: Original

    @property
    def engine(self) -> EngineInfo:
        """What the job's engine is."""
        return self.studio.engine(self.held.job.engine).info

    @property
    def layout(self) -> MapLayout | None:
        """The floor plan of a map."""
        return self.original.map.layout if self.original.map else None

    async def parts_of(self, picture: Image.Image) -> PartPainter:
        """A painter of parts of `picture`, which is the original or made from it."""
        return await PartPainter.of(self.studio, self.held, picture, self.layout)

    def artwork(
        self, image: Image.Image, provenance: Provenance, told: Facts, *, lossless: bool = False
    ) -> Artwork:
        """The finished picture, filed like the original where the request says nothing else."""
        row, filing = self.original.row, self.request.filing
        return Artwork(
            kind=ImageKind(row.kind),
            subtype=row.subtype,
            name=filing.name or row.name,
            description=row.description,
            image=image,
            provenance=provenance,
            source=str(row.id),
            filing=_filed_like(row, filing),
            map=self.original.map,
            lossless=lossless,
            details={"operation": self.brief.kind.value, **told},
        )

    def provenance(self, spec: RenderSpec, rendering: Rendering, facts: Facts) -> Provenance:
        """How a picture came to be whose rendering, or that of its first part, was this."""
        made = Provenance.of(spec, rendering, self.studio.generator)
        return replace(made, parameters=made.parameters | self.recorded(facts))

    def recorded(self, facts: Facts) -> dict[str, JsonValue]:
        """What provenance says of the edit itself: also from which bytes it was made."""
        return {"operation": self.brief.kind.value, "image": self.brief.source.sha256, **facts}


def _filed_like(row: ImageRow, filing: Filing) -> Filing:
    return replace(
        filing,
        tags=tuple(dict.fromkeys([*row.tags, *filing.tags])),
        character_id=filing.character_id or row.character_id,
        campaign_id=filing.campaign_id or row.campaign_id,
        location_id=filing.location_id or row.location_id,
    )
