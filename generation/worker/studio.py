"""The worker's tools: engines, a pool for work on the CPU, storage, database, event bus."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from PIL.Image import Image

from generation.engines.base import (
    Engine,
    EngineInfo,
    PreviewMade,
    RenderEvent,
    RenderHandle,
    Rendering,
    RenderInputs,
    StageReached,
    StepDone,
)
from generation.errors import EngineUnavailable
from generation.post_processing import encode
from generation.spec import RenderSpec
from generation.vocabulary import ImageFormat
from generation.worker.held import HeldJob
from persistence.database import Database
from persistence.events import EventBus
from persistence.job_events import JobMessage, PreviewMessage
from persistence.object_storage import ObjectStorage

P = ParamSpec("P")
T = TypeVar("T")
Show = Callable[[Image], Image]

PREVIEW_SIDE = 160  #: pixels along the longest side of a preview
_PREVIEW_TRIES = ((PREVIEW_SIDE, 70), (PREVIEW_SIDE, 45), (128, 30), (96, 30), (64, 20))  #: side, quality
PREVIEW_BYTES = 4_000  #: with its base64 form and the rest of the message under the bus's limit
NO_INPUTS = RenderInputs()


def _as_it_is(image: Image) -> Image:
    return image


@dataclass(frozen=True, kw_only=True)
class Studio:
    """Everything that a job is worked on with."""

    database: Database
    storage: ObjectStorage
    bus: EventBus
    engines: Mapping[str, Engine]
    default_engine: str
    pool: Executor
    generator: str  #: name and version of this software, for provenance
    image_format: ImageFormat = ImageFormat.WEBP
    image_quality: int | None = None

    async def in_pool(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that holds the processor off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, lambda: work(*args, **kwargs))

    def engine(self, name: str) -> Engine:
        """The engine of this name; raises `EngineUnavailable` where this worker has none."""
        try:
            return self.engines[name]
        except KeyError:
            raise EngineUnavailable(f"This worker has no engine {name!r}.") from None

    def infos(self) -> list[EngineInfo]:
        """What this worker's engines are, the default one marked."""
        infos = [engine.info for engine in self.engines.values()]
        return [replace(info, default=info.name == self.default_engine) for info in infos]

    async def render(
        self, held: HeldJob, spec: RenderSpec, inputs: RenderInputs = NO_INPUTS, *, show: Show = _as_it_is
    ) -> Rendering:
        """Have one picture rendered, telling its progress; raises a `GenerationError`.

        `show` makes of each unfinished picture what those who watch are shown.
        """
        held.raise_if_stopping()
        handle = self.engine(spec.engine).submit(spec, inputs, priority=held.job.priority)
        return await self._follow(held, handle, _expected_steps(spec, inputs), show)

    async def enlarge(self, held: HeldJob, engine: str, image: Image, factor: int) -> Rendering:
        """Have a picture (RGB) made `factor` times as wide and as high by this engine, as `render` does."""
        held.raise_if_stopping()
        handle = self.engine(engine).enlarge(image, factor)
        return await self._follow(held, handle, 0, _as_it_is)

    async def _follow(self, held: HeldJob, handle: RenderHandle, total_steps: int, show: Show) -> Rendering:
        held.watch(handle, total_steps)
        try:
            async for event in handle.events():
                await self._tell(held, handle, event, show)
            rendering = await handle.result()
        except asyncio.CancelledError:
            handle.cancel()
            raise
        held.finished(handle)
        return rendering

    async def _tell(self, held: HeldJob, handle: RenderHandle, event: RenderEvent, show: Show) -> None:
        match event:
            case StageReached(stage=stage):
                held.reach(stage)
            case StepDone(step=step, total=total):
                held.step(handle, step, total)
            case PreviewMade(image=image, step=step):
                preview = await self.in_pool(_preview, show(image), step)
                await self.publish(held.message(preview))

    async def publish(self, message: JobMessage) -> None:
        """Tell whoever watches."""
        await self.bus.publish(message.event())


def _expected_steps(spec: RenderSpec, inputs: RenderInputs) -> int:
    """Of what is painted over a picture, the share that its strength says, as diffusers counts."""
    if inputs.init_image is None or spec.strength is None:
        return spec.num_inference_steps
    return int(spec.num_inference_steps * min(spec.strength, 1))


def _preview(image: Image, step: int) -> PreviewMessage:
    """The picture as a data address that fits into one message of every bus: coarser, then smaller."""
    for side, quality in _PREVIEW_TRIES:
        small = image.copy()
        small.thumbnail((side, side))
        data = encode(small, ImageFormat.WEBP, quality=quality).data
        if len(data) <= PREVIEW_BYTES:
            break
    address = "data:image/webp;base64," + base64.b64encode(data).decode()
    return PreviewMessage(data_url=address, width=small.width, height=small.height, step=step)


async def gather_in_order(works: Sequence[Awaitable[T]]) -> list[T]:
    """What all of these bring, in order; the first that fails ends the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
