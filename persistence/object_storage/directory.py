"""Objects as files of one directory, safe against crashes and power cuts."""

import os
import time
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from persistence.errors import ObjectMissing, StorageError
from persistence.object_storage.keys import CHUNK_BYTES, PREFIX, hash_of, is_hash, key_of
from persistence.object_storage.port import StoredObject
from persistence.object_storage.threads import Threads

_THREADS = 8
_LISTING_BATCH = 1000
_ABANDONED_SECONDS = 3600


class DirectoryStorage:
    """Files under `root/sha256/ab/cd/abcd…`, written beside and renamed into place."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._threads = Threads("directory-storage", _THREADS)

    @property
    def description(self) -> str:
        """The directory's path."""
        return f"directory {self._root}"

    async def start(self) -> None:
        """Make the directory where it is missing, and clear away what interrupted writes left."""
        await self._threads.call(self._start)

    async def put(self, data: bytes) -> StoredObject:
        """Store bytes durably; an object that is there already is only marked as new again."""
        return await self._threads.call(self._put, data)

    async def get(self, sha256: str) -> bytes:
        """All bytes of an object; raises `ObjectMissing`."""
        return await self._threads.call(self._get, sha256)

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
        """Write a file and remove it again; raises `StorageError`."""
        await self._threads.call(self._check)

    async def close(self) -> None:
        """Give the threads back."""
        await self._threads.close()

    def _start(self) -> None:
        with _using(self._root):
            _make_durably(self._incoming)
            for left in self._incoming.iterdir():
                if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                    left.unlink(missing_ok=True)

    def _put(self, data: bytes) -> StoredObject:
        sha256 = hash_of(data)
        path = self._path(sha256)
        with _using(self._root):
            if not _mark_as_new(path, len(data)):
                self._write(path, data)
            return _described(path)

    def _write(self, path: Path, data: bytes) -> None:
        _make_durably(path.parent)
        _make_durably(self._incoming)
        beside = self._incoming / uuid.uuid4().hex
        try:
            _write_durably(beside, data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _sync_directory(path.parent)

    def _get(self, sha256: str) -> bytes:
        with _finding(self._root):
            return self._path(sha256).read_bytes()

    def _chunks(self, sha256: str, start: int, end: int | None) -> Generator[bytes, None, None]:
        with _finding(self._root), self._path(sha256).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            left = min(size, size if end is None else end) - start
            file.seek(start)
            while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk

    def _stat(self, sha256: str) -> StoredObject | None:
        try:
            with _finding(self._root):
                return _described(self._path(sha256))
        except ObjectMissing:
            return None

    def _delete(self, sha256: str) -> bool:
        try:
            with _finding(self._root):
                self._path(sha256).unlink()
        except ObjectMissing:
            return False
        return True

    def _batches(self) -> Generator[list[StoredObject], None, None]:
        batch: list[StoredObject] = []
        with _using(self._root):
            for path in (self._root / PREFIX).glob("??/??/*"):
                if is_hash(path.name) and (stored := self._stat(path.name)):
                    batch.append(stored)
                if len(batch) >= _LISTING_BATCH:
                    yield batch
                    batch = []
        yield batch

    def _check(self) -> None:
        with _using(self._root):
            _make_durably(self._incoming)
            probe = self._incoming / f"check-{uuid.uuid4().hex}"
            try:
                _write_durably(probe, b"Limner can write here.")
            finally:
                probe.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._root / key_of(sha256)


@contextmanager
def _finding(root: Path) -> Iterator[None]:
    """While an object is looked for: a missing file is a missing object."""
    with _using(root):
        try:
            yield
        except FileNotFoundError as error:
            raise ObjectMissing from error


@contextmanager
def _using(root: Path) -> Iterator[None]:
    """Turn what the operating system says into our own error."""
    try:
        yield
    except OSError as error:
        raise StorageError(f"The directory {root} could not be used: {error.strerror}.") from error


def _described(path: Path) -> StoredObject:
    status = path.stat()
    modified_at = datetime.fromtimestamp(status.st_mtime, UTC)
    return StoredObject(sha256=path.name, size_bytes=status.st_size, modified_at=modified_at)


def _mark_as_new(path: Path, size_bytes: int) -> bool:
    """Renew the age of an object that is there whole, so that no clearing of orphans takes it now."""
    try:
        if path.stat().st_size != size_bytes:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _make_durably(folder: Path) -> None:
    """Make a folder and its parents such that they outlast a power cut."""
    if folder.is_dir():
        return
    _make_durably(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_directory(folder.parent)


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
