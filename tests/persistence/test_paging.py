"""Keyset pages: complete, without doubles, stable while rows are being added."""

from itertools import pairwise

import pytest

from persistence import images
from persistence.database import Database
from persistence.images import ImageQuery
from persistence.paging import BadCursor, Order, Page, Window, count, fetch_page
from persistence.tables import ImageRow
from tests.factories import make_image


async def fill(database: Database, *names: str) -> None:
    async with database.transaction() as session:
        for number, name in enumerate(names):
            await images.add(session, make_image(name=name, size_bytes=number % 3))


async def page(database: Database, order: Order, **window: object) -> Page[ImageRow]:
    async with database.reading() as session:
        statement = images.listing("ada", ImageQuery())
        return await fetch_page(session, statement, order, Window(**({"limit": 2} | window)))  # type: ignore[arg-type] # test shorthand


async def walk(database: Database, order: Order, *, backward: bool = False) -> list[str]:
    names: list[str] = []
    cursor = None
    while True:
        place = {"before": cursor, "backward": True} if backward else {"after": cursor}
        found = await page(database, order, **place)
        rows = [row.name for row in found.rows]
        names = rows + names if backward else names + rows
        if not (found.has_previous if backward else found.has_next):
            return names
        cursor = found.cursors[0] if backward else found.cursors[-1]


@pytest.mark.parametrize("field", ["created_at", "updated_at", "name", "size", "relevance"])
@pytest.mark.parametrize("descending", [True, False])
async def test_pages_hold_every_row_once_both_ways(database: Database, field: str, descending: bool) -> None:
    await fill(database, "Ann", "bob", "Cid", "dee", "Eve")
    order = images.ordering(field, descending=descending, search="x")
    forward = await walk(database, order)
    assert sorted(forward, key=str.casefold) == ["Ann", "bob", "Cid", "dee", "Eve"]
    assert await walk(database, order, backward=True) == forward


async def test_names_are_ordered_whatever_their_case(database: Database) -> None:
    await fill(database, "bob", "Ann", "Cid")
    order = images.ordering("name", descending=False)
    assert await walk(database, order) == ["Ann", "bob", "Cid"]


async def test_rows_added_meanwhile_neither_repeat_nor_hide_others(database: Database) -> None:
    await fill(database, "1", "2", "3", "4")
    newest_first = images.ordering("created_at", descending=True)
    first = await page(database, newest_first)
    await fill(database, "5")
    second = await page(database, newest_first, after=first.cursors[-1])
    assert [row.name for row in [*first.rows, *second.rows]] == ["4", "3", "2", "1"]
    assert not second.has_next
    assert second.has_previous


async def test_count_is_that_of_the_whole_list(database: Database) -> None:
    await fill(database, "1", "2", "3")
    async with database.reading() as session:
        assert await count(session, images.listing("ada", ImageQuery())) == 3


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJ4Il0=", "bnVsbA==", "W10="])
async def test_foreign_cursor_is_refused(database: Database, cursor: str) -> None:
    with pytest.raises(BadCursor, match="is not a cursor"):
        await page(database, images.ordering("created_at", descending=True), after=cursor)


async def test_ids_made_in_turn_are_in_order(database: Database) -> None:
    await fill(database, *"abcdefgh")
    newest_first = await page(database, images.ordering("created_at", descending=True), limit=10)
    assert all(newer.id > older.id for newer, older in pairwise(newest_first.rows))
