"""Addresses of stored pictures."""

import re

import pytest

from generation.errors import InvalidBrief
from generation.post_processing.variants import THUMBNAIL, Variant
from generation.vocabulary import ImageFit, ImageFormat
from resolvers.media import MediaAddresses

SHA256 = "ab" * 32
ADDRESSES = MediaAddresses(base_url="https://media.example", secret=b"secret")


def signature_of(address: str) -> str:
    return address.partition("?s=")[2]


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("http://127.0.0.1:8000", f"http://127.0.0.1:8000/media/{SHA256}"),
        ("https://media.example/pictures/", f"https://media.example/pictures/media/{SHA256}"),
        ("", f"/media/{SHA256}"),
    ],
)
def test_original_lies_under_its_hash(base_url: str, address: str) -> None:
    assert MediaAddresses(base_url=base_url, secret=b"secret").original(SHA256) == address


def test_variant_lies_under_its_name_and_is_signed() -> None:
    address = ADDRESSES.variant(SHA256, Variant(width=320, format=ImageFormat.WEBP, quality=80))
    start = re.escape(f"https://media.example/media/{SHA256}/w320.inside.webp.q80?s=")
    assert re.fullmatch(start + "[A-Za-z0-9_-]{22}", address)
    assert ADDRESSES.is_signed(SHA256, "w320.inside.webp.q80", signature_of(address))


@pytest.mark.parametrize("fit", ImageFit)
def test_variant_that_changes_nothing_is_the_original(fit: ImageFit) -> None:
    assert ADDRESSES.variant(SHA256, Variant(fit=fit)) == ADDRESSES.original(SHA256)


def test_thumbnail_is_the_variant_of_that_name() -> None:
    assert ADDRESSES.thumbnail(SHA256) == ADDRESSES.variant(SHA256, THUMBNAIL)


def test_signature_holds_for_one_picture_one_variant_and_one_secret() -> None:
    key = THUMBNAIL.key
    signature = signature_of(ADDRESSES.thumbnail(SHA256))
    other = MediaAddresses(base_url=ADDRESSES.base_url, secret=b"another")
    assert ADDRESSES.is_signed(SHA256, key, signature)
    assert not ADDRESSES.is_signed("cd" * 32, key, signature)
    assert not ADDRESSES.is_signed(SHA256, "w201.h200.inside.webp", signature)
    assert not other.is_signed(SHA256, key, signature)


@pytest.mark.parametrize("signature", ["", "x", "é" * 22, "\ud800"])
def test_nonsense_is_no_signature(signature: str) -> None:
    assert not ADDRESSES.is_signed(SHA256, THUMBNAIL.key, signature)


def test_srcset_names_each_width_once_ascending_as_webp() -> None:
    parts = ADDRESSES.srcset(SHA256, [640, 320, 640]).split(", ")
    assert [part.split(" ")[1] for part in parts] == ["320w", "640w"]
    assert parts[0].split(" ")[0] == ADDRESSES.variant(SHA256, Variant(width=320, format=ImageFormat.WEBP))


def test_srcset_promises_no_pixels_that_the_picture_does_not_have() -> None:
    parts = ADDRESSES.srcset(SHA256, [320, 640, 1024, 9999], own_width=512).split(", ")
    assert [part.split(" ")[1] for part in parts] == ["320w", "512w"]


@pytest.mark.parametrize("width", [0, -1, 4097])
def test_srcset_of_an_impossible_width_is_refused_by_name(width: int) -> None:
    with pytest.raises(InvalidBrief) as refused:
        ADDRESSES.srcset(SHA256, [320, width])
    assert refused.value.field == "width"


def test_secret_is_never_shown() -> None:
    assert "secret" not in repr(ADDRESSES)
