"""Inputs that everything that renders shares: settings, theme, and under what the result is filed."""

from typing import TypeVar
from uuid import UUID

import strawberry

from generation import request, spec
from generation.briefs import Brief
from generation.request import Filing, GenerationRequest
from resolvers.jobs import Submission
from schema.enums import JobPriority
from schema.fields import described
from schema.inputs.ids import known, sought
from schema.scalars import Seed

T = TypeVar("T")


def given(value: T | None, default: T) -> T:
    """What a client said, where an explicit null says no more than silence."""
    return default if value is None else value


@strawberry.input(description="A LoRA that the engine has, and how strongly it counts.")
class LoraWeightInput:
    """One of `RenderSettings.loras`."""

    name: str = described("Name, as the engines query lists it.")
    weight: float = strawberry.field(default=1.0, description="From -2 to 2; 0 leaves it out.")


@strawberry.input(
    description="Settings shared by everything that renders. What is left out comes from the theme, then from"
    " the kind's defaults."
)
class RenderSettings:
    """The settings as a client says them; `value` is what the lower layers know."""

    seed: Seed | None = described("Noise seed of the first picture; a random one otherwise.")
    width: int | None = described("Pixels, a multiple of 8, 256 to 2048.")
    height: int | None = described("Pixels, a multiple of 8, 256 to 2048.")
    num_inference_steps: int | None = described("Denoising steps, 1 to 150.")
    guidance_scale: float | None = described("How closely the picture keeps to the prompt, 0 to 30.")
    scheduler: str | None = described("Name of one of the engine's schedulers.")
    negative_prompt: str | None = described("What to keep out of the picture, 2,000 characters at most.")
    loras: list[LoraWeightInput] | None = described(
        "LoRAs in place of the theme's, 20 at most; an empty list for none."
    )
    count: int | None = strawberry.field(
        default=1, description="Pictures to render, 1 to 8, each with its own seed: seed, seed+1, …"
    )
    guidance_end: float | None = described(
        "Share of the steps after which guidance is left out, 0 to 1: faster, less exact. 1 otherwise."
    )
    cache_interval: int | None = described(
        "Steps between two full looks of the model, 1 to 10: faster, less exact (DeepCache). 1 otherwise."
    )
    engine: str | None = described(
        "Name of an engine from the engines query; the configured default otherwise."
    )
    priority: JobPriority | None = strawberry.field(
        default=JobPriority.NORMAL, description="How early the job is taken from the queue."
    )
    idempotency_key: str | None = described(
        "A second request with the same key by the same user answers with the first one's job. 200 characters"
        " at most."
    )
    reuse: bool | None = strawberry.field(
        default=True,
        description="Answer with the earlier picture where an identical request was already rendered.",
    )

    def value(self) -> request.RenderSettings:
        """What decides about the rendering itself; the rest is the queue's."""
        return request.RenderSettings(
            seed=self.seed,
            width=self.width,
            height=self.height,
            num_inference_steps=self.num_inference_steps,
            guidance_scale=self.guidance_scale,
            scheduler=self.scheduler,
            negative_prompt=self.negative_prompt,
            loras=self._loras(),
            guidance_end=self.guidance_end,
            cache_interval=self.cache_interval,
            count=given(self.count, 1),
            engine=self.engine,
            reuse=given(self.reuse, True),
        )

    def _loras(self) -> tuple[spec.LoraWeight, ...] | None:
        if self.loras is None:
            return None
        return tuple(spec.LoraWeight(name=lora.name, weight=lora.weight) for lora in self.loras)


@strawberry.input(one_of=True, description="A theme, by its id or by its slug.")
class ThemeRef:
    """Exactly one of the two is set."""

    id: strawberry.ID | None = described("Global id of the theme.")
    slug: str | None = described("Slug of the theme, e.g. dark-gothic.")

    @property
    def sought_id(self) -> UUID | None:
        """The key to look for; one that no row has where the id is not a theme's."""
        return sought(self.id, "Theme")


@strawberry.input
class Filed:
    """What every request to render has, whatever it shows."""

    campaign_id: str | None = described("The campaign's id in the other services, 200 characters at most.")
    tags: list[str] | None = described("Words to find the picture by, 20 at most, of 50 characters at most.")
    settings: RenderSettings | None = described("How to render it.")


@strawberry.input
class Themed(Filed):
    """What everything has that is painted in a theme."""

    theme: ThemeRef | None = described("The look of the picture.")
    theme_variation: str | None = described("Name of one of the theme's variations.")


def make_submission(
    brief: Brief,
    filing: Filing,
    settings: RenderSettings | None,
    *,
    theme: ThemeRef | None = None,
    variation: str | None = None,
) -> Submission:
    """Put together what the queue gets; raises `NotFound` for an id that is not a theme's."""
    return Submission(
        request=GenerationRequest(
            brief=brief,
            filing=filing,
            settings=settings.value() if settings else request.RenderSettings(),
            theme_slug=theme.slug if theme else None,
            theme_variation=variation,
        ),
        theme_id=known(theme.id, "Theme", field="theme.id") if theme else None,
        priority=given(settings.priority if settings else None, JobPriority.NORMAL),
        idempotency_key=settings.idempotency_key if settings else None,
    )
