"""Where the model comes from, and the sentence for each way in which that goes wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from generation.engines.sdxl import SdxlConfig, SdxlEngine, base_configs
from generation.engines.sdxl.checkpoint import check_checkpoint, load_checkpoint
from generation.engines.sdxl.single_file import (
    TEXT_ENCODER_2_PREFIX,
    TEXT_ENCODER_PREFIX,
    UNET_PREFIX,
    VAE_PREFIX,
    save_single_file,
)
from generation.engines.sdxl.tiny import build_tiny, ensure_tiny
from generation.errors import EngineUnavailable
from tests.sdxl import make_spec, open_engine, render, write_lora

MODULES = ("unet", "vae", "text_encoder", "text_encoder_2")
NOBODY = 65534  #: the user who owns nothing


@pytest.fixture(scope="session")
def single_file(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model as one file; its configurations lie in `tiny_folder`."""
    path = tmp_path_factory.mktemp("single") / "tiny.safetensors"
    save_single_file(tiny_folder, path)
    return path


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The Hugging Face hub out of reach, and nothing of it kept here."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


async def refusal(sdxl_cache: Path, **overrides: object) -> str:
    with pytest.raises(EngineUnavailable) as refused:
        async with open_engine(sdxl_cache, **overrides):
            pass
    return refused.value.message


async def test_folder_single_file_and_tiny_paint_the_same_picture(
    sdxl_cache: Path, tiny_folder: Path, single_file: Path
) -> None:
    pictures, names = [], []
    for model in ("tiny", str(tiny_folder), str(single_file)):
        async with open_engine(sdxl_cache, model=model, config_dir=tiny_folder) as engine:
            rendering = (await render(engine, make_spec())).rendering
        pictures.append(np.asarray(rendering.image))
        names.append(rendering.model)
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])
    assert names == ["tiny", tiny_folder.name, "tiny"]


async def test_folder_with_weights_in_half_precision_alone_is_read(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(tiny_folder, dtype=torch.float16)
    pipeline.save_pretrained(tmp_path / "half", variant="fp16")
    async with open_engine(sdxl_cache, model=str(tmp_path / "half")) as engine:
        rendering = (await render(engine, make_spec(num_inference_steps=1))).rendering
    assert rendering.parameters["dtype"] == "float32"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"in_channels": 9}, "paints from 9 channels instead of 4"),
        ({"time_cond_proj_dim": 8}, "wants to be told the guidance scale"),
    ],
)
async def test_unet_that_is_shown_something_else_is_refused(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path, change: dict[str, int], says: str
) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(tiny_folder)
    config = dict(pipeline.unet.config) | change
    pipeline.register_modules(unet=UNet2DConditionModel.from_config(config))
    pipeline.save_pretrained(tmp_path / "other")
    assert says in await refusal(sdxl_cache, model=str(tmp_path / "other"))


def test_tiny_model_is_the_same_wherever_it_is_built(tiny_folder: Path, tmp_path: Path) -> None:
    build_tiny(tmp_path)
    for part in MODULES:
        files = [next((folder / part).glob("*.safetensors")) for folder in (tiny_folder, tmp_path)]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_two_processes_may_build_the_tiny_model_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from generation.engines.sdxl.tiny import ensure_tiny;"
        "ensure_tiny(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    builders = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    complaints = [builder.communicate()[1] for builder in builders]
    assert [builder.returncode for builder in builders] == [0, 0], complaints
    assert [path.name for path in tmp_path.iterdir()] == [ensure_tiny(tmp_path).name]


async def test_missing_folder_is_named(sdxl_cache: Path, tmp_path: Path) -> None:
    message = await refusal(sdxl_cache, model=str(tmp_path / "nowhere"))
    assert "nowhere” does not exist; give a diffusers folder" in message


async def test_folder_without_a_model_is_named(sdxl_cache: Path, tmp_path: Path) -> None:
    assert "it has no model_index.json" in await refusal(sdxl_cache, model=str(tmp_path))


