"""Where an object lies: a path made of its content's hash."""

import hashlib
import re

from persistence.errors import ObjectMissing

#: Everything that is an object lies under this, in directories and buckets alike.
PREFIX = "sha256/"

#: Bytes in one piece of a stream.
CHUNK_BYTES = 256 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")


def hash_of(data: bytes) -> str:
    """The SHA-256 of the bytes, hex."""
    return hashlib.sha256(data).hexdigest()


def key_of(sha256: str) -> str:
    """`sha256/ab/cd/abcd…`; raises `ObjectMissing` for what is no hash: no key points elsewhere."""
    if not _SHA256.fullmatch(sha256):
        raise ObjectMissing
    return f"{PREFIX}{sha256[:2]}/{sha256[2:4]}/{sha256}"


def is_hash(name: str) -> bool:
    """Whether a name found in storage is one of ours."""
    return _SHA256.fullmatch(name) is not None
