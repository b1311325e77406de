"""Which pictures share the next call of the UNet; pure, knows neither torch nor models.

Pictures of one `Bucket` can share a call. Within a bucket the most urgent go first, of these the oldest;
between buckets turns are taken by deficit round-robin, so that each gets an equal share of the device's time,
large pictures and small. Where some buckets have more urgent pictures than others, most calls are theirs.
"""

from bisect import insort
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, Protocol, TypeVar

from generation.spec import LoraWeight

TURN_CALLS = 4  #: of the dearest kind in one turn; some LoRAs take tens of milliseconds to be changed
MAX_LORAS = 4  #: different ones in a call; every row pays for each, whether it wears it or not
URGENT_CALLS = 7  #: of buckets with more urgent pictures, for each one of the others
SHALLOW_CALLS = 10  #: for the cost of a full one; a fourteenth of the operations, but the slower ones

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """What pictures must have in common to share a call; sizes in pixels, `chunks` of 77 prompt tokens."""

    height: int
    width: int
    chunks: int
    model: str = ""  #: the engine's name whose model paints
    loras: tuple[LoraWeight, ...] = ()  #: those that only the whole model can wear, with all beside them
    cached: bool = False  #: whether some calls leave out the UNet's deep layers
    ip_adapter_scale: float | None = None  #: the model follows references so closely, as a whole

    @property
    def area(self) -> int:
        """Pixels of a picture, to which the cost of a row is taken to be proportional."""
        return self.height * self.width


class Steppable(Protocol):
    """A picture as far as scheduling is concerned."""

    @property
    def bucket(self) -> Bucket:
        """What it can share a call with."""

    @property
    def priority(self) -> int:
        """How urgent it is: 0 high, 1 normal, 2 low."""

    @property
    def row_count(self) -> int:
        """How many rows it brings into its next call."""

    @property
    def shallow(self) -> bool:
        """Whether its next call leaves out the UNet's deep layers."""

    @property
    def loras(self) -> frozenset[str]:
        """Names of the LoRAs that it wears."""


P = TypeVar("P", bound=Steppable)


class DeficitRoundRobin(Generic[K]):
    """Turns by which everybody gets the same amount of work done (Shreedhar and Varghese 1995).

    Who begins a turn is credited with `TURN_CALLS` of the dearest, and keeps the turn while that lasts. Where
    the turn is not among those who may go next, it ends, and what is left of its credit is lost.
    """

    def __init__(self) -> None:
        self._credit: OrderedDict[K, int] = (
            OrderedDict()
        )  # in the order of turns; whose turn it is comes last
        self._served: K | None = None

    def pick(self, costs: Mapping[K, int], among: Collection[K] | None = None) -> K:
        """Who of `among` goes next and pays; `costs` are those of everybody who has something to do."""
        among = costs if among is None else among
        self._line_up(costs)
        if self._served is not None and self._served not in among:
            self._credit[self._served] = 0
            self._served = None
        served = self._served
        if served is None or self._credit[served] < costs[served]:
            served = self._served = next(key for key in self._credit if key in among)
            self._credit.move_to_end(served)
            self._credit[served] += TURN_CALLS * max(costs.values())
        self._credit[served] -= costs[served]
        return served

    def _line_up(self, costs: Mapping[K, int]) -> None:
        """Forget those who have gone; put new ones behind all others, but before whose turn it is."""
        for key in [key for key in self._credit if key not in costs]:
            del self._credit[key]
        for key in costs:
            self._credit.setdefault(key, 0)
        if self._served not in costs:
            self._served = None
        elif self._served is not None:
            self._credit.move_to_end(self._served)


