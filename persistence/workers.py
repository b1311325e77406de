"""Worker processes: who beats, and what they can do."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.columns import database_now
from persistence.tables import WorkerRow

LIVE_SECONDS = 30.0  #: a worker that has not beaten for so long counts as gone
FORGET_SECONDS = 3600.0


async def beat(session: AsyncSession, worker: WorkerRow) -> None:
    """Keep a worker's row up to date, by the database's clock."""
    row = await session.merge(worker)
    row.heartbeat_at = database_now()  # type: ignore[assignment] # an SQL expression until it is flushed
    await session.flush()


async def leave(session: AsyncSession, worker: WorkerRow) -> None:
    """Take a worker off the list, and whoever has been silent for an hour."""
    gone = (col(WorkerRow.id) == worker.id) | (col(WorkerRow.heartbeat_at) < database_now(-FORGET_SECONDS))
    await session.execute(delete(WorkerRow).where(gone))


async def live(session: AsyncSession) -> Sequence[WorkerRow]:
    """Workers that beat, by name."""
    statement = (
        select(WorkerRow)
        .where(col(WorkerRow.heartbeat_at) > database_now(-LIVE_SECONDS))
        .order_by(col(WorkerRow.name))
    )
    return (await session.execute(statement)).scalars().all()
