"""For GPUs with little memory: what is not needed all the time rests on the CPU (`SDXL_OFFLOAD`).

Text encoders and VAE are needed once for a picture and take a quarter of the memory; they travel as wholes.
The UNet is needed at every step: its layers travel one by one, by diffusers' own hooks, which is slow.
"""

from collections.abc import Mapping
from typing import Any

import torch
from diffusers import StableDiffusionXLPipeline
from torch import nn

Weights = dict[str, Any]  #: tensors by name, as a module keeps its parameters and its buffers


def offload(pipeline: StableDiffusionXLPipeline, device: torch.device, *, unet: bool) -> None:
    """Let text encoders and VAE rest on the CPU, with `unet` the UNet too; all compute on `device`."""
    vae = pipeline.vae
    for module in (pipeline.text_encoder, pipeline.text_encoder_2):
        rest_on_cpu(module, device)
    for module in (vae.encoder, vae.quant_conv, vae.post_quant_conv, vae.decoder):
        rest_on_cpu(module, device)
    if unet:  # without prefetching, which takes all calls to go through all layers; DeepCache's do not
        pipeline.unet.enable_group_offload(onload_device=device, offload_type="leaf_level")
    else:
        pipeline.unet.to(device)


def rest_on_cpu(module: nn.Module, device: torch.device) -> None:
    """Let `module`, which is on the CPU, be on `device` while it is called; its input is brought there too.

    Its weights stay on the CPU meanwhile, so that nothing has to be brought back.
    """
    at_home: list[tuple[Weights, str, torch.Tensor]] = []

    def arrive(_module: nn.Module, args: Any, kwargs: Any) -> tuple[Any, Any]:
        at_home.extend(
            (weights, name, weight)
            for part in module.modules()
            for weights in (part._parameters, part._buffers)  # as torch.func puts weights in
            for name, weight in weights.items()
            if weight is not None
        )
        for weights, name, weight in at_home:
            weights[name] = weight.to(device)
        return _moved(args, device), _moved(kwargs, device)

    def leave(*_: object) -> None:
        while at_home:
            weights, name, weight = at_home.pop()
            weights[name] = weight

    module.register_forward_pre_hook(arrive, with_kwargs=True)
    module.register_forward_hook(leave, always_call=True)


def _moved(value: Any, device: torch.device) -> Any:
    """`value` with all tensors in it on `device`."""
    if isinstance(value, torch.Tensor):
        return value.to(device)
    if isinstance(value, Mapping):
        return {key: _moved(part, device) for key, part in value.items()}
    return tuple(_moved(part, device) for part in value) if isinstance(value, tuple) else value
