"""Pictures as addresses, and the variants behind those addresses."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

from generation.post_processing.variants import THUMBNAIL, Variant
from generation.vocabulary import ImageFormat

_SIGNATURE_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class MediaAddresses:
    """Where stored bytes are served: under `base_url`, without a slash at its end.

    Addresses of variants are signed, since making one costs work: only who was given an address can ask.
    """

    base_url: str
    secret: bytes = field(repr=False)

    def original(self, sha256: str) -> str:
        """The address of stored bytes as they are."""
        return f"{self.base_url}/media/{sha256}"

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
