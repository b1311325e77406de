"""`tiny`: a random SDXL of 4.5 MB with every part of the real one, so that the whole path runs in seconds.

What it paints is noise. The two text encoders have different hidden sizes, because a single-file checkpoint
tells them apart by it.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from generation.engines.sdxl import base_configs

FOLDER_NAME = "sdxl-tiny-2"  #: raise the number whenever what is built changes
_START, _END = "<|startoftext|>", "<|endoftext|>"
_SEED = 20240601
_TEXT_SIZES = (32, 64)  #: hidden sizes of the two text encoders


def ensure_tiny(cache_dir: Path) -> Path:
    """The tiny model's folder within `cache_dir`, built there unless somebody has built it before."""
    return ensure_built(cache_dir / FOLDER_NAME, build_tiny)


def ensure_built(folder: Path, build: Callable[[Path], None]) -> Path:
    """`folder`, filled by `build` unless somebody has done so before; it never lies there half done."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            build(workshop)
            _move_once(workshop, folder)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    return folder


def build_tiny(folder: Path) -> None:
    """Write the tiny model into `folder` as a diffusers pipeline; the same weights every time."""
    write_tokenizers(folder)
    with seeded():
        pipeline = _assemble(folder)
    pipeline.save_pretrained(folder)


def write_tokenizers(folder: Path) -> None:
    """Write two CLIP tokenizers without merges into `folder`: every byte is a token."""
    for name, padding in (("tokenizer", _END), ("tokenizer_2", "!")):
        _write_tokenizer(folder / name, padding)


@contextmanager
def seeded() -> Iterator[None]:
    """Weights that are drawn herein are the same every time, and nobody else's numbers change."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(_SEED)
        yield


def _move_once(workshop: Path, folder: Path) -> None:
    """Rename, unless another process was faster: a rename onto a folder that has files fails."""
    try:
        workshop.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _assemble(folder: Path) -> StableDiffusionXLPipeline:
    tokenizers = [CLIPTokenizer.from_pretrained(folder / name) for name in ("tokenizer", "tokenizer_2")]
    text_encoder, text_encoder_2 = _text_encoders(len(_vocabulary()))
    return StableDiffusionXLPipeline(
        vae=_vae(),
        text_encoder=text_encoder,
        text_encoder_2=text_encoder_2,
        tokenizer=tokenizers[0],
        tokenizer_2=tokenizers[1],
        unet=make_unet(),
        scheduler=EulerDiscreteScheduler.from_config(dict(base_configs.SCHEDULER)),
        add_watermarker=False,
    )


def make_unet() -> UNet2DConditionModel:
    """A random UNet of the tiny model's shape."""
    time_size = 8
    return UNet2DConditionModel(
        sample_size=32,
        block_out_channels=(16, 32, 32),
        norm_num_groups=8,
        down_block_types=base_configs.UNET["down_block_types"],
        up_block_types=base_configs.UNET["up_block_types"],
        attention_head_dim=(2, 4, 4),
        transformer_layers_per_block=(1, 1, 2),
        use_linear_projection=True,
        cross_attention_dim=sum(_TEXT_SIZES),
        addition_embed_type="text_time",
        addition_time_embed_dim=time_size,
        projection_class_embeddings_input_dim=6 * time_size + _TEXT_SIZES[1],
    )


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        layers_per_block=1,
        norm_num_groups=4,
        latent_channels=4,
        sample_size=256,
        scaling_factor=0.13025,
        force_upcast=True,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    )


def _text_encoders(vocabulary: int) -> tuple[CLIPTextModel, CLIPTextModelWithProjection]:
    def config(size: int, activation: str, padding: int) -> CLIPTextConfig:
        return CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=size,
            intermediate_size=2 * size,
            projection_dim=size,
            num_hidden_layers=3,
            num_attention_heads=4,
            max_position_embeddings=77,
            hidden_act=activation,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=padding,
        )

    first = CLIPTextModel(config(_TEXT_SIZES[0], "quick_gelu", vocabulary - 1))
    return first, CLIPTextModelWithProjection(config(_TEXT_SIZES[1], "gelu", 0))


def _write_tokenizer(folder: Path, padding: str) -> None:
    folder.mkdir(parents=True)
    names = {"bos_token": _START, "eos_token": _END, "unk_token": _END, "pad_token": padding}
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, **names}
    vocabulary = {token: index for index, token in enumerate(_vocabulary())}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")


def _vocabulary() -> list[str]:
    letters = _byte_letters()
    return [*letters, *(letter + "</w>" for letter in letters), _START, _END]


def _byte_letters() -> list[str]:
    """One printable character per byte, as byte-level BPE writes them (GPT-2, Radford et al. 2019)."""
    printable = [
        *range(ord("!"), ord("~") + 1),
        *range(ord("¡"), ord("¬") + 1),
        *range(ord("®"), ord("ÿ") + 1),
    ]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(code) for code in (*printable, *range(256, 256 + len(others)))]
