"""LoRAs: found by name, refused where they fit nothing, worn by each picture as if it were alone."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import diffusers
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from generation.engines.sdxl import SdxlConfig, SdxlEngine, list_loras
from generation.engines.sdxl.loras import worn_by
from generation.engines.sdxl.model import SdxlModel
from generation.errors import InvalidBrief
from generation.spec import LoraWeight, RenderSpec
from tests.sdxl import ATTENTION, denoise, make_spec, open_engine, render, write_lora

TEXT = [
    f"{encoder}.encoder.layers.{layer}.self_attn.{part}_proj"
    for encoder in ("text_encoder", "text_encoder_2.text_model")
    for layer in range(2)
    for part in ("q", "k", "v", "out")
]


@pytest.fixture(scope="module")
def stock(tiny_folder: Path) -> diffusers.StableDiffusionXLPipeline:
    pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(tiny_folder, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def lay_on(
    pipeline: diffusers.StableDiffusionXLPipeline, modules: list[str], *, strength: float = 0.1, seed: int = 0
) -> dict[str, torch.Tensor]:
    """A random LoRA of rank 4 for some linear and convolution layers, in diffusers' names."""
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for module in modules:
        part, _, path = module.partition(".")
        outputs, inputs, *kernel = getattr(pipeline, part).get_submodule(path).weight.shape
        down = torch.randn(4, inputs, *kernel, generator=generator) / inputs**0.5
        up = torch.randn(outputs, 4, *[1] * len(kernel), generator=generator) * strength
        tensors |= {f"{module}.lora_A.weight": down, f"{module}.lora_B.weight": up}
    return tensors


def layers(pipeline: diffusers.StableDiffusionXLPipeline, kind: type[torch.nn.Module]) -> list[str]:
    """Names of every layer of a kind in the UNet."""
    return [f"unet.{name}" for name, module in pipeline.unet.named_modules() if isinstance(module, kind)]


@pytest.fixture(scope="module")
def lora_dir(stock: diffusers.StableDiffusionXLPipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loras")
    write_lora(folder / "ink.v1.safetensors", ATTENTION)
    write_lora(folder / "stranger.safetensors", "transformer.single_blocks.0.attn.to_v")
    write_lora(folder / "misfit.safetensors", ATTENTION, width=320, inputs=768)
    (folder / "broken.safetensors").write_bytes(b"not a safetensors file")
    (folder / "notes.txt").write_text("no LoRA")
    linear, convolutions = layers(stock, torch.nn.Linear), layers(stock, torch.nn.Conv2d)
    oil, words, more_words = (lay_on(stock, modules, seed=1) for modules in (linear, TEXT, TEXT[::2]))
    loras = {
        "oil": oil,
        "relief": lay_on(stock, convolutions, seed=2),
        "words": words,
        "more words": more_words | lay_on(stock, [ATTENTION], seed=3),
        "dora": oil
        | {f"{name}.lora_magnitude_vector": torch.rand(size_of(oil, name)) + 0.5 for name in linear},
        "hollow": {name: torch.full_like(tensor, torch.nan) for name, tensor in oil.items()},
        "bad words": lay_on(stock, [ATTENTION]) | {name: tensor[:, :3] for name, tensor in words.items()},
    }
    for name, tensors in loras.items():
        save_file(
            {key: tensor.contiguous() for key, tensor in tensors.items()}, folder / f"{name}.safetensors"
        )
    return folder


def size_of(lora: dict[str, torch.Tensor], module: str) -> int:
    return len(lora[f"{module}.lora_B.weight"])


@pytest.fixture
async def engine(sdxl_cache: Path, lora_dir: Path) -> AsyncIterator[SdxlEngine]:
    async with open_engine(sdxl_cache, lora_dir=lora_dir) as started:
        yield started


@pytest.fixture(scope="module")
def model(sdxl_cache: Path, lora_dir: Path) -> SdxlModel:
    return SdxlModel.load(SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu", lora_dir=lora_dir))


# ── names ───────────────────────────────────────────────────────────────────


def test_loras_are_the_safetensors_files_of_the_folder(tmp_path: Path) -> None:
    for name in ("oil.safetensors", "ink.v1.safetensors", "notes.txt"):
        (tmp_path / name).touch()
    assert list_loras(tmp_path) == ("ink.v1", "oil")
    assert list_loras(tmp_path / "nowhere") == ()
    assert list_loras(None) == ()


def test_picture_wears_each_lora_once_by_name_and_none_of_weight_zero() -> None:
    named = [("oil", 0.5), ("ink", 1.0), ("chalk", 0.0), ("oil", -0.25), ("tar", 1.0), ("tar", -1.0)]
    loras = tuple(LoraWeight(name=name, weight=weight) for name, weight in named)
    assert worn_by(make_spec(loras=loras)) == (LoraWeight(name="ink"), LoraWeight(name="oil", weight=0.25))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stranger", "fits no part of this model"),
        ("misfit", "damaged or not made for SDXL"),
        ("broken", "damaged or not made for SDXL"),
        ("hollow", "damaged or not made for SDXL"),
        ("bad words", "damaged or not made for SDXL"),
        ("unknown", "There is no LoRA named"),
    ],
)
async def test_lora_that_cannot_be_used_is_refused_and_spares_the_engine(
    engine: SdxlEngine, name: str, sentence: str
) -> None:
    plain = (await render(engine, make_spec())).rendering.image
    with pytest.raises(InvalidBrief, match=sentence) as refusal:
        await engine.submit(make_spec(loras=(LoraWeight(name=name),))).result()
    assert refusal.value.field == "settings.loras"
    assert np.array_equal(np.asarray(plain), np.asarray((await render(engine, make_spec())).rendering.image))
    worded = (await render(engine, make_spec(loras=(LoraWeight(name="words"),)))).rendering.image
    assert not np.array_equal(np.asarray(plain), np.asarray(worded))


