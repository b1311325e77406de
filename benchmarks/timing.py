"""Measures two ways of doing a thing in turn, A B A B …, so that a machine's moods fall on both."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Measured:
    """Seconds per call, sorted."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    def line(self, unit: float = 1e3, sign: str = "ms") -> str:
        """One row of a table."""
        low, high = self.seconds[0] * unit, self.seconds[-1] * unit
        return f"{self.name:<44}{self.median * unit:>10.2f} {sign}   ({low:.2f} to {high:.2f})"


async def measure(name: str, work: Work, *, rounds: int, warm_up: int = 1) -> Measured:
    """Time one piece of work by itself."""
    for _ in range(warm_up):
        await work()
    return Measured(name, tuple(sorted([await _timed(work) for _ in range(rounds)])))


async def compare(ours: tuple[str, Work], theirs: tuple[str, Work], *, rounds: int) -> None:
    """Time two pieces of work in turn and print both, with the ratio pair by pair."""
    every = [(await _timed(ours[1]), await _timed(theirs[1])) for _ in range(rounds + 1)]
    pairs = every[1:]  # the first round warms up
    for (name, _), seconds in zip((ours, theirs), zip(*pairs, strict=True), strict=True):
        print(Measured(name, tuple(sorted(seconds))).line())
    ratios = sorted(a / b for a, b in pairs)
    print(f"{'ratio':<44}{statistics.median(ratios):>10.2f} ×    ({ratios[0]:.2f} to {ratios[-1]:.2f})")


async def _timed(work: Work) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began
