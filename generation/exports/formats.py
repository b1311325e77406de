"""The file formats of exports: what each is called, how it is written and how it is read back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generation.exports.exported_map import ExportedMap
from generation.exports.foundry import write_foundry_scene
from generation.exports.geojson import write_geojson
from generation.exports.reading.foundry import read_foundry_scene
from generation.exports.reading.geojson import read_geojson
from generation.exports.reading.read_back import ReadBack
from generation.exports.reading.tiled import read_tiled
from generation.exports.reading.universal_vtt import read_universal_vtt
from generation.exports.tiled import write_tiled
from generation.exports.universal_vtt import write_universal_vtt
from generation.vocabulary import MapExportFormat


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format. `write` gives the file in chunks; `read` raises `Unreadable` for what is not of it."""

    ending: str
    content_type: str
    write: Callable[[ExportedMap], Iterator[bytes]]
    read: Callable[[bytes], ReadBack]


FORMATS: Mapping[MapExportFormat, Format] = MappingProxyType(
    {
        MapExportFormat.UNIVERSAL_VTT: Format(
            ending="dd2vtt",
            content_type="application/json",
            write=write_universal_vtt,
            read=read_universal_vtt,
        ),
        MapExportFormat.FOUNDRY_SCENE: Format(
            ending="json",
            content_type="application/json",
            write=write_foundry_scene,
            read=read_foundry_scene,
        ),
        MapExportFormat.GEOJSON: Format(
            ending="geojson",
            content_type="application/geo+json",
            write=write_geojson,
            read=read_geojson,
        ),
        MapExportFormat.TILED: Format(
            ending="tmj",
            content_type="application/json",
            write=write_tiled,
            read=read_tiled,
        ),
    }
)
