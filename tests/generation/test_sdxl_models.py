"""Several models in one process: each paints as if alone, and they make room for each other."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.unets.unet_2d_blocks import UNetMidBlock2DCrossAttn
from torch import nn
from torch._dynamo import register_backend
from torch.nn.modules.module import (
    register_module_forward_pre_hook,
    register_module_module_registration_hook,
)

from generation.engines.base import RenderHandle, StageReached, StepDone
from generation.engines.sdxl import SdxlConfig, SdxlEngine, open_engines
from generation.errors import EngineUnavailable, OutOfMemory, RenderCancelled
from tests.sdxl import make_spec, open_engine, open_models, render, write_like

LOADED, ON_DEMAND = "Loaded.", "Is loaded when it is asked for."
ENDLESS = make_spec(num_inference_steps=150)


@pytest.fixture(scope="module")
def models(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Three models by their engines' names, each with weights of its own."""
    room = tmp_path_factory.mktemp("models")
    inks = write_like(tiny_folder, room / "inks", factor=1.05)
    oils = write_like(tiny_folder, room / "oils", factor=0.95)
    return {"sdxl": "tiny", "sdxl:inks": str(inks), "sdxl:oils": str(oils)}


def some(models: dict[str, str], count: int = 2) -> dict[str, str]:
    return dict(list(models.items())[:count])


async def painted(engine: SdxlEngine, seed: int = 7) -> np.ndarray:
    return np.asarray((await render(engine, make_spec(seed=seed))).rendering.image)


async def all_painted(engines: Sequence[SdxlEngine], seeds: Sequence[int] = (7,)) -> list[np.ndarray]:
    """A picture of each seed by each engine, all asked for at once."""
    return await asyncio.gather(*(painted(engine, seed) for seed in seeds for engine in engines))


def details(engines: Sequence[SdxlEngine]) -> list[str | None]:
    return [engine.info.detail for engine in engines]


async def story(handles: Sequence[RenderHandle]) -> list[int]:
    """Whose steps were taken, in order: numbers of `handles`."""
    taken: list[int] = []

    async def note(number: int, handle: RenderHandle) -> None:
        async for event in handle.events():
            taken.extend([number] if isinstance(event, StepDone) else [])

    await asyncio.gather(*(note(number, handle) for number, handle in enumerate(handles)))
    return taken


async def first_step(handle: RenderHandle) -> None:
    async for event in handle.events():
        if isinstance(event, StepDone):
            return


@dataclass
class Room:
    """Memory for so many UNets."""

    unets: int


@contextmanager
def memory_for(unets: int) -> Iterator[Room]:
    """A device on which one UNet more than that runs out of memory, for as long as the others live."""
    room, alive = Room(unets), WeakSet[nn.Module]()

    def look(module: nn.Module, _name: str, _part: nn.Module) -> None:
        empty = torch.get_default_device().type == "meta"  # only its names are wanted, and it takes nothing
        if isinstance(module, UNet2DConditionModel) and not empty:
            alive.add(module)
            if len(alive) > room.unets:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    handle = register_module_module_registration_hook(look)
    try:
        yield room
    finally:
        handle.remove()


# ── side by side ────────────────────────────────────────────────────────────


