"""`Provenance`: everything needed to render the same picture again, as it is stored and embedded in files."""

import json
from dataclasses import dataclass, field, fields
from typing import Self

from pydantic import JsonValue, TypeAdapter

from generation.briefs import PortraitBrief
from generation.engines.base import Rendering
from generation.spec import LoraWeight, RenderSpec


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """How one picture was rendered. Parameter names are diffusers' own; sizes are pixels."""

    engine: str
    model: str  #: checkpoint name or path as configured
    model_hash: str | None = None  #: SHA-256 of the checkpoint, hex
    prompt: str
    negative_prompt: str
    seed: int
    num_inference_steps: int
    guidance_scale: float
    scheduler: str
    width: int
    height: int
    strength: float | None = None
    loras: tuple[LoraWeight, ...] = ()
    theme_slug: str | None = None
    generator: str  #: the software and its version, "limner 0.1.0"
    parameters: dict[str, JsonValue] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: RenderSpec, rendering: Rendering, generator: str) -> Self:
        """The provenance of `rendering`, which `generator` made from `spec`."""
        return cls(
            engine=spec.engine,
            model=rendering.model,
            model_hash=rendering.model_hash,
            prompt=spec.prompt,
            negative_prompt=spec.negative_prompt,
            seed=spec.seed,
            num_inference_steps=spec.num_inference_steps,
            guidance_scale=spec.guidance_scale,
            scheduler=spec.scheduler,
            width=spec.width,
            height=spec.height,
            strength=spec.strength,
            loras=spec.loras,
            theme_slug=spec.style.theme_slug,
            generator=generator,
            parameters=_asked_beyond_defaults(spec) | dict(rendering.parameters),
        )

    def to_json(self) -> str:
        """One line of ASCII JSON: it survives every text chunk and XML attribute unchanged."""
        return json.dumps(_ADAPTER.dump_python(self, mode="json"), separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "Provenance":
        """Read what `to_json` wrote; raises `ValueError` where it is something else."""
        return _ADAPTER.validate_json(text)


def _asked_beyond_defaults(spec: RenderSpec) -> dict[str, JsonValue]:
    """What made the picture other than it would be without being asked for, and has no field of its own."""
    asked = {name: getattr(spec, name) for name, usual in _OPTIONS.items() if getattr(spec, name) != usual}
    if isinstance(spec.subject, PortraitBrief) and spec.subject.reference is not None:
        asked["reference_image"] = spec.subject.reference.sha256
    return asked


_OPTIONS = {
    field.name: field.default
    for field in fields(RenderSpec)
    if field.name in {"guidance_end", "cache_interval", "ip_adapter_scale", "controlnet_conditioning_scale"}
}
_ADAPTER: TypeAdapter[Provenance] = TypeAdapter(Provenance)
