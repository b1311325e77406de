"""What goes wrong between us and a server; every message is one line for people.

ClientError
├── Unreachable   nothing answers, or the connection was lost for good
├── NotLimner     something answers, but not as Limner does
├── Refused       the API refuses; `code` and `field` say what and where
└── JobEnded      the job came to an end without a picture
"""

from typing import ClassVar


class ClientError(Exception):
    """Something went wrong between this command and the server."""

    #: Mistakes of whoever asks, which asking again in the same words cannot mend.
    CODES_OF_USAGE: ClassVar[frozenset[str]] = frozenset(
        {"VALIDATION_ERROR", "NOT_FOUND", "THEME_CONFLICT", "CONTENT_POLICY"}
    )
    is_usage = False

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Unreachable(ClientError):
    """No server answers."""


class NotLimner(ClientError):
    """Whatever answers there is no Limner."""


class Refused(ClientError):
    """The server refused; `field` is the path of the input that it did not like."""

    def __init__(self, message: str, *, code: str, field: str | None = None) -> None:
        self.code = code
        self.field = field
        self.is_usage = code in self.CODES_OF_USAGE
        super().__init__(f"{message} [{', '.join(filter(None, (code, field)))}]")


class JobEnded(ClientError):
    """The job failed, or somebody cancelled it."""
