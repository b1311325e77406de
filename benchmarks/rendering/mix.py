"""People who come when they like and want different things: the engine as it is, and as a first-in-first-out.

The queue that takes one at a time has the same engine with the same options behind it, so that all the
difference is what batching makes. Load is measured by it too: at 1 people bring just as much work as can be
done one at a time.
"""

import asyncio
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.rendering.bench import Bench
from benchmarks.rendering.renderers import OneAtATime, Ours, Renderer, burst, open_ours
from benchmarks.rendering.report import Column, Value
from benchmarks.rendering.work import Arrival, make_spec, poisson_mix
from generation.spec import RenderSpec

FEWEST, MOST = 10, 400  #: jobs of one replay
SHARE = 0.8  #: of the time is for the replays; the rest is for waiting at their ends
IN_TURN = "one at a time"

COLUMNS = (
    Column("load", "load", ".2f", 5),
    Column("name", "who", "s", 34),
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
    """Print two lines for every load and variant: one at a time, and all together."""
    sides, (low, high) = bench.mix_sides, bench.mix_steps
    title = f"mix: tokens of {sides[0]}², portraits of {sides[1]}², {low} to {high} steps, by Poisson"
    bench.report.head(title, COLUMNS)
    budget = bench.budget()
    for index, (name, variant) in enumerate(bench.variants.items()):
        async with open_ours(variant) as ours:
            service = await _calibrate(ours, sides, bench.mix_steps)
            share = budget.left / (len(bench.variants) - index)
            await _replay_all(bench, name, ours, service, share)


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


async def _calibrate(ours: Ours, sides: Sequence[int], steps: tuple[int, int]) -> _Service:
    """Render few and many steps at each side, the first to warm up; and warm up a company as well."""
    lines = {}
    for side in dict.fromkeys(sides):
        few, many = (make_spec(side=side, steps=number) for number in steps)
        await burst(ours, [few] * 8)
        seconds = [min([await _timed(ours, spec) for _ in range(2)]) for spec in (few, many)]
        slope = (seconds[1] - seconds[0]) / (steps[1] - steps[0])
        lines[side] = (slope, seconds[0] - slope * steps[0])
    return _Service(lines)


async def _timed(renderer: Renderer, spec: RenderSpec) -> float:
    began = time.perf_counter()
    await renderer.render(spec)
    return time.perf_counter() - began


async def _replay_all(bench: Bench, name: str, ours: Ours, service: _Service, seconds: float) -> None:
    """Both ways of serving, load by load; as many jobs as the time allows."""
    arrivals = _arrivals(bench, service, seconds)
    if len(arrivals) < FEWEST:
        bench.report.say(f"{name}: left out, {seconds:.0f} s are not enough for {FEWEST} jobs")
        return
    work = service.mean(arrivals)
    bench.report.say(f"{name}: {len(arrivals)} jobs, {work:.3f} s each where it is alone")
    for load in bench.loads:
        gap = work / load
        in_turn = await _replay(OneAtATime(ours), arrivals, gap)
        together = await _replay(ours, arrivals, gap)
        for who, seen in ((f"{name}, {IN_TURN}", in_turn), (name, together)):
            record = _record(who, load, arrivals, seen)
            record["by_p95"] = _p95(seen[0]) / _p95(in_turn[0])
            record["by_images"] = in_turn[1] / seen[1]
            bench.report.row(COLUMNS, record)


def _arrivals(bench: Bench, service: _Service, seconds: float) -> tuple[Arrival, ...]:
    """As many as both ways of serving can do at every load within `seconds`."""
    most = poisson_mix(MOST, sides=bench.mix_sides, steps=bench.mix_steps, seed=bench.seed)
    per_job = sum(2 * service.mean(most) / min(load, 1.0) for load in bench.loads)
    return most[: int(SHARE * seconds / per_job)]


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
