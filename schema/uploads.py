"""Reading what clients send as files."""

from starlette.datastructures import UploadFile

from resolvers.errors import Invalid, TooLarge

LARGEST_PICTURE = 32 * 1024 * 1024  #: bytes
LARGEST_PLAN = 64 * 1024 * 1024  #: bytes; floor plans bring a picture along, in base64
LARGEST_FILE = max(LARGEST_PICTURE, LARGEST_PLAN)


async def read(upload: object, *, field: str, most: int = LARGEST_PICTURE) -> bytes:
    """The bytes of an uploaded file; raises `Invalid` for an empty one, `TooLarge` for one over `most`."""
    assert isinstance(upload, UploadFile), "the Upload scalar lets nothing else through"
    data = await upload.read(most + 1)
    if len(data) > most:
        raise TooLarge(f"{field} is larger than {most:,} bytes.", field=field)
    if not data:
        raise Invalid(f"{field} is empty.", field=field)
    return data
