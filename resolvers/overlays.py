"""Overlays: finding, creating, changing and deleting them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from generation.briefs import Grid
from generation.field_path import FieldPath
from generation.layout.codec import layout_from_json
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
    _check_name(new.name)
    async with context.database.reading() as session:
        map_ = await maps.find(session, new.map_id, context.owner)
    if map_ is None:
        raise NotFound("There is no such map.", field="mapId")
    await _check_elements(context, new.kind, new.elements, map_)
    row = OverlayRow(
        map_id=map_.id,
        owner=map_.owner,
        name=new.name,
        kind=new.kind.value,
        elements=elements_to_json(new.elements),
        visible=new.visible,
        gm_only=new.gm_only,
        z_index=new.z_index,
    )
    async with context.database.transaction() as session:
        await _add(session, row)
    return row


async def _add(session: AsyncSession, row: OverlayRow) -> None:
    """Keep an overlay; the lock on its map lets nobody else add the one too many meanwhile."""
    if await maps.find(session, row.map_id, row.owner, locked=True) is None:
        raise NotFound("There is no such map.", field="mapId")
    if await overlays.count(session, row.map_id) >= MOST_OVERLAYS:
        raise LimitExceeded(f"A map has {MOST_OVERLAYS} overlays at most.", field="mapId")
    session.add(row)


async def update(context: Context, overlay_id: UUID, changes: OverlayChanges) -> OverlayRow:
    """Change one of the viewer's overlays; raises as `create` does, and `NotFound` by `overlayId`.

    Elements are replaced as a whole; those that are as they were keep their ids.
    """
    if changes.name is not None:
        _check_name(changes.name)
    if changes.elements is not None:
        await _check_change(context, overlay_id, changes.elements)
    async with context.database.transaction() as session:
        row = await overlays.find(session, overlay_id, context.owner, locked=True)
        if row is None:
            raise _no_such_overlay()
        _apply(changes, row)
    return row


def _apply(changes: OverlayChanges, row: OverlayRow) -> None:
    for name in ("name", "visible", "gm_only", "z_index"):
        if (value := getattr(changes, name)) is not None:
            setattr(row, name, value)
    if changes.elements is not None:
        kept = _with_known_ids(changes.elements, elements_from_json(row.elements))
        row.elements = elements_to_json(kept)
    row.updated_at = datetime.now(UTC)


def _with_known_ids(
    elements: Sequence[OverlayElement], earlier: Sequence[OverlayElement]
) -> list[OverlayElement]:
    """The elements, with their earlier ids where they are as they were."""
    known: dict[OverlayElement, list[str]] = {}
    for element in reversed(earlier):
        known.setdefault(replace(element, id=""), []).append(element.id)
    left = [known.get(replace(element, id=""), []) for element in elements]
    return [
        replace(element, id=ids.pop()) if ids else element
        for element, ids in zip(elements, left, strict=True)
    ]


async def _check_change(context: Context, overlay_id: UUID, elements: Sequence[OverlayElement]) -> None:
    async with context.database.reading() as session:
        row = await overlays.find(session, overlay_id, context.owner)
        map_ = await maps.find(session, row.map_id, row.owner) if row else None
    if row is None or map_ is None:
        raise _no_such_overlay()
    await _check_elements(context, OverlayKind(row.kind), elements, map_)


async def delete(context: Context, overlay_id: UUID) -> None:
    """Delete one of the viewer's overlays, for good; raises `NotFound` by `overlayId`."""
    async with context.database.transaction() as session:
        row = await overlays.find(session, overlay_id, context.owner, locked=True)
        if row is None:
            raise _no_such_overlay()
        await session.delete(row)


def _no_such_overlay() -> NotFound:
    return NotFound("There is no such overlay.", field="overlayId")


def _check_name(name: str) -> None:
    path = FieldPath()
    path.line(name=name)
    if not name.strip():
        raise path.refuse("name", "is empty")


async def _check_elements(
    context: Context, kind: OverlayKind, elements: Sequence[OverlayElement], map_: MapRow
) -> None:
    await asyncio.to_thread(_check_drawable, kind, elements, map_)
    async with context.database.reading() as session:
        await _check_tokens(session, elements, context.owner)


def _check_drawable(kind: OverlayKind, elements: Sequence[OverlayElement], map_: MapRow) -> None:
    check_elements(kind, elements, layout_from_json(map_.layout), Grid.from_json(map_.grid))


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
