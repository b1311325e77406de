"""A ControlNet beside the UNet: what it does, in whose company, and what can be wrong with its files."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import ControlNetModel
from pydantic import TypeAdapter
from safetensors.torch import load_file, save_file
from torch._ops import OpOverload
from torch.utils._python_dispatch import TorchDispatchMode

from generation.briefs import Grid, MapBrief
from generation.engines.base import EngineInfo, RenderInputs
from generation.engines.sdxl import SdxlConfig, base_configs
from generation.engines.sdxl.controlnet_files import check_controlnet
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.tiny import make_unet
from generation.engines.sdxl.tiny_companions import ensure_tiny_controlnet
from generation.errors import EngineUnavailable, InvalidBrief
from generation.planning import resolve_request
from generation.request import GenerationRequest, RenderSettings
from generation.spec import RenderSpec
from generation.themes.theme import ThemeStyle
from generation.worker.studio import Studio
from generation.worker.worker import Worker, WorkerConfig
from persistence import images, jobs
from persistence.database import Database, open_database
from persistence.events import MemoryBus
from persistence.migrations import migrate
from persistence.object_storage import ObjectStorage, open_storage
from persistence.queue import Admission
from persistence.tables import GenerationJobRow
from tests.factories import make_job
from tests.sdxl import denoise, gradients, make_spec, open_engine, render
from tests.stock_sdxl import Stock

DRAWING = gradients("control_image")
WEIGHTS = "diffusion_pytorch_model.safetensors"


def load(cache_dir: Path, controlnet: str | None) -> SdxlModel:
    config = SdxlConfig(model="tiny", cache_dir=cache_dir, device="cpu", controlnet_model=controlnet)
    return SdxlModel.load(config)


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    return load(sdxl_cache, "tiny")


@pytest.fixture(scope="session")
def controlnet_folder(sdxl_cache: Path) -> Path:
    return ensure_tiny_controlnet(sdxl_cache)


@pytest.fixture
def copied(controlnet_folder: Path, tmp_path: Path) -> Path:
    """A tiny ControlNet that may be spoilt."""
    return Path(shutil.copytree(controlnet_folder, tmp_path / "controlnet"))


# ── pictures ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scheduler", ["euler", "dpmpp_2m_sde", "heun"])
@pytest.mark.parametrize("scale", [0.0, 0.35, 1.0])
def test_picture_with_a_drawing_is_the_stock_pipelines(
    model: SdxlModel, sdxl_cache: Path, scheduler: str, scale: float
) -> None:
    spec = make_spec(scheduler=scheduler, controlnet_conditioning_scale=scale)
    (ours,) = denoise(model, [(spec, DRAWING)])
    assert (ours - Stock(sdxl_cache).latents(spec, DRAWING)).abs().max() <= 1e-4


def test_pictures_with_and_without_drawings_share_calls_and_come_out_as_if_alone(model: SdxlModel) -> None:
    company = (
        (make_spec(seed=1), RenderInputs()),
        (make_spec(seed=2, controlnet_conditioning_scale=1.0), DRAWING),
        (make_spec(seed=3, guidance_scale=1.0, controlnet_conditioning_scale=0.3), DRAWING),
    )
    for fill_to, tolerance in ((0, 1e-4), (8, 0.0)):
        alone = [denoise(model, [asked], fill_to=fill_to)[0] for asked in company]
        for order in (1, -1):
            together = denoise(model, company[::order], fill_to=fill_to)[::order]
            for first, second in zip(alone, together, strict=True):
                assert (first - second).abs().max() <= tolerance


class Copies(TorchDispatchMode):
    """Counts the tensors that are made from Python's numbers: for each, a GPU's host waits."""

    count = 0

    def __torch_dispatch__(
        self, func: OpOverload, types: object, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        self.count += func is torch.ops.aten.lift_fresh.default
        return func(*args, **(kwargs or {}))


def test_calls_with_drawings_copy_nothing_to_the_device_and_search_no_modules(model: SdxlModel) -> None:
    spec = make_spec(controlnet_conditioning_scale=0.5)
    drawn, free = model.begin(spec, DRAWING), model.begin(make_spec(), None)
    called = set()
    with Copies() as copies:
        sys.setprofile(lambda frame, event, _: called.add(frame.f_code.co_name) if event == "call" else None)
        try:
            model.predict([*drawn.rows(), *free.rows()])
        finally:
            sys.setprofile(None)
    assert copies.count == 0
    assert "residuals" in called
    assert not called & {"get_parameter_device", "get_parameter_dtype"}


def test_drawing_changes_the_picture_as_much_as_its_scale_says(model: SdxlModel, sdxl_cache: Path) -> None:
    (free,) = denoise(load(sdxl_cache, None), [(make_spec(), RenderInputs())])
    (beside,) = denoise(model, [(make_spec(), RenderInputs())])
    assert torch.equal(free, beside)
    weak, strong = (
        denoise(model, [(make_spec(controlnet_conditioning_scale=scale), DRAWING)])[0] for scale in (0.1, 1.0)
    )
    assert 0.01 < (weak - free).norm() < (strong - free).norm()


async def test_engine_tells_its_controlnet_in_its_info_and_in_provenance(
    sdxl_cache: Path, controlnet_folder: Path
) -> None:
    spec = make_spec(controlnet_conditioning_scale=0.5)
    async with open_engine(sdxl_cache, controlnet_model=str(controlnet_folder)) as engine:
        assert engine.info.controlnet == controlnet_folder.name
        drawn = (await render(engine, spec, DRAWING)).rendering
        free = (await render(engine, make_spec())).rendering
    assert drawn.parameters["controlnet"] == controlnet_folder.name
    assert "controlnet" not in free.parameters
    assert not np.array_equal(np.asarray(drawn.image), np.asarray(free.image))


async def test_what_cannot_be_kept_to_is_refused(sdxl_cache: Path) -> None:
    spec = make_spec(controlnet_conditioning_scale=0.5)
    async with open_engine(sdxl_cache) as engine:
        assert engine.info.controlnet is None
        with pytest.raises(EngineUnavailable, match="has no ControlNet; set CONTROLNET_MODEL"):
            await engine.submit(spec, DRAWING).result()
    async with open_engine(sdxl_cache, controlnet_model="tiny") as engine:
        with pytest.raises(InvalidBrief, match="drawing to keep to is missing"):
            await engine.submit(spec).result()


# ── files ───────────────────────────────────────────────────────────────────


def test_folder_and_single_file_are_the_same_controlnet(
    model: SdxlModel, sdxl_cache: Path, controlnet_folder: Path, copied: Path
) -> None:
    asked = (make_spec(controlnet_conditioning_scale=1.0), DRAWING)
    (expected,) = denoise(model, [asked])
    for place in (controlnet_folder, copied / WEIGHTS):
        assert torch.equal(denoise(load(sdxl_cache, str(place)), [asked])[0], expected)


def test_folder_with_weights_in_half_precision_alone_is_read(sdxl_cache: Path, copied: Path) -> None:
    ControlNetModel.from_pretrained(copied).half().save_pretrained(copied, variant="fp16")
    (copied / WEIGHTS).unlink()
    asked = (make_spec(controlnet_conditioning_scale=1.0), DRAWING)
    (latents,) = denoise(load(sdxl_cache, str(copied)), [asked])
    assert latents.isfinite().all()


def test_usual_configuration_is_that_of_controlnets_for_sdxl_base() -> None:
    with torch.device("meta"):
        controlnet = ControlNetModel.from_config(dict(base_configs.CONTROLNET))
    assert sum(parameter.numel() for parameter in controlnet.parameters()) == 1_251_014_160


def refusal(cache_dir: Path, model: Path, *, only_when_loaded: bool = False) -> str:
    """The sentence, which a look at the files tells too, where that can be told without loading."""
    with pytest.raises(EngineUnavailable) as refused:
        load(cache_dir, str(model))
    if not only_when_loaded:
        with pytest.raises(EngineUnavailable) as told:
            check_controlnet(SdxlConfig(model="tiny", cache_dir=cache_dir, controlnet_model=str(model)))
        assert told.value.message == refused.value.message
    return refused.value.message


def test_controlnet_that_is_not_there_is_named(sdxl_cache: Path, tmp_path: Path) -> None:
    assert "nowhere” does not exist; give a diffusers folder" in refusal(sdxl_cache, tmp_path / "nowhere")


def test_folder_without_a_configuration_is_named(sdxl_cache: Path, tmp_path: Path) -> None:
    assert f"it lacks {tmp_path.name}/config.json" in refusal(sdxl_cache, tmp_path)


def test_folder_without_safetensors_is_named(sdxl_cache: Path, copied: Path) -> None:
    (copied / WEIGHTS).rename(copied / "diffusion_pytorch_model.bin")
    assert "it lacks controlnet/*.safetensors" in refusal(sdxl_cache, copied)


def test_pickled_controlnet_is_never_opened(sdxl_cache: Path, tmp_path: Path) -> None:
    pickled = tmp_path / "controlnet.pth"
    pickled.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    assert "CONTROLNET_MODEL" in refusal(sdxl_cache, pickled)
    assert "pickled checkpoints can run code" in refusal(sdxl_cache, pickled)


@pytest.mark.parametrize("place", [".", WEIGHTS])
def test_truncated_controlnet_is_damaged(sdxl_cache: Path, copied: Path, place: str) -> None:
    os.truncate(copied / WEIGHTS, 100_000)
    assert "is only partly there (100,000 of" in refusal(sdxl_cache, copied / place)


def test_another_kind_of_model_is_no_controlnet(
    sdxl_cache: Path, tiny_folder: Path, copied: Path, tmp_path: Path
) -> None:
    assert "is no ControlNet for SDXL" in refusal(sdxl_cache, tiny_folder / "unet")
    assert "is no ControlNet for SDXL" in refusal(sdxl_cache, tiny_folder / "vae" / WEIGHTS)
    weights = load_file(copied / WEIGHTS) | {"task_embedding": torch.zeros(1)}
    save_file(weights, tmp_path / "union.safetensors")
    assert "is no ControlNet for SDXL" in refusal(sdxl_cache, tmp_path / "union.safetensors")


@pytest.mark.parametrize("place", [".", WEIGHTS])
def test_controlnet_that_lacks_weights_is_incomplete(sdxl_cache: Path, copied: Path, place: str) -> None:
    weights = load_file(copied / WEIGHTS)
    del weights["mid_block.resnets.0.conv1.weight"]
    save_file(weights, copied / WEIGHTS, metadata={"format": "pt"})
    assert "lacks some of its weights" in refusal(sdxl_cache, copied / place, only_when_loaded=True)


def test_controlnet_of_another_width_does_not_fit(sdxl_cache: Path, tmp_path: Path) -> None:
    unet = make_unet()
    unet.register_to_config(cross_attention_dim=80)
    ControlNetModel.from_unet(unet, load_weights_from_unet=False).save_pretrained(tmp_path)
    assert "does not fit the model named by SDXL_MODEL" in refusal(
        sdxl_cache, tmp_path, only_when_loaded=True
    )


def test_configuration_that_cannot_be_read_is_told(sdxl_cache: Path, copied: Path) -> None:
    config = json.loads((copied / "config.json").read_text()) | {"down_block_types": ["NoSuchBlock"] * 3}
    (copied / "config.json").write_text(json.dumps(config))
    assert "could not be loaded" in refusal(sdxl_cache, copied, only_when_loaded=True)


# ── maps ────────────────────────────────────────────────────────────────────


def map_job(engine: EngineInfo) -> GenerationJobRow:
    """A queued job for a small map."""
    brief = MapBrief(layout_seed=3, grid=Grid(columns=10, rows=10, size=30))
    request = GenerationRequest(brief=brief, settings=RenderSettings(width=256, height=256, seed=7))
    specs = resolve_request(request, engine=engine, style=ThemeStyle(), seed=7)
    specs = tuple(replace(spec, num_inference_steps=3) for spec in specs)
    return make_job(
        kind="map",
        engine="sdxl",
        batch_key="sdxl",
        request=request.to_json(),
        specs=TypeAdapter(tuple[RenderSpec, ...]).dump_python(specs, mode="json"),
    )


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """A migrated database."""
    opened = open_database(sqlite_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def directory(directory_url: str) -> AsyncIterator[ObjectStorage]:
    """Empty storage."""
    opened = open_storage(directory_url, "limner")
    yield opened
    await opened.close()


async def work_off(studio: Studio, row: GenerationJobRow) -> GenerationJobRow:
    """Let a worker do the job; the job once it has ended."""
    async with studio.database.transaction() as session:
        await jobs.enqueue(session, row, Admission())
    worker = Worker(studio, WorkerConfig(name="painter"))
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run())
        while True:
            async with studio.database.reading() as session:
                job = await jobs.find(session, row.id)
            if job is not None and job.status in ("succeeded", "failed"):
                worker.stop()
                return job
            await asyncio.sleep(0.05)


async def test_worker_draws_the_edges_of_a_plan_for_the_map_to_keep_to(
    sdxl_cache: Path, sqlite: Database, directory: ObjectStorage
) -> None:
    """Without them the engine would refuse the job."""
    with ThreadPoolExecutor(1) as pool:
        async with open_engine(sdxl_cache, controlnet_model="tiny") as engine:
            studio = Studio(
                database=sqlite,
                storage=directory,
                bus=MemoryBus(),
                engines={"sdxl": engine},
                default_engine="sdxl",
                pool=pool,
                generator="limner test",
            )
            job = await work_off(studio, map_job(engine.info))
    assert (job.status, job.error) == ("succeeded", None)
    async with sqlite.reading() as session:
        [(_, image)] = await images.of_jobs(session, [job.id])
    assert image.provenance is not None
    assert image.provenance["parameters"]["controlnet"] == "tiny"
