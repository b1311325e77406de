"""The tables. Alembic makes them (a test proves that it makes exactly these); nothing else does.

Keys are UUIDv7, so that ordering by id is ordering by time. Enumerations of the product are stored as their
lower-case values: what they mean is known one floor up.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from persistence.columns import JsonColumn, UtcDateTime
from persistence.status import JobStatus

JsonObject = dict[str, Any]
metadata = SQLModel.metadata


def _now() -> datetime:
    return datetime.now(UTC)


class Keyed(SQLModel):
    """A row with a UUIDv7 key."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)


class Dated(Keyed):
    """A row that knows when it came to be."""

    created_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class Picture(SQLModel):
    """Facts about stored bytes; `sha256` is also their key in object storage."""

    sha256: str = Field(max_length=64, index=True)
    format: str = Field(max_length=8)
    width: int
    height: int
    size_bytes: int = Field(sa_type=BigInteger)
    has_alpha: bool = False
    placeholder: str = Field(max_length=64)  #: ThumbHash, base64
    provenance: JsonObject | None = Field(default=None, sa_type=JsonColumn)
    job_id: UUID | None = Field(default=None, index=True)


class ThemeRow(Dated, table=True):
    """A named look; built-in ones are written from the data file at every start."""

    __tablename__ = "themes"

    slug: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=200)
    description: str | None = Field(default=None, max_length=2000)
    parent_id: UUID | None = Field(default=None, foreign_key="themes.id", index=True)
    style: JsonObject = Field(default_factory=dict, sa_type=JsonColumn)
    variations: list[JsonObject] = Field(default_factory=list, sa_type=JsonColumn)
    rules: JsonObject = Field(default_factory=dict, sa_type=JsonColumn)
    built_in: bool = False
    owner: str | None = Field(default=None, max_length=200)
    updated_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class ImageRow(Dated, Picture, table=True):
    """A picture of the library: its lasting facts, and those of its current revision."""

    __tablename__ = "images"
    __table_args__ = (
        Index("ix_images_owner_id", "owner", "id"),
        Index("ix_images_kind_id", "kind", "id"),
    )

    owner: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    subtype: str = Field(max_length=64)
    name: str = Field(max_length=200)
    description: str | None = Field(default=None, max_length=2000)
    origin: str = Field(max_length=16)
    tags: list[str] = Field(default_factory=list, sa_type=JsonColumn)
    featured: bool = False
    theme_id: UUID | None = Field(default=None, foreign_key="themes.id", index=True)
    source_id: UUID | None = Field(default=None, foreign_key="images.id", index=True)
    character_id: str | None = Field(default=None, max_length=200, index=True)
    campaign_id: str | None = Field(default=None, max_length=200, index=True)
    location_id: str | None = Field(default=None, max_length=200, index=True)
    revision: int = 1
    details: JsonObject = Field(default_factory=dict, sa_type=JsonColumn)  #: served as `metadata`
    search_text: str = ""  #: name, description, tags and prompt, folded for search
    updated_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImageRevisionRow(Dated, Picture, table=True):
    """One rendering in the history of an image; number 1 is the first."""

    __tablename__ = "image_revisions"
    __table_args__ = (UniqueConstraint("image_id", "number"),)

    image_id: UUID = Field(foreign_key="images.id")
    number: int = 1


class VariantRow(SQLModel, table=True):
    """A file made once: of stored bytes, or of facts, and then kept under the digest of those facts."""

    __tablename__ = "variants"

    source_sha256: str = Field(primary_key=True, max_length=64)
    key: str = Field(primary_key=True, max_length=64)
    sha256: str = Field(max_length=64, index=True)
    content_type: str = Field(max_length=64)
    size_bytes: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class MapRow(Dated, table=True):
    """A map: its grid and floor plan beside the picture that was painted from them."""

    __tablename__ = "maps"

    image_id: UUID = Field(foreign_key="images.id", unique=True)
    owner: str = Field(max_length=200, index=True)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    environment: str | None = Field(default=None, max_length=16)
    grid: JsonObject = Field(sa_type=JsonColumn)
    layout: JsonObject = Field(sa_type=JsonColumn)
    features: JsonObject = Field(default_factory=dict, sa_type=JsonColumn)
    layout_digest: str = Field(max_length=64, index=True)  #: maps painted from one plan share it
    campaign_id: str | None = Field(default=None, max_length=200, index=True)
    location_id: str | None = Field(default=None, max_length=200, index=True)
    updated_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class OverlayRow(Dated, table=True):
    """A layer over a map, drawn from its elements."""

    __tablename__ = "overlays"

    map_id: UUID = Field(foreign_key="maps.id", ondelete="CASCADE", index=True)
    owner: str = Field(max_length=200)  #: the map's
    name: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    elements: list[JsonObject] = Field(default_factory=list, sa_type=JsonColumn)
    visible: bool = True
    gm_only: bool = False
    z_index: int = 0  #: higher ones lie on top; of equal ones the newer
    updated_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class TokenRow(Dated, table=True):
    """A playing piece."""

    __tablename__ = "tokens"

    image_id: UUID = Field(foreign_key="images.id", unique=True)
    portrait_id: UUID | None = Field(default=None, foreign_key="images.id", index=True)
    owner: str = Field(max_length=200, index=True)
    name: str = Field(max_length=200)
    creature_size: str = Field(max_length=16)
    pixels_per_square: int
    shape: str = Field(max_length=16)
    border: JsonObject | None = Field(default=None, sa_type=JsonColumn)
    ring_subject_sha256: str = Field(max_length=64, index=True)
    character_id: str | None = Field(default=None, max_length=200, index=True)


