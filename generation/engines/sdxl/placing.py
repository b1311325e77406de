"""Puts a loaded model onto its device: in which numbers it computes, and how these lie in memory."""

import copy

import torch
from diffusers import AutoencoderKL, StableDiffusionXLPipeline, UNet2DConditionModel

from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.offloading import offload
from generation.errors import EngineUnavailable

MODULES = ("unet", "vae", "text_encoder", "text_encoder_2")
_DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}


def pick_dtype(device: torch.device, name: str) -> torch.dtype:
    """The dtype that `name` means; "auto" is bfloat16 where the GPU computes in it, float16 on older ones,
    float32 on a CPU. Raises `EngineUnavailable` for bfloat16 on a GPU that would only emulate it.
    """
    native = device.type == "cpu" or _computes_in_bf16(device)
    if name == "bf16" and not native:
        raise EngineUnavailable("This GPU does not compute in bf16; set SDXL_DTYPE to auto, fp16 or fp32.")
    if name != "auto":
        return _DTYPES[name]
    if device.type == "cpu":
        return torch.float32
    return torch.bfloat16 if native else torch.float16


def _computes_in_bf16(device: torch.device) -> bool:
    with torch.cuda.device(device):
        native: bool = torch.cuda.is_bf16_supported(including_emulation=False)
    return native


def place(
    pipeline: StableDiffusionXLPipeline, device: torch.device, dtype: torch.dtype, config: SdxlConfig
) -> None:
    """Move all modules to `device` in `dtype`, or let them rest on the CPU; lay them out as `config` says."""
    home = device if config.offload == "none" else torch.device("cpu")
    for name in MODULES:
        getattr(pipeline, name).to(device=home, dtype=dtype).requires_grad_(requires_grad=False).eval()
    pipeline.vae.to(dtype=vae_dtype(pipeline.vae, dtype))
    if config.channels_last if config.channels_last is not None else device.type == "cuda":
        for name in ("unet", "vae"):  # those that convolve
            getattr(pipeline, name).to(memory_format=torch.channels_last)
    if device.type == "cuda":
        _set_precision(dtype)
    if config.offload != "none":
        offload(pipeline, device, unet=config.offload == "sequential")


def vae_dtype(vae: AutoencoderKL, dtype: torch.dtype) -> torch.dtype:
    """SDXL's own VAE overflows in float16; one that was mended says so by `force_upcast: false`."""
    return torch.float32 if dtype == torch.float16 and vae.config.force_upcast else dtype


def _set_precision(dtype: torch.dtype) -> None:
    """Who asks for float32 gets all of it; what is left in it beside halves may be as coarse as they."""
    exact = dtype == torch.float32
    torch.set_float32_matmul_precision("highest" if exact else "high")
    torch.backends.cudnn.allow_tf32 = not exact


def fused_copy(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """`unet` with each attention's query, key and value as one product; all other weights are shared.

    Fused products pass LoRAs and IP-Adapters over without a word, since these sit in the single ones; hence a
    copy, beside which the original stays as it is. It takes the memory of the products once more.
    """
    fused = sharing_copy(unet)
    with torch.no_grad():
        fused.fuse_qkv_projections()
    return fused.requires_grad_(requires_grad=False)


def sharing_copy(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """The same weights, not a byte of them twice, in modules that nobody puts a LoRA or a hook into."""
    return copy.deepcopy(unet, memo={id(tensor): tensor for tensor in unet.parameters()})
