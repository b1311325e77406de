"""People who come when they like and want different things: our engine, beside first in, first out.

Two queues take one picture at a time: one before the stock pipeline, and one before our own engine with the
same options, so that the difference is what rendering together makes. Load is told by the first of those that
are measured, at 1 people bring just as much work as it can do, and to its figures the others are compared.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

import numpy as np

from benchmarks.rendering.bench import Bench
from benchmarks.rendering.renderers import OneAtATime, Renderer, burst, open_ours, open_stock_alone
from benchmarks.rendering.report import Column, Value
from benchmarks.rendering.work import Arrival, in_few_steps, make_spec, poisson_mix
from generation.spec import RenderSpec

FEWEST, MOST = 10, 400  #: jobs of one replay
SHARE = 0.8  #: of the time is for the replays; the rest is for waiting at their ends
WARM_UP = 8  #: pictures at once
STOCK = "eager"
IN_TURN = "one at a time"

COLUMNS = (
    Column("load", "load", ".2f", 5),
    Column("name", "who", "s", 40),
    Column("jobs", "jobs", "d", 5),
    Column("images_per_second", "images/s", ".3f"),
    Column("p50", "p50 s"),
    Column("p95", "p95 s"),
    Column("tokens_p95", "tokens' p95", ".2f", 11),
    Column("portraits_p95", "portraits' p95", ".2f", 14),
    Column("by_p95", "× p95", ".2f", 6),
    Column("by_images", "× images/s", ".2f", 10),
)


async def run(bench: Bench) -> None:
    """Print a line for everybody at every load, for one variant after another."""
    sides, (low, high) = bench.mix_sides, bench.mix_steps
    title = f"mix: tokens of {sides[0]}², portraits of {sides[1]}², {low} to {high} steps, by Poisson"
    bench.report.head(title, COLUMNS)
    budget = bench.budget()
    async with AsyncExitStack() as stack:
        queues: dict[str, Renderer] = {}
        if STOCK in bench.peers:
            stock = await stack.enter_async_context(open_stock_alone(bench.folder, bench.device))
            queues[f"stock, {STOCK}"] = stock
        for index, (name, variant) in enumerate(bench.variants.items()):
            async with open_ours(variant, budget) as ours:
                parties = {**queues, f"{name}, {IN_TURN}": OneAtATime(ours), name: ours}
                await _replay_all(bench, parties, budget.left / (len(bench.variants) - index))


class _Service:
    """Seconds that a picture takes alone: so much, and so much more for each step, by its side."""

    def __init__(self, lines: dict[int, tuple[float, float]]) -> None:
        self._lines = lines

    def seconds(self, spec: RenderSpec) -> float:
        """For one picture."""
        slope, start = self._lines[spec.width]
        return start + slope * spec.num_inference_steps

    def mean(self, arrivals: Sequence[Arrival]) -> float:
        """For one picture of these on average."""
        return float(np.mean([self.seconds(arrival.spec) for arrival in arrivals]))


async def _calibrate(renderer: Renderer, sides: Sequence[int], steps: tuple[int, int]) -> _Service:
    """Render few and many steps at each side, after a company to warm up."""
    lines = {}
    for side in dict.fromkeys(sides):
        few, many = (make_spec(side=side, steps=number) for number in steps)
        await burst(renderer, in_few_steps([few] * WARM_UP))
        seconds = [min([await _timed(renderer, spec) for _ in range(2)]) for spec in (few, many)]
        slope = (seconds[1] - seconds[0]) / (steps[1] - steps[0])
        lines[side] = (slope, seconds[0] - slope * steps[0])
    return _Service(lines)


async def _timed(renderer: Renderer, spec: RenderSpec) -> float:
    began = time.perf_counter()
    await renderer.render(spec)
    return time.perf_counter() - began


async def _replay_all(bench: Bench, parties: Mapping[str, Renderer], seconds: float) -> None:
    """Everybody, load by load, with the same arrivals; as many as the time allows."""
    end = time.perf_counter() + seconds
    services = [await _calibrate(party, bench.mix_sides, bench.mix_steps) for party in parties.values()]
    arrivals = _arrivals(bench, services, end - time.perf_counter())
    if len(arrivals) < FEWEST:
        bench.report.say(f"left out: {seconds:.0f} s are not enough for {FEWEST} jobs")
        return
    work = services[0].mean(arrivals)
    bench.report.say(f"{len(arrivals)} jobs; {next(iter(parties))} takes {work:.3f} s for one alone")
    for load in bench.loads:
        seen = {name: await _replay(party, arrivals, work / load) for name, party in parties.items()}
        first = next(iter(seen.values()))
        for name, here in seen.items():
            record = _record(name, load, arrivals, here)
            record["by_p95"] = _p95(here[0]) / _p95(first[0])
            record["by_images"] = first[1] / here[1]
            bench.report.row(COLUMNS, record)


def _arrivals(bench: Bench, services: Sequence[_Service], seconds: float) -> tuple[Arrival, ...]:
    """As many as everybody can serve at every load within `seconds`."""
    most = poisson_mix(MOST, sides=bench.mix_sides, steps=bench.mix_steps, seed=bench.seed)
    means = [service.mean(most) for service in services]
    per_job = sum(max(means[0] / load, mean) for load in bench.loads for mean in means)
    return fitting(most, SHARE * seconds, per_job)


def fitting(arrivals: Sequence[Arrival], seconds: float, per_job: float) -> tuple[Arrival, ...]:
    """As many as can be served within `seconds`; none where these are spent already."""
    return tuple(arrivals[: max(0, int(seconds / per_job))])


async def _replay(renderer: Renderer, arrivals: Sequence[Arrival], gap: float) -> tuple[list[float], float]:
    """Ask for each picture when its time has come; seconds that each took, and from first to last."""
    first = arrivals[0].time
    began = time.perf_counter()

    async def served(arrival: Arrival) -> float:
        due = began + (arrival.time - first) * gap
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await renderer.render(arrival.spec)
        return time.perf_counter() - due

    latencies = list(await asyncio.gather(*(served(arrival) for arrival in arrivals)))
    return latencies, time.perf_counter() - began


def _record(
    name: str, load: float, arrivals: Sequence[Arrival], seen: tuple[list[float], float]
) -> dict[str, Value]:
    latencies, seconds = seen
    small = min(arrival.spec.width for arrival in arrivals)
    pairs = list(zip(arrivals, latencies, strict=True))
    tokens = [latency for arrival, latency in pairs if arrival.spec.width == small]
    portraits = [latency for arrival, latency in pairs if arrival.spec.width > small]
    return {
        "section": "mix",
        "load": load,
        "name": name,
        "jobs": len(latencies),
        "images_per_second": len(latencies) / seconds,
        "p50": float(np.median(latencies)),
        "p95": _p95(latencies),
        "tokens_p95": _p95(tokens),
        "portraits_p95": _p95(portraits) if portraits else None,
    }


def _p95(latencies: Sequence[float]) -> float:
    return float(np.percentile(latencies, 95))
