"""`SdxlEngine`: diffusers' SDXL behind the `Engine` port.

This side lives on the event loop and imports no torch; one thread owns the model and does the rendering.
"""

import asyncio
import queue
import threading

import structlog
from PIL.Image import Image

from generation.engines.base import EngineInfo, RenderHandle, RenderInputs, StageReached
from generation.engines.sdxl.checks import check_inputs, check_spec
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.device import resolve_device
from generation.engines.sdxl.environment import prepare_environment
from generation.engines.sdxl.loras import list_loras
from generation.engines.sdxl.messages import EngineState, Enlargement, LoadRequest, Message, Stop, Submission
from generation.engines.sdxl.sampling import few_steps
from generation.engines.sdxl.schedulers import SCHEDULER_NAMES
from generation.engines.sdxl.upscaler_file import upscaler_fault, upscaler_name
from generation.errors import EngineUnavailable, GenerationError
from generation.spec import RenderSpec
from generation.vocabulary import GenerationJobKind

NAME = "sdxl"
KINDS = (
    GenerationJobKind.PORTRAIT,
    GenerationJobKind.TOKEN,
    GenerationJobKind.MAP,
    GenerationJobKind.REGENERATE,
    GenerationJobKind.VARIATION,
    GenerationJobKind.INPAINT,
    GenerationJobKind.UPSCALE,
    GenerationJobKind.RESTYLE,
    GenerationJobKind.ENHANCE_FACE,
)
_log = structlog.get_logger()
Inbox = queue.SimpleQueue[Message]


class SdxlEngine:
    """Renders by SDXL on a GPU, or slowly on a CPU."""

    def __init__(self, config: SdxlConfig, *, default: bool = False) -> None:
        self._config = config
        self._default = default
        self._few_steps = few_steps(config)
        self._device = resolve_device(config.device)
        self._state = EngineState(upscaler_fault=upscaler_fault(config.upscaler))
        self._inbox = Inbox()
        self._thread: threading.Thread | None = None

    @property
    def info(self) -> EngineInfo:
        """What this engine is and can do; answers at once, without loading a model."""
        fault = self._state.upscaler_fault
        path = None if fault else self._config.upscaler
        return EngineInfo(
            name=NAME,
            model=self._config.model_name,
            device=self._state.device_name or self._device,
            kinds=KINDS,
            schedulers=SCHEDULER_NAMES,
            loras=list_loras(self._config.lora_dir),
            max_pixels=self._config.max_pixels,
            working_pixels=self._config.working_pixels,
            upscaler=upscaler_name(path) if path else None,
            sampling=None if self._few_steps is None else self._few_steps.sampling,
            ip_adapter=self._config.ip_adapter_name,
            controlnet=self._config.controlnet_name,
            default=self._default,
            detail=self._detail,
        )

    @property
    def _detail(self) -> str | None:
        if self._state.stage is not None:
            return self._state.stage
        if self._state.upscaler_fault is not None:
            return self._state.upscaler_fault
        return None if self._few_steps is None else self._few_steps.detail

    @property
    def ready(self) -> bool:
        """Whether the model is loaded."""
        return self._state.ready

    async def start(self) -> None:
        """Load the model; raises `EngineUnavailable` with a sentence where it cannot.

        After a failure the engine stays started: every job tries again to load, since the reason may be gone.
        """
        if self._thread is None:
            self._thread = threading.Thread(
                target=_live, args=(self._config, self._inbox, self._state), name="sdxl", daemon=True
            )
            self._thread.start()
        request = LoadRequest()
        self._inbox.put(request)
        await asyncio.wrap_future(request.done)

    def submit(self, spec: RenderSpec, inputs: RenderInputs = RenderInputs()) -> RenderHandle:  # noqa: B008  # frozen
        """Queue `spec` for rendering; with `inputs.init_image`, paint over that by `spec.strength`.

        With `inputs.mask_image` only what it shows white is painted anew. Latents, not pixels, are kept
        outside of it, so pixels there change a little: nothing is pasted back here.
        """
        handle = RenderHandle()
        submission = Submission(spec=spec, inputs=inputs, handle=handle)
        try:
            check_spec(spec, self._config)
            check_inputs(spec, inputs, self._config)
        except GenerationError as error:
            submission.refuse(error)
            return handle
        return self._hand_over(submission)

    def enlarge(self, image: Image, factor: int) -> RenderHandle:
        """Queue `image` (RGB) to be made `factor` times as wide and as high."""
        return self._hand_over(Enlargement(image=image, factor=factor, handle=RenderHandle()))

    def _hand_over(self, work: Submission | Enlargement) -> RenderHandle:
        """Give work to the thread; it is refused where there is none."""
        if self._thread is None:
            work.refuse(EngineUnavailable("The sdxl engine has not been started."))
            return work.handle
        if not self.ready:
            work.handle.report(StageReached(stage=self._state.stage or "loading model"))
        self._inbox.put(work)
        return work.handle

    async def close(self) -> None:
        """Cancel what renders, end the thread and free the model; waits for a load that is under way."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._inbox.put(Stop())
            await asyncio.to_thread(thread.join)


def _live(config: SdxlConfig, inbox: Inbox, state: EngineState) -> None:
    """The thread. Nobody may be left waiting for it, even where torch itself cannot be imported."""
    try:
        prepare_environment(config.cache_dir / "compiled")
        from generation.engines.sdxl.render_loop import RenderLoop  # noqa: PLC0415  # takes seconds: here only

        RenderLoop(config, inbox, state).run()
    except Exception:  # noqa: BLE001  # whatever it was, it is logged and everybody is told
        _log.exception("sdxl.thread_failed")
        state.ready = False
        _refuse_until_stopped(inbox)


def _refuse_until_stopped(inbox: Inbox) -> None:
    while not isinstance(message := inbox.get(), Stop):
        message.refuse(EngineUnavailable("The sdxl engine broke down; the log says why. Restart the server."))
