"""What the engine, on the event loop, says to its thread; no torch in here."""

from concurrent.futures import Future
from dataclasses import dataclass, field

from PIL.Image import Image

from generation.engines.base import RenderHandle, RenderInputs
from generation.errors import GenerationError
from generation.spec import RenderSpec


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A picture to render."""

    spec: RenderSpec
    inputs: RenderInputs
    handle: RenderHandle

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        self.handle.fail(error)


@dataclass(frozen=True, kw_only=True)
class Enlargement:
    """A picture (RGB) to make `factor` times as wide and as high."""

    image: Image
    factor: int
    handle: RenderHandle

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        self.handle.fail(error)


@dataclass(frozen=True)
class LoadRequest:
    """Load the model now; `done` holds whether that succeeded."""

    done: Future[None] = field(default_factory=Future)

    def accept(self) -> None:
        """The model is loaded."""
        if self.done.set_running_or_notify_cancel():
            self.done.set_result(None)

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        if self.done.set_running_or_notify_cancel():
            self.done.set_exception(error)


@dataclass(frozen=True)
class Stop:
    """Cancel everything and end the thread."""


Message = Submission | Enlargement | LoadRequest | Stop


@dataclass
class EngineState:
    """What the thread tells in return; each field is written whole, so that no lock is needed."""

    ready: bool = False
    device_name: str | None = None
    upscaler_fault: str | None = None  #: one sentence on why the configured upscaler is not used
    stage: str | None = None  #: "warming up 2 of 4", until the engine is ready
