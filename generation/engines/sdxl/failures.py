"""What the libraries raise, in the engine's own words."""

import structlog

from generation.engines.sdxl.memory import is_out_of_memory
from generation.errors import EngineFailed, EngineUnavailable, GenerationError, OutOfMemory

_log = structlog.get_logger()


def as_generation_error(error: Exception) -> GenerationError:
    """`error` as the worker understands it, free of traces, whose frames would keep tensors alive."""
    if isinstance(error, GenerationError):
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    return OutOfMemory() if is_out_of_memory(error) else EngineFailed()


def as_unavailable(error: GenerationError) -> EngineUnavailable:
    """`error` as it is told of an engine that cannot be made ready."""
    return error if isinstance(error, EngineUnavailable) else EngineUnavailable(error.message)


def log_failure(error: Exception, **facts: object) -> None:
    """Write the whole trace of what nobody foresaw to the log; what is foreseen speaks for itself."""
    if isinstance(error, GenerationError):
        return
    if is_out_of_memory(error):
        _log.warning("sdxl.out_of_memory", reason=str(error), **facts)
    else:
        _log.error("sdxl.failed", exc_info=error, **facts)
