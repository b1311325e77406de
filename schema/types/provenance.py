"""How a picture was rendered."""

from dataclasses import fields
from typing import Self

import strawberry
from strawberry.scalars import JSON

from generation.provenance import Provenance as Facts
from generation.spec import LoraWeight as Weight
from schema.fields import described
from schema.scalars import Seed


@strawberry.type(description="A LoRA, and how strongly it counts.")
class LoraWeight:
    """A LoRA by name."""

    name: str = described("Name of the LoRA, as in the engine's list.")
    weight: float = described("How strongly it counts; 1 is as trained.")

    @classmethod
    def of(cls, lora: Weight) -> Self:
        """The served form of a weight."""
        return cls(name=lora.name, weight=lora.weight)


@strawberry.type(
    description="Everything needed to render the same picture again. "
    "The same facts are embedded in the file itself."
)
class Provenance:
    """How one picture was rendered."""

    engine: str = described("Name of the engine.")
    model: str = described("Checkpoint name or path as configured.")
    model_hash: str | None = described("SHA-256 of the checkpoint where the engine can tell.")
    prompt: str = described("What was asked for, as the engine got it.")
    negative_prompt: str = described("What was to be avoided, as the engine got it.")
    seed: Seed = described("Noise seed of this picture.")
    num_inference_steps: int = described("Denoising steps.")
    guidance_scale: float = described("How closely the prompt was followed.")
    scheduler: str = described("Name of the scheduler.")
    width: int = described("Rendered width in pixels.")
    height: int = described("Rendered height in pixels.")
    strength: float | None = described("How far a picture that was painted over was changed, 0 to 1.")
    loras: list[LoraWeight] = described("LoRAs that took part.")
    theme_slug: str | None = described("Theme that held.")
    generator: str = described("Version of this software that rendered it.")
    parameters: JSON = described("What else the engine says of the rendering.")

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """The served form of a provenance."""
        values = {field.name: getattr(facts, field.name) for field in fields(facts)}
        return cls(**(values | {"loras": [LoraWeight.of(lora) for lora in facts.loras]}))
