"""The port between the worker and whatever renders: `Engine`, and the `RenderHandle` that it answers with.

An engine renders on threads of its own; the worker lives on an event loop. `RenderHandle` is the bridge: the
engine reports into it from any thread, the worker reads `events()` and may `cancel()`.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from generation.spec import RenderSpec
from generation.vocabulary import GenerationJobKind

if TYPE_CHECKING:  # the command line reads settings of engines, and starts without what paints
    from PIL.Image import Image

    from generation.layout.plan import MapLayout

T = TypeVar("T")


TRAINED_PIXELS = 1024 * 1024
"""The area that SDXL was trained on (arXiv 2307.01952, appendix I)."""

PAINTERS_KINDS = (
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
"""Jobs of an engine that paints from words and from floor plans, and over pictures and parts of them."""


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How a checkpoint is best sampled; a few-step one goes wrong by any other numbers."""

    num_inference_steps: int
    guidance_scale: float
    scheduler: str


@dataclass(frozen=True, kw_only=True)
class EngineInfo:
    """What an engine is and can do; `kinds` are the jobs that it can do its part of."""

    name: str
    model: str
    device: str
    kinds: tuple[GenerationJobKind, ...]
    schedulers: tuple[str, ...] = ()
    loras: tuple[str, ...] = ()
    max_pixels: int
    working_pixels: int | None = TRAINED_PIXELS  #: the area at which it paints best; None: at any
    sampling: Sampling | None = None  #: what its checkpoint was distilled for
    upscaler: str | None = None  #: the model that enlarges; None where that is done by interpolation
    ip_adapter: str | None = None  #: the model by which it takes up another picture's look
    controlnet: str | None = None  #: the model by which it keeps to a drawing
    default: bool = False
    detail: str | None = None  #: one sentence for people, e.g. why it is not the default


@dataclass(frozen=True, kw_only=True)
class StageReached:
    """The engine began something that is not a step: loading the model, encoding the prompt, decoding."""

    stage: str


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """`step` of `total` steps are finished."""

    step: int
    total: int


@dataclass(frozen=True, kw_only=True)
class PreviewMade:
    """The unfinished picture after `step` steps, small."""

    image: "Image"
    step: int


RenderEvent = StageReached | StepDone | PreviewMade


@dataclass(frozen=True, kw_only=True)
class RenderInputs:
    """What a rendering starts from apart from its spec: too heavy to hash, made anew by the worker."""

    layout: "MapLayout | None" = None  #: the floor plan of a map
    init_image: "Image | None" = None  #: RGB picture to paint over, of any size
    mask_image: "Image | None" = None  #: L picture of `init_image`'s size; white is painted anew
    reference_image: "Image | None" = None  #: RGB picture whose look is taken up, for an IP-Adapter
    control_image: "Image | None" = None  #: RGB drawing to keep to, of any size, for a ControlNet


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """A finished picture (RGB or RGBA, exactly the spec's size) and what made it."""

    image: "Image"
    model: str
    model_hash: str | None = None  #: SHA-256 of the checkpoint, hex, where the engine can tell
    parameters: dict[str, str | int | float | bool] = field(default_factory=dict)


class RenderHandle:
    """One rendering under way.

    Create it on the event loop that will read it. `report`, `finish`, `fail` and `cancelled` are for the
    engine and may be used from any thread; `events`, `result` and `cancel` are for the worker.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[RenderEvent | None] = asyncio.Queue()
        self._result: asyncio.Future[Rendering] = self._loop.create_future()
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the worker has asked to stop; engines look between steps."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the engine to stop at its next step; `result` then raises `RenderCancelled`."""
        self._cancelled.set()

    def report(self, event: RenderEvent) -> None:
        """Tell the worker how far the rendering is."""
        self._call(self._events.put_nowait, event)

    def finish(self, rendering: Rendering) -> None:
        """Hand over the finished picture; the last thing an engine does."""
        self._call(self._settle, rendering)

    def fail(self, error: BaseException) -> None:
        """Hand over what went wrong; the last thing an engine does."""
        self._call(self._settle, error)

    async def events(self) -> AsyncIterator[RenderEvent]:
        """Every event until the rendering has ended, in order."""
        while (event := await self._events.get()) is not None:
            yield event

    async def result(self) -> Rendering:
        """The finished picture; raises a `GenerationError` where there is none."""
        return await asyncio.shield(self._result)

    def _settle(self, outcome: Rendering | BaseException) -> None:
        if self._result.done():
            return
        if isinstance(outcome, BaseException):
            self._result.set_exception(outcome)
            self._result.exception()  # the worker may have gone; an unread failure is not a warning
        else:
            self._result.set_result(outcome)
        self._events.put_nowait(None)

    def _call(self, function: Callable[[T], object], argument: T) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, argument)


class Engine(Protocol):
    """Renders specs into pictures."""

    @property
    def info(self) -> EngineInfo:
        """What this engine is and can do; answers at once, without loading a model."""

    @property
    def ready(self) -> bool:
        """Whether jobs can be submitted now: the model is loaded, or would be for the first of them."""

    async def start(self) -> None:
        """Start threads, load models; raises `EngineUnavailable` with a sentence where it cannot."""

    def submit(
        self, spec: RenderSpec, inputs: RenderInputs = RenderInputs(), *, priority: int = 1
    ) -> RenderHandle:
        """Begin to render; errors arrive through the handle, as `GenerationError`s.

        Of several that wait, those of `priority` 0 (high) go before 1 (normal) before 2 (low), where the
        engine makes any wait for long.
        """

    def enlarge(self, image: "Image", factor: int) -> RenderHandle:
        """Begin to make `image` (RGB) `factor` times as wide and as high; reports as `submit` does."""

    async def close(self) -> None:
        """Cancel what renders and give threads and memory back."""
