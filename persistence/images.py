"""Stored pictures: the library's rows, their revisions and their variants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col

from persistence.columns import has_tag
from persistence.paging import Order
from persistence.search import matches, relevance
from persistence.tables import ImageRevisionRow, ImageRow, JobImageRow, Picture, VariantRow


@dataclass(frozen=True, kw_only=True)
class ImageQuery:
    """Which images are asked for; None and empty leave a matter open."""

    search: str | None = None
    kinds: tuple[str, ...] = ()
    subtype: str | None = None
    tags: tuple[str, ...] = ()
    theme_id: UUID | None = None
    featured: bool | None = None
    character_id: str | None = None
    campaign_id: str | None = None
    location_id: str | None = None
    sha256: str | None = None
    source_id: UUID | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    deleted: bool = False


async def add(session: AsyncSession, image: ImageRow) -> ImageRow:
    """Keep a new picture together with its first revision."""
    session.add(image)
    await session.flush()
    session.add(revision_of(image))
    await session.flush()
    return image


async def revise(session: AsyncSession, image_id: UUID, owner: str, picture: Picture) -> ImageRow | None:
    """Let one of the owner's images show another picture from now on, as its next revision.

    Whoever revises the same image meanwhile waits, so that no number is given twice. None where there is no
    such image any more, or it lies in the bin.
    """
    image = await session.get(ImageRow, image_id, with_for_update=True, populate_existing=True)
    if image is None or image.owner != owner or image.deleted_at is not None:
        return None
    for name in Picture.model_fields:
        setattr(image, name, getattr(picture, name))
    image.revision += 1
    image.updated_at = datetime.now(UTC)
    session.add(revision_of(image))
    await session.flush()
    return image


def revision_of(image: ImageRow) -> ImageRevisionRow:
    """The revision row of what an image row shows now."""
    facts = {name: getattr(image, name) for name in Picture.model_fields}
    return ImageRevisionRow(image_id=image.id, number=image.revision, **facts)


async def find(session: AsyncSession, image_id: UUID, owner: str) -> ImageRow | None:
    """One of the owner's images; None where there is none, or it is somebody else's."""
    image = await session.get(ImageRow, image_id)
    return image if image is not None and image.owner == owner else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, ImageRow]:
    """Images by id, whoever owns them."""
    rows = await session.execute(select(ImageRow).where(col(ImageRow.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def revisions(session: AsyncSession, image_ids: Sequence[UUID]) -> list[ImageRevisionRow]:
    """All revisions of these images, newest first."""
    statement = (
        select(ImageRevisionRow)
        .where(col(ImageRevisionRow.image_id).in_(image_ids))
        .order_by(col(ImageRevisionRow.number).desc())
    )
    return list((await session.execute(statement)).scalars())


async def find_revision(session: AsyncSession, revision_id: UUID, owner: str) -> ImageRevisionRow | None:
    """One revision of one of the owner's images."""
    statement = (
        select(ImageRevisionRow)
        .join(ImageRow, col(ImageRow.id) == col(ImageRevisionRow.image_id))
        .where(col(ImageRevisionRow.id) == revision_id, col(ImageRow.owner) == owner)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def of_jobs(session: AsyncSession, job_ids: Sequence[UUID]) -> list[tuple[UUID, ImageRow]]:
    """The pictures that jobs answered with, in order, each with its job's id."""
    statement = (
        select(col(JobImageRow.job_id), ImageRow)
        .join(ImageRow, col(ImageRow.id) == col(JobImageRow.image_id))
        .where(col(JobImageRow.job_id).in_(job_ids))
        .order_by(col(JobImageRow.job_id), col(JobImageRow.position))
    )
    return [(job_id, image) for job_id, image in (await session.execute(statement)).all()]


def listing(owner: str, query: ImageQuery) -> Select[ImageRow]:
    """The owner's images that a query asks for, unordered."""
    return select(ImageRow).where(col(ImageRow.owner) == owner, *_conditions(query))


def _conditions(query: ImageQuery) -> list[ColumnElement[bool]]:
    equal = {
        ImageRow.subtype: query.subtype,
        ImageRow.theme_id: query.theme_id,
        ImageRow.featured: query.featured,
        ImageRow.character_id: query.character_id,
        ImageRow.campaign_id: query.campaign_id,
        ImageRow.location_id: query.location_id,
        ImageRow.sha256: query.sha256,
        ImageRow.source_id: query.source_id,
    }
    conditions = [col(column) == value for column, value in equal.items() if value is not None]
    conditions += [has_tag(col(ImageRow.tags), tag) for tag in query.tags]
    in_bin = col(ImageRow.deleted_at)
    conditions.append(in_bin.is_not(None) if query.deleted else in_bin.is_(None))
    if query.kinds:
        conditions.append(col(ImageRow.kind).in_(query.kinds))
    if query.search is not None:
        conditions.append(matches(query.search))
    if query.created_after is not None:
        conditions.append(col(ImageRow.created_at) > query.created_after)
    if query.created_before is not None:
        conditions.append(col(ImageRow.created_at) < query.created_before)
    return conditions


def ordering(field: str, *, descending: bool, search: str | None = None) -> Order:
    """How to order images, by the contract's ImageOrderField in lower case."""
    columns: dict[str, tuple[ColumnElement[Any] | Mapped[Any], ...]] = {
        "created_at": (),
        "updated_at": (col(ImageRow.updated_at),),
        "name": (func.lower(col(ImageRow.name), type_=String),),
        "size": (col(ImageRow.size_bytes),),
        "relevance": (relevance(search or ""),),
    }
    return Order(columns=(*columns[field], col(ImageRow.id)), descending=descending)


async def find_variant(session: AsyncSession, source_sha256: str, key: str) -> VariantRow | None:
    """A variant that was made before."""
    return await session.get(VariantRow, (source_sha256, key))


async def add_variant(session: AsyncSession, variant: VariantRow) -> VariantRow:
    """Keep a variant; raises `IntegrityError` where another process was quicker."""
    return await session.merge(variant)
