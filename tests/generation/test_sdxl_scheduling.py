"""Who shares a call of the UNet: priority and age in a bucket, turns between buckets, rows as memory lets."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from generation.engines.sdxl.scheduling import (
    MAX_LORAS,
    TURN_CALLS,
    URGENT_CALLS,
    Bucket,
    DeficitRoundRobin,
    RowBudget,
    Timetable,
    count_rows,
)
from generation.spec import LoraWeight

SMALL = Bucket(height=512, width=512, chunks=1)
LARGE = Bucket(height=1024, width=1024, chunks=1)
WORDY = Bucket(height=1024, width=1024, chunks=2)
CACHED = Bucket(height=1024, width=1024, chunks=1, cached=True)
STYLED = Bucket(height=1024, width=1024, chunks=1, loras=(LoraWeight(name="ink"),))


@dataclass(eq=False)
class Painting:
    """A picture without pixels."""

    bucket: Bucket
    row_count: int
    steps: int
    loras: frozenset[str] = frozenset()
    shallow: bool = False
    priority: int = 1


PAINTINGS = st.builds(
    Painting,
    bucket=st.sampled_from([SMALL, LARGE, WORDY, STYLED]),
    row_count=st.integers(1, 2),
    steps=st.integers(1, 5),
    shallow=st.booleans(),
    priority=st.integers(0, 2),
)
DRESSED = st.builds(
    Painting,
    bucket=st.sampled_from([SMALL, LARGE]),
    row_count=st.integers(1, 2),
    steps=st.integers(1, 5),
    loras=st.frozensets(st.sampled_from("abcdefgh"), max_size=MAX_LORAS + 1),
)


def seat(paintings: list[Painting], max_rows: int = 8) -> Timetable[Painting]:
    timetable: Timetable[Painting] = Timetable(max_rows)
    for painting in paintings:
        timetable.join(painting)
    return timetable


# ── turns between buckets ───────────────────────────────────────────────────


@given(
    costs=st.dictionaries(st.integers(1, 5), st.integers(1, 100), min_size=1),
    others=st.lists(st.sets(st.integers(1, 5)), min_size=1, max_size=60),
    cost=st.integers(1, 100),
)
def test_nobody_waits_longer_than_for_a_turn_of_each_of_the_others(
    costs: dict[int, int], others: list[set[int]], cost: int
) -> None:
    """Number 0 is always there; the others come and go as they like."""
    turns: DeficitRoundRobin[int] = DeficitRoundRobin()
    dearest = max(cost, *costs.values())
    waited = 0
    for present in others:
        picked = turns.pick({key: costs[key] for key in present if key in costs} | {0: cost})
        waited = 0 if picked == 0 else waited + costs[picked]
        assert waited < (TURN_CALLS + 1) * dearest * len(costs)


@given(costs=st.lists(st.integers(1, 100), min_size=2, max_size=5))
def test_those_who_are_always_there_get_the_same_amount_of_work(costs: list[int]) -> None:
    turns: DeficitRoundRobin[int] = DeficitRoundRobin()
    asked = dict(enumerate(costs))
    done = dict.fromkeys(asked, 0)
    for _ in range(300):
        picked = turns.pick(asked)
        done[picked] += asked[picked]
    assert max(done.values()) - min(done.values()) <= (TURN_CALLS + 1) * max(costs)


def test_small_pictures_take_four_steps_for_each_of_pictures_of_twice_the_side() -> None:
    timetable = seat([Painting(SMALL, 2, 9), Painting(LARGE, 2, 9)])
    buckets = [timetable.next_company()[0].bucket for _ in range(10 * TURN_CALLS)]
    assert buckets.count(SMALL) == 4 * buckets.count(LARGE)


def test_newcomers_that_stay_for_one_call_do_not_keep_the_next_in_line_from_its_turn() -> None:
    turns: DeficitRoundRobin[int] = DeficitRoundRobin()
    picked = [turns.pick({0: 5, newcomer: 5}) for newcomer in range(1, 20)]
    assert picked.count(0) >= 9


# ── companies ───────────────────────────────────────────────────────────────


@given(paintings=st.lists(PAINTINGS, min_size=1, max_size=20), max_rows=st.integers(2, 16))
def test_company_is_the_most_urgent_and_oldest_of_one_bucket_and_as_many_as_fit(
    paintings: list[Painting], max_rows: int
) -> None:
    company = list(seat(paintings, max_rows).next_company())
    paintings.sort(key=lambda painting: painting.priority)
    assert company[0].priority == paintings[0].priority
    line = [painting for painting in paintings if painting.bucket == company[0].bucket]
    assert company[0] == line[0]
    line = [painting for painting in line if painting.shallow == line[0].shallow]
    assert company == line[: len(company)]
    assert count_rows(company) <= max_rows
    if len(company) < len(line):
        assert count_rows(line[: len(company) + 1]) > max_rows


@given(arrivals=st.lists(st.lists(PAINTINGS | DRESSED, max_size=4), max_size=20), max_rows=st.integers(2, 8))
def test_every_picture_comes_to_its_end_in_as_many_calls_as_it_has_steps(
    arrivals: list[list[Painting]], max_rows: int
) -> None:
    timetable = seat([], max_rows)
    steps = {painting: painting.steps for group in arrivals for painting in group}
    taken = dict.fromkeys(steps, 0)
    for group in [*arrivals, *[[]] * sum(steps.values())]:
        for painting in group:
            timetable.join(painting)
        for painting in timetable.next_company() if timetable else ():
            taken[painting] += 1
            painting.steps -= 1
            if painting.steps == 0:
                timetable.leave(painting)
    assert taken == steps
    assert not timetable


def test_picture_that_leaves_makes_room_for_the_next() -> None:
    paintings = [Painting(LARGE, 2, 1) for _ in range(3)]
    timetable = seat(paintings, max_rows=4)
    assert list(timetable.next_company()) == paintings[:2]
    timetable.leave(paintings[0])
    timetable.leave(paintings[0])
    assert list(timetable.next_company()) == paintings[1:]


@given(paintings=st.lists(DRESSED, min_size=1, max_size=20))
def test_company_wears_few_loras_and_passes_over_only_those_who_would_bring_one_too_many(
    paintings: list[Painting],
) -> None:
    company = seat(paintings, max_rows=40).next_company()
    worn: frozenset[str] = frozenset()
    for painting in (painting for painting in paintings if painting.bucket == company[0].bucket):
        together = worn | painting.loras
        assert (painting in company) == (together == worn or not worn or len(together) <= MAX_LORAS)
        worn = together if painting in company else worn
    assert len(worn) <= MAX_LORAS or any(painting.loras == worn for painting in company)


def test_picture_that_was_passed_over_is_next_when_an_older_one_leaves() -> None:
    wearers = [Painting(LARGE, 2, 1, frozenset(name)) for name in "abcde"]
    plain = Painting(LARGE, 2, 1)
    timetable = seat([*wearers, plain], max_rows=10)
    assert list(timetable.next_company()) == [*wearers[:MAX_LORAS], plain]
    timetable.leave(wearers[1])
    assert list(timetable.next_company()) == [wearers[0], *wearers[2:], plain]


def test_pictures_with_different_depths_take_turns_with_the_oldest() -> None:
    """The first goes deep at every second step; the second, at every third, goes along where it can."""
    first, second = Painting(CACHED, 2, 9), Painting(CACHED, 2, 9)
    timetable = seat([first, second])
    taken = {first: 0, second: 0}
    for _ in range(12):
        for painting in timetable.next_company():
            taken[painting] += 1
        first.shallow, second.shallow = taken[first] % 2 != 0, taken[second] % 3 != 0
    assert taken == {first: 12, second: 9}


def test_shallow_calls_leave_more_turns_to_others() -> None:
    timetable = seat([Painting(CACHED, 2, 9, shallow=True), Painting(LARGE, 2, 9)])
    buckets = [timetable.next_company()[0].bucket for _ in range(22 * TURN_CALLS)]
    assert buckets.count(CACHED) >= 9 * buckets.count(LARGE)


# ── priority ────────────────────────────────────────────────────────────────


def test_urgent_picture_goes_before_those_of_its_bucket_that_have_begun() -> None:
    timetable = seat([Painting(LARGE, 2, 9) for _ in range(3)], max_rows=4)
    urgent = Painting(LARGE, 2, 9, priority=0)
    timetable.join(urgent)
    first, *others = timetable
    assert list(timetable.next_company()) == [urgent, others[0]]
    assert first is urgent


def test_most_calls_are_those_of_urgent_buckets_and_the_others_share_the_rest() -> None:
    timetable = seat(
        [Painting(WORDY, 2, 9, priority=2), Painting(LARGE, 2, 9), Painting(SMALL, 2, 9, priority=0)]
    )
    rounds = 10 * TURN_CALLS
    buckets = [timetable.next_company()[0].bucket for _ in range(rounds * (URGENT_CALLS + 1))]
    assert buckets[:URGENT_CALLS] == [SMALL] * URGENT_CALLS
    assert [buckets.count(bucket) for bucket in (LARGE, WORDY)] == [rounds // 2] * 2


@given(stream=st.lists(st.sampled_from([SMALL, STYLED, CACHED]), min_size=1, max_size=80))
def test_stream_of_urgent_pictures_stops_no_other_bucket(stream: list[Bucket]) -> None:
    """In every call but the first an urgent picture arrives; two buckets wait beside."""
    waiting = [Painting(LARGE, 2, 9), Painting(WORDY, 2, 9, priority=2)]
    timetable = seat(waiting)
    waited = dict.fromkeys(waiting, 0)
    for bucket in stream:
        urgent = Painting(bucket, 2, 1, priority=0)
        timetable.join(urgent)
        company = timetable.next_company()
        for painting in waiting:
            waited[painting] = 0 if painting in company else waited[painting] + 1
            assert waited[painting] < 2 * (URGENT_CALLS + 1)
        timetable.leave(urgent)


def test_turns_are_equal_again_once_urgent_pictures_have_gone() -> None:
    timetable = seat([Painting(LARGE, 2, 9)])
    urgent = Painting(SMALL, 2, 9, priority=0)
    timetable.join(urgent)
    for _ in range(100 * (URGENT_CALLS + 1)):
        timetable.next_company()
    timetable.leave(urgent)
    timetable.join(Painting(WORDY, 2, 9))
    buckets = [timetable.next_company()[0].bucket for _ in range(10 * TURN_CALLS)]
    assert abs(buckets.count(LARGE) - buckets.count(WORDY)) <= TURN_CALLS


# ── memory ──────────────────────────────────────────────────────────────────


def test_call_that_does_not_fit_is_halved_until_the_oldest_picture_is_alone() -> None:
    paintings = [Painting(LARGE, 2, 1) for _ in range(9)]
    timetable = seat([*paintings, Painting(SMALL, 2, 1)], max_rows=16)
    sizes = []
    while True:
        company = next(company for company in timetable.companies() if company[0].bucket == LARGE)
        sizes.append(len(company))
        if not timetable.shrink(company, failed=count_rows(company)):
            break
    assert sizes == [8, 4, 2, 1]
    assert timetable.row_limit(SMALL) == 16


@given(most=st.integers(1, 64), least=st.integers(1, 2))
def test_halving_ends_at_the_least_and_never_below(most: int, least: int) -> None:
    budget = RowBudget(most)
    rows = max(most, least)
    while budget.shrink(LARGE, failed=rows, least=least):
        assert least <= budget.limit(LARGE) < rows
        rows = budget.limit(LARGE)
    assert rows == least


def test_rows_are_full_again_once_the_last_picture_of_the_bucket_has_left() -> None:
    paintings = [Painting(LARGE, 2, 1) for _ in range(2)]
    timetable = seat(paintings, max_rows=16)
    timetable.shrink(paintings, failed=16)
    timetable.leave(paintings[0])
    assert timetable.row_limit(LARGE) == 8
    timetable.leave(paintings[1])
    assert timetable.row_limit(LARGE) == 16
