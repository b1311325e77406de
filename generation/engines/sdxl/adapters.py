"""LoRAs in the loaded model: each is read once, when it is first asked for, and switched on per picture."""

import warnings
from pathlib import Path

import structlog
from diffusers import StableDiffusionXLPipeline

from generation.engines.sdxl.loras import SUFFIX, list_loras
from generation.errors import InvalidBrief
from generation.spec import LoraWeight

_FIELD = "settings.loras"
_log = structlog.get_logger()


class LoraShelf:
    """The LoRAs of one folder, as far as they are loaded into one pipeline. Never fused: that drifts."""

    def __init__(self, pipeline: StableDiffusionXLPipeline, folder: Path | None) -> None:
        self._pipeline = pipeline
        self._folder = folder
        self._adapters: dict[str, str] = {}  # by LoRA; a module's name may hold no dot, a file's may
        self._worn: tuple[LoraWeight, ...] | None = ()  # None where a change was broken off

    def put_on(self, loras: tuple[LoraWeight, ...]) -> None:
        """Make the model one with exactly `loras`; raises `InvalidBrief` where one cannot be had.

        Costs nothing where they are on already: asked before every call, mostly they are.
        """
        if loras == self._worn:
            return
        self._worn = None
        self._change(loras)
        self._worn = loras

    def _change(self, loras: tuple[LoraWeight, ...]) -> None:
        weights = {self._adapter(lora.name): lora.weight for lora in loras if lora.weight != 0}
        if weights:
            self._pipeline.enable_lora()
            self._pipeline.set_adapters(list(weights), list(weights.values()))
        elif self._adapters:
            self._pipeline.disable_lora()

    def _adapter(self, name: str) -> str:
        if name not in self._adapters:
            self._adapters[name] = self._load(name, f"lora_{len(self._adapters)}")
        return self._adapters[name]

    def _load(self, name: str, adapter: str) -> str:
        if self._folder is None or name not in list_loras(self._folder):
            raise InvalidBrief(f"There is no LoRA named “{name}”.", field=_FIELD)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings(
                    "ignore", message="Already found a `peft_config`"
                )  # several are meant
                self._pipeline.load_lora_weights(
                    str(self._folder), weight_name=name + SUFFIX, adapter_name=adapter, use_safetensors=True
                )
        except Exception as error:
            _log.exception("sdxl.lora_failed", lora=name)
            self._pipeline.delete_adapters(adapter)
            raise InvalidBrief(f"The LoRA “{name}” is damaged or not made for SDXL.", field=_FIELD) from error
        if not any(adapter in loaded for loaded in self._pipeline.get_list_adapters().values()):
            raise InvalidBrief(f"The LoRA “{name}” fits no part of this model.", field=_FIELD)
        return adapter
