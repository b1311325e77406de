"""Which bytes of a representation a request asks for: RFC 9110, sections 13 (conditions) and 14 (ranges)."""

import re
from dataclasses import dataclass

from starlette.datastructures import Headers

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ByteRange:
    """Bytes `start` up to but not including `end` of `size`."""

    start: int
    end: int
    size: int

    @property
    def content_range(self) -> str:
        """The value of Content-Range; its last position is included."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


class RangeNotSatisfiable(Exception):
    """The range that was asked for lies outside the picture."""


def is_unchanged(headers: Headers, etag: str) -> bool:
    """Whether If-None-Match names this representation; weak comparison, as the RFC wants it here."""
    named = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return etag in named or "*" in named


def wanted_range(headers: Headers, etag: str, size: int) -> ByteRange | None:
    """The one range asked for, or None for everything; raises `RangeNotSatisfiable`.

    Everything also answers what the RFC lets a server ignore: another unit, nonsense, several ranges, and an
    If-Range that names another representation.
    """
    if headers.get("if-range", etag) != etag:
        return None
    match = _ONE_RANGE.fullmatch(headers.get("range", ""))
    if match is None:
        return None
    first, last = (int(position) if position else None for position in match.groups())
    if first is None:
        return _last_bytes(last, size)
    if last is not None and last < first:
        return None
    if first >= size:
        raise RangeNotSatisfiable
    return ByteRange(start=first, end=size if last is None else min(last + 1, size), size=size)


def _last_bytes(count: int | None, size: int) -> ByteRange | None:
    if count is None:
        return None
    if count == 0 or size == 0:
        raise RangeNotSatisfiable
    return ByteRange(start=max(0, size - count), end=size, size=size)
