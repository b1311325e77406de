"""What every section of the benchmark is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import torch

from benchmarks.rendering.cost import Cost, count_costs
from benchmarks.rendering.renderers import Variant
from benchmarks.rendering.report import Budget, Report
from generation.spec import RenderSpec


class Pace:
    """How fast somebody was when last seen, in FLOP a second, by name; tells what will fit into the time."""

    def __init__(self) -> None:
        self._rates: dict[str, float] = {}

    def note(self, name: str, flop: float, seconds: float) -> None:
        """Keep what was seen."""
        self._rates[name] = flop / seconds

    def seconds(self, name: str, flop: float) -> float:
        """How long so much work is likely to take; 0 where nothing is known yet."""
        return flop / self._rates[name] if name in self._rates else 0.0


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The model, its variants, the work and where to tell of it."""

    folder: Path  #: the model as a diffusers folder
    device: torch.device
    variants: Mapping[str, Variant]  #: of our engine, by name
    peers: tuple[str, ...]  #: of the stock pipeline: eager, compiled, batch
    sides: tuple[int, ...]  #: pixels
    steps: tuple[int, ...]
    jobs: tuple[int, ...]  #: that are asked for at once
    loads: tuple[float, ...]  #: of the mix, as shares of what one at a time can do
    mix_steps: tuple[int, int]
    seed: int
    seconds: float  #: for each section
    report: Report
    pace: Pace = field(default_factory=Pace)

    @property
    def mix_sides(self) -> tuple[int, int]:
        """Of the mix's tokens and of its portraits."""
        return min(self.sides), max(self.sides)

    @cached_property
    def costs(self) -> Mapping[int, Cost]:
        """What a picture costs, by its side."""
        return count_costs(self.folder, self.sides)

    def flop(self, specs: list[RenderSpec]) -> float:
        """FLOP of all of these pictures."""
        return sum(self.costs[spec.width].of(spec) for spec in specs)

    def budget(self) -> Budget:
        """A section's time, which begins now."""
        return Budget(self.seconds)