class RowBudget:
    """How many rows a bucket's call may have: `most`, until the device's memory says otherwise."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._learned: dict[Bucket, int] = {}

    def limit(self, bucket: Bucket) -> int:
        """The most rows for a call of this bucket."""
        return self._learned.get(bucket, self._most)

    def shrink(self, bucket: Bucket, *, failed: int, least: int) -> bool:
        """Halve after a call of `failed` rows did not fit; False where fewer than `least` would be left."""
        if failed <= least:
            return False
        self._learned[bucket] = max(least, failed // 2)
        return True

    def forget(self, bucket: Bucket) -> None:
        """Try the full number again: whatever took the memory may have gone."""
        self._learned.pop(bucket, None)


class Timetable(Generic[P]):
    """Every picture that has steps to take, and who takes the next one together.

    A bucket is as urgent as its most urgent picture. While some are more urgent than others, the most urgent
    take `URGENT_CALLS` calls, by turns among themselves, and then all others together one, by turns too. So
    a steady stream of urgent pictures slows other buckets down but stops none. Within a bucket nothing of the
    kind holds: who is less urgent steps with the more urgent where there is room, and else waits for them.
    """

    def __init__(self, max_rows: int) -> None:
        self._budget = RowBudget(max_rows)
        self._turns: DeficitRoundRobin[Bucket] = DeficitRoundRobin()
        self._lines: dict[Bucket, list[P]] = {}
        self._urgent_calls = 0  # since the last one of a less urgent bucket

    def __iter__(self) -> Iterator[P]:
        return (picture for line in self._lines.values() for picture in line)

    def __bool__(self) -> bool:
        return bool(self._lines)

    def join(self, picture: P) -> None:
        """Put a picture behind the others of its bucket that are as urgent or more so."""
        line = self._lines.setdefault(picture.bucket, [])
        insort(line, picture, key=lambda other: other.priority)

    def leave(self, picture: P) -> None:
        """Take a picture out, if it is there."""
        line = self._lines.get(picture.bucket, [])
        if picture in line:
            line.remove(picture)
        if not line and self._lines.pop(picture.bucket, None) is not None:
            self._budget.forget(picture.bucket)

    def companies(self) -> Iterator[Sequence[P]]:
        """Of each bucket those who would share its next call: the first in line, as many as fit the budget.

        The very first goes in any case: whether it fits alone, only the device can tell. Who would bring in a
        LoRA too many is passed over; only those before it can keep it waiting. So do those wait whose next
        call goes deeper than the first one's or less deep.
        """
        for bucket, line in self._lines.items():
            together = _few_loras([picture for picture in line if picture.shallow == line[0].shallow])
            limit = self._budget.limit(bucket)
            totals = accumulate(picture.row_count for picture in together)
            yield together[: max(1, sum(total <= limit for total in totals))]

    def next_company(self) -> Sequence[P]:
        """Who takes the next step together; only where there is anybody."""
        by_bucket = {company[0].bucket: company for company in self.companies()}
        costs = {bucket: _cost(company) for bucket, company in by_bucket.items()}
        return by_bucket[self._turns.pick(costs, self._next_among())]

    def _next_among(self) -> Collection[Bucket]:
        """The buckets of which one has the next call: the most urgent ones, or the others now and then."""
        urgency = {bucket: line[0].priority for bucket, line in self._lines.items()}
        highest = min(urgency.values())
        others = {bucket for bucket, priority in urgency.items() if priority > highest}
        self._urgent_calls = self._urgent_calls + 1 if others else 0
        if self._urgent_calls > URGENT_CALLS:
            self._urgent_calls = 0
            return others
        return urgency.keys() - others

    def row_limit(self, bucket: Bucket) -> int:
        """The most rows for a call of this bucket."""
        return self._budget.limit(bucket)

    def shrink(self, company: Sequence[P], *, failed: int) -> bool:
        """Halve the rows after a call for `company` did not fit; False where fewer cannot be."""
        return self._budget.shrink(company[0].bucket, failed=failed, least=company[0].row_count)


def _few_loras(line: Sequence[P]) -> Sequence[P]:
    """Those of `line` who together wear `MAX_LORAS`; one that alone wears more goes with who adds none."""
    worn: frozenset[str] = frozenset()
    company = []
    for picture in line:
        together = worn | picture.loras
        if together == worn or not worn or len(together) <= MAX_LORAS:
            worn = together
            company.append(picture)
    return company


def count_rows(company: Sequence[Steppable]) -> int:
    """The rows of everybody together."""
    return sum(picture.row_count for picture in company)


def _cost(company: Sequence[Steppable]) -> int:
    """What a call costs; pixels of a full one."""
    full = company[0].bucket.area * count_rows(company)
    return full // SHALLOW_CALLS if company[0].shallow else full
