"""Image and its revisions."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

import orjson
import strawberry
from strawberry.scalars import JSON

from generation.post_processing import Variant
from generation.provenance import Provenance as Facts
from generation.vocabulary import ImageFit as Fit
from generation.vocabulary import ImageFormat as Format
from generation.vocabulary import ImageKind as Kind
from persistence.images import ImageQuery
from persistence.tables import ImageRevisionRow, ImageRow, JsonObject
from resolvers import images
from resolvers.pages import PageArguments
from schema.enums import ImageFit, ImageFormat, ImageKind, ImageOrigin
from schema.fields import After, First, Info, described
from schema.relay import Connection, Node
from schema.types import jobs as job_types
from schema.types import maps as map_types
from schema.types import themes as theme_types
from schema.types import tokens as token_types
from schema.types.lazy import LazyJob, LazyMap, LazyTheme, LazyToken
from schema.types.provenance import Provenance
from schema.wrap import same_facts

DEFAULT_WIDTHS = (320, 640, 1024)

Pixels = Annotated[int | None, strawberry.argument(description="Pixels, 1 to 4096.")]
FitArgument = Annotated[ImageFit | None, strawberry.argument(description="How the picture meets the box.")]
FormatArgument = Annotated[
    ImageFormat | None, strawberry.argument(description="File format; the original's where left out.")
]
QualityArgument = Annotated[
    int | None, strawberry.argument(description="1 to 100; one that looks flawless where left out.")
]
Widths = Annotated[list[int] | None, strawberry.argument(description="Widths in pixels, each 1 to 4096.")]


@strawberry.type
class Picture(Node):
    """What images and their revisions have in common: stored bytes and where they are served."""

    width: int = described("Pixels across.")
    height: int = described("Pixels down.")
    size_bytes: int = described("Length of the file in bytes.")
    sha256: str = described("SHA-256 of the original bytes, hex.")
    created_at: datetime = described("When it came to be.")
    provenance_facts: strawberry.Private[JsonObject | None]

    @strawberry.field(
        description="Address of the picture. With no argument the original bytes; otherwise a variant, made "
        "once and kept. Addresses carry the content hash, so they never change meaning and may be cached "
        "for ever."
    )
    def url(
        self,
        info: Info,
        width: Pixels = None,
        height: Pixels = None,
        fit: FitArgument = Fit.INSIDE,
        *,
        format: FormatArgument = None,
        quality: QualityArgument = None,
    ) -> str:
        """The address; raises `InvalidBrief` for sizes and qualities that are none."""
        variant = Variant(width=width, height=height, fit=fit or Fit.INSIDE, format=format, quality=quality)
        return info.context.addresses.variant(self.sha256, variant)

    @strawberry.field(description="How it was rendered; null for uploads and imports.")
    def provenance(self) -> Provenance | None:
        """Read from the row's JSON."""
        if self.provenance_facts is None:
            return None
        return Provenance.of(Facts.from_json(orjson.dumps(self.provenance_facts).decode()))


@strawberry.type(description="One rendering in the history of an image.")
class ImageRevision(Picture):
    """A revision."""

    node_name: ClassVar[str] = "ImageRevision"
    number: int = described("From 1, the first rendering.")
    row: strawberry.Private[ImageRevisionRow]

    @classmethod
    def of(cls, row: ImageRevisionRow) -> Self:
        """The served form of a row."""
        return cls(row=row, row_id=row.id, provenance_facts=row.provenance, **same_facts(cls, row))

    @strawberry.field(description="The job that rendered it.")
    async def job(self, info: Info) -> LazyJob | None:
        """Null for uploads and imports."""
        if self.row.job_id is None:
            return None
        job = await info.context.loaders.jobs.load(self.row.job_id)
        return job_types.GenerationJob.of(job) if job else None


