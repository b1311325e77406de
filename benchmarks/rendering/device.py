"""The device that is measured on: its name, the number type on it, and what it can do at best."""

import statistics
import time

import torch

from benchmarks.rendering.cost import TERA

_SIDES = {"cuda": 8192, "cpu": 1024}
_ROUNDS = 10


def device_name(device: torch.device) -> str:
    """As people know it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type


def usual_dtype(device: torch.device) -> torch.dtype:
    """What people load a model in: half precision on a GPU, otherwise as it comes."""
    if device.type == "cpu":
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16


def matmul_rate(device: torch.device) -> float:
    """TFLOP/s of large matrix products of random numbers: about the most that any model can get here."""
    side = _SIDES[device.type]
    left, right = (torch.randn(side, side, device=device, dtype=usual_dtype(device)) for _ in range(2))
    seconds = []
    for _ in range(_ROUNDS + 1):
        began = time.perf_counter()
        torch.matmul(left, right)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        seconds.append(time.perf_counter() - began)
    return 2 * side**3 / statistics.median(seconds[1:]) / TERA
