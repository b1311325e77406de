"""The ControlNet beside the UNet: one call of it for all rows that keep to a drawing, none for the others."""

from collections.abc import Mapping, Sequence

import torch
from diffusers import ControlNetModel
from PIL import Image

from generation.engines.sdxl.control import Control, prepare_control
from generation.engines.sdxl.rows import Row, filled, stack_rows


class ControlNet:
    """A loaded ControlNet, where and in which numbers it computes, and its name as others may know it."""

    def __init__(
        self, model: ControlNetModel, name: str, *, device: torch.device, dtype: torch.dtype
    ) -> None:
        self.name = name
        self._model = model
        self._device = device  # the model would look through all its modules for either
        self._dtype = dtype

    def control(self, image: Image.Image, scale: float, size: tuple[int, int]) -> Control:
        """What a picture of `size` (height, width) keeps to; see `prepare_control`."""
        return prepare_control(image, scale, size).to(self._device, self._dtype)

    @torch.no_grad()
    def residuals(self, rows: Sequence[Row], *, fill_to: int = 0) -> Mapping[str, object]:
        """What is added within the UNet, by the names of its parameters; nothing where no row has a control.

        Rows without a control get zeros. Where `fill_to` is more than there are rows, both the ControlNet's
        rows and those of the answer are as many, for the reason that `predict_noise` gives.
        """
        places = [place for place, row in enumerate(rows) if row.control is not None]
        if not places:
            return {}
        down, mid = self._look(filled([rows[place] for place in places], fill_to))
        total = max(len(rows), fill_to)
        return {
            "down_block_additional_residuals": tuple(_spread(residual, places, total) for residual in down),
            "mid_block_additional_residual": _spread(mid, places, total),
        }

    def _look(self, rows: Sequence[Row]) -> tuple[Sequence[torch.Tensor], torch.Tensor]:
        controls = [row.control for row in rows if row.control is not None]
        down, mid = self._model(
            **stack_rows(rows),
            controlnet_cond=torch.cat([control.drawing for control in controls]),
            conditioning_scale=torch.cat([control.scale for control in controls]),
            return_dict=False,
        )
        return down, mid


def _spread(residual: torch.Tensor, places: Sequence[int], total: int) -> torch.Tensor:
    """The rows of `residual` at `places` among `total`, zeros elsewhere.

    By slices: an index would have to go to the device first, and the host would wait for it.
    """
    given = {place: residual[number : number + 1] for number, place in enumerate(places)}
    nothing = torch.zeros_like(residual[:1])
    return torch.cat([given.get(place, nothing) for place in range(total)])
