"""What the engines, on the event loop, say to their thread, and what it tells in return; no torch in here.

`engine` is always the name of an engine, by which the thread knows its model.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generation.engines.base import RenderHandle, RenderInputs
from generation.errors import GenerationError
from generation.spec import RenderSpec

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, kw_only=True, eq=False)
class Submission:
    """A picture to render; `priority` is 0 (high), 1 (normal) or 2 (low)."""

    engine: str
    spec: RenderSpec
    inputs: RenderInputs
    handle: RenderHandle
    priority: int = 1

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        self.handle.fail(error)


@dataclass(frozen=True, kw_only=True)
class Enlargement:
    """A picture (RGB) to make `factor` times as wide and as high."""

    image: "Image"
    factor: int
    handle: RenderHandle

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        self.handle.fail(error)


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """Make an engine ready: `load` its model, or only look at its files; `done` says whether that worked."""

    engine: str
    load: bool
    done: Future[None] = field(default_factory=Future)

    def accept(self) -> None:
        """The engine is ready."""
        if self.done.set_running_or_notify_cancel():
            self.done.set_result(None)

    def refuse(self, error: GenerationError) -> None:
        """End it with `error`."""
        if self.done.set_running_or_notify_cancel():
            self.done.set_exception(error)


@dataclass(frozen=True, kw_only=True)
class Release:
    """Let an engine's model go; all its pictures are cancelled already. `done` once that is so."""

    engine: str
    done: Future[None] = field(default_factory=Future)

    def accept(self) -> None:
        """There is no such model any more."""
        if self.done.set_running_or_notify_cancel():
            self.done.set_result(None)

    def refuse(self, _error: GenerationError) -> None:
        """Where there is no thread, there is no model either."""
        self.accept()


@dataclass(frozen=True)
class Stop:
    """Cancel everything and end the thread."""


Message = Submission | Enlargement | OpenRequest | Release | Stop


@dataclass
class EngineState:
    """What the thread tells of one engine; each field is written whole, so that no lock is needed."""

    ready: bool = False
    loaded: bool = False  #: whether its model is in memory
    device_name: str | None = None
    stage: str | None = None  #: "warming up 2 of 4", until everything is compiled
    fault: str | None = None  #: one sentence on why its model could not be loaded the last time


@dataclass
class UpscalerState:
    """What the thread tells of the model that enlarges, which all engines share."""

    fault: str | None = None  #: one sentence on why the configured one is not used