# ── pictures ────────────────────────────────────────────────────────────────

WARDROBES = {
    "none": {},
    "one": {"oil": 0.7},
    "the same, otherwise": {"oil": -1.2},
    "two": {"oil": 1.0, "ink.v1": 0.3},
    "convolutions": {"relief": 1.0},
    "the reader's": {"words": 1.0},
    "the reader's and the painter's": {"more words": 0.5, "words": -0.8, "relief": 0.4},
}


def dressed(wardrobe: dict[str, float], **overrides: object) -> RenderSpec:
    loras = tuple(LoraWeight(name=name, weight=weight) for name, weight in wardrobe.items())
    return make_spec(loras=loras, **overrides)


COMPANY = [dressed(wardrobe, seed=seed) for seed, wardrobe in enumerate(WARDROBES.values())]


@pytest.fixture(scope="module")
def stock_latents(
    stock: diffusers.StableDiffusionXLPipeline, lora_dir: Path
) -> Callable[[RenderSpec], torch.Tensor]:
    """What the stock pipeline makes of a spec, alone and by `set_adapters`."""
    adapters: dict[str, str] = {}

    def paint(spec: RenderSpec) -> torch.Tensor:
        for lora in spec.loras:
            if lora.name not in adapters:
                adapters[lora.name] = f"stock_{len(adapters)}"
                stock.load_lora_weights(
                    str(lora_dir), weight_name=f"{lora.name}.safetensors", adapter_name=adapters[lora.name]
                )
        stock.enable_lora() if spec.loras else stock.disable_lora()
        if spec.loras:
            names = [adapters[lora.name] for lora in spec.loras]
            stock.set_adapters(names, [lora.weight for lora in spec.loras])
        return stock(
            prompt=spec.prompt,
            negative_prompt=spec.negative_prompt,
            num_inference_steps=spec.num_inference_steps,
            guidance_scale=spec.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(spec.seed),
            width=spec.width,
            height=spec.height,
            output_type="latent",
        ).images

    return paint


@pytest.mark.filterwarnings("ignore:Already found a `peft_config`")
@pytest.mark.parametrize("wardrobe", [*WARDROBES.values(), {"dora": 0.8, "ink.v1": 0.5}], ids=str)
def test_lone_picture_is_the_stock_pipelines(
    model: SdxlModel, stock_latents: Callable[[RenderSpec], torch.Tensor], wardrobe: dict[str, float]
) -> None:
    spec = dressed(wardrobe)
    (ours,) = denoise(model, [spec])
    theirs = stock_latents(spec)
    assert (ours - theirs).abs().max() <= 1e-4
    assert not wardrobe or (stock_latents(dressed({})) - theirs).abs().max() > 1e-2


@pytest.mark.filterwarnings("ignore:Already found a `peft_config`")
def test_pictures_of_one_company_are_the_stock_pipelines_whatever_each_wears(
    model: SdxlModel, stock_latents: Callable[[RenderSpec], torch.Tensor]
) -> None:
    for spec, ours in zip(COMPANY, denoise(model, COMPANY), strict=True):
        assert (ours - stock_latents(spec)).abs().max() <= 1e-4


def test_with_a_fixed_number_of_rows_they_are_the_same_to_the_bit(model: SdxlModel, sdxl_cache: Path) -> None:
    """One that wears nothing is the same as in a model that has never seen a LoRA."""
    bare = SdxlModel.load(SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu"))
    wardrobes = ({}, {"oil": 0.7}, {"oil": 1.0, "ink.v1": 0.3}, {"words": -0.8, "relief": 0.4})
    company = [dressed(wardrobe, num_inference_steps=2) for wardrobe in wardrobes]
    alone = [denoise(model if spec.loras else bare, [spec], fill_to=9)[0] for spec in company]
    for order in (slice(None), slice(None, None, -1)):
        together = denoise(model, company[order], fill_to=9)
        assert all(map(torch.equal, alone[order], together))


async def test_dora_which_no_row_can_wear_alone_takes_turns_with_the_others(engine: SdxlEngine) -> None:
    specs = [dressed(wardrobe) for wardrobe in ({"dora": 0.8, "ink.v1": 0.5}, {"ink.v1": 1.0}, {})]
    expected = [(await render(engine, spec)).rendering.image for spec in reversed(specs)]
    handles = [engine.submit(spec) for spec in specs]
    for handle, image in zip(handles, reversed(expected), strict=True):
        levels = np.abs(np.asarray((await handle.result()).image, dtype=int) - np.asarray(image, dtype=int))
        assert levels.max() <= 1
