"""What can go wrong below the resolvers.

PersistenceError
├── StorageError          the object storage refused or did not answer
│   └── ObjectMissing     no object has this content hash
├── DatabaseUnavailable   the database did not answer
├── BusUnavailable        the event bus did not answer
└── QueueFull             the queue takes no more jobs for now

Each class carries the public `code` (contract: ErrorCode) and, as its docstring, the sentence that people
read.
"""

from typing import ClassVar


class PersistenceError(Exception):
    """Something could not be stored or read."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    retryable: ClassVar[bool] = True

    def __init__(self, message: str | None = None) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class StorageError(PersistenceError):
    """The object storage could not be used."""

    code = "STORAGE_ERROR"


class ObjectMissing(StorageError):
    """The object storage holds no such object."""

    code = "NOT_FOUND"
    retryable = False


class DatabaseUnavailable(PersistenceError):
    """The database did not answer."""


class BusUnavailable(PersistenceError):
    """The event bus did not answer."""


class QueueFull(PersistenceError):
    """Too many jobs are waiting; try again later."""

    code = "QUEUE_FULL"

    def __init__(self, message: str | None = None, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after  #: seconds