async def test_folder_without_a_second_text_encoder_is_not_sdxl(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    index = json.loads((folder / "model_index.json").read_text())
    index["text_encoder_2"] = [None, None]
    (folder / "model_index.json").write_text(json.dumps(index))
    assert "it has no text_encoder_2" in await refusal(sdxl_cache, model=str(folder))


async def test_folder_without_its_weights_cannot_be_loaded(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    next((folder / "unet").glob("*.safetensors")).unlink()
    message = await refusal(sdxl_cache, model=str(folder))
    assert "is only partly there: it lacks unet/*.safetensors; fetch it again" in message


async def test_truncated_file_is_damaged(
    sdxl_cache: Path, tiny_folder: Path, single_file: Path, tmp_path: Path
) -> None:
    cut = Path(shutil.copy(single_file, tmp_path))
    os.truncate(cut, 1_000_000)
    message = await refusal(sdxl_cache, model=str(cut), config_dir=tiny_folder)
    assert "is only partly there (1,000,000 of 4," in message
    assert "bytes); fetch it again" in message


async def test_folder_with_a_truncated_part_is_damaged(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    weights = next((folder / "vae").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-500])
    assert "vae/diffusion_pytorch_model.safetensors” is only partly there" in await refusal(
        sdxl_cache, model=str(folder)
    )


def complaint(model: Path) -> str:
    """What is wrong with a model by a look at its files alone."""
    with pytest.raises(EngineUnavailable) as refused:
        check_checkpoint(SdxlConfig(model=str(model), cache_dir=model.parent, device="cpu"))
    return refused.value.message


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; fetch it again."),
        (b"version https://git-lfs.github.com/spec/v1\noid", "is a pointer of Git LFS and not the weights"),
        (b"<!DOCTYPE html><title>Please log in</title>", "is no safetensors file, whatever its name says"),
        (b"\x80\x02}q\x00.", "is no safetensors file, whatever its name says"),
        (
            (9_000).to_bytes(8, "little") + b'{"w":{"dtype"',
            "is only partly there (21 bytes); fetch it again.",
        ),
        ((2).to_bytes(8, "little") + b"{]", "is damaged; fetch it again."),
    ],
)
def test_file_that_is_no_checkpoint_says_what_it_is(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(content)
    assert complaint(file).startswith(f"The checkpoint “{file}” {sentence}")


def test_lora_is_not_a_model(tmp_path: Path) -> None:
    write_lora(tmp_path / "lora.safetensors")
    assert "is not SDXL: it has no diffusion model or VAE or" in complaint(tmp_path / "lora.safetensors")


def test_single_file_made_for_inpainting_is_told_by_its_first_layer(
    single_file: Path, tmp_path: Path
) -> None:
    weights = load_file(single_file)
    first = f"{UNET_PREFIX}input_blocks.0.0.weight"
    weights[first] = torch.zeros(len(weights[first]), 9, 3, 3)
    save_file(weights, tmp_path / "inpainting.safetensors")
    assert "paints from 9 channels instead of 4" in complaint(tmp_path / "inpainting.safetensors")


@pytest.mark.parametrize(
    "part", ["unet/config.json", "scheduler/scheduler_config.json", "tokenizer", "vae/*.safetensors"]
)
def test_folder_names_what_it_lacks(tiny_folder: Path, tmp_path: Path, part: str) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    for path in folder.glob(part):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert (
        complaint(folder) == f"The folder “{folder}” is only partly there: it lacks {part}; fetch it again."
    )


def test_folder_with_a_shard_lost_names_it(tiny_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    unet = UNet2DConditionModel.from_pretrained(folder / "unet")
    shutil.rmtree(folder / "unet")
    unet.save_pretrained(folder / "unet", max_shard_size="2MB")
    lost = sorted((folder / "unet").glob("*.safetensors"))[1]
    check_checkpoint(SdxlConfig(model=str(folder), cache_dir=tmp_path, device="cpu"))
    lost.unlink()
    assert f"it lacks unet/{lost.name}; fetch it again" in complaint(folder)


@pytest.mark.parametrize("content", ['{"_class_name": ', "[]"])
def test_model_index_that_was_cut_short_is_damaged(tiny_folder: Path, tmp_path: Path, content: str) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    (folder / "model_index.json").write_text(content)
    assert complaint(folder) == f"The file “{folder / 'model_index.json'}” is damaged; fetch it again."


def test_file_that_may_not_be_read_says_so(single_file: Path, tmp_path: Path) -> None:
    locked = Path(shutil.copy(single_file, tmp_path))
    locked.chmod(0)
    with as_somebody():
        assert "may not be read" in complaint(locked)


@contextmanager
def as_somebody() -> Iterator[None]:
    """Without root's right to read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_file_without_a_second_text_encoder_is_not_sdxl(
    sdxl_cache: Path, tiny_folder: Path, single_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "sd15.safetensors"
    weights = load_file(single_file)
    save_file({name: weights[name] for name in weights if not name.startswith(TEXT_ENCODER_2_PREFIX)}, other)
    message = await refusal(sdxl_cache, model=str(other), config_dir=tiny_folder)
    assert "is not SDXL: it has no second text encoder" in message


@pytest.mark.parametrize(
    "name",
    [
        f"{UNET_PREFIX}middle_block.0.in_layers.2.weight",
        f"{VAE_PREFIX}decoder.conv_out.weight",
        f"{TEXT_ENCODER_PREFIX}text_model.final_layer_norm.weight",
        f"{TEXT_ENCODER_2_PREFIX}ln_final.weight",
    ],
)
async def test_file_that_lacks_weights_is_incomplete(
    sdxl_cache: Path, tiny_folder: Path, single_file: Path, tmp_path: Path, name: str
) -> None:
    holey = tmp_path / "holey.safetensors"
    weights = load_file(single_file)
    weights.pop(name)
    save_file(weights, holey)
    message = await refusal(sdxl_cache, model=str(holey), config_dir=tiny_folder)
    assert "lacks some of its weights" in message


@pytest.mark.parametrize("part", MODULES)
async def test_folder_of_which_a_module_lacks_weights_is_incomplete(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path, part: str
) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    file = next((folder / part).glob("*.safetensors"))
    weights = load_file(file)
    weights.pop(next(name for name in sorted(weights) if "norm" in name))
    save_file(weights, file, metadata={"format": "pt"})
    sentence = f"SDXL_MODEL “{folder}” lacks some of its weights; fetch it again."
    assert complaint(folder) == sentence
    assert await refusal(sdxl_cache, model=str(folder)) == sentence


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("text_encoder", {"": "text_model."}),
        (
            "vae",
            {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."},
        ),
    ],
)
def test_folder_with_the_names_of_earlier_libraries_is_whole(
    tiny_folder: Path, tmp_path: Path, part: str, names: dict[str, str]
) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "model"))
    file = next((folder / part).glob("*.safetensors"))
    weights = load_file(file)
    for new, old in names.items():
        weights = {name.replace(new, old, 1): tensor for name, tensor in weights.items()}
    if part == "text_encoder":  # once they were kept
        weights["text_model.embeddings.position_ids"] = torch.arange(77).expand(1, -1).contiguous()
    assert set(weights) != set(load_file(file))
    save_file(weights, file, metadata={"format": "pt"})
    config = SdxlConfig(model=str(folder), cache_dir=tmp_path, device="cpu")
    assert check_checkpoint(config) == folder
    theirs = load_checkpoint(config).pipeline.components[part].state_dict()
    ours = load_checkpoint(replace(config, model=str(tiny_folder))).pipeline.components[part].state_dict()
    assert all(torch.equal(theirs[name], tensor) for name, tensor in ours.items())


async def test_pickled_checkpoint_is_never_opened(sdxl_cache: Path, tmp_path: Path) -> None:
    pickled = tmp_path / "model.ckpt"
    pickled.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    assert "pickled checkpoints can run code" in await refusal(sdxl_cache, model=str(pickled))


async def test_hub_that_is_away_says_what_to_do(sdxl_cache: Path, no_hub: None) -> None:
    message = await refusal(sdxl_cache, model="nobody/no-such-model")
    assert "neither a folder here nor could it be fetched" in message


async def test_single_file_without_tokenizers_says_where_to_put_them(
    sdxl_cache: Path, single_file: Path, no_hub: None
) -> None:
    assert "SDXL_CONFIG" in await refusal(sdxl_cache, model=str(single_file))


async def test_device_that_is_not_there_is_named(sdxl_cache: Path) -> None:
    assert "“cuda:63” is not there" in await refusal(sdxl_cache, device="cuda:63")
    assert "“toaster” is no device" in await refusal(sdxl_cache, device="toaster")


async def test_engine_recovers_once_the_reason_is_gone(
    sdxl_cache: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    engine = SdxlEngine(SdxlConfig(model=str(tmp_path / "late"), cache_dir=tmp_path, device="cpu"))
    with pytest.raises(EngineUnavailable):
        await engine.start()
    with pytest.raises(EngineUnavailable):
        await engine.submit(make_spec()).result()
    shutil.copytree(tiny_folder, tmp_path / "late")
    assert (await render(engine, make_spec(num_inference_steps=1))).rendering.image
    assert engine.ready
    await engine.close()


def test_base_configurations_describe_sdxl_base(tmp_path: Path) -> None:
    base_configs.write_configs(tmp_path, {})
    with torch.device("meta"):
        modules = [
            UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(tmp_path / "unet")),
            AutoencoderKL.from_config(AutoencoderKL.load_config(tmp_path / "vae")),
            CLIPTextModel(CLIPTextConfig.from_pretrained(tmp_path / "text_encoder")),
            CLIPTextModelWithProjection(CLIPTextConfig.from_pretrained(tmp_path / "text_encoder_2")),
        ]
    scheduler = EulerDiscreteScheduler.from_pretrained(tmp_path / "scheduler")
    assert float(scheduler.sigmas.max()) == pytest.approx(14.61, abs=0.01)
    sizes = [sum(parameter.numel() for parameter in module.parameters()) for module in modules]
    assert sizes == [2_567_463_684, 83_653_863, 123_060_480, 694_659_840]
