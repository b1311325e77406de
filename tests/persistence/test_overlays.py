"""Overlays as rows, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pytest

from generation.layout.plan import MapLayout
from persistence import images, maps, overlays, tokens
from persistence.database import Database
from persistence.tables import MapRow, OverlayRow, TokenRow
from tests.factories import make_image, make_map

PLAN = MapLayout(seed=0, columns=10, rows=10)


def make_overlay(map_: MapRow, **overrides: object) -> OverlayRow:
    values: dict[str, object] = {
        "map_id": map_.id,
        "owner": map_.owner,
        "name": "Ambush",
        "kind": "tactical",
        "elements": [],
    }
    return OverlayRow(**(values | overrides))


async def keep_map(database: Database, *rows: dict[str, object], owner: str = "ada") -> MapRow:
    """A map with overlays that differ as the dictionaries say."""
    image = make_image(owner=owner, kind="map")
    map_ = make_map(image, PLAN)
    async with database.transaction() as session:
        await images.add(session, image)
        session.add(map_)
        await session.flush()
        for row in rows:
            session.add(make_overlay(map_, **row))
            await session.flush()
    return map_


async def keep_token(database: Database, owner: str = "ada", **facts: object) -> TokenRow:
    image = make_image(owner=owner, kind="token", **facts)
    row = TokenRow(
        image_id=image.id,
        owner=owner,
        name="Orc",
        creature_size="medium",
        pixels_per_square=140,
        shape="circle",
        ring_subject_sha256="0" * 64,
    )
    async with database.transaction() as session:
        await images.add(session, image)
        session.add(row)
    return row


async def test_overlays_of_maps_come_from_the_lowest_to_the_highest(database: Database) -> None:
    one = await keep_map(
        database, {"name": "b", "z_index": 5}, {"name": "a", "z_index": -1}, {"name": "c", "z_index": 5}
    )
    other = await keep_map(database, {"name": "d", "z_index": 0})
    await keep_map(database, {"name": "somewhere else"})
    async with database.reading() as session:
        rows = await overlays.of_maps(session, [one.id, other.id])
        counts = [await overlays.count(session, map_.id) for map_ in (one, other)]
    assert [row.name for row in rows] == ["a", "d", "b", "c"]
    assert counts == [3, 1]


async def test_elements_come_back_as_they_were_kept(database: Database) -> None:
    element = {"id": "1", "kind": "party_marker", "position": [0.5, 1e-7], "quantity": None, "label": "é"}
    map_ = await keep_map(database, {"elements": [element]})
    async with database.reading() as session:
        [row] = await overlays.of_maps(session, [map_.id])
    assert row.elements == [element]
    assert (row.visible, row.gm_only, row.z_index) == (True, False, 0)
    assert row.updated_at.tzinfo is not None


async def test_an_overlay_is_found_by_its_owner_only(database: Database) -> None:
    map_ = await keep_map(database, {})
    async with database.reading() as session:
        [row] = await overlays.of_maps(session, [map_.id])
        assert await overlays.find(session, row.id, "ada") is not None
        assert await overlays.find(session, row.id, "eve") is None
        assert await overlays.by_id(session, row.id) is not None


async def test_overlays_go_with_their_map(database: Database) -> None:
    map_ = await keep_map(database, {}, {})
    kept = await keep_map(database, {})
    async with database.transaction() as session:
        await session.delete(await session.get(MapRow, map_.id))
    async with database.reading() as session:
        assert [await overlays.count(session, each.id) for each in (map_, kept)] == [0, 1]


async def test_grids_and_maps_are_read_by_their_ids(database: Database) -> None:
    one, other = await keep_map(database), await keep_map(database)
    async with database.reading() as session:
        assert await maps.grids(session, [one.id, other.id]) == {one.id: one.grid, other.id: other.grid}
        assert set(await maps.by_ids(session, [one.id])) == {one.id}


async def test_only_tokens_of_ones_own_that_are_not_in_the_bin_can_be_used(database: Database) -> None:
    own = await keep_token(database)
    binned = await keep_token(database, deleted_at=datetime.now(UTC))
    others = await keep_token(database, owner="eve")
    ids = [own.id, binned.id, others.id]
    async with database.reading() as session:
        assert await tokens.usable(session, ids, "ada") == {own.id}
        assert set(await tokens.by_ids(session, ids)) == set(ids)


@pytest.mark.parametrize("deleted_at", [None, datetime.now(UTC)])
async def test_pictures_of_tokens_are_known_as_long_as_they_are_stored(
    database: Database, deleted_at: datetime | None
) -> None:
    token = await keep_token(database, sha256="cd" * 32, deleted_at=deleted_at)
    async with database.reading() as session:
        assert await tokens.pictures(session, [token.id, token.image_id]) == {token.id: "cd" * 32}
