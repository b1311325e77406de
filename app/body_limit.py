"""Request bodies that are too large, stopped while they arrive."""

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.types import Message, Receive, Scope


class BodyTooLarge(MultiPartException):
    """The request's body is larger than is taken.

    As one of the form parser's own exceptions it has the parser close the files that it has begun.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"A request may have {most:,} bytes.")


def limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """`receive`, which raises `BodyTooLarge` once a body has brought more than `most` bytes.

    Raises it at once where the request's own headers announce more.
    """
    announced = Headers(scope=scope).get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise BodyTooLarge(most)
    arrived = 0

    async def receive_some() -> Message:
        nonlocal arrived
        message = await receive()
        if message["type"] == "http.request":
            arrived += len(message.get("body", b""))
            if arrived > most:
                raise BodyTooLarge(most)
        return message

    return receive_some
