"""What a job brings forth, before it is stored."""

from dataclasses import dataclass, field

from PIL.Image import Image

from generation.briefs import MapBrief, TokenBrief
from generation.layout.plan import MapLayout
from generation.provenance import Provenance
from generation.request import Filing
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
    """A finished picture.

    `source` is what it was made from: an artwork of the same job, or the id of a stored image. With
    `revises`, the id of a stored image, it becomes the next revision of that and no image of its own.
    """

    kind: ImageKind
    subtype: str
    name: str
    image: Image
    provenance: Provenance | None
    description: str | None = None
    source: "Artwork | str | None" = None
    revises: str | None = None
    filing: Filing | None = None  #: None: as the request says
    map: MapFacts | None = None
    token: TokenFacts | None = None
    lossless: bool = False  #: whether the file keeps every pixel as it is
    details: dict[str, object] = field(default_factory=dict)
