"""Who renders: our engine; the stock pipeline, one picture at a time (eager, compiled) or many at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import torch
from diffusers import StableDiffusionXLPipeline
from diffusers.utils import logging

from benchmarks.rendering.device import usual_dtype
from benchmarks.rendering.memory import allocated
from benchmarks.rendering.report import Budget
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.spec import RenderSpec


class Renderer(Protocol):
    """Renders; whether pictures wait for each other is its own affair."""

    async def render(self, spec: RenderSpec) -> None:
        """Make one picture and throw it away."""


Burst = Callable[[Sequence[RenderSpec]], Awaitable[list[float]]]
"""Renders pictures that are asked for at once; answers how many seconds each of them took to arrive."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody who is measured; `weights` are the bytes of its model on the device."""

    name: str
    burst: Burst
    weights: int


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How our engine is set up, and what is asked of it beyond the work itself, as fields of `RenderSpec`."""

    config: SdxlConfig
    request: Mapping[str, Any] = field(default_factory=dict)


class Ours:
    """Our engine, whole: its thread, its loop, its decoding and its previews."""

    def __init__(self, engine: SdxlEngine, request: Mapping[str, Any]) -> None:
        self._engine = engine
        self._request = request

    async def render(self, spec: RenderSpec) -> None:
        """As a job of the worker is rendered."""
        await self._engine.submit(replace(spec, **self._request)).result()


class OneAtATime:
    """First in, first out: nobody begins before the one before has ended."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._turn = asyncio.Lock()  # serves in the order of asking

    async def render(self, spec: RenderSpec) -> None:
        """Wait for its turn, then render."""
        async with self._turn:
            await self._renderer.render(spec)


class Stock:
    """diffusers' own pipeline on one thread; whatever is asked for meanwhile waits."""

    def __init__(self, pipeline: StableDiffusionXLPipeline, thread: ThreadPoolExecutor) -> None:
        self._pipeline = pipeline
        self._thread = thread

    async def render(self, spec: RenderSpec) -> None:
        """One call for one picture."""
        await self._call([spec])

    async def render_as_batch(self, specs: Sequence[RenderSpec]) -> list[float]:
        """One call for all of them, which have to be alike but for their seeds."""
        began = time.perf_counter()
        await self._call(specs)
        return [time.perf_counter() - began] * len(specs)

    async def _call(self, specs: Sequence[RenderSpec]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._render, specs)

    def _render(self, specs: Sequence[RenderSpec]) -> None:
        first = specs[0]
        self._pipeline(
            prompt=[spec.prompt for spec in specs],
            negative_prompt=[spec.negative_prompt for spec in specs],
            width=first.width,
            height=first.height,
            num_inference_steps=first.num_inference_steps,
            guidance_scale=first.guidance_scale,
            generator=[torch.Generator("cpu").manual_seed(spec.seed) for spec in specs],
        )


async def burst(renderer: Renderer, specs: Sequence[RenderSpec]) -> list[float]:
    """Ask for all of `specs` at once; seconds until each is there."""
    began = time.perf_counter()

    async def rendered(spec: RenderSpec) -> float:
        await renderer.render(spec)
        return time.perf_counter() - began

    return list(await asyncio.gather(*(rendered(spec) for spec in specs)))


@asynccontextmanager
async def open_ours(variant: Variant, budget: Budget) -> AsyncIterator[Ours]:
    """Our engine, its model loaded and compiled where it is to be: that can take longer than all the rest."""
    engine = SdxlEngine(variant.config)
    try:
        with budget.paused():
            await engine.start()
        yield Ours(engine, variant.request)
    finally:
        await engine.close()


@asynccontextmanager
async def open_ours_as_party(variant: Variant, name: str, budget: Budget) -> AsyncIterator[Party]:
    """The same, with what its weights take."""
    before = allocated()
    async with open_ours(variant, budget) as ours:
        yield Party(name=name, burst=lambda specs: burst(ours, specs), weights=allocated() - before)


@asynccontextmanager
async def open_stock_alone(folder: Path, device: torch.device) -> AsyncIterator[Stock]:
    """The stock pipeline, eager: first in, first out."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="stock") as thread:
        yield Stock(_load_stock(folder, device), thread)


@asynccontextmanager
async def open_stock(folder: Path, device: torch.device, peers: Sequence[str]) -> AsyncIterator[list[Party]]:
    """The stock pipeline as each of `peers`: eager, compiled, batch; they share their weights."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="stock") as thread:
        yield _stock_parties(folder, device, peers, thread) if peers else []


def _stock_parties(
    folder: Path, device: torch.device, peers: Sequence[str], thread: ThreadPoolExecutor
) -> list[Party]:
    before = allocated()
    pipeline = _load_stock(folder, device)
    weights = allocated() - before
    eager, compiled = Stock(pipeline, thread), Stock(_compiled(pipeline), thread)
    bursts: dict[str, Burst] = {
        "eager": lambda specs: burst(eager, specs),
        "compiled": lambda specs: burst(compiled, specs),
        "batch": eager.render_as_batch,
    }
    return [Party(name=f"stock, {peer}", burst=bursts[peer], weights=weights) for peer in peers]


def _load_stock(folder: Path, device: torch.device) -> StableDiffusionXLPipeline:
    logging.disable_progress_bar()
    pipeline = StableDiffusionXLPipeline.from_pretrained(
        folder, dtype=usual_dtype(device), local_files_only=True, add_watermarker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)


def _compiled(eager: StableDiffusionXLPipeline) -> StableDiffusionXLPipeline:
    """The same modules, but the UNet is compiled, for each shape that comes, when it comes."""
    pipeline = StableDiffusionXLPipeline(**eager.components, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.unet = torch.compile(eager.unet, dynamic=False)
    return pipeline
