"""Objects in a bucket of any S3, by the `minio` SDK in threads."""

import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from random import uniform
from time import sleep
from xml.etree.ElementTree import ParseError

import certifi
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from persistence.errors import ObjectMissing, StorageError
from persistence.object_storage.keys import CHUNK_BYTES, PREFIX, hash_of, is_hash, key_of
from persistence.object_storage.port import StoredObject
from persistence.object_storage.threads import Threads

_THREADS = 16
_LISTING_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long an S3 may take: seconds for one connection and for one answer, and how often to ask again."""

    connect_seconds: float = 3.0
    read_seconds: float = 20.0
    retries: int = 4
    backoff_seconds: float = 0.2
    backoff_max_seconds: float = 5.0

    def pool(self) -> PoolManager:
        """Connections that keep these limits; 429 and 5xx are asked again, further apart each time."""
        return PoolManager(
            maxsize=_THREADS,
            timeout=Timeout(connect=self.connect_seconds, read=self.read_seconds),
            ca_certs=certifi.where(),
            retries=Retry(
                total=self.retries,
                read=min(self.retries, 2),  # each silent answer costs `read_seconds`
                status_forcelist=(429, 500, 502, 503, 504),
                backoff_factor=self.backoff_seconds,
                backoff_jitter=self.backoff_seconds,
                backoff_max=self.backoff_max_seconds,
                retry_after_max=int(self.backoff_max_seconds),
            ),
        )


#: For asking whether the storage is well: one quick try.
_IMPATIENT = Patience(connect_seconds=2.0, read_seconds=3.0, retries=0)


class S3Storage:
    """Objects under `sha256/ab/cd/abcd…` of one bucket."""

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        secure: bool = True,
        region: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        def client(pool: PoolManager) -> Minio:
            return Minio(endpoint, access_key, secret_key, secure=secure, region=region, http_client=pool)

        self._endpoint = endpoint
        self._bucket = bucket
        self._patience = patience or Patience()
        self._pools = self._patience.pool(), _IMPATIENT.pool()
        self._client, self._quick_client = map(client, self._pools)
        self._threads = Threads("s3-storage", _THREADS)

    @property
    def description(self) -> str:
        """The server and the bucket, without keys."""
        return f"S3 bucket {self._bucket} at {self._endpoint}"

    async def start(self) -> None:
        """Make the bucket where it is missing."""
        await self._threads.call(self._start)

    async def put(self, data: bytes) -> StoredObject:
        """Store bytes. The same bytes are sent again, so that their age is renewed for who clears orphans."""
        return await self._threads.call(self._put, data)

    async def get(self, sha256: str) -> bytes:
        """All bytes of an object; raises `ObjectMissing`."""
        return await self._threads.call(lambda: b"".join(self._chunks(sha256, 0, None)))

    def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Bytes `start` up to but not including `end`, 256 KiB at most at a time; raises `ObjectMissing`."""
        return self._threads.iterate(self._chunks(sha256, start, end))

    async def stat(self, sha256: str) -> StoredObject | None:
        """Size and age of an object; None where there is none."""
        return await self._threads.call(self._stat, sha256)

    async def delete(self, sha256: str) -> bool:
        """Remove an object; False where there was none."""
        return await self._threads.call(self._delete, sha256)

    async def objects(self) -> AsyncIterator[StoredObject]:
        """Every object, in no order."""
        async with aclosing(self._threads.iterate(self._batches())) as batches:
            async for batch in batches:
                for stored in batch:
                    yield stored

    async def check(self) -> None:
        """Write an object and remove it again, without retries; raises `StorageError`."""
        await self._threads.call(self._check)

    async def close(self) -> None:
        """Give threads and connections back."""
        await self._threads.close()
        for pool in self._pools:
            pool.clear()

    def _start(self) -> None:
        with self._using():
            self._make_bucket(self._client)

    def _make_bucket(self, client: Minio) -> None:
        if client.bucket_exists(self._bucket):
            return
        try:
            client.make_bucket(self._bucket)
        except S3Error as error:
            if error.code != "BucketAlreadyOwnedByYou":  # another process was quicker
                raise

    def _put(self, data: bytes) -> StoredObject:
        sha256 = hash_of(data)
        with self._using():
            self._send(self._client, key_of(sha256), data)
        return StoredObject(sha256=sha256, size_bytes=len(data), modified_at=datetime.now(UTC))

    def _send(self, client: Minio, key: str, data: bytes) -> None:
        """Write; make the bucket where it is missing, since the server may have been away at the start."""
        try:
            client.put_object(self._bucket, key, BytesIO(data), len(data))
        except S3Error as error:
            if error.code != "NoSuchBucket":
                raise
            self._make_bucket(client)
            client.put_object(self._bucket, key, BytesIO(data), len(data))

    def _chunks(self, sha256: str, start: int, end: int | None) -> Generator[bytes, None, None]:
        """The range in pieces; a connection that breaks on the way is taken up where it broke."""
        with self._using():
            size = self._client.stat_object(self._bucket, key_of(sha256)).size or 0
            position, stop = start, min(size, size if end is None else end)
            failures = 0
            while position < stop:
                try:
                    for chunk in self._range(sha256, position, stop):
                        position += len(chunk)
                        failures = 0
                        yield chunk
                except (ProtocolError, ReadTimeoutError):  # in the body, where urllib3 does not ask again
                    failures += 1
                    if failures > self._patience.retries:
                        raise
                    sleep(self._patience.backoff_seconds * 2**failures * uniform(0.5, 1))

    def _range(self, sha256: str, start: int, stop: int) -> Iterator[bytes]:
        response: BaseHTTPResponse = self._client.get_object(
            self._bucket, key_of(sha256), offset=start, length=stop - start
        )
        try:
            yield from response.stream(CHUNK_BYTES, decode_content=False)
            response.release_conn()
        finally:
            response.close()

    def _stat(self, sha256: str) -> StoredObject | None:
        try:
            with self._using():
                found = self._client.stat_object(self._bucket, key_of(sha256))
        except ObjectMissing:
            return None
        return StoredObject(
            sha256=sha256,
            size_bytes=found.size or 0,
            modified_at=found.last_modified or datetime.now(UTC),
        )

    def _delete(self, sha256: str) -> bool:
        if self._stat(sha256) is None:
            return False
        with self._using():
            self._client.remove_object(self._bucket, key_of(sha256))
        return True

    def _batches(self) -> Generator[list[StoredObject], None, None]:
        with self._using():
            found = self._listing()
            while batch := list(islice(found, _LISTING_BATCH)):
                yield batch

    def _listing(self) -> Iterator[StoredObject]:
        for entry in self._client.list_objects(self._bucket, prefix=PREFIX, recursive=True):
            sha256 = (entry.object_name or "").rpartition("/")[2]
            if is_hash(sha256) and entry.last_modified is not None:
                yield StoredObject(sha256=sha256, size_bytes=entry.size or 0, modified_at=entry.last_modified)

    def _check(self) -> None:
        key = f"check/{uuid.uuid4().hex}"
        with self._using():
            self._send(self._quick_client, key, b"Limner can write here.")
            self._quick_client.remove_object(self._bucket, key)

    @contextmanager
    def _using(self) -> Iterator[None]:
        """Turn what the SDK and the network say into our own errors."""
        try:
            yield
        except S3Error as error:
            if error.code == "NoSuchKey":
                raise ObjectMissing from error
            raise StorageError(f"The {self.description} refused: {error.message or error.code}.") from error
        except (MinioException, HTTPError, OSError, ParseError) as error:
            raise StorageError(f"The {self.description} did not answer: {type(error).__name__}.") from error
