"""What the engine cannot render, told before anything is rendered and without torch."""

from generation.engines.base import RenderInputs
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.loras import list_loras
from generation.engines.sdxl.schedulers import SCHEDULERS
from generation.errors import EngineUnavailable, InvalidBrief
from generation.spec import RenderSpec

SIZES = range(256, 2048 + 1, 8)  #: sides in pixels; the VAE's latents are 8 pixels wide
STEPS = range(1, 150 + 1)


def check_spec(spec: RenderSpec, config: SdxlConfig) -> None:
    """Raise `InvalidBrief`, naming the field, where `spec` is nothing that the engine can render."""
    _check_size(spec, config.max_pixels)
    if spec.num_inference_steps not in STEPS:
        raise InvalidBrief(f"SDXL takes {STEPS[0]} to {STEPS[-1]} steps.", field="settings.numInferenceSteps")
    if spec.scheduler not in SCHEDULERS:
        raise InvalidBrief(
            f"There is no scheduler “{spec.scheduler}”; there are {', '.join(SCHEDULERS)}.",
            field="settings.scheduler",
        )
    if spec.strength is not None and not 0 <= spec.strength <= 1:
        raise InvalidBrief("The strength lies between 0 and 1.", field="strength")
    if spec.cache_interval > 1 and spec.controlnet_conditioning_scale is not None:
        raise InvalidBrief(
            "Cached steps would pass the ControlNet's drawing over; leave the cache interval at 1.",
            field="settings.cacheInterval",
        )
    if spec.loras:
        _check_loras(spec, list_loras(config.lora_dir))


def check_inputs(spec: RenderSpec, inputs: RenderInputs, config: SdxlConfig) -> None:
    """Raise for what `spec` needs: `InvalidBrief` for a lacking picture, `EngineUnavailable` for a model."""
    if inputs.mask_image is not None and inputs.init_image is None:
        raise InvalidBrief("A mask needs the picture that it lies on.", field="mask")
    if spec.ip_adapter_scale is not None:
        if config.ip_adapter_model is None:
            raise EngineUnavailable("This engine has no IP-Adapter; set IP_ADAPTER_MODEL to follow pictures.")
        if inputs.reference_image is None:
            raise InvalidBrief("The picture to follow is missing.", field="referenceImageId")
    if spec.controlnet_conditioning_scale is not None:
        if config.controlnet_model is None:
            raise EngineUnavailable("This engine has no ControlNet; set CONTROLNET_MODEL to keep to plans.")
        if inputs.control_image is None:
            raise InvalidBrief("The drawing to keep to is missing.")


def _check_size(spec: RenderSpec, max_pixels: int) -> None:
    for field, side in (("settings.width", spec.width), ("settings.height", spec.height)):
        if side not in SIZES:
            raise InvalidBrief(
                f"SDXL paints {SIZES[0]} to {SIZES[-1]} pixels a side, in multiples of 8; not {side}.",
                field=field,
            )
    if spec.width * spec.height > max_pixels:
        raise InvalidBrief(
            f"The picture has {spec.width * spec.height} pixels; this engine paints {max_pixels} at most.",
            field="settings.width",
        )


def _check_loras(spec: RenderSpec, known: tuple[str, ...]) -> None:
    for lora in spec.loras:
        if lora.name not in known:
            raise InvalidBrief(f"There is no LoRA named “{lora.name}”.", field="settings.loras")
