"""Themes as rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from persistence.paging import Order
from persistence.search import fold
from persistence.tables import ThemeRow

BY_SLUG = Order(columns=(col(ThemeRow.slug), col(ThemeRow.id)), descending=False)


async def find(
    session: AsyncSession, *, theme_id: UUID | None = None, slug: str | None = None
) -> ThemeRow | None:
    """A theme by its id or its slug."""
    column, value = (ThemeRow.id, theme_id) if theme_id is not None else (ThemeRow.slug, slug)
    return (await session.execute(select(ThemeRow).where(col(column) == value))).scalar_one_or_none()


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, ThemeRow]:
    """Themes by id."""
    rows = await session.execute(select(ThemeRow).where(col(ThemeRow.id).in_(ids)))
    return {row.id: row for row in rows.scalars()}


async def children(session: AsyncSession, theme_id: UUID) -> Sequence[ThemeRow]:
    """Themes that inherit from this one, by slug."""
    statement = select(ThemeRow).where(col(ThemeRow.parent_id) == theme_id).order_by(col(ThemeRow.slug))
    return (await session.execute(statement)).scalars().all()


async def lineage(session: AsyncSession, theme: ThemeRow) -> list[ThemeRow]:
    """The theme and all that it inherits from, root first."""
    chain = [theme]
    while chain[0].parent_id is not None:
        parent = await session.get(ThemeRow, chain[0].parent_id)
        if parent is None or parent in chain:
            break
        chain.insert(0, parent)
    return chain


def listing(search: str | None = None) -> Select[ThemeRow]:
    """All themes, or those whose slug, name or description holds every word."""
    statement = select(ThemeRow)
    for word in fold(search or "").split():
        columns = (ThemeRow.slug, ThemeRow.name, ThemeRow.description)
        statement = statement.where(
            or_(*(col(column).icontains(word, autoescape=True) for column in columns))
        )
    return statement


async def keep_built_in(session: AsyncSession, theme: ThemeRow) -> None:
    """Write a built-in theme as it is shipped; one that was there keeps its id."""
    known = await find(session, slug=theme.slug)
    if known is None:
        session.add(theme)
    else:
        known.sqlmodel_update(theme.model_dump(exclude={"id", "created_at"}))
    await session.flush()
