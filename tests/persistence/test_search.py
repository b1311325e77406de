"""Full-text search answers the same on both databases."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from persistence import images
from persistence.database import Database
from persistence.images import ImageQuery
from persistence.search import fold, search_text
from tests.factories import make_image

LIBRARY = {
    "Lia": "An elven ranger with a bow, cloaked in moss",
    "Brünhild": "A dwarf smith; red braids",
    "Goblin": "Sneaky goblin, knife and a stolen cloak",
    "Élan": "Half-elf bard",
}


async def search(database: Database, query: str) -> set[str]:
    async with database.reading() as session:
        rows = await session.execute(images.listing("ada", ImageQuery(search=query)))
        return {row.name for row in rows.scalars()}


@pytest.fixture
async def library(database: Database) -> Database:
    async with database.transaction() as session:
        for name, description in LIBRARY.items():
            text = search_text([name, description])
            await images.add(session, make_image(name=name, description=description, search_text=text))
    return database


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("elven", {"Lia"}),
        ("EL", {"Lia", "Élan"}),
        ("cloak", {"Lia", "Goblin"}),
        ("cloak goblin", {"Goblin"}),
        ("brunhild", {"Brünhild"}),
        ("half-elf", {"Élan"}),
        ("dragon", set()),
        ("", set(LIBRARY)),
        ("!'\"&|:*()", set(LIBRARY)),
        ("rang' OR 1=1", set()),
    ],
)
async def test_every_word_must_begin_some_word(library: Database, query: str, found: set[str]) -> None:
    assert await search(library, query) == found


async def test_changed_text_is_found_by_its_new_words_only(library: Database) -> None:
    async with library.transaction() as session:
        image = (await session.execute(images.listing("ada", ImageQuery(search="lia")))).scalar_one()
        image.search_text = search_text(["Mira"])
    assert await search(library, "lia") == set()
    assert await search(library, "mira") == {"Lia"}


async def test_more_mentions_are_more_relevant(database: Database) -> None:
    async with database.transaction() as session:
        for name, text in (("once", "owl"), ("thrice", "owl owl owlbear"), ("never", "cat")):
            await images.add(session, make_image(name=name, search_text=text))
    async with database.reading() as session:
        [key, _] = images.ordering("relevance", descending=True, search="owl").columns
        rows = await session.execute(images.listing("ada", ImageQuery()).order_by(key.desc()))
        assert [row.name for row in rows.scalars()] == ["thrice", "once", "never"]


@given(st.text())
@example("𝐀 ŉ ﬁ İ ẞ")
def test_folded_text_is_plain_words_and_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert all(part.isalnum() for part in folded.split(" ") if part)
    assert fold(folded) == folded
