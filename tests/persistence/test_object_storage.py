"""One contract, kept by object storage in a directory and on S3; and what each of them survives."""

import asyncio
import hashlib
import os
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from persistence.errors import ObjectMissing, StorageError
from persistence.object_storage import DirectoryStorage, ObjectStorage, S3Storage, open_storage
from persistence.object_storage.keys import CHUNK_BYTES
from persistence.object_storage.s3 import Patience
from tests.relay import Relay

HASH_OF_NOTHING_STORED = "0" * 64
NOT_HASHES = ("", "abc", "../../../etc/passwd", "A" * 64, "0" * 65, f"{'0' * 64}\n")


@pytest.fixture
async def storage(storage_url: str) -> AsyncIterator[ObjectStorage]:
    storage = open_storage(storage_url, bucket="unused")
    await storage.start()
    yield storage
    await storage.close()


def picture(size: int) -> bytes:
    """Bytes that no two places share, so that a wrong range shows."""
    return random.Random(size).randbytes(size)


async def read(storage: ObjectStorage, sha256: str, start: int = 0, end: int | None = None) -> bytes:
    chunks = [chunk async for chunk in storage.stream(sha256, start, end)]
    assert all(0 < len(chunk) <= CHUNK_BYTES for chunk in chunks)
    return b"".join(chunks)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 3 * CHUNK_BYTES + 17])
async def test_bytes_come_back_as_they_were_put(storage: ObjectStorage, size: int) -> None:
    data = picture(size)
    stored = await storage.put(data)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert stored.size_bytes == size
    assert await storage.get(stored.sha256) == data
    assert await read(storage, stored.sha256) == data


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (5, 5), (7, 3), (100, 300_000), (599_999, None), (600_000, None), (0, 10**9)]
)
async def test_stream_answers_exactly_the_range(storage: ObjectStorage, start: int, end: int | None) -> None:
    data = picture(600_000)
    stored = await storage.put(data)
    expected = data[start:] if end is None else data[start:end]
    assert await read(storage, stored.sha256, start, end) == expected


async def test_same_bytes_are_stored_once(storage: ObjectStorage) -> None:
    first, second = await storage.put(b"same"), await storage.put(b"same")
    assert first.sha256 == second.sha256
    assert [stored.sha256 async for stored in storage.objects()] == [first.sha256]


async def test_many_put_the_same_bytes_at_once(storage: ObjectStorage) -> None:
    data = picture(300_000)
    stored = await asyncio.gather(*(storage.put(data) for _ in range(12)))
    assert len({one.sha256 for one in stored}) == 1
    assert await storage.get(stored[0].sha256) == data
    assert len([one async for one in storage.objects()]) == 1


async def test_every_object_is_listed_with_its_size(storage: ObjectStorage) -> None:
    sizes = {(await storage.put(picture(size))).sha256: size for size in range(1, 30)}
    assert {stored.sha256: stored.size_bytes async for stored in storage.objects()} == sizes


async def test_times_are_utc_and_now(storage: ObjectStorage) -> None:
    put = await storage.put(b"timed")
    known = await storage.stat(put.sha256)
    assert known is not None
    for moment in (put.modified_at, known.modified_at):
        assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)


async def test_missing_object_is_missing_everywhere(storage: ObjectStorage) -> None:
    for sha256 in (HASH_OF_NOTHING_STORED, *NOT_HASHES):
        assert await storage.stat(sha256) is None
        assert await storage.delete(sha256) is False
        with pytest.raises(ObjectMissing):
            await storage.get(sha256)
        with pytest.raises(ObjectMissing):
            await read(storage, sha256, 5, 5)


async def test_deleted_object_is_missing(storage: ObjectStorage) -> None:
    stored, other = await storage.put(b"to go"), await storage.put(b"to stay")
    assert await storage.delete(stored.sha256) is True
    assert await storage.delete(stored.sha256) is False
    assert await storage.stat(stored.sha256) is None
    assert await storage.get(other.sha256) == b"to stay"


