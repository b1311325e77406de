"""`RenderSpec`: everything that decides what one picture looks like, frozen and hashable.

Its hash is the identity of a rendering: the key by which an identical request is answered again, and the
identity that provenance records. One spec makes one picture.
"""

import hashlib
from dataclasses import dataclass

from pydantic import TypeAdapter

from generation.briefs import Subject
from generation.vocabulary import ImageKind


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
    image: str | None = None  #: SHA-256 of the stored picture that it is painted over, hex
    mask_image: str | None = None  #: SHA-256 of the stored mask, hex; white is painted anew
    ip_adapter_scale: float | None = None  #: how closely the subject's reference is followed, 0 to 1
    controlnet_conditioning_scale: float | None = None  #: how closely the control picture is followed
    guidance_end: float = 1.0  #: share of the steps after which guidance is left out: faster, less exact
    cache_interval: int = 1  #: the UNet's deep layers are computed every so many steps (DeepCache)

    @property
    def kind(self) -> ImageKind:
        """What the picture shows."""
        return self.subject.kind

    @property
    def digest(self) -> str:
        """SHA-256, hex, over the canonical JSON form; what is left at its default has no part in it."""
        return hashlib.sha256(_ADAPTER.dump_json(self, exclude_defaults=True)).hexdigest()


_ADAPTER: TypeAdapter[RenderSpec] = TypeAdapter(RenderSpec)
