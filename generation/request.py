"""What somebody asked for, whole: the row of a job holds it as JSON, and the worker plans from it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, JsonValue, TypeAdapter

from generation.briefs import Brief
from generation.spec import LoraWeight


@dataclass(frozen=True, kw_only=True)
class RenderSettings:
    """What was said about the rendering itself; None comes from the theme, then from the presets.

    An empty tuple of `loras` says "none", where None leaves them to the theme.
    """

    seed: int | None = None
    width: int | None = None
    height: int | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    scheduler: str | None = None
    negative_prompt: str | None = None
    loras: tuple[LoraWeight, ...] | None = None
    guidance_end: float | None = None  #: share of the steps that are guided; None is all of them
    cache_interval: int | None = None  #: steps between two full looks of the UNet; None is 1
    count: int = 1  #: pictures, each with its own seed: seed, seed + 1, …
    engine: str | None = None  #: None is the configured default
    reuse: bool = True  #: an identical earlier picture may answer


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Under what the finished picture is kept; nothing here changes how it looks."""

    name: str | None = None
    tags: tuple[str, ...] = ()
    character_id: str | None = None
    campaign_id: str | None = None
    location_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """A brief, how to render it, and where to file the result."""

    brief: Annotated[Brief, Field(discriminator="kind")]
    filing: Filing = Filing()
    settings: RenderSettings = RenderSettings()
    theme_slug: str | None = None
    theme_variation: str | None = None

    def to_json(self) -> dict[str, JsonValue]:
        """Plain JSON values, from which `from_json` makes an equal request."""
        plain: dict[str, JsonValue] = _ADAPTER.dump_python(self, mode="json")
        return plain

    @classmethod
    def from_json(cls, data: dict[str, JsonValue]) -> "GenerationRequest":
        """The request that `to_json` wrote; raises `pydantic.ValidationError` for anything else."""
        return _ADAPTER.validate_python(data)


_ADAPTER: TypeAdapter[GenerationRequest] = TypeAdapter(GenerationRequest)
