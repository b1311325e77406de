"""An IP-Adapter in the UNet: what it does, that others do not notice it, what can be wrong with its files."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from generation.engines.base import RenderInputs, StepDone
from generation.engines.sdxl import SdxlConfig
from generation.engines.sdxl.ip_adapter_files import check_ip_adapter
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.tiny_companions import IMAGE_ENCODER, IP_ADAPTER_FILE, ensure_tiny_ip_adapter
from generation.errors import EngineUnavailable, InvalidBrief
from generation.spec import LoraWeight
from tests.sdxl import denoise, gradients, make_spec, open_engine, render, write_lora
from tests.stock_sdxl import Stock

REFERENCE = gradients("reference_image")
FOLLOWING = (make_spec(ip_adapter_scale=0.6), REFERENCE)


def load(cache_dir: Path, adapter: str | None) -> SdxlModel:
    config = SdxlConfig(model="tiny", cache_dir=cache_dir, device="cpu", ip_adapter_model=adapter)
    return SdxlModel.load(config)


@pytest.fixture(scope="module")
def model(sdxl_cache: Path) -> SdxlModel:
    return load(sdxl_cache, "tiny")


@pytest.fixture(scope="session")
def adapter_folder(sdxl_cache: Path) -> Path:
    return ensure_tiny_ip_adapter(sdxl_cache)


@pytest.fixture
def copied(adapter_folder: Path, tmp_path: Path) -> Path:
    """A tiny IP-Adapter that may be spoilt, in the folder that published ones lie in."""
    return Path(shutil.copytree(adapter_folder, tmp_path / "sdxl_models"))


# ── pictures ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "override",
    [
        {"scheduler": "euler"},
        {"scheduler": "dpmpp_2m_karras", "ip_adapter_scale": 0.25},
        {"scheduler": "heun", "guidance_scale": 1.0},
        {"negative_prompt": "", "ip_adapter_scale": 1.0},
    ],
)
def test_picture_with_a_reference_is_the_stock_pipelines(
    model: SdxlModel, sdxl_cache: Path, override: dict[str, object]
) -> None:
    spec = make_spec(**({"ip_adapter_scale": 0.6} | override))
    (ours,) = denoise(model, [(spec, REFERENCE)])
    assert (ours - Stock(sdxl_cache).latents(spec, REFERENCE)).abs().max() <= 1e-4


def test_inpainting_with_a_reference_is_the_stock_pipelines(model: SdxlModel, sdxl_cache: Path) -> None:
    spec = make_spec(ip_adapter_scale=0.6, strength=0.8, scheduler="euler_a", num_inference_steps=5)
    inputs = gradients("init_image", "mask_image", "reference_image")
    (ours,) = denoise(model, [(spec, inputs)])
    assert (ours - Stock(sdxl_cache).latents(spec, inputs)).abs().max() <= 1e-4


def test_pictures_without_a_reference_are_those_of_a_model_without_an_adapter(
    model: SdxlModel, sdxl_cache: Path
) -> None:
    plain = (make_spec(), RenderInputs())
    (expected,) = denoise(load(sdxl_cache, None), [plain])
    (followed,) = denoise(model, [FOLLOWING])
    assert torch.equal(denoise(model, [plain])[0], expected)
    assert torch.equal(denoise(model, [FOLLOWING])[0], followed)
    assert (followed - expected).norm() > 1


def test_references_are_told_apart_and_count_as_much_as_the_scale_says(model: SdxlModel) -> None:
    other = RenderInputs(reference_image=Image.new("RGB", (64, 64), "red"))
    (free,) = denoise(model, [(make_spec(ip_adapter_scale=0.0), REFERENCE)])
    (weak,) = denoise(model, [(make_spec(ip_adapter_scale=0.1), REFERENCE)])
    (strong,) = denoise(model, [FOLLOWING])
    (red,) = denoise(model, [(FOLLOWING[0], other)])
    assert 0.01 < (weak - free).norm() < (strong - free).norm()
    assert (red - strong).norm() > 0.1


def test_lora_counts_beside_a_reference_whether_it_is_read_before_or_after(
    sdxl_cache: Path, tmp_path: Path
) -> None:
    write_lora(tmp_path / "ink.safetensors")
    spec = make_spec(ip_adapter_scale=0.6, loras=(LoraWeight(name="ink"),))
    config = SdxlConfig(
        model="tiny", cache_dir=sdxl_cache, device="cpu", lora_dir=tmp_path, ip_adapter_model="tiny"
    )
    first, second = SdxlModel.load(config), SdxlModel.load(config)
    (read_before,) = denoise(first, [(spec, REFERENCE)])
    (bare,) = denoise(second, [FOLLOWING])
    (read_after,) = denoise(second, [(spec, REFERENCE)])
    assert torch.equal(read_before, read_after)
    assert (read_before - bare).norm() > 0.1


def test_pictures_with_references_share_calls_and_come_out_as_if_alone(model: SdxlModel) -> None:
    other = RenderInputs(reference_image=Image.new("RGB", (64, 64), "red"))
    company = (
        (make_spec(seed=1, ip_adapter_scale=0.6), REFERENCE),
        (make_spec(seed=2, ip_adapter_scale=0.6, scheduler="heun"), other),
        (make_spec(seed=3, ip_adapter_scale=0.6, guidance_scale=1.0), REFERENCE),
    )
    alone = [denoise(model, [asked], fill_to=6)[0] for asked in company]
    together = denoise(model, company, fill_to=6)
    assert all(torch.equal(*pair) for pair in zip(alone, together, strict=True))


async def test_engine_takes_turns_between_pictures_with_and_without_references(sdxl_cache: Path) -> None:
    specs = [
        make_spec(num_inference_steps=6),
        make_spec(num_inference_steps=6, ip_adapter_scale=0.6),
        make_spec(num_inference_steps=6, ip_adapter_scale=0.2),
    ]
    asked = [(spec, REFERENCE if spec.ip_adapter_scale else RenderInputs()) for spec in specs]
    taken: list[int] = []
    async with open_engine(sdxl_cache, ip_adapter_model="tiny", deterministic=True, max_rows=4) as engine:
        alone = [(await render(engine, *each)).rendering for each in asked]
        handles = [engine.submit(*each) for each in asked]

        async def note(number: int) -> None:
            async for event in handles[number].events():
                taken.extend([number] if isinstance(event, StepDone) else [])

        await asyncio.gather(*(note(number) for number in range(len(handles))))
        together = [await handle.result() for handle in handles]
    assert taken != sorted(taken)
    assert len({rendering.image.tobytes() for rendering in alone}) == 3
    for first, second in zip(alone, together, strict=True):
        assert np.array_equal(np.asarray(first.image), np.asarray(second.image))
    assert [rendering.parameters.get("ip_adapter") for rendering in alone] == [None, "tiny", "tiny"]


async def test_what_cannot_be_followed_is_refused(sdxl_cache: Path) -> None:
    async with open_engine(sdxl_cache) as engine:
        assert engine.info.ip_adapter is None
        with pytest.raises(EngineUnavailable, match="has no IP-Adapter; set IP_ADAPTER_MODEL"):
            await engine.submit(*FOLLOWING).result()
    async with open_engine(sdxl_cache, ip_adapter_model="tiny") as engine:
        assert engine.info.ip_adapter == "tiny"
        with pytest.raises(InvalidBrief) as refused:
            await engine.submit(FOLLOWING[0]).result()
    assert refused.value.field == "referenceImageId"


# ── files ───────────────────────────────────────────────────────────────────


def plus_weights(plain: dict[str, torch.Tensor], *, width: int) -> dict[str, torch.Tensor]:
    """An adapter that looks at the picture's patches, `width` numbers each, by a resampler of four layers."""
    text, inner = 96, 64
    sizes: dict[str, tuple[int, ...]] = {
        "latents": (1, 4, inner),
        "proj_in.weight": (inner, width),
        "proj_in.bias": (inner,),
        "proj_out.weight": (text, inner),
        "proj_out.bias": (text,),
        "norm_out.weight": (text,),
        "norm_out.bias": (text,),
    }
    for layer in (f"layers.{number}" for number in range(4)):
        norms = ("0.norm1", "0.norm2", "1.0")
        sizes |= {f"{layer}.{norm}.{part}": (inner,) for norm in norms for part in ("weight", "bias")}
        sizes |= {
            f"{layer}.0.to_q.weight": (64, inner),
            f"{layer}.0.to_kv.weight": (128, inner),
            f"{layer}.0.to_out.weight": (inner, 64),
            f"{layer}.1.1.weight": (4 * inner, inner),
            f"{layer}.1.3.weight": (inner, 4 * inner),
        }
    generator = torch.Generator().manual_seed(1)
    drawn = {f"image_proj.{name}": torch.randn(size, generator=generator) for name, size in sizes.items()}
    return drawn | {name: tensor for name, tensor in plain.items() if name.startswith("ip_adapter.")}


