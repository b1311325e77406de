"""An IP-Adapter (Ye et al. 2023, arXiv 2308.06721): another picture's look, by attention layers of its own.

diffusers puts it into the UNet by exchanging the processors of every layer of attention that looks at text.
Pictures without a reference are computed by the processors that were there before, so that an adapter that is
loaded changes nothing for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from diffusers.models.attention_processor import Attention, AttentionProcessor, IPAdapterAttnProcessor2_0
from diffusers.models.embeddings import ImageProjection, MultiIPAdapterImageProjection
from PIL import Image

from generation.engines.sdxl.conditioning import Conditioning, Guidance

PLAIN_TOKENS = 4  #: what a plain adapter makes of a picture, in prompt tokens


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """A layer of attention that looks at text, and the processor by which it looks at a picture too."""

    attention: Attention
    processor: IPAdapterAttnProcessor2_0


def attention_layers(unet: UNet2DConditionModel) -> list[Attention]:
    """The layers of attention that look at text, in the order in which adapters count them."""
    return [module for name, module in unet.named_modules() if name.endswith(".attn2")]


class IpAdapter:
    """A loaded IP-Adapter, which can be put on and off.

    It is on at first, as diffusers leaves it; `plain` are the processors of `layers` from before.
    """

    def __init__(
        self,
        pipeline: StableDiffusionXLPipeline,
        layers: Sequence[Layer],
        projection: MultiIPAdapterImageProjection,
        plain: Sequence[AttentionProcessor],
        *,
        name: str,
    ) -> None:
        self.name = name
        self._pipeline = pipeline
        self._layers = layers
        self._projection = projection
        self._plain: Sequence[AttentionProcessor] | None = plain  # those that stand back while it is on

    def put_on(self, scale: float | None) -> None:
        """Let what is computed next follow references as closely as `scale` says; None: know of none.

        Costs next to nothing: references are set, no weights move.
        """
        if scale is None:
            self._take_off()
            return
        if self._plain is None:
            self._plain = [layer.attention.processor for layer in self._layers]
            for layer in self._layers:
                layer.attention.set_processor(layer.processor)
            self._pipeline.unet.encoder_hid_proj = self._projection
        for layer in self._layers:
            layer.processor.scale = [scale]

    def _take_off(self) -> None:
        if self._plain is None:
            return
        for layer, plain in zip(self._layers, self._plain, strict=True):
            layer.attention.set_processor(plain)
        self._pipeline.unet.encoder_hid_proj = None
        self._plain = None

    @torch.no_grad()
    def show(self, guidance: Guidance, reference: Image.Image, scale: float) -> Guidance:
        """`guidance` whose positive side knows `reference` (RGB, of any size); its negative does not."""
        (layer,) = self._projection.image_projection_layers
        embeds, blank = self._pipeline.encode_image(
            reference.convert("RGB"), self._pipeline.unet.device, 1, not isinstance(layer, ImageProjection)
        )
        negative = guidance.negative
        return replace(
            guidance,
            positive=_with(guidance.positive, embeds, scale),
            negative=None if negative is None else _with(negative, blank, scale),
        )


def _with(side: Conditioning, embeds: torch.Tensor, scale: float) -> Conditioning:
    return replace(side, image_embeds=embeds[None], ip_adapter_scale=scale)
