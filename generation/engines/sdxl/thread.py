"""The thread that owns all models of the `sdxl` engines, seen from the event loop; no torch in here."""

import asyncio
import queue
import threading
from collections.abc import Mapping

import structlog

from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.environment import prepare_environment
from generation.engines.sdxl.messages import EngineState, Message, OpenRequest, Release, Stop, UpscalerState
from generation.engines.sdxl.upscaler_file import upscaler_fault
from generation.errors import EngineUnavailable

_log = structlog.get_logger()


class RenderThread:
    """Lives as long as one of its engines is open. Their configurations, by name, differ in the model alone.

    The first engine's model is loaded at the start, the others' when they are asked for.
    """

    def __init__(self, configs: Mapping[str, SdxlConfig], *, loaded_models: int = 1) -> None:
        """At most `loaded_models` are loaded at a time."""
        self.states = {name: EngineState() for name in configs}
        self.upscaler = UpscalerState(fault=upscaler_fault(next(iter(configs.values())).upscaler))
        self.inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.configs = configs
        self.loaded_models = loaded_models
        self._first = next(iter(configs))
        self._open: set[str] = set()
        self._thread: threading.Thread | None = None

    def serves(self, engine: str) -> bool:
        """Whether this engine is open."""
        return engine in self._open

    def put(self, message: Message) -> None:
        """Tell the thread something."""
        self.inbox.put(message)

    async def open(self, engine: str) -> None:
        """Make an engine ready; raises `EngineUnavailable`, and then it is open nevertheless."""
        self._open.add(engine)
        if self._thread is None:
            self._thread = threading.Thread(target=_live, args=(self,), name="sdxl", daemon=True)
            self._thread.start()
        request = OpenRequest(engine=engine, load=engine == self._first)
        self.put(request)
        await asyncio.wrap_future(request.done)

    async def close(self, engine: str) -> None:
        """Give an engine's model back, and end the thread with the last one; waits for what is under way."""
        if engine not in self._open:
            return
        self._open.remove(engine)
        if self._open:
            request = Release(engine=engine)
            self.put(request)
            await asyncio.wrap_future(request.done)
        elif self._thread is not None:
            thread, self._thread = self._thread, None
            self.put(Stop())
            await asyncio.to_thread(thread.join)


def _live(thread: RenderThread) -> None:
    """The thread. Nobody may be left waiting for it, even where torch itself cannot be imported."""
    try:
        prepare_environment(next(iter(thread.configs.values())).cache_dir / "compiled")
        from generation.engines.sdxl.render_loop import RenderLoop  # noqa: PLC0415  # takes seconds: here only

        RenderLoop(thread).run()
    except Exception:  # noqa: BLE001  # whatever it was, it is logged and everybody is told
        _log.exception("sdxl.thread_failed")
        for state in thread.states.values():
            state.ready = state.loaded = False
        _refuse_until_stopped(thread.inbox)


def _refuse_until_stopped(inbox: "queue.SimpleQueue[Message]") -> None:
    while not isinstance(message := inbox.get(), Stop):
        message.refuse(EngineUnavailable("The sdxl engine broke down; the log says why. Restart the server."))
