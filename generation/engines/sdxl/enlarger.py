"""Every enlargement under way, for the engine's thread alone: a tile at a time, so that nobody waits long."""

from collections import deque
from dataclasses import dataclass

import structlog

from generation.engines.enlarging import interpolate
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.device import resolve_device
from generation.engines.sdxl.failures import as_generation_error, log_failure
from generation.engines.sdxl.memory import free_memory
from generation.engines.sdxl.messages import Enlargement, UpscalerState
from generation.engines.sdxl.upscaling import Enlarging, Upscaler
from generation.errors import EngineUnavailable, GenerationError, OutOfMemory, RenderCancelled

_log = structlog.get_logger()


@dataclass(eq=False)
class _Growing:
    """A picture that is being enlarged; `tiles` is None until it is its first turn."""

    asked: Enlargement
    tiles: Enlarging | None = None


class Enlarger:
    """Takes turns between the enlargements; true where there is something to enlarge."""

    def __init__(self, config: SdxlConfig, state: UpscalerState) -> None:
        self._config = config
        self._state = state
        self._upscaler: Upscaler | None = None
        self._growing: deque[_Growing] = deque()

    def __bool__(self) -> bool:
        return bool(self._growing)

    def load(self) -> Upscaler | None:
        """The configured model; None where there is none, or no good one, which the log and `info` tell."""
        path = self._config.upscaler
        if self._upscaler is None and path is not None:
            try:
                self._upscaler = Upscaler.load(path, resolve_device(self._config.device))
                self._state.fault = None
            except EngineUnavailable as error:
                _log.warning("sdxl.no_upscaler", reason=error.message)
                self._state.fault = error.message
        return self._upscaler

    def take(self, enlargement: Enlargement) -> None:
        """Let a picture have its turns."""
        self._growing.append(_Growing(enlargement))

    def advance(self) -> None:
        """Enlarge one tile of the picture whose turn it is; whatever that raises ends this picture alone."""
        growing = self._growing.popleft()
        try:
            if self._goes_on(growing):
                self._growing.append(growing)
            return
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, size=growing.asked.image.size, factor=growing.asked.factor)
            failure = as_generation_error(error)
        _end(growing, failure)  # out here, where the trace no longer holds on to tensors

    def drop_cancelled(self) -> None:
        """Let go of what nobody wants any more."""
        for growing in [growing for growing in self._growing if growing.asked.handle.cancelled]:
            self._growing.remove(growing)
            _end(growing, RenderCancelled())

    def close(self) -> None:
        """Cancel everything and give the model back."""
        while self._growing:
            _end(self._growing.popleft(), RenderCancelled())
        self._upscaler = None

    def _goes_on(self, growing: _Growing) -> bool:
        """Whether a tile was enlarged; otherwise the picture is finished."""
        asked = growing.asked
        if growing.tiles is None:
            upscaler = self.load()
            if upscaler is None:
                asked.handle.finish(interpolate(asked.image, asked.factor))
                return False
            growing.tiles = upscaler.enlarge(asked.image, asked.factor)
        try:
            asked.handle.report(next(growing.tiles))
        except StopIteration as finished:
            asked.handle.finish(finished.value)
            return False
        return True


def _end(growing: _Growing, failure: GenerationError) -> None:
    growing.tiles = None
    growing.asked.refuse(failure)
    if isinstance(failure, OutOfMemory):
        free_memory()