async def test_stream_left_in_the_middle_leaves_the_storage_usable(storage: ObjectStorage) -> None:
    stored = await storage.put(picture(2_000_000))
    for _ in range(40):  # more than there are threads and connections
        chunks = storage.stream(stored.sha256)
        await anext(chunks)
        await chunks.aclose()  # type: ignore[attr-defined]  # the port promises no more than an iterator
    assert len(await storage.get(stored.sha256)) == 2_000_000


async def test_cancelled_reader_leaves_the_storage_usable(storage: ObjectStorage) -> None:
    stored = await storage.put(picture(2_000_000))
    readers = [asyncio.create_task(read(storage, stored.sha256)) for _ in range(40)]
    await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    assert len(await storage.get(stored.sha256)) == 2_000_000


async def test_storage_that_works_is_well_and_keeps_nothing_of_the_check(storage: ObjectStorage) -> None:
    await storage.check()
    assert [stored async for stored in storage.objects()] == []


async def test_storage_may_start_twice(storage_url: str, storage: ObjectStorage) -> None:
    stored = await storage.put(b"kept")
    again = open_storage(storage_url, bucket="unused")
    await again.start()
    assert await again.get(stored.sha256) == b"kept"
    await again.close()


async def test_description_holds_no_secret(storage: ObjectStorage, storage_url: str) -> None:
    assert (urlsplit(storage_url).password or "no secret") not in storage.description


# --- the directory ----------------------------------------------------------------------------------------


