"""`SdxlEngine`: diffusers' SDXL behind the `Engine` port.

This side lives on the event loop and imports no torch; one thread owns all models and does the rendering.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from weakref import WeakSet

from generation.engines.base import PAINTERS_KINDS, EngineInfo, RenderHandle, RenderInputs, StageReached
from generation.engines.sdxl.checks import check_inputs, check_spec
from generation.engines.sdxl.config import ENGINE, SdxlConfig
from generation.engines.sdxl.device import resolve_device
from generation.engines.sdxl.loras import list_loras
from generation.engines.sdxl.messages import Enlargement, Submission
from generation.engines.sdxl.sampling import few_steps
from generation.engines.sdxl.schedulers import SCHEDULER_NAMES
from generation.engines.sdxl.thread import RenderThread
from generation.engines.sdxl.upscaler_file import upscaler_name
from generation.errors import EngineUnavailable, GenerationError
from generation.spec import RenderSpec

if TYPE_CHECKING:
    from PIL.Image import Image

LOADED = "Loaded."
ON_DEMAND = "Is loaded when it is asked for."


class SdxlEngine:
    """Renders by SDXL on a GPU, or slowly on a CPU. One model's front: engines may share a `RenderThread`."""

    def __init__(
        self,
        config: SdxlConfig,
        *,
        name: str = ENGINE,
        thread: RenderThread | None = None,
        default: bool = False,
    ) -> None:
        """`thread` must know this name; without one the engine has a thread of its own."""
        self._config = config
        self._name = name
        self._default = default
        self._few_steps = few_steps(config)
        self._device = resolve_device(config.device)
        self._thread = thread or RenderThread({name: config})
        self._state = self._thread.states[name]
        self._handles: WeakSet[RenderHandle] = WeakSet()

    @property
    def info(self) -> EngineInfo:
        """What this engine is and can do; answers at once, without loading a model."""
        path = None if self._thread.upscaler.fault else self._config.upscaler
        return EngineInfo(
            name=self._name,
            model=self._config.model_name,
            device=self._state.device_name or self._device,
            kinds=PAINTERS_KINDS,
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
        state = self._state
        if unusual := state.stage or state.fault:
            return unusual
        told = (
            LOADED if state.loaded else ON_DEMAND if state.ready else None,
            self._thread.upscaler.fault,
            None if self._few_steps is None else self._few_steps.detail,
        )
        return " ".join(sentence for sentence in told if sentence) or None

    @property
    def ready(self) -> bool:
        """Whether the model is loaded, or would be for the next picture."""
        return self._state.ready

    async def start(self) -> None:
        """Load the model, or only look at its files where it is not the thread's first.

        Raises `EngineUnavailable` with a sentence where that cannot be. After a failure the engine stays
        started: every job tries again to load, since the reason may be gone.
        """
        await self._thread.open(self._name)

    def submit(
        self,
        spec: RenderSpec,
        inputs: RenderInputs = RenderInputs(),  # noqa: B008  # frozen
        *,
        priority: int = 1,
    ) -> RenderHandle:
        """Queue `spec` for rendering; with `inputs.init_image`, paint over that by `spec.strength`.

        With `inputs.mask_image` only what it shows white is painted anew. Latents, not pixels, are kept
        outside of it, so pixels there change a little: nothing is pasted back here.

        What `priority` means where several wait, `scheduling.Timetable` says.
        """
        handle = RenderHandle()
        submission = Submission(engine=self._name, spec=spec, inputs=inputs, handle=handle, priority=priority)
        try:
            check_spec(spec, self._config)
            check_inputs(spec, inputs, self._config)
        except GenerationError as error:
            submission.refuse(error)
            return handle
        return self._hand_over(submission)

    def enlarge(self, image: "Image", factor: int) -> RenderHandle:
        """Queue `image` (RGB) to be made `factor` times as wide and as high."""
        return self._hand_over(Enlargement(image=image, factor=factor, handle=RenderHandle()))

    def _hand_over(self, work: Submission | Enlargement) -> RenderHandle:
        """Give work to the thread; it is refused where there is none."""
        if not self._thread.serves(self._name):
            work.refuse(EngineUnavailable(f"The {self._name} engine has not been started."))
            return work.handle
        if not self.ready:
            work.handle.report(StageReached(stage=self._state.stage or "loading model"))
        self._handles.add(work.handle)
        self._thread.put(work)
        return work.handle

    async def close(self) -> None:
        """Cancel what renders, free the model and end the thread, unless other engines share it.

        Waits for a load that is under way.
        """
        for handle in list(self._handles):
            handle.cancel()
        await self._thread.close(self._name)


def open_engines(configs: Mapping[str, SdxlConfig], *, loaded_models: int) -> tuple[SdxlEngine, ...]:
    """An engine for each model, by its name, on one thread that keeps at most `loaded_models` loaded."""
    thread = RenderThread(configs, loaded_models=loaded_models)
    return tuple(SdxlEngine(config, name=name, thread=thread) for name, config in configs.items())
