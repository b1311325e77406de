"""SDXL by diffusers. Importing this package costs nothing: torch is imported by the engine's own thread."""

from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.device import cuda_available
from generation.engines.sdxl.engine import SdxlEngine, open_engines
from generation.engines.sdxl.loras import list_loras
from generation.engines.sdxl.schedulers import SCHEDULER_NAMES

__all__ = ["SCHEDULER_NAMES", "SdxlConfig", "SdxlEngine", "cuda_available", "list_loras", "open_engines"]
