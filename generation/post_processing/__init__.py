"""Everything that happens to a picture after it was rendered: pure functions over pictures and bytes."""

from generation.post_processing.border import draw_border
from generation.post_processing.encoding import Encoded, encode, read_provenance
from generation.post_processing.pixels import flatten, open_image
from generation.post_processing.placeholder import thumbhash
from generation.post_processing.token import TokenCut, cut_token
from generation.post_processing.variants import THUMBNAIL, Variant, make_variant

__all__ = [
    "THUMBNAIL",
    "Encoded",
    "TokenCut",
    "Variant",
    "cut_token",
    "draw_border",
    "encode",
    "flatten",
    "make_variant",
    "open_image",
    "read_provenance",
    "thumbhash",
]
