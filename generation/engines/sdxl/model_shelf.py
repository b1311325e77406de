"""The models that are loaded, as many as memory holds. For the engines' thread alone.

A model is loaded when it is first asked for. Where there is no place for it, because so many may be loaded or
because memory ran out, the one that was used the longest ago makes room, of those without pictures under way.
"""

from collections import OrderedDict
from collections.abc import Container, Mapping

import structlog

from generation.engines.sdxl.checkpoint import check_checkpoint
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.controlnet_files import check_controlnet
from generation.engines.sdxl.failures import as_generation_error, log_failure
from generation.engines.sdxl.ip_adapter_files import check_ip_adapter
from generation.engines.sdxl.memory import free_memory
from generation.engines.sdxl.messages import EngineState
from generation.engines.sdxl.model import SdxlModel
from generation.errors import GenerationError, OutOfMemory

_log = structlog.get_logger()


class ModelShelf:
    """Models by the names of their engines; keeps each engine's state true."""

    def __init__(
        self, configs: Mapping[str, SdxlConfig], states: Mapping[str, EngineState], *, most: int
    ) -> None:
        self._configs = configs
        self._states = states
        self._most = most
        self._fitting: dict[str, int] = {}  # how many others fit beside a model, where memory once ran out
        self._models: OrderedDict[str, SdxlModel] = OrderedDict()  # the one used last comes last

    def __contains__(self, engine: str) -> bool:
        return engine in self._models

    def check(self, engine: str) -> None:
        """Look at the files of a model; where nothing is wrong with them, it may be asked for.

        Raises `EngineUnavailable`; no weights are read.
        """
        config, state = self._configs[engine], self._states[engine]
        check_checkpoint(config)
        check_controlnet(config)
        check_ip_adapter(config)
        state.ready, state.fault = True, None

    def can_serve(self, engine: str, busy: Container[str]) -> bool:
        """Whether pictures of this engine may begin now; its model may have to be loaded for that.

        `busy` are the engines whose pictures are under way: their models stay.
        """
        if model := self._models.get(engine):
            return model.ready
        return self._has_place(engine) or self._idle(busy) is not None

    def get(self, engine: str, busy: Container[str]) -> SdxlModel | None:
        """The model of this engine; None where there is no place for it until others are no longer `busy`.

        Where an earlier attempt to load it failed, the reason may have gone by now. Raises a
        `GenerationError`: `OutOfMemory` where it does not fit even alone.
        """
        while engine not in self._models:
            if self._has_place(engine):
                self._load(engine)
            elif not self.make_room(busy):
                return None
        self._models.move_to_end(engine)
        return self._models[engine]

    def make_room(self, busy: Container[str]) -> bool:
        """Whether there was a model to let go that has nothing to do."""
        engine = self._idle(busy)
        if engine is not None:
            self.let_go(engine)
        return engine is not None

    def let_go(self, engine: str) -> None:
        """Give a model's memory back; it is loaded anew when it is asked for. Nothing may use it any more."""
        model = self._models.pop(engine, None)
        if model is not None:
            _log.info("sdxl.model_let_go", engine=engine)
            model.close()
            self._tell(engine)
        del model
        free_memory()

    def release(self, engine: str) -> None:
        """Let a model go and have nobody ask for it any more, until it is looked at again."""
        self.let_go(engine)
        state = self._states[engine]
        state.ready, state.fault = False, None

    @property
    def warming(self) -> str | None:
        """The engine whose model is loaded but not ready; of several the first."""
        return next((engine for engine, model in self._models.items() if not model.ready), None)

    def warm_up(self, engine: str) -> None:
        """Go one step further towards being ready."""
        self._models[engine].warm_up()
        self._tell(engine)

    def close(self) -> None:
        """Let everything go; no engine is ready any more."""
        for engine in self._states:
            self.release(engine)

    def _has_place(self, engine: str) -> bool:
        return len(self._models) < min(self._most, self._fitting.get(engine, self._most))

    def _idle(self, busy: Container[str]) -> str | None:
        """Whose model was used the longest ago, of those that nobody needs now."""
        models = self._models.items()
        return next((engine for engine, model in models if engine not in busy and model.ready), None)

    def _load(self, engine: str) -> None:
        """Load a model. Where memory runs out, note that fewer others fit beside it; raises all else."""
        failure = self._try_to_load(engine)
        if failure is None:
            return
        free_memory()  # out here, where no trace holds on to what was loaded by half
        if isinstance(failure, OutOfMemory) and self._models:
            self._fitting[engine] = len(self._models)
            _log.warning("sdxl.model_does_not_fit", engine=engine, beside=list(self._models))
            return
        self._states[engine].fault = failure.message
        raise failure

    def _try_to_load(self, engine: str) -> GenerationError | None:
        config = self._configs[engine]
        try:
            self._models[engine] = SdxlModel.load(config)
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure
            log_failure(error, model=config.model)
            failure = as_generation_error(error)
            return _too_large(config) if isinstance(failure, OutOfMemory) else failure
        self._tell(engine)
        return None

    def _tell(self, engine: str) -> None:
        """Bring an engine's state up to date. Once ready it stays so: its model comes when it is needed."""
        state, model = self._states[engine], self._models.get(engine)
        state.loaded = model is not None
        state.stage = None if model is None else model.stage
        if model is not None:
            state.ready, state.fault = state.ready or model.ready, None
            state.device_name = model.device_name


def _too_large(config: SdxlConfig) -> OutOfMemory:
    return OutOfMemory(
        f"The model “{config.model_name}” does not fit into the device's memory, even with no other model "
        "beside it; set SDXL_OFFLOAD, or use a device with more memory."
    )
