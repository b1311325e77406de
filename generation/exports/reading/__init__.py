"""Reads exported files back as other programs would, and tells what those would trip over."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generation.exports.reading.read_back import ReadBack, Unreadable, warnings_of
from generation.exports.reading.universal_vtt import read_universal_vtt
from generation.vocabulary import MapExportFormat

__all__ = ["READERS", "ReadBack", "Unreadable", "find_warnings"]

READERS: Mapping[MapExportFormat, Callable[[bytes], ReadBack]] = MappingProxyType(
    {
        MapExportFormat.UNIVERSAL_VTT: read_universal_vtt,
    }
)
"""For each format what reads it; each raises `Unreadable` with the path of what is wrong."""


def find_warnings(format_: MapExportFormat, data: bytes) -> list[str]:
    """What a reader of this format could trip over in a file, each as a sentence; empty when clean."""
    return warnings_of(READERS[format_], data)
