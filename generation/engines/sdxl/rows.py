"""The rows of the UNet's batch, and the call that takes them: of any number of pictures of one bucket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from diffusers import UNet2DConditionModel

from generation.engines.sdxl.conditioning import Conditioning
from generation.engines.sdxl.control import Control
from generation.engines.sdxl.deep_cache import DeepFeature, full_call, shallow_call
from generation.spec import LoraWeight


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the UNet's batch: latents (1, 4, h, w), timestep (), and the LoRAs that it wears.

    With DeepCache `deep` is where a full call keeps what a `shallow` one begins from.
    """

    latents: torch.Tensor
    timestep: torch.Tensor
    conditioning: Conditioning
    loras: tuple[LoraWeight, ...] = ()
    control: Control | None = None
    deep: DeepFeature | None = None
    shallow: bool = False


@torch.no_grad()
def predict_noise(
    unet: UNet2DConditionModel,
    rows: Sequence[Row],
    *,
    fill_to: int = 0,
    residuals: Mapping[str, object] | None = None,
) -> torch.Tensor:
    """What the UNet sees in each row, (rows, 4, h, w) in float32.

    Libraries choose other kernels for other numbers of rows, and these round otherwise. Where the last row is
    repeated up to `fill_to`, a row's numbers are the same whatever lies beside it. They also choose by the
    order of the numbers in memory, which `torch.cat` takes from the rows; hence `contiguous`.

    `residuals` are those of a ControlNet, for all rows, the repeated ones included.
    """
    everyone = filled(rows, fill_to)
    prediction = _call(unet, everyone, stack_rows(everyone) | dict(residuals or {}))
    return prediction[: len(rows)].float()


def _call(unet: UNet2DConditionModel, rows: Sequence[Row], inputs: Mapping[str, object]) -> torch.Tensor:
    deep = [row.deep for row in rows if row.deep is not None]  # all rows have it or none, being of one bucket
    if not deep:
        prediction: torch.Tensor = unet(**inputs, return_dict=False)[0]
        return prediction
    return (shallow_call if rows[0].shallow else full_call)(unet, inputs, deep)


def filled(rows: Sequence[Row], fill_to: int) -> list[Row]:
    """`rows`, the last one repeated until there are `fill_to`."""
    return [*rows, *[rows[-1]] * (fill_to - len(rows))]


def stack_rows(rows: Sequence[Row]) -> dict[str, object]:
    """What the UNet, or a ControlNet, is called with for `rows`, by the names of its parameters."""
    sides = [row.conditioning for row in rows]
    dtype = sides[0].text.dtype  # the model's too, which would look through all its modules for it
    conditions: dict[str, object] = {
        "text_embeds": torch.cat([side.pooled for side in sides]),
        "time_ids": torch.cat([side.time_ids for side in sides]),
    }
    looks = [side.image_embeds for side in sides if side.image_embeds is not None]
    if looks:  # then all have them: they are of one bucket
        conditions["image_embeds"] = [torch.cat(looks)]
    return {
        "sample": torch.cat([row.latents for row in rows]).to(dtype).contiguous(),
        "timestep": torch.stack([row.timestep for row in rows]),
        "encoder_hidden_states": torch.cat([side.text for side in sides]),
        "added_cond_kwargs": conditions,
    }
