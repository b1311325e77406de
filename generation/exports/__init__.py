"""Maps as files for other programs: virtual tabletops, geographic tools, level editors."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from generation.exports.exported_map import ExportedMap, seen_by
from generation.exports.universal_vtt import READABLE_PICTURES, write_universal_vtt
from generation.post_processing.encoding import encode
from generation.post_processing.pixels import open_image, opened
from generation.vocabulary import Audience, ImageFormat, MapExportFormat

__all__ = ["REVISION", "ExportedFile", "ExportedMap", "content_type_of", "export_name", "seen_by", "write"]

REVISION = 1  #: of what is written here; a higher one makes files anew that were kept from before

LONGEST_NAME = 80

ENDINGS: Mapping[MapExportFormat, str] = MappingProxyType(
    {
        MapExportFormat.UNIVERSAL_VTT: "dd2vtt",
    }
)
CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "dd2vtt": "application/json",
    }
)
"""By ending."""


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
    return CONTENT_TYPES.get(file_name.rpartition(".")[2])


def write(format_: MapExportFormat, map_: ExportedMap, picture: bytes) -> ExportedFile:
    """The file of a map whose stored picture is `picture`.

    Raises `InvalidBrief(field="image")` where that is not a complete picture.
    """
    file = BytesIO()  # whose value is taken out without a copy
    for chunk in write_universal_vtt(map_, _readable(picture), _pixels_per_space(map_, picture)):
        file.write(chunk)
    return ExportedFile(data=file.getvalue(), content_type=CONTENT_TYPES[ENDINGS[format_]])


def _readable(picture: bytes) -> bytes:
    """The picture as a file that importers know: as it is, or else as PNG."""
    with opened(picture) as image:
        if image.format in READABLE_PICTURES:
            return picture
    return encode(open_image(picture), ImageFormat.PNG).data


def _pixels_per_space(map_: ExportedMap, picture: bytes) -> int:
    """Of the picture as it is: it may have been enlarged since the map was laid out."""
    with opened(picture) as image:
        return max(1, round(image.width / map_.layout.columns))
