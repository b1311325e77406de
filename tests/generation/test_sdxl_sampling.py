"""Checkpoints that were distilled to a few steps: how they are told, and what they are asked for then."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generation.briefs import PortraitBrief
from generation.engines.base import Sampling
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.checkpoint import load_checkpoint
from generation.engines.sdxl.config import PresetName
from generation.engines.sdxl.denoising import make_scheduler
from generation.engines.sdxl.sampling import few_steps, trained_pixels
from generation.engines.sdxl.schedulers import SCHEDULERS
from generation.planning import resolve_request
from generation.request import GenerationRequest, RenderSettings
from generation.themes.theme import ThemeStyle
from tests.sdxl import make_spec, open_engine, render

V_PREDICTION = {
    "_class_name": "EulerDiscreteScheduler",
    "timestep_spacing": "trailing",
    "prediction_type": "v_prediction",
}


def config(model: str, preset: PresetName = "auto") -> SdxlConfig:
    return SdxlConfig(model=model, cache_dir=Path("unused"), device="cpu", preset=preset)


def sampled(steps: int, scheduler: str, guidance: float = 1.0) -> Sampling:
    return Sampling(num_inference_steps=steps, guidance_scale=guidance, scheduler=scheduler)


@pytest.mark.parametrize(
    ("model", "sampling"),
    [
        ("stabilityai/sdxl-turbo", sampled(4, "euler_a")),
        ("someone/dreamshaperXL_v21TurboDPMSDE", sampled(4, "euler_a")),
        ("someone/sdxl_lightning_2step", sampled(2, "euler")),
        ("ByteDance/SDXL-Lightning", sampled(4, "euler")),
        ("someone/sdxl-lcm", sampled(4, "lcm")),
        ("someone/anything_dmd2_4step", sampled(4, "lcm")),
        ("someone/Hyper-SDXL-4steps", sampled(4, "ddim")),
        ("someone/Hyper-SDXL-1step", sampled(1, "tcd")),
        ("someone/Hyper-SDXL-12steps-CFG", sampled(12, "ddim", 5.0)),
    ],
)
def test_few_step_checkpoint_is_told_by_its_name(model: str, sampling: Sampling) -> None:
    preset = few_steps(config(model))
    assert preset is not None
    assert preset.sampling == sampling
    assert sampling.scheduler in SCHEDULERS


@pytest.mark.parametrize(
    "model", ["stabilityai/stable-diffusion-xl-base-1.0", "someone/hyperrealismXL", "someone/falcmountains"]
)
def test_checkpoint_that_takes_its_time_is_left_as_it_is(model: str) -> None:
    assert few_steps(config(model)) is None


@pytest.mark.parametrize(
    ("model", "preset", "side"),
    [
        ("stabilityai/sdxl-turbo", "auto", 512),
        ("models/sd_xl_turbo_1.0_fp16.safetensors", "auto", 512),
        ("someone/mystery", "turbo", 512),
        ("someone/dreamshaperXL_v21TurboDPMSDE", "auto", 1024),
        ("stabilityai/sdxl-turbo", "none", 1024),
        ("someone/sdxl_lightning_2step", "auto", 1024),
        ("stabilityai/stable-diffusion-xl-base-1.0", "auto", 1024),
        ("tiny", "auto", 256),
    ],
)
def test_checkpoint_is_asked_for_the_area_that_it_was_trained_on(
    model: str, preset: PresetName, side: int
) -> None:
    assert trained_pixels(config(model, preset)) == side**2


def test_setting_wins_over_the_name() -> None:
    assert few_steps(config("stabilityai/sdxl-turbo", "none")) is None
    preset = few_steps(config("someone/mystery", "dmd2"))
    assert preset is not None
    assert preset.name == "dmd2"


@pytest.mark.parametrize(
    ("scheduler", "name"),
    [
        ({"_class_name": "LCMScheduler"}, "lcm"),
        ({"_class_name": "TCDScheduler"}, "hyper"),
        ({"_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"}, "turbo"),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}, "lightning"),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "leading"}, None),
        (V_PREDICTION, None),
        ({"_class_name": "DDIMScheduler", "timestep_spacing": "trailing"}, None),
    ],
)
def test_folder_is_told_by_its_scheduler(tmp_path: Path, scheduler: dict[str, str], name: str | None) -> None:
    (tmp_path / "scheduler").mkdir()
    (tmp_path / "scheduler" / "scheduler_config.json").write_text(json.dumps(scheduler))
    preset = few_steps(config(str(tmp_path)))
    assert (preset and preset.name) == name


def test_dmd2_is_sampled_at_the_timesteps_that_it_was_trained_at(sdxl_cache: Path) -> None:
    loaded = load_checkpoint(replace(config("tiny", "dmd2"), cache_dir=sdxl_cache))
    scheduler = make_scheduler("lcm", loaded.pipeline.scheduler.config)
    scheduler.set_timesteps(4)
    assert scheduler.timesteps.tolist() == [999, 749, 499, 249]


@pytest.mark.parametrize("name", ["euler", "dpmpp_2m_karras", "ddim"])
def test_every_scheduler_over_a_lightning_checkpoint_begins_at_full_noise(
    sdxl_cache: Path, name: str
) -> None:
    loaded = load_checkpoint(replace(config("tiny", "lightning"), cache_dir=sdxl_cache))
    scheduler = make_scheduler(name, loaded.pipeline.scheduler.config)
    scheduler.set_timesteps(4)
    assert scheduler.timesteps[0] == 999


async def test_engine_offers_what_its_checkpoint_was_distilled_for(tiny_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tiny-lightning-2step"
    shutil.copytree(tiny_folder, folder)
    engine = SdxlEngine(config(str(folder)))
    assert engine.info.detail == (
        "A lightning checkpoint: 2 steps without guidance, unless a request says otherwise."
    )
    brief, theme = PortraitBrief(description="an elf"), ThemeStyle(num_inference_steps=40)
    (spec,) = resolve_request(GenerationRequest(brief=brief), engine=engine.info, style=theme, seed=1)
    assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (2, 1.0, "euler")
    settings = RenderSettings(num_inference_steps=12, guidance_scale=3.0, scheduler="dpmpp_2m_karras")
    asked = GenerationRequest(brief=brief, settings=settings)
    (spec,) = resolve_request(asked, engine=engine.info, style=theme, seed=1)
    assert (spec.num_inference_steps, spec.guidance_scale, spec.scheduler) == (12, 3.0, "dpmpp_2m_karras")


@pytest.mark.parametrize("preset", ["turbo", "lightning", "lcm", "dmd2", "hyper"])
async def test_every_preset_paints(sdxl_cache: Path, preset: PresetName) -> None:
    async with open_engine(sdxl_cache, preset=preset, preview_every=0) as engine:
        sampling = engine.info.sampling
        assert sampling is not None
        spec = make_spec(
            num_inference_steps=sampling.num_inference_steps,
            guidance_scale=sampling.guidance_scale,
            scheduler=sampling.scheduler,
        )
        assert (await render(engine, spec)).rendering.image.size == (256, 256)
