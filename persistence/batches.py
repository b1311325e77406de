"""Batches: jobs that were asked for together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.status import JobStatus
from persistence.tables import GenerationBatchRow
from persistence.tables import GenerationJobRow as Job


@dataclass(frozen=True, kw_only=True)
class BatchFigures:
    """How far a batch is; `progress` is 0 to 1."""

    total: int
    succeeded: int
    failed: int
    cancelled: int
    progress: float


async def find(session: AsyncSession, batch_id: UUID, owner: str) -> GenerationBatchRow | None:
    """One of the owner's batches."""
    row = await session.get(GenerationBatchRow, batch_id)
    return row if row is not None and row.owner == owner else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, GenerationBatchRow]:
    """Batches by id."""
    rows = await session.execute(select(GenerationBatchRow).where(col(GenerationBatchRow.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def figures(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, BatchFigures]:
    """How far batches are, by id; one without jobs is left out."""
    statement = select(
        col(Job.batch_id),
        func.count(),
        func.count().filter(col(Job.status) == JobStatus.SUCCEEDED),
        func.count().filter(col(Job.status) == JobStatus.FAILED),
        func.count().filter(col(Job.status) == JobStatus.CANCELLED),
        func.avg(col(Job.progress)),
    )
    grouped = statement.where(col(Job.batch_id).in_(ids)).group_by(col(Job.batch_id))
    return {
        batch_id: BatchFigures(
            total=total,
            succeeded=succeeded,
            failed=failed,
            cancelled=cancelled,
            progress=float(progress or 0.0),
        )
        for batch_id, total, succeeded, failed, cancelled, progress in await session.execute(grouped)
    }
