"""Where the time of a tick goes: from one call of the UNet to the next, no picture begun or decoded between.

A tick is a call (rows laid together, and the UNet), then each picture's own arithmetic (guidance, scheduler),
then what is left: the batcher's own Python, which takes in, picks the next company, reports and hands
previews on. For this the host waits for the device after every call, so that nothing of it hides behind the
device's work; in service most of it does. The last column is measured without waiting: the share of the
device's own time in which it was not at a call, be it idle or at schedulers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch

from benchmarks.rendering.bench import Bench
from benchmarks.rendering.renderers import Ours, burst, open_ours
from benchmarks.rendering.report import Budget, Column
from benchmarks.rendering.stopwatch import Span, Stopwatch
from benchmarks.rendering.work import burst_of, in_few_steps
from generation.engines.sdxl.denoising import Denoising
from generation.engines.sdxl.model import SdxlModel
from generation.spec import RenderSpec

CALL = "predict"
OWN_ARITHMETIC = ("advance", "rows")

COLUMNS = (
    Column("side", "side", "d", 5),
    Column("jobs", "jobs", "d", 4),
    Column("name", "who", "s", 40),
    Column("ticks", "ticks", "d", 6),
    Column("tick_ms", "tick ms"),
    Column("call", "call %", ".2f", 7),
    Column("arithmetic", "schedulers %", ".2f", 12),
    Column("own", "own Python %", ".2f", 12),
    Column("away", "device away %", ".2f", 13),
)


async def run(bench: Bench) -> None:
    """Print a line for every variant, side and number of jobs that fits into the time."""
    budget = bench.budget()
    bench.report.head("ticks: where the time between two calls of the UNet goes", COLUMNS)
    for name, variant in bench.variants.items():
        async with open_ours(variant, budget) as ours:
            for side in bench.sides:
                for jobs in bench.jobs:
                    await _measure(
                        bench, budget, name, ours, burst_of(jobs, side=side, steps=bench.steps[-1])
                    )


async def _measure(bench: Bench, budget: Budget, name: str, ours: Ours, specs: list[RenderSpec]) -> None:
    side, jobs = specs[0].width, len(specs)
    needed = bench.pace.seconds(name, 2 * bench.flop(specs) + bench.flop(in_few_steps(specs)))
    if not budget.allows(needed):
        bench.report.say(f"left out for want of time: {jobs} jobs of {side}², about {needed:.0f} s")
        return
    await burst(ours, in_few_steps(specs))
    waiting = list(find_ticks(await _watch(bench, name, ours, specs, wait=True)))
    whole, call, arithmetic = (
        sum(getattr(tick, part) for tick in waiting) for part in ("whole", "call", "arithmetic")
    )
    record = {
        "section": "ticks",
        "side": side,
        "jobs": jobs,
        "name": name,
        "ticks": len(waiting),
        "tick_ms": 1e3 * whole / len(waiting),
        "call": 100 * call / whole,
        "arithmetic": 100 * arithmetic / whole,
        "own": 100 * (whole - call - arithmetic) / whole,
        "away": await _away(bench, name, ours, specs),
    }
    bench.report.row(COLUMNS, record)


async def _watch(bench: Bench, name: str, ours: Ours, specs: list[RenderSpec], *, wait: bool) -> list[Span]:
    watch = Stopwatch(cuda=bench.device.type == "cuda")
    with (
        watch.watching(SdxlModel, CALL, wait=wait),
        watch.watching(SdxlModel, "begin", "decode"),
        watch.watching(Denoising, *OWN_ARITHMETIC),
    ):
        seconds = max(await burst(ours, specs))
    bench.pace.note(name, bench.flop(specs), seconds)
    return watch.spans


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Seconds of the host, and the two calls of the UNet that bound it."""

    whole: float
    call: float
    arithmetic: float
    calls: tuple[Span, Span]


def find_ticks(spans: Sequence[Span]) -> Iterator[Tick]:
    """Between any two calls that follow each other with nothing but arithmetic in between."""
    ordered = sorted(spans, key=lambda span: span.start)
    calls = [index for index, span in enumerate(ordered) if span.name == CALL]
    for here, there in pairwise(calls):
        between = ordered[here + 1 : there]
        if between and all(span.name in OWN_ARITHMETIC for span in between):
            first, second = ordered[here], ordered[there]
            yield Tick(
                whole=second.start - first.start,
                call=first.end - first.start,
                arithmetic=sum(span.end - span.start for span in between),
                calls=(first, second),
            )


async def _away(bench: Bench, name: str, ours: Ours, specs: list[RenderSpec]) -> float | None:
    """Percent of the ticks' time on the device that lies between a call's end and the next one's start."""
    if bench.device.type != "cuda":
        return None
    spans = await _watch(bench, name, ours, specs, wait=False)
    torch.cuda.synchronize()
    marks = [
        (first.marks, second.marks)
        for first, second in (tick.calls for tick in find_ticks(spans))
        if first.marks and second.marks
    ]
    away = sum(first[1].elapsed_time(second[0]) for first, second in marks)
    return float(100 * away / sum(first[0].elapsed_time(second[0]) for first, second in marks))
