"""DeepCache: the UNet's deep layers change little from step to step, so some steps do without them.

Ma et al. 2023, arXiv 2312.00858. A full call keeps what goes from the deep layers into the last block; a
shallow call computes the first and the last block alone, around what the last full call kept. In SDXL these
two hold no attention and take about a fourteenth of a call's operations.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from torch import nn


class DeepFeature:
    """What the deep layers made of one side of a picture when they saw it last, (1, channels, h, w)."""

    def __init__(self) -> None:
        self.value: torch.Tensor | None = None


def full_call(
    unet: UNet2DConditionModel, inputs: Mapping[str, Any], features: Sequence[DeepFeature]
) -> torch.Tensor:
    """Call `unet` with `inputs`, and keep into `features` what it makes of the first rows, one for each."""
    kept: list[torch.Tensor] = []

    def keep(_module: nn.Module, _args: tuple[()], arguments: Mapping[str, torch.Tensor]) -> None:
        kept.append(arguments["hidden_states"])

    hook = unet.up_blocks[-1].register_forward_pre_hook(keep, with_kwargs=True)
    try:
        prediction: torch.Tensor = unet(**inputs, return_dict=False)[0]
    finally:
        hook.remove()
    for feature, value in zip(features, torch.split(kept[0], 1), strict=False):
        feature.value = value.clone()  # a part of the whole would hold on to all of it
    return prediction


def shallow_call(
    unet: UNet2DConditionModel, inputs: Mapping[str, Any], features: Sequence[DeepFeature]
) -> torch.Tensor:
    """What a call of `unet` would give if its deep layers saw what they saw last; a feature for each row."""
    embedding = _embed(unet, inputs)
    skipped = [unet.conv_in(inputs["sample"])]
    for resnet in unet.down_blocks[0].resnets:
        skipped.append(resnet(skipped[-1], embedding))
    sample = unet.up_blocks[-1](
        hidden_states=torch.cat([_seen(feature) for feature in features]),
        temb=embedding,
        res_hidden_states_tuple=tuple(skipped),
    )
    prediction: torch.Tensor = unet.conv_out(unet.conv_act(unet.conv_norm_out(sample)))
    return prediction


def _embed(unet: UNet2DConditionModel, inputs: Mapping[str, Any]) -> torch.Tensor:
    """What tells the blocks the time, the size and the pooled prompt."""
    timestep = unet.get_time_embed(sample=inputs["sample"], timestep=inputs["timestep"])
    embedding: torch.Tensor = unet.time_embedding(timestep)
    added: torch.Tensor = unet.get_aug_embed(
        emb=embedding,
        encoder_hidden_states=inputs["encoder_hidden_states"],
        added_cond_kwargs=inputs["added_cond_kwargs"],
    )
    return embedding + added


def _seen(feature: DeepFeature) -> torch.Tensor:
    assert feature.value is not None, "a full call comes first"
    return feature.value
