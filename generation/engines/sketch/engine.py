"""`SketchEngine`: draws portraits and maps with NumPy and Pillow, for machines without a GPU."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from weakref import WeakSet

from PIL import Image

from generation.engines.base import (
    PAINTERS_KINDS,
    EngineInfo,
    PreviewMade,
    RenderHandle,
    Rendering,
    RenderInputs,
    StageReached,
    StepDone,
)
from generation.engines.enlarging import interpolate
from generation.engines.sketch.drawing import blank, drawing_strokes
from generation.engines.sketch.repaint.strokes import strokes_over
from generation.engines.sketch.stroke import Stroke
from generation.errors import EngineFailed, EngineUnavailable, GenerationError, RenderCancelled
from generation.spec import RenderSpec

MODEL = "limner-sketch"
PREVIEW_SIDE = 160  #: pixels along the longest side of a preview
STROKES_PER_PREVIEW = 3
NO_INPUTS = RenderInputs()

INFO = EngineInfo(
    name="sketch",
    model=MODEL,
    device="cpu",
    kinds=PAINTERS_KINDS,
    schedulers=("sketch",),
    max_pixels=40_000_000,
    working_pixels=None,
    detail="Draws by rules instead of a diffusion model, so that it needs no GPU and no download.",
)


class SketchEngine:
    """An `Engine` whose pictures depend on nothing but the spec and the layout."""

    def __init__(self, *, threads: int = 2, default: bool = False) -> None:
        self._threads = threads
        self._default = default
        self._pool: ThreadPoolExecutor | None = None
        self._handles: WeakSet[RenderHandle] = WeakSet()

    @property
    def info(self) -> EngineInfo:
        """What this engine can do."""
        return replace(INFO, default=self._default)

    @property
    def ready(self) -> bool:
        """Whether `start` has been called; there is no model to load."""
        return self._pool is not None

    async def start(self) -> None:
        """Start the drawing threads."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="sketch")

    def submit(
        self,
        spec: RenderSpec,
        inputs: RenderInputs = NO_INPUTS,
        *,
        priority: int = 1,
    ) -> RenderHandle:
        """Begin to draw on blank paper, or over `inputs.init_image` where the spec has a strength.

        `priority` counts for nothing: drawings take a second, so all go in the order of arrival.
        """
        return self._begin(lambda handle: _rendering(spec, inputs, handle))

    def enlarge(self, image: Image.Image, factor: int) -> RenderHandle:
        """Begin to make `image` (RGB) `factor` times as wide and as high."""
        return self._begin(lambda _handle: interpolate(image, factor))

    def _begin(self, work: Callable[[RenderHandle], Rendering]) -> RenderHandle:
        handle = RenderHandle()
        if self._pool is None:
            handle.fail(EngineUnavailable("The sketch engine has not been started."))
            return handle
        self._handles.add(handle)
        self._pool.submit(_work, work, handle)
        return handle

    async def close(self) -> None:
        """Cancel what is being drawn and wait for the threads to end."""
        pool, self._pool = self._pool, None
        for handle in list(self._handles):
            handle.cancel()
        if pool is not None:
            await asyncio.to_thread(pool.shutdown)


def strokes_for(spec: RenderSpec, inputs: RenderInputs) -> Sequence[Stroke]:
    """The strokes that draw `spec`, in order; raises `EngineFailed` for a map without a layout."""
    if inputs.init_image is None or spec.strength is None:
        return drawing_strokes(spec, inputs.layout)
    return strokes_over(spec, inputs.init_image, spec.strength, inputs)


def _work(work: Callable[[RenderHandle], Rendering], handle: RenderHandle) -> None:
    try:
        handle.finish(work(handle))
    except GenerationError as error:
        handle.fail(error)
    except Exception as error:  # noqa: BLE001 - whatever breaks in a painter must reach the worker
        failure = EngineFailed(f"The sketch engine could not draw this: {error!r}")
        failure.__cause__ = error
        handle.fail(failure)


def _rendering(spec: RenderSpec, inputs: RenderInputs, handle: RenderHandle) -> Rendering:
    handle.report(StageReached(stage="composing"))
    strokes = strokes_for(spec, inputs)
    handle.report(StageReached(stage="drawing"))
    image = blank(spec)
    for step, stroke in enumerate(strokes, start=1):
        if handle.cancelled:
            raise RenderCancelled
        image = stroke(image)
        handle.report(StepDone(step=step, total=len(strokes)))
        if step % STROKES_PER_PREVIEW == 0 and step < len(strokes):
            handle.report(PreviewMade(image=_preview(image), step=step))
    return Rendering(image=image, model=MODEL, parameters={"strokes": len(strokes)})


def _preview(image: Image.Image) -> Image.Image:
    small = image.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return small
