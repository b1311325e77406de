"""Pictures a second: jobs that are asked for at once, of ours and of the stock pipeline, in one process."""

import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

import numpy as np
import torch

from benchmarks.rendering import memory
from benchmarks.rendering.bench import Bench
from benchmarks.rendering.cost import TERA
from benchmarks.rendering.renderers import Party, open_ours_as_party, open_stock
from benchmarks.rendering.report import Column, Value, gib
from benchmarks.rendering.work import burst_of, in_few_steps
from generation.errors import OutOfMemory
from generation.spec import RenderSpec

PICTURES = 4  #: at least so many are measured at a point
EAGER = "stock, eager"
BATCH = "stock, batch"

COLUMNS = (
    Column("side", "side", "d", 5),
    Column("steps", "steps", "d", 5),
    Column("jobs", "jobs", "d", 4),
    Column("name", "who", "s", 40),
    Column("images_per_second", "images/s", ".3f"),
    Column("p50", "p50 s"),
    Column("p95", "p95 s"),
    Column("memory", "peak GiB", ".1f", 8),
    Column("tflops", "TFLOP/s", ".4g", 9),
    Column("by_eager", "× eager", ".2f", 8),
)


@dataclass(frozen=True, kw_only=True)
class Point:
    """Work to measure: `jobs` like pictures at once."""

    side: int
    steps: int
    jobs: int

    def __str__(self) -> str:
        return f"{self.jobs} jobs of {self.side}² and {self.steps} steps"

    @property
    def specs(self) -> list[RenderSpec]:
        """The pictures."""
        return burst_of(self.jobs, side=self.side, steps=self.steps)

    @property
    def rounds(self) -> int:
        """How many bursts make enough pictures."""
        return -(-PICTURES // self.jobs)


async def run(bench: Bench) -> None:
    """Print a line for everybody at every point that fits into the time."""
    budget = bench.budget()
    bench.report.head("throughput: jobs asked for at once", COLUMNS)
    async with AsyncExitStack() as stack:
        parties = [
            await stack.enter_async_context(open_ours_as_party(variant, name, budget))
            for name, variant in bench.variants.items()
        ]
        stock = await stack.enter_async_context(open_stock(bench.folder, bench.device, bench.peers))
        eager: dict[tuple[int, int], float] = {}
        for point in _points(bench):
            present = [party for party in (*stock, *parties) if _takes_part(party, point)]
            needed = sum(_estimate(bench, party, point) for party in present)
            if budget.allows(needed):
                await _measure(bench, present, point, eager)
            else:
                bench.report.say(f"left out for want of time: {point}, about {needed:.0f} s")


def _points(bench: Bench) -> list[Point]:
    return [
        Point(side=side, steps=steps, jobs=jobs)
        for side in bench.sides
        for steps in bench.steps
        for jobs in bench.jobs
    ]


def _takes_part(party: Party, point: Point) -> bool:
    """A batch of one is eager; what stock does in turn is the same however many wait."""
    if party.name == BATCH:
        return point.jobs > 1
    return point.jobs == 1 or not party.name.startswith("stock")


def _estimate(bench: Bench, party: Party, point: Point) -> float:
    work = bench.flop(point.specs) * point.rounds + bench.flop(in_few_steps(point.specs))
    return bench.pace.seconds(party.name, work)


async def _measure(
    bench: Bench, parties: Sequence[Party], point: Point, eager: dict[tuple[int, int], float]
) -> None:
    """Everybody in turn, round by round, so that the machine's moods fall on all."""
    parties = [party for party in parties if await _warms_up(bench, party, point)]
    runs = {party.name: _Run() for party in parties}
    for _ in range(point.rounds):
        for party in parties:
            await runs[party.name].add(party, point.specs)
    for party in parties:
        record = _record(bench, party, point, runs[party.name])
        if party.name == EAGER:
            eager[point.side, point.steps] = float(record["images_per_second"] or 0)
        if peer := eager.get((point.side, point.steps)):
            record["by_eager"] = float(record["images_per_second"] or 0) / peer
        bench.report.row(COLUMNS, record)


async def _warms_up(bench: Bench, party: Party, point: Point) -> bool:
    """Render the point in few steps; False, and said, where the device's memory does not suffice."""
    try:
        await party.burst(in_few_steps(point.specs))
    except (torch.OutOfMemoryError, OutOfMemory):
        bench.report.say(f"{party.name}: {point} don't fit into memory")
    else:
        return True
    memory.release()  # out here, where the trace no longer holds on to tensors
    return False


class _Run:
    """What was seen of one party at one point."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.seconds = 0.0
        self.memory = 0

    async def add(self, party: Party, specs: Sequence[RenderSpec]) -> None:
        """One burst more."""
        others = memory.allocated() - party.weights
        memory.start_peak()
        began = time.perf_counter()
        self.latencies += await party.burst(specs)
        self.seconds += time.perf_counter() - began
        self.memory = max(self.memory, memory.peak() - others)


def _record(bench: Bench, party: Party, point: Point, run: _Run) -> dict[str, Value]:
    flop = bench.flop(point.specs) * point.rounds
    bench.pace.note(party.name, flop, run.seconds)
    p50, p95 = np.percentile(run.latencies, [50, 95])
    return {
        "section": "throughput",
        "side": point.side,
        "steps": point.steps,
        "jobs": point.jobs,
        "name": party.name,
        "images_per_second": len(run.latencies) / run.seconds,
        "p50": float(p50),
        "p95": float(p95),
        "memory": gib(run.memory),
        "tflops": flop / run.seconds / TERA,
    }
