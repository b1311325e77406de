"""Overlays as pictures: what they are drawn from, and the files behind their addresses.

An address names the overlay and the digest of all that its picture is drawn from, so it never changes its
meaning. The picture is drawn when it is first fetched. After a change the overlay has another address; the
earlier one goes on answering with what was drawn for it, or with nothing where nothing was.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from uuid import UUID

import orjson

from generation.briefs import Grid
from generation.overlays import REVISION
from generation.overlays.codec import Elements, elements_from_json, elements_to_json
from generation.overlays.drawing import overlay_png, overlay_svg
from persistence import maps, overlays, tokens
from persistence.database import Database
from persistence.errors import ObjectMissing
from persistence.object_storage import ObjectStorage
from persistence.tables import JsonObject, OverlayRow, VariantRow
from resolvers.context import Context
from resolvers.derived import DerivedFiles
from resolvers.errors import NotFound


class DrawingFormat(StrEnum):
    """File format of a drawn overlay, and the ending of its address."""

    PNG = "png"
    SVG = "svg"


SVG_TYPE = "image/svg+xml"
GONE = "This overlay is gone."


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """All that an overlay's picture is drawn from; `pictures` are hashes of stored files by token id.

    `digest` is a SHA-256, hex, over all of it: equal only for what looks the same.
    """

    title: str
    elements: Elements
    grid: Grid
    pictures: Mapping[str, str]
    digest: str

    def svg(self, files: Mapping[str, bytes]) -> str:
        """The picture itself; `files` are the stored files by their hashes."""
        return overlay_svg(
            self.elements,
            self.grid,
            title=self.title,
            tokens={token: files[sha256] for token, sha256 in self.pictures.items() if sha256 in files},
        )


@dataclass(frozen=True, kw_only=True)
class DrawnFile:
    """A drawn picture file."""

    data: bytes
    content_type: str


def token_ids(row: OverlayRow) -> list[UUID]:
    """The tokens that an overlay shows, each once."""
    named = (element.get("token_id") for element in row.elements)
    return [UUID(token_id) for token_id in dict.fromkeys(named) if token_id is not None]


async def of_overlay(context: Context, row: OverlayRow) -> Drawing:
    """What an overlay is drawn from now, gathered with those of others."""
    grid = await grid_of(context, row.map_id)
    shown = token_ids(row)
    pictures = await context.loaders.pictures_of_tokens.load_many(shown)
    return await asyncio.to_thread(_drawing, row, grid, dict(zip(shown, pictures, strict=True)))


async def grid_of(context: Context, map_id: UUID) -> JsonObject:
    """The grid of the map that an overlay lies over."""
    grid = await context.loaders.grids_of_maps.load(map_id)
    if grid is None:
        raise NotFound("There is no such map.")
    return grid


def _drawing(row: OverlayRow, grid: JsonObject, known: Mapping[UUID, str | None]) -> Drawing:
    """The largest overlays take a twentieth of a second: not on the event loop."""
    elements = elements_from_json(row.elements)
    pictures = {str(token): sha256 for token, sha256 in known.items() if sha256 is not None}
    seen = elements_to_json([replace(element, id="") for element in elements])
    spaces = Grid.from_json(grid)
    facts = (REVISION, row.name, seen, spaces.to_json(), pictures)
    return Drawing(
        title=row.name,
        elements=elements,
        grid=spaces,
        pictures=pictures,
        digest=hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    )


async def stored_files(storage: ObjectStorage, hashes: Iterable[str]) -> dict[str, bytes]:
    """Stored files by their hashes, each read once; those that are gone are left out."""
    files = {}
    for sha256 in dict.fromkeys(hashes):
        try:
            files[sha256] = await storage.get(sha256)
        except ObjectMissing:
            continue
    return files


@dataclass(frozen=True, kw_only=True)
class OverlayPictures:
    """The files behind the addresses of overlays."""

    database: Database
    storage: ObjectStorage
    files: DerivedFiles

    async def find_or_draw(self, overlay_id: UUID, digest: str, format_: DrawingFormat) -> VariantRow:
        """The file of one address, drawn where it was not drawn before.

        Raises `ObjectMissing` where the overlay was deleted, or changed before anybody fetched this picture,
        and `StorageError`.
        """
        async with self.database.reading() as session:
            row = await overlays.by_id(session, overlay_id)
        if row is None:
            raise ObjectMissing(GONE)
        key = f"overlay.{format_}"
        drawn = await self.files.find(digest, key)
        if drawn is not None:
            return drawn
        drawing = await self._drawing_of(row)
        if drawing.digest != digest:
            raise ObjectMissing("This overlay was changed before it was drawn like this.")
        gather = partial(stored_files, self.storage, drawing.pictures.values())
        return await self.files.derive_from(digest, key, gather, partial(_drawn, drawing, format_))

    async def _drawing_of(self, row: OverlayRow) -> Drawing:
        async with self.database.reading() as session:
            grid = (await maps.grids(session, [row.map_id])).get(row.map_id)
            pictures = await tokens.pictures(session, token_ids(row))
        if grid is None:
            raise ObjectMissing(GONE)
        return await asyncio.to_thread(_drawing, row, grid, pictures)


def _drawn(drawing: Drawing, format_: DrawingFormat, files: Mapping[str, bytes]) -> DrawnFile:
    svg = drawing.svg(files)
    if format_ is DrawingFormat.SVG:
        return DrawnFile(data=svg.encode(), content_type=SVG_TYPE)
    return DrawnFile(data=overlay_png(svg), content_type="image/png")
