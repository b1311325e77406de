"""Images and their revisions: an image keeps its id and its past, whatever it comes to show."""

import asyncio
from datetime import UTC, datetime

import pytest

from persistence import images
from persistence.database import Database
from persistence.tables import ImageRow, Picture
from tests.factories import make_image


@pytest.fixture
async def image(database: Database) -> ImageRow:
    async with database.transaction() as session:
        return await images.add(session, make_image(name="Lia", width=512))


def picture(sha256: str, width: int = 640) -> Picture:
    values = {"format": "png", "width": width, "height": 480, "size_bytes": 9, "placeholder": "p"}
    return Picture(sha256=sha256, has_alpha=True, provenance={"seed": 3}, **values)


async def revised(database: Database, image: ImageRow, sha256: str, owner: str = "ada") -> ImageRow | None:
    async with database.transaction() as session:
        return await images.revise(session, image.id, owner, picture(sha256))


async def test_a_revision_takes_the_image_over_and_leaves_the_earlier_one_in_its_past(
    database: Database, image: ImageRow
) -> None:
    await revised(database, image, "cd" * 32)
    async with database.reading() as session:
        row = await images.find(session, image.id, "ada")
        history = await images.revisions(session, [image.id])
    assert row is not None
    assert (row.name, row.revision, row.sha256, row.width, row.format) == ("Lia", 2, "cd" * 32, 640, "png")
    assert (row.has_alpha, row.provenance, row.placeholder) == (True, {"seed": 3}, "p")
    assert row.updated_at > image.updated_at
    assert row.created_at == image.created_at
    assert [(old.number, old.sha256, old.width) for old in history] == [
        (2, "cd" * 32, 640),
        (1, image.sha256, 512),
    ]


async def test_revisions_at_the_same_time_get_numbers_of_their_own(
    database: Database, image: ImageRow
) -> None:
    hashes = [f"{number:064x}" for number in range(6)]
    rows = await asyncio.gather(*[revised(database, image, sha256) for sha256 in hashes])
    assert sorted(row.revision for row in rows if row) == [2, 3, 4, 5, 6, 7]
    async with database.reading() as session:
        current = await images.find(session, image.id, "ada")
        history = await images.revisions(session, [image.id])
    assert current is not None
    assert [old.number for old in history] == [7, 6, 5, 4, 3, 2, 1]
    assert history[0].sha256 == current.sha256
    assert {old.sha256 for old in history} == {image.sha256, *hashes}


async def test_what_is_deleted_or_somebody_elses_is_not_revised(database: Database, image: ImageRow) -> None:
    assert await revised(database, image, "cd" * 32, owner="eve") is None
    async with database.transaction() as session:
        row = await images.find(session, image.id, "ada")
        assert row is not None
        row.deleted_at = datetime.now(UTC)
    assert await revised(database, image, "cd" * 32) is None
    async with database.reading() as session:
        assert [old.number for old in await images.revisions(session, [image.id])] == [1]
