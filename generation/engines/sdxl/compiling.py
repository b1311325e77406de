"""The UNet compiled (`torch.compile`), for the calls whose shapes were made ready at the start.

A shape takes a minute or so to compile, and nobody is to wait for that in the midst of a picture. So the
configured sizes are compiled before the engine is ready, each for a few numbers of rows; calls are padded up
to the next of these, and calls of any other shape run as they would without. What was compiled lies on disk,
where the next start finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
import torch
from diffusers import UNet2DConditionModel

from generation.engines.sdxl.conditioning import Conditioning
from generation.engines.sdxl.memory import free_memory, is_out_of_memory
from generation.engines.sdxl.rows import Row, predict_noise

_TIMESTEP = 500.0  #: any will do; it is no part of the shape
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class CallShape:
    """All that a compiled call depends on: `height` and `width` in latents, the text in prompt tokens."""

    height: int
    width: int
    tokens: int
    rows: int


def row_buckets(least: int, most: int) -> tuple[int, ...]:
    """The numbers of rows that are compiled for: `least`, twice that, and so on; `most` is the last."""
    buckets = []
    rows = least
    while rows < most:
        buckets.append(rows)
        rows *= 2
    return (*buckets, most)


class CompiledUnet:
    """Compiles a UNet shape by shape, and says which calls it is ready for."""

    def __init__(
        self, unet: UNet2DConditionModel, shapes: Sequence[CallShape], *, backend: str, pooled: int
    ) -> None:
        """`pooled` is the width of the pooled prompt. `unet` must stay as it is: no LoRA, no other hooks."""
        torch._dynamo.config.recompile_limit += len(shapes)  # what is beyond it runs uncompiled
        self.unet: UNet2DConditionModel = torch.compile(unet, backend=backend, dynamic=False)
        self.shapes = tuple(shapes)
        self.failed = False
        self._source = unet
        self._pooled = pooled
        self._waiting = list(shapes)
        self._ready: set[CallShape] = set()

    @property
    def waiting(self) -> int:
        """How many shapes are yet to be compiled."""
        return len(self._waiting)

    @torch.no_grad()
    def compile_next(self) -> None:
        """Compile for one shape more. One that does not fit into memory is left out, with all larger ones of
        its size; where a compiler fails, so would the rest, and nothing is compiled any more.
        """
        shape = self._waiting.pop(0)
        try:
            predict_noise(self.unet, [self._blank_row(shape)], fill_to=shape.rows)
        except Exception as error:  # noqa: BLE001  # compilers fail in many ways; pictures do without them
            self._give_up(shape, error)
        else:
            self._ready.add(shape)
        free_memory()

    def padded(self, rows: Sequence[Row], *, least: int) -> int | None:
        """The number to which `rows` are to be filled, at least `least`; None where no shape is ready."""
        latents, text = rows[0].latents, rows[0].conditioning.text
        size = (*latents.shape[-2:], text.shape[1])
        needed = max(len(rows), least)
        ready = (shape.rows for shape in self._ready if (shape.height, shape.width, shape.tokens) == size)
        return min((count for count in ready if count >= needed), default=None)

    def _give_up(self, shape: CallShape, error: Exception) -> None:
        if is_out_of_memory(error):
            _log.warning("sdxl.not_compiled", shape=shape, reason=str(error))
            size = (shape.height, shape.width)
            self._waiting = [other for other in self._waiting if (other.height, other.width) != size]
            return
        _log.error("sdxl.compile_failed", shape=shape, exc_info=error)
        self._waiting.clear()
        self._ready.clear()
        self.failed = True

    def _blank_row(self, shape: CallShape) -> Row:
        device, dtype = self._source.device, self._source.dtype
        width = self._source.config.cross_attention_dim
        return Row(
            latents=torch.zeros(1, 4, shape.height, shape.width, device=device),
            timestep=torch.tensor(_TIMESTEP, device=device),
            conditioning=Conditioning(
                text=torch.zeros(1, shape.tokens, width, device=device, dtype=dtype),
                pooled=torch.zeros(1, self._pooled, device=device, dtype=dtype),
                time_ids=torch.zeros(1, 6, device=device, dtype=dtype),
            ),
        )
