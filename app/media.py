"""Stored bytes over HTTP: `/media/{sha256}` and its variants, immutable under addresses made of content."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from http import HTTPStatus
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.byte_range import ByteRange, RangeNotSatisfiable, is_unchanged, wanted_range
from app.http_errors import error_response, foreseen
from generation.exports import content_type_of
from generation.post_processing.variants import Variant
from generation.vocabulary import ImageFormat
from persistence.errors import ObjectMissing
from persistence.object_storage import ObjectStorage
from persistence.object_storage.keys import is_hash
from resolvers.drawings import DrawingFormat, OverlayPictures
from resolvers.media import MediaAddresses, VariantMaker

#: What a picture file begins with. SVG is missing on purpose: it can carry scripts.
_BEGINNINGS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/avif": re.compile(rb".{4}ftyp(?:.{4})*avif", re.DOTALL),  # as the brand or a compatible one
}
_BEGINNING_BYTES = 32
_PICTURE_ENDINGS = frozenset(str(format_) for format_ in ImageFormat)
_UNKNOWN_TYPE = "application/octet-stream"

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Accept-Ranges": "bytes",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
#: An SVG is a document: it may style itself and show the pictures inside it, and no script runs.
_DRAWING_HEADERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        DrawingFormat.PNG: _NO_HEADERS,
        DrawingFormat.SVG: {
            "Content-Type": "image/svg+xml",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
            "sandbox",
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Media:
    """What the endpoints need."""

    storage: ObjectStorage
    addresses: MediaAddresses
    variants: VariantMaker
    overlays: OverlayPictures


Endpoint = Callable[[Media, Request], Awaitable[Response]]


def media_routes(media: Media) -> list[Route]:
    """The endpoints, for GET and HEAD."""
    return [
        Route("/media/{sha256}", partial(_original, media), methods=["GET"], name="media"),
        Route("/media/overlays/{id:uuid}/{name}", partial(_overlay, media), methods=["GET"], name="overlay"),
        Route("/media/{sha256}/file/{name}", partial(_file, media), methods=["GET"], name="file"),
        Route("/media/{sha256}/{key}", partial(_variant, media), methods=["GET"], name="variant"),
    ]


def content_type(beginning: bytes) -> str:
    """The type of a picture file by its first 32 bytes; whatever else lies in storage is only bytes."""
    matching = (name for name, pattern in _BEGINNINGS.items() if pattern.match(beginning[:_BEGINNING_BYTES]))
    return next(matching, _UNKNOWN_TYPE)


def _failing_in_words(endpoint: Endpoint) -> Endpoint:
    """Let an endpoint answer failures that were foreseen in the one shape that they all have."""

    @wraps(endpoint)
    async def answer(media: Media, request: Request) -> Response:
        try:
            return await endpoint(media, request)
        except Exception as error:
            if (response := foreseen(error)) is None:
                raise
            return response

    return answer


@_failing_in_words
async def _original(media: Media, request: Request) -> Response:
    """The bytes decide what they are; an ending is for readers that go by it."""
    sha256, dot, ending = request.path_params["sha256"].partition(".")
    if dot and ending not in _PICTURE_ENDINGS:
        raise ObjectMissing
    return await _serve(media.storage, request, sha256)


@_failing_in_words
async def _file(media: Media, request: Request) -> Response:
    """Stored bytes to be saved under a name; nobody but us can name what others are to save."""
    sha256, name = request.path_params["sha256"], request.path_params["name"]
    if not is_hash(sha256):
        raise ObjectMissing
    if not media.addresses.is_signed_file(sha256, name, request.query_params.get("s", "")):
        return _unsigned()
    headers = {
        "Content-Type": content_type_of(name) or _UNKNOWN_TYPE,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return await _serve(media.storage, request, sha256, headers)


@_failing_in_words
async def _variant(media: Media, request: Request) -> Response:
    sha256, key = request.path_params["sha256"], request.path_params["key"]
    if not is_hash(sha256):
        raise ObjectMissing
    if not media.addresses.is_signed(sha256, key, request.query_params.get("s", "")):
        return _unsigned()
    row = await media.variants.find_or_make(sha256, Variant.parse(key))
    return await _serve(media.storage, request, row.sha256)


@_failing_in_words
async def _overlay(media: Media, request: Request) -> Response:
    """An overlay as it was when this address was given away, drawn now where it was not drawn before."""
    overlay_id = request.path_params["id"]
    digest, _, ending = request.path_params["name"].partition(".")
    if not is_hash(digest) or ending not in _DRAWING_HEADERS:
        raise ObjectMissing
    if not media.addresses.is_signed_overlay(overlay_id, digest, ending, request.query_params.get("s", "")):
        return _unsigned()
    format_ = DrawingFormat(ending)
    row = await media.overlays.find_or_draw(overlay_id, digest, format_)
    return await _serve(media.storage, request, row.sha256, _DRAWING_HEADERS[format_])


def _unsigned() -> Response:
    return error_response(HTTPStatus.FORBIDDEN, "FORBIDDEN", "This address bears no signature of ours.")


async def _serve(
    storage: ObjectStorage, request: Request, sha256: str, headers: Mapping[str, str] = _NO_HEADERS
) -> Response:
    """The object, or what is asked of it; raises `ObjectMissing` and `StorageError`.

    `headers` stand above those that are told from the bytes.
    """
    stored = await storage.stat(sha256)
    if stored is None:
        raise ObjectMissing
    answer = _Answer(storage=storage, sha256=sha256, size=stored.size_bytes, headers=headers)
    if is_unchanged(request.headers, answer.etag):
        return answer.unchanged()
    if request.method == "HEAD":
        return await answer.head()
    try:
        part = wanted_range(request.headers, answer.etag, answer.size)
    except RangeNotSatisfiable:
        return answer.unsatisfied()
    return await (answer.whole() if part is None else answer.part(part))


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """The ways to answer with one object of `size` bytes.

    The first bytes are read before the headers go out, so that a storage that fails still gets a status.
    """

    storage: ObjectStorage
    sha256: str
    size: int
    headers: Mapping[str, str]

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'

    def unchanged(self) -> Response:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_HEADERS | {"ETag": self.etag})

    def unsatisfied(self) -> Response:
        return error_response(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "VALIDATION_ERROR",
            "The range begins after the last byte.",
            details={"sizeBytes": self.size},
            headers={"Content-Range": f"bytes */{self.size}", "Accept-Ranges": "bytes"},
        )

    async def head(self) -> Response:
        return Response(headers=self._headers(content_type(await self._beginning()), self.size))

    async def whole(self) -> Response:
        chunks = self.storage.stream(self.sha256)
        first = await anext(chunks, b"")
        headers = self._headers(content_type(first), self.size)
        return StreamingResponse(_rejoined(first, chunks), headers=headers)

    async def part(self, part: ByteRange) -> Response:
        type_ = content_type(await self._beginning())
        chunks = self.storage.stream(self.sha256, part.start, part.end)
        first = await anext(chunks, b"")
        headers = self._headers(type_, part.end - part.start) | {"Content-Range": part.content_range}
        return StreamingResponse(_rejoined(first, chunks), HTTPStatus.PARTIAL_CONTENT, headers=headers)

    async def _beginning(self) -> bytes:
        return b"".join([chunk async for chunk in self.storage.stream(self.sha256, 0, _BEGINNING_BYTES)])

    def _headers(self, type_: str, length: int) -> dict[str, str]:
        told = {"ETag": self.etag, "Content-Type": type_, "Content-Length": str(length)}
        return {**_HEADERS, **told, **self.headers}


async def _rejoined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
