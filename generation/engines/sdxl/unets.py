"""The UNet in the forms that the engine has of it, and which of them a call goes through.

All share one set of weights. The plain one is what LoRAs and an IP-Adapter are put into; the others are
copies that neither reaches, so they are for calls without: fused products (`placing.fused_copy`), and what is
compiled.

They round otherwise. So where pictures are to be the same to the bit whatever renders beside them, and the
picture beside may wear a LoRA or keep to a drawing, everything goes through the plain one.
"""

from collections.abc import Sequence

import structlog
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel

from generation.engines.sdxl.compiling import CallShape, CompiledUnet, row_buckets
from generation.engines.sdxl.config import SdxlConfig, max_rows
from generation.engines.sdxl.latents import SCALE
from generation.engines.sdxl.placing import fused_copy, sharing_copy
from generation.engines.sdxl.rows import Row
from generation.engines.sdxl.sampling import few_steps

_log = structlog.get_logger()


class Unets:
    """Finds the fastest form of the UNet that does for a call."""

    def __init__(self, pipeline: StableDiffusionXLPipeline, config: SdxlConfig) -> None:
        self._plain: UNet2DConditionModel = pipeline.unet
        beside = config.lora_dir or config.controlnet_model
        alike = config.deterministic and beside is not None
        if alike and (config.fuse_qkv or config.compile):
            _log.warning("sdxl.no_copies", reason=f"DETERMINISTIC, and {beside} for pictures beside")
        self._fast = fused_copy(self._plain) if config.fuse_qkv and not alike else self._plain
        self.compiled = _compiled(pipeline, self._fast, config) if config.compile and not alike else None

    def rows_of_call(self, rows: Sequence[Row], *, least: int) -> int:
        """How many rows a call takes for `rows`: `least` or more."""
        padded = self._padded(rows, least=least)
        return max(len(rows), least) if padded is None else padded

    def pick(self, rows: Sequence[Row], *, fill_to: int) -> UNet2DConditionModel:
        """What to call for `rows`, filled to `fill_to`."""
        if self.compiled and self._padded(rows, least=fill_to) == max(len(rows), fill_to):
            return self.compiled.unet
        return self._plain if _changed(rows) else self._fast

    def _padded(self, rows: Sequence[Row], *, least: int) -> int | None:
        if self.compiled is None or _changed(rows):
            return None
        if any(
            row.deep is not None or row.control is not None for row in rows
        ):  # they take more or give more
            return None
        return self.compiled.padded(rows, least=least)


def _changed(rows: Sequence[Row]) -> bool:
    """Whether something that is put into the plain UNet has a part in the call."""
    return any(row.loras or row.conditioning.image_embeds is not None for row in rows)


def _compiled(
    pipeline: StableDiffusionXLPipeline, unet: UNet2DConditionModel, config: SdxlConfig
) -> CompiledUnet:
    return CompiledUnet(
        unet if config.fuse_qkv else sharing_copy(unet),
        _shapes(config, tokens=pipeline.tokenizer.model_max_length),
        backend=config.compile_backend,
        pooled=pipeline.text_encoder_2.config.projection_dim,
    )


def _shapes(config: SdxlConfig, *, tokens: int) -> list[CallShape]:
    """What is compiled for: each size, and the numbers of rows that its calls are filled up to."""
    preset, most = few_steps(config), max_rows(config)
    least = 2 if preset is None or preset.sampling.guidance_scale > 1 else 1
    return [
        CallShape(height=height // SCALE, width=width // SCALE, tokens=tokens, rows=rows)
        for width, height in config.compile_sizes
        for rows in ((most,) if config.deterministic else row_buckets(least, most))
    ]
