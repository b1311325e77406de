"""Whether this machine has a CUDA device, found out without importing torch (which takes seconds)."""

import ctypes
import os
from importlib.metadata import PackageNotFoundError, version

_NVML_LIBRARIES = ("libnvidia-ml.so.1", "nvml.dll")
_NVML_SUCCESS = 0


def cuda_available() -> bool:
    """Whether torch would find a CUDA device: a build with CUDA, a driver with a device, and none hidden."""
    return _torch_has_cuda() and not _devices_hidden() and _device_count() > 0


def resolve_device(device: str) -> str:
    """The device that "auto" stands for on this machine; any other name as it is."""
    if device != "auto":
        return device
    return "cuda" if cuda_available() else "cpu"


def _torch_has_cuda() -> bool:
    try:
        return not version("torch").endswith("+cpu")
    except PackageNotFoundError:
        return False


def _devices_hidden() -> bool:
    return os.environ.get("CUDA_VISIBLE_DEVICES", "all").strip() in {"", "-1"}


def _device_count() -> int:
    """Devices that NVIDIA's management library counts; unlike CUDA itself it leaves no state behind."""
    for name in _NVML_LIBRARIES:
        try:
            nvml = ctypes.CDLL(name)
        except OSError:
            continue
        count = ctypes.c_uint(0)
        if nvml.nvmlInit_v2() == _NVML_SUCCESS:
            nvml.nvmlDeviceGetCount_v2(ctypes.byref(count))
            nvml.nvmlShutdown()
        return count.value
    return 0