async def test_directory_keeps_objects_by_their_hash_and_nothing_beside(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    await storage.start()
    sha256 = (await storage.put(b"picture")).sha256
    assert files_under(tmp_path) == [Path("sha256", sha256[:2], sha256[2:4], sha256)]
    await storage.close()


def files_under(root: Path) -> list[Path]:
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


async def test_object_put_again_is_new_again_so_that_no_sweep_takes_it(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    sha256 = (await storage.put(b"picture")).sha256
    os.utime(tmp_path / "sha256" / sha256[:2] / sha256[2:4] / sha256, (0, 0))
    again = await storage.put(b"picture")
    assert again.modified_at > datetime.now(UTC) - timedelta(minutes=5)
    await storage.close()


async def test_object_that_lost_its_end_is_written_anew(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    sha256 = (await storage.put(b"picture")).sha256
    (tmp_path / "sha256" / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"pict")
    await storage.put(b"picture")
    assert await storage.get(sha256) == b"picture"
    await storage.close()


async def test_start_clears_away_what_old_interrupted_writes_left(tmp_path: Path) -> None:
    left, running = tmp_path / "incoming" / "left", tmp_path / "incoming" / "running"
    left.parent.mkdir()
    for path in (left, running):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    storage = DirectoryStorage(tmp_path)
    await storage.start()
    assert not left.exists()
    assert running.exists()
    await storage.close()


async def test_directory_that_cannot_be_one_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    storage = DirectoryStorage(tmp_path / "file" / "objects")
    for attempt in (storage.start, storage.check, lambda: storage.put(b"picture")):
        with pytest.raises(StorageError, match="could not be used"):
            await attempt()
    await storage.close()


# --- S3 ---------------------------------------------------------------------------------------------------


def s3_at(url: str, patience: Patience) -> S3Storage:
    address = urlsplit(url)
    return S3Storage(
        endpoint=address.netloc.rpartition("@")[2],
        access_key=address.username or "",
        secret_key=address.password or "",
        bucket=address.path.strip("/"),
        secure=False,
        patience=patience,
    )


async def test_bucket_in_the_address_wins_over_the_setting(s3_url: str) -> None:
    assert urlsplit(s3_url).path.strip("/") in open_storage(s3_url, bucket="from-the-setting").description
    without = urlsplit(s3_url)._replace(path="").geturl()
    assert "from-the-setting" in open_storage(without, bucket="from-the-setting").description


async def test_bucket_is_made_late_where_the_server_was_away_at_the_start(s3_url: str) -> None:
    storage = open_storage(s3_url, bucket="unused")
    stored = await storage.put(b"picture")
    assert await storage.get(stored.sha256) == b"picture"
    await storage.close()


async def test_wrong_key_is_a_storage_error_without_the_key(s3_url: str) -> None:
    wrong = s3_url.replace(f":{urlsplit(s3_url).password}@", ":wrong-secret@")
    storage = open_storage(wrong, bucket="unused")
    with pytest.raises(StorageError, match="refused") as raised:
        await storage.check()
    assert "wrong-secret" not in raised.value.message
    await storage.close()


async def test_stream_goes_on_where_the_connection_broke(s3_url: str) -> None:
    data = picture(3_000_000)
    async with Relay(s3_url, 8333) as relay:
        storage = s3_at(relay.url, Patience(backoff_seconds=0.01))
        stored = await storage.put(data)
        relay.cut_once_after(1_000_000)
        assert await read(storage, stored.sha256) == data
        await storage.close()


async def test_put_is_sent_again_when_the_server_is_back(s3_url: str, free_port: int) -> None:
    relay = Relay(s3_url, 8333, port=free_port)
    storage = s3_at(relay.url, Patience(retries=8, backoff_seconds=0.05))
    putting = asyncio.create_task(storage.put(b"picture"))
    await asyncio.wait([putting], timeout=0.2)
    assert not putting.done()
    async with relay:
        stored = await putting
        assert await storage.get(stored.sha256) == b"picture"
    await storage.close()


async def test_server_that_is_away_is_a_storage_error(free_port: int) -> None:
    address = f"s3://key:secret-word@127.0.0.1:{free_port}/bucket"
    storage = s3_at(address, Patience(retries=1, backoff_seconds=0.01))
    for attempt in (storage.start, storage.check, lambda: storage.put(b"x"), lambda: storage.get("0" * 64)):
        with pytest.raises(StorageError, match="did not answer") as raised:
            await attempt()
        assert "secret-word" not in raised.value.message
    await storage.close()


async def test_server_that_says_nothing_is_a_storage_error(s3_url: str) -> None:
    async with Relay(s3_url, 8333) as relay:
        storage = s3_at(relay.url, Patience(read_seconds=0.2, retries=1, backoff_seconds=0.01))
        stored = await storage.put(b"picture")
        relay.stay_silent()
        with pytest.raises(StorageError, match="did not answer"):
            await storage.get(stored.sha256)
        await storage.close()


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "must begin with"),
        ("/srv/limner", "must begin with"),
        ("https://example.org/bucket", "must begin with"),
        ("file://", "whole path"),
        ("file:relative", "whole path"),
        ("file://host/srv", "whole path"),
        ("s3://127.0.0.1:9000/bucket", "must look like"),
        ("s3://key@127.0.0.1:9000/bucket", "must look like"),
        ("s3://key:secret@127.0.0.1:port/bucket", "port"),
        ("s3://key:secret@127.0.0.1:9000/one/two", "no bucket"),
        ("s3://key:secret@127.0.0.1:9000/B!", "bucket"),
        ("s3://key:secret@127.0.0.1:9000/bucket?secure=maybe", "true or false"),
        ("s3://key:secret@127.0.0.1:9000/bucket?colour=red", "colour"),
    ],
)
def test_bad_address_is_refused_in_one_sentence(url: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as raised:
        open_storage(url, bucket="limner")
    assert str(raised.value).startswith("The ")
    assert "secret" not in str(raised.value).replace("s3://key:secret@host", "")


def test_path_and_keys_may_hold_escaped_letters() -> None:
    assert "two words" in open_storage("file:///srv/two%20words", bucket="limner").description
    assert "limner at host:9000" in open_storage("s3://a%2Fb:c%40d@host:9000", bucket="limner").description