def test_adapter_is_found_as_a_file_and_as_the_folder_of_published_ones(
    model: SdxlModel, sdxl_cache: Path, copied: Path
) -> None:
    (expected,) = denoise(model, [FOLLOWING])
    for place in (copied, copied.parent, copied / IP_ADAPTER_FILE):
        assert torch.equal(denoise(load(sdxl_cache, str(place)), [FOLLOWING])[0], expected)


def test_plus_adapter_shares_the_image_encoder_of_another_folder(
    model: SdxlModel, sdxl_cache: Path, copied: Path
) -> None:
    plus = copied / "plus.safetensors"
    save_file(plus_weights(load_file(copied / IP_ADAPTER_FILE), width=32), plus)
    (copied.parent / "models").mkdir()
    (copied / IMAGE_ENCODER).rename(copied.parent / "models" / IMAGE_ENCODER)
    (latents,) = denoise(load(sdxl_cache, str(plus)), [FOLLOWING])
    assert not torch.equal(latents, denoise(model, [FOLLOWING])[0])
    assert latents.isfinite().all()


def refusal(cache_dir: Path, model: Path, *, only_when_loaded: bool = False) -> str:
    """The sentence, which a look at the files tells too, where that can be told without loading."""
    with pytest.raises(EngineUnavailable) as refused:
        load(cache_dir, str(model))
    if not only_when_loaded:
        with pytest.raises(EngineUnavailable) as told:
            check_ip_adapter(SdxlConfig(model="tiny", cache_dir=cache_dir, ip_adapter_model=str(model)))
        assert told.value.message == refused.value.message
    return refused.value.message


