"""Maps as files for other programs: virtual tabletops, geographic tools, level editors."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from generation.exports.exported_map import ExportedMap, Picture, Piece, seen_by
from generation.exports.formats import FORMATS
from generation.exports.reading.read_back import warnings_of
from generation.vocabulary import Audience, MapExportFormat

__all__ = [
    "FORMATS",
    "REVISION",
    "ExportedFile",
    "ExportedMap",
    "Picture",
    "Piece",
    "content_type_of",
    "export_name",
    "find_warnings",
    "seen_by",
    "write",
]

REVISION = 2  #: of what is written here; a higher one makes files anew that were kept from before
LONGEST_NAME = 80

_CONTENT_TYPES = {format_.ending: format_.content_type for format_ in FORMATS.values()}


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """A written file."""

    data: bytes
    content_type: str


def export_name(name: str, audience: Audience) -> str:
    """A file name for a map, without ending: lower-case ASCII letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "map"
    return f"{slug}-players" if audience is Audience.PLAYERS else slug


def content_type_of(file_name: str) -> str | None:
    """The type of an exported file by its ending; None for what is no export."""
    return _CONTENT_TYPES.get(file_name.rpartition(".")[2])


def write(format_: MapExportFormat, map_: ExportedMap) -> ExportedFile:
    """The file of a map; raises `InvalidBrief(field="image")` where its picture is not complete."""
    file = BytesIO()  # whose value is taken out without a copy
    for chunk in FORMATS[format_].write(map_):
        file.write(chunk)
    return ExportedFile(data=file.getvalue(), content_type=FORMATS[format_].content_type)


def find_warnings(format_: MapExportFormat, data: bytes) -> list[str]:
    """What a reader of this format could trip over in a file, each as a sentence; empty when clean."""
    return warnings_of(FORMATS[format_].read, data)
