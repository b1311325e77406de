"""The device's memory: how its end is told, by each library in its own words, and how to give it back."""

import gc

import torch

_SIGNS = (
    "out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "can't allocate memory",
    "could not create a primitive",  # oneDNN, where its memory or its code finds no room
)


def is_out_of_memory(error: Exception) -> bool:
    """Whether `error` says that memory ran out."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _SIGNS)


def free_memory() -> None:
    """Give what nothing refers to any more back to the device."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
