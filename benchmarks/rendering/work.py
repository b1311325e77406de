"""The pictures that are rendered to measure, and when people ask for them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.briefs import PortraitBrief
from generation.spec import RenderSpec

PROMPT = "portrait of elven ranger number {}, oil painting"  # in bytes fewer than CLIP reads at once
NEGATIVE_PROMPT = "blurry, text"
WARM_UP_STEPS = 2


def make_spec(*, side: int, steps: int, seed: int = 0) -> RenderSpec:
    """A guided square portrait."""
    return RenderSpec(
        engine="sdxl",
        subject=PortraitBrief(description="an elven ranger with a scar"),
        prompt=PROMPT.format(seed),
        negative_prompt=NEGATIVE_PROMPT,
        seed=seed,
        width=side,
        height=side,
        num_inference_steps=steps,
        guidance_scale=5.0,
        scheduler="euler",
    )


def burst_of(count: int, *, side: int, steps: int) -> list[RenderSpec]:
    """`count` like pictures, asked for at once."""
    return [make_spec(side=side, steps=steps, seed=seed) for seed in range(count)]


def in_few_steps(specs: Sequence[RenderSpec]) -> list[RenderSpec]:
    """The same pictures as a warm-up: every shape, few steps."""
    return [replace(spec, num_inference_steps=WARM_UP_STEPS) for spec in specs]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody asks for `spec`; `time` is in mean gaps between two arrivals."""

    time: float
    spec: RenderSpec


def poisson_mix(
    count: int, *, sides: tuple[int, int], steps: tuple[int, int], seed: int
) -> tuple[Arrival, ...]:
    """Tokens of the first side and portraits of the second, half of each, as a Poisson process brings them.

    Numbers of steps are even between the two of `steps`, both included. The same for the same `seed`.
    """
    random = np.random.default_rng(seed)
    times = np.cumsum(random.exponential(size=count))
    portraits = random.random(count) < 0.5
    numbers = random.integers(*steps, size=count, endpoint=True)
    return tuple(
        Arrival(time=float(time), spec=make_spec(side=sides[portrait], steps=int(number), seed=index))
        for index, (time, portrait, number) in enumerate(
            zip(times, portraits.astype(int), numbers, strict=True)
        )
    )
