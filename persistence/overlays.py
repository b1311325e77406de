"""Overlays of maps as rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.tables import OverlayRow


async def find(
    session: AsyncSession, overlay_id: UUID, owner: str, *, locked: bool = False
) -> OverlayRow | None:
    """One of the owner's overlays; `locked` lets others change it only after the transaction's end."""
    row = await session.get(OverlayRow, overlay_id, with_for_update=locked, populate_existing=locked)
    return row if row is not None and row.owner == owner else None


async def by_id(session: AsyncSession, overlay_id: UUID) -> OverlayRow | None:
    """An overlay, whoever owns it."""
    return await session.get(OverlayRow, overlay_id)


async def of_maps(session: AsyncSession, map_ids: Sequence[UUID]) -> list[OverlayRow]:
    """The overlays of these maps, the lowest first; of those that are equally high, the oldest first."""
    statement = (
        select(OverlayRow)
        .where(col(OverlayRow.map_id).in_(map_ids))
        .order_by(col(OverlayRow.z_index), col(OverlayRow.id))
    )
    return list((await session.execute(statement)).scalars())


async def count(session: AsyncSession, map_id: UUID) -> int:
    """How many overlays a map has."""
    statement = select(func.count()).select_from(OverlayRow).where(col(OverlayRow.map_id) == map_id)
    return int((await session.execute(statement)).scalar_one())
