"""Pictures as addresses, and the variants behind those addresses."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from generation.post_processing.variants import THUMBNAIL, Variant, make_variant
from generation.vocabulary import ImageFormat
from persistence.tables import VariantRow
from resolvers.derived import DerivedFiles

_SIGNATURE_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class MediaAddresses:
    """Where stored bytes are served: under `base_url`; an empty one makes addresses relative to the host.

    Addresses of variants are signed, since making one costs work: only who was given an address can ask.
    """

    base_url: str
    secret: bytes = field(repr=False)

    def original(self, sha256: str) -> str:
        """The address of stored bytes as they are."""
        return f"{self.base_url.rstrip('/')}/media/{sha256}"

    def picture(self, sha256: str, format_: ImageFormat) -> str:
        """The address of a stored picture, ending as files of its format do: some readers go by that."""
        return f"{self.original(sha256)}.{format_}"

    def file(self, sha256: str, name: str) -> str:
        """The signed address of stored bytes that are to be saved under `name`, which needs no quoting."""
        key = _key_of_file(name)
        return f"{self.original(sha256)}/{key}?s={self._signature(sha256, key)}"

    def is_signed_file(self, sha256: str, name: str, signature: str) -> bool:
        """Whether we gave these bytes away under this name."""
        return self.is_signed(sha256, _key_of_file(name), signature)

    def overlay(self, overlay_id: UUID, digest: str, ending: str) -> str:
        """The signed address of an overlay as `digest` tells of it; it is drawn when it is first fetched."""
        place, key = _place_of_overlay(overlay_id), f"{digest}.{ending}"
        return f"{self.original(place)}/{key}?s={self._signature(place, key)}"

    def is_signed_overlay(self, overlay_id: UUID, digest: str, ending: str, signature: str) -> bool:
        """Whether we gave this overlay away as it was drawn then."""
        return self.is_signed(_place_of_overlay(overlay_id), f"{digest}.{ending}", signature)

    def variant(self, sha256: str, variant: Variant) -> str:
        """The signed address of a variant; a variant that changes nothing is the original."""
        if not (variant.width or variant.height or variant.format or variant.quality):
            return self.original(sha256)
        return f"{self.original(sha256)}/{variant.key}?s={self._signature(sha256, variant.key)}"

    def thumbnail(self, sha256: str) -> str:
        """The address of a WebP of 200 × 200 pixels at most."""
        return self.variant(sha256, THUMBNAIL)

    def srcset(self, sha256: str, widths: Iterable[int], *, own_width: int | None = None) -> str:
        """The `srcset` attribute of WebP variants, each width in pixels once, ascending.

        Variants never enlarge, so widths beyond the picture's own, where that is given, become its own: a
        browser must not be told of pixels that are not there. Raises `InvalidBrief(field="width")`.
        """
        served = sorted({min(width, own_width or width) for width in widths})
        variants = [Variant(width=width, format=ImageFormat.WEBP) for width in served]
        return ", ".join(f"{self.variant(sha256, variant)} {variant.width}w" for variant in variants)

    def is_signed(self, sha256: str, key: str, signature: str) -> bool:
        """Whether we gave this variant's address away; takes the same time for every wrong signature."""
        expected = self._signature(sha256, key)
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))

    def _signature(self, sha256: str, key: str) -> str:
        # The prefix keeps these signatures apart from all else that the secret signs.
        digest = hmac.digest(self.secret, f"media/{sha256}/{key}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).rstrip(b"=").decode()


def _key_of_file(name: str) -> str:
    """No key of a variant has a slash, so neither can be taken for the other."""
    return f"file/{name}"


def _place_of_overlay(overlay_id: UUID) -> str:
    """No hash has a slash, so no signature of one can be taken for the other's."""
    return f"overlays/{overlay_id}"


class VariantMaker(DerivedFiles):
    """Makes variants among other files, each once."""

    async def find_or_make(self, sha256: str, variant: Variant) -> VariantRow:
        """The variant of stored bytes, with its own bytes in storage.

        Raises `ObjectMissing`, `StorageError`, and `InvalidBrief` where the bytes are no complete picture or
        cannot take this shape. Who gives up waiting does not stop the making.
        """
        return await self.derive(sha256, variant.key, partial(make_variant, variant=variant))
