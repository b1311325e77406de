"""The parts of the GPU's benchmark that need no GPU: what is asked for, what it costs, what a tick is."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.gpu import set_up, variants
from benchmarks.rendering.cost import TERA, Cost, count_costs
from benchmarks.rendering.mix import fitting
from benchmarks.rendering.report import Budget
from benchmarks.rendering.stopwatch import Span
from benchmarks.rendering.ticks import find_ticks
from benchmarks.rendering.work import Arrival, make_spec, poisson_mix
from generation.engines.sdxl import SdxlConfig, base_configs


def mix(count: int, seed: int = 1) -> tuple[Arrival, ...]:
    return poisson_mix(count, sides=(512, 1024), steps=(8, 50), seed=seed)


def test_sdxl_base_costs_what_was_counted_for_it(tmp_path: Path) -> None:
    base_configs.write_configs(tmp_path, {})
    costs = count_costs(tmp_path, [1024, 512])
    assert costs[1024].unet / TERA == pytest.approx(6.76, abs=0.005)
    assert costs[1024].decode / TERA == pytest.approx(10.47, abs=0.005)
    assert costs[512].unet / TERA == pytest.approx(1.59, abs=0.005)
    assert costs[512].decode / TERA == pytest.approx(2.51, abs=0.005)


def test_guided_step_costs_two_samples() -> None:
    assert Cost(unet=3, decode=5).of(make_spec(side=512, steps=10)) == 2 * 10 * 3 + 5


def test_arrivals_are_a_poisson_process_of_rate_one() -> None:
    gaps = np.diff([arrival.time for arrival in mix(20_000)])
    assert gaps.min() >= 0
    assert gaps.mean() == pytest.approx(1, rel=0.03)
    assert gaps.std() == pytest.approx(1, rel=0.03)  # as wide as its mean: exponential
    assert np.median(gaps) == pytest.approx(np.log(2), rel=0.03)


def test_mix_is_half_tokens_and_half_portraits_of_every_number_of_steps() -> None:
    specs = [arrival.spec for arrival in mix(5_000)]
    assert {spec.num_inference_steps for spec in specs} == set(range(8, 51))
    assert np.mean([spec.width == 512 for spec in specs]) == pytest.approx(0.5, abs=0.03)
    assert {(spec.width, spec.height) for spec in specs} == {(512, 512), (1024, 1024)}


def test_mix_is_the_same_for_the_same_seed_alone() -> None:
    assert mix(20) == mix(20)
    assert mix(20) != mix(20, seed=2)


def test_options_with_several_values_make_every_combination() -> None:
    named = variants(["preview_every=0", "max_rows=8,none", "guidance_end=0.6"])
    assert list(named.values()) == [
        {"preview_every": 0, "max_rows": 8, "guidance_end": 0.6},
        {"preview_every": 0, "max_rows": None, "guidance_end": 0.6},
    ]
    assert next(iter(named)) == "ours, preview_every=0, max_rows=8, guidance_end=0.6"
    assert variants([]) == {"ours": {}}


def test_variants_that_compile_do_so_for_the_sizes_that_are_measured() -> None:
    config = SdxlConfig(model="tiny", cache_dir=Path("unused"))
    parties = set_up(config, [256, 320], ["compile=false,true", "cache_interval=2"])
    assert [party.config.compile for party in parties.values()] == [False, True]
    assert all(party.config.compile_sizes == ((256, 256), (320, 320)) for party in parties.values())
    assert all(party.request == {"cache_interval": 2} for party in parties.values())


def test_loading_and_compiling_take_nothing_of_a_sections_time() -> None:
    times = iter([100.0, 101.0, 161.0, 163.0])
    budget = Budget(10.0, clock=lambda: next(times))
    with budget.paused():
        pass
    assert budget.left == 7.0


def test_mix_is_cut_to_what_fits_and_left_out_where_the_time_is_spent() -> None:
    assert fitting(mix(20), 9.0, 2.0) == mix(20)[:4]
    assert fitting(mix(20), -9.0, 2.0) == ()


@pytest.mark.parametrize("option", ["no_such=1", "max_rows", "max_rows=many"])
def test_option_that_the_engine_does_not_have_ends_the_run(option: str) -> None:
    with pytest.raises(SystemExit, match="max_rows"):
        variants([option])


def test_tick_reaches_from_a_call_to_the_next_with_only_arithmetic_between() -> None:
    spans = [
        Span(name="rows", start=0.0, end=0.1),
        Span(name="predict", start=1.0, end=4.0),
        Span(name="advance", start=4.5, end=5.0),
        Span(name="rows", start=5.5, end=5.75),
        Span(name="predict", start=6.0, end=9.0),
        Span(name="advance", start=9.0, end=9.5),
        Span(name="begin", start=9.5, end=9.75),  # a newcomer: not the batcher's doing
        Span(name="predict", start=10.0, end=13.0),
    ]
    (tick,) = find_ticks(spans)
    assert (tick.whole, tick.call, tick.arithmetic) == (5.0, 3.0, 0.75)
