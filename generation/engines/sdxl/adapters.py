"""LoRAs in the loaded model: each is read once, when it is first asked for, and worn by the row."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
import torch
from diffusers import StableDiffusionXLPipeline
from torch import nn
from transformers.utils import logging as transformers_logging

from generation.engines.sdxl.loras import SUFFIX, list_loras
from generation.engines.sdxl.row_loras import RowLoras, fits_rows
from generation.errors import InvalidBrief
from generation.spec import LoraWeight

Loras = tuple[LoraWeight, ...]  #: as `loras.worn_by` gives them

_FIELD = "settings.loras"
_log = structlog.get_logger()


class LoraShelf:
    """The LoRAs of one folder, as far as they are loaded into one pipeline. Never fused: that drifts."""

    def __init__(self, pipeline: StableDiffusionXLPipeline, folder: Path | None) -> None:
        self._pipeline = pipeline
        self._folder = folder
        self._rows = RowLoras()
        self._adapters: dict[str, str] = {}  # by LoRA; a module's name may hold no dot, a file's may
        self._indivisible: set[str] = set()  # LoRAs that no single row can wear
        self._put_on: Loras | None = ()  # worn by the whole model; None where that is not known

    def indivisible(self, loras: Loras) -> Loras:
        """All of `loras` where they can only be worn by all rows of a call alike, as with DoRA; else none.

        Reads those that have not been read yet; raises `InvalidBrief` where one cannot be had.
        """
        for lora in loras:
            self._adapter(lora.name)
        return loras if any(lora.name in self._indivisible for lora in loras) else ()

    @contextmanager
    def worn(self, rows: Sequence[Loras]) -> Iterator[None]:
        """Within, every row of a call of UNet or text encoder wears its own of `rows`, or all the only one.

        The rows are of one bucket. Raises `InvalidBrief` where a LoRA cannot be had.
        """
        (whole,) = {self.indivisible(loras) for loras in set(rows)}
        self._dress(whole)
        with self._rows.worn({} if whole else self._weights(rows)):
            yield

    def _weights(self, rows: Sequence[Loras]) -> Mapping[str, torch.Tensor]:
        """Weights (rows,) in float32, by adapter and in the order of the LoRAs' names."""
        worn = [{lora.name: lora.weight for lora in loras} for loras in rows]
        names = sorted(set().union(*worn))
        if not names:
            return {}
        weights = [[own.get(name, 0.0) for own in worn] for name in names]
        tensor = torch.tensor(weights, dtype=torch.float32, device=self._pipeline.unet.device)
        return dict(zip([self._adapter(name) for name in names], tensor, strict=True))

    def _dress(self, loras: Loras) -> None:
        """Let the whole model wear exactly `loras`; mostly it does already."""
        if loras == self._put_on:
            return
        self._put_on = None
        if self._adapters:  # the rows' weights count from 1
            self._pipeline.set_adapters([*self._adapters.values()], 1.0)
        self._pipeline.disable_lora()
        if loras:
            self._pipeline.enable_lora()
            self._pipeline.set_adapters(
                [self._adapter(lora.name) for lora in loras], [lora.weight for lora in loras]
            )
        self._put_on = loras

    def _adapter(self, name: str) -> str:
        if name not in self._adapters:
            adapter = self._load(name)
            if not all(fits_rows(model, adapter) for model in self._models):
                self._indivisible.add(name)
            self._adapters[name] = adapter
        return self._adapters[name]

    @property
    def _models(self) -> tuple[nn.Module, ...]:
        return (self._pipeline.unet, self._pipeline.text_encoder, self._pipeline.text_encoder_2)

    def _load(self, name: str) -> str:
        if self._folder is None or name not in list_loras(self._folder):
            raise InvalidBrief(f"There is no LoRA named “{name}”.", field=_FIELD)
        adapter = f"lora_{len(self._adapters)}"
        try:
            with _quietly():
                self._pipeline.load_lora_weights(
                    str(self._folder), weight_name=name + SUFFIX, adapter_name=adapter, use_safetensors=True
                )
            self._check_finite(adapter)
        except Exception as error:
            _log.exception("sdxl.lora_failed", lora=name)
            self._pipeline.delete_adapters(adapter)
            raise InvalidBrief(f"The LoRA “{name}” is damaged or not made for SDXL.", field=_FIELD) from error
        finally:
            self._put_on = None  # what has just been laid upon a layer is switched on
            for model in self._models:
                self._rows.attach(model)
        if not any(adapter in loaded for loaded in self._pipeline.get_list_adapters().values()):
            raise InvalidBrief(f"The LoRA “{name}” fits no part of this model.", field=_FIELD)
        return adapter

    def _check_finite(self, adapter: str) -> None:
        """Refuse what is no number: times 0 it is not 0, so that it would spoil rows that do not wear it."""
        for model in self._models:
            for key, tensor in model.named_parameters():
                if f".{adapter}." in key and not tensor.isfinite().all():
                    raise ValueError(f"{key} holds what is no number")


@contextmanager
def _quietly() -> Iterator[None]:
    """peft and transformers warn of every further LoRA; several are meant."""
    verbosity = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Already found a `peft_config`")
            yield
    finally:
        transformers_logging.set_verbosity(verbosity)
