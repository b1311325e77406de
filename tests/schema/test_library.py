"""Lists of stored pictures: filters, orders, pages both ways, and what they cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from persistence import images, themes
from persistence.search import search_text
from persistence.tables import ImageRow
from schema import ids
from tests.factories import make_image, make_job
from tests.graphql_client import GraphQLClient, Refused
from tests.schema.conftest import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def keep(service: Service, *rows: ImageRow) -> list[ImageRow]:
    async with service.parts.database.transaction() as session:
        for row in rows:
            row.search_text = search_text([row.name, row.description, *row.tags])
            await images.add(session, row)
    return list(rows)


async def theme_id(service: Service, slug: str) -> UUID:
    async with service.parts.database.reading() as session:
        row = await themes.find(session, slug=slug)
    assert row is not None
    return row.id


LIST = """
    query($filter: ImageFilter, $order: ImageOrder,
          $first: Int, $after: String, $last: Int, $before: String) {
      images(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
        nodes { id name }
        edges { cursor node { name } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        totalCount
      }
    }
"""


async def names(client: GraphQLClient, **arguments: object) -> list[str]:
    found = (await client.ask(LIST, **arguments))["images"]
    listed = [node["name"] for node in found["nodes"]]
    assert listed == [edge["node"]["name"] for edge in found["edges"]]
    return listed


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ({}, ["Karn", "Ogre", "Keep"]),
        ({"kind": ["MAP", "TOKEN"]}, ["Ogre", "Keep"]),
        ({"kind": []}, ["Karn", "Ogre", "Keep"]),
        ({"subtype": "monster"}, ["Ogre"]),
        ({"tags": ["party"]}, ["Karn", "Ogre"]),
        ({"tags": ["party", "boss"]}, ["Ogre"]),
        ({"tags": ["part"]}, []),
        ({"featured": True}, ["Keep"]),
        ({"featured": False}, ["Karn", "Ogre"]),
        ({"characterId": "c-1"}, ["Karn"]),
        ({"campaignId": "camp"}, ["Karn", "Keep"]),
        ({"locationId": "here"}, ["Keep"]),
        ({"sha256": "CD" * 32}, ["Ogre"]),
        ({"search": "dwarv smith"}, ["Karn"]),
        ({"search": "BOSS"}, ["Ogre"]),
        ({"search": "Šmith"}, ["Karn"]),
        ({"search": "smithy"}, []),
        ({"createdBefore": "2020-06-01T00:00:00Z"}, ["Keep"]),
        ({"createdAfter": "2020-06-01T00:00:00Z"}, ["Karn", "Ogre"]),
        ({"deleted": True}, ["Binned"]),
        ({"theme": ids.encode("Image", UUID(int=7))}, []),
        ({"kind": ["MAP"], "featured": False}, []),
    ],
)
async def test_filters_find_what_they_say(
    service: Service, client: GraphQLClient, user: str, filter_: dict[str, Any], found: list[str]
) -> None:
    await keep(
        service,
        make_image(owner=user, name="Keep", kind="map", featured=True, campaign_id="camp",
                   location_id="here", created_at=LONG_AGO),
        make_image(owner=user, name="Ogre", kind="token", subtype="monster", tags=["party", "boss"],
                   sha256="cd" * 32),
        make_image(owner=user, name="Karn", description="a dwarven smith", tags=["party"],
                   character_id="c-1", campaign_id="camp"),
        make_image(owner=user, name="Binned", deleted_at=LONG_AGO),
        make_image(owner="somebody else", name="Theirs", tags=["party"], campaign_id="camp"),
    )  # fmt: skip
    assert await names(client, filter=filter_) == found


async def test_images_of_a_theme_are_found_by_its_id(
    service: Service, client: GraphQLClient, user: str
) -> None:
    gothic = await theme_id(service, "dark-gothic")
    await keep(service, make_image(owner=user, name="Dark", theme_id=gothic), make_image(owner=user))
    assert await names(client, filter={"theme": ids.encode("Theme", gothic)}) == ["Dark"]
    document = '{ theme(by: { slug: "dark-gothic" }) { images { nodes { name } totalCount } } }'
    listed = (await client.ask(document))["theme"]["images"]
    assert listed == {"nodes": [{"name": "Dark"}], "totalCount": 1}


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ({"field": "CREATED_AT", "direction": "ASC"}, ["bear", "Asp", "cat"]),
        ({"field": "CREATED_AT"}, ["cat", "Asp", "bear"]),
        ({"field": "UPDATED_AT"}, ["bear", "cat", "Asp"]),
        ({"field": "NAME", "direction": "ASC"}, ["Asp", "bear", "cat"]),
        ({"field": "SIZE"}, ["Asp", "bear", "cat"]),
        ({"field": "RELEVANCE"}, ["Asp", "cat", "bear"]),
    ],
)
async def test_images_come_in_the_order_asked_for(
    service: Service, client: GraphQLClient, user: str, order: dict[str, str], found: list[str]
) -> None:
    later = [LONG_AGO + timedelta(days=days) for days in range(3)]
    await keep(
        service,
        make_image(owner=user, name="bear", size_bytes=20, updated_at=later[2], description="wild"),
        make_image(owner=user, name="Asp", size_bytes=30, updated_at=later[0], description="wild wild wild"),
        make_image(owner=user, name="cat", size_bytes=10, updated_at=later[1], description="wild wild"),
    )
    assert await names(client, order=order, filter={"search": "wild"}) == found


async def test_pages_cover_the_list_once_in_both_directions(
    service: Service, client: GraphQLClient, user: str
) -> None:
    await keep(service, *[make_image(owner=user, name=f"{number}") for number in range(7)])
    whole = [str(number) for number in reversed(range(7))]

    forward: list[str] = []
    cursor, more = None, True
    while more:
        page = (await client.ask(LIST, first=3, after=cursor))["images"]
        forward += [node["name"] for node in page["nodes"]]
        assert page["totalCount"] == 7
        assert page["pageInfo"]["hasPreviousPage"] == (cursor is not None)
        assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert forward == whole

    backward: list[str] = []
    cursor, more = None, True
    while more:
        page = (await client.ask(LIST, last=3, before=cursor))["images"]
        backward = [node["name"] for node in page["nodes"]] + backward
        assert page["pageInfo"]["hasNextPage"] == (cursor is not None)
        cursor, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]
    assert backward == whole


async def test_a_page_has_twenty_rows_unless_it_is_said(
    service: Service, client: GraphQLClient, user: str
) -> None:
    await keep(service, *[make_image(owner=user) for _ in range(21)])
    assert len(await names(client)) == 20
    assert len(await names(client, first=100)) == 21


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("first", {"first": 0}),
        ("first", {"first": 101}),
        ("first", {"first": -1}),
        ("last", {"last": 101}),
        ("last", {"first": 1, "last": 1}),
        ("after", {"after": "nonsense"}),
        ("after", {"after": "WyJhIl0="}),
        ("before", {"before": "%%%"}),
        ("filter.search", {"filter": {"search": "x" * 201}}),
        ("filter.tags", {"filter": {"tags": ["x"] * 21}}),
    ],
)
async def test_arguments_that_make_no_page_are_refused_by_name(
    client: GraphQLClient, field: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        await client.ask(LIST, **arguments)
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", field)


COUNTED: ContextVar[bool] = ContextVar("counted", default=False)
RICH = """
    { images(first: 100) { totalCount nodes {
        id name url thumbnailUrl srcset placeholder
        theme { slug parent { slug } } source { name theme { slug } }
        revisions { number job { status theme { slug } } }
        map { id } token { id }
    } } }
"""


async def test_a_list_costs_the_same_statements_however_long_it_is(
    service: Service, client: GraphQLClient, user: str
) -> None:
    gothic = await theme_id(service, "dark-gothic")
    [source] = await keep(service, make_image(owner="the source's owner", theme_id=gothic))
    costs = {}
    for length in (5, 100):
        async with service.parts.database.reading() as session:
            known = len((await session.execute(images.listing(user, images.ImageQuery()))).all())
        await fill(service, user, length - known, theme=gothic, source=source.id)
        with counted_statements(service) as statements:
            listed = (await client.ask(RICH))["images"]["nodes"]
        assert len(listed) == length
        assert all(node["revisions"][0]["job"]["theme"]["slug"] == "dark-gothic" for node in listed)
        costs[length] = len(statements)
    assert costs[5] == costs[100]
    assert 5 < costs[100] < 15


async def fill(service: Service, user: str, count: int, *, theme: UUID, source: UUID) -> None:
    """Pictures, each rendered by a job of its own, under a theme and from a source."""
    jobs = [make_job(owner=user, status="succeeded", theme_id=theme) for _ in range(count)]
    async with service.parts.database.transaction() as session:
        session.add_all(jobs)
    await keep(
        service,
        *[make_image(owner=user, theme_id=theme, source_id=source, job_id=job.id) for job in jobs],
    )


@contextmanager
def counted_statements(service: Service) -> Iterator[list[str]]:
    """The statements that whoever asks meanwhile sends to the database's driver; the reaper's don't count."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if COUNTED.get() and not statement.startswith("BEGIN"):  # which only SQLite is sent as a statement
            statements.append(statement)

    engine = service.parts.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    ours = COUNTED.set(True)
    try:
        yield statements
    finally:
        COUNTED.reset(ours)
        event.remove(engine, "before_cursor_execute", note)
