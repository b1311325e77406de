"""Tokens, the playing pieces, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.paging import Order
from persistence.search import matches
from persistence.tables import ImageRow, TokenRow

NEWEST_FIRST = Order(columns=(col(TokenRow.id),))


@dataclass(frozen=True, kw_only=True)
class TokenQuery:
    """Which tokens are asked for; None and empty leave a matter open."""

    search: str | None = None
    creature_sizes: tuple[str, ...] = ()
    character_id: str | None = None


async def find(session: AsyncSession, token_id: UUID, owner: str) -> TokenRow | None:
    """One of the owner's tokens."""
    row = await session.get(TokenRow, token_id)
    return row if row is not None and row.owner == owner else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, TokenRow]:
    """Tokens by id, whoever owns them."""
    rows = await session.execute(select(TokenRow).where(col(TokenRow.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def pictures(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The hashes of tokens' pictures by the tokens' ids, as long as they are stored, in the bin or not."""
    statement = (
        select(col(TokenRow.id), col(ImageRow.sha256))
        .join(ImageRow, col(ImageRow.id) == col(TokenRow.image_id))
        .where(col(TokenRow.id).in_(ids))
    )
    return {row.id: row.sha256 for row in await session.execute(statement)}


async def usable(session: AsyncSession, ids: Sequence[UUID], owner: str) -> set[UUID]:
    """Which of these are the owner's tokens, and not in the bin."""
    statement = listing(owner, TokenQuery()).where(col(TokenRow.id).in_(ids))
    return set((await session.execute(statement.with_only_columns(col(TokenRow.id)))).scalars())


async def by_image_ids(session: AsyncSession, image_ids: Sequence[UUID]) -> dict[UUID, TokenRow]:
    """Tokens by their image's id."""
    rows = await session.execute(select(TokenRow).where(col(TokenRow.image_id).in_(image_ids)))
    return {row.image_id: row for row in rows.scalars()}


def listing(owner: str, query: TokenQuery) -> Select[TokenRow]:
    """The owner's tokens that a query asks for, unordered; those in the bin are left out."""
    conditions: list[ColumnElement[bool]] = [
        col(TokenRow.owner) == owner,
        col(ImageRow.deleted_at).is_(None),
    ]
    if query.creature_sizes:
        conditions.append(col(TokenRow.creature_size).in_(query.creature_sizes))
    if query.character_id is not None:
        conditions.append(col(TokenRow.character_id) == query.character_id)
    if query.search is not None:
        conditions.append(matches(query.search))
    return select(TokenRow).join(ImageRow, col(ImageRow.id) == col(TokenRow.image_id)).where(*conditions)