async def test_pictures_of_two_models_at_once_are_the_same_to_the_bit_as_alone(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    alone = []
    for model in some(models).values():
        async with open_engine(
            sdxl_cache, model=model, deterministic=True, max_rows=4, preview_every=0
        ) as engine:
            alone.append([await painted(engine, seed) for seed in (1, 2)])
    assert not np.array_equal(alone[0][0], alone[1][0])
    async with open_models(sdxl_cache, some(models), deterministic=True, max_rows=4) as engines:
        together = await all_painted(engines, seeds=(1, 2))
    expected = [picture for same_seed in zip(*alone, strict=True) for picture in same_seed]
    assert all(np.array_equal(one, other) for one, other in zip(together, expected, strict=True))


async def test_calls_of_two_models_take_turns(models: dict[str, str], sdxl_cache: Path) -> None:
    async with open_models(sdxl_cache, some(models)) as engines:
        await all_painted(engines)
        taken = await story([engine.submit(make_spec(num_inference_steps=12)) for engine in engines])
    assert set(taken[:12]) == {0, 1}


async def test_engines_tell_their_models_and_which_of_them_are_loaded(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    async with open_models(sdxl_cache, some(models)) as engines:
        told = [(engine.info.name, engine.info.model, engine.ready) for engine in engines]
        assert told == [("sdxl", "tiny", True), ("sdxl:inks", "inks", True)]
        assert details(engines) == [LOADED, ON_DEMAND]
        done = await render(engines[1], make_spec(num_inference_steps=1))
        assert done.rendering.model == "inks"
        assert done.events[0] == StageReached(stage="loading model")
        assert details(engines) == [LOADED, LOADED]
        assert engines[1].info.device == "cpu"


# ── making room ─────────────────────────────────────────────────────────────


async def test_models_swap_where_only_one_may_be_loaded(models: dict[str, str], sdxl_cache: Path) -> None:
    async with open_models(sdxl_cache, some(models), loaded_models=1) as engines:
        first = await painted(engines[0])
        other = await painted(engines[1])
        assert details(engines) == [ON_DEMAND, LOADED]
        again = await painted(engines[0])
        assert details(engines) == [LOADED, ON_DEMAND]
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


async def test_whoever_waits_for_a_model_is_not_overtaken(models: dict[str, str], sdxl_cache: Path) -> None:
    async with open_models(sdxl_cache, some(models), loaded_models=1) as (first, second):
        handles = [engine.submit(make_spec()) for engine in (first, second, first)]
        assert await story(handles) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


async def test_model_that_was_used_the_longest_ago_goes_when_memory_runs_out(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    with memory_for(unets=2):
        async with open_models(sdxl_cache, models, loaded_models=3) as engines:
            before = [await painted(engine) for engine in engines[:2]]
            again = await painted(engines[0])
            last = await painted(engines[2])
            assert details(engines) == [LOADED, ON_DEMAND, LOADED]
            returned = await painted(engines[1])
            assert details(engines) == [ON_DEMAND, LOADED, LOADED]
    assert np.array_equal(before[0], again)
    assert np.array_equal(before[1], returned)
    assert not any(np.array_equal(last, picture) for picture in before)


async def test_model_without_memory_waits_until_the_pictures_of_others_have_finished(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    with memory_for(unets=1):
        async with open_models(sdxl_cache, some(models)) as (first, second):
            ahead = first.submit(make_spec(num_inference_steps=9))
            await first_step(ahead)
            waiting = asyncio.create_task(render(second, make_spec()))
            behind = asyncio.create_task(render(first, make_spec()))
            assert (await ahead.result()).image.size == (256, 256)
            done = await waiting
            assert done.rendering.model == "inks"
            assert (await behind).rendering.model == "tiny"
    stages = [event.stage for event in done.events if isinstance(event, StageReached)]
    assert "waiting for another model" in stages


async def test_cancelled_job_that_waits_for_a_model_holds_nobody_up(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    async with open_models(sdxl_cache, some(models), loaded_models=1) as (first, second):
        long = first.submit(ENDLESS)
        await first_step(long)
        waiting = second.submit(make_spec())
        behind = first.submit(make_spec())
        waiting.cancel()
        assert (await behind.result()).model == "tiny"
        with pytest.raises(RenderCancelled):
            await waiting.result()
        long.cancel()


async def test_model_that_does_not_fit_even_alone_fails_its_own_jobs_only(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    with memory_for(unets=1) as room:
        async with open_models(sdxl_cache, some(models)) as engines:
            room.unets = 0
            with pytest.raises(OutOfMemory, match=r"“inks” does not fit .* SDXL_OFFLOAD"):
                await painted(engines[1])
            assert "“inks” does not fit" in (engines[1].info.detail or "")
            room.unets = 1
            assert (await painted(engines[0])).shape == (256, 256, 3)
            assert (await painted(engines[1])).shape == (256, 256, 3)
            assert details(engines) == [ON_DEMAND, LOADED]


async def test_engine_whose_model_does_not_fit_at_the_start_is_not_available(sdxl_cache: Path) -> None:
    with memory_for(unets=0), pytest.raises(EngineUnavailable, match="“tiny” does not fit"):
        async with open_engine(sdxl_cache):
            pass


async def test_idle_model_makes_room_for_a_call_before_rows_are_halved(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    seen: list[int] = []
    alive = WeakSet[nn.Module]()

    def look(module: nn.Module, args: tuple[torch.Tensor, ...]) -> None:
        if isinstance(module, UNetMidBlock2DCrossAttn):
            alive.add(module)
            seen.append(len(args[0]))
            if len(alive) > 1:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")

    async with open_models(sdxl_cache, some(models), max_rows=4) as engines:
        hook = register_module_forward_pre_hook(look)
        try:
            await painted(engines[0])
            handles = [engines[1].submit(make_spec(seed=seed)) for seed in (1, 2)]
            assert [(await handle.result()).model for handle in handles] == ["inks", "inks"]
        finally:
            hook.remove()
        assert details(engines) == [ON_DEMAND, LOADED]
    assert seen == [2, 2, 2, 4, 4, 4, 4]


# ── what is missing ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("missing", ["sdxl", "sdxl:inks"])
async def test_missing_model_leaves_the_other_working(
    models: dict[str, str], sdxl_cache: Path, tmp_path: Path, missing: str
) -> None:
    named = some(models) | {missing: str(tmp_path / "gone")}
    configs = {name: SdxlConfig(model=model, cache_dir=sdxl_cache) for name, model in named.items()}
    engines = {engine.info.name: engine for engine in open_engines(configs, loaded_models=2)}
    absent = engines.pop(missing)
    [present] = engines.values()
    try:
        with pytest.raises(EngineUnavailable, match="gone” does not exist"):
            await absent.start()
        await present.start()
        assert (absent.ready, present.ready) == (False, True)
        assert (await painted(present)).shape == (256, 256, 3)
        with pytest.raises(EngineUnavailable, match="gone” does not exist"):
            await painted(absent)
    finally:
        await absent.close()
        await present.close()


async def test_model_that_vanishes_fails_its_own_jobs_and_no_others(
    models: dict[str, str], sdxl_cache: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(models["sdxl:inks"], tmp_path / "inks"))
    async with open_models(sdxl_cache, {"sdxl": "tiny", "sdxl:inks": str(folder)}) as engines:
        beside = engines[0].submit(make_spec(num_inference_steps=9))
        elsewhere = shutil.move(folder, tmp_path / "elsewhere")
        with pytest.raises(EngineUnavailable, match="inks” does not exist"):
            await painted(engines[1])
        assert "does not exist" in (engines[1].info.detail or "")
        assert (await beside.result()).model == "tiny"
        shutil.move(elsewhere, folder)
        assert (await painted(engines[1])).shape == (256, 256, 3)
        assert details(engines) == [LOADED, LOADED]


# ── compiled ────────────────────────────────────────────────────────────────

TWO_SHAPES: dict[str, object] = {
    "compile": True,
    "compile_sizes": ((256, 256), (256, 320)),
    "max_rows": 2,
    "compile_backend": "patient",
}
_may_compile = threading.Event()


@register_backend(name="patient")
def _patient(graph: torch.fx.GraphModule, inputs: list[torch.Tensor]) -> Callable[..., object]:
    _may_compile.wait()
    return graph.forward


async def test_model_that_is_loaded_on_demand_warms_up_before_its_first_picture(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    _may_compile.set()
    async with open_models(sdxl_cache, some(models), **TWO_SHAPES) as engines:
        done = await render(engines[1], make_spec(num_inference_steps=1))
        assert details(engines) == [LOADED, LOADED]
    stages = [event.stage for event in done.events if isinstance(event, StageReached)]
    assert stages[:3] == ["loading model", "warming up 1 of 2", "warming up 2 of 2"]


async def test_engine_that_is_closed_while_it_warms_up_answers_who_waits_for_it(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    _may_compile.clear()
    configs = {
        name: SdxlConfig(model=model, cache_dir=sdxl_cache, device="cpu", **TWO_SHAPES)
        for name, model in some(models).items()
    }
    first, second = open_engines(configs, loaded_models=2)
    starting = [asyncio.create_task(engine.start()) for engine in (first, second)]
    while first.info.detail is None:
        assert not first.ready
        await asyncio.sleep(0.01)
    closing = asyncio.create_task(first.close())
    await asyncio.sleep(0)
    _may_compile.set()
    await closing
    with pytest.raises(EngineUnavailable, match="closed"):
        await starting[0]
    await starting[1]
    assert (first.ready, second.ready) == (False, True)
    await second.close()


# ── the end ─────────────────────────────────────────────────────────────────


async def test_engine_that_is_closed_cancels_its_own_pictures_and_leaves_the_other_its_own(
    models: dict[str, str], sdxl_cache: Path
) -> None:
    async with open_models(sdxl_cache, some(models)) as (first, second):
        await painted(second)
        ended, stays = second.submit(ENDLESS), first.submit(ENDLESS)
        await first_step(ended)
        await second.close()
        with pytest.raises(RenderCancelled):
            await ended.result()
        assert (second.ready, second.info.detail) == (False, None)
        with pytest.raises(EngineUnavailable, match="sdxl:inks engine has not been started"):
            await painted(second)
        assert (await painted(first)).shape == (256, 256, 3)
        await second.start()
        assert (await painted(second)).shape == (256, 256, 3)
        stays.cancel()


async def test_closing_ends_everything(models: dict[str, str], sdxl_cache: Path) -> None:
    async with open_models(sdxl_cache, some(models), loaded_models=1) as engines:
        handles = [engine.submit(ENDLESS) for engine in engines]
        await first_step(handles[0])
        threads = {thread for thread in threading.enumerate() if thread.name == "sdxl"}
    for handle in handles:
        with pytest.raises(RenderCancelled):
            await handle.result()
    assert [engine.ready for engine in engines] == [False, False]
    assert details(engines) == [None, None]
    assert len([thread for thread in threads if not thread.is_alive()]) == 1
