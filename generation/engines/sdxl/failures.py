"""What the libraries raise, in the engine's own words."""

import structlog
import torch

from generation.errors import EngineFailed, GenerationError, OutOfMemory

_MEMORY_SIGNS = (
    "out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "can't allocate memory",
    "could not create a primitive",  # oneDNN, where its memory or its code finds no room
)
_log = structlog.get_logger()


def as_generation_error(error: Exception) -> GenerationError:
    """`error` as the worker understands it, free of traces, whose frames would keep tensors alive."""
    if isinstance(error, GenerationError):
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    return OutOfMemory() if _is_memory(error) else EngineFailed()


def log_failure(error: Exception, **facts: object) -> None:
    """Write the whole trace of what nobody foresaw to the log; what is foreseen speaks for itself."""
    if isinstance(error, GenerationError):
        return
    if _is_memory(error):
        _log.warning("sdxl.out_of_memory", reason=str(error), **facts)
    else:
        _log.error("sdxl.failed", exc_info=error, **facts)


def _is_memory(error: Exception) -> bool:
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _MEMORY_SIGNS)
