"""What a job brings forth, before it is stored."""

from dataclasses import dataclass, field

from PIL.Image import Image

from generation.briefs import MapBrief, TokenBrief
from generation.layout.plan import MapLayout
from generation.provenance import Provenance
from generation.vocabulary import ImageKind


@dataclass(frozen=True, kw_only=True)
class MapFacts:
    """What makes a picture a map."""

    brief: MapBrief
    layout: MapLayout


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """What makes a picture a playing piece."""

    brief: TokenBrief
    ring_subject: Image


@dataclass(frozen=True, kw_only=True)
class Artwork:
    """A finished picture; `source` is what it was made from: an artwork of the same job, or a stored id."""

    kind: ImageKind
    subtype: str
    name: str
    image: Image
    provenance: Provenance | None
    description: str | None = None
    source: "Artwork | str | None" = None
    map: MapFacts | None = None
    token: TokenFacts | None = None
    lossless: bool = False
    details: dict[str, object] = field(default_factory=dict)