@strawberry.type(
    description="A stored picture. Its id is stable for life; regenerating or editing it adds a revision."
)
class Image(Picture):
    """An image of the library."""

    node_name: ClassVar[str] = "Image"
    kind: ImageKind = described("What it shows.")
    subtype: str = described("Free subdivision of kind: character, npc, monster, battle, world, weapon, …")
    name: str = described("What people call it.")
    description: str | None = described("Free words about it.")
    format: ImageFormat = described("File format of the original bytes.")
    has_alpha: bool = described("Whether parts of it are transparent.")
    origin: ImageOrigin = described("How it came into the library.")
    placeholder: str = described("ThumbHash (base64) to paint before the picture arrives.")
    tags: list[str] = described("Free labels, in the order in which they were given.")
    featured: bool = described("Whether it was singled out.")
    revision: int = described("Number of the current revision, from 1.")
    character_id: str | None = described("Id in the character service that this picture belongs to.")
    campaign_id: str | None = described("Id in the campaign service that this picture belongs to.")
    location_id: str | None = described("Id of the campaign's location that this picture belongs to.")
    owner: str = described("sub of the owner's access token.")
    metadata: JSON = described("Free facts about it.")
    updated_at: datetime = described("When it was changed last.")
    deleted_at: datetime | None = described("Set while the image is in the bin (soft delete).")
    row: strawberry.Private[ImageRow]

    @classmethod
    def of(cls, row: ImageRow) -> Self:
        """The served form of a row."""
        facts = same_facts(cls, row) | {
            "kind": Kind(row.kind),
            "format": Format(row.format),
            "origin": ImageOrigin(row.origin),
            "metadata": row.details,
        }
        return cls(row=row, row_id=row.id, provenance_facts=row.provenance, **facts)

    @strawberry.field(description="Address of a WebP of 200 × 200 at most.")
    def thumbnail_url(self, info: Info) -> str:
        """A signed address."""
        return info.context.addresses.thumbnail(self.sha256)

    @strawberry.field(description="srcset attribute of WebP variants at the given widths.")
    def srcset(self, info: Info, widths: Widths = [320, 640, 1024]) -> str:  # noqa: B006 - never changed
        """Signed addresses, none wider than the picture."""
        return info.context.addresses.srcset(self.sha256, widths or DEFAULT_WIDTHS, own_width=self.width)

    @strawberry.field(description="The theme it was rendered under.")
    async def theme(self, info: Info) -> LazyTheme | None:
        """Gathered with those of other images."""
        theme = self.row.theme_id and await info.context.loaders.themes.load(self.row.theme_id)
        return theme_types.Theme.of(theme) if theme else None

    @strawberry.field(description="Its history, newest first.")
    async def revisions(self, info: Info) -> list[ImageRevision]:
        """Gathered with those of other images."""
        return [ImageRevision.of(row) for row in await images.revisions(info.context, self.row)]

    @strawberry.field(description="What it was derived from.")
    async def source(self, info: Info) -> "Image | None":
        """Gathered with those of other images."""
        source = self.row.source_id and await info.context.loaders.images.load(self.row.source_id)
        return Image.of(source) if source else None

    @strawberry.field(description="What was derived from it.")
    async def derivatives(self, info: Info, first: First = None, after: After = None) -> Connection["Image"]:
        """Newest first."""
        query = ImageQuery(source_id=self.row_id)
        listing = await images.page(info.context, query, PageArguments(first=first, after=after))
        return Connection.of(listing, Image.of)

    @strawberry.field(description="The map that it is the picture of.")
    async def map(self, info: Info) -> LazyMap | None:
        """Gathered with those of other images."""
        row = await info.context.loaders.maps_of_images.load(self.row_id)
        return map_types.Map.of(row) if row else None

    @strawberry.field(description="The playing piece that it is the picture of.")
    async def token(self, info: Info) -> LazyToken | None:
        """Gathered with those of other images."""
        row = await info.context.loaders.tokens_of_images.load(self.row_id)
        return token_types.Token.of(row) if row else None
