"""Stored pictures as browsers ask for them, from a directory and from S3."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
import uvicorn
from PIL import Image
from sqlmodel import col, func, select
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from app.http_errors import answer_http_exception
from app.media import Media, content_type, media_routes
from generation.post_processing.variants import Variant
from generation.vocabulary import ImageFormat
from persistence.cache import open_cache
from persistence.database import Database, open_database
from persistence.object_storage import ObjectStorage, S3Storage, open_storage
from persistence.object_storage.s3 import Patience
from persistence.tables import VariantRow
from resolvers.drawings import OverlayPictures
from resolvers.media import MediaAddresses, VariantMaker
from tests.relay import Relay

BASE = "http://limner"
SMALL = Variant(width=32, format=ImageFormat.WEBP)


class CountingPool(ThreadPoolExecutor):
    """A pool that knows how much it was asked to do."""

    calls = 0

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        return super().submit(*args, **kwargs)


class Server:
    """An application with the media endpoints, and what it is made of."""

    def __init__(self, database: Database, storage: ObjectStorage) -> None:
        self.storage = storage
        self.pool = CountingPool(2)
        self.addresses = MediaAddresses(base_url=BASE, secret=b"secret")
        self.variants = VariantMaker(
            database=database, storage=storage, cache=open_cache(None), pool=self.pool
        )
        media = Media(
            storage=storage,
            addresses=self.addresses,
            variants=self.variants,
            overlays=OverlayPictures(database=database, storage=storage, files=self.variants),
        )
        handlers = {HTTPException: answer_http_exception}
        self.app = Starlette(routes=media_routes(media), exception_handlers=handlers)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE)

    async def keep(self, data: bytes) -> str:
        """Store bytes and give their address."""
        return self.addresses.original((await self.storage.put(data)).sha256)


@asynccontextmanager
async def serving(database: Database, storage: ObjectStorage) -> AsyncIterator[Server]:
    server = Server(database, storage)
    async with server.client:
        yield server
    await server.variants.close()
    server.pool.shutdown()


@pytest.fixture
async def server(sqlite: Database, storage: ObjectStorage) -> AsyncIterator[Server]:
    async with serving(sqlite, storage) as server:
        yield server


@pytest.fixture
async def local(sqlite: Database, directory_url: str) -> AsyncIterator[Server]:
    """A server for tests in which the storage does not matter."""
    storage = open_storage(directory_url, "limner")
    async with serving(sqlite, storage) as server:
        yield server
    await storage.close()


def picture(format_: str = "PNG", side: int = 64) -> bytes:
    """A picture of noise: its file is about as large as its pixels."""
    pixels = np.random.default_rng(7).integers(0, 256, (side, side, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format_)
    return file.getvalue()


def error_of(response: httpx.Response) -> str:
    """The code of an error, in the one shape that errors have."""
    error = response.json()["error"]
    assert set(error) == {"code", "message", "details"}
    assert error["message"]
    assert response.headers["cache-control"] == "no-store"
    code: str = error["code"]
    return code


# ─── originals ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "AVIF"])
async def test_picture_is_served_whole_under_its_own_type_for_ever(server: Server, format_: str) -> None:
    data = picture(format_)
    response = await server.client.get(await server.keep(data))
    assert response.status_code == 200
    assert response.content == data
    sha256 = response.url.path.rpartition("/")[2]
    assert dict(response.headers) == {
        "content-type": f"image/{format_.lower()}",
        "content-length": str(len(data)),
        "etag": f'"{sha256}"',
        "cache-control": "public, max-age=31536000, immutable",
        "accept-ranges": "bytes",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
    }


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"RIFF....WAVE", b""]
)
async def test_what_is_no_picture_is_served_as_mere_bytes(local: Server, data: bytes) -> None:
    response = await local.client.get(await local.keep(data))
    assert response.content == data
    assert response.headers["content-type"] == "application/octet-stream"


def test_avif_is_known_by_a_compatible_brand_too() -> None:
    assert content_type(b"\0\0\0\x20ftypmif1\0\0\0\0miafavif....") == "image/avif"
    assert content_type(b"\0\0\0\x20ftypheic\0\0\0\0mif1heic....") == "application/octet-stream"


async def test_head_tells_all_that_get_would(server: Server) -> None:
    address = await server.keep(picture())
    got, head = await server.client.get(address), await server.client.head(address)
    assert head.content == b""
    assert (head.status_code, head.headers) == (got.status_code, got.headers)


async def test_head_does_not_know_ranges(local: Server) -> None:
    response = await local.client.head(await local.keep(picture()), headers={"Range": "bytes=0-3"})
    assert response.status_code == 200


@pytest.mark.parametrize("tags", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_known_picture_is_not_sent_again(local: Server, method: str, tags: str) -> None:
    address = await local.keep(picture())
    headers = {"If-None-Match": tags.format(address.rpartition("/")[2]), "Range": "bytes=0-3"}
    response = await local.client.request(method, address, headers=headers)
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"].strip('"') in address
    assert "content-length" not in response.headers


async def test_other_etag_gets_the_picture(local: Server) -> None:
    response = await local.client.get(await local.keep(picture()), headers={"If-None-Match": '"other"'})
    assert response.status_code == 200


@pytest.mark.parametrize("sha256", ["ab" * 32, "AB" * 32, "ab", "..%2f..%2fetc%2fpasswd", "%00" * 64])
async def test_unknown_or_impossible_hash_is_not_found(local: Server, sha256: str) -> None:
    for address in (f"/media/{sha256}", f"/media/{sha256}/inside?s=x"):
        response = await local.client.get(address)
        known_form = sha256 == "ab" * 32 and "inside" in address
        assert response.status_code == (403 if known_form else 404)
        assert error_of(response) == ("FORBIDDEN" if known_form else "NOT_FOUND")


async def test_nothing_can_be_posted(local: Server) -> None:
    response = await local.client.post(await local.keep(picture()))
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]
    assert error_of(response) == "VALIDATION_ERROR"


# ─── ranges ─────────────────────────────────────────────────────────────────

TEN = b"0123456789"


@pytest.mark.parametrize(
    ("wanted", "sent", "place"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", TEN, "bytes 0-9/10"),
        ("bytes=5-99", b"56789", "bytes 5-9/10"),
        ("bytes=0-999999999999999999", TEN, "bytes 0-9/10"),
        ("BYTES= 2-3 ", b"23", "bytes 2-3/10"),
    ],
)
async def test_part_is_sent_where_one_is_asked_for(
    server: Server, wanted: str, sent: bytes, place: str
) -> None:
    response = await server.client.get(await server.keep(TEN), headers={"Range": wanted})
    assert response.status_code == 206
    assert response.content == sent
    assert response.headers["content-range"] == place
    assert response.headers["content-length"] == str(len(sent))
    assert "immutable" in response.headers["cache-control"]


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,4-5", "bytes=3-1", "bytes=-", "bytes=a-b", "bytes=1", "lines=0-3", "bytes=" + "9" * 5000],
)
async def test_range_that_may_be_ignored_gets_everything(local: Server, wanted: str) -> None:
    response = await local.client.get(await local.keep(TEN), headers={"Range": wanted})
    assert response.status_code == 200
    assert response.content == TEN
    assert "content-range" not in response.headers


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-12", "bytes=99-", "bytes=-0"])
async def test_range_outside_the_picture_is_refused_with_its_size(local: Server, wanted: str) -> None:
    response = await local.client.get(await local.keep(TEN), headers={"Range": wanted})
    assert response.status_code == 416
    assert response.headers["content-range"] == "bytes */10"
    assert error_of(response) == "VALIDATION_ERROR"


@pytest.mark.parametrize(("tag", "status"), [('"{}"', 206), ('W/"{}"', 200), ('"other"', 200)])
async def test_range_holds_only_while_if_range_names_this_picture(
    local: Server, tag: str, status: int
) -> None:
    address = await local.keep(TEN)
    headers = {"Range": "bytes=0-3", "If-Range": tag.format(address.rpartition("/")[2])}
    assert (await local.client.get(address, headers=headers)).status_code == status


async def test_part_from_the_middle_keeps_the_type_of_the_picture(server: Server) -> None:
    response = await server.client.get(await server.keep(picture()), headers={"Range": "bytes=50-60"})
    assert response.headers["content-type"] == "image/png"


# ─── memory and the wire ────────────────────────────────────────────────────


async def test_large_picture_goes_out_in_pieces_of_bounded_size(server: Server) -> None:
    data = picture(side=800)
    address = await server.keep(data)
    sizes: list[int] = []

    async def receive() -> dict[str, Any]:
        return await asyncio.Future()

    async def send(message: Any) -> None:
        sizes.append(len(message.get("body", b"")))

    path = address.removeprefix(BASE)
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await server.app(scope, receive, send)
    assert sum(sizes) == len(data) > 1_000_000
    assert max(sizes) <= 256 * 1024


async def test_answers_are_sound_on_the_wire(server: Server) -> None:
    data = picture(side=500)
    path = (await server.keep(data)).removeprefix(BASE)
    async with over_tcp(server.app) as base, httpx.AsyncClient(base_url=base) as client:
        assert (await client.get(path)).content == data
        assert (await client.head(path)).headers["content-length"] == str(len(data))
        assert (await client.get(path, headers={"Range": "bytes=300000-"})).content == data[300_000:]
        etag = {"If-None-Match": f'"{path.rpartition("/")[2]}"'}
        assert (await client.get(path, headers=etag)).status_code == 304


@asynccontextmanager
async def over_tcp(app: Starlette) -> AsyncIterator[str]:
    """The application behind uvicorn on loopback, which checks lengths as browsers do."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with socket.create_server(
        ("127.0.0.1", 0)
    ) as listener:  # clients wait in its backlog until the server runs
        running = asyncio.create_task(server.serve([listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running


# ─── files to be saved ──────────────────────────────────────────────────────


async def test_file_is_served_for_saving_under_its_name_and_type(server: Server) -> None:
    sha256 = (await server.keep(b'{"format": 0.3}')).rpartition("/")[2]
    address = server.addresses.file(sha256, "crypt.dd2vtt")
    response = await server.client.get(address)
    assert (response.status_code, response.content) == (200, b'{"format": 0.3}')
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == 'attachment; filename="crypt.dd2vtt"'
    part = await server.client.get(address, headers={"Range": "bytes=1-8"})
    assert (part.status_code, part.content) == (206, b'"format"')
    assert part.headers["content-type"] == "application/json"
    head = await server.client.head(address)
    assert (head.headers["content-length"], head.content) == ("15", b"")


async def test_page_under_a_signed_name_is_only_bytes(local: Server) -> None:
    sha256 = (await local.keep(b"<script>")).rpartition("/")[2]
    response = await local.client.get(local.addresses.file(sha256, "crypt.html"))
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("signature", ["", "x" * 22])
async def test_file_is_given_to_nobody_under_a_name_of_their_own(local: Server, signature: str) -> None:
    address = await local.keep(picture())
    response = await local.client.get(f"{address}/file/crypt.png?s={signature}")
    assert response.status_code == 403
    assert error_of(response) == "FORBIDDEN"


async def test_signature_of_a_name_is_none_of_another_file(local: Server) -> None:
    one, other = [(await local.keep(data)).rpartition("/")[2] for data in (b"one", b"other")]
    address = local.addresses.file(one, "crypt.json")
    assert (await local.client.get(address.replace(one, other))).status_code == 403
    assert (await local.client.get(address.replace(one, "nonsense"))).status_code == 404


@pytest.mark.parametrize(("ending", "status"), [("webp", 200), ("png", 200), ("html", 404), ("", 404)])
async def test_picture_is_found_under_the_ending_of_a_picture(
    local: Server, ending: str, status: int
) -> None:
    response = await local.client.get(f"{await local.keep(picture())}.{ending}")
    assert response.status_code == status
    if status == 200:
        assert response.headers["content-type"] == "image/png"


# ─── variants ───────────────────────────────────────────────────────────────


async def test_variant_is_made_stored_and_served_under_its_own_hash(server: Server) -> None:
    sha256 = (await server.storage.put(picture())).sha256
    address = server.addresses.variant(sha256, SMALL)
    first, again = await server.client.get(address), await server.client.get(address)
    with Image.open(io.BytesIO(first.content)) as image:
        assert (image.format, image.size) == ("WEBP", (32, 32))
    assert first.headers["content-type"] == "image/webp"
    assert first.headers["etag"] != f'"{sha256}"'
    assert again.content == first.content == await server.storage.get(first.headers["etag"].strip('"'))
    assert server.pool.calls == 1


async def test_many_at_once_get_a_variant_that_is_made_once(server: Server) -> None:
    address = server.addresses.variant((await server.storage.put(picture(side=600))).sha256, SMALL)
    responses = await asyncio.gather(*(server.client.get(address) for _ in range(20)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.content for response in responses}) == 1
    assert server.pool.calls == 1


@pytest.mark.parametrize("signature", ["", "s=", "s=AAAAAAAAAAAAAAAAAAAAAA", "s=%C3%A9", "s=%ff", "s=x&s=y"])
async def test_variant_without_our_signature_is_forbidden_and_not_made(local: Server, signature: str) -> None:
    address = local.addresses.variant((await local.storage.put(picture())).sha256, SMALL)
    response = await local.client.get(f"{address.partition('?')[0]}?{signature}")
    assert response.status_code == 403
    assert error_of(response) == "FORBIDDEN"
    assert local.pool.calls == 0


async def test_signature_of_one_size_opens_no_other(local: Server) -> None:
    address = local.addresses.variant((await local.storage.put(picture())).sha256, SMALL)
    assert (await local.client.get(address.replace("w32", "w33"))).status_code == 403


async def test_variant_of_unknown_bytes_is_not_found(server: Server) -> None:
    response = await server.client.get(server.addresses.variant("ab" * 32, SMALL))
    assert response.status_code == 404
    assert error_of(response) == "NOT_FOUND"


@pytest.mark.parametrize("data", [picture()[:3000], picture("JPEG")[:500], b"no picture", b""])
async def test_variant_of_a_broken_picture_is_refused_in_words(server: Server, data: bytes) -> None:
    response = await server.client.get(
        server.addresses.variant((await server.storage.put(data)).sha256, SMALL)
    )
    assert response.status_code == 422
    assert error_of(response) == "VALIDATION_ERROR"
    assert response.json()["error"]["details"] == {"field": "image"}


async def test_who_gives_up_waiting_stops_nobody_else(server: Server) -> None:
    sha256 = (await server.storage.put(picture(side=600))).sha256
    hasty = asyncio.create_task(server.variants.find_or_make(sha256, SMALL))
    patient = asyncio.create_task(server.variants.find_or_make(sha256, SMALL))
    await asyncio.sleep(0)
    hasty.cancel()
    assert (await patient).content_type == "image/webp"
    assert server.pool.calls == 1


async def test_processes_that_make_the_same_variant_agree(database: Database, storage: ObjectStorage) -> None:
    async with serving(database, storage) as one, serving(database, storage) as other:
        sha256 = (await storage.put(picture())).sha256
        for width in range(10, 20):
            variant = Variant(width=width)
            rows = await asyncio.gather(
                *(each.variants.find_or_make(sha256, variant) for each in (one, other))
            )
            assert len({row.sha256 for row in rows}) == 1
        async with database.reading() as session:
            assert (await session.execute(select(func.count(col(VariantRow.key))))).scalar_one() == 10


# ─── what is away ───────────────────────────────────────────────────────────


async def test_storage_that_is_away_is_told_and_served_from_when_it_is_back(
    sqlite: Database, s3_url: str, free_port: int
) -> None:
    relay = Relay(s3_url, 80, port=free_port)
    storage = impatient_s3(s3_url, free_port)
    async with serving(sqlite, storage) as server:
        async with relay:
            address = await server.keep(picture())
            variant = server.addresses.thumbnail(address.rpartition("/")[2])
        for away in (address, variant):
            response = await server.client.get(away)
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0
            assert error_of(response) == "STORAGE_ERROR"
        async with relay:
            assert (await server.client.get(address)).status_code == 200
            assert (await server.client.get(variant)).status_code == 200
    await storage.close()


def impatient_s3(url: str, port: int) -> S3Storage:
    """The bucket of this address, by way of a port of loopback, without retries."""
    address = urlsplit(url)
    return S3Storage(
        endpoint=f"127.0.0.1:{port}",
        access_key=address.username or "",
        secret_key=address.password or "",
        bucket=address.path.strip("/"),
        secure=False,
        patience=Patience(retries=0),
    )


async def test_picture_that_breaks_off_is_never_taken_for_whole(
    sqlite: Database, s3_url: str, free_port: int
) -> None:
    storage = impatient_s3(s3_url, free_port)
    async with Relay(s3_url, 80, port=free_port) as relay, serving(sqlite, storage) as server:
        path = (await server.keep(picture(side=1000))).removeprefix(BASE)
        async with over_tcp(server.app) as base, httpx.AsyncClient(base_url=base) as client:
            relay.cut_once_after(1_000_000)
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(path)
            assert (await client.get(path)).status_code == 200
    await storage.close()


async def test_originals_are_served_without_the_database_and_variants_are_not(
    storage: ObjectStorage, free_port: int
) -> None:
    away = open_database(f"postgresql://limner@127.0.0.1:{free_port}/limner")
    async with serving(away, storage) as server:
        address = await server.keep(picture())
        assert (await server.client.get(address)).status_code == 200
        response = await server.client.get(server.addresses.thumbnail(address.rpartition("/")[2]))
        assert response.status_code == 503
        assert error_of(response) == "INTERNAL_ERROR"
    await away.close()
