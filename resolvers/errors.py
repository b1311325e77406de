"""What resolvers refuse, each with its public code (contract: ErrorCode).

RequestError
├── NotFound         no such thing, or somebody else's
├── Invalid          an argument cannot be used; `field` names it
├── TooLarge         a file has too many bytes
├── Unauthenticated  who asks could not be told
├── Forbidden        who asks may not
├── Conflict         the thing's state does not allow it
├── LimitExceeded    there are as many of them as may be
└── ThemeConflict    the theme's rules do not allow it
"""

from typing import ClassVar


class RequestError(Exception):
    """The request was refused."""

    code: ClassVar[str] = "VALIDATION_ERROR"

    def __init__(
        self,
        message: str | None = None,
        *,
        field: str | None = None,
        details: dict[str, object] | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.field = field  #: path of the argument within the input, as frontends write it
        self.details = details
        self.retry_after = retry_after  #: seconds
        super().__init__(self.message)


class NotFound(RequestError):
    """There is no such thing."""

    code = "NOT_FOUND"


class Invalid(RequestError):
    """An argument cannot be used."""


class TooLarge(RequestError):
    """The file has too many bytes."""

    code = "FILE_TOO_LARGE"


class Unauthenticated(RequestError):
    """The access token is missing, expired or not ours."""

    code = "UNAUTHENTICATED"


class Forbidden(RequestError):
    """This is not allowed to you."""

    code = "FORBIDDEN"


class Conflict(RequestError):
    """The present state does not allow this."""

    code = "CONFLICT"


class LimitExceeded(RequestError):
    """There are as many of these as there may be."""

    code = "LIMIT_EXCEEDED"


class ThemeConflict(RequestError):
    """The theme does not allow this."""

    code = "THEME_CONFLICT"