class GenerationBatchRow(Dated, table=True):
    """Jobs that were asked for together."""

    __tablename__ = "generation_batches"
    __table_args__ = (UniqueConstraint("owner", "idempotency_key"),)

    owner: str = Field(max_length=200)
    name: str | None = Field(default=None, max_length=200)
    idempotency_key: str | None = Field(default=None, max_length=200)


def _while(status: JobStatus) -> dict[str, Any]:
    """Keep an index to the rows of one status: the finished ones, most of the table, don't weigh on it."""
    clause = text(f"status = '{status}'")
    return {"postgresql_where": clause, "sqlite_where": clause}


class GenerationJobRow(Dated, table=True):
    """A job, and at the same time its place in the queue."""

    __tablename__ = "generation_jobs"
    __table_args__ = (
        UniqueConstraint("owner", "idempotency_key"),
        Index("ix_jobs_claim", "priority", "turn", "id", **_while(JobStatus.QUEUED)),
        Index("ix_jobs_turn", "owner", "turn", **_while(JobStatus.QUEUED)),
        Index("ix_jobs_lease", "lease_until", **_while(JobStatus.RUNNING)),
        Index("ix_jobs_owner_id", "owner", "id"),
        Index("ix_jobs_reuse", "owner", "digest", **_while(JobStatus.SUCCEEDED)),
        Index("ix_jobs_finished", "finished_at"),
    )

    owner: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    status: str = Field(default=JobStatus.QUEUED, max_length=16)
    priority: int = 1  #: 0 high, 1 normal, 2 low: the lowest goes first
    turn: int = Field(default=0, sa_type=BigInteger)  #: start tag of fair queueing between owners
    engine: str = Field(max_length=64)
    batch_key: str = Field(max_length=120)  #: jobs that one engine call can render together share it
    batch_id: UUID | None = Field(default=None, foreign_key="generation_batches.id", index=True)
    request: JsonObject = Field(sa_type=JsonColumn)
    specs: list[JsonObject] = Field(default_factory=list, sa_type=JsonColumn)
    digest: str = Field(max_length=64)  #: identity of what is asked for
    prompt: str = ""
    negative_prompt: str = ""
    seed: int = Field(default=0, sa_type=BigInteger)
    theme_id: UUID | None = Field(default=None, foreign_key="themes.id")
    cached: bool = False
    idempotency_key: str | None = Field(default=None, max_length=200)
    attempt: int = 0
    max_attempts: int = 3
    run_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_token: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    worker: str | None = Field(default=None, max_length=120)
    cancel_requested: bool = False
    progress: float = 0.0
    stage: str = "queued"
    step: int = 0
    total_steps: int = 0
    sequence: int = Field(default=0, sa_type=BigInteger)  #: of the last kept event
    error: JsonObject | None = Field(default=None, sa_type=JsonColumn)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobImageRow(SQLModel, table=True):
    """Which pictures a job answered with, in order; a cached job answers with an earlier job's."""

    __tablename__ = "job_images"

    job_id: UUID = Field(primary_key=True, foreign_key="generation_jobs.id")
    position: int = Field(primary_key=True)
    image_id: UUID = Field(foreign_key="images.id", index=True)


class JobEventRow(SQLModel, table=True):
    """A kept event: every change of a job's status."""

    __tablename__ = "job_events"

    job_id: UUID = Field(primary_key=True, foreign_key="generation_jobs.id")
    sequence: int = Field(primary_key=True, sa_type=BigInteger)
    type: str = Field(max_length=16)
    attempt: int
    progress: float
    stage: str = Field(max_length=64)
    step: int
    total_steps: int
    at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)


class WorkerRow(Keyed, table=True):
    """A worker process, as long as it beats."""

    __tablename__ = "workers"

    name: str = Field(max_length=120)
    engines: list[JsonObject] = Field(default_factory=list, sa_type=JsonColumn)
    running_jobs: int = 0
    finished_jobs: int = 0
    gpu: JsonObject | None = Field(default=None, sa_type=JsonColumn)
    started_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)
    heartbeat_at: datetime = Field(default_factory=_now, sa_type=UtcDateTime)
