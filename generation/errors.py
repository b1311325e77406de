"""What can go wrong while a picture is made.

GenerationError
├── InvalidBrief         the request cannot be rendered as asked; `field` names the culprit
├── NoFaceFound          a face was to be enhanced, and the picture shows none
├── SourceGone           what the picture was to be made from is not there any more
├── EngineUnavailable    no engine can take the job now
├── EngineFailed         the engine broke while rendering
├── OutOfMemory          the job does not fit the device
├── RenderTimeout        no step was finished for too long
└── RenderCancelled      somebody asked for it; not a failure

Each class carries the public `code` (contract: ErrorCode), whether trying again can help, and, as its
docstring, the sentence that people read by default.
"""

from typing import ClassVar


class GenerationError(Exception):
    """Rendering failed."""

    code: ClassVar[str] = "ENGINE_ERROR"
    retryable: ClassVar[bool] = False

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.field = field
        super().__init__(self.message)


class InvalidBrief(GenerationError):
    """The request cannot be rendered as asked."""

    code = "VALIDATION_ERROR"


class NoFaceFound(GenerationError):
    """No face was found in this picture, so there is none to enhance."""

    code = "VALIDATION_ERROR"


class SourceGone(GenerationError):
    """The picture that this was to be made from is gone."""

    code = "NOT_FOUND"


class EngineUnavailable(GenerationError):
    """No engine can take this job at the moment."""

    code = "ENGINE_UNAVAILABLE"
    retryable = True


class EngineFailed(GenerationError):
    """The engine broke while it was rendering."""

    retryable = True


class OutOfMemory(GenerationError):
    """The picture does not fit into the device's memory; ask for a smaller one."""

    code = "OUT_OF_MEMORY"


class RenderTimeout(GenerationError):
    """The engine finished no step for too long."""

    code = "TIMEOUT"
    retryable = True


class RenderCancelled(GenerationError):
    """The rendering was cancelled."""

    code = "ENGINE_UNAVAILABLE"  # told only where an engine stopped by itself: whoever asked needs no reason
    retryable = True
