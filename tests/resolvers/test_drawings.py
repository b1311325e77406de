"""Overlays are drawn once, however many people fetch them at the same time, and wherever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlmodel import col, func, select

from generation.layout.plan import MapLayout
from generation.overlays.codec import elements_to_json
from generation.overlays.elements import PartyMarker
from persistence import images
from persistence.cache import open_cache
from persistence.errors import ObjectMissing
from persistence.tables import OverlayRow, VariantRow
from resolvers import drawings
from resolvers.context import Context
from resolvers.derived import DerivedFiles
from resolvers.drawings import DrawingFormat, OverlayPictures
from tests.app.test_media import CountingPool
from tests.factories import make_image, make_map


async def keep_overlay(context: Context) -> OverlayRow:
    """An overlay of Ada's."""
    image = make_image(kind="map")
    map_ = make_map(image, MapLayout(seed=0, columns=20, rows=10))
    elements = elements_to_json([PartyMarker(id="1", color="#ff0000", position=(3, 4))])
    row = OverlayRow(map_id=map_.id, owner="ada", name="March", kind="campaign", elements=elements)
    async with context.database.transaction() as session:
        await images.add(session, image)
        session.add(map_)
        await session.flush()
        session.add(row)
    return row


@asynccontextmanager
async def drawing(context: Context) -> AsyncIterator[tuple[OverlayPictures, CountingPool]]:
    """What draws overlays in one process, and the pool that it draws in."""
    database, storage = context.database, context.services.storage
    with CountingPool(2) as pool:
        files = DerivedFiles(database=database, storage=storage, cache=open_cache(None), pool=pool)
        yield OverlayPictures(database=database, storage=storage, files=files), pool
        await files.close()


async def test_overlay_that_many_fetch_at_once_is_drawn_once(context: Context) -> None:
    row = await keep_overlay(context)
    digest = (await drawings.of_overlay(context, row)).digest
    async with drawing(context) as (pictures, pool):
        wanted = [pictures.find_or_draw(row.id, digest, DrawingFormat.PNG) for _ in range(20)]
        found = await asyncio.gather(*wanted)
        assert len({file.sha256 for file in found}) == 1
        assert pool.calls == 1


async def test_processes_that_draw_the_same_overlay_agree(context: Context) -> None:
    row = await keep_overlay(context)
    digest = (await drawings.of_overlay(context, row)).digest
    async with drawing(context) as (one, _), drawing(context) as (other, _):
        both = (pictures.find_or_draw(row.id, digest, DrawingFormat.SVG) for pictures in (one, other))
        found = await asyncio.gather(*both)
    assert found[0].sha256 == found[1].sha256
    async with context.database.reading() as session:
        kept = await session.execute(select(func.count()).where(col(VariantRow.source_sha256) == digest))
        assert kept.scalar_one() == 1


async def test_nothing_is_drawn_under_an_address_that_tells_of_something_else(context: Context) -> None:
    row = await keep_overlay(context)
    async with drawing(context) as (pictures, pool):
        for overlay_id, digest in (
            (row.id, "0" * 64),
            (uuid4(), (await drawings.of_overlay(context, row)).digest),
        ):
            with pytest.raises(ObjectMissing):
                await pictures.find_or_draw(overlay_id, digest, DrawingFormat.PNG)
        assert pool.calls == 0
