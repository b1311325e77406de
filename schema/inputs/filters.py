"""What lists are asked for with."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import strawberry

from persistence.images import ImageQuery
from persistence.jobs import JobQuery
from persistence.maps import MapQuery
from persistence.tokens import TokenQuery
from schema.enums import (
    CreatureSize,
    GenerationJobKind,
    GenerationJobStatus,
    ImageKind,
    ImageOrderField,
    MapEnvironment,
    MapKind,
    OrderDirection,
)
from schema.fields import described
from schema.inputs.ids import sought


def words(members: Iterable[StrEnum] | None) -> tuple[str, ...]:
    """The database's words for enum members; none for a filter that leaves the matter open."""
    return tuple(member.value for member in members or ())


@strawberry.input(description="Which images are listed; all conditions hold at once.")
class ImageFilter:
    """Empty lists and nulls leave a matter open."""

    search: str | None = described(
        "Full-text search over name, description, tags and prompt; 200 characters at most."
    )
    kind: list[ImageKind] | None = described("Any of these kinds.")
    subtype: str | None = described("This subdivision of the kind.")
    tags: list[str] | None = described("All of these tags, 20 at most.")
    theme: strawberry.ID | None = described("Global id of the theme.")
    featured: bool | None = described("Only featured ones, or only the others.")
    character_id: str | None = described("Of this character in the other services.")
    campaign_id: str | None = described("Of this campaign in the other services.")
    location_id: str | None = described("Of this location in the other services.")
    sha256: str | None = described("With these original bytes: their SHA-256, hex.")
    created_after: datetime | None = described("First stored later than this.")
    created_before: datetime | None = described("First stored earlier than this.")
    deleted: bool | None = strawberry.field(default=False, description="Only what is in the bin.")

    def query(self) -> ImageQuery:
        """The same for the database."""
        return ImageQuery(
            search=self.search,
            kinds=words(self.kind),
            subtype=self.subtype,
            tags=tuple(self.tags or ()),
            theme_id=sought(self.theme, "Theme"),
            featured=self.featured,
            character_id=self.character_id,
            campaign_id=self.campaign_id,
            location_id=self.location_id,
            sha256=self.sha256.lower() if self.sha256 is not None else None,
            created_after=self.created_after,
            created_before=self.created_before,
            deleted=bool(self.deleted),
        )


@strawberry.input(description="How images are ordered.")
class ImageOrder:
    """The field and its direction; what is equal is ordered by age."""

    field: ImageOrderField = strawberry.field(
        default=ImageOrderField.CREATED_AT, description="What they are ordered by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC, description="Which end comes first."
    )

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return self.direction is OrderDirection.DESC


@strawberry.input(description="Which maps are listed; all conditions hold at once.")
class MapFilter:
    """Empty lists and nulls leave a matter open."""

    search: str | None = described("Full-text search over name, description, tags and prompt.")
    kind: list[MapKind] | None = described("Any of these kinds.")
    environment: list[MapEnvironment] | None = described("Any of these environments.")
    campaign_id: str | None = described("Of this campaign in the other services.")
    location_id: str | None = described("Of this location in the other services.")

    def query(self) -> MapQuery:
        """The same for the database."""
        return MapQuery(
            search=self.search,
            kinds=words(self.kind),
            environments=words(self.environment),
            campaign_id=self.campaign_id,
            location_id=self.location_id,
        )


@strawberry.input(description="Which tokens are listed; all conditions hold at once.")
class TokenFilter:
    """Empty lists and nulls leave a matter open."""

    search: str | None = described("Full-text search over name, description, tags and prompt.")
    creature_size: list[CreatureSize] | None = described("Any of these sizes.")
    character_id: str | None = described("Of this character in the other services.")

    def query(self) -> TokenQuery:
        """The same for the database."""
        return TokenQuery(
            search=self.search,
            creature_sizes=words(self.creature_size),
            character_id=self.character_id,
        )


@strawberry.input(description="Which jobs are listed; all conditions hold at once.")
class GenerationJobFilter:
    """Empty lists and nulls leave a matter open."""

    status: list[GenerationJobStatus] | None = described("In any of these statuses.")
    kind: list[GenerationJobKind] | None = described("Of any of these kinds.")
    batch_id: strawberry.ID | None = described("Global id of the batch.")
    created_after: datetime | None = described("Asked for later than this.")

    def query(self) -> JobQuery:
        """The same for the database."""
        return JobQuery(
            statuses=words(self.status),
            kinds=words(self.kind),
            batch_id=sought(self.batch_id, "GenerationBatch"),
            created_after=self.created_after,
        )
