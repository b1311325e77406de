"""Maps as files for other programs, each written once and then served from storage."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from generation import exports
from generation.briefs import Grid
from generation.exports import FORMATS, ExportedFile, ExportedMap, Picture, Piece
from generation.layout.openness import is_underground
from generation.overlays.codec import elements_from_json
from generation.overlays.elements import PositionMarker
from generation.vocabulary import Audience, ImageFormat, MapEnvironment, MapExportFormat, OverlayKind
from persistence.tables import MapRow
from resolvers import images, overlays, pictures
from resolvers.context import Context
from resolvers.digests import key_digest
from resolvers.plans import plan_of

_PIECES: TypeAdapter[tuple[Piece, ...]] = TypeAdapter(tuple[Piece, ...])


@dataclass(frozen=True, kw_only=True)
class MapFile:
    """An exported map as it lies in storage; `warnings` are sentences for people."""

    sha256: str
    name: str
    content_type: str
    size_bytes: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What is to be written; rows are read here, the plan is taken out of them where it is written."""

    row: MapRow
    format: MapExportFormat
    audience: Audience
    picture_url: str
    pieces: tuple[Piece, ...]

    @property
    def file_name(self) -> str:
        return exports.export_name(self.row.name, self.audience)

    @property
    def key(self) -> str:
        """Names the file among all that are made from one picture: equal only where all else is equal."""
        facts = (
            exports.REVISION,
            self.row.name,
            self.row.environment,
            self.row.grid,
            self.row.layout_digest,
            self.row.features,
            self.picture_url,
            _PIECES.dump_python(self.pieces, mode="json"),
        )
        return f"{self.format}.{self.audience}.{key_digest(facts)}"

    def write(self, picture: bytes) -> ExportedFile:
        return exports.write(self.format, self._map(Picture.of(picture)))

    def _map(self, picture: Picture) -> ExportedMap:
        layout = plan_of(self.row)
        environment = self.row.environment
        return ExportedMap(
            name=self.row.name,
            file_name=self.file_name,
            grid=Grid.from_json(self.row.grid),
            layout=exports.seen_by(self.audience, layout),
            picture=picture,
            picture_url=self.picture_url,
            pieces=self.pieces,
            daylight=not is_underground(MapEnvironment(environment) if environment else None),
        )


async def export(context: Context, row: MapRow, format_: MapExportFormat, audience: Audience) -> MapFile:
    """The map as a file for `audience`, written where it was not written before.

    Raises `NotFound` where the picture is gone, `ObjectMissing` and `StorageError`.
    """
    files = context.services.files
    picture = await pictures.shown_to(context, audience, row, await images.of(context, row.image_id))
    picture_url = context.addresses.picture(picture.sha256, picture.format)
    wanted = _Wanted(
        row=row,
        format=format_,
        audience=audience,
        picture_url=picture_url,
        pieces=tuple(await _pieces(context, row, audience)),
    )
    file = await files.derive(picture.sha256, wanted.key, wanted.write)
    check = partial(_report, format_)
    report = await files.derive(file.sha256, f"warnings.{format_}.{exports.REVISION}", check)
    return MapFile(
        sha256=file.sha256,
        name=f"{wanted.file_name}.{FORMATS[format_].ending}",
        content_type=file.content_type,
        size_bytes=file.size_bytes,
        warnings=tuple(orjson.loads(await context.services.storage.get(report.sha256))),
    )


async def _pieces(context: Context, row: MapRow, audience: Audience) -> list[Piece]:
    """Who stands on the map by its visible overlays, as far as the audience may know."""
    shown = [
        overlay
        for overlay in await overlays.of_map(context, row.id, OverlayKind.TACTICAL)
        if overlay.visible and not (overlay.gm_only and audience is Audience.PLAYERS)
    ]
    markers = [
        element
        for overlay in shown
        for element in elements_from_json(overlay.elements)
        if isinstance(element, PositionMarker)
    ]
    return [await _piece(context, marker) for marker in markers]


async def _piece(context: Context, marker: PositionMarker) -> Piece:
    token = await context.loaders.tokens.load(UUID(marker.token_id)) if marker.token_id else None
    picture = await images.of(context, token.image_id) if token else None
    address = context.addresses.picture(picture.sha256, ImageFormat(picture.format)) if picture else None
    return Piece(
        name=marker.label or (token.name if token else "Somebody"),
        position=marker.position,
        size=marker.creature_size,
        picture_url=address,
    )


def _report(format_: MapExportFormat, file: bytes) -> ExportedFile:
    """What a reader would trip over, itself a file, so that it is found out once."""
    return ExportedFile(
        data=orjson.dumps(exports.find_warnings(format_, file)), content_type="application/json"
    )
