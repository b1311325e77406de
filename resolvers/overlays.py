"""Overlays: finding, creating, changing and deleting them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from generation.briefs import Grid
from generation.field_path import FieldPath
from generation.known_ids import with_known_ids
from generation.overlays.checking import check_elements
from generation.overlays.codec import elements_from_json, elements_to_json
from generation.overlays.elements import OverlayElement, PositionMarker
from generation.vocabulary import OverlayKind
from persistence import maps, overlays, tokens
from persistence.tables import MapRow, OverlayRow
from resolvers.context import Context
from resolvers.errors import LimitExceeded, NotFound

MOST_OVERLAYS = 100  #: of one map


@dataclass(frozen=True, kw_only=True)
class NewOverlay:
    """An overlay to be made."""

    map_id: UUID
    name: str
    kind: OverlayKind
    elements: tuple[OverlayElement, ...]
    visible: bool = True
    gm_only: bool = False
    z_index: int = 0


@dataclass(frozen=True, kw_only=True)
class OverlayChanges:
    """What is to be different about an overlay; None leaves a matter as it is."""

    name: str | None = None
    elements: tuple[OverlayElement, ...] | None = None
    visible: bool | None = None
    gm_only: bool | None = None
    z_index: int | None = None


async def find(context: Context, overlay_id: UUID) -> OverlayRow | None:
    """One of the viewer's overlays."""
    async with context.database.reading() as session:
        return await overlays.find(session, overlay_id, context.owner)


async def of_map(context: Context, map_id: UUID, kind: OverlayKind | None = None) -> list[OverlayRow]:
    """A map's overlays, the lowest first, gathered with those of other maps."""
    rows = await context.loaders.overlays_of_maps.load(map_id)
    return [row for row in rows if kind is None or row.kind == kind]


async def create(context: Context, new: NewOverlay) -> OverlayRow:
    """Lay an overlay over one of the viewer's maps.

    Raises `NotFound` by `mapId` or by an element's `tokenId`, `InvalidBrief` by the field of what cannot be
    drawn, and `LimitExceeded` where the map has as many overlays as it may.
    """
    FieldPath().filled(name=new.name)
    async with context.database.transaction() as session:
        # The lock lets nobody change the map, or add the one overlay too many, before this one is there.
        map_ = await maps.find(session, new.map_id, context.owner, locked=True)
        if map_ is None:
            raise NotFound("There is no such map.", field="mapId")
        if await overlays.count(session, map_.id) >= MOST_OVERLAYS:
            raise LimitExceeded(f"A map has {MOST_OVERLAYS} overlays at most.", field="mapId")
        await _check_elements(session, new.kind, new.elements, map_)
        row = _row(new, map_)
        session.add(row)
    return row


def _row(new: NewOverlay, map_: MapRow) -> OverlayRow:
    return OverlayRow(
        map_id=map_.id,
        owner=map_.owner,
        name=new.name,
        kind=new.kind.value,
        elements=elements_to_json(new.elements),
        visible=new.visible,
        gm_only=new.gm_only,
        z_index=new.z_index,
    )


async def update(context: Context, overlay_id: UUID, changes: OverlayChanges) -> OverlayRow:
    """Change one of the viewer's overlays; raises as `create` does, and `NotFound` by `overlayId`.

    Elements are replaced as a whole; those that are as they were keep their ids.
    """
    if changes.name is not None:
        FieldPath().filled(name=changes.name)
    async with context.database.transaction() as session:
        row = await _locked(session, overlay_id, context.owner)
        if changes.elements is not None:
            map_ = await maps.find(session, row.map_id, row.owner)
            assert map_ is not None, "an overlay goes with its map"
            await _check_elements(session, OverlayKind(row.kind), changes.elements, map_)
        _apply(changes, row)
    return row


async def delete(context: Context, overlay_id: UUID) -> None:
    """Delete one of the viewer's overlays, for good; raises `NotFound` by `overlayId`."""
    async with context.database.transaction() as session:
        await session.delete(await _locked(session, overlay_id, context.owner))


async def _locked(session: AsyncSession, overlay_id: UUID, owner: str) -> OverlayRow:
    row = await overlays.find(session, overlay_id, owner, locked=True)
    if row is None:
        raise NotFound("There is no such overlay.", field="overlayId")
    return row


def _apply(changes: OverlayChanges, row: OverlayRow) -> None:
    for name in ("name", "visible", "gm_only", "z_index"):
        if (value := getattr(changes, name)) is not None:
            setattr(row, name, value)
    if changes.elements is not None:
        kept = with_known_ids(changes.elements, elements_from_json(row.elements))
        row.elements = elements_to_json(kept)
    row.updated_at = datetime.now(UTC)


async def _check_elements(
    session: AsyncSession, kind: OverlayKind, elements: Sequence[OverlayElement], map_: MapRow
) -> None:
    grid = Grid.from_json(map_.grid)
    await asyncio.to_thread(check_elements, kind, elements, grid)
    await _check_tokens(session, elements, map_.owner)


async def _check_tokens(session: AsyncSession, elements: Sequence[OverlayElement], owner: str) -> None:
    """Raise `NotFound` for the first token that the owner does not have, or that is in the bin."""
    named = {
        number: UUID(element.token_id)
        for number, element in enumerate(elements)
        if isinstance(element, PositionMarker) and element.token_id is not None
    }
    usable = await tokens.usable(session, list(dict.fromkeys(named.values())), owner)
    for number, token_id in named.items():
        if token_id not in usable:
            raise NotFound("There is no such token.", field=f"elements[{number}].positionMarker.tokenId")
