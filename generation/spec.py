"""`RenderSpec`: everything that decides what one picture looks like, frozen and hashable.

Its hash is the identity of a rendering: the key by which an identical request is answered again, and the
identity that provenance records. One spec makes one picture.
"""

import hashlib
from dataclasses import dataclass

from pydantic import TypeAdapter

from generation.briefs import MapBrief, PortraitBrief
from generation.vocabulary import ImageKind

Subject = PortraitBrief | MapBrief


@dataclass(frozen=True, kw_only=True)
class LoraWeight:
    """A LoRA by name, and how strongly it counts."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Style:
    """The look that a theme resolved to, as far as a painter needs it beyond the prompt."""

    theme_slug: str | None = None
    art_style: str | None = None
    lighting: str | None = None
    palette: tuple[str, ...] = ()  #: CSS hex colours, most important first


@dataclass(frozen=True, kw_only=True)
class RenderSpec:
    """One picture to render. Parameter names are diffusers' own; sizes are pixels."""

    engine: str
    subject: Subject
    style: Style = Style()
    prompt: str
    negative_prompt: str
    seed: int
    width: int
    height: int
    num_inference_steps: int
    guidance_scale: float
    scheduler: str
    strength: float | None = None  #: for pictures painted over another: 0 keeps it, 1 forgets it
    loras: tuple[LoraWeight, ...] = ()

    @property
    def kind(self) -> ImageKind:
        """What the picture shows."""
        return self.subject.kind

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON form, hex."""
        return hashlib.sha256(_ADAPTER.dump_json(self)).hexdigest()


_ADAPTER: TypeAdapter[RenderSpec] = TypeAdapter(RenderSpec)