def test_adapter_that_is_not_there_is_named(sdxl_cache: Path, tmp_path: Path) -> None:
    assert "nowhere” does not exist; give a .safetensors file" in refusal(sdxl_cache, tmp_path / "nowhere")


def test_folder_must_hold_one_adapter(sdxl_cache: Path, copied: Path) -> None:
    shutil.copy(copied / IP_ADAPTER_FILE, copied / "another.safetensors")
    (copied.parent / "empty").mkdir()
    message = refusal(sdxl_cache, copied)
    assert "holds another.safetensors, ip-adapter.safetensors; name the file itself" in message
    assert "holds none; name the file itself" in refusal(sdxl_cache, copied.parent / "empty")


def test_pickled_adapter_is_never_opened(sdxl_cache: Path, tmp_path: Path) -> None:
    pickled = tmp_path / "ip-adapter.bin"
    pickled.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    assert "pickled checkpoints can run code" in refusal(sdxl_cache, pickled)


def test_truncated_adapter_is_damaged(sdxl_cache: Path, copied: Path) -> None:
    os.truncate(copied / IP_ADAPTER_FILE, 50_000)
    assert "is only partly there (" in refusal(sdxl_cache, copied)


def test_truncated_image_encoder_is_damaged(sdxl_cache: Path, copied: Path) -> None:
    os.truncate(copied / IMAGE_ENCODER / "model.safetensors", 20_000)
    assert "is only partly there (" in refusal(sdxl_cache, copied)


def test_adapter_without_an_image_encoder_says_where_to_put_it(sdxl_cache: Path, copied: Path) -> None:
    shutil.rmtree(copied / IMAGE_ENCODER)
    assert "has no image encoder; put the folder image_encoder" in refusal(sdxl_cache, copied)


def test_image_encoder_of_another_adapter_is_told_apart(sdxl_cache: Path, copied: Path) -> None:
    config = json.loads((copied / IMAGE_ENCODER / "config.json").read_text()) | {"projection_dim": 48}
    (copied / IMAGE_ENCODER / "config.json").write_text(json.dumps(config))
    assert "wants an image encoder with projection_dim 24" in refusal(sdxl_cache, copied)


def test_image_encoder_that_lacks_weights_is_told(sdxl_cache: Path, copied: Path) -> None:
    file = copied / IMAGE_ENCODER / "model.safetensors"
    weights = load_file(file)
    del weights["visual_projection.weight"]
    save_file(weights, file, metadata={"format": "pt"})
    assert "lacks some of its weights" in refusal(sdxl_cache, copied, only_when_loaded=True)


def test_adapter_for_measured_faces_does_not_fit(sdxl_cache: Path, copied: Path) -> None:
    weights = load_file(copied / IP_ADAPTER_FILE)
    weights["image_proj.proj.0.weight"] = weights.pop("image_proj.proj.weight")
    save_file(weights, copied / IP_ADAPTER_FILE)
    assert "none that wants faces measured" in refusal(sdxl_cache, copied)


def test_adapter_of_another_model_does_not_fit(sdxl_cache: Path, copied: Path) -> None:
    weights = load_file(copied / IP_ADAPTER_FILE)
    del weights["ip_adapter.3.to_k_ip.weight"]
    save_file(weights, copied / IP_ADAPTER_FILE)
    assert "does not fit the model named by SDXL_MODEL" in refusal(sdxl_cache, copied, only_when_loaded=True)
