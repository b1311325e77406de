"""The device's memory, where it tells; on a CPU everything is 0."""

import gc

import torch


def allocated() -> int:
    """Bytes that tensors take now."""
    return torch.cuda.memory_allocated() if torch.cuda.is_available() else 0


def start_peak() -> None:
    """Forget the peak so far."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()


def peak() -> int:
    """The most bytes that tensors took since `start_peak`."""
    return torch.cuda.max_memory_allocated() if torch.cuda.is_available() else 0


def release() -> None:
    """Give back what nobody uses."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
