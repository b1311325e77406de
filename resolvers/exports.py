"""Maps as files for other programs, each written once and then served from storage."""

import hashlib
from dataclasses import dataclass
from functools import partial

import orjson

from generation import exports
from generation.briefs import Grid
from generation.exports import FORMATS, ExportedFile, ExportedMap, Picture
from generation.layout.openness import is_underground
from generation.vocabulary import Audience, MapEnvironment, MapExportFormat
from persistence.tables import MapRow
from resolvers import images, pictures
from resolvers.context import Context
from resolvers.plans import plan_of

_DIGEST_LENGTH = 32  # of a SHA-256 in hex, so that a whole key has 64 characters at most


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
        )
        digest = hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()
        return f"{self.format}.{self.audience}.{digest[:_DIGEST_LENGTH]}"

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
            daylight=not is_underground(MapEnvironment(environment) if environment else None),
        )


async def export(context: Context, row: MapRow, format_: MapExportFormat, audience: Audience) -> MapFile:
    """The map as a file for `audience`, written where it was not written before.

    Raises `NotFound` where the picture is gone, `ObjectMissing` and `StorageError`.
    """
    files = context.services.files
    picture = await pictures.shown_to(context, audience, row, await images.of(context, row.image_id))
    picture_url = context.addresses.picture(picture.sha256, picture.format)
    wanted = _Wanted(row=row, format=format_, audience=audience, picture_url=picture_url)
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


def _report(format_: MapExportFormat, file: bytes) -> ExportedFile:
    """What a reader would trip over, itself a file, so that it is found out once."""
    return ExportedFile(
        data=orjson.dumps(exports.find_warnings(format_, file)), content_type="application/json"
    )
