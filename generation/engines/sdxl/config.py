"""How the `sdxl` engines are set up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generation.engines.base import TRAINED_PIXELS
from generation.engines.sdxl.device import resolve_device

ENGINE = "sdxl"  #: the engine of the first model
LONGEST_ENGINE = 64  #: characters of an engine's name, as a job's row keeps it
TINY = "tiny"
CPU_ROWS = 8
CUDA_ROWS = 16
DtypeName = Literal["auto", "bf16", "fp16", "fp32"]
OffloadName = Literal["none", "model", "sequential"]
PresetName = Literal["auto", "none", "turbo", "lightning", "lcm", "dmd2", "hyper"]
TINY_PIXELS = 256 * 256  #: the area at which `tiny` is best asked to paint: its pictures are for trials


@dataclass(frozen=True, kw_only=True)
class SdxlConfig:
    """Where the engine's model lies and on what it runs."""

    model: str  #: a folder, a `.safetensors` file, a hub id, or `tiny`
    cache_dir: Path  #: for what is made once: the tiny model, checksums of checkpoints
    device: str = "auto"  #: "auto", "cpu", "cuda" or "cuda:1"
    config_dir: Path | None = None  #: for a single file: tokenizers, or a whole diffusers folder of configs
    lora_dir: Path | None = None
    upscaler: Path | None = None  #: a file that spandrel can load; None: enlarging is interpolating
    controlnet_model: str | None = None  #: a folder, a `.safetensors` file, or `tiny`
    ip_adapter_model: str | None = None  #: a `.safetensors` file with its image encoder, a folder, or `tiny`
    preview_every: int = 2  #: steps between unfinished pictures; 0 makes none
    preview_interval: float = 0.25  #: least seconds between two of them
    max_pixels: int = 2048 * 2048
    working_pixels: int = TRAINED_PIXELS  #: the area at which larger pictures are painted, in parts
    max_rows: int | None = None  #: of one call of the UNet, two for a guided picture; None: by the device
    deterministic: bool = False  #: whether a picture is the same to the bit whatever renders beside it
    dtype: DtypeName = "auto"  #: auto: bf16 where the GPU computes in it, fp16 on older ones, fp32 on a CPU
    channels_last: bool | None = None  #: how what convolves lies in memory; None: so on a GPU
    preset: PresetName = "auto"  #: what the checkpoint was distilled for; auto: as its files tell
    offload: OffloadName = "none"  #: what rests on the CPU: text encoders and VAE, or the UNet as well
    compile: bool = False  #: whether the UNet is compiled, for the sizes below
    compile_sizes: tuple[tuple[int, int], ...] = ((1024, 1024), (832, 1216))  #: width and height in pixels
    compile_backend: str = "inductor"  #: torch's name of the compiler
    fuse_qkv: bool = False  #: whether attention's three products are one, in calls without a LoRA

    @property
    def model_name(self) -> str:
        """The model as others may know it."""
        return known_name(self.model)

    @property
    def controlnet_name(self) -> str | None:
        """The ControlNet as others may know it."""
        return None if self.controlnet_model is None else known_name(self.controlnet_model)

    @property
    def ip_adapter_name(self) -> str | None:
        """The IP-Adapter as others may know it."""
        return None if self.ip_adapter_model is None else known_name(self.ip_adapter_model)


def known_name(model: str) -> str:
    """A model as others may know it: of what is to lie on this machine the name, not the path."""
    path = Path(model).expanduser()
    is_here = path.exists() or path.is_absolute() or path.suffix == ".safetensors"
    return path.name.removesuffix(".safetensors") if is_here else model


def engine_names(models: Sequence[str]) -> tuple[str, ...]:
    """What the engines of these models are called: the first `sdxl`, each further one `sdxl:<its name>`.

    Raises `ValueError` where two models could not be told apart.
    """
    named = [f"{ENGINE}:{known_name(model)}"[:LONGEST_ENGINE] for model in models]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two models would be called {twice!r}; rename one, since a job names its engine")
    return (ENGINE, *named[1:])[: len(models)]


def max_rows(config: SdxlConfig) -> int:
    """The most rows of one call of the UNet, as configured or as the device suggests."""
    return config.max_rows or (CPU_ROWS if resolve_device(config.device) == "cpu" else CUDA_ROWS)
