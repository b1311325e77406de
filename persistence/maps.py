"""Maps as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.paging import Order
from persistence.search import matches
from persistence.tables import ImageRow, JsonObject, MapRow

NEWEST_FIRST = Order(columns=(col(MapRow.id),))


@dataclass(frozen=True, kw_only=True)
class MapQuery:
    """Which maps are asked for; None and empty leave a matter open."""

    search: str | None = None
    kinds: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    campaign_id: str | None = None
    location_id: str | None = None
    layout_digest: str | None = None


async def find(session: AsyncSession, map_id: UUID, owner: str, *, locked: bool = False) -> MapRow | None:
    """One of the owner's maps; `locked` lets others change it only after the transaction's end."""
    row = await session.get(MapRow, map_id, with_for_update=locked, populate_existing=locked)
    return row if row is not None and row.owner == owner else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, MapRow]:
    """Maps by id, whoever owns them."""
    rows = await session.execute(select(MapRow).where(col(MapRow.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def grids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, JsonObject]:
    """The grids of maps by the maps' ids, without the plans, which are long."""
    rows = await session.execute(select(col(MapRow.id), col(MapRow.grid)).where(col(MapRow.id).in_(ids)))
    return {row.id: row.grid for row in rows}


async def by_image_ids(session: AsyncSession, image_ids: Sequence[UUID]) -> dict[UUID, MapRow]:
    """Maps by their image's id."""
    rows = await session.execute(select(MapRow).where(col(MapRow.image_id).in_(image_ids)))
    return {row.image_id: row for row in rows.scalars()}


def listing(owner: str, query: MapQuery) -> Select[MapRow]:
    """The owner's maps that a query asks for, unordered; those in the bin are left out."""
    conditions: list[ColumnElement[bool]] = [
        col(MapRow.owner) == owner,
        col(ImageRow.deleted_at).is_(None),
    ]
    equal = {
        MapRow.campaign_id: query.campaign_id,
        MapRow.location_id: query.location_id,
        MapRow.layout_digest: query.layout_digest,
    }
    conditions += [col(column) == value for column, value in equal.items() if value is not None]
    if query.kinds:
        conditions.append(col(MapRow.kind).in_(query.kinds))
    if query.environments:
        conditions.append(col(MapRow.environment).in_(query.environments))
    if query.search is not None:
        conditions.append(matches(query.search))
    return select(MapRow).join(ImageRow, col(ImageRow.id) == col(MapRow.image_id)).where(*conditions)
