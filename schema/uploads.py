"""Reading what clients send as files."""

from starlette.datastructures import UploadFile

from resolvers.errors import Invalid

LARGEST_FILE = 32 * 1024 * 1024  #: bytes


async def read(upload: object, *, field: str) -> bytes:
    """The bytes of an uploaded file; raises `Invalid` for an empty one or one over `LARGEST_FILE`."""
    assert isinstance(upload, UploadFile), "the Upload scalar lets nothing else through"
    data = await upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Invalid(f"{field} is larger than {LARGEST_FILE:,} bytes.", field=field)
    if not data:
        raise Invalid(f"{field} is empty.", field=field)
    return data
