"""Object storage: a directory or any S3, chosen by one address."""

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from persistence.object_storage.directory import DirectoryStorage
from persistence.object_storage.port import ObjectStorage, StoredObject
from persistence.object_storage.s3 import S3Storage

__all__ = ["DirectoryStorage", "ObjectStorage", "S3Storage", "StoredObject", "open_storage"]

#: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET_NAME = re.compile(r"[a-z0-9](?!.*[.-]\.|.*\.-)[a-z0-9.-]{1,61}[a-z0-9]")


def open_storage(url: str, bucket: str) -> ObjectStorage:
    """Storage at `file:///…` or `s3://key:secret@host:port/bucket?secure=false&region=…`.

    A bucket in the address wins over `bucket`. Raises `ValueError` with a sentence for people.
    """
    address = urlsplit(url)
    if address.scheme == "file":
        return DirectoryStorage(_directory(address))
    if address.scheme == "s3":
        return _s3(address, bucket)
    raise ValueError("The storage address must begin with file:/// or s3://.")


def _directory(address: SplitResult) -> Path:
    if address.netloc not in ("", "localhost") or not address.path.startswith("/"):
        raise ValueError(
            "The storage address must name a directory by its whole path, as in file:///srv/limner."
        )
    return Path(unquote(address.path))


def _s3(address: SplitResult, bucket: str) -> S3Storage:
    if not (_has_host(address) and address.username and address.password):
        raise ValueError("The storage address must look like s3://key:secret@host:port/bucket.")
    options = {name: values[-1] for name, values in parse_qs(address.query).items()}
    if unknown := options.keys() - {"secure", "region"}:
        raise ValueError(f"The storage address has an option that Limner does not know: {min(unknown)}.")
    return S3Storage(
        endpoint=address.netloc.rpartition("@")[2],
        access_key=unquote(address.username),
        secret_key=unquote(address.password),
        bucket=_bucket(unquote(address.path).strip("/") or bucket),
        secure=_truth(options.get("secure", "true")),
        region=options.get("region"),
    )


def _has_host(address: SplitResult) -> bool:
    try:
        return bool(address.hostname) and address.port != 0
    except ValueError as error:  # a port that is no number
        raise ValueError("The storage address must have a number as its port.") from error


def _bucket(name: str) -> str:
    if not _BUCKET_NAME.fullmatch(name):
        raise ValueError(f"The storage address or STORAGE_BUCKET names no bucket that S3 allows: {name!r}.")
    return name


def _truth(word: str) -> bool:
    if word not in ("true", "false"):
        raise ValueError("The option secure of the storage address must be true or false.")
    return word == "true"
