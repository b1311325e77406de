"""Keyset pagination: pages that stay put while rows are being added.

A cursor holds the values by which its row was ordered, the id last; a page is what comes before or after
them. Nothing is counted from the start, so page 1,000 costs what page 1 costs.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

Row = TypeVar("Row")
Value = str | int | float | datetime | UUID


class BadCursor(ValueError):
    """Not a cursor that this list gave out."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which part of a list is asked for: `limit` rows from the start, or from the end where `backward`."""

    limit: int
    after: str | None = None
    before: str | None = None
    backward: bool = False


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a list is ordered by; the last column must tell any two rows apart."""

    columns: tuple[ColumnElement[Any] | Mapped[Any], ...]
    descending: bool = True


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Rows in the list's order, each with its cursor, and what lies beside them."""

    rows: Sequence[Row]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


async def fetch_page(
    session: AsyncSession, statement: Select[Row], order: Order, window: Window
) -> Page[Row]:
    """One page of a statement that selects one entity; raises `BadCursor`."""
    descending = order.descending != window.backward
    for cursor, forward in ((window.after, True), (window.before, False)):
        if cursor is not None:
            statement = statement.where(_beyond(order, _decode(order, cursor), order.descending == forward))
    keys = [column.desc() if descending else column.asc() for column in order.columns]
    keyed = statement.add_columns(*order.columns).order_by(*keys).limit(window.limit + 1)
    found = (await session.execute(keyed)).all()
    more = len(found) > window.limit
    found = found[: window.limit]
    if window.backward:
        found = list(reversed(found))
    return Page(
        rows=[row[0] for row in found],
        cursors=[_encode(row[1:]) for row in found],
        has_next=more if not window.backward else window.before is not None,
        has_previous=more if window.backward else window.after is not None,
    )


async def count(session: AsyncSession, statement: Select[Row]) -> int:
    """How many rows the whole list has."""
    rows = statement.order_by(None).subquery()
    return int((await session.execute(select(func.count()).select_from(rows))).scalar_one())


def _beyond(order: Order, values: Sequence[Value], smaller: bool) -> ColumnElement[bool]:
    """Rows that come after these values, column by column (a row comparison that every database can plan)."""
    alternatives = []
    for position, (column, value) in enumerate(zip(order.columns, values, strict=True)):
        equal = [
            earlier == known
            for earlier, known in zip(order.columns[:position], values[:position], strict=True)
        ]
        alternatives.append(and_(*equal, column < value if smaller else column > value))
    return or_(*alternatives)


def _encode(values: Sequence[Value]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, default=str).encode()).decode()


def _decode(order: Order, cursor: str) -> list[Value]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        types = [column.type.python_type for column in select(*order.columns).selected_columns]
        return [_typed(wanted, value) for wanted, value in zip(types, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise BadCursor(f"{cursor!r} is not a cursor of this list.") from error


def _typed(wanted: type, value: Any) -> Value:
    if wanted is UUID:
        return UUID(value)
    if wanted is datetime:
        return datetime.fromisoformat(value)
    if wanted is float and type(value) is int:
        return float(value)
    if wanted in (str, int, float) and type(value) is wanted:
        return value
    raise TypeError(f"{value!r} is not a {wanted.__name__}")
