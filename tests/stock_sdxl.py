"""The stock diffusers pipelines over the tiny model: what our denoising is held against."""

from functools import cached_property
from pathlib import Path
from typing import Any

import diffusers
import torch
from PIL import Image
from transformers import CLIPImageProcessorPil

from generation.engines.base import RenderInputs
from generation.engines.sdxl.denoising import make_scheduler
from generation.engines.sdxl.tiny import ensure_tiny
from generation.engines.sdxl.tiny_companions import (
    IMAGE_ENCODER,
    IP_ADAPTER_FILE,
    ensure_tiny_controlnet,
    ensure_tiny_ip_adapter,
)
from generation.spec import RenderSpec


class Stock:
    """Renders a spec by the pipeline that diffusers has for it, up to the finished latents."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir

    def latents(self, spec: RenderSpec, inputs: RenderInputs | None = None) -> torch.Tensor:
        """The finished latents (1, 4, h, w)."""
        return self._run(spec, inputs or RenderInputs(), "latent").images

    def picture(self, spec: RenderSpec, inputs: RenderInputs | None = None) -> Image.Image:
        """The finished picture."""
        return self._run(spec, inputs or RenderInputs(), "pil").images[0]

    def _run(self, spec: RenderSpec, inputs: RenderInputs, output_type: str) -> Any:
        name, arguments = _call(spec, inputs)
        components = (self._with_adapter if inputs.reference_image else self._base).components
        if inputs.control_image:
            components["controlnet"] = self._controlnet
        pipeline = getattr(diffusers, f"StableDiffusionXL{name}Pipeline")(**components, add_watermarker=False)
        pipeline.scheduler = make_scheduler(spec.scheduler, self._scheduler_config)
        pipeline.set_progress_bar_config(disable=True)
        if inputs.reference_image:
            pipeline.set_ip_adapter_scale(spec.ip_adapter_scale)
        return pipeline(**arguments, output_type=output_type)

    @cached_property
    def _base(self) -> diffusers.StableDiffusionXLPipeline:
        folder = ensure_tiny(self._cache_dir)
        return diffusers.StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)

    @cached_property
    def _with_adapter(self) -> diffusers.StableDiffusionXLPipeline:
        model = ensure_tiny(self._cache_dir)
        pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(model, add_watermarker=False)
        pipeline.register_modules(feature_extractor=CLIPImageProcessorPil(size=32, crop_size=32))
        folder = ensure_tiny_ip_adapter(self._cache_dir)
        pipeline.load_ip_adapter(
            str(folder), subfolder="", weight_name=IP_ADAPTER_FILE, image_encoder_folder=IMAGE_ENCODER
        )
        return pipeline

    @cached_property
    def _controlnet(self) -> diffusers.ControlNetModel:
        return diffusers.ControlNetModel.from_pretrained(ensure_tiny_controlnet(self._cache_dir))

    @cached_property
    def _scheduler_config(self) -> dict[str, object]:
        return dict(self._base.scheduler.config)


def _call(spec: RenderSpec, inputs: RenderInputs) -> tuple[str, dict[str, Any]]:
    """What the pipeline is called, between the two words that all have in common, and its arguments."""
    arguments: dict[str, Any] = {
        "prompt": spec.prompt,
        "negative_prompt": spec.negative_prompt or None,
        "num_inference_steps": spec.num_inference_steps,
        "guidance_scale": spec.guidance_scale,
        "generator": torch.Generator("cpu").manual_seed(spec.seed),
    }
    size = {"width": spec.width, "height": spec.height}
    kind, control = "", ""
    if inputs.mask_image:
        kind = "Inpaint"
        arguments |= {"image": inputs.init_image, "mask_image": inputs.mask_image, **size}
    elif inputs.init_image:
        kind = "Img2Img"
        arguments |= {"image": inputs.init_image}
    else:
        arguments |= size
    if inputs.init_image:
        arguments |= {"strength": spec.strength}
    if inputs.control_image:
        control = "ControlNet"
        arguments |= {"controlnet_conditioning_scale": spec.controlnet_conditioning_scale}
        arguments |= {"control_image" if kind else "image": inputs.control_image}
    if inputs.reference_image:
        arguments |= {"ip_adapter_image": inputs.reference_image}
    return control + kind, arguments
