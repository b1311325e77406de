"""LoRAs by the row: rows of one call wear different LoRAs, several, at weights of their own, or none.

A LoRA adds s·B(A(x)) to what a layer makes of x (Hu et al. 2021, arXiv 2106.09685). peft's layers do that for
a whole batch at one weight; here they are left switched off, and a forward hook on each adds it instead, with
A(x), which is only as wide as the LoRA's rank, multiplied by a weight for each row. Where the weight is 0
zeros are added, so such a row keeps its numbers to the bit; what nobody wears is not computed at all.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from peft.tuners.lora import Conv2d, Linear
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import nn

_HOOKED = (Linear, Conv2d)


class RowLoras:
    """The hook of every layer that a LoRA lies upon, and what the rows of the call under way wear."""

    def __init__(self) -> None:
        self._weights: Mapping[str, torch.Tensor] = {}
        self._layers: set[nn.Module] = set()

    def attach(self, model: nn.Module) -> None:
        """Hook the layers of `model` upon which LoRAs have been laid since the last time."""
        for layer in model.modules():
            if isinstance(layer, _HOOKED) and layer not in self._layers:
                layer.register_forward_hook(self._add)
                self._layers.add(layer)

    @contextmanager
    def worn(self, weights: Mapping[str, torch.Tensor]) -> Iterator[None]:
        """Add LoRAs to every call within; `weights` are by adapter, each (rows,), or (1,) for all rows alike.

        They are added in the order of `weights`: unless that is the same in every company, last bits differ.
        """
        self._weights = weights
        try:
            yield
        finally:
            self._weights = {}

    def _add(self, layer: Linear | Conv2d, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
        """Add what is worn to the output, in place: no second tensor of its size, and its strides stay."""
        for adapter, weights in self._weights.items():
            if adapter in layer.lora_A:
                narrow = layer.lora_A[adapter](inputs[0])
                scale = (weights * layer.scaling[adapter]).view(-1, *[1] * (narrow.dim() - 1))
                _add_widened(output, layer.lora_B[adapter], (narrow * scale).to(narrow.dtype))


def _add_widened(output: torch.Tensor, widen: nn.Module, narrow: torch.Tensor) -> None:
    """Add B(narrow) to the output; where B is linear its product is summed where it ends up."""
    if isinstance(widen, nn.Linear):
        output.view(-1, output.shape[-1]).addmm_(narrow.flatten(0, -2), widen.weight.t())
    else:
        output += widen(narrow)


def fits_rows(model: nn.Module, adapter: str) -> bool:
    """Whether `RowLoras` can add an adapter by the row: plain LoRA of linear and convolution layers.

    DoRA changes the layer's own weights, so that no row could go without it.
    """
    return all(_is_plain(layer, adapter) for layer in model.modules() if _holds(layer, adapter))


def _holds(layer: nn.Module, adapter: str) -> bool:
    return isinstance(layer, BaseTunerLayer) and any(
        adapter in getattr(layer, name) for name in layer.adapter_layer_names
    )


def _is_plain(layer: nn.Module, adapter: str) -> bool:
    return (
        isinstance(layer, _HOOKED)
        and adapter not in layer.lora_variant
        and layer.lora_B[adapter].bias is None
    )
