"""The port to object storage. Keys are content: the SHA-256 of the bytes, hex."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object as it lies in storage; sizes are bytes, times are UTC."""

    sha256: str
    size_bytes: int
    modified_at: datetime


class ObjectStorage(Protocol):
    """Bytes under their own hash. Every method raises `StorageError` where the storage cannot be used."""

    @property
    def description(self) -> str:
        """Where the objects lie, for people; never holds a secret."""

    async def start(self) -> None:
        """Make the folder or bucket where it is missing."""

    async def put(self, data: bytes) -> StoredObject:
        """Store bytes durably; the same bytes are stored once."""

    async def get(self, sha256: str) -> bytes:
        """All bytes of an object; raises `ObjectMissing`."""

    def stream(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Bytes `start` up to but not including `end`, in chunks of bounded size; raises `ObjectMissing`."""

    async def stat(self, sha256: str) -> StoredObject | None:
        """What is known of an object; None where there is none."""

    async def delete(self, sha256: str) -> bool:
        """Remove an object; False where there was none."""

    def objects(self) -> AsyncIterator[StoredObject]:
        """Every object in storage, in no order."""

    async def check(self) -> None:
        """Raise `StorageError` with a sentence for people where the storage cannot be written to."""

    async def close(self) -> None:
        """Give connections and threads back."""
